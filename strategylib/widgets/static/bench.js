// The coding bench: the document with the elements' wordings coloured, beside the draft's elements as a tree and the chosen one with its
// fields. What a person does is sent as a message of its own; Python answers with what is now, and that is drawn.

let benches = 0;

function render({ model, el }) {
  const content = model.get("content");
  const { texts, lines, types, themes, relations, language } = content;
  const kinds = Object.fromEntries(types.map((one) => [one.id, one]));
  const themeNames = Object.fromEntries(themes.map((one) => [one.id, one.name]));
  const own = `sv-bench-${(benches += 1)}`;
  let state = model.get("state"), chosen = state.elements[0]?.id ?? null, only = false, panel = null, then = null, marked_ = null;

  const send = (message) => model.send(message);
  const button = (name, does, props = {}) => h("button", { type: "button", onclick: does, ...props }, name);
  const shown = () => state.elements.filter((one) => !only || one.unsure);
  const element = () => state.elements.find((one) => one.id === chosen);
  const needs = (does) => () => (element() ? does(element()) : tell(texts.choose_first));
  const tell = (words, bad = false) => {
    said.classList.toggle("sv-bad", bad);
    said.replaceChildren(words);
  };

  // What can be done, by key and by button
  const step = (by) => {
    const all = shown(), at = all.findIndex((one) => one.id === chosen);
    if (all.length) choose(all[at < 0 ? 0 : Math.min(all.length - 1, Math.max(0, at + by))].id, true);
  };
  const accept = (one) => {
    const all = shown(), at = all.indexOf(one);
    then = all[at + 1]?.id ?? all[at - 1]?.id ?? one.id;
    send({ do: "accept", element: one.id });
  };
  const deeds = {
    j: ["next", () => step(1)],
    k: ["previous", () => step(-1)],
    a: ["accept", needs(accept)],
    r: ["retype", needs((one) => pickType(texts.panel.type, one.type, (type) => send({ do: "retype", element: one.id, type })))],
    s: ["split", needs((one) => split(one))],
    m: ["merge", needs((one) => merge(one))],
    n: ["new", () => create()],
    p: ["parent", needs((one) => place(one))],
    t: ["theme", needs((one) => code(one))],
    l: ["align", needs((one) => align(one))],
    x: ["remove", needs((one) => { then = neighbour(one); send({ do: "remove", element: one.id }); })],
    f: ["unsure", () => { filter.checked = only = !only; filtered(); }],
    u: ["undo", () => send({ do: "undo" })],
    U: ["redo", () => send({ do: "redo" })],
    "?": ["help", () => help()],
  };
  const neighbour = (one) => {
    const all = shown(), at = all.indexOf(one);
    return all[at + 1]?.id ?? all[at - 1]?.id ?? null;
  };

  const onkeydown = (event) => {
    const { key } = event;
    const writing = event.target.matches("input:not([type=checkbox]), textarea, select");
    if ((event.ctrlKey || event.metaKey) && !event.altKey) {
      const does = { s: () => send({ do: "save" }), z: () => !writing && send({ do: "undo" }) }[key.toLowerCase()];
      if (does && (key.toLowerCase() === "s" || !writing)) { event.preventDefault(); does(); }
      return;
    }
    if (key === "Escape" && panel) { event.preventDefault(); close(); return; }
    if (event.altKey || writing || panel || root.querySelector("dialog[open]") || !(key in deeds)) return;
    event.preventDefault();
    deeds[key][1]();
  };

  // The frame that stays
  const said = h("p", { class: "sv-bench-said", role: "status" });
  const left = h("span", { class: "sv-meta" });
  const status = h("div", { class: "sv-bench-status" });
  const remarks = h("details", { class: "sv-bench-remarks", hidden: true });
  const coder = h("input", { type: "text", name: "coder", value: state.coder, maxlength: 40, autocomplete: "off", spellcheck: "false", "aria-describedby": `${own}-coder`, onchange: () => send({ do: "coder", coder: coder.value }) });
  const filter = h("input", { type: "checkbox", onchange: () => { only = filter.checked; filtered(); } });
  const tree = h("ul", { role: "tree", class: "sv-bench-tree", "aria-label": texts.elements });
  const detail = h("section", { class: "sv-bench-detail", "aria-label": texts.element });
  const page = h("ol", { class: "sv-bench-lines", role: "listbox", "aria-multiselectable": "true", tabindex: "0", lang: "da", "aria-label": texts.document });
  const rows = lines.map((text, at) => h("li", { role: "option", "aria-selected": "false", id: `${own}-l${at + 1}`, "data-line": at + 1, "aria-label": text.trim() ? null : fill(texts.line, { n: at + 1 }) }, h("span", {}, text)));
  const drawnMarks = rows.map(() => "");
  const keys = h("div", { role: "toolbar", class: "sv-bench-keys", "aria-label": texts.keys }, Object.entries(deeds).map(([key, [name, does]]) => button([h("kbd", {}, key), ` ${texts.key[name]}`], does, { "data-does": name })));
  const helping = dialog({ close: texts.close }, `${own}-help`);
  const legend = h("ul", { class: "sv-bench-legend", "aria-label": texts.family_legend }, content.families.map(([family, name]) => h("li", { class: `sv-f-${family}` }, h("i", { "aria-hidden": "true" }), name)));
  const root = h("section", { class: "sv sv-bench", lang: language, tabindex: "-1", "aria-label": fill(texts.title, { name: content.municipality }), onkeydown, onfocusin: (event) => event.target.setAttribute("data-lm-suppress-shortcuts", "true") }, // JupyterLab looks for this where the focus is
    h("header", {}, h("h2", {}, fill(texts.title, { name: content.municipality })), left, h("label", { class: "sv-bench-coder" }, h("span", {}, texts.coder), coder), h("span", { class: "sv-hidden", id: `${own}-coder` }, texts.coder_hint), status, remarks),
    h("div", { class: "sv-bench-desk" },
      h("div", { class: "sv-bench-page" }, h("div", { class: "sv-bench-head" }, h("h3", {}, texts.document)), page, legend),
      h("div", { class: "sv-bench-side" }, h("div", { class: "sv-bench-head" }, h("h3", {}, texts.elements), h("label", { class: "sv-check" }, filter, texts.only_unsure)), tree, detail)),
    said, keys, helping.node);
  page.append(...rows);

  const help = () => helping.show(texts.help_title, h("ul", { class: "sv-prose-list" }, texts.help.map((line) => h("li", {}, line))), h("dl", { class: "sv-bench-help" }, Object.entries(deeds).map(([key, [name]]) => [h("dt", {}, h("kbd", {}, key)), h("dd", {}, texts.key[name])]), h("dt", {}, h("kbd", {}, "Ctrl"), " ", h("kbd", {}, "S")), h("dd", {}, texts.key.save)), h("p", { class: "sv-meta" }, texts.coder_hint));

  // The document
  const drawMarks = () => {
    const known = Object.fromEntries(state.elements.map((one) => [one.id, one]));
    const told = new Set();
    rows.forEach((row, at) => {
      const marks = (state.marks[at + 1] ?? []).map(([start, end, whose]) => [start, end, whose, known[whose[0]], whose.includes(chosen), !told.has(whose[0])].map((part, place) => (place === 5 && told.add(whose[0]), part)));
      const told_ = JSON.stringify(marks.map(([start, end, whose, one, on, first]) => [start, end, whose, one?.type, Boolean(one?.unsure), on, first]));
      if (told_ === drawnMarks[at]) return;
      drawnMarks[at] = told_;
      const text = lines[at], pieces = [];
      let from = 0;
      for (const [start, end, whose, one, on, first] of marks) {
        if (start > from) pieces.push(text.slice(from, start));
        const tag = first ? `${kinds[one.type].name}${one.unsure ? " ?" : ""}${whose.length > 1 ? ` +${whose.length - 1}` : ""}` : null;
        pieces.push(h("mark", { class: `sv-f-${kinds[one.type].family}${one.unsure ? " sv-unsure" : ""}${on ? " sv-on" : ""}`, "data-own": whose.join(" "), "data-tag": tag }, text.slice(start, end)));
        from = end;
      }
      row.firstChild.replaceChildren(...pieces, text.slice(from));
    });
  };
  // Choose what was clicked; where several share the words, a further click takes the next.
  page.addEventListener("click", (event) => {
    const whose = event.target.closest("mark")?.dataset.own.split(" ");
    if (whose && getSelection().isCollapsed) choose(whose[(whose.indexOf(chosen) + 1) % whose.length], false);
  });
  const cursor = { at: 0, from: 0 };
  const lineUp = (at, extend) => {
    cursor.at = Math.max(0, Math.min(rows.length - 1, at));
    if (!extend) cursor.from = cursor.at;
    const [first, last] = [Math.min(cursor.at, cursor.from), Math.max(cursor.at, cursor.from)];
    rows.forEach((row, place) => row.setAttribute("aria-selected", String(place >= first && place <= last)));
    page.setAttribute("aria-activedescendant", rows[cursor.at].id);
    marked_ = { first: [first + 1, 0, 0], last: [last + 1, 0, lines[last].length] };
    getSelection().removeAllRanges();
    reveal(page, rows[cursor.at]);
    if (extend) tell(fill(texts.chosen_lines, { first: first + 1, last: last + 1 }));
  };
  page.addEventListener("keydown", (event) => {
    const to = { ArrowDown: cursor.at + 1, ArrowUp: cursor.at - 1, Home: 0, End: rows.length - 1, PageDown: cursor.at + 15, PageUp: cursor.at - 15 }[event.key];
    if (to !== undefined) { event.preventDefault(); lineUp(to, event.shiftKey); }
    if (event.key === "Enter") { const mark = rows[cursor.at].querySelector("mark"); if (mark) choose(mark.dataset.own.split(" ")[0], false); }
  });
  page.addEventListener("focus", () => page.matches(":focus-visible") && (marked_ ?? lineUp(cursor.at, false)));
  page.addEventListener("pointerdown", (event) => { marked_ = null; cursor.at = Number(event.target.closest("[data-line]")?.dataset.line ?? 1) - 1; rows.forEach((row) => row.setAttribute("aria-selected", "false")); page.removeAttribute("aria-activedescendant"); });

  const spot = (node, offset) => {
    const row = (node.nodeType === 1 ? node : node.parentElement)?.closest("[data-line]");
    if (!row || !page.contains(row)) return null;
    const range = document.createRange();
    range.selectNodeContents(row);
    range.setEnd(node, offset);
    return [Number(row.dataset.line), range.toString().length];
  };
  // What is marked stays so when a button is pressed, though the browser's own selection then goes.
  const remember = () => {
    const now = getSelection();
    if (!now.rangeCount || now.isCollapsed) return;
    const range = now.getRangeAt(0);
    const first = spot(range.startContainer, range.startOffset), last = spot(range.endContainer, range.endOffset);
    if (first && last) marked_ = { first: [first[0], first[1], first[1]], last: [last[0], last[1], last[1]] };
  };
  document.addEventListener("selectionchange", remember);

  // Scroll within a box only, never the page around it.
  const reveal = (box, node) => {
    const above = node.getBoundingClientRect().top - box.getBoundingClientRect().top, height = box.clientHeight;
    if (above < 24 || above + node.offsetHeight > height - 24) box.scrollTop += above - height / 3;
  };

  // The tree
  const flags = (one) => [one.unsure ? h("span", { class: "sv-flag" }, texts.unsure) : null, one.themes.length ? h("span", { class: "sv-meta" }, one.themes.map((theme) => themeNames[theme] ?? theme).join(", ")) : null];
  const drawTree = () => {
    const at = tree.contains(document.activeElement);
    const all = shown();
    tree.replaceChildren(...all.map((one, at_) => h("li", { role: "treeitem", "data-own": one.id, tabindex: one.id === chosen ? "0" : "-1", "aria-level": only ? 1 : one.depth, "aria-posinset": only ? at_ + 1 : one.place, "aria-setsize": only ? all.length : one.of, "aria-selected": String(one.id === chosen), style: `--depth: ${only ? 0 : one.depth - 1}`, onclick: () => choose(one.id, true) },
      h("span", { class: `sv-kind sv-f-${kinds[one.type].family}` }, kinds[one.type].name), h("span", { class: "sv-said-as", lang: "da" }, one.label), flags(one))));
    tree.hidden = !all.length;
    none.hidden = Boolean(all.length);
    if (all.length && !all.some((one) => one.id === chosen)) tree.firstChild.tabIndex = 0;
    if (at) (tree.querySelector("[aria-selected=true]") ?? tree.firstChild)?.focus({ preventScroll: true });
    const now = tree.querySelector("[aria-selected=true]");
    if (now) reveal(tree, now);
  };
  const none = h("p", { class: "sv-missing", hidden: true }, texts.none_unsure);
  tree.after(none);
  tree.addEventListener("keydown", (event) => {
    const does = { ArrowDown: () => step(1), ArrowUp: () => step(-1), Home: () => step(-state.elements.length), End: () => step(state.elements.length), ArrowLeft: () => { const parent = element()?.parent; if (parent) choose(parent, true); }, ArrowRight: () => { const child = state.elements.find((one) => one.parent === chosen); if (child) choose(child, true); } }[event.key];
    if (does) { event.preventDefault(); does(); }
  });
  const filtered = () => {
    if (only && !element()?.unsure && shown().length) chosen = shown()[0].id;
    draw();
  };
  const choose = (id, focus) => {
    chosen = id;
    panel = null;
    draw();
    if (focus) tree.querySelector("[aria-selected=true]")?.focus({ preventScroll: true });
    const mark = page.querySelector("mark.sv-on");
    if (mark) reveal(page, mark);
  };

  // The chosen element
  const field = (name, control) => h("label", { class: "sv-field" }, h("span", {}, name), control);
  const text = (one, name, props = {}) => field(texts.fields[name], h("input", { type: "text", name, value: one[name] ?? "", autocomplete: "off", lang: "da", onchange: (event) => send({ do: "change", element: one.id, field: name, value: event.target.value }), ...props }));
  const fields = (one) => {
    const parent = state.elements.find((other) => other.id === one.parent);
    const label = h("textarea", { name: "label", rows: 3, lang: "da" });
    label.value = one.label;
    const at = h("input", { type: "text", name: "lines", value: one.lines });
    return [
      h("header", {}, h("span", { class: `sv-kind sv-f-${kinds[one.type].family}` }, kinds[one.type].name), h("span", { class: "sv-meta" }, one.id)),
      h("blockquote", { class: "sv-quote" }, h("p", { lang: "da" }, one.label), h("footer", {}, one.place_name)),
      h("details", {}, h("summary", {}, texts.panel.reword), field(texts.fields.label, label), field(texts.fields.lines, at), button(texts.confirm, () => send({ do: "reword", element: one.id, label: label.value, lines: at.value }))),
      one.unsure ? h("p", { class: "sv-doubt" }, h("strong", {}, texts.unsure), one.unsure.confidence ? ` (${fill(texts.confidence, { n: one.unsure.confidence })})` : "", one.unsure.why ? `: ${one.unsure.why}` : "") : null,
      h("dl", { class: "sv-bench-facts" },
        h("dt", {}, texts.fields.parent), h("dd", { lang: parent ? "da" : null }, parent ? parent.label : texts.no_parent),
        h("dt", {}, texts.fields.themes), h("dd", {}, one.themes.length ? h("ol", {}, one.themes.map((theme, place) => h("li", {}, themeNames[theme] ?? theme, place ? "" : h("small", {}, ` ${texts.panel.main}`)))) : texts.no_themes),
        h("dt", {}, texts.fields.aligned), h("dd", {}, one.aligned.length ? h("ul", {}, one.aligned.map((other) => h("li", {}, `${other.name}: `, h("q", { lang: "da" }, other.label), h("small", {}, ` ${Object.fromEntries(relations)[other.relation] ?? other.relation}`)))) : texts.no_aligned),
        one.quotes.length ? [h("dt", {}, texts.fields.quotes), h("dd", {}, h("ul", {}, one.quotes.map((quote) => h("li", { lang: "da" }, quote))))] : null),
      h("div", { class: "sv-bench-fields" }, text(one, "term"), text(one, "number"), text(one, "note", { lang: language }),
        h("label", { class: "sv-check" }, h("input", { type: "checkbox", name: "named", checked: one.named, onchange: (event) => send({ do: "change", element: one.id, field: "named", value: event.target.checked }) }), texts.fields.named)),
    ];
  };
  const drawDetail = () => {
    if (panel) return;
    const at = document.activeElement, typed = detail.contains(at) && at.matches("input[type=text], textarea") ? [at.name, at.value, at.selectionStart, at.selectionEnd] : null;
    const open = detail.dataset.own === chosen && detail.querySelector("details")?.open;
    const one = element();
    put(detail, ...(one ? fields(one) : [h("p", { class: "sv-missing" }, texts.nothing_chosen)]).flat(Infinity).filter(Boolean));
    if (open) detail.querySelector("details").open = true;
    if (typed && detail.dataset.own === chosen) {
      const again = detail.querySelector(`[name="${typed[0]}"]`);
      again.value = typed[1];
      again.focus({ preventScroll: true });
      again.setSelectionRange(typed[2], typed[3]);
    } else if (detail.dataset.own !== chosen) detail.scrollTop = 0;
    detail.dataset.own = chosen ?? "";
  };

  // Panels: something to pick from, in the place of the fields
  const close = () => {
    panel = null;
    draw();
    tree.querySelector("[aria-selected=true], [tabindex='0']")?.focus({ preventScroll: true });
  };
  const show = (title, ...body) => {
    detail.replaceChildren(h("div", { class: "sv-panel", role: "group", "aria-labelledby": `${own}-panel` }, h("header", {}, h("h4", { id: `${own}-panel` }, title), button(texts.close, close, { class: "sv-link-button" })), ...body));
    detail.scrollTop = 0;
    detail.dataset.own = "";
  };
  // A list to pick from while one types: `options` are [value, name, about, family]; `seek` asks Python for them instead.
  const pick = ({ title, options = [], at = null, many = null, seek = null, above = null, done }) => {
    let found = options, active = 0, waiting;
    const list = h("ul", { role: "listbox", id: `${own}-list`, "aria-label": title, "aria-multiselectable": many ? "true" : null });
    const more = h("p", { class: "sv-meta", role: "status" });
    const input = h("input", { type: "text", role: "combobox", "aria-expanded": "true", "aria-autocomplete": "list", "aria-controls": list.id, "aria-label": seek ? texts.panel.seek : title, placeholder: seek ? texts.panel.seek : null, autocomplete: "off", spellcheck: "false" });
    const fold = (words) => words.toLocaleLowerCase("da");
    const filtered_ = () => { const q = fold(input.value.trim()); return seek ? found : found.filter(([, name, about]) => !q || fold(name).includes(q) || (q.length > 3 && fold(about ?? "").includes(q))); };
    const draw_ = () => {
      const all = filtered_();
      active = Math.max(0, Math.min(all.length - 1, active));
      list.replaceChildren(...all.map(([value, name, about, family, why], place) => h("li", { role: "option", id: `${own}-o${place}`, "aria-selected": String(many ? many().includes(value) : place === active), class: place === active ? "sv-active" : null, onpointerdown: (event) => { event.preventDefault(); active = place; take(); } },
        family ? h("span", { class: `sv-kind sv-f-${family}` }, name) : h("strong", {}, name), about ? h("span", { lang: family === null ? "da" : null }, about) : null, why ? h("span", {}, why) : null)));
      if (all.length) input.setAttribute("aria-activedescendant", `${own}-o${active}`); else input.removeAttribute("aria-activedescendant");
      const now = list.children[active];
      if (now) reveal(list, now);
      if (!all.length && (!seek || input.value)) more.textContent = texts.no_hits; else if (!seek) more.textContent = "";
    };
    const take = () => { const all = filtered_(); if (all[active]) { done(all[active][0], all[active]); if (many) { input.value = ""; input.focus(); } } };
    input.addEventListener("input", () => { active = 0; if (!seek) return draw_(); clearTimeout(waiting); waiting = setTimeout(() => seek(input.value), 150); });
    input.addEventListener("keydown", (event) => {
      const by = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 }[event.key];
      if (by) { event.preventDefault(); active += by; draw_(); }
      if (event.key === "Enter") { event.preventDefault(); take(); }
    });
    panel = { draw: () => { above?.replaceChildren(...(many ? chips(many()) : [])); draw_(); }, found: (answer) => { found = answer.items.map((one) => [one.id, `${one.name} · ${one.level}`, one.label, null, one.why]); more.textContent = answer.more ? fill(texts.more, { n: answer.more }) : ""; draw_(); } };
    active = Math.max(0, found.findIndex(([value]) => value === at));
    show(title, above, input, list, more, h("p", { class: "sv-meta" }, texts.enter));
    panel.draw();
    input.focus({ preventScroll: true });
    seek?.("");
  };
  const chips = (ids) => ids.map((theme, place) => h("li", {}, `${place + 1}. ${themeNames[theme] ?? theme}`, button("×", () => { send({ do: "code", element: chosen, themes: ids.filter((one) => one !== theme) }); detail.querySelector("input")?.focus(); }, { "aria-label": `${texts.key.remove}: ${themeNames[theme] ?? theme}` })));

  const pickType = (title, at, done) => pick({ title, at, options: types.map((one) => [one.id, one.name, "", one.family]), done: (value) => { close(); done(value); } });
  const merge = (one) => pick({ title: texts.panel.merge, at: neighbour(one), options: state.elements.filter((other) => other.id !== one.id).map((other) => [other.id, kinds[other.type].name, other.label, kinds[other.type].family]), done: (other) => { close(); send({ do: "merge", element: one.id, other }); } });
  const below = (id) => [id, ...state.elements.filter((one) => one.parent === id).flatMap((one) => below(one.id))];
  const place = (one) => {
    const own_ = new Set(below(one.id));
    const fit = state.elements.filter((other) => kinds[one.type].under.includes(other.type) && !own_.has(other.id));
    pick({ title: texts.panel.parent, at: one.parent ?? "", options: [["", texts.no_parent, ""], ...fit.map((other) => [other.id, kinds[other.type].name, other.label, kinds[other.type].family])], done: (parent) => { close(); send({ do: "move", element: one.id, parent }); } });
  };
  const code = (one) => {
    const now = () => element()?.themes ?? [];
    pick({ title: texts.panel.theme, many: now, above: h("ol", { class: "sv-chips" }), options: [...one.suggested.map(([id, why]) => [id, themeNames[id] ?? id, why]), ...themes.filter((theme) => !one.suggested.some(([id]) => id === theme.id)).map((theme) => [theme.id, theme.name, theme.about])], done: (theme) => send({ do: "code", element: one.id, themes: now().includes(theme) ? now().filter((other) => other !== theme) : [...now(), theme] }) });
  };
  const align = (one) => {
    const relate = (other, [, name, label]) => {
      const known = one.aligned.find((each) => each.id === other);
      pick({ title: `${texts.panel.relation} ${name}: ${label}`, at: known?.relation, options: [...relations.map(([id, said_]) => [id, said_, ""]), ...(known ? [["", texts.relation_none.none, ""]] : [])], done: (relation) => { close(); send({ do: "align", element: one.id, other, relation }); } });
    };
    pick({ title: texts.panel.align, seek: (q) => send({ do: "seek", q, element: one.id }), done: relate });
  };
  const create = () => {
    const what = marked_;
    if (!what) return tell(texts.mark_first, true);
    const words = lines.slice(what.first[0] - 1, what.last[0]);
    words[words.length - 1] = words.at(-1).slice(0, what.last[2]);
    words[0] = words[0].slice(what.first[1]);
    pick({ title: texts.panel.new, at: element()?.type ?? "goal", above: h("blockquote", { class: "sv-quote" }, h("p", { lang: "da" }, words.join(" "))), options: types.map((one) => [one.id, one.name, "", one.family]), done: (type) => { close(); marked_ = null; send({ do: "add", type, ...what }); } });
  };
  const split = (one) => {
    const cuts = [...one.label.matchAll(/\s+/g)].map((found) => found.index + found[0].length);
    if (!cuts.length) return tell(texts.refused.split, true);
    const natural = cuts.filter((at) => /[.;:!?,]\s*$/.test(one.label.slice(0, at)) || /^(og|samt|men)\s/.test(one.label.slice(at)));
    const middle = (all) => all.reduce((best, at) => (Math.abs(at - one.label.length / 2) < Math.abs(best - one.label.length / 2) ? at : best));
    let at = cuts.indexOf(middle(natural.length ? natural : cuts));
    const first = h("p", { lang: "da" }), second = h("p", { lang: "da" });
    const range = h("input", { type: "range", min: 0, max: cuts.length - 1, value: at, "aria-label": texts.panel.split, oninput: () => { at = Number(range.value); draw_(); }, onkeydown: (event) => { if (event.key === "Enter") { event.preventDefault(); go(); } } });
    const go = () => { close(); send({ do: "split", element: one.id, at: cuts[at] }); };
    const draw_ = () => {
      first.textContent = one.label.slice(0, cuts[at]).trim();
      second.textContent = one.label.slice(cuts[at]).trim();
      range.setAttribute("aria-valuetext", `${texts.panel.first}: ${first.textContent}. ${texts.panel.second}: ${second.textContent}`);
    };
    panel = { draw: () => {}, found: () => {} };
    show(texts.panel.split, h("p", { class: "sv-meta" }, texts.panel.split_how), range, h("dl", { class: "sv-bench-parts" }, h("dt", {}, texts.panel.first), h("dd", {}, first), h("dt", {}, texts.panel.second), h("dd", {}, second)), button(texts.confirm, go, { class: "sv-act" }), h("p", { class: "sv-meta" }, texts.enter));
    draw_();
    range.focus({ preventScroll: true });
  };

  // What is now
  const drawStatus = () => {
    const { kind, text: words, faults } = state.status;
    const alarm = ["faults", "conflict", "refused"].includes(kind);
    left.textContent = state.left;
    if (remarks.childElementCount !== state.remarks.length + 1) remarks.replaceChildren(h("summary", {}, fill(texts.remarks, { n: state.remarks.length })), ...state.remarks.map((one) => h("p", {}, one)));
    remarks.hidden = !state.remarks.length;
    if (document.activeElement !== coder) coder.value = state.coder;
    status.className = `sv-bench-status sv-is-${kind}`;
    status.replaceChildren(h("p", { role: alarm ? "alert" : null }, words), faults.length ? h("ul", {}, faults.map((one) => h("li", {}, one))) : "", kind === "conflict" ? button(texts.key.reload, () => send({ do: "reload" })) : kind === "refused" ? button(texts.key.save, () => send({ do: "save" })) : "");
  };
  const draw = () => {
    drawTree();
    drawMarks();
    drawDetail();
    drawStatus();
    for (const one of keys.children) if (one.dataset.does === "undo" || one.dataset.does === "redo") one.title = state[one.dataset.does];
  };
  const changed = () => {
    const before = state, at = before.elements.findIndex((one) => one.id === chosen), inside = root.contains(document.activeElement);
    state = model.get("state");
    if (state.n === before.n) return drawStatus();
    tell(state.said, state.bad);
    if (!state.bad) chosen = then ?? state.chosen ?? chosen;
    then = null;
    if (!element()) chosen = state.elements[Math.max(0, Math.min(at, state.elements.length - 1))]?.id ?? null;
    draw();
    panel?.draw();
    const mark = page.querySelector("mark.sv-on");
    if (mark) reveal(page, mark);
    if (inside && !root.contains(document.activeElement)) tree.querySelector("[aria-selected=true]")?.focus({ preventScroll: true });
  };
  const answered = () => panel?.found(model.get("found"));
  model.on("change:state", changed);
  model.on("change:found", answered);
  el.append(root);
  draw();
  whenShown(el, () => document.documentElement.setAttribute("data-app-ready", "bench"));
  return () => {
    document.removeEventListener("selectionchange", remember);
    model.off("change:state", changed);
    model.off("change:found", answered);
  };
}

export default { render };
