// The connection to the kernel. JupyterLab's own, with more patience: it waits for the server as long as it takes.

import { CommsOverSubshells } from "@jupyterlab/services/lib/kernel/comm.js";
import { KernelConnection } from "@jupyterlab/services/lib/kernel/default.js";
import { KernelAPIClient } from "@jupyterlab/services/lib/kernel/restapi.js";
import { ServerConnection } from "@jupyterlab/services/lib/serverconnection.js";

import { config } from "./texts.js";

const RETRY_EVERY = 1_500;
const WAITING = [502, 503, 504]; // what a proxy answers while the server is away

class PatientClient extends KernelAPIClient {
  constructor(options, unreachable) {
    super(options);
    this._unreachable = unreachable;
  }

  // Return what the server says of a kernel; an error means that the kernel does not exist.
  async getModel(id) {
    for (;;) {
      try {
        const model = await super.getModel(id);
        if (model) return model;
        break;
      } catch (error) {
        if (!(error instanceof ServerConnection.NetworkError) && !WAITING.includes(error.response?.status)) throw error;
      }
      this._unreachable();
      await new Promise((again) => setTimeout(again, RETRY_EVERY));
    }
    throw new Error(`no kernel ${id}`);
  }
}

// Connect to a kernel; `unreachable` is called as often as the server does not answer.
export function connect(id, unreachable) {
  const serverSettings = ServerConnection.makeSettings({ baseUrl: new URL(config.base, location.href).href, appendToken: false });
  return new KernelConnection({ model: { id, name: "" }, serverSettings, kernelAPIClient: new PatientClient({ serverSettings }, unreachable), commsOverSubshells: CommsOverSubshells.Disabled });
}

const token = () => document.cookie.match(/\b_xsrf=([^;]*)/)?.[1] ?? "";

// The page closes: its kernel ends. A beacon outlives the page, and carries the token in its body.
export function shutdown(id) {
  navigator.sendBeacon(`${config.base}voila/api/shutdown/${id}`, new URLSearchParams({ _xsrf: token() }));
}

// The page has come to rest: the server may make the next one ready.
export function settled(kernel) {
  fetch(`${config.base}voila/api/settled/${kernel.id}`, { method: "POST", headers: { "X-XSRFToken": token() } }).catch(() => {});
}
