// Where the figures come from: method, formulas, documents, the words of each, and accessibility.

function render({ model, el }) {
  const behind = evidence(model, el);

  const draw = () => {
    const content = drawn(model), { texts } = content;
    const cell = (one) => h("td", {}, one.key ? figure(one.key, one.label, h("span", { lang: "da" }, one.terms)) : h("span", { class: "sv-missing" }, texts.no_term));
    put(el,
      h("main", { class: "sv sv-page" },
        h("section", { class: "sv-hero" }, h("h1", {}, content.title), h("p", { class: "sv-lead" }, content.lead)),
        h("section", {}, h("h2", {}, texts.how_read), h("ul", { class: "sv-prose-list" }, texts.reading.map((one) => h("li", {}, one))), caveat(texts, content.caveats)),
        h("section", {}, h("h2", {}, texts.formulas), h("dl", { class: "sv-methods" }, content.methods.map((one) => h("div", {}, h("dt", {}, one.name), h("dd", {}, h("p", {}, one.says), h("p", { class: "sv-formula" }, one.formula), one.source ? h("p", { class: "sv-meta" }, one.source) : ""))))),
        h("section", {}, h("h2", {}, texts.documents),
          scrolled(texts.documents, h("table", {}, h("caption", { class: "sv-hidden" }, texts.documents),
            h("thead", {}, h("tr", {}, [texts.municipality, texts.document, texts.published, texts.scope, texts.elements].map((one) => h("th", { scope: "col" }, one)))),
            h("tbody", {}, content.documents.map((one) => h("tr", {}, h("th", { scope: "row" }, marked(one.mark)), h("td", { lang: "da" }, one.title), h("td", {}, one.published), h("td", { lang: "da" }, one.scope), h("td", {}, one.n))))))),
        h("section", {}, h("h2", {}, texts.bridge), h("p", { class: "sv-how" }, texts.bridge_how),
          scrolled(texts.bridge, h("table", { class: "sv-bridge" }, h("caption", { class: "sv-hidden" }, texts.bridge),
            h("thead", {}, h("tr", {}, h("th", { scope: "col" }, texts.level), content.columns.map((one) => h("th", { scope: "col" }, marked(one))))),
            h("tbody", {}, content.bridge.map((row) => h("tr", {}, h("th", { scope: "row" }, row.level), row.cells.map(cell))))))),
        h("section", {}, h("h2", {}, texts.accessibility.title), h("ul", { class: "sv-prose-list" }, content.accessibility.map((one) => h("li", {}, one))))),
      behind.node(content.evidence));
  };

  model.on("change:content", draw);
  draw();
  ready(model, el);
  return behind.dispose;
}

export default { render };
