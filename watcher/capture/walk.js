// The walk over the visible elements of a page; walk.py describes what it returns.
// Runs in an isolated world: the prototypes are pristine. The document is not, as named elements shadow properties of
// forms and of the document, so anything that may meet a form goes through the prototypes.
options => {
  const {selectors, texts, ignored, unstyled, maxElements, maxVisited, budgetMs} = options;
  const started = performance.now();
  const getter = (type, name) => {
    const get = Object.getOwnPropertyDescriptor(type.prototype, name).get;
    return node => get.call(node);
  };
  const method = (type, name) => (node, ...args) => type.prototype[name].apply(node, args);
  const localName = getter(Element, "localName"), shadowOf = getter(Element, "shadowRoot"), hostOf = getter(ShadowRoot, "host");
  const childrenOf = getter(Element, "children"), shadowChildren = getter(DocumentFragment, "children");
  const parentOf = getter(Node, "parentNode"), textOf = getter(Node, "textContent"), innerText = getter(HTMLElement, "innerText");
  const attribute = method(Element, "getAttribute"), has = method(Element, "hasAttribute");
  const rectOf = method(Element, "getBoundingClientRect"), queryIn = method(Element, "querySelector");
  const assigned = method(HTMLSlotElement, "assignedElements");
  const root = getter(Document, "documentElement")(document);
  const width = innerWidth, height = innerHeight;
  const doc = root ? [getter(Element, "scrollWidth")(root), getter(Element, "scrollHeight")(root)] : [0, 0];

  const SKIPPED = new Set("script style noscript template head link meta title base br wbr source track param area".split(" "));
  const LANDMARKS = new Set("banner navigation main complementary contentinfo region search form".split(" "));
  const CONTROLS = new Set(("button checkbox combobox link listbox menuitem menuitemcheckbox menuitemradio option radio" +
    " searchbox slider spinbutton switch tab textbox").split(" "));
  const OTHERS = new Set(["heading", "img", "image", "dialog", "alertdialog", "note", "alert"]);
  const PILLS = new Set(["span", "div", "b", "strong", "i", "em", "small", "mark", "p"]);
  const SECTIONING = new Set(["article", "aside", "main", "nav", "section"]);
  const INPUTS = {button: "button", submit: "button", reset: "button", image: "button", checkbox: "checkbox",
    radio: "radio", range: "slider", number: "spinbutton", search: "searchbox"};
  const INTERACTIVE = "a[href], button, input, select, textarea, summary, [role=button], [role=link], [role=tab]";

  const AD = /^(ads?|advert\w*|sponsored|promoted|paid partnership|werbung|anzeige|gesponsert|publicité|sponsorisé|publicidad|patrocinado)\b.{0,20}$/i;
  const CONSENT = /cookie|consent|gdpr|einwillig|zustimm|datenschutz|before you continue|bevor sie fortfahren|traceurs|consentement|consentimiento/i;
  const PINNED = /(?<!\p{L})(pinned|angepinnt|angeheftet|fixiert|oben gehalten|épinglée?|fijad[oa]|fissato|vastgezet)(?!\p{L})/iu;

  const clean = text => (text || "").slice(0, 2000).replace(/\s+/g, " ").trim().slice(0, 80).trim().toWellFormed();
  const attr = (element, name) => (attribute(element, name) || "").trim();
  const link = value => value.startsWith("data:") ? "data:" : value.slice(0, 500).toWellFormed();

  function label(element) {
    const own = clean(attr(element, "aria-label"));
    if (own) return own;
    const ids = attr(element, "aria-labelledby").split(/\s+/).filter(Boolean).slice(0, 4);
    const parts = ids.map(id => Document.prototype.getElementById.call(document, id)).filter(Boolean).map(textOf);
    return clean(parts.join(" "));
  }

  function content(element) {
    const source = clean(textOf(element));
    const text = element instanceof HTMLElement ? clean(innerText(element)) : source;
    // A style that shows capitals is not another name.
    if (text) return text.toLowerCase() === source.toLowerCase() ? source : text;
    const picture = queryIn(element, "img[alt]:not([alt='']), [aria-label]:not([aria-label='']), svg > title");
    return picture ? clean(attr(picture, "alt") || attr(picture, "aria-label") || textOf(picture)) : "";
  }

  function nameOf(element, tag, role, watched) {
    const given = label(element);
    if (given) return given;
    if (LANDMARKS.has(role)) return watched ? content(element) : clean(attr(element, "title"));
    if (tag === "img" || tag === "svg" || tag === "iframe" || tag === "video") {
      const title = tag === "svg" && queryIn(element, "title");
      return clean(attr(element, "alt") || (title ? textOf(title) : "") || attr(element, "title"));
    }
    if (tag === "input" || tag === "select" || tag === "textarea") {
      if (INPUTS[element.type] === "button") return clean(element.value || attr(element, "alt") || element.type);
      const labels = [...(element.labels || [])].map(textOf).join(" ");
      return clean(labels || attr(element, "placeholder") || attr(element, "title") || attr(element, "name"));
    }
    return content(element) || clean(attr(element, "title"));
  }

  // The role of an element that is worth recording, or "".
  function roleOf(element, tag, context) {
    const stated = attr(element, "role").toLowerCase().split(/\s+/)[0];
    if (CONTROLS.has(stated) || OTHERS.has(stated)) {
      return stated === "img" ? "image" : stated === "alert" ? "note" : stated;
    }
    if (LANDMARKS.has(stated)) return stated;
    switch (tag) {
      case "a": return has(element, "href") || has(element, "xlink:href") ? "link" : "";
      case "button": case "summary": return "button";
      case "input": return element.type === "hidden" ? "" : INPUTS[element.type] || "textbox";
      case "textarea": return "textbox";
      case "select": return "combobox";
      case "h1": case "h2": case "h3": case "h4": return stated ? "" : "heading";
      case "img": case "svg": return "image";
      case "iframe": case "video": case "dialog": return tag;
      case "nav": return "navigation";
      case "main": case "search": return tag;
      case "aside": return "complementary";
      case "header": return context.section ? "" : "banner";
      case "footer": return context.section ? "" : "contentinfo";
      case "form": return label(element) ? "form" : "";
      case "section": return label(element) ? "region" : "";
    }
    return "";
  }

  // What is neither the page's nor its owner's: advertisements, and layers that ask for consent.
  function asideOf(element, tag, role, fixed) {
    if (leftOut.has(element)) return "ignored";
    const name = label(element) || attr(element, "title");
    if (AD.test(name)) return "ad";
    const first = childrenOf(element)[0];
    if (first && !childrenOf(first).length && textOf(first).length < 40 && AD.test(clean(textOf(first)))) return "ad";
    const layer = role === "dialog" || role === "alertdialog" || (fixed && tag !== "a" && tag !== "button");
    return layer && CONSENT.test(name + " " + textOf(element).slice(0, 1500)) ? "consent" : "";
  }

  function clickable(element, style, context) {
    if (element === root || localName(element) === "body" || localName(element) === "label") return false;
    const own = style.cursor === "pointer" && context.cursor !== "pointer";
    return (own || has(element, "onclick") || attr(element, "tabindex") === "0") && !queryIn(element, INTERACTIVE);
  }

  // A few words in a frame or on a ground of their own, as marks of verification and of trades are.
  function pill(element, tag, style, context) {
    if (!PILLS.has(tag) || context.inside || childrenOf(element).length) return false;
    const framed = parseFloat(style.borderTopWidth) > 0 && style.borderTopStyle !== "none" && parseFloat(style.borderLeftWidth) > 0;
    const filled = !/^rgba\(.*[,/]\s*0\)$|^transparent$/.test(style.backgroundColor);
    if (!(framed || filled) || !(parseFloat(style.borderTopLeftRadius) > 0)) return false;
    const words = clean(textOf(element));
    return words.length > 1 && words.length <= 40 && rectOf(element).height <= 40;
  }
  // A watched text that stands in an element's own words; nothing within it holds all of it.
  const plain = text => text.normalize("NFKC").replace(/\s+/g, " ").trim().toLowerCase();
  const holds = (node, text) => plain(textOf(node).slice(0, 4000)).includes(text);
  function saysWanted(element) {
    return texts.find(given => {
      const text = plain(given);
      return text && holds(element, text) && ![...childrenOf(element)].some(child => holds(child, text));
    }) || "";
  }

  const meet = (a, b) => !a ? b : !b ? a : {l: Math.max(a.l, b.l), t: Math.max(a.t, b.t), r: Math.min(a.r, b.r), b: Math.min(a.b, b.b)};
  const boxOf = element => {
    const rect = rectOf(element);
    return {l: rect.left + scrollX, t: rect.top + scrollY, r: rect.right + scrollX, b: rect.bottom + scrollY};
  };

  // Which watched selectors an element matches; a selector that is none matches nothing and is reported.
  const matches = new Map();
  const bad = new Set(), badIgnored = new Set();
  // What the owner asked to leave out.
  const leftOut = new Set();
  function seek(scope, type) {
    for (const selector of ignored) {
      try {
        for (const element of type.prototype.querySelectorAll.call(scope, selector)) leftOut.add(element);
      } catch {
        badIgnored.add(selector);
      }
    }
    selectors.forEach((selector, index) => {
      try {
        for (const element of type.prototype.querySelectorAll.call(scope, selector)) {
          if (!matches.has(element)) matches.set(element, []);
          matches.get(element).push(index);
        }
      } catch {
        bad.add(index);
      }
    });
  }
  seek(document, Document);

  const above = node => parentOf(node) || (node instanceof ShadowRoot ? hostOf(node) : null);
  const within = (node, outer) => {
    for (; node; node = above(node)) if (node === outer) return true;
    return false;
  };
  const opaque = new Map();
  function hides(element) {
    if (!opaque.has(element)) {
      const style = getComputedStyle(element);
      const alpha = /^rgba\(.*[,/]\s*([\d.]+)\)$/.exec(style.backgroundColor);
      const filled = alpha ? Number(alpha[1]) >= 0.3 : style.backgroundColor !== "transparent";
      const media = ["img", "video", "iframe", "canvas", "embed", "object"].includes(localName(element));
      opaque.set(element, Number(style.opacity) >= 0.3 && (filled || media || style.backgroundImage !== "none"));
    }
    return opaque.get(element);
  }
  // The outermost thing around a node that does not flow with the page: what a visitor would say lies over it.
  function layerOf(node) {
    let layer = node;
    for (; node && node !== root; node = above(node)) {
      if (node instanceof Element && getComputedStyle(node).position !== "static") layer = node;
    }
    return layer;
  }
  // The share of nine points at which something else lies over the element, in the first viewport, and what it is.
  function covered(element, box) {
    const l = Math.max(box.l - scrollX, 0), t = Math.max(box.t - scrollY, 0);
    const r = Math.min(box.r - scrollX, width), b = Math.min(box.b - scrollY, height);
    if (r - l < 2 || b - t < 2 || getComputedStyle(element).pointerEvents === "none") return [0, null];
    let hidden = 0, by = null;
    for (const x of [1 / 6, 1 / 2, 5 / 6]) for (const y of [1 / 6, 1 / 2, 5 / 6]) {
      for (const top of Document.prototype.elementsFromPoint.call(document, l + x * (r - l), t + y * (b - t))) {
        if (within(top, element) || within(element, top)) break;
        if (hides(top)) { hidden++; by = top; break; }
      }
    }
    return [hidden / 9, by];
  }
  // Hit tests miss what lets clicks through and all that is below the first viewport: there the boxes have to tell.
  function coveredByBoxes(element, box, rank, order) {
    let share = 0, by = null;
    for (const over of overlays) {
      const beneath = over.rank > rank || (over.rank === rank && over.order > order);
      const w = Math.min(box.r, over.box.r) - Math.max(box.l, over.box.l);
      const h = Math.min(box.b, over.box.b) - Math.max(box.t, over.box.t);
      if (!beneath || w <= 0 || h <= 0 || (!over.through && box.t < height)) continue;
      const part = w * h / ((box.r - box.l) * (box.b - box.t));
      if (part > share && !within(element, over.element) && !within(over.element, element)) [share, by] = [part, over.element];
    }
    return [Math.round(share * 9) / 9, by];
  }

  // Children that repeat one pattern, as posts and products do; not what is pinned, nor sections with their own titles.
  const MEDIA = "img, video, svg, iframe, picture", LINKS = "a[href], button, [role=button], [role=link]";
  const HEADS = "h1, h2, [role=heading][aria-level='1'], [role=heading][aria-level='2']";
  const fits = method(Element, "matches"), light = method(Element, "querySelectorAll");
  const inShadow = method(DocumentFragment, "querySelectorAll");
  // What an item shows may live in its shadow root, or in its parts'.
  const hosts = root && [...light(root, "*")].some(one => localName(one).includes("-") && shadowOf(one));
  function all(element, selector, depth = 0) {
    const found = [...light(element, selector)];
    if (!hosts || depth > 2) return found;
    for (const one of [element, ...light(element, "*")].slice(0, 60)) {
      const shadow = localName(one).includes("-") && shadowOf(one);
      if (!shadow) continue;
      found.push(...inShadow(shadow, selector));
      for (const child of shadowChildren(shadow)) if (localName(child).includes("-")) found.push(...all(child, selector, depth + 1));
    }
    return found;
  }
  const isPinned = element => PINNED.test(attr(element, "aria-label") + " " + clean(textOf(element).slice(0, 300)).slice(0, 40));
  // The share of classes and of parent-child pairs that two elements have in common, whichever is less.
  const shared = (one, other) => {
    const both = [...one].filter(entry => other.has(entry)).length, either = one.size + other.size - both;
    return either ? both / either : 1;
  };
  const classesOf = element => new Set(attr(element, "class").split(/\s+/).filter(Boolean));
  function shapeOf(element) {
    const shape = new Set();
    for (const one of all(element, "*").slice(0, 200)) {
      const parent = parentOf(one);
      shape.add((parent instanceof Element ? localName(parent) : "") + ">" + localName(one));
    }
    return shape;
  }
  const likeness = (one, other) =>
    one === other ? 1 : Math.min(shared(classesOf(one), classesOf(other)) + 0.17, shared(shapeOf(one), shapeOf(other)));
  function itemsOf(found) {
    const children = [...found].slice(0, 300);
    const kinds = new Map();
    for (const child of children) {
      const tag = localName(child);
      if (SKIPPED.has(tag)) continue;
      if (!kinds.has(tag)) kinds.set(tag, []);
      kinds.get(tag).push(child);
    }
    for (const [tag, same] of kinds) {
      if (same.length < 3 || ["section", "option", "p", "nav"].includes(tag)) continue;
      const rects = same.map(child => rectOf(child));
      const widths = rects.map(rect => rect.width).sort((a, b) => a - b), usual = widths[widths.length >> 1];
      const rich = same.filter((child, index) => {
        const rect = rects[index];
        if (rect.width < 8 || rect.height < 8 || Math.abs(rect.width - usual) > 0.06 * usual + 1) return false;
        if (all(child, HEADS).length || isPinned(child)) return false;
        const media = all(child, MEDIA).length, links = all(child, LINKS).length + (fits(child, LINKS) ? 1 : 0);
        // a tile is one whatever its picture is made of
        const tile = links > 0 && rect.width >= 90 && rect.height >= 90;
        return tag === "article" || tile || media + links >= 2 || (media > 0 && links > 0);
      });
      const alike = rich.filter(child => likeness(child, rich[0]) >= 0.5 || likeness(child, rich[rich.length >> 1]) >= 0.5);
      if (alike.length >= 3 && alike.length >= 0.6 * same.length) return new Set(alike);
    }
    return null;
  }

  const elements = [], inView = [], overlays = [];
  let lists = 0;
  let visited = 0, truncated = false;
  // An explicit stack: a page may nest deeper than the engine recurses.
  const stack = root ? [[root, {clip: null, far: null, landmark: "", inside: false, section: false, cursor: "", aside: "",
    fixed: false, pinned: false, list: null, rank: -1}]] : [];
  while (stack.length) {
    const [element, context] = stack.pop();
    const tag = localName(element);
    if (SKIPPED.has(tag)) continue;
    if (elements.length >= maxElements || ++visited > maxVisited || performance.now() - started > budgetMs) {
      truncated = true;
      break;
    }
    const style = getComputedStyle(element);
    if (style.display === "none" || Number(style.opacity) === 0) continue;
    const frame = element === root || tag === "body";
    const base = style.position === "fixed" ? null : style.position === "absolute" ? context.far : context.clip;
    const full = boxOf(element);
    const box = style.display === "contents" ? {l: 0, t: 0, r: 0, b: 0} : meet(full, base);
    const clips = !frame && style.display !== "contents" && (style.overflowX !== "visible" || style.overflowY !== "visible");
    const clip = clips ? meet(base, full) : base;
    const anchored = style.position !== "static" || style.transform !== "none";
    if (clip && (clip.r <= clip.l || clip.b <= clip.t) && clips && anchored) continue;

    const placed = style.position !== "static";
    const z = Number(style.zIndex);
    const rank = Math.max(context.rank, placed ? (Number.isNaN(z) ? 0 : z) : -1);
    const fixed = context.fixed || style.position === "fixed";
    const area = Math.max(0, box.r - box.l) * Math.max(0, box.b - box.t);
    if (placed && !frame && z !== -1 && rank >= 0 && overlays.length < 60 && area >= 0.004 * width * height && hides(element)) {
      overlays.push({element, box, rank, order: visited, through: style.pointerEvents === "none"});
    }

    let role = roleOf(element, tag, context);
    const watched = matches.get(element);
    const control = CONTROLS.has(role);
    if (!role && !context.inside && clickable(element, style, context)) role = "clickable";
    const said = texts.length && !role && !context.inside ? saysWanted(element) : "";
    if (said) role = "text";
    if (!role && pill(element, tag, style, context)) role = "badge";
    const large = box.r - box.l >= 32 && box.b - box.t >= 32;
    const aside = context.aside || asideOf(element, tag, role, fixed);
    const list = context.items?.has(element) ? context.listed : context.list;
    const pinned = context.pinned || (tag === "article" && isPinned(element));
    if (role === "image" && !large && !(tag === "img" ? attr(element, "alt") : label(element))) role = "";
    if ((role === "iframe" || role === "video") && !large) role = "";
    // The room that an advertisement takes, or what is left out, whatever it is made of.
    if ((aside === "ad" || aside === "ignored") && !context.aside && !role) role = aside;
    const merged = context.inside && (control || role === "clickable");
    const seen = box.r - box.l >= 2 && box.b - box.t >= 2 && box.r > 0 && box.b > 0 && style.visibility === "visible"
      && style.clip !== "rect(0px, 0px, 0px, 0px)";
    if (seen && (watched || (role && !merged))) {
      const one = {
        r: role || "element",
        n: role === "ad" || role === "ignored" ? "" : said && textOf(element).length > 80 ? clean(said) : nameOf(element, tag, role, watched),
        b: [Math.round(box.l), Math.round(box.t), Math.round(box.r - box.l), Math.round(box.b - box.t)],
      };
      if (context.landmark) one.lm = context.landmark;
      const target = tag === "a" ? (element instanceof HTMLAnchorElement ? element.href : attr(element, "href"))
        : tag === "iframe" ? element.src : "";
      if (target) one.h = link(target);
      if (role === "heading") one.l = Number(attr(element, "aria-level")) || Number(/^h([1-6])$/.exec(tag)?.[1]) || 2;
      if (watched) one.s = watched;
      if (attr(element, "aria-selected") === "true" || !["", "false"].includes(attr(element, "aria-current"))) one.on = true;
      if (!["", "false"].includes(attr(element, "aria-haspopup"))) one.pop = true;
      if (aside) one.as = aside;
      if (fixed) one.fx = true;
      if (pinned) one.pin = true;
      if (list) one.li = list;
      elements.push(one);
      inView.push([one, element, box, rank, visited]);
    }

    if (tag === "svg" || tag === "iframe" || tag === "select") continue;
    const inner = {
      clip,
      far: anchored ? clip : context.far,
      landmark: LANDMARKS.has(role) ? role : context.landmark,
      inside: context.inside || control || role === "clickable",
      section: context.section || SECTIONING.has(tag),
      cursor: style.cursor,
      aside,
      fixed,
      pinned,
      list,
      rank,
    };
    const shadow = shadowOf(element);
    if (shadow) seek(shadow, DocumentFragment);
    const slotted = tag === "slot" ? assigned(element, {flatten: true}) : [];
    const children = shadow ? shadowChildren(shadow) : slotted.length ? slotted : childrenOf(element);
    if (!list && !pinned && !inner.inside) {
      inner.items = itemsOf(children);
      if (inner.items) inner.listed = ++lists;
    }
    for (let index = children.length - 1; index >= 0; index--) stack.push([children[index], inner]);
  }
  // Last, as hit tests are slow where thousands of elements share a line; a crowd like that goes without.
  for (const [one, element, box, rank, order] of inView) {
    if (performance.now() - started > budgetMs) break;
    let [share, by] = box.t < height && box.l < width ? covered(element, box) : [0, null];
    const [other, over] = coveredByBoxes(element, box, rank, order);
    if (other > share) [share, by] = [other, over];
    if (share) {
      one.c = Math.round(share * 100) / 100;
      const layer = layerOf(by);
      if (CONSENT.test(textOf(layer).slice(0, 1500))) one.cc = true;
    }
  }
  return JSON.stringify({
    v: 1,
    watch: selectors,
    viewport: [width, height],
    doc,
    lang: root ? attr(root, "lang").slice(0, 40).toWellFormed() : "",
    title: clean(getter(Document, "title")(document)),
    elements,
    truncated,
    unstyled: unstyled ?? undefined,
    bad: [...bad],
    badIgnored: [...badIgnored],
  });
}
