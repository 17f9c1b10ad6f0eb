// Periods, publications and follow-up on one line of years.

function render({ model, el }) {
  const behind = evidence(model, el);

  const line = (content, texts) => {
    const { years, today } = content, first = years[0], span = years.length;
    const at = (year) => `${(100 * (year - first)) / span}%`;
    const row = (one) =>
      h("li", { class: `sv-time sv-m${one.mark.colour}` },
        h("div", { class: "sv-time-who" }, marked(one.mark), h("small", {}, one.status)),
        h("div", { class: "sv-time-line", "aria-hidden": "true" },
          h("i", { class: "sv-now", style: `left:${at(today)}` }),
          one.from && one.to ? h("i", { class: "sv-bar-time", style: `left:${at(one.from)};width:${(100 * (one.to + 1 - one.from)) / span}%` }) : "",
          one.published === null ? "" : h("i", { class: "sv-issued", style: `left:${at(one.published)}` })),
        h("div", { class: "sv-time-words" },
          h("p", {}, one.period ? [h("q", { lang: "da" }, one.period.text), h("small", {}, ` ${one.period.lines}`)] : h("span", { class: "sv-missing" }, texts.no_period), one.span ? ` · ${one.span}` : ""),
          h("p", { class: "sv-meta" }, one.issued)));
    return h("div", { class: "sv-times" },
      h("div", { class: "sv-years", "aria-hidden": "true" }, h("span"), h("ol", {}, years.map((year) => h("li", {}, String(year)))), h("span")),
      h("ul", {}, content.rows.map(row)));
  };

  const rules = (content, texts) =>
    h("section", {}, h("h2", {}, texts.rules), h("p", { class: "sv-how" }, texts.rules_how),
      content.rules.length
        ? scrolled(texts.rules,
            h("table", { class: "sv-rules" }, h("caption", { class: "sv-hidden" }, texts.rules),
              h("thead", {}, h("tr", {}, [texts.who, texts.what, texts.often, texts.when].map((one) => h("th", { scope: "col" }, one)))),
              h("tbody", {}, content.rules.map((one) => h("tr", {},
                h("th", { scope: "row" }, marked(one.mark)),
                h("td", { class: `sv-m${one.mark.colour}` }, quotation(one, content.evidence)),
                h("td", {}, figure(one.key, `${one.mark.name}: ${one.cadence}`, one.cadence)),
                h("td", {}, one.next))))))
        : h("p", { class: "sv-missing" }, texts.no_rules));

  const plan = (one, content, texts) =>
    h("section", { class: `sv-m${one.mark.colour}` }, h("h2", {}, one.title), one.unread ? h("p", { class: "sv-lead" }, one.unread) : "",
      scrolled(one.title,
        h("table", { class: "sv-plan" }, h("caption", { class: "sv-hidden" }, one.title),
          h("thead", {}, h("tr", {}, h("th", { scope: "col" }, texts.point), h("th", { scope: "col" }, texts.month), h("th", { scope: "col" }, texts.line))),
          h("tbody", {}, one.points.map((point) => h("tr", {},
            h("th", { scope: "row", lang: "da" }, point.text),
            h("td", {}, point.in.length ? point.in.map((month) => one.months[month - 1]).join(", ") : h("span", { class: "sv-missing" }, texts.month_missing)),
            h("td", {}, figure(point.key, `${point.text}: ${point.lines}`, point.lines))))))));

  const draw = () => {
    const content = drawn(model);
    if (!content.rows) put(el);
    else {
      const { texts } = content;
      put(el,
        h("main", { class: "sv sv-page" },
          h("section", { class: "sv-hero" }, h("h1", {}, content.title), h("p", { class: "sv-lead" }, content.lead)),
          h("section", {}, h("h2", {}, texts.periods), h("p", { class: "sv-how" }, texts.how), line(content, texts)),
          rules(content, texts),
          ...content.plans.map((one) => plan(one, content, texts)),
          h("p", { class: "sv-how" }, content.reading_note)),
        behind.node(content.evidence));
    }
  };

  model.on("change:content", draw);
  draw();
  ready(model, el);
  return behind.dispose;
}

export default { render };
