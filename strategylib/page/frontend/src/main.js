// The page of an app: follows the steps as they are streamed, shows each cell when it is there, and keeps the kernel's
// page alive: a lost connection is healed, a dead kernel replaced; what was shown comes back from the address.

import { connect, shutdown, settled } from "./connection.js";
import { Manager } from "./manager.js";
import { element } from "./outputs.js";
import * as progress from "./progress.js";
import { words } from "./texts.js";

const RENEWALS = 3;
const RENEWALS_WITHIN = 60_000;
const RETRY_EVERY = 2_000;

const page = document.getElementById("sv-page");
const renewed = [];
let current;

// One kernel's page: its cells in `root`, its widgets, its connection.
class Shown {
  constructor(root, id) {
    this.root = root;
    this.kernel = connect(id, () => this.manager.lost());
    this.manager = new Manager(this.kernel);
    this.drawn = [];
    this.manager.follow(() => renew(this));
  }

  // Draw the cells that have arrived. A cell is whole when something stands after it.
  draw() {
    for (const cell of this.root.querySelectorAll(".sv-cell:not([data-drawn])")) {
      if (!cell.nextElementSibling) return;
      cell.dataset.drawn = "";
      for (const script of [...cell.querySelectorAll("script[data-widgets]")]) this.manager.load(taken(script));
      for (const script of [...cell.querySelectorAll("script[data-output]")]) {
        const place = document.createElement("div");
        script.before(place);
        this.drawn.push(element(taken(script), this.manager).then((node) => node && place.append(node)));
      }
    }
  }

  // Say that the page is there, when all of it is drawn.
  async finish() {
    await Promise.all(this.drawn);
    await this.manager.drawn();
    if (this.root.querySelector(".sv-says-ready")) return; // the app knows itself when its first view is there
    document.documentElement.setAttribute("data-app-ready", "");
  }

  dispose() {
    this.manager.dispose();
    this.kernel.dispose();
    this.root.replaceChildren();
  }
}

function taken(script) {
  script.remove();
  return JSON.parse(script.textContent);
}

// The page arrives piece by piece: the kernel's id first, then its cells, at last the mark of its end.
function arrive() {
  progress.follow(document);
  const id = document.getElementById("sv-kernel");
  if (id && !current) current = new Shown(page, id.dataset.id);
  current?.draw();
  if (!document.getElementById("sv-end")) return;
  arrivals.disconnect();
  current.finish().catch(progress.fail);
}

const arrivals = new MutationObserver(arrive);

new MutationObserver(() => {
  if (!document.documentElement.hasAttribute("data-app-ready") || current.rests) return;
  current.rests = true;
  progress.done();
  requestIdleCallback(() => {
    settled(current.kernel);
    current.manager.refresh();
  });
}).observe(document.documentElement, { attributeFilter: ["data-app-ready"] });

// The kernel is gone: fetch the page anew, with a new kernel, and put it where the old one was.
async function renew(shown) {
  if (shown !== current || shown.ended) return;
  shown.ended = true;
  await visible(); // a page that was left alone long enough to lose its kernel gets a new one when the reader is back
  const now = Date.now();
  renewed.push(now);
  if (renewed.filter((at) => now - at < RENEWALS_WITHIN).length > RENEWALS) {
    progress.fail();
    return;
  }
  progress.say(words.renewing);
  const answer = await fetchPatiently(location.pathname);
  const id = answer?.getElementById("sv-kernel");
  if (!id) {
    location.reload(); // to sign in again, or to the page that says what is wrong
    return;
  }
  shown.dispose();
  document.documentElement.removeAttribute("data-app-ready");
  page.replaceChildren(...document.adoptNode(answer.getElementById("sv-page")).childNodes);
  current = new Shown(page, id.dataset.id);
  current.draw();
  current.finish().catch(progress.fail);
}

function visible() {
  return new Promise((there) => {
    const look = () => document.hidden || there();
    document.addEventListener("visibilitychange", look);
    look();
  });
}

async function fetchPatiently(address) {
  for (;;) {
    try {
      const answer = await fetch(address, { cache: "no-store" });
      if (answer.status < 500) return answer.redirected ? null : new DOMParser().parseFromString(await answer.text(), "text/html");
    } catch {
      // the server does not answer yet
    }
    await new Promise((again) => setTimeout(again, RETRY_EVERY));
  }
}

document.addEventListener("DOMContentLoaded", () => document.getElementById("sv-end") || progress.fail()); // the server gave up on the way
addEventListener("pagehide", () => current && shutdown(current.kernel.id));
addEventListener("pageshow", (event) => event.persisted && current && renew(current)); // back from the browser's memory: its kernel was ended
addEventListener("online", () => current?.kernel.reconnect());
addEventListener("offline", () => progress.say(words.lost));

progress.start();
arrivals.observe(document.documentElement, { childList: true, subtree: true });
arrive();
