// ipywidgets' Output: takes what the kernel prints and shows while its message is answered, and shows it in its place.

import * as published from "@jupyter-widgets/output";

import { element } from "./outputs.js";

const TYPES = ["execute_result", "display_data", "stream", "error"];

export class OutputModel extends published.OutputModel {
  defaults() {
    return { ...super.defaults(), msg_id: "", outputs: [] };
  }

  initialize(attributes, options) {
    super.initialize(attributes, options);
    this.listenTo(this, "change:msg_id", this._listen);
    this._listen();
  }

  _listen() {
    this._hook?.dispose();
    const id = this.get("msg_id");
    this._hook = id ? this.widget_manager.kernel.registerMessageHook(id, (message) => this._take(message)) : undefined;
  }

  // A message hook: false keeps the message from anyone else.
  _take({ header, content }) {
    if (header.msg_type === "clear_output") {
      if (content.wait) this._clearNext = true;
      else this._put([]);
      return false;
    }
    if (!TYPES.includes(header.msg_type)) return true;
    const before = this._clearNext ? [] : this.get("outputs");
    this._clearNext = false;
    const last = before.at(-1);
    if (header.msg_type === "stream" && last?.output_type === "stream" && last.name === content.name) {
      this._put([...before.slice(0, -1), { ...last, text: last.text + content.text }]);
    } else {
      this._put([...before, { output_type: header.msg_type, ...content }]);
    }
    return false;
  }

  _put(outputs) {
    this.set("outputs", outputs);
    this.save_changes();
  }
}

export class OutputView extends published.OutputView {
  render() {
    super.render();
    this.el.classList.add("sv-output");
    this.listenTo(this.model, "change:outputs", this._draw);
    return this._draw();
  }

  async _draw() {
    const outputs = this.model.get("outputs");
    const nodes = await Promise.all(outputs.map((one) => element(one, this.model.widget_manager)));
    if (this.model.get("outputs") === outputs) this.el.replaceChildren(...nodes.filter(Boolean));
  }
}

export const { OUTPUT_WIDGET_VERSION } = published;
