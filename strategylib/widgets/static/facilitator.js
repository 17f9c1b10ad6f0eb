// The facilitator's page: make a session, choose what it is about, lead it. The session goes over a socket of its own, so that a kernel
// that stops stops nothing; the kernel only finds elements of the graph.

const VOTED = ["dots", "points", "ranking", "matrix", "statements", "alignment", "follow_up"];
const KINDS = [...VOTED, "ideas", "translation", "plan"];
const LIKES = { statements: ["agree", "disagree", "pass"], alignment: ["same", "broader", "narrower", "related", "no"], follow_up: ["green", "yellow", "red", "unknown"] };

function render({ model, el }) {
  const { texts, page, municipalities, themes, levels, agendas, roles, involvement: involvements, keeps } = model.get("content");
  const base = JSON.parse(document.getElementById("sv-config")?.textContent ?? "{}").base ?? "/";
  const random = () => [...crypto.getRandomValues(new Uint8Array(12))].map((one) => one.toString(16).padStart(2, "0")).join("");
  const home = new URL(base, location.href).href;
  let secrets = null, socket = null, state = null, editing = null, said = "", gone = false, wait = 500;
  const waiting = new Map();

  // The session's link holds both secrets: whoever has it leads the session.
  const read = () => {
    const [, facilitator, projector] = location.hash.match(/^#moede=([\w-]{20,})\.([\w-]{20,})$/) ?? [];
    return facilitator ? { facilitator, projector } : null;
  };

  const start = () => {
    secrets = read();
    socket?.close();
    state = null;
    if (secrets) connect();
    else draw();
  };

  const connect = () => {
    gone = false;
    const address = new URL(`${base}facilitator/ws`, location.href);
    address.protocol = address.protocol.replace("http", "ws");
    const mine = (socket = new WebSocket(address));
    mine.onopen = () => {
      wait = 500;
      mine.send(JSON.stringify({ secret: secrets.facilitator }));
      for (const message of waiting.values()) mine.send(message);
    };
    mine.onmessage = (event) => {
      const message = JSON.parse(event.data);
      if (message.t === "state") {
        state = message.state;
        upToDate = false;
        show();
      } else {
        waiting.delete(message.key);
        if (message.t === "no") tell(message.say);
      }
    };
    mine.onclose = (event) => {
      if (mine !== socket) return;
      if (event.code === 4404) { gone = true; draw(); return; }
      tell(texts.lost);
      setTimeout(() => mine === socket && connect(), wait);
      wait = Math.min(2 * wait, 5000);
    };
  };

  const act = (kind, body = {}) => {
    const key = random(), message = JSON.stringify({ kind, body, key });
    tell("");
    waiting.set(key, message);
    if (socket?.readyState === WebSocket.OPEN) socket.send(message);
  };

  const tell = (words) => {
    said = words;
    line.textContent = words;
  };
  const line = h("p", { class: "sv-said", role: "status" });

  const button = (name, does, props = {}) => h("button", { type: "button", onclick: does, ...props }, name);
  const label = (name, control) => h("label", { class: "sv-field" }, h("span", {}, name), control);
  const select = (options, chosen, does) => h("select", { onchange: (event) => does?.(event.target.value) }, options.map(([value, name]) => h("option", { value, selected: value === chosen }, name)));

  const post = (path, body) => {
    const token = document.cookie.match(/\b_xsrf=([^;]*)/)?.[1] ?? "";
    return fetch(`${base}facilitator/${path}`, { method: "POST", headers: { "X-XSRFToken": token, "Content-Type": "application/json" }, body: JSON.stringify(body) });
  };

  // Make a session, blank, as a copy or from a file, and go to it.
  const make = async (body) => {
    try {
      const answer = await post("sessions", body);
      if (!answer.ok) throw new Error(String(answer.status));
      const made = await answer.json();
      location.hash = `moede=${made.facilitator}.${made.projector}`;
    } catch {
      tell(texts.not_made);
    }
  };

  const take = async (form) => {
    try {
      const answer = await post("minutes", { secret: secrets.facilitator, form });
      if (!answer.ok) throw new Error(String(answer.status));
      const name = answer.headers.get("Content-Disposition").match(/filename="([^"]+)"/)[1];
      const link = h("a", { href: URL.createObjectURL(await answer.blob()), download: name });
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
    } catch {
      tell(texts.file_failed);
    }
  };

  // Put the results beside the strategies, where the leaders' app and the analysts find them.
  const keep = async () => {
    try {
      const answer = await post("results", { secret: secrets.facilitator });
      if (!answer.ok) throw new Error(String(answer.status));
      tell(fill(texts.kept, await answer.json()));
    } catch {
      tell(texts.not_kept);
    }
  };

  // Before there is a session
  const fresh = () => {
    const title = h("input", { type: "text", required: true, maxlength: 120 });
    const day = new Date(Date.now() + 90 * 86_400_000).toISOString().slice(0, 10);
    const until = h("input", { type: "date", value: day });
    const submit = (event) => {
      event.preventDefault();
      make({ title: title.value, language: model.get("content").language, delete_after: until.value || null });
    };
    const open = async () => {
      try {
        await make({ file: JSON.parse(await file.files[0].text()), delete_after: until.value || null });
      } catch {
        tell(texts.not_made);
      }
    };
    const file = h("input", { type: "file", accept: ".json,application/json", onchange: open });
    return [
      h("section", { class: "sv-hero" }, h("h1", {}, gone ? page.join.gone : texts.new_title), h("p", { class: "sv-lead" }, texts.new_lead)),
      h("form", { class: "sv-new", onsubmit: submit }, label(texts.title, title), label(texts.delete_after, until), h("p", { class: "sv-how" }, texts.delete_how), h("button", { type: "submit", class: "sv-act" }, texts.make)),
      label(texts.open_file, file),
    ];
  };

  // While it runs
  const bar = () => {
    const minutes = h("input", { type: "number", min: 1, max: 120, value: 5, "aria-label": texts.minutes });
    const time = state.until ? button(texts.stop_timer, () => act("timed", { until: null })) : button(texts.start_timer, () => act("timed", { until: new Date(Date.now() + 60_000 * Number(minutes.value)).toISOString() }));
    return h("section", { class: "sv-lead-bar" },
      h("dl", {}, h("dt", {}, "PIN"), h("dd", { class: "sv-pin" }, state.pin.replace(/(\d{4})(?=\d)/, "$1 ")), h("dt", {}, texts.here), h("dd", {}, String(state.here))),
      h("p", {}, h("a", { href: `${home}skaerm#${secrets.projector}`, target: "_blank", rel: "noopener" }, texts.projector), " · ", h("a", { href: `${home}deltag#pin=${state.pin}`, target: "_blank", rel: "noopener" }, texts.phone), " · ", button(texts.copy, () => navigator.clipboard?.writeText(location.href).then(() => tell(texts.copied)), { class: "sv-link-button" })),
      h("div", { class: "sv-acts" }, minutes, time, button(state.locked ? texts.unlock : texts.lock, () => act("locked", { locked: !state.locked })), button(texts.undo, () => act("undone"), { disabled: !state.undo }), button(texts.end, () => confirm(texts.end_sure) && act("ended"), { disabled: state.ended })),
      h("p", {}, `${texts.minutes_file}: `, [["docx", "Word"], ["pptx", "PowerPoint"], ["xlsx", "Excel"], ["pdf", "PDF"], ["json", "JSON"]].map(([form, name]) => [button(name, () => take(form), { class: "sv-link-button" }), " "]), "· ", button(texts.copy_session, () => make({ copy: secrets.facilitator }), { class: "sv-link-button" })),
      h("p", {}, keeps ? button(texts.keep, keep, { class: "sv-link-button" }) : [button(texts.results_file, () => take("results"), { class: "sv-link-button" }), " ", h("small", {}, texts.results_how)]));
  };

  const steps = (one) => {
    const to = (kind, name, off, main) => button(name, () => act(kind, { exercise_id: one.id }), { disabled: off || state.ended, class: main ? "sv-act" : null });
    const again = one.phase !== "draft" || one.done > 0;
    return h("div", { class: "sv-acts" },
      to("opened", texts.open, one.phase === "open", one.phase === "draft"),
      to("closed", texts.close_vote, one.phase !== "open" && one.phase !== "revealed", one.phase === "open"),
      to("revealed", texts.reveal, one.phase === "draft" || one.phase === "revealed", one.phase === "closed"),
      button(texts.reset, () => confirm(texts.reset_sure) && act("reset", { exercise_id: one.id }), { disabled: !again || state.ended }),
      button(texts.edit, () => { editing = structuredClone(one); draw(); }, { disabled: state.ended }));
  };

  const exercise = (one, place) => {
    const move = (by) => {
      const order = state.exercises.map((other) => other.id);
      order.splice(place + by, 0, ...order.splice(place, 1));
      act("ordered", { order });
    };
    return h("li", { class: `sv-exercise sv-${one.phase}`, id: `ex-${one.id}`, "aria-current": one.id === state.current ? "step" : null },
      h("header", {}, h("h3", {}, `${place + 1}. ${one.title}`), h("p", { class: "sv-meta" }, `${texts.kinds[one.kind]} · ${texts.phases[one.phase]}${one.kind === "plan" ? "" : ` · ${fill(page.result.n.other, { n: one.done })}`}`)),
      steps(one),
      one.written ? inbox(one) : null,
      one.phase !== "draft" ? results(one) : null,
      h("div", { class: "sv-acts" }, button(texts.up, () => move(-1), { disabled: place === 0, "aria-label": `${texts.up}: ${one.title}` }), button(texts.down, () => move(1), { disabled: place === state.exercises.length - 1, "aria-label": `${texts.down}: ${one.title}` }), button(texts.remove, () => confirm(texts.remove_sure) && act("removed", { exercise_id: one.id }), { "aria-label": `${texts.remove}: ${one.title}` })));
  };

  const figure_ = (one, kind) => {
    if (kind === "dots") return fill(page.result.dots[one.total === 1 ? "one" : "other"], { n: one.total });
    if (kind === "points") return fill(page.result.points, { n: one.total });
    if (kind === "ranking") return `${fill(page.result.place, { n: one.place })} · ${fill(page.result.borda, { n: one.borda })}`;
    if (kind === "matrix") return one.n ? fill(page.result.matrix, { impact: one.impact.toFixed(1), feasibility: one.feasibility.toFixed(1), n: one.n }) : page.result.none;
    return (LIKES[kind] ?? []).filter((word) => one[word]).map((word) => `${page.likes[word]} ${one[word]}`).join(" · ");
  };

  const results = (one) =>
    h("details", { open: one.id === state.current }, h("summary", {}, one.kind === "plan" ? texts.plan : one.phase === "revealed" ? texts.result_shown : texts.result),
      one.result.groups?.why ? h("p", { class: "sv-how" }, page.groups[one.result.groups.why]) : null,
      h("ol", { class: "sv-tally" }, one.result.items.map((item) => h("li", {}, h("p", {}, item.text), h("p", { class: "sv-meta" }, figure_(item, one.kind)), deciding(one, item)))));

  const monthName = (month) => new Intl.DateTimeFormat(model.get("content").language, { month: "long", year: "numeric", timeZone: "UTC" }).format(new Date(`${month}-01`));

  const deciding = (one, item) => {
    const now = item.decision ?? { text: "", role: "", month: "", involvement: "" };
    const blank = [["", "–"]];
    const words = h("input", { type: "text", value: now.text, maxlength: 500 }), month = h("input", { type: "month", value: now.month });
    const role = select([...blank, ...roles], now.role), involvement = select([...blank, ...involvements], now.involvement);
    const keep = (event) => {
      event.target.closest("details").open = false;
      act("decided", { exercise_id: one.id, item: item.id, decision: { text: words.value, role: role.value, month: month.value, involvement: involvement.value } });
    };
    return h("details", { class: "sv-decide", "data-keep": `d-${one.id}-${item.id}` }, h("summary", {}, item.decision ? `${texts.decided}: ${[now.text, page.roles[now.role], now.month && monthName(now.month), page.involvement[now.involvement]].filter(Boolean).join(" · ")}` : texts.decide),
      label(texts.decision, words), label(texts.role, role), label(texts.month, month), label(texts.involvement, involvement), button(texts.save, keep));
  };

  const inbox = (one) => {
    const marked_ = new Set();
    const to = (idea, status) => act("moderated", { exercise_id: one.id, idea: idea.id, status });
    const merge = () => {
      const ids = [...marked_], first = one.ideas.find((idea) => idea.id === ids[0]);
      const text = ids.length > 1 && prompt(texts.merged_text, first.text);
      if (text) act("merged", { exercise_id: one.id, ideas: ids, id: random(), text });
    };
    const row = (idea) => h("li", { class: `sv-idea sv-${idea.status}` }, h("label", {}, h("input", { type: "checkbox", onchange: (event) => (event.target.checked ? marked_.add(idea.id) : marked_.delete(idea.id)) }), h("span", {}, idea.text)), h("span", { class: "sv-meta" }, texts.statuses[idea.status]),
      h("span", { class: "sv-acts" }, button(texts.show, () => to(idea, "shown"), { disabled: idea.status === "shown", "aria-label": `${texts.show}: ${idea.text}` }), button(texts.hide, () => to(idea, "hidden"), { disabled: idea.status === "hidden", "aria-label": `${texts.hide}: ${idea.text}` })));
    const ideas = one.ideas.filter((idea) => idea.status !== "merged");
    return h("section", { class: "sv-inbox" }, h("h4", {}, fill(texts.inbox, { n: one.ideas.filter((idea) => idea.status === "waiting").length })), ideas.length ? [h("ul", {}, ideas.map(row)), button(texts.merge, merge)] : h("p", { class: "sv-missing" }, texts.no_ideas));
  };

  // Making or changing an exercise
  const editor = () => {
    const one = editing, known = state.exercises.some((other) => other.id === one.id);
    const kind = select(KINDS.map((id) => [id, texts.kinds[id]]), one.kind, (value) => { one.kind = value; draw(); });
    const written = (name, longest) => h("input", { type: "text", value: one[name], maxlength: longest, oninput: (event) => (one[name] = event.target.value) });
    const number = (name) => h("input", { type: "number", min: 1, max: 1000, value: one[name], oninput: (event) => (one[name] = Number(event.target.value)) });
    const own = h("input", { type: "text", maxlength: 2000 });
    const add = (item) => {
      const ids = new Set(one.items.map((other) => other.id));
      let n = 1;
      while (ids.has(`i${n}`)) n += 1;
      one.items.push({ id: `i${n}`, text: item.text, elements: item.elements ?? [], source: item.source ?? "" });
      draw();
    };
    const save = () => {
      const fields = ["id", "kind", "title", "question", "items", "dots", "most", "total"];
      act("exercise", { exercise: Object.fromEntries(fields.map((name) => [name, one[name]])) });
      editing = null;
      draw();
    };
    return h("section", { class: "sv-editor", "aria-label": texts.editor },
      h("h2", {}, known ? texts.change_exercise : texts.new_exercise),
      label(texts.kind, kind), h("p", { class: "sv-how" }, texts.kinds_how[one.kind]), label(texts.exercise_title, written("title", 120)), label(texts.question, written("question", 500)),
      one.kind === "dots" ? h("div", { class: "sv-row" }, label(texts.dots, number("dots")), label(texts.most, number("most"))) : one.kind === "points" ? label(texts.total, number("total")) : null,
      h("h3", {}, fill(texts.items, { n: one.items.length })),
      h("ol", { class: "sv-tally" }, one.items.map((item, place) => h("li", {}, h("span", {}, item.text, item.source ? h("small", {}, ` ${item.source}`) : null), button(texts.remove, () => { one.items.splice(place, 1); draw(); }, { "aria-label": `${texts.remove}: ${item.text}` })))),
      one.kind === "alignment" ? null : h("div", { class: "sv-row" }, label(texts.own_item, own), button(texts.add, () => own.value.trim() && add({ text: own.value.trim() }))),
      finder(one, add),
      h("div", { class: "sv-acts" }, button(texts.save, save, { class: "sv-act" }), button(texts.cancel, () => { editing = null; draw(); })));
  };

  const sought = { from: "search", we: "", q: "", theme: "", kind: "" };
  const finder = (one, add) => {
    if (one.kind === "alignment") sought.from = "pairs";
    else if (sought.from === "pairs") sought.from = "search";
    if (sought.from !== "search") sought.we ||= municipalities[0]?.id ?? "";
    const ask = () => { model.set("asked", { ...sought, n: random() }); model.save_changes(); };
    const field = h("input", { type: "search", value: sought.q, oninput: (event) => (sought.q = event.target.value), onkeydown: (event) => { if (event.key === "Enter") { event.preventDefault(); ask(); } } });
    const we = select([...(sought.from === "search" ? [["", texts.everyone]] : []), ...municipalities.map((each) => [each.id, each.name])], sought.we, (value) => (sought.we = value));
    const shown = state.exercises.flatMap((other) => (other.written ? other.result.items.map((idea) => ({ text: idea.text, source: other.title, elements: [] })) : []));
    const ways = one.kind === "alignment" ? [["pairs", texts.ways.pairs]] : [["search", texts.ways.search], ["lacking", texts.ways.lacking], ...(shown.length ? [["ideas", texts.ways.ideas]] : [])];
    if (!ways.some(([way]) => way === sought.from)) sought.from = "search";
    const found = sought.from === "ideas" ? { items: shown, more: 0 } : model.get("found");
    const taken = new Set(one.items.flatMap((item) => item.elements[0] ?? []));
    return h("fieldset", { class: "sv-finder" }, h("legend", {}, texts.finder),
      h("div", { class: "sv-row" }, label(texts.way, select(ways, sought.from, (value) => { sought.from = value; draw(); })), sought.from === "ideas" ? null : label(texts.we, we),
        sought.from === "search" ? [label(texts.q, field), label(texts.theme, select([["", texts.any], ...themes.map((each) => [each.id, each.name])], sought.theme, (value) => (sought.theme = value))), label(texts.level, select([["", texts.any], ...levels.map((each) => [each.id, each.name])], sought.kind, (value) => (sought.kind = value)))] : null,
        sought.from === "ideas" ? null : button(texts.find, ask)),
      found.items ? [h("p", { class: "sv-how", role: "status" }, found.items.length ? fill(texts.found, { n: found.items.length + found.more, shown: found.items.length }) : texts.found_none),
        h("ul", { class: "sv-tally" }, found.items.map((item) => h("li", {}, h("span", { lang: "da" }, item.text, h("small", {}, ` ${item.source}`)), button(texts.add, () => add(item), { disabled: (item.elements.length ? taken.has(item.elements[0]) : one.items.some((other) => other.text === item.text)) && one.kind !== "alignment", "aria-label": `${texts.add}: ${item.text}` }))))] : null);
  };

  const planning = () => {
    const we = select(municipalities.map((each) => [each.id, each.name]), municipalities[0]?.id);
    const agenda = select(agendas.map((each) => [each.id, `${each.title}: ${each.about}`]), agendas[0]?.id);
    const take = () => { model.set("asked", { from: "agenda", agenda: agenda.value, we: we.value, n: random() }); model.save_changes(); };
    return h("section", {},
      h("div", { class: "sv-acts" }, button(texts.new_exercise, () => { editing = { id: `e${random().slice(0, 8)}`, kind: "dots", title: "", question: "", items: [], dots: 3, most: 1, total: 100 }; draw(); }, { class: "sv-act" })),
      h("details", { class: "sv-agenda", open: !state.exercises.length }, h("summary", {}, texts.agenda), label(texts.we_are, we), label(texts.agenda_which, agenda), button(texts.agenda_take, take)));
  };

  const draw = () => {
    const open = new Set([...el.querySelectorAll("details[data-keep][open]")].map((one) => one.dataset.keep));
    const body = !secrets || gone ? fresh()
      : !state ? h("p", { role: "status" }, page.waiting.connecting)
        : [h("section", { class: "sv-hero" }, h("h1", {}, state.title)), bar(), editing ? editor() : [planning(), h("section", {}, h("h2", {}, texts.programme), state.exercises.length ? h("ol", { class: "sv-exercises" }, state.exercises.map(exercise)) : h("p", { class: "sv-missing" }, texts.empty))]];
    upToDate = true;
    put(el, h("main", { class: "sv sv-page sv-leads" }, body, line));
    for (const one of el.querySelectorAll("details[data-keep]")) one.open ||= open.has(one.dataset.keep);
    line.textContent = said;
    document.documentElement.setAttribute("data-app-ready", "facilitator");
  };
  // What comes from the room is not drawn over what somebody is writing, but when they have written it.
  let upToDate = true;
  const writing = () => editing || (el.contains(document.activeElement) && document.activeElement.matches("input:not([type=checkbox]), select"));
  const show = () => writing() || draw();
  el.addEventListener("focusout", () => setTimeout(() => upToDate || show()));

  const foundSomething = () => {
    const found = model.get("found");
    for (const one of found.exercises ?? []) act("exercise", { exercise: { ...one, id: `${one.id}-${random().slice(0, 6)}` } });
    if (found.items) draw();
  };
  model.on("change:found", foundSomething);
  window.addEventListener("hashchange", start);
  document.documentElement.lang = model.get("content").language;
  start();
  return () => {
    window.removeEventListener("hashchange", start);
    secrets = null;
    const old = socket;
    socket = null;
    old?.close();
  };
}

export default { render };
