// What every view needs to draw: elements made without markup strings, the municipalities' marks, an evidence
// dialog and arrow keys in a table. The views are joined with this file when Python hands them to the browser.

function h(tag, props, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value === true) node.setAttribute(name, "");
    else node.setAttribute(name, value);
  }
  node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? values[name] : whole));
}

const SHAPES = ["M8 1.5a6.5 6.5 0 1 0 0 13a6.5 6.5 0 1 0 0-13z", "M2 2h12v12H2z", "M8 1.5 15 14H1z", "M8 .5 15.5 8 8 15.5.5 8z", "M4.5 2h7L15 8l-3.5 6h-7L1 8z"];

function shape(mark) {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  svg.setAttribute("viewBox", "0 0 16 16");
  svg.setAttribute("class", `sv-shape sv-m${mark.colour}`);
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(space, "path");
  path.setAttribute("d", SHAPES[mark.shape]);
  svg.append(path);
  return svg;
}

function marked(mark) {
  return h("span", { class: "sv-marked" }, shape(mark), h("span", {}, mark.name));
}

// The place in the app that the address points to: view, municipality and element.
function place() {
  const [view = "", municipality = "", element = ""] = location.hash.slice(1).split("/").map(decodeURIComponent);
  return { view, municipality, element };
}

// A view is drawn before it is put into the page; do what needs the page when it is there.
function whenShown(el, act) {
  if (el.isConnected) act();
  else requestAnimationFrame(() => whenShown(el, act));
}

// Tell the page, once, that the view it was asked for can be used.
function ready(view) {
  const asked = place().view;
  if (asked === view || !["overblik", "roed-traad"].includes(asked)) document.documentElement.setAttribute("data-app-ready", view);
}

// A dialog that fills itself when opened and gives the focus back when closed. The page under it does not scroll.
function dialog(texts, name) {
  const body = h("div", { class: "sv-dialog-body" });
  const title = h("h2", { id: `${name}-title`, tabindex: "-1" });
  const close = h("button", { type: "button", class: "sv-close", onclick: () => node.close() }, texts.close);
  const node = h("dialog", { class: "sv-dialog", "aria-labelledby": `${name}-title` }, h("header", {}, title, close), body);
  node.addEventListener("click", (event) => event.target === node && node.close());
  return {
    node,
    show(heading, ...content) {
      title.replaceChildren(heading);
      body.replaceChildren(...content.flat(Infinity).filter(Boolean));
      body.scrollTop = 0;
      if (!node.open) node.showModal();
      title.focus();
    },
  };
}

// Arrow keys walk from button to button in a table; Tab enters and leaves it.
function walkable(table) {
  const cells = () => [...table.tBodies].flatMap((body) => [...body.rows]).map((row) => [...row.querySelectorAll("td button")]).filter((row) => row.length);
  const steps = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
  const stops = () => cells().flat().forEach((button, index) => (button.tabIndex = index === 0 ? 0 : -1));
  table.addEventListener("keydown", (event) => {
    const step = steps[event.key];
    const rows = cells();
    const row = rows.findIndex((one) => one.includes(event.target));
    if (!step || row < 0) return;
    event.preventDefault();
    const column = Number(event.target.dataset.column);
    const inColumn = step[0] ? rows.slice(step[0] > 0 ? row + 1 : 0, step[0] > 0 ? undefined : row).map((one) => one.find((button) => Number(button.dataset.column) === column)).filter(Boolean) : rows[row];
    const next = step[0] ? inColumn.at(step[0] > 0 ? 0 : -1) : inColumn[inColumn.indexOf(event.target) + step[1]];
    if (!next) return;
    event.target.tabIndex = -1;
    next.tabIndex = 0;
    next.focus();
  });
  stops();
}

function quotation(card, texts) {
  return h("blockquote", { class: "sv-quote" }, h("p", {}, card.text), h("footer", {}, card.lines, card.named === undefined ? null : ` · ${card.named ? texts.named : texts.read}`));
}
