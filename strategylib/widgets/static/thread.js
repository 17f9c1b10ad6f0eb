// The red thread of one strategy: vision at the top, indicators at the foot, what is missing as an empty place.

function render({ model, el }) {
  let details, content, showRead = false;

  const behind = evidence(model, el);

  // Where the thread holds and where it breaks: each measure as so many of so many, with the way to both.
  const sight = (texts) =>
    scrolled(texts.sight,
      h("table", { class: "sv-sight" },
        h("caption", { class: "sv-hidden" }, texts.sight),
        h("thead", {}, h("tr", {}, [texts.measure, texts.holds, texts.breaks].map((one) => h("th", { scope: "col" }, one)))),
        h("tbody", {}, content.sight.map((one) => h("tr", {},
          h("th", { scope: "row" }, one.measure, h("small", {}, one.how)),
          h("td", {}, one.share === null ? h("span", { class: "sv-missing" }, one.said) : [h("span", { class: "sv-meter", "aria-hidden": "true" }, h("span", { style: `width:${100 * one.share}%` })), figure(one.key, `${one.measure}: ${one.said}`, one.said)]),
          h("td", {}, one.lacking_said ? figure(one.lacking_key, `${one.measure}: ${one.lacking_said}`, one.lacking_said) : one.share === null ? "" : texts.all_hold, one.lacking_themes.length ? h("small", {}, one.lacking_themes.join(", ")) : ""))))));

  const link = (one, texts) => {
    const state = one.named ? "has" : one.read ? "read" : "lacks";
    const words = { has: `${one.named} ${one.level}`, read: `${one.read} ${one.level}`, lacks: one.lacking }[state];
    return h("li", { class: `sv-link sv-${state}` }, h("span", { class: "sv-dot", "aria-hidden": "true" }), h("span", { class: "sv-link-words" }, words), state === "has" ? null : h("small", {}, state === "read" ? texts.chain_only_read : texts.chain_missing));
  };

  const visible = (id) => showRead || content.cards[id].named;

  // In the bands at the top what was read from prose shows where nothing else does: it is all there is.
  const shown = (boxes, always) => boxes.flatMap((box) => {
    const below = shown(box.below, always);
    return always || visible(box.id) ? [{ id: box.id, below }] : below;
  });

  const box = ({ id, below }) => {
    const card = content.cards[id];
    const button = h("button", { type: "button", class: `sv-box sv-box-${card.type}${card.named ? "" : " sv-prose"}`, "data-id": id, onclick: () => open(id), onmouseenter: () => trace(id), onfocus: () => trace(id), onmouseleave: () => trace(null), onblur: () => trace(null) },
      h("span", { class: "sv-text" }, card.number ? h("span", { class: "sv-number" }, card.number) : null, h("span", { lang: "da" }, card.text)),
      h("span", { class: "sv-place" }, card.term.toLowerCase() === card.level.toLowerCase() ? "" : `${card.term} · `, card.lines, card.named ? "" : ` · ${content.evidence.read}`));
    return h("li", {}, button, below.length ? h("ul", { class: "sv-boxes sv-below" }, below.map(box)) : null);
  };

  const group = (one, always, heading = "h4") => {
    const boxes = shown(one.boxes, always);
    return boxes.length ? h("div", { class: `sv-boxgroup sv-type-${one.type}` }, h(heading, {}, one.level), h("ul", { class: "sv-boxes" }, boxes.map(box))) : null;
  };

  const band = (kind, groups, texts) => {
    const named = groups.some((one) => shown(one.boxes, false).length);
    const drawn = groups.map((one) => group(one, !named, "h3")).filter(Boolean);
    return h("section", { class: `sv-band sv-band-${kind}${drawn.length ? "" : " sv-broken"}` }, drawn.length ? drawn : h("p", { class: "sv-empty" }, texts[`empty_${kind}`]));
  };

  const count = (boxes) => boxes.reduce((sum, one) => sum + 1 + count(one.below), 0);

  const column = (one, texts) => {
    const groups = one.groups.map((each) => group(each, false)).filter(Boolean);
    const hidden = one.groups.reduce((sum, each) => sum + count(each.boxes), 0);
    const empty = hidden ? fill(texts.column_read[hidden === 1 ? "one" : "other"], { n: hidden }) : texts.column_empty;
    return h("li", { class: "sv-column" }, h("ul", { class: "sv-boxes sv-head" }, box({ id: one.head, below: [] })), groups.length ? groups : h("p", { class: "sv-empty" }, empty));
  };

  const lacking = (texts) => content.chain.filter((one) => !one.named && !one.read && !["vision", "core_task", "focus_area"].includes(one.type)).map((one) => h("p", { class: "sv-empty" }, texts[`empty_${one.type}`]));

  const cascade = (texts) => {
    const part = (title, groups, kind) => {
      const drawn = groups.map((one) => group(one, false)).filter(Boolean);
      return drawn.length ? h("section", { class: `sv-band sv-band-${kind}` }, h("h3", {}, title), h("div", { class: "sv-spread" }, drawn)) : null;
    };
    const columns = content.columns.length
      ? h("section", { class: "sv-band" }, h("h3", {}, texts.columns), h("ul", { class: "sv-columns" }, content.columns.map((one) => column(one, texts))))
      : h("section", { class: "sv-band sv-broken" }, h("p", { class: "sv-empty" }, texts.empty_focus_area));
    const missing = lacking(texts);
    return h("div", { class: `sv-cascade sv-m${content.municipality.colour}` },
      band("vision", content.vision, texts), band("core_task", content.core_task, texts),
      part(texts.foundation, content.foundation, "foundation"), columns, part(texts.loose, content.loose, "loose"),
      missing.length ? h("section", { class: "sv-band sv-broken sv-lacking" }, missing) : null,
      part(texts.frame, content.frame, "frame"));
  };

  const table = (texts) =>
    h("details", { class: "sv-twin" }, h("summary", {}, texts.table),
      h("div", { class: "sv-scroll", tabindex: "0", role: "region", "aria-label": texts.table },
        h("table", {}, h("caption", {}, content.table_caption),
          h("thead", {}, h("tr", {}, ["table_level", "table_term", "table_label", "table_parent", "table_lines", "table_named"].map((name) => h("th", { scope: "col" }, texts[name])))),
          h("tbody", {}, content.order.map((id) => {
            const card = content.cards[id];
            return h("tr", {}, h("td", {}, card.level), h("td", {}, card.term), h("th", { scope: "row" }, card.text), h("td", {}, card.above.length ? content.cards[card.above[0]].text : "–"), h("td", {}, card.lines.replace(/^\D+/, "")), h("td", {}, card.named ? texts.yes : texts.no));
          })))));

  // Show at once which boxes the one under the pointer or focus hangs together with.
  const trace = (id) => {
    const card = id ? content.cards[id] : null;
    const linked = new Set(card ? [...card.above, ...card.below, ...card.related.map((one) => one.id)] : []);
    el.querySelectorAll(".sv-box").forEach((node) => node.classList.toggle("sv-linked", linked.has(node.dataset.id)));
  };

  const step = (id, name) => {
    if (!id) return null;
    const card = content.cards[id];
    return h("div", { class: "sv-step" }, h("h3", {}, name), h("button", { type: "button", onclick: () => open(id) }, h("span", {}, card.text), h("small", {}, `${card.level} · ${card.lines}`)));
  };

  const several = (ids, name) => (ids.length ? h("div", { class: "sv-step" }, h("h3", {}, name), ids.map((id) => step(id).lastChild)) : null);

  const open = (id) => {
    const card = content.cards[id], words = content.evidence;
    const related = Map.groupBy ? Map.groupBy(card.related, (one) => one.name) : card.related.reduce((map, one) => map.set(one.name, [...(map.get(one.name) ?? []), one]), new Map());
    history.replaceState(null, "", address("roed-traad", [content.municipality.id, id.split(".")[1]], { ...place().query, se: null }));
    details.show([levelOf(card), card.number ? ` ${card.number}` : ""],
      h("p", { class: "sv-meta" }, marked(content.municipality), ` · ${card.named ? words.own_term : words.own_term_read}: ${card.term}`),
      h("div", { class: `sv-m${content.municipality.colour}` }, quotation(card, words), card.quotes.length ? [h("h3", {}, words.also), card.quotes.map((one) => quotation(one, words))] : null),
      h("p", { class: "sv-meta" }, `${words.source}: ${card.source}`),
      card.details.length ? h("dl", {}, card.details.flatMap((one) => [h("dt", {}, one.name), h("dd", { class: one.missing ? "sv-missing" : null }, one.value)])) : null,
      card.note ? h("p", { class: "sv-note" }, card.note) : null,
      card.rooms.length ? [h("h3", {}, words.rooms), roomsSaid(card, words)] : null,
      h("div", { class: "sv-around" },
        several(card.above, words.above), several(card.below, words.below), [...related].map(([name, ones]) => several(ones.map((one) => one.id), name)),
        step(card.before, words.before) ?? h("p", { class: "sv-meta" }, words.first_in_document),
        step(card.after, words.after) ?? h("p", { class: "sv-meta" }, words.last_in_document)));
  };

  const draw = () => {
    content = drawn(model);
    if (!content.cards) {
      put(el);
      return;
    }
    const { texts } = content;
    details = dialog(content.evidence, "sv-thread");
    details.node.addEventListener("close", () => {
      history.replaceState(null, "", address("roed-traad", [content.municipality.id], place().query));
    });
    const holder = h("div", {}, cascade(texts));
    const toggle = h("input", { type: "checkbox", checked: showRead, onchange: (event) => { showRead = event.target.checked; hidden.hidden = showRead; holder.replaceChildren(cascade(texts)); } });
    const hidden = h("small", {}, content.read_hidden);
    hidden.hidden = showRead;
    put(el,
      h("main", { class: "sv sv-page" },
        h("section", { class: "sv-hero" }, choice(texts.choose, content.choices, content.municipality.id, (id) => address("roed-traad", [id])), h("h1", {}, content.title), h("p", { class: "sv-lead", lang: "da" }, content.strategy)),
        h("section", {}, h("h2", { class: "sv-hidden" }, texts.chain), h("ol", { class: "sv-links" }, content.chain.map((one) => link(one, texts)))),
        h("section", {}, h("div", { class: "sv-tools" }, h("p", { class: "sv-how" }, texts.how), h("label", { class: "sv-check" }, toggle, texts.show_read, " ", hidden)), holder),
        h("section", {}, h("h2", {}, texts.sight), h("p", { class: "sv-how" }, texts.sight_how), sight(texts)),
        content.gaps.length ? h("section", {}, h("h2", {}, texts.gaps), h("ul", { class: "sv-gaps sv-gaps-wide" }, content.gaps.map((gap) => h("li", {}, h("strong", {}, gap.what), h("br"), gap.why, gap.lines ? h("small", {}, ` (${gap.lines})`) : "")))) : null,
        h("section", {}, table(texts), h("p", { class: "sv-how" }, content.reading_note))),
      details.node, behind.node(content.evidence));
    whenShown(el, follow);
  };

  // An address with an element opens it.
  const follow = () => {
    const { view, sted, element } = place();
    const id = `${sted}.${element}`;
    if (view === "roed-traad" && sted === content?.municipality?.id && element && content.cards[id]) open(id);
  };

  model.on("change:content", draw);
  window.addEventListener("hashchange", follow);
  draw();
  ready(model, el);
  return () => {
    behind.dispose();
    window.removeEventListener("hashchange", follow);
  };
}

export default { render };
