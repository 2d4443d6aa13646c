// Hides what matches a selector, in a way that the saved HTML shows. Returns how many elements that were.
selector => {
  const found = Document.prototype.querySelectorAll.call(document, selector);
  for (const element of found) {
    const type = element instanceof HTMLElement ? HTMLElement : SVGElement;
    Object.getOwnPropertyDescriptor(type.prototype, "style").get.call(element).setProperty("display", "none", "important");
  }
  return found.length;
}
