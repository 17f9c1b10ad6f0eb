// What phone and projector share: elements made without markup strings, words, a connection that heals, and results in words.

export const every = JSON.parse(document.getElementById("words").textContent);
let words = every.da;

export function speak(language) {
  words = every[language] ?? every.da;
  document.documentElement.lang = language;
}

export function say(key, values = {}) {
  let found = key.split(".").reduce((at, part) => at?.[part], words) ?? key;
  if (typeof found === "object") found = values.n === 1 ? found.one : found.other;
  return found.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? values[name] : whole));
}

export function h(tag, props, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

const SLEPT = 10_000; // milliseconds out of sight

// Open a socket beside this page and keep it open: after a loss it is tried again, soon at first, then every few seconds.
export function connect(path, { hello, heard, line }) {
  let socket, wait = 500, hidden = null;
  const open = () => {
    const address = new URL(path, document.baseURI);
    address.protocol = address.protocol.replace("http", "ws");
    socket = new WebSocket(address);
    socket.onopen = () => { wait = 500; send(hello()); };
    socket.onmessage = (event) => { line(true); heard(JSON.parse(event.data)); };
    socket.onclose = (event) => {
      if (event.code === 4404) { socket = null; return heard({ t: "gone" }); }
      line(false);
      setTimeout(open, wait * (0.5 + Math.random()));
      wait = Math.min(wait * 2, 5000);
    };
  };
  const send = (message) => { if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message)); };
  // A phone that slept, or changed its network, may hold a connection that is none any more: a new one is had at once.
  const renew = () => {
    if (!socket || socket.readyState !== WebSocket.OPEN) return; // none, or already being tried
    socket.onmessage = socket.onclose = null;
    socket.close();
    open();
  };
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") hidden = Date.now();
    else if (hidden && Date.now() - hidden > SLEPT) renew();
  });
  addEventListener("online", renew);
  open();
  return send;
}

const number = (value, digits = 1) => new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: digits }).format(value);
const LIKES = { statements: ["agree", "disagree", "pass"], alignment: ["same", "broader", "narrower", "related", "no"], follow_up: ["green", "yellow", "red", "unknown"] };

// A result as a list that reads by itself: the item, its figure in words, and a bar that says the same.
export function result(now) {
  const { kind, result: said } = now;
  if (kind === "plan" && said.months.length) return [plan(said)];
  const most = Math.max(1, ...said.items.map((one) => one.total ?? one.borda ?? 0));
  const bar = (share) => h("span", { class: "bar", "aria-hidden": "true", style: `width:${Math.round(100 * share)}%` });
  const figure = {
    dots: (one) => [say("result.dots", { n: one.total }), bar(one.total / most)],
    points: (one) => [`${say("result.points", { n: one.total })}${one.mean === null ? "" : ` · ${say("result.spread", { low: one.low, high: one.high })}`}`, bar(one.total / most)],
    ranking: (one) => [`${say("result.place", { n: one.place })} · ${say("result.borda", { n: one.borda })}`, bar(one.borda / most)],
    matrix: (one) => [one.n ? say("result.matrix", { impact: number(one.impact), feasibility: number(one.feasibility), n: one.n }) : say("result.none")],
    ideas: () => [], translation: () => [],
    plan: (one) => [decided(one.decision)],
  }[kind] ?? ((one) => [one.n ? LIKES[kind].filter((word) => one[word]).map((word) => `${say(`likes.${word}`)} ${one[word]}`).join(" · ") : say("result.none")]);
  return [
    h("p", { class: "soft" }, kind === "plan" ? "" : say("result.n", { n: said.n })),
    said.winners?.length ? h("p", {}, say(said.winners.length === 1 ? "result.winner" : "result.tied", { names: said.winners.map((id) => said.items.find((one) => one.id === id).text).join("; ") })) : null,
    groups(said),
    kind === "matrix" ? field(said) : null,
    h("ol", { class: "result" }, said.items.map((one, place) => h("li", {}, kind === "matrix" ? `${place + 1}. ` : null, one.text, h("span", { class: "figure" }, figure(one))))),
    said.items.length ? null : h("p", {}, say("result.nothing")),
  ];
}

