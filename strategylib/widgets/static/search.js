// Free text over all elements and quotations: what was asked for is marked where it stands.

function render({ model, el }) {
  const main = h("main", { class: "sv sv-page" });
  const results = h("div", { class: "sv-results" });
  const status = h("p", { class: "sv-lead", role: "status" });
  const field = h("input", { type: "search", id: "sv-q", autocomplete: "off", spellcheck: "false", maxlength: "200" });
  const places = h("div");
  let waiting;

  const go = (now) => {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      const next = here({ q: field.value.trim() });
      if (next === location.hash) return;
      history.replaceState(null, "", next);
      window.dispatchEvent(new HashChangeEvent("hashchange"));
    }, now ? 0 : 200);
  };

  const written = (pieces) => pieces.map((one) => (one.hit ? h("mark", {}, one.text) : one.text));
  const said = (one, words, named) => h("blockquote", { class: "sv-quote" }, h("p", { lang: "da" }, written(one.pieces)), h("footer", {}, one.lines, named === undefined ? "" : ` · ${named ? words.named : words.read}`));
  const hit = (card, content) =>
    h("li", {}, said(card, content.evidence, card.named), card.quotes.map((one) => said(one, content.evidence)),
      h("p", { class: "sv-meta" }, levelOf(card), " · ", way({}, () => address("roed-traad", card.id.split(".")), content.evidence.show_in_thread)));

  const draw = () => {
    const content = drawn(model), { texts } = content;
    if (!main.isConnected || el.firstChild !== main) {
      const form = h("form", { class: "sv-search", role: "search", onsubmit: (event) => { event.preventDefault(); go(true); } },
        h("label", { for: "sv-q" }, texts.label), h("div", {}, field, h("button", { type: "submit" }, texts.action)), h("p", { class: "sv-how" }, texts.how));
      field.addEventListener("input", () => go(false));
      main.replaceChildren(h("section", { class: "sv-hero" }, h("h1", {}, texts.title), form), h("section", {}, places, status, results));
      put(el, main);
    }
    if (document.activeElement !== field) field.value = content.q;
    places.replaceChildren(choice(texts.where, [{ id: "", name: texts.everywhere, colour: 0, shape: null }, ...content.choices], content.only, (id) => here({ kommune: id })));
    status.textContent = content.q ? content.title : texts.start;
    results.replaceChildren(
      content.silent.length ? h("p", { class: "sv-how" }, `${texts.silent} ${content.silent.join(", ")}.`) : "",
      ...content.groups.map((group) => h("section", { class: `sv-hits sv-m${group.municipality.colour}` }, h("h2", {}, marked(group.municipality), h("small", {}, ` ${group.count}`)), h("ol", { class: "sv-list" }, group.cards.map((card) => hit(card, content))))),
      content.none ? h("p", { class: "sv-missing" }, texts.none) : "",
      content.more ? h("p", { class: "sv-how" }, content.more) : "");
  };

  model.on("change:content", draw);
  draw();
  ready(model, el);
  return () => clearTimeout(waiting);
}

export default { render };
