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
  return h("span", { class: "sv-marked" }, mark.shape === null ? null : shape(mark), h("span", {}, mark.name));
}

// The place in the app that the address points to: view, municipality and element in the path, then the parameters.
function place() {
  const [path, query = ""] = location.hash.slice(1).split("?");
  const [view = "", sted = "", element = ""] = path.split("/").map((part) => { try { return decodeURIComponent(part); } catch { return part; } });
  return { view, sted, element, query: Object.fromEntries(new URLSearchParams(query.replaceAll("+", "%2B"))) };
}

// The address of a place. What the reader chose for all views (language, words) goes along; `null` leaves a parameter out.
function address(view, path = [], query = {}) {
  const now = place().query;
  const all = { sprog: now.sprog, ord: now.ord, ...query };
  const said = Object.entries(all).filter(([, value]) => value !== null && value !== undefined && value !== "");
  const parameters = said.map(([name, value]) => `${name}=${encodeURIComponent(value).replaceAll("%2B", "+").replaceAll("%2F", "/")}`).join("&");
  return `#${[view, ...path].filter(Boolean).map(encodeURIComponent).join("/")}${parameters ? `?${parameters}` : ""}`;
}

// The address of this view with other parameters; the rest stays, but for what is open beside it.
function here(query = {}) {
  const now = place();
  const view = now.view || document.querySelector(".sv-frame [aria-current=page]")?.dataset.view;
  return address(view, [now.sted], { ...now.query, se: null, ...query });
}

// A link of the app. Its address is made when it is used, so that language and words chosen meanwhile go along.
function way(props, to, ...children) {
  const node = h("a", { href: to(), ...props }, ...children);
  for (const moment of ["pointerdown", "focus", "click"]) node.addEventListener(moment, () => (node.href = to()));
  return node;
}

// All that a view draws: what the address changes, and what stays.
function drawn(model) {
  return { ...model.get("still"), ...model.get("content") };
}

// Put what was drawn into its place. A reader who was at something with the keyboard is at it again.
function put(el, ...children) {
  const told = (node) => [node.tagName, node.name, ["checkbox", "radio"].includes(node.type) ? node.value : "", node.dataset.key, (node.closest("label") ?? node).textContent].join("|");
  const at = document.activeElement, same = at !== el && el.contains(at) ? told(at) : null;
  el.replaceChildren(...children);
  if (same && !el.contains(document.activeElement)) [...el.querySelectorAll(at.tagName)].find((node) => told(node) === same)?.focus({ preventScroll: true });
}

// A view is drawn before it is put into the page; do what needs the page when it is there.
function whenShown(el, act) {
  if (el.isConnected) act();
  else requestAnimationFrame(() => whenShown(el, act));
}

// Tell the page, once, that what the address asks for can be used: the view was drawn for just this address, whatever is open beside it.
function ready(model, el) {
  const told = (route) => {
    const [path, query] = route.split("?");
    return [path.split("/").slice(0, 2).join("/"), ...(query ?? "").split("&").filter((one) => one && !one.startsWith("se=")).sort()].join("&");
  };
  const look = () => whenShown(el, () => {
    if (told(model.get("route")) === told(location.hash.slice(1))) document.documentElement.setAttribute("data-app-ready", place().view);
  });
  model.on("change:route", look);
  look();
}

