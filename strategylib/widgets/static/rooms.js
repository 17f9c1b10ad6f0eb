// What the workshops said: the chosen session's decisions and results, each with the way to the elements it is about.

function render({ model, el }) {
  const behind = evidence(model, el);

  // An item's own words; those of the strategies are Danish whatever language the page speaks.
  const item = (row, texts) => h("th", { scope: "row" }, h("span", { lang: row.ours ? "da" : null }, row.text), row.key ? [" ", figure(row.key, `${texts.elements}: ${row.text}`, texts.elements)] : "");

  const bar = (row) => (row.share === null ? "" : [h("span", { class: "sv-share", "aria-hidden": "true" }, h("i", { style: `width:${100 * row.share}%` })), row.percent]);

  const decisions = (content, texts) =>
    content.decisions.length
      ? h("section", {}, h("h2", {}, texts.decisions), scrolled(texts.decisions,
          h("table", { class: "sv-room" }, h("caption", { class: "sv-hidden" }, texts.decisions),
            h("thead", {}, h("tr", {}, [texts.item, texts.decision].map((one) => h("th", { scope: "col" }, one)))),
            h("tbody", {}, content.decisions.map((row) => h("tr", {}, item(row, texts), h("td", {}, row.decision)))))))
      : null;

  const exercise = (one, texts) => {
    const status = one.rows.some((row) => row.status);
    return h("section", {}, h("h2", {}, one.title), h("p", { class: "sv-meta" }, `${one.kind} · ${one.n}`), one.question ? h("p", {}, one.question) : "",
      one.written
        ? h("ul", { class: "sv-ideas" }, one.rows.map((row) => h("li", {}, row.text)))
        : [one.how ? h("p", { class: "sv-how" }, one.how) : "", scrolled(one.title,
            h("table", { class: "sv-room" }, h("caption", { class: "sv-hidden" }, one.title),
              h("thead", {}, h("tr", {}, [texts.item, texts.share, texts.answer, ...(status ? [texts.status_head] : [])].map((head) => h("th", { scope: "col" }, head)))),
              h("tbody", {}, one.rows.map((row) => h("tr", {}, item(row, texts), h("td", { class: "sv-share-cell" }, bar(row)), h("td", {}, row.said), status ? h("td", {}, row.status) : "")))))]);
  };

  const draw = () => {
    const content = drawn(model);
    if (!content.rooms) return put(el);
    const { texts } = content;
    const chosen = content.rooms.find((one) => one.chosen);
    put(el,
      h("main", { class: "sv sv-page" },
        h("section", { class: "sv-hero" }, h("h1", {}, content.title), h("p", { class: "sv-lead" }, content.lead)),
        content.rooms.length > 1 ? h("label", { class: "sv-choose" }, h("span", {}, texts.choose), h("select", { onchange: (event) => (location.hash = address("moeder", [event.target.value])) }, content.rooms.map((one) => h("option", { value: one.id, selected: one === chosen }, one.name)))) : "",
        decisions(content, texts) ?? "",
        ...content.exercises.map((one) => exercise(one, texts)),
        content.caveats ? caveat(texts, content.caveats) : ""),
      behind.node(content.evidence));
  };

  model.on("change:content", draw);
  draw();
  ready(model, el);
  return behind.dispose;
}

export default { render };
