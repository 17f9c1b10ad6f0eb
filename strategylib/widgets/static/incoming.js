// A file from another program: chosen or dropped here, sent to Python in pieces, shown as what it would change, and written when the reader says so.

function render({ model, el }) {
  const { texts, formats, accept, most, piece, about } = model.get("content");
  const box = dialog(texts, "sv-incoming");
  const said = h("p", { class: "sv-incoming-said", role: "status" });
  const found = h("div", { class: "sv-incoming-found" });
  const file = h("input", { type: "file", class: "sv-hidden", accept, onclick: () => (file.value = ""), onchange: () => file.files.length && bring(file.files[0]) }); // the same file again is a choice, too
  const called = h("span", { class: "sv-meta" }, texts.drop); // the file's name, when there is one
  const options = (pairs, none) => [h("option", { value: "" }, none), ...pairs.map(([id, name]) => h("option", { value: id }, name))];
  const format = h("select", { onchange: () => format.value && read() }, options(formats, texts.format_none));
  const municipality = h("select", { onchange: () => read() });
  const labelled = (text, control) => h("label", {}, h("span", {}, text), control);
  const chosen = h("div", { class: "sv-incoming-chosen", hidden: true }, labelled(texts.format, format));
  const whose = labelled(texts.municipality, municipality);
  const foot = h("footer", { hidden: true });
  let turn = 0;

  // Ask Python; what answers an older question is passed over.
  const ask = (message, buffers) => model.send({ ...message, turn }, undefined, buffers);
  const wait = (text) => {
    turn += 1;
    tell(text);
    found.replaceChildren();
    foot.hidden = true;
  };
  // What is heard while one waits is seen, too; what is heard of a result stands below it in full.
  const tell = (text, seen = true) => {
    said.textContent = text;
    said.classList.toggle("sv-hidden", !seen);
  };
  const fail = (text) => {
    tell("");
    found.replaceChildren(faulty(text));
  };
  const read = () => {
    wait(texts.reading);
    ask({ do: "read", format: format.value, municipality: municipality.value });
  };

  // Send a file piece by piece: the next goes when Python has said that the last is there.
  let coming = null;
  const bring = (one) => {
    wait(texts.reading);
    called.textContent = one.name;
    chosen.hidden = true;
    coming = null;
    if (one.size > most) return fail(fill(texts.too_big, { most: most / 2 ** 20 }));
    if (!one.size) return fail(texts.empty);
    coming = one;
    send(0);
  };
  const send = async (at) => {
    const own = turn, one = coming;
    const bytes = await one.slice(at, at + piece).arrayBuffer().catch(() => null);
    if (own !== turn) return;
    if (bytes) ask({ do: "piece", name: one.name, size: one.size, at }, [bytes]);
    else fail(texts.unreadable);
  };

  const places = (list) => h("ul", { class: "sv-incoming-places" }, list.map((one) => h("li", {}, h("strong", {}, one.where, ": "), one.problem, h("small", {}, one.remedy))));
  const faulty = (text, { faults = [], faults_more = "" } = {}) => h("div", { class: "sv-faults" }, h("p", { role: "alert" }, text), faults.length ? places(faults) : null, faults_more ? h("p", {}, faults_more) : null);
  const rest = (more) => (more ? h("p", {}, more.all ? h("button", { type: "button", onclick: all }, more.said) : more.said) : null);
  const all = () => {
    wait(texts.reading);
    ask({ do: "all" });
  };
  // Where a row stays, what changes in it is marked; a row that comes or goes is all of it.
  const cell = (tag, [before, own, after]) => (before || own || after ? h("span", { lang: "da" }, before, " ", own ? h(tag, {}, own) : null, " ", after) : h("span", { class: "sv-missing" }, texts.nothing));
  // The roles are written out, since a narrow screen lays the rows out as blocks.
  const row = (one) =>
    h("tr", { role: "row", class: `sv-${one.change}` },
      h("td", { role: "cell" }, h("strong", {}, h("span", { "aria-hidden": "true" }, one.sign, " "), one.word), h("span", {}, one.what)),
      h("td", { role: "cell" }, h("span", {}, one.where), one.field ? h("code", {}, one.field) : null),
      h("td", { role: "cell", "data-head": texts.before }, one.change === "added" ? "–" : cell(one.change === "changed" ? "del" : "span", one.before)),
      h("td", { role: "cell", "data-head": texts.after }, one.change === "removed" ? "–" : cell(one.change === "changed" ? "ins" : "span", one.after)));
  const table = (rows) =>
    h("table", { role: "table" },
      h("caption", { class: "sv-hidden" }, texts.table),
      h("thead", { role: "rowgroup" }, h("tr", { role: "row" }, [texts.what, texts.where, texts.before, texts.after].map((head) => h("th", { scope: "col", role: "columnheader" }, head)))),
      h("tbody", { role: "rowgroup" }, rows.map(row)));

  const STEPS = {
    start: () => [],
    which: () => [faulty(texts.which)],
    refused: (state) => [faulty(state.said, state), state.again ? h("p", {}, h("button", { type: "button", onclick: read }, texts.again)) : null],
    shown: (state) => [
      h("h3", { tabindex: "-1" }, state.said, state.counts ? h("small", {}, ` ${state.counts}`) : null),
      state.faults.length ? faulty(state.faults_said, state) : null,
      state.deviations.length ? h("details", { open: state.deviations.length < 6 }, h("summary", {}, state.deviations_said), places(state.deviations), rest(state.deviations_more)) : null,
      state.rows.length ? table(state.rows) : null,
      rest(state.more),
    ],
    written: (state) => [h("h3", { tabindex: "-1" }, state.said), h("ul", {}, state.files.map((name) => h("li", {}, h("code", {}, name)))), h("p", {}, state.shown ? texts.shown : texts.not_shown)],
  };
  const apply = () => {
    turn += 1;
    tell(texts.writing);
    foot.hidden = true;
    ask({ do: "apply" });
  };
  const show = () => {
    const state = model.get("state");
    if (state.turn !== turn && state.step !== "start") return;
    tell(state.step === "shown" ? [state.said, state.counts, state.deviations_said].filter(Boolean).join(". ") : state.step === "written" ? state.said : "", false);
    found.replaceChildren(...STEPS[state.step](state).filter(Boolean));
    chosen.hidden = !(state.format || state.step === "which");
    format.value = state.format ?? "";
    if (state.municipalities?.length) {
      municipality.replaceChildren(...options(state.municipalities, texts.municipality_none));
      municipality.value = state.municipality;
      chosen.append(whose);
    } else whose.remove();
    foot.hidden = !(state.step === "shown" && state.rows.length && !state.faults.length);
    if (state.step === "written" || !box.node.contains(document.activeElement)) found.querySelector("h3")?.focus();
  };

  foot.append(h("button", { type: "button", class: "sv-primary", onclick: apply }, texts.apply), h("button", { type: "button", onclick: () => box.node.close() }, texts.cancel));
  box.node.append(foot);
  const over = (event) => {
    event.preventDefault();
    event.stopPropagation();
    box.node.classList.toggle("sv-over", event.type === "dragover");
    if (event.type === "drop" && event.dataTransfer.files.length) bring(event.dataTransfer.files[0]);
  };
  for (const name of ["dragover", "dragleave", "drop"]) box.node.addEventListener(name, over);
  box.node.addEventListener("close", () => {
    model.send({ do: "close" });
    document.querySelector(".sv-bring")?.focus();
  });
  model.on("change:state", show);
  model.on("msg:custom", (answer) => answer.turn === turn && send(answer.got));
  put(el, box.node);
  whenShown(el, () => {
    box.show(texts.title, h("div", { class: "sv-incoming-start" }, about.map((one) => h("p", { class: "sv-meta" }, one)), h("div", { class: "sv-incoming-file" }, h("label", { class: "sv-incoming-choose" }, file, texts.file), called), chosen), said, found);
    show();
  });
}

export default { render };
