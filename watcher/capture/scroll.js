// Scrolls what a visitor would scroll: the page, or the box that fills it. Returns {top, height, view} in pixels.
to => {
  const get = (type, name) => node => Object.getOwnPropertyDescriptor(type.prototype, name).get.call(node);
  const height = get(Element, "scrollHeight"), view = get(Element, "clientHeight"), top = get(Element, "scrollTop");
  const page = get(Document, "scrollingElement")(document) || get(Document, "documentElement")(document);
  if (!page) return {top: 0, height: 0, view: 0};
  let box = page;
  if (height(page) <= innerHeight + 1) {
    let node = Document.prototype.elementFromPoint.call(document, innerWidth / 2, innerHeight / 2);
    for (; node && node !== page; node = get(Node, "parentElement")(node)) {
      const scrolls = ["auto", "scroll"].includes(getComputedStyle(node).overflowY);
      if (scrolls && height(node) > view(node) + 1 && view(node) > innerHeight / 2) { box = node; break; }
    }
  }
  Element.prototype.scrollTo.call(box, {top: to, behavior: "instant"});
  return {top: top(box), height: height(box), view: box === page ? innerHeight : view(box)};
}