// Impact upwards, ease to the right: discs are votes (larger for more), the numbered ones the means.
function field(said) {
  const space = "http://www.w3.org/2000/svg";
  const s = (tag, props, text) => {
    const node = document.createElementNS(space, tag);
    for (const [name, value] of Object.entries(props)) node.setAttribute(name, value);
    if (text) node.textContent = text;
    return node;
  };
  const x = (value) => 50 + (value - 1) * 95, y = (value) => 430 - (value - 1) * 95;
  const svg = s("svg", { viewBox: "0 0 480 480", class: "grid2", role: "img", "aria-label": say("result.field") });
  svg.append(s("line", { x1: x(3), x2: x(3), y1: y(1), y2: y(5) }), s("line", { x1: x(1), x2: x(5), y1: y(3), y2: y(3) }));
  svg.append(s("text", { x: x(3), y: 472 }, `${say("form.feasibility")} →`), s("text", { x: 16, y: y(3), transform: `rotate(-90 16 ${y(3)})` }, `${say("form.impact")} →`));
  for (const one of said.items) for (const [impact, ease, n] of one.votes) svg.append(s("circle", { class: "vote", cx: x(ease), cy: y(impact), r: 5 + 4 * Math.sqrt(n) }));
  said.items.forEach((one, place) => one.n && svg.append(s("circle", { class: "mean", cx: x(one.feasibility), cy: y(one.impact), r: 12 }), s("text", { x: x(one.feasibility), y: y(one.impact) + 5 }, String(place + 1))));
  return svg;
}

// The plan on a grid of months: a row for each item, in its month who is drawn in; what has no month stands last, without a mark.
const monthName = (month) => new Intl.DateTimeFormat(document.documentElement.lang, { month: "short", year: "2-digit", timeZone: "UTC" }).format(new Date(`${month}-01`));

export function plan(said) {
  const when = (one) => one.decision?.month || "9999";
  const items = [...said.items].sort((a, b) => when(a).localeCompare(when(b)));
  const cell = (one, month) => {
    if (one.decision?.month !== month) return h("td", {});
    const name = one.decision.involvement ? say(`involvement.${one.decision.involvement}`) : say("plan.there");
    return h("td", { class: "there" }, h("span", { class: `dot ${one.decision.involvement || "none"}`, role: "img", "aria-label": name, title: name }));
  };
  const who = (one) => [one.decision?.role && say(`roles.${one.decision.role}`), one.decision?.text].filter(Boolean).join(": ");
  const used = [...new Set(said.items.map((one) => one.decision?.involvement).filter(Boolean))];
  return h("div", { class: "plan", tabindex: "0", role: "region", "aria-label": say("plan.name") },
    h("table", {}, h("caption", {}, say("plan.name")),
      h("thead", {}, h("tr", {}, h("th", { scope: "col" }, say("plan.item")), said.months.map((month) => h("th", { scope: "col" }, monthName(month))))),
      h("tbody", {}, items.map((one) => h("tr", {}, h("th", { scope: "row" }, one.text, who(one) ? h("small", {}, who(one)) : null), said.months.map((month) => cell(one, month)))))),
    h("p", { class: "soft" }, used.map((one) => h("span", { class: "key" }, h("span", { class: `dot ${one}`, "aria-hidden": "true" }), say(`involvement.${one}`)))));
}

function decided(decision) {
  return decision ? [decision.text, decision.role && say(`roles.${decision.role}`), decision.month, decision.involvement && say(`involvement.${decision.involvement}`)].filter(Boolean).join(" · ") : "";
}

function groups(said) {
  if (!said.groups) return null;
  const text = (id) => said.items.find((one) => one.id === id).text;
  const list = (key, ids) => (ids.length ? [h("h2", {}, say(key)), h("ul", {}, ids.map((id) => h("li", {}, text(id))))] : null);
  const { why, groups: found, bridging, dividing, shared } = said.groups;
  return h("div", {}, h("p", {}, why ? say(`groups.${why}`) : say("groups.found", { sizes: found.map((one) => one.n).join(" + ") })), list("groups.bridging", bridging), list("groups.dividing", dividing), list("groups.shared", bridging.length ? [] : shared));
}

export { LIKES };
