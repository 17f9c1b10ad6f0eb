// Reforms, score card and check list: icon and word for every state, never colour alone.

const ICONS = { has: "M3 8.5l3.2 3.2L13 5", part: "M3 8h10", lacks: "M4 4l8 8M12 4l-8 8", problem: "M8 3v6M8 12v1", notice: "M8 7v6M8 4v1", info: "M8 7v6M8 4v1" };

const FEW = 2; // quotations under a point; the rest opens with its elements

function icon(name) {
  const space = "http://www.w3.org/2000/svg", svg = document.createElementNS(space, "svg"), path = document.createElementNS(space, "path");
  svg.setAttribute("viewBox", "0 0 16 16");
  svg.setAttribute("class", `sv-icon sv-icon-${name}`);
  svg.setAttribute("aria-hidden", "true");
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
}

function render({ model, el }) {
  const behind = evidence(model, el);
  const heads = (columns) => columns.map((one) => h("th", { scope: "col" }, marked(one)));

  const reform = (one, content, texts) => {
    const cell = (item, column) =>
      item.key ? h("td", { class: `sv-heat sv-heat-${item.heat}` }, h("button", { type: "button", "data-key": item.key, "data-column": column, "aria-label": `${item.label}${item.doubt ? `, ${item.doubt}` : ""}` }, h("span", { class: "sv-n" }, String(item.n)), item.doubt ? h("span", { class: "sv-term" }, item.doubt) : ""))
        : h("td", { class: "sv-none" }, texts.none);
    const table = h("table", { class: "sv-levels" },
      h("caption", { class: "sv-hidden" }, one.name),
      h("thead", {}, h("tr", {}, h("th", { scope: "col" }, texts.item), heads(content.columns))),
      h("tbody", {}, one.items.map((item) => h("tr", {}, h("th", { scope: "row" }, item.label), item.cells.map(cell)))));
    walkable(table);
    return h("section", {}, h("h3", {}, one.name), h("p", { class: "sv-how" }, one.dates),
      scrolled(one.name, table),
      h("details", { class: "sv-reading" }, h("summary", {}, texts.reading), h("ul", {}, one.reading.map((said) => h("li", {}, marked(said.mark), h("p", {}, said.said, said.outside ? ` ${said.outside}` : ""), said.key ? figure(said.key, `${said.mark.name}: ${said.mentions}`, said.mentions) : "")))));
  };

  const quality = (content, texts) => {
    const { points, totals, caveat: how } = content.quality;
    const cell = (one) =>
      h("td", { class: `sv-grade sv-grade-${one.grade}` }, h("span", { class: "sv-state" }, icon(one.grade), one.word),
        one.key ? figure(one.key, one.label, fill(texts.see, { n: one.n })) : one.document ? h("small", {}, one.document) : "",
        one.note ? h("details", {}, h("summary", {}, texts.why), h("small", {}, one.note)) : "");
    return h("section", {}, h("h2", {}, texts.quality), h("p", { class: "sv-how" }, how),
      scrolled(texts.quality,
        h("table", { class: "sv-card-table" },
          h("caption", { class: "sv-hidden" }, texts.quality),
          h("thead", {}, h("tr", {}, h("th", { scope: "col" }, texts.point), content.columns.map((one, place) => h("th", { scope: "col" }, marked(one), h("small", {}, totals[place]))))),
          h("tbody", {}, points.map((point) => h("tr", {}, h("th", { scope: "row" }, point.label, h("small", {}, point.rule)), point.cells.map(cell)))))));
  };

  const audit = (content, texts) =>
    h("section", {}, h("h2", {}, texts.audit), h("p", { class: "sv-how" }, texts.audit_how),
      choice(texts.choose, content.columns, content.chosen.id, (id) => address("reformer", [id])),
      content.audit.length
        ? h("ul", { class: `sv-audit sv-m${content.chosen.colour}` }, content.audit.map((one) => h("li", { class: `sv-${one.severity}` },
            h("span", { class: "sv-state" }, icon(one.severity), one.word),
            h("div", {}, h("p", {}, h("strong", {}, one.message)), one.evidence.slice(0, FEW).map((words) => h("p", { class: "sv-meta", lang: "da" }, words)), one.note ? h("p", { class: "sv-note" }, one.note) : "", figure(one.key, `${one.message} ${one.count}`, one.key ? one.count : "")))))
        : h("p", { class: "sv-missing" }, texts.audit_none));

  // What is drawn once; only the check list follows the address.
  const content = drawn(model), { texts } = content;
  const list = h("div", {}), draw = () => content.columns && put(list, audit(drawn(model), texts));
  if (content.columns)
    put(el,
      h("main", { class: "sv sv-page" },
        h("section", { class: "sv-hero" }, h("h1", {}, content.title), h("p", { class: "sv-lead" }, content.lead)),
        list,
        quality(content, texts),
        h("section", { class: "sv-reforms" }, h("h2", {}, texts.reforms), h("p", { class: "sv-how" }, texts.reforms_how), content.reforms.length ? content.reforms.map((one) => reform(one, content, texts)) : h("p", { class: "sv-missing" }, texts.no_reforms)),
        h("p", { class: "sv-how" }, content.reading_note)),
      behind.node(content.evidence));

  model.on("change:content", draw);
  draw();
  ready(model, el);
  return behind.dispose;
}

export default { render };
