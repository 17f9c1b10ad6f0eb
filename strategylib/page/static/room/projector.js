// What the room sees: how to get in, the question, how many have answered, and the result once it is shown.

import { connect, h, result, say, speak } from "./common.js";

const main = document.getElementById("main"), title = document.getElementById("title"), line = document.getElementById("line");
let clock;

function draw(state) {
  speak(state.language);
  title.textContent = state.title;
  document.title = state.title;
  const { now } = state;
  const pin = state.pin.replace(/(\d{4})(?=\d)/, "$1 ");
  const join = (large) => h("div", { class: "join" }, h("img", { src: state.qr, alt: say("projector.qr", { url: state.join }) }), h("p", {}, state.join.replace(/^https?:\/\//, "").split("#")[0]), h("p", { class: "pin" }, large ? `PIN ${pin}` : pin));
  const count = now && now.phase === "open" && now.kind !== "plan" ? h("p", { role: "status" }, h("span", { class: "count" }, String(state.done)), ` ${say("projector.of", { n: state.here })}`) : null;
  const left = h("p", { class: "count", id: "left" });
  const body = !now
    ? [h("h1", {}, state.ended ? say("waiting.ended") : say("projector.join")), h("p", { role: "status" }, say("projector.here", { n: state.here }))]
    : [h("h1", {}, now.title), now.question ? h("p", {}, now.question) : null, now.phase === "open" ? left : null, count,
       now.phase === "revealed" ? result(now) : now.phase === "closed" ? h("p", {}, say("projector.closed")) : h("ul", { class: "result" }, now.items.map((item) => h("li", {}, item.text, item.source ? h("small", {}, ` ${item.source}`) : null)))];
  main.replaceChildren(now?.phase === "revealed" || state.ended ? h("div", {}, body) : h("div", { class: "side" }, h("div", {}, body), join(!now)));
  clearInterval(clock);
  if (state.until && now?.phase === "open") {
    const tick = () => {
      const seconds = Math.max(0, Math.round((new Date(state.until) - Date.now()) / 1000));
      left.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
    };
    tick();
    clock = setInterval(tick, 500);
  }
}

connect("skaerm/ws", {
  hello: () => ({ secret: location.hash.slice(1) }),
  heard: (message) => (message.t === "state" ? draw(message.state) : message.t === "gone" && main.replaceChildren(h("h1", {}, say("join.gone")))),
  line: (there) => (line.textContent = there ? "" : say("line.lost")),
});
