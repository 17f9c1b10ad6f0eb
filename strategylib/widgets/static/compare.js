// Two to five municipalities beside each other: how alike, how much goes again, and the same commitments in each one's words.

function render({ model, el }) {
  const behind = evidence(model, el);

  const choose = (content, texts) => {
    const chosen = new Set(content.chosen);
    const with_ = (id) => {
      const next = chosen.has(id) ? content.chosen.filter((one) => one !== id) : [...content.chosen, id];
      return here({ kommuner: next.join("+") });
    };
    const box = (one) => {
      const last = chosen.has(one.id) ? chosen.size <= 2 : chosen.size >= content.most;
      return h("li", {}, h("label", { class: "sv-pick" }, h("input", { type: "checkbox", name: "kommune", value: one.id, checked: chosen.has(one.id), disabled: last, onchange: () => (location.hash = with_(one.id)) }), marked(one)));
    };
    return h("fieldset", { class: "sv-picks" }, h("legend", {}, fill(texts.choose, { most: content.most })), h("ul", {}, content.choices.map(box)));
  };

  // A score from 0 to 1 as a dot on its range.
  const score = (one) =>
    h("td", { class: "sv-score" }, h("strong", {}, one.said), h("small", {}, ` ${one.range}`),
      one.value === null ? null : h("span", { class: "sv-span", "aria-hidden": "true" }, h("i", { style: `left:${100 * one.low}%;width:${100 * (one.high - one.low)}%` }), h("b", { style: `left:${100 * one.value}%` })));

  const pairs = (content, texts) => {
    if (!content.pairs) return h("p", { class: "sv-missing" }, texts.no_codes);
    const { measures, every, rows } = content.pairs;
    const pick = (place, name) =>
      h("label", { class: "sv-choose" }, h("span", {}, name), h("select", { "data-measure": place, onchange: (event) => (location.hash = here({ [place]: event.target.value })) }, every.map((one) => h("option", { value: one.id, selected: one.id === measures[place === "a" ? 0 : 1].id }, one.name))));
    return [
      h("div", { class: "sv-row" }, pick("a", texts.first_measure), pick("b", texts.second_measure)),
      measures.map((one) => h("p", { class: "sv-how" }, h("strong", {}, `${one.name}: `), one.how)),
      scrolled(texts.pairs,
        h("table", { class: "sv-pairs" },
          h("caption", { class: "sv-hidden" }, texts.pairs),
          h("thead", {}, h("tr", {}, h("th", { scope: "col" }, texts.pair), measures.map((one) => h("th", { scope: "col" }, one.name)), h("th", { scope: "col" }, texts.common), h("th", { scope: "col" }, texts.apart))),
          h("tbody", {}, rows.map((row) => h("tr", {},
            h("th", { scope: "row" }, h("span", { class: "sv-pairnames" }, row.marks.map(marked)), h("small", {}, row.n)),
            row.scores.map(score),
            h("td", {}, figure(row.key, `${row.marks.map((one) => one.name).join(" – ")}: ${row.shared}`, row.shared)),
            h("td", {}, row.only.map((one) => h("details", { class: "sv-only" }, h("summary", {}, one.said), one.themes)))))))),
      h("p", { class: "sv-how" }, texts.range_how),
    ];
  };

  const again = (content, texts) => {
    if (!content.again) return null;
    const cell = (one, column) =>
      one === null ? h("td", { class: "sv-none" }, h("span", { "aria-hidden": "true" }, "–"), h("span", { class: "sv-hidden" }, texts.same_one))
        : one.key ? h("td", { class: `sv-heat sv-heat-${one.heat}` }, h("button", { type: "button", "data-key": one.key, "data-column": column, "aria-label": one.label }, h("span", { class: "sv-n" }, one.said), h("span", { class: "sv-term" }, one.share)))
          : h("td", { class: "sv-none" }, one.said);
    const table = h("table", { class: "sv-levels" },
      h("caption", { class: "sv-hidden" }, texts.again),
      h("thead", {}, h("tr", {}, h("th", { scope: "col" }, texts.of_whom), content.again.columns.map((one) => h("th", { scope: "col" }, marked(one))))),
      h("tbody", {}, content.again.rows.map((row) => h("tr", {}, h("th", { scope: "row" }, marked(row.mark)), row.cells.map(cell)))));
    walkable(table);
    return h("section", {}, h("h2", {}, texts.again), h("p", { class: "sv-how" }, texts.again_how), scrolled(texts.again, table));
  };

  const wordings = (content, texts) => {
    if (!content.wordings) return null;
    const { columns, rows, pair } = content.wordings;
    const quote = (card, mark) => h("div", { class: `sv-m${mark.colour}` }, h("p", { class: "sv-meta" }, levelOf(card)), quotation(card, content.evidence));
    return h("section", {},
      h("h2", {}, texts.wordings),
      h("p", { class: "sv-how" }, pair ? texts.wordings_pair : texts.wordings_how),
      rows.length
        ? scrolled(texts.wordings,
            h("table", { class: "sv-wordings" },
              h("caption", { class: "sv-hidden" }, texts.wordings),
              h("thead", {}, h("tr", {}, h("th", { scope: "col" }, texts.theme), columns.map((one) => h("th", { scope: "col" }, marked(one))))),
              h("tbody", {}, rows.map((row) => h("tr", {},
                h("th", { scope: "row" }, row.theme, row.relation ? h("small", {}, row.relation) : "", h("p", {}, figure(row.key, `${row.theme}: ${texts.open}`, texts.open))),
                row.cells.map((cards, column) => h("td", {}, cards.length ? cards.map((card) => quote(card, columns[column])) : h("span", { class: "sv-missing" }, texts.not_here))))))))
        : h("p", { class: "sv-missing" }, texts.wordings_none));
  };

  const draw = () => {
    const content = drawn(model);
    const { texts } = content;
    put(el,
      h("main", { class: "sv sv-page" },
        h("section", { class: "sv-hero" }, h("h1", {}, content.title), h("p", { class: "sv-lead" }, content.lead)),
        ...(content.chosen.length > 1 ? [
          h("section", {}, choose(content, texts), h("h2", {}, texts.pairs), pairs(content, texts), caveat(content.texts, content.caveats)),
          again(content, texts) ?? "",
          wordings(content, texts) ?? "",
          h("p", { class: "sv-how" }, content.reading_note),
        ] : [])),
      behind.node(content.evidence));
  };

  model.on("change:content", draw);
  draw();
  ready(model, el);
  return behind.dispose;
}

export default { render };
