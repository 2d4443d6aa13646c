// The document as it is now. Returns {html}, or {length} in characters where that is more than `limit`.
limit => {
  const get = (type, name, node) => Object.getOwnPropertyDescriptor(type.prototype, name).get.call(node);
  const root = get(Document, "documentElement", document);
  const doctype = get(Document, "doctype", document);
  const html = (doctype ? new XMLSerializer().serializeToString(doctype) : "") + (root ? get(Element, "outerHTML", root) : "");
  return html.length > limit ? {length: html.length} : {html: html.toWellFormed()};
}
