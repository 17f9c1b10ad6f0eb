// What the kernel connection needs of JupyterLab's services: instead of all of them, with its contents, settings and terminals.
exports.ServerConnection = require("@jupyterlab/services/lib/serverconnection.js").ServerConnection;
exports.CommsOverSubshells = require("@jupyterlab/services/lib/kernel/comm.js").CommsOverSubshells;
