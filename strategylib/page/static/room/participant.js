// The phone: in with the PIN, answer what is on, and send each answer exactly once, also through a lost connection.

import { LIKES, connect, h, result, say, speak } from "./common.js";

const main = document.getElementById("main"), title = document.getElementById("title"), line = document.getElementById("line"), said = document.getElementById("said");
const store = { get: (key) => { try { return JSON.parse(localStorage.getItem(key)); } catch { return null; } }, set: (key, value) => { try { localStorage.setItem(key, JSON.stringify(value)); } catch { /* a private window keeps nothing: then nothing is resumed */ } } };
const random = () => [...crypto.getRandomValues(new Uint8Array(16))].map((one) => one.toString(16).padStart(2, "0")).join("");

let session, send, state, own = { ballot: null, ideas: [] }, draft = null, shown = "";
const waiting = () => store.get(`sv:${session}:waiting`) ?? [];

function joining(wrong = "") {
  const field = h("input", { class: "pin", id: "pin", type: "text", inputmode: "numeric", autocomplete: "off", maxlength: 11, "aria-describedby": "wrong", required: true });
  const form = h("form", { onsubmit: (event) => { event.preventDefault(); join(field.value); } }, h("label", { for: "pin" }, say("join.label")), field, h("p", { id: "wrong", role: "alert" }, wrong), h("button", { class: "act", type: "submit" }, say("join.action")));
  main.replaceChildren(h("h1", {}, say("join.title")), h("p", {}, say("join.how")), form, h("p", { class: "soft" }, say("join.privacy")));
  field.focus();
}

async function join(pin) {
  try {
    const answer = await fetch("deltag/pin", { method: "POST", body: JSON.stringify({ pin }) });
    if (answer.ok) {
      session = (await answer.json()).session;
      history.replaceState(null, "", `#s=${session}`);
      begin();
    } else joining(say(answer.status === 404 ? "join.wrong" : answer.status === 429 ? "join.too_many" : "join.failed"));
  } catch {
    joining(say("join.failed"));
  }
}

function begin() {
  const me = store.get(`sv:${session}`) ?? random();
  store.set(`sv:${session}`, me);
  main.replaceChildren(h("p", {}, say("waiting.connecting")));
  send = connect(`deltag/ws/${session}`, { hello: () => ({ participant: me }), heard, line: (there) => (line.textContent = there ? "" : say("line.lost")) });
}

function heard(message) {
  if (message.t === "state") {
    const before = `${state?.now?.id} ${state?.now?.round}`;
    state = message.state;
    if (`${state.now?.id} ${state.now?.round}` !== before) own = { ballot: null, ideas: [] };
    if (message.own) {
      own = message.own;
      waiting().forEach(send); // what was not acknowledged before the connection was lost
    }
    draw();
  } else if (message.t === "ack" || message.t === "no") {
    const sent = waiting().find((one) => one.key === message.key);
    store.set(`sv:${session}:waiting`, waiting().filter((one) => one.key !== message.key));
    if (message.t === "no") said.textContent = message.say;
    else if (sent) {
      if (sent.t === "idea") own.ideas = [...own.ideas.filter((one) => one.id !== sent.id), sent];
      else own.ballot = sent.ballot;
      said.textContent = say(sent.t === "idea" ? "sent.idea" : "sent.ballot");
      if (sent.t === "idea") draw(true);
    }
  } else if (message.t === "gone") {
    session = null;
    history.replaceState(null, "", "#");
    joining(say("join.gone"));
  }
}

function post(message) {
  const whole = { ...message, key: random(), exercise_id: state.now.id, round: state.now.round };
  store.set(`sv:${session}:waiting`, [...waiting().filter((one) => one.t !== "ballot" || message.t !== "ballot"), whole]);
  said.textContent = say("sent.sending");
  send(whole);
}

function draw(again = false) {
  speak(state.language);
  title.textContent = state.title;
  const { now } = state;
  const key = JSON.stringify([now?.id, now?.round, now?.phase, now?.items, now?.result, state.ended]);
  if (key === shown && !again) return;
  const other = !shown.startsWith(JSON.stringify([now?.id, now?.round]).slice(0, -1));
  shown = key;
  if (other) draft = own.ballot;
  if (other || now?.phase !== "open") said.textContent = "";
  if (state.ended) return put(h("h1", {}, say("waiting.ended")), h("p", {}, say("waiting.thanks")));
  if (!now) return put(h("h1", {}, say("waiting.title")), h("p", {}, say("waiting.text")));
  const head = [h("h1", {}, now.title), now.question ? h("p", {}, now.question) : null];
  if (now.phase === "revealed") return put(...head, ...result(now));
  if (now.phase === "closed") return put(...head, h("p", {}, say("waiting.closed")));
  put(...head, ...(FORMS[now.kind] ?? choices)(now));
}

function put(...nodes) {
  main.replaceChildren(...nodes.flat(Infinity).filter(Boolean));
}

const words = (item) => [h("span", {}, item.text), item.source ? h("small", {}, ` ${item.source}`) : null];
const sendButton = (ready = () => true, answer = () => draft) => h("button", { class: "act", type: "button", onclick: () => (ready() ? post({ t: "ballot", ballot: answer() }) : (said.textContent = say("form.not_yet"))) }, say(own.ballot ? "form.change" : "form.send"));

