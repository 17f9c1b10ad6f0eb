"""How does the server start, listen and end? One process, one port, loopback unless asked otherwise."""

from __future__ import annotations

import os
import re
import signal
import socket
import threading
import webbrowser
from collections.abc import Collection
from importlib.metadata import version
from pathlib import Path
from typing import Any

import tornado.ioloop
from tornado.httpserver import HTTPServer
from traitlets.config import Config
from voila.app import Voila

from strategylib.corpus.folder import bundled
from strategylib.environment import DEFAULT_PORT, FOLDER_VARIABLE, LOOPBACK, WITH_BUNDLED_VARIABLE
from strategylib.locale import Texts, texts
from strategylib.model import StrategylibError
from strategylib.server import access, logs
from strategylib.server.entrance import Entrance
from strategylib.server.handlers import AssetsHandler, CloseHandler, HealthHandler, LandingHandler, NotFoundHandler
from strategylib.server.ports import bind
from strategylib.workbook import open_workbook

_PACKAGE = Path(__file__).resolve().parents[1]
_PAGE = _PACKAGE / "page"
_ASSETS = (_PAGE / "static", _PACKAGE / "widgets" / "styles")
_TEMPLATE = "strategi"
_KERNEL_IDLE_SECONDS = 15 * 60
_CULL_EVERY_SECONDS = 60
_BODY_BYTES = 1_000_000  # of a request; what widgets send goes through the WebSocket
_BASE_URL = re.compile(r"/([A-Za-z0-9_~-][A-Za-z0-9._~-]*/)*")
_EVERY_ADDRESS = ("", "0.0.0.0", "::")  # noqa: S104 - asked for by name only
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
        self.access = access.Access(local=True)
        self.sockets: list[socket.socket] = []

    def init_settings(self) -> dict[str, Any]:
        """Return Voila's settings with our texts in its templates and a Danish page for unknown addresses."""
        settings: dict[str, Any] = super().init_settings()
        words = texts(self.language)
        settings["voila_jinja2_env"].globals.update(words=words, language=words.language, base_url=self.base_url)
        settings["jinja2_env"] = settings["voila_jinja2_env"]  # Jupyter's own pages, such as errors, are ours too
        settings["allow_remote_access"] = self.access.any_host
        settings["local_hostnames"] = ["localhost"]
        settings["xsrf_cookie_kwargs"] = {"path": self.base_url, "samesite": "Lax"}
        settings["log_function"] = lambda _: None  # the entrance does it
        settings["default_handler_class"] = access.guarded(NotFoundHandler)
        settings["default_handler_args"] = {"voila_configuration": self.voila_configuration}
        settings["ws_ping_timeout"] = _PING_TIMEOUT_MILLISECONDS
        return settings

    def init_handlers(self) -> list[Any]:
        """Return our handlers before Voila's, which would list the notebooks at `/`. The first few are public; the rest is guarded."""
        workbook = open_workbook(self.folder, with_bundled=self.with_bundled, strict=False, language=self.language)
        landing = {
            "voila_configuration": self.voila_configuration,
            "corpus": workbook.corpus,
            "texts": texts(self.language),
            "notebooks": bundled("notebooks") if self.access.open else None,
        }
        base = re.escape(self.server_url)
        public: list[Any] = [
            (rf"{base}assets/(.*)", AssetsHandler, {"paths": [str(path) for path in _ASSETS]}),
            (rf"{base}health", HealthHandler, {"health": self.health}),
        ]
        if self.access.login:
            public.append((rf"{base}login", access.LoginHandler))
        own = [
            (base, LandingHandler, landing),
            (rf"{base}voila/api/shutdown/(.*)", CloseHandler),
            (rf"{base}voila/tree.*", NotFoundHandler, {"voila_configuration": self.voila_configuration}),
        ]
        return public + [(pattern, access.guarded(handler), *rest) for pattern, handler, *rest in [*own, *super().init_handlers()]]

    def health(self) -> dict[str, Any]:
        """Return what a watcher may know."""
        return {"status": "ok", "version": version("strategylib"), "pages": len(self.kernel_manager.list_kernel_ids())}

    @property
    def connection_url(self) -> str:
        """The address to open, with the token when there is one."""
        host = socket.gethostname() if self.ip in _EVERY_ADDRESS else self.ip
        url = f"http://{f'[{host}]' if ':' in host else host}:{self.port}{self.base_url}"
        return f"{url}?token={self.access.token}" if self.access.token else url

    def listen(self) -> None:
        """Serve on the sockets that are bound already, until told to stop."""
        words = texts(self.language)
        HTTPServer(Entrance(self.app, self.access), max_body_size=_BODY_BYTES).add_sockets(self.sockets)
        print(words("cli.serving", url=self.connection_url), flush=True)
        if not self.access.local:
            print(words("access.network"), flush=True)
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
    password_file: Path | None = None,
    proxies: Collection[str] = (),
    user_header: str | None = None,
    base_url: str = "/",
    log: str = "error",
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
    password_file, proxies, user_header
        Who is let in, see `strategylib.server.access.choose`.
    base_url
        The path that the server stands under, beginning and ending in a slash.
    log
        How much is logged on stderr: `error`, `warning`, `info` or `debug`.

    Raises
    ------
    AccessError
        When it is not clear who is let in.
    PortError
        When the port is taken or may not be used; the message says what to do.
    StrategylibError
        When the base URL is none.
    """
    words = texts(language)
    allowed = access.choose(ip, words=words, password_file=password_file, proxies=proxies, user_header=user_header)
    if not _BASE_URL.fullmatch(base_url):
        raise StrategylibError(words("cli.base_url_form", given=base_url))
    sockets = bind(port, ip, command="strategylib serve", words=words)
    os.environ["JUPYTER_PATH"] = os.pathsep.join([str(_PAGE), *filter(None, [os.environ.get("JUPYTER_PATH")])])
    os.environ["STRATEGYLIB_LANGUAGE"] = words.language
    if folder is not None:
        os.environ[FOLDER_VARIABLE] = str(folder.resolve())
    if with_bundled:
        os.environ[WITH_BUNDLED_VARIABLE] = "1"
    logs.set_up(log)
    server = Server(
        config=_config(words),
        config_file_paths=[],  # a voila.json in the folder one stands in decides nothing, least of all who is let in
        logging_config=logs.application_logging(Server.__name__),
        port=sockets[0].getsockname()[1],
        ip=ip,
        base_url=base_url,
        open_browser=open_browser,
    )
    server.access, server.token, server.identity_provider_class = allowed, allowed.token, allowed.provider()
    server.sockets, server.folder, server.with_bundled, server.language = sockets, folder, with_bundled, words.language
    server.initialize([])
    server.start()


def _config(words: Texts) -> Config:
    """Return Voila's settings: our template and texts, three extensions, idle kernels ended."""
    return Config(
        {
            "Voila": {"root_dir": str(bundled("apps"))},
            "VoilaConfiguration": {
                "template": _TEMPLATE,
                "allow_template_override": "NO",
                "allow_theme_override": "NO",
                "extension_allowlist": _EXTENSIONS,
                "resources": {"strategi": {"language": words.language, "words": words.section("page") | {"title": words("app.title")}}},
            },
            # Sockets in a folder of the user's own where the system has them: no other user of the machine can reach a kernel.
            "KernelManager": {"transport": "ipc" if hasattr(socket, "AF_UNIX") else "tcp"},
            "MappingKernelManager": {
                "cull_idle_timeout": _KERNEL_IDLE_SECONDS,
                "cull_interval": _CULL_EVERY_SECONDS,
            },
        }
    )