// A dialog that fills itself when opened and gives the focus back when closed. The page under it does not scroll.
function dialog(texts, name) {
  const body = h("div", { class: "sv-dialog-body" });
  const title = h("h2", { id: `${name}-title`, tabindex: "-1" });
  const close = h("button", { type: "button", class: "sv-close", onclick: () => node.close() }, texts.close);
  const node = h("dialog", { class: `sv-dialog ${name}`, "aria-labelledby": `${name}-title` }, h("header", {}, title, close), body);
  node.addEventListener("click", (event) => event.target === node && node.close());
  return {
    node,
    show(heading, ...content) {
      title.replaceChildren(...[heading].flat(Infinity));
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

// A level in common words or in the municipality's own: both are there, and the page shows the one that was chosen.
function levelOf(card) {
  return card.term ? [h("span", { class: "sv-common" }, card.level), h("span", { class: "sv-own" }, card.term)] : card.level;
}

// The document's own words are Danish, whatever language the page speaks.
function quotation(card, texts) {
  return h("blockquote", { class: "sv-quote" }, h("p", { lang: "da" }, card.text), h("footer", {}, card.lines, card.named === undefined ? null : ` · ${card.named ? texts.named : texts.read}`));
}

// What workshops have said of an element.
function roomsSaid(card, texts) {
  return card.rooms?.length ? h("ul", { class: "sv-rooms-said", "aria-label": texts.rooms }, card.rooms.map((one) => h("li", {}, one))) : null;
}

// A figure with the way to the elements behind it. The nearest `evidence` opens them.
function figure(key, label, ...children) {
  return key ? h("button", { type: "button", class: "sv-figure", "data-key": key, "aria-label": label || null, "aria-haspopup": "dialog" }, ...children) : h("span", {}, ...children);
}

// What stands behind the figures of a view: a click on one asks Python, the answer opens beside it, and the address tells which.
function evidence(model, el) {
  let box;
  const ask = (key) => {
    if (model.get("asked") === key) return show();
    model.set("asked", key);
    model.save_changes();
  };
  const remember = (key) => history.replaceState(null, "", here({ se: key }));
  const show = () => {
    const found = model.get("answer");
    if (!found.groups || !box) return;
    const texts = drawn(model).evidence;
    const item = (card) => h("li", {}, quotation(card, texts), h("p", { class: "sv-meta" }, levelOf(card), card.themes.length ? ` · ${texts.themes}: ${card.themes.join(", ")}` : "", " · ", way({ onclick: () => box.node.close() }, () => address("roed-traad", [card.id.split(".")[0], card.id.split(".")[1]]), texts.show_in_thread)), roomsSaid(card, texts));
    box.show(found.title,
      h("p", { class: "sv-meta" }, `${found.count} · ${texts.coder}: ${found.coder}`),
      found.groups.map((group) => h("section", { class: `sv-m${group.municipality.colour}` }, h("h3", {}, marked(group.municipality), h("small", {}, ` ${group.cards.length}`)), h("ol", { class: "sv-list" }, group.cards.map(item)))));
    remember(found.key);
  };
  const follow = () => {
    const { se } = place().query;
    if (se) ask(se);
    else if (box?.node.open) box.node.close();
  };
  el.addEventListener("click", (event) => {
    const key = event.target.closest?.("[data-key]")?.dataset.key;
    if (key) ask(key);
  });
  model.on("change:answer", show);
  window.addEventListener("hashchange", follow);
  return {
    // Make the dialog for what was just drawn; open it when the address says so.
    node(texts) {
      box = dialog(texts, "sv-evidence");
      box.node.addEventListener("close", () => {
        remember(null);
        model.set("asked", "");
        model.save_changes();
      });
      whenShown(el, follow);
      return box.node;
    },
    dispose: () => window.removeEventListener("hashchange", follow),
  };
}

// One of the municipalities to choose; a list to pick from when there are many.
function choice(label, marks, chosen, to, group = "sv-choose") {
  if (marks.length > 8) {
    const options = marks.map((one) => h("option", { value: one.id, selected: one.id === chosen }, one.name));
    if (!chosen) options.unshift(h("option", { value: "", selected: true }, "–"));
    return h("label", { class: group }, h("span", {}, label), h("select", { onchange: (event) => (location.hash = to(event.target.value)) }, options));
  }
  return h("nav", { class: group, "aria-label": label }, h("ul", {}, marks.map((one) => h("li", {}, way({ "aria-current": one.id === chosen ? "true" : null }, () => to(one.id), marked(one))))));
}

// A table that may be wider than its place.
function scrolled(label, table) {
  return h("div", { class: "sv-scroll", tabindex: "0", role: "region", "aria-label": label }, table);
}

function caveat(texts, said) {
  return said.length ? h("aside", { class: "sv-caveat" }, h("h3", {}, texts.caveat_title), h("ul", {}, said.map((one) => h("li", {}, one)))) : null;
}