function counted(now, { most, all, start, step }) {
  draft = { ...(draft ?? start) };
  const left = h("p", { class: "left", role: "status" });
  const sum = () => Object.values(draft).reduce((a, b) => a + b, 0);
  const tell = () => (left.textContent = say(now.kind === "dots" ? "form.dots_left" : "form.points_left", { n: all - sum() }));
  const row = (item) => {
    const field = h("input", { type: "number", min: 0, max: most, inputmode: "numeric", "aria-label": item.text, value: draft[item.id] ?? 0 });
    const set = (value) => {
      const rest = all - sum() + (draft[item.id] ?? 0);
      draft[item.id] = Math.max(0, Math.min(most, rest, Math.round(value) || 0));
      field.value = draft[item.id];
      tell();
    };
    field.addEventListener("change", () => set(Number(field.value)));
    const by = (n, name) => h("button", { type: "button", "aria-label": `${say(name)}: ${item.text}`, onclick: () => set((draft[item.id] ?? 0) + n) }, n > 0 ? "+" : "−");
    return h("li", {}, words(item), h("div", { class: "step" }, by(-step, "form.less"), field, by(step, "form.more")));
  };
  const list = h("ul", { class: "items" }, now.items.map(row));
  tell();
  return [left, list, sendButton(() => now.kind === "dots" || sum() === all, () => Object.fromEntries(Object.entries(draft).filter(([, n]) => n)))];
}

function ranking(now) {
  const ids = now.items.map((one) => one.id);
  draft = Array.isArray(draft) ? [...draft.filter((id) => ids.includes(id)), ...ids.filter((id) => !draft.includes(id))] : ids;
  const list = h("ol", { class: "items" });
  const move = (id, by) => {
    const at = draft.indexOf(id), to = at + by;
    if (to < 0 || to >= draft.length) return;
    [draft[at], draft[to]] = [draft[to], draft[at]];
    fill();
    list.querySelector(`[data-id="${id}"] [data-by="${by}"]:enabled`)?.focus() ?? list.querySelector(`[data-id="${id}"] button:enabled`)?.focus();
    said.textContent = say("form.now_at", { n: to + 1 });
  };
  const fill = () => list.replaceChildren(...draft.map((id, place) => {
    const item = now.items.find((one) => one.id === id);
    const button = (by, name, off) => h("button", { type: "button", "data-by": by, disabled: off, "aria-label": `${say(name)}: ${item.text}`, onclick: () => move(id, by) }, by < 0 ? "↑" : "↓");
    return h("li", { "data-id": id }, h("strong", {}, `${place + 1}. `), words(item), h("div", { class: "step" }, button(-1, "form.up", place === 0), button(1, "form.down", place === draft.length - 1)));
  }));
  fill();
  return [list, sendButton()];
}

function radios(name, label, options, chosen, choose) {
  return h("fieldset", {}, h("legend", {}, label), h("div", { class: options.every(([, text]) => text.length < 3) ? "choices few" : "choices" }, options.map(([value, text]) => {
    const field = h("input", { type: "radio", name, value, checked: chosen === value, onchange: () => choose(value) });
    return h("label", {}, field, text);
  })));
}

function choices(now) {
  draft = { ...(draft ?? {}) };
  return [...now.items.map((item) => radios(`i-${item.id}`, words(item), LIKES[now.kind].map((word) => [word, say(`likes.${word}`)]), draft[item.id], (value) => (draft[item.id] = value))), sendButton(() => Object.keys(draft).length)];
}

function matrix(now) {
  draft = { ...(draft ?? {}) };
  const scale = [1, 2, 3, 4, 5].map((n) => [n, String(n)]);
  const one = (item) => {
    const place = [...(draft[item.id] ?? [null, null])];
    const set = (axis) => (value) => { place[axis] = value; if (place.every(Boolean)) draft[item.id] = [...place]; };
    return h("li", {}, words(item), radios(`m-${item.id}-0`, say("form.impact"), scale, place[0], set(0)), radios(`m-${item.id}-1`, say("form.feasibility"), scale, place[1], set(1)));
  };
  return [h("p", { class: "soft" }, say("form.scale")), h("ul", { class: "items" }, now.items.map(one)), sendButton(() => Object.keys(draft).length)];
}

function ideas(now) {
  const field = h("textarea", { id: "idea", rows: 3, maxlength: 280, "aria-describedby": "moderated" });
  const start = now.kind === "translation" ? say("form.translation") : say("form.idea");
  const go = () => {
    const text = field.value.trim();
    if (!text) return;
    field.value = "";
    post({ t: "idea", id: random(), text, ...(now.items.length === 1 ? { item: now.items[0].id } : {}) });
  };
  return [
    now.items.length ? h("ul", { class: "items" }, now.items.map((item) => h("li", {}, words(item)))) : null,
    h("label", { for: "idea" }, start), field, h("p", { class: "soft", id: "moderated" }, say("form.moderated")), h("button", { class: "act", type: "button", onclick: go }, say("form.send_idea")),
    own.ideas.length ? [h("h2", {}, say("form.own_ideas")), h("ul", { class: "items" }, own.ideas.map((one) => h("li", {}, one.text)))] : null,
  ];
}

const FORMS = {
  dots: (now) => counted(now, { most: now.most, all: now.dots, start: {}, step: 1 }),
  points: (now) => counted(now, { most: now.total, all: now.total, start: {}, step: Math.max(1, Math.round(now.total / 20)) }),
  ranking, matrix, ideas, translation: ideas,
  plan: (now) => [h("p", {}, say("waiting.screen")), h("ul", { class: "items" }, now.items.map((item) => h("li", {}, words(item))))],
};

speak(navigator.language?.startsWith("en") ? "en" : "da");
const asked = new URLSearchParams(location.hash.slice(1));
if (asked.get("s")) { session = asked.get("s"); begin(); }
else if (/^\d{8}$/.test(asked.get("pin") ?? "")) join(asked.get("pin"));
else joining();
