// The overview: findings, the thread from vision to indicator, a card for each strategy, and the levels as a table.

function render({ model, el }) {
  let behind;

  const strategyCard = (one, texts) =>
    h("article", { class: `sv-card sv-m${one.municipality.colour}` },
      h("h3", {}, marked(one.municipality)),
      h("p", { class: "sv-doc" }, one.title),
      one.heart
        ? h("div", {}, h("h4", {}, one.heart_title, one.heart.named ? "" : h("small", {}, ` (${texts.evidence.read})`)), h("blockquote", { class: "sv-quote" }, h("p", {}, one.heart.text), h("footer", {}, one.heart.lines)))
        : h("p", { class: "sv-missing" }, texts.heart_missing),
      h("dl", {},
        h("dt", {}, texts.published), h("dd", {}, one.published),
        h("dt", {}, texts.age), h("dd", {}, one.age),
        h("dt", {}, texts.period), h("dd", {}, one.period ? [`${fill(texts.quoted, one.period)} `, h("small", {}, `${one.period.lines} · ${one.period_status}`)] : one.period_status),
        h("dt", {}, texts.scope), h("dd", {}, one.scope ?? "–", one.areas ? h("small", {}, ` (${one.areas})`) : ""),
        h("dt", {}, texts.elements), h("dd", {}, one.elements, h("small", {}, ` ${one.split}`))),
      one.gaps.length
        ? h("details", {}, h("summary", {}, one.gaps_count), h("ul", { class: "sv-gaps" }, one.gaps.map((gap) => h("li", {}, h("strong", {}, gap.what), h("br"), gap.why, gap.lines ? h("small", {}, ` (${gap.lines})`) : ""))))
        : null,
      h("p", { class: "sv-way" }, h("a", { href: `#roed-traad/${one.municipality.id}` }, texts.open_thread, h("span", { class: "sv-hidden" }, ` – ${one.municipality.name}`))));

  const chainTable = (content, texts) =>
    h("div", { class: "sv-scroll", tabindex: "0", role: "region", "aria-label": texts.chain },
      h("table", { class: "sv-chain" },
        h("caption", { class: "sv-hidden" }, texts.chain),
        h("thead", {}, h("tr", {}, h("th", { scope: "col" }, texts.level), content.strategies.map((one) => h("th", { scope: "col" }, h("a", { href: `#roed-traad/${one.municipality.id}` }, marked(one.municipality)))))),
        h("tbody", {}, content.chain.map((link) => h("tr", {}, h("th", { scope: "row" }, link.level), link.has.map((one) => chainCell(one, texts)))))));

  const chainCell = (one, texts) => {
    if (one.named) return h("td", { class: "sv-has" }, h("span", { class: "sv-dot", "aria-hidden": "true" }), String(one.named), one.read ? h("small", {}, fill(texts.read_more, { n: one.read })) : "");
    if (one.read) return h("td", { class: "sv-read" }, h("span", { class: "sv-dot", "aria-hidden": "true" }), h("small", {}, fill(texts.read_only, { n: one.read })));
    return h("td", { class: "sv-lacks" }, h("span", { class: "sv-dot", "aria-hidden": "true" }), texts.none);
  };

  const levelCell = (cell, row, column, texts, onlyNamed) => {
    const total = cell.named + (onlyNamed ? 0 : cell.read);
    if (!total) return h("td", { class: "sv-none" }, texts.none);
    const shade = Math.min(5, Math.ceil(Math.log2(total + 1)));
    const ask = () => {
      model.set("asked", "");
      model.set("asked", `${cell.municipality}/${row.type}`);
      model.save_changes();
    };
    return h("td", { class: `sv-heat sv-heat-${shade}` },
      h("button", { type: "button", "data-column": column, "aria-label": onlyNamed ? cell.label_named : cell.label, onclick: ask },
        h("span", { class: "sv-n" }, String(total)), cell.terms ? h("span", { class: "sv-term" }, cell.terms) : ""));
  };

  const levelTable = (content, texts, onlyNamed) => {
    const groups = content.levels.map((group) =>
      h("tbody", {},
        h("tr", { class: "sv-group" }, h("th", { scope: "rowgroup", colspan: content.strategies.length + 1 }, group.group)),
        group.rows.map((row) => h("tr", {}, h("th", { scope: "row" }, row.level), row.cells.map((cell, column) => levelCell(cell, row, column, texts, onlyNamed))))));
    const table = h("table", { class: "sv-levels" },
      h("caption", { class: "sv-hidden" }, texts.levels_caption),
      h("thead", {}, h("tr", {}, h("th", { scope: "col" }, texts.level), content.strategies.map((one) => h("th", { scope: "col" }, marked(one.municipality))))),
      groups);
    walkable(table);
    return table;
  };

  const draw = () => {
    const content = model.get("content");
    const { texts } = content;
    behind = dialog(texts.evidence, "sv-overview");
    const holder = h("div", { class: "sv-scroll", tabindex: "0", role: "region", "aria-label": texts.levels });
    const redraw = () => holder.replaceChildren(levelTable(content, texts, onlyNamed.checked));
    const onlyNamed = h("input", { type: "checkbox", onchange: redraw });
    redraw();
    el.replaceChildren(
      h("main", { class: "sv sv-page" },
        h("section", { class: "sv-hero" }, h("h1", {}, content.title), h("p", { class: "sv-lead" }, content.lead)),
        ...(content.strategies.length ? [
          h("section", {}, h("h2", {}, texts.chain), chainTable(content, texts), h("aside", { class: "sv-caveat" }, h("h3", {}, texts.caveat_title), h("ul", {}, content.caveats.map((one) => h("li", {}, one))))),
          h("section", {}, h("h2", {}, texts.strategies), h("div", { class: "sv-cards" }, content.strategies.map((one) => strategyCard(one, texts)))),
          h("section", {}, h("h2", {}, texts.levels), h("p", { class: "sv-how" }, texts.levels_read), h("label", { class: "sv-check" }, onlyNamed, texts.only_named), holder, h("p", { class: "sv-how" }, content.reading_note)),
        ] : [])),
      behind.node);
    whenShown(el, () => ready("overblik"));
  };

  const answer = () => {
    const found = model.get("answer");
    if (!found.cards) return;
    const { texts } = model.get("content");
    const item = (card) => h("li", {}, quotation(card, texts.evidence), h("p", { class: "sv-meta" }, card.term, " · ", h("a", { href: `#roed-traad/${found.municipality.id}/${card.id.split(".")[1]}`, onclick: () => behind.node.close() }, texts.evidence.show_in_thread)));
    behind.show(found.title, h("p", { class: "sv-meta" }, marked(found.municipality), " · ", found.count), h("ol", { class: `sv-list sv-m${found.municipality.colour}` }, found.cards.map(item)));
  };

  model.on("change:content", draw);
  model.on("change:answer", answer);
  draw();
}

export default { render };
