// The network as points that one can walk between, lines that open their sentences, words that say what one sees, and a table.

function render({ model, el }) {
  const behind = evidence(model, el);
  const SPACE = "http://www.w3.org/2000/svg";
  const s = (tag, props, ...children) => {
    const node = document.createElementNS(SPACE, tag);
    for (const [name, value] of Object.entries(props)) if (value !== null && value !== undefined) node.setAttribute(name, value);
    node.append(...children);
    return node;
  };

  const point = (one) => {
    const drawn = one.mark && one.mark.shape !== null && one.r > 12
      ? s("path", { d: SHAPES[one.mark.shape], transform: `translate(${one.x - 16} ${one.y - 16}) scale(2)`, class: `sv-m${one.mark.colour} sv-net-mark` })
      : s("circle", { cx: one.x, cy: one.y, r: one.r, class: one.mark ? `sv-m${one.mark.colour} sv-net-mark` : "sv-net-theme" });
    const label = s("text", { x: one.x, y: one.y + one.r + 15, "text-anchor": "middle" }, ...one.lines.map((line, place) => s("tspan", { x: one.x, dy: place ? 16 : 0 }, line)));
    return s("g", { class: `sv-net-node${one.far ? " sv-far" : ""}`, role: "button", tabindex: "-1", "aria-label": one.label, "data-id": one.id, "data-key": one.key, "data-x": one.x, "data-y": one.y, "aria-haspopup": "dialog" }, s("title", {}, one.label), s("circle", { cx: one.x, cy: one.y, r: one.r + 7, class: "sv-net-ring" }), drawn, label);
  };

  const picture = (content) => {
    const places = new Map(content.nodes.map((one) => [one.id, one]));
    const lines = content.edges.map((one) => {
      const a = places.get(one.a), b = places.get(one.b);
      return s("line", { x1: a.x, y1: a.y, x2: b.x, y2: b.y, "stroke-width": one.width, class: `sv-net-edge sv-m${one.colour}${one.aside ? " sv-aside" : ""}${one.far ? " sv-far" : ""}`, "data-key": one.key, "data-a": one.a, "data-b": one.b }, s("title", {}, one.label));
    });
    const svg = s("svg", { viewBox: `0 0 1200 ${content.height}`, role: "group", "aria-label": content.title, class: "sv-net" }, s("g", { "aria-hidden": "true" }, ...content.rows.map((row) => s("text", { x: 0, y: row.y + 5, class: "sv-net-level" }, row.name)), ...lines), ...content.nodes.map(point));
    const nodes = [...svg.querySelectorAll(".sv-net-node")];
    const first = nodes.find((one) => one.dataset.id === content.focus) ?? nodes[0];
    if (first) first.setAttribute("tabindex", "0");
    // What hangs together with the one under the pointer or the focus stands out at once.
    const trace = (id) => {
      svg.classList.toggle("sv-tracing", Boolean(id));
      const linked = new Set([id]);
      for (const line of svg.querySelectorAll(".sv-net-edge")) {
        const on = line.dataset.a === id || line.dataset.b === id;
        line.classList.toggle("sv-linked", on);
        if (on) linked.add(line.dataset.a).add(line.dataset.b);
      }
      for (const node of nodes) node.classList.toggle("sv-linked", linked.has(node.dataset.id));
    };
    svg.addEventListener("mouseover", (event) => trace(event.target.closest(".sv-net-node")?.dataset.id));
    svg.addEventListener("mouseleave", () => trace(null));
    svg.addEventListener("focusin", (event) => trace(event.target.dataset.id));
    svg.addEventListener("focusout", () => trace(null));
    svg.addEventListener("keydown", (event) => walk(event, nodes));
    return svg;
  };

  const WAYS = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };
  const walk = (event, nodes) => {
    const at = event.target.closest(".sv-net-node");
    if (!at) return;
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      at.dispatchEvent(new MouseEvent("click", { bubbles: true }));
    }
    if (event.key === "Escape" && drawn(model).focus) location.hash = here({ fokus: null, skridt: null });
    const way = WAYS[event.key];
    if (!way) return;
    event.preventDefault();
    // The nearest in that direction: what lies aside counts double.
    const cost = (one) => {
      const dx = one.dataset.x - at.dataset.x, dy = one.dataset.y - at.dataset.y;
      const along = dx * way[0] + dy * way[1], aside = Math.abs(dx * way[1]) + Math.abs(dy * way[0]);
      return along > 1 ? along + 2 * aside : Infinity;
    };
    const next = nodes.reduce((best, one) => (cost(one) < cost(best) ? one : best), at);
    if (cost(next) === Infinity) return;
    at.setAttribute("tabindex", "-1");
    next.setAttribute("tabindex", "0");
    next.focus();
  };

  const tools = (content, texts) => {
    const pick = (name, label, options, value) => h("label", { class: "sv-choose" }, h("span", {}, label), h("select", { "data-tool": name, onchange: (event) => (location.hash = here({ [name]: event.target.value || null })) }, options.map((one) => h("option", { value: one.id, selected: one.id === value }, one.name))));
    const modes = h("nav", { class: "sv-choose", "aria-label": texts.by }, h("ul", {}, [["tema", texts.by_theme], ["kaskade", texts.by_cascade]].map(([id, name]) => h("li", {}, way({ "aria-current": content.by === id ? "true" : null }, () => address("netvaerk", [content.chosen], { efter: id === "tema" ? null : id }), name)))));
    const shown = new Set(content.shown);
    const toggle = (id) => {
      const next = content.choices.map((one) => one.id).filter((one) => (one === id) !== shown.has(one));
      return here({ kommuner: next.length && next.length < content.choices.length ? next.join("+") : null });
    };
    const who = content.by === "kaskade"
      ? choice(texts.whose, content.choices, content.chosen, (id) => address("netvaerk", [id], { efter: "kaskade" }))
      : h("fieldset", { class: "sv-picks" }, h("legend", {}, content.choices.length > content.at_once ? content.which : texts.which), h("ul", {}, content.choices.map((one) => h("li", {}, h("label", { class: "sv-pick" }, h("input", { type: "checkbox", checked: shown.has(one.id), disabled: shown.has(one.id) ? shown.size === 1 : shown.size >= content.at_once, onchange: () => (location.hash = toggle(one.id)) }), marked(one))))));
    const names = h("datalist", { id: "sv-net-names" }, content.nodes.map((one) => h("option", { value: one.name })));
    const search = h("input", { type: "search", list: "sv-net-names", value: content.nodes.find((one) => one.id === content.focus)?.name ?? "", onchange: (event) => {
      const sought = event.target.value.trim().toLowerCase();
      const found = sought && (content.nodes.find((one) => one.name.toLowerCase() === sought) ?? content.nodes.find((one) => one.name.toLowerCase().includes(sought)));
      lost.textContent = sought && !found ? fill(texts.not_found, { q: event.target.value }) : "";
      if (found || !sought) location.hash = here({ fokus: found ? found.id : null, skridt: found ? place().query.skridt : null });
    } });
    const lost = h("p", { class: "sv-how", role: "status" });
    return h("div", { class: "sv-net-tools" }, modes, who,
      h("div", { class: "sv-row" },
        h("label", { class: "sv-choose" }, h("span", {}, texts.focus), search), names,
        pick("skridt", texts.steps, [1, 2, 3].map((one) => ({ id: String(one), name: String(one) })), String(content.steps)),
        pick("niveau", texts.level, [{ id: "", name: texts.all_levels }, ...content.levels], content.level),
        content.focus ? h("p", {}, way({}, () => here({ fokus: null, skridt: null }), texts.clear)) : null),
      lost);
  };

  const table = (content, texts) =>
    h("details", { class: "sv-twin" }, h("summary", {}, texts.table),
      scrolled(texts.table, h("table", {}, h("caption", {}, content.title),
        h("thead", {}, h("tr", {}, [texts.from, texts.to, texts.said].map((one) => h("th", { scope: "col" }, one)))),
        h("tbody", {}, content.table.map((one) => h("tr", {}, h("th", { scope: "row" }, one.from), h("td", {}, one.to), h("td", {}, figure(one.key, one.label, one.said))))))));

  const draw = () => {
    const content = drawn(model);
    if (!content.nodes) {
      put(el);
      return;
    }
    const { texts } = content;
    put(el,
      h("main", { class: "sv sv-page" },
        h("section", { class: "sv-hero" }, h("h1", {}, content.title), h("p", { class: "sv-lead" }, content.lead)),
        h("section", {}, tools(content, texts),
          content.near ? h("p", { class: "sv-lead", role: "status" }, content.near) : null,
          content.nodes.length ? [h("p", { class: "sv-how" }, `${content.how} ${texts.keys}`), scrolled(texts.picture, picture(content))] : h("p", { class: "sv-missing" }, texts.empty),
          content.more ? h("p", { class: "sv-how" }, content.more) : null,
          table(content, texts),
          h("p", { class: "sv-how" }, content.reading_note))),
      behind.node(content.evidence));
  };

  model.on("change:content", draw);
  draw();
  ready(model, el);
  return behind.dispose;
}

export default { render };
