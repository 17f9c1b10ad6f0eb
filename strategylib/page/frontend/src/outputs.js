// What a cell or an Output widget shows: widgets, HTML, pictures, text and errors. What cannot be shown is named.

import { words } from "./texts.js";

const WIDGET = "application/vnd.jupyter.widget-view+json";
const HIDDEN = "ExecutionError"; // Voila's name for an error whose words stay in the server's log
const PICTURES = ["image/svg+xml", "image/png", "image/jpeg", "image/gif", "image/webp"];
// eslint-disable-next-line no-control-regex
const COLOURS = /\u001b\[[0-9;]*m/g;

const SHOWN = [
  [WIDGET, (data, manager) => manager.display(data.model_id)],
  ["text/html", (html) => Object.assign(document.createElement("div"), { className: "sv-html", innerHTML: joined(html) })],
  ...PICTURES.map((type) => [type, (data, _manager, bundle) => picture(type, joined(data), bundle)]),
  ["text/markdown", (text) => pre(joined(text))],
  ["text/latex", (text) => pre(joined(text))],
];

const joined = (text) => (Array.isArray(text) ? text.join("") : text);

function pre(text, name = "sv-text-output") {
  return Object.assign(document.createElement("pre"), { className: name, textContent: text.replace(COLOURS, "") });
}

function picture(type, data, bundle) {
  const source = type === "image/svg+xml" ? `data:${type};charset=utf-8,${encodeURIComponent(data)}` : `data:${type};base64,${data}`;
  return Object.assign(document.createElement("img"), { className: "sv-picture", src: source, alt: joined(bundle["text/plain"] ?? "") });
}

export function missing(type) {
  return words.cannot_show.replace("{type}", type);
}

function note(text) {
  return Object.assign(document.createElement("p"), { className: "sv-cannot", textContent: text });
}

function fault(said = "") {
  return Object.assign(note(`${words.error_in_output} ${said}`.trim()), { className: "sv-error", role: "alert" });
}

// Return the node of one output, or nothing when there is nothing to see. A type that we cannot show is named, and its text, if any, shown.
export async function element(output, manager) {
  if (output.output_type === "stream") return output.name === "stderr" ? fault() : pre(joined(output.text));
  if (output.output_type === "error") return output.ename === HIDDEN ? fault() : fault(`${output.ename}: ${output.evalue}`);
  const bundle = output.data ?? {};
  const found = SHOWN.find(([type]) => type in bundle);
  if (found) return found[1](bundle[found[0]], manager, bundle);
  const others = Object.keys(bundle).filter((type) => type !== "text/plain");
  if (!("text/plain" in bundle)) return others.length ? note(missing(others[0])) : null;
  const text = pre(joined(bundle["text/plain"]));
  if (!others.length) return text;
  const both = document.createElement("div");
  both.append(note(missing(others[0])), text);
  return both;
}
