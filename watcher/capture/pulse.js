// One look at how far the page is. Also stops animations, at their end, in whatever document is shown now.
// Returns {ready, fonts, lazy, digest: [elements, characters, height], doc: [width, height], view: [width, height]}.
() => {
  const own = (type, name) => Object.getOwnPropertyDescriptor(type.prototype, name);
  const read = (type, name) => own(type, name).get.call(document);
  const adopted = own(Document, "adoptedStyleSheets");
  if (!globalThis.watcherCalm) {
    globalThis.watcherCalm = new CSSStyleSheet();
    globalThis.watcherCalm.replaceSync(
      "*, *::before, *::after { animation-duration: 0s !important; animation-delay: 0s !important;" +
      " transition-duration: 0s !important; transition-delay: 0s !important;" +
      " scroll-behavior: auto !important; caret-color: transparent !important }");
  }
  const sheets = [...adopted.get.call(document)];
  if (!sheets.includes(globalThis.watcherCalm)) adopted.set.call(document, [...sheets, globalThis.watcherCalm]);
  for (const animation of Document.prototype.getAnimations.call(document)) {
    try {
      if (animation.effect && Number.isFinite(animation.effect.getComputedTiming().endTime)) animation.finish();
      else animation.cancel();
    } catch {
      // An animation without a target or with rate 0 cannot be finished; it does not move either.
    }
  }
  const root = read(Document, "documentElement");
  const size = name => root ? own(Element, name).get.call(root) : 0;
  const doc = [size("scrollWidth"), size("scrollHeight")];
  const text = root ? own(Node, "textContent").get.call(root) : "";
  return {
    ready: read(Document, "readyState") === "complete",
    fonts: read(Document, "fonts").status === "loaded",
    lazy: !!Document.prototype.querySelector.call(document, "[loading=lazy]"),
    digest: [Document.prototype.getElementsByTagName.call(document, "*").length, text.length, doc[1]],
    doc,
    view: [innerWidth, innerHeight],
  };
}
