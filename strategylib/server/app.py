"""How does the server start, listen and end? One process, one port, loopback unless asked otherwise."""

from __future__ import annotations

import logging
import os
import signal
import socket
import threading
import webbrowser
from pathlib import Path
from typing import Any

import tornado.ioloop
from tornado.httpserver import HTTPServer
from traitlets.config import Config
from voila.app import Voila

from strategylib.corpus.folder import bundled
from strategylib.environment import DEFAULT_PORT, FOLDER_VARIABLE, LOOPBACK, WITH_BUNDLED_VARIABLE
from strategylib.locale import Texts, texts
from strategylib.server.handlers import AssetsHandler, CloseHandler, LandingHandler, NotFoundHandler
from strategylib.server.ports import bind
from strategylib.server.provisioner import KernelParent
from strategylib.workbook import open_workbook

_PACKAGE = Path(__file__).resolve().parents[1]
_PAGE = _PACKAGE / "page"
_ASSETS = (_PAGE / "static", _PACKAGE / "widgets" / "styles")
_TEMPLATE = "strategi"
_KERNEL_IDLE_SECONDS = 15 * 60
_CULL_EVERY_SECONDS = 60
_PING_TIMEOUT_MILLISECONDS = 30_000  # tornado warns of a longer one than the interval between pings
_EXTENSIONS = ["@jupyter-widgets/jupyterlab-manager", "@voila-dashboards/widgets-manager8", "anywidget"]


class Server(Voila):
    """Voila with our landing page, template and texts, serving the apps of one folder."""

    name = "strategylib"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.folder: Path | None = None
        self.with_bundled = False
        self.language: str | None = None
        self.sockets: list[socket.socket] = []

    def start(self) -> None:
        """Start the process that kernels fork from, then serve until told to stop."""
        KernelParent.instance().start()
        super().start()

    def stop(self) -> None:
        """End the kernels and the process that they were forked from."""
        super().stop()
        KernelParent.instance().stop()

    def init_settings(self) -> dict[str, Any]:
        """Return Voila's settings with our texts in its templates and a Danish page for unknown addresses."""
        settings: dict[str, Any] = super().init_settings()
        words = texts(self.language)
        settings["voila_jinja2_env"].globals.update(words=words, language=words.language, base_url=self.base_url)
        settings["default_handler_class"] = NotFoundHandler
        settings["default_handler_args"] = {"voila_configuration": self.voila_configuration}
        settings["ws_ping_timeout"] = _PING_TIMEOUT_MILLISECONDS
        return settings

    def init_handlers(self) -> list[Any]:
        """Return our handlers before Voila's, which would list the notebooks at `/`."""
        workbook = open_workbook(self.folder, with_bundled=self.with_bundled, strict=False, language=self.language)
        landing = {
            "voila_configuration": self.voila_configuration,
            "corpus": workbook.corpus,
            "texts": texts(self.language),
            "notebooks": bundled("notebooks"),
        }
        base = self.server_url
        own = [
            (base, LandingHandler, landing),
            (rf"{base}assets/(.*)", AssetsHandler, {"paths": [str(path) for path in _ASSETS]}),
            (rf"{base}voila/api/shutdown/(.*)", CloseHandler),
            (rf"{base}voila/tree.*", NotFoundHandler, {"voila_configuration": self.voila_configuration}),
        ]
        return own + list(super().init_handlers())

    def listen(self) -> None:
        """Serve on the sockets that are bound already, until told to stop."""
        words = texts(self.language)
        HTTPServer(self.app).add_sockets(self.sockets)
        print(words("cli.serving", url=self.connection_url), flush=True)
        if self.open_browser:
            self.launch_browser()
        self.ioloop = tornado.ioloop.IOLoop.current()
        signal.signal(signal.SIGINT, self._handle_signal_stop)
        try:
            self.ioloop.start()
        finally:
            print(words("cli.stopping"), flush=True)
            self.stop()
            print(words("cli.stopped"), flush=True)

    def launch_browser(self) -> None:
        """Open the landing page, without waiting for the browser."""
        threading.Thread(target=webbrowser.open, args=(self.connection_url,), daemon=True).start()


def serve(
    folder: Path | None = None,
    *,
    with_bundled: bool = False,
    port: int = DEFAULT_PORT,
    ip: str = LOOPBACK,
    open_browser: bool = True,
    language: str | None = None,
) -> None:
    """Serve the landing page and the apps until interrupted; returns when every kernel has ended.

    Parameters
    ----------
    folder
        Data folder to show; the strategies that come with the package unless given.
    with_bundled
        Show the folder's strategies beside those.
    port, ip
        Where to listen. Port 0 takes a free one. Another port is never taken silently.
    open_browser
        Open the landing page in the browser.
    language
        `da` (default) or `en`.

    Raises
    ------
    PortError
        When the port is taken or may not be used; the message says what to do.
    """
    words = texts(language)
    sockets = bind(port, ip, command="strategylib serve", words=words)
    os.environ["JUPYTER_PATH"] = os.pathsep.join([str(_PAGE), *filter(None, [os.environ.get("JUPYTER_PATH")])])
    os.environ["STRATEGYLIB_LANGUAGE"] = words.language
    if folder is not None:
        os.environ[FOLDER_VARIABLE] = str(folder.resolve())
    if with_bundled:
        os.environ[WITH_BUNDLED_VARIABLE] = "1"
    server = Server(config=_config(words), port=sockets[0].getsockname()[1], ip=ip, open_browser=open_browser)
    server.sockets, server.folder, server.with_bundled, server.language = sockets, folder, with_bundled, words.language
    server.initialize([])
    server.start()


def _config(words: Texts) -> Config:
    """Return Voila's settings: our template and texts, two extensions, idle kernels ended, few words in the log."""
    return Config(
        {
            "Voila": {"root_dir": str(bundled("apps")), "log_level": logging.ERROR},
            "VoilaConfiguration": {
                "template": _TEMPLATE,
                "allow_template_override": "NO",
                "allow_theme_override": "NO",
                "extension_allowlist": _EXTENSIONS,
                "resources": {"strategi": {"language": words.language, "words": words.section("page") | {"title": words("app.title")}}},
            },
            # Sockets in a folder of the user's own where the system has them: no other user of the machine can reach a kernel.
            "KernelManager": {"transport": "ipc" if hasattr(socket, "AF_UNIX") else "tcp"},
            "KernelProvisionerFactory": {"default_provisioner_name": "strategylib"},
            "MappingKernelManager": {
                "cull_idle_timeout": _KERNEL_IDLE_SECONDS,
                "cull_interval": _CULL_EVERY_SECONDS,
            },
        }
    )
