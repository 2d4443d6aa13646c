// What a reader of the page sees, by the browser's own layout. Returns {text, headings, items, cells} of the main text.
() => {
  const CHROME = "nav, [role=navigation], footer, [role=contentinfo], [role=banner], dialog, [role=dialog], button, select, noscript, iframe";
  const squeeze = text => text.replace(/\s+/g, " ").trim();
  const seen = element => element.checkVisibility({visibilityProperty: true}) && squeeze(element.innerText ?? "");
  for (const element of document.querySelectorAll("noscript")) element.remove();
  for (const element of document.querySelectorAll("details")) element.open = true;
  const shown = [...document.querySelectorAll("main, [role=main], article, [role=article]")].filter(seen);
  const mains = shown.filter(element => element.matches("main, [role=main]"));
  const longest = list => list.sort((a, b) => b.innerText.length - a.innerText.length)[0];
  // A main that holds little beside the page is the shell of something else.
  const found = longest(mains.length ? mains : shown);
  const main = found && found.innerText.length > 0.3 * document.body.innerText.length ? found : document.body;
  for (const element of main.querySelectorAll(CHROME))
    if (element.innerText && element.innerText.length < 0.5 * main.innerText.length) element.remove();
  const depth = item => {
    let count = 0;
    for (let above = item; above && above !== main.parentElement; above = above.parentElement) count += above.matches("li");
    return count;
  };
  const all = selector => [...main.querySelectorAll(selector)].filter(seen);
  return {
    text: main.innerText,
    headings: all("h1, h2, h3, h4, h5, h6, [role=heading]").map(element => squeeze(element.innerText)),
    items: all("li").map(item => ({text: squeeze(item.innerText.trim().split("\n")[0]), depth: depth(item)})),
    cells: all("td, th").filter(cell => !cell.querySelector("table")).map(cell => squeeze(cell.innerText)),
  };
}
