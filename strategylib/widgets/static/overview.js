// The overview: what all share and what "we" lack, the thread from vision to indicator, the strategies, and their levels.

const MANY = 30;

function render({ model, el }) {
  const behind = evidence(model, el);

  const strategyCard = (one, texts, words) =>
    h("article", { class: `sv-card sv-m${one.municipality.colour}` },
      h("h3", {}, marked(one.municipality)),
      h("p", { class: "sv-doc", lang: "da" }, one.title),
      one.heart
        ? h("div", {}, h("h4", {}, one.heart_title, one.heart.named ? "" : h("small", {}, ` (${words.read})`)), h("blockquote", { class: "sv-quote" }, h("p", { lang: "da" }, one.heart.text), h("footer", {}, one.heart.lines)))
        : h("p", { class: "sv-missing" }, texts.heart_missing),
      h("dl", {},
        h("dt", {}, texts.published), h("dd", {}, one.published),
        h("dt", {}, texts.age), h("dd", {}, one.age),
        h("dt", {}, texts.period), h("dd", {}, one.period ? [h("span", { lang: "da" }, `${fill(texts.quoted, one.period)} `), h("small", {}, `${one.period.lines} · ${one.period_status}`)] : one.period_status),
        h("dt", {}, texts.scope), h("dd", {}, h("span", { lang: "da" }, one.scope ?? "–"), one.areas ? h("small", {}, ` (${one.areas})`) : ""),
        h("dt", {}, texts.elements), h("dd", {}, one.elements, h("small", {}, ` ${one.split}`))),
      one.gaps.length
        ? h("details", {}, h("summary", {}, one.gaps_count), h("ul", { class: "sv-gaps" }, one.gaps.map((gap) => h("li", {}, h("strong", {}, gap.what), h("br"), gap.why, gap.lines ? h("small", {}, ` (${gap.lines})`) : ""))))
        : null,
      h("p", { class: "sv-way" }, way({}, () => address("roed-traad", [one.municipality.id]), texts.open_thread, h("span", { class: "sv-hidden" }, ` – ${one.municipality.name}`))));

  const chainTable = (content, texts) =>
    scrolled(texts.chain,
      h("table", { class: "sv-chain" },
        h("caption", { class: "sv-hidden" }, texts.chain),
        h("thead", {}, h("tr", {}, h("th", { scope: "col" }, texts.level), content.strategies.map((one) => h("th", { scope: "col" }, way({}, () => address("roed-traad", [one.municipality.id]), marked(one.municipality)))))),
        h("tbody", {}, content.chain.map((link) => h("tr", {}, h("th", { scope: "row" }, link.level), link.has.map((one) => chainCell(one, texts)))))));

  const chainCell = (one, texts) => {
    if (one.named) return h("td", { class: "sv-has" }, h("span", { class: "sv-dot", "aria-hidden": "true" }), String(one.named), one.read ? h("small", {}, fill(texts.read_more, { n: one.read })) : "");
    if (one.read) return h("td", { class: "sv-read" }, h("span", { class: "sv-dot", "aria-hidden": "true" }), h("small", {}, fill(texts.read_only, { n: one.read })));
    return h("td", { class: "sv-lacks" }, h("span", { class: "sv-dot", "aria-hidden": "true" }), texts.none);
  };

  const heads = (columns, extra = () => null) => columns.map((one, place) => h("th", { scope: "col" }, marked(one), extra(place)));

  // Themes as rows: the share in the cell, and the shade says the same.
  const themeTable = (themes, texts) => {
    const cell = (one, column) =>
      one.key
        ? h("td", { class: `sv-heat sv-heat-${one.heat}` }, h("button", { type: "button", "data-key": one.key, "data-column": column, "aria-label": one.label }, h("span", { class: "sv-n" }, one.share), h("span", { class: "sv-term" }, fill(texts.n, { n: one.n }))))
        : h("td", { class: "sv-none" }, texts.no);
    const table = h("table", { class: "sv-levels sv-themes" },
      h("caption", { class: "sv-hidden" }, texts.themes_caption),
      h("thead", {}, h("tr", {}, h("th", { scope: "col" }, texts.theme), heads(themes.columns, (place) => h("small", {}, ` ${fill(texts.n, { n: themes.n[place] })}`)))),
      themes.groups.map((group) => h("tbody", {},
        h("tr", { class: "sv-group" }, h("th", { scope: "rowgroup", colspan: themes.columns.length + 1 }, group.title)),
        group.rows.map((row) => h("tr", {}, h("th", { scope: "row" }, row.theme), row.cells.map(cell))))));
    walkable(table);
    return table;
  };

  // A commitment in the words of one, and who has it.
  const commitment = (one) =>
    h("li", { class: `sv-commitment sv-m${one.from.colour}` },
      h("h3", {}, one.theme),
      h("button", { type: "button", class: "sv-wording", "data-key": one.key, "aria-haspopup": "dialog" }, h("span", { lang: "da" }, one.wording)),
      h("p", { class: "sv-who" }, one.municipalities.map(marked)));

  const list = (commitments, texts) => {
    const part = (some) => h("ul", { class: "sv-commitments" }, some.map(commitment));
    const rest = commitments.slice(MANY);
    return [part(commitments.slice(0, MANY)), rest.length ? h("details", { class: "sv-rest" }, h("summary", {}, fill(texts.rest, { n: rest.length })), part(rest)) : null];
  };

  const shared = (content, texts) => {
    const { commitments } = content;
    if (!commitments) return null;
    return h("section", {},
      h("h2", {}, texts.shared),
      h("p", { class: "sv-how" }, fill(texts.shared_how, { least: commitments.least })),
      commitments.shared.length ? list(commitments.shared, texts) : h("p", { class: "sv-missing" }, texts.shared_none),
      h("h3", { class: "sv-sub" }, texts.only_one),
      h("ul", { class: "sv-alone" }, commitments.alone.map((one) => h("li", {}, marked(one.municipality), " ", figure(one.key, `${one.municipality.name}: ${one.said}`, one.said)))));
  };

  const lacking = (content, texts) => {
    if (!content.commitments) return null;
    const choose = choice(texts.we, content.strategies.map((one) => one.municipality), content.we, (id) => here({ vi: id }));
    return h("section", {},
      h("h2", {}, texts.lacking),
      choose,
      content.lacking
        ? [h("p", { class: "sv-lead" }, content.lacking.title),
           list(content.lacking.items, texts),
           content.lacking.alone ? h("p", { class: "sv-how" }, content.lacking.alone) : null,
           h("p", { class: "sv-how" }, texts.lacking_how)]
        : h("p", { class: "sv-missing" }, texts.lacking_choose));
  };

  const levelCell = (cell, row, column, texts, onlyNamed) => {
    const total = cell.named + (onlyNamed ? 0 : cell.read);
    if (!total) return h("td", { class: "sv-none" }, texts.none);
    const shade = Math.min(5, Math.ceil(Math.log2(total + 1)));
    return h("td", { class: `sv-heat sv-heat-${shade}` },
      h("button", { type: "button", "data-key": cell.key, "data-column": column, "aria-label": onlyNamed ? cell.label_named : cell.label },
        h("span", { class: "sv-n" }, String(total)), cell.terms ? h("span", { class: "sv-term" }, cell.terms) : ""));
  };

  const levelTable = (content, texts, onlyNamed) => {
    const groups = content.levels.map((group) =>
      h("tbody", {},
        h("tr", { class: "sv-group" }, h("th", { scope: "rowgroup", colspan: content.strategies.length + 1 }, group.group)),
        group.rows.map((row) => h("tr", {}, h("th", { scope: "row" }, row.level), row.cells.map((cell, column) => levelCell(cell, row, column, texts, onlyNamed))))));
    const table = h("table", { class: "sv-levels" },
      h("caption", { class: "sv-hidden" }, texts.levels_caption),
      h("thead", {}, h("tr", {}, h("th", { scope: "col" }, texts.level), heads(content.strategies.map((one) => one.municipality)))),
      groups);
    walkable(table);
    return table;
  };

  // What is drawn once; only what "we" lack follows the address.
  const content = drawn(model), { texts } = content;
  const lacks = h("div", {}), draw = () => put(lacks, lacking(drawn(model), texts) ?? "");
  const holder = scrolled(texts.levels, "");
  const redraw = () => holder.replaceChildren(levelTable(content, texts, onlyNamed.checked));
  const onlyNamed = h("input", { type: "checkbox", onchange: redraw });
  redraw();
  put(el,
    h("main", { class: "sv sv-page" },
      h("section", { class: "sv-hero" }, h("h1", {}, content.title), h("p", { class: "sv-lead" }, content.lead)),
      ...(content.strategies.length ? [
        h("section", {}, h("h2", {}, texts.chain), chainTable(content, texts), caveat(texts, content.caveats)),
        content.themes ? h("section", {}, h("h2", {}, content.themes.title), h("p", { class: "sv-how" }, texts.themes_how), scrolled(texts.themes_caption, themeTable(content.themes, texts))) : "",
        shared(content, texts) ?? "",
        lacks,
        h("section", {}, h("h2", {}, texts.strategies), h("div", { class: "sv-cards" }, content.strategies.map((one) => strategyCard(one, texts, content.evidence)))),
        h("section", {}, h("h2", {}, texts.levels), h("p", { class: "sv-how" }, texts.levels_read), h("label", { class: "sv-check" }, onlyNamed, texts.only_named), holder, h("p", { class: "sv-how" }, content.reading_note)),
      ] : [])),
    behind.node(content.evidence));

  model.on("change:content", draw);
  draw();
  ready(model, el);
  return behind.dispose;
}

export default { render };
