// What the reader is told while the page comes, when it goes away, and when it fails.

import { words } from "./texts.js";

const SLOW = 15_000;
const GOOD_NEWS = 4_000;
const root = document.documentElement;
const notice = document.getElementById("sv-notice");
let hiding;

export function start() {
  setTimeout(() => {
    if (!root.hasAttribute("data-app-ready") && !root.hasAttribute("data-failed")) step(words.slow);
  }, SLOW);
}

function step(text) {
  const node = document.getElementById("sv-step");
  if (node && node.textContent !== text) node.textContent = text;
}

// Name the last step that has arrived, and the fault if there was one.
export function follow(arrived) {
  const steps = arrived.querySelectorAll("[data-step]");
  if (steps.length && !root.hasAttribute("data-app-ready")) step(steps[steps.length - 1].dataset.step);
  if (arrived.querySelector("[data-failed]:not(html)")) fail();
}

export function done() {
  if (!notice.hidden) say(words.back, GOOD_NEWS);
}

// Say something in the corner of the page, for a while or until something else is said.
export function say(text, milliseconds) {
  clearTimeout(hiding);
  notice.textContent = text;
  notice.hidden = !text;
  if (milliseconds) hiding = setTimeout(() => say(""), milliseconds);
}

export function good(text) {
  say(text, GOOD_NEWS);
}

export function fail(error) {
  if (error) console.error(error);
  root.setAttribute("data-failed", "");
  say("");
  document.getElementById("sv-failed").hidden = false;
  document.getElementById("sv-retry").href = location.href;
}
