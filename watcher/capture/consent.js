// Finds a layer that asks for consent, and refuses or hides it. Returns {name, did, label} or null; consent.py says more.
// Runs in an isolated world. Named elements shadow properties of forms, so forms are asked through the prototypes.
options => {
  const {managers, words, mayClick} = options;
  const whole = new RegExp("^\\W*(?:" + words.refuse.join("|") + ")\\W*$", "iu");
  const speaks = new RegExp(words.speaks, "iu"), accepts = new RegExp(words.accept, "iu");
  const named = /(?:cookie|consent|gdpr|cmp)[\w-]*(?:banner|bar|notice|popup|modal|dialog|overlay|layer|wall|message|box)/i;
  const hosts = new Set(managers.flatMap(manager => manager.hosts || []));
  const getter = (type, name) => node => Object.getOwnPropertyDescriptor(type.prototype, name).get.call(node);
  const shadowOf = getter(Element, "shadowRoot"), parentOf = getter(Node, "parentNode"), textOf = getter(Node, "textContent");
  const localName = getter(Element, "localName"), formAction = getter(HTMLFormElement, "action");
  const attr = (element, name) => Element.prototype.getAttribute.call(element, name) || "";
  const body = getter(Document, "body")(document);
  if (!body) return null;
  const MOST_NODES = 3000, MOST_LAYERS = 60, MOST_TEXT = 6000;
  const BUTTONS = "button, [role=button], input[type=button], input[type=submit], a";

  const visible = element => {
    const rect = Element.prototype.getBoundingClientRect.call(element);
    const style = getComputedStyle(element);
    return rect.width >= 2 && rect.height >= 2 && style.visibility === "visible" && Number(style.opacity) > 0;
  };
  const seek = (scope, selector) => {
    try {
      const type = scope instanceof DocumentFragment ? DocumentFragment : scope === document ? Document : Element;
      return [...type.prototype.querySelectorAll.call(scope, selector)];
    } catch {
      return [];
    }
  };
  // What matches below a node, open shadow roots included.
  function deep(root, selector) {
    const found = [], scopes = [root];
    for (let index = 0, visited = 0; index < scopes.length; index++) {
      const scope = scopes[index];
      found.push(...seek(scope, selector));
      const own = scope instanceof Element ? shadowOf(scope) : null;
      if (own) scopes.push(own);
      const nodes = seek(scope, "*");
      for (let at = 0; at < nodes.length && visited < MOST_NODES; at++, visited++) {
        const shadow = shadowOf(nodes[at]);
        if (shadow) scopes.push(shadow);
      }
    }
    return found.filter(visible);
  }
  const clean = text => text.slice(0, 400).replace(/\s+/g, " ").trim().slice(0, 60);
  const label = element =>
    clean(localName(element) === "input" ? attr(element, "value") : textOf(element) || attr(element, "aria-label"));
  const speech = element => textOf(element) + deep(element, "button, p, h2, span").map(textOf).join(" ").slice(0, MOST_TEXT);

  // A press must not lead away: links stay on the page, forms on the host or a known one.
  function stays(element) {
    const tag = localName(element);
    const ours = address => {
      try {
        const url = new URL(address, location.href);
        return url.hostname === location.hostname || hosts.has(url.hostname);
      } catch {
        return false;
      }
    };
    for (let node = element; node && node !== body; node = parentOf(node)) {
      if (!(node instanceof Element) || localName(node) !== "a") continue;
      const href = attr(node, "href").trim();
      if (href && !href.startsWith("#") && !/^javascript:/i.test(href)) return false;
    }
    if (attr(element, "formaction") && !ours(attr(element, "formaction"))) return false;
    const form = tag === "button" || tag === "input" ? Element.prototype.closest.call(element, "form") : null;
    return !form || ours(formAction(form));
  }

  const buttons = layer => deep(layer, BUTTONS).filter(stays);
  function refusal(layer, selectors) {
    const known = selectors.length ? deep(layer, selectors.join(", ")).filter(stays) : [];
    return known[0] || buttons(layer).find(button => whole.test(label(button).replaceAll("’", "'")));
  }

  const forbidden = element => ["html", "body", "main", "article"].includes(localName(element))
    || seek(element, "main, article, [role=main]").length > 0;
  const over = element => ["fixed", "sticky"].includes(getComputedStyle(element).position);
  const dialog = element => localName(element) === "dialog" || /^(alert)?dialog$/.test(attr(element, "role"))
    || attr(element, "aria-modal") === "true";
  // A layer that nobody knows by name: it lies over the page, or is called so, and asks what such layers ask.
  function unknown() {
    const candidates = new Set(seek(document, "[role=dialog], [role=alertdialog], dialog[open], [aria-modal=true],"
      + " [id*=cookie i], [class*=cookie i], [id*=consent i], [class*=consent i], [id*=gdpr i], [class*=gdpr i]"));
    for (const x of [0.1, 0.5, 0.9]) for (const y of [0.05, 0.5, 0.95]) {
      let node = Document.prototype.elementFromPoint.call(document, innerWidth * x, innerHeight * y);
      for (; node && node !== body; node = parentOf(node)) if (node instanceof Element && over(node)) candidates.add(node);
    }
    return [...candidates].slice(0, MOST_LAYERS).find(element => {
      const called = named.test(attr(element, "id") + " " + attr(element, "class"));
      if (forbidden(element) || !(over(element) || dialog(element) || called) || !visible(element)) return false;
      const said = speech(element);
      if (said.length > MOST_TEXT || !speaks.test(said)) return false;
      return deep(element, BUTTONS).some(one => whole.test(label(one)) || (label(one).length < 40 && accepts.test(label(one))));
    });
  }

  function hide(element) {
    const type = element instanceof HTMLElement ? HTMLElement : SVGElement;
    getter(type, "style")(element).setProperty("display", "none", "important");
  }
  function unlock() {
    for (const element of [getter(Document, "documentElement")(document), body]) {
      const style = getter(HTMLElement, "style")(element), now = getComputedStyle(element);
      if (["hidden", "clip"].includes(now.overflowY)) style.setProperty("overflow", "visible", "important");
      if (now.position === "fixed") style.setProperty("position", "static", "important");
    }
  }

  let name = "", layer = null, manager = {};
  for (const known of managers) {
    const shown = seek(document, known.layers.join(", "));
    layer = (known.hosts || []).includes(location.hostname) ? body
      : shown.find(one => visible(one) || (shadowOf(one) ? buttons(one).length : seek(one, BUTTONS).some(visible)));
    if (layer && (layer === body || !forbidden(layer))) { name = known.name; manager = known; break; }
    layer = null;
  }
  layer = layer || unknown();
  if (!layer) return null;
  name = name || "unknown manager";
  const button = mayClick ? refusal(layer, manager.refuse || []) : null;
  if (button) {
    const said = label(button);
    HTMLElement.prototype.click.call(button);
    return {name, did: "refused", label: said};
  }
  if (layer === body) return null;
  hide(layer);
  for (const veil of seek(document, (manager.veil || []).join(", ") || ":not(*)")) if (!forbidden(veil)) hide(veil);
  unlock();
  return {name, did: "hidden", label: ""};
}
