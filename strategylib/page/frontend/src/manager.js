// The widgets of one kernel: models from the state that came with the page, live through the kernel's comms.

import * as base from "@jupyter-widgets/base";
import { CONTROL_COMM_PROTOCOL_VERSION, CONTROL_COMM_TARGET, ManagerBase } from "@jupyter-widgets/base-manager";
import * as controls from "@jupyter-widgets/controls";
import { MessageLoop } from "@lumino/messaging";
import { Widget } from "@lumino/widgets";
import "anywidget";

import { factory as anywidget } from "./amd.js";
import * as output from "./output-widget.js";
import { missing } from "./outputs.js";
import * as progress from "./progress.js";
import { config, words } from "./texts.js";

const MODULES = {
  "@jupyter-widgets/base": base,
  "@jupyter-widgets/controls": controls,
  "@jupyter-widgets/output": output,
  anywidget: anywidget(base),
};
const ICONS = new Set(["ButtonModel", "FileUploadModel", "PlayModel", "TagsInputModel", "ColorsInputModel", "ToggleButtonModel", "ToggleButtonsModel", "ValidModel"]);
const STYLE_WAIT = 3_000;
const DRAW_WAIT = 5_000;

export class Manager extends ManagerBase {
  constructor(kernel) {
    super();
    this.kernel = kernel;
    this._comms = new base.shims.services.CommManager(kernel);
    this._comms.register_target(this.comm_target_name, (comm, message) => (this.has_model(comm.comm_id) ? this._adopt(comm) : this.handle_comm_open(comm, message)));
    this._views = [];
    this._attached = [];
    this._connection = "new"; // then "there", "lost", "there" …
  }

  // Make the models that the page brought; they are live as soon as the connection is.
  load(widgets) {
    for (const { state, buffers = [] } of Object.values(widgets)) {
      base.put_buffers(state, buffers.map((one) => one.path), buffers.map((one) => new DataView(bytes(one.data))));
    }
    this._make(widgets);
  }

  _make(widgets) {
    for (const [id, { model_name, model_module, model_module_version, state: values }] of Object.entries(widgets)) {
      if (this.has_model(id)) continue;
      const comm = new base.shims.services.Comm(this.kernel.createComm(this.comm_target_name, id));
      this._comms.register_comm(comm);
      this.new_model({ model_id: id, model_name, model_module, model_module_version, comm }, values);
    }
  }

  // A widget that the page brought is also opened by the kernel, when the connection was there before its cell was run.
  async _adopt(comm) {
    const model = await this.get_model(comm.comm_id);
    model.comm = comm;
    comm.on_close(model._handle_comm_closed.bind(model));
    comm.on_msg(model._handle_comm_msg.bind(model));
  }

  // Take over what the kernel changed between the making of the page and now; what changes meanwhile is newer, and stays.
  async refresh() {
    const models = await Promise.all(Object.values(this._models));
    const untouched = new Map(models.map((model) => [model.model_id, model]));
    for (const model of models) model.once("change", () => untouched.delete(model.model_id));
    const comm = await this._create_comm(CONTROL_COMM_TARGET, base.uuid(), {}, { version: CONTROL_COMM_PROTOCOL_VERSION });
    comm.on_msg(async ({ content: { data }, buffers }) => {
      comm.close();
      for (const [index, [id, ...path]] of data.buffer_paths.entries()) base.put_buffers(data.states[id].state, [path], [buffers[index]]);
      this._make(data.states);
      for (const [id, { state }] of Object.entries(data.states)) {
        const model = untouched.get(id);
        if (!model) continue;
        const values = await model.constructor._deserialize_state(served(state), this);
        if (untouched.has(id)) model.set_state(values);
      }
    });
    comm.send({ method: "request_states" }, {});
  }

  // Draw a model and return its node.
  async display(id) {
    const host = document.createElement("div");
    const model = await this.get_model(id);
    const view = await this.create_view(model);
    this._views.push(view);
    this._attached.push(inPage(host).then(() => Widget.attach(view.luminoWidget, host)));
    return host;
  }

  // Resolve when every widget that draws itself has drawn something.
  async drawn() {
    await Promise.race([Promise.all(this._attached), after(DRAW_WAIT)]);
    const models = await Promise.all(Object.values(this._models));
    const shown = (await Promise.all(models.flatMap((model) => Object.values(model.views ?? {})))).filter((view) => view.model.module === "anywidget");
    const late = Date.now() + DRAW_WAIT;
    while (shown.some((view) => view.el.isConnected && !view.el.hasChildNodes()) && Date.now() < late) await new Promise(requestAnimationFrame);
  }

  // Say that the connection is lost; it is tried again until it is back.
  lost() {
    if (this.kernel.isDisposed) return;
    this._connection = "lost";
    progress.say(words.lost);
  }

  follow(renew) {
    this.kernel.connectionStatusChanged.connect((kernel, status) => {
      if (status === "connected") {
        if (this._connection === "lost") progress.good(words.back);
        this._connection = "there";
        return;
      }
      if (this._connection !== "new") this.lost(); // one that was never there is told of by who asks the server for it
      if (status === "disconnected" && !kernel.isDisposed && kernel.status !== "dead") kernel.reconnect().catch(() => {});
    });
    this.kernel.statusChanged.connect((kernel, status) => {
      if (status === "dead" || status === "autorestarting" || status === "restarting") renew();
    });
  }

  dispose() {
    for (const view of this._views) view.remove();
    this.disconnect();
  }

  async loadClass(name, module) {
    const found = MODULES[module]?.[name];
    if (!found) throw new Error(missing(module));
    return found;
  }

  async _make_model(options, state) {
    if (ICONS.has(options.model_name) || state.icon || state.icons?.length) styles(config.icons);
    if (options.model_module === "anywidget") {
      if (isOurs(state._css)) await styles(state._css); // before the view, so that nothing jumps
      served(state);
    }
    return super._make_model(options, state);
  }

  async _create_comm(target, id, data, metadata, callbacks, buffers) {
    const comm = new base.shims.services.Comm(this.kernel.createComm(target, id));
    this._comms.register_comm(comm);
    if (data || metadata) comm.open(data, callbacks, metadata, buffers);
    return comm;
  }

  async _get_comm_info() {
    const reply = await this.kernel.requestCommInfo({ target_name: this.comm_target_name });
    return reply.content.comms;
  }
}

// The files of an anywidget that this server serves: anywidget's runtime takes whole addresses only, and the styles are there.
function served(state) {
  if (isOurs(state._css)) state._css = "";
  if (isOurs(state._esm)) state._esm = new URL(state._esm, location.href).href;
  return state;
}

const isOurs = (value) => typeof value === "string" && value.startsWith(config.modules);

const bytes = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0)).buffer;

// Load a stylesheet once; resolves when it is there, or late.
const sheets = new Map();
function styles(address) {
  if (document.querySelector(`link[rel=stylesheet][href="${address}"]`)) return undefined; // came with the page, and was waited for by the browser
  if (!sheets.has(address)) {
    const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href: address });
    sheets.set(address, Promise.race([new Promise((there) => (link.onload = link.onerror = there)), after(STYLE_WAIT)]));
    document.head.append(link);
  }
  return sheets.get(address);
}

async function inPage(node) {
  while (!node.isConnected) await new Promise(requestAnimationFrame);
}

const after = (milliseconds) => new Promise((late) => setTimeout(late, milliseconds));
