"""How does the server start, listen and end? One process, one port, loopback unless asked otherwise."""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import signal
import socket
import threading
import webbrowser
from collections.abc import Collection
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any

import tornado.ioloop
from jupyter_core.utils import run_sync
from jupyter_server.services.kernels.handlers import KernelHandler
from tornado.httpserver import HTTPServer
from traitlets.config import Config
from voila.app import Voila
from voila.shutdown_kernel_handler import VoilaShutdownKernelHandler
from voila.static_file_handler import AllowListFileHandler
from voila.tornado.kernel_websocket_handler import VoilaKernelWebsocketHandler

from strategylib.corpus.fingerprint import fingerprint
from strategylib.corpus.folder import bundled, data_folders
from strategylib.environment import DEFAULT_PORT, FOLDER_VARIABLE, LOOPBACK, ROOM_PORT, TEMPLATE_VARIABLE, WITH_BUNDLED_VARIABLE
from strategylib.locale import Texts, texts
from strategylib.model import StrategylibError
from strategylib.server import access, logs
from strategylib.server.addresses import room_addresses
from strategylib.server.entrance import Entrance, RoomEntrance
from strategylib.server.handlers import (
    AssetsHandler,
    BuiltHandler,
    HealthHandler,
    KernelSocketHandler,
    LandingHandler,
    NotFoundHandler,
    PageHandler,
    PublicBuiltHandler,
    SettledHandler,
)
from strategylib.server.kernels import PageKernelManager, default_idle_minutes, default_pool
from strategylib.server.pages import Pages, built_files
from strategylib.server.ports import bind
from strategylib.server.provisioner import KernelParent
from strategylib.server.sessions import MinutesHandler, ResultsHandler, SessionsHandler
from strategylib.server.workshop import FacilitatorSocket, Lobbies
from strategylib.server.workshop import handlers as room_handlers
from strategylib.workbook import current_workbook

_PACKAGE = Path(__file__).resolve().parents[1]
_PAGE = _PACKAGE / "page"
_STATIC = _PAGE / "static"
_TEMPLATE = "strategi"
_CULL_EVERY_SECONDS = 60
_BODY_BYTES = 1_000_000  # of a request; what widgets send goes through the WebSocket
_BASE_URL = re.compile(r"/([A-Za-z0-9_~-][A-Za-z0-9._~-]*/)*")
_EVERY_ADDRESS = ("", "0.0.0.0", "::")  # noqa: S104 - asked for by name only
_KEPT = (KernelHandler, VoilaKernelWebsocketHandler, VoilaShutdownKernelHandler, AllowListFileHandler)  # of Voila's own addresses
_ROOM_BODY_BYTES = 10_000  # a PIN is all that a phone posts
_STOP_SECONDS = 4.5


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
        self.room_sockets: list[socket.socket] = []
        self.first_page = ""
        self.pool_size = 0
        self.pages: Pages
        self.lobbies: Lobbies
        self.room_address: str | None = None

    @property
    def modules(self) -> Path:
        """Where the kernels put their widgets' modules, to be served as files."""
        return Path(self.connection_dir, "modules")

    def start(self) -> None:
        """Start the process that kernels fork from, then serve until told to stop."""
        KernelParent.instance().start()
        super().start()

    def init_settings(self) -> dict[str, Any]:
        """Return Voila's settings with packed answers, our texts in its templates and a Danish page for unknown addresses."""
        settings: dict[str, Any] = super().init_settings()
        words = texts(self.language)
        files = self.voila_configuration.config.VoilaConfiguration.resources["strategi"]["files"]
        settings["voila_jinja2_env"].globals.update(words=words, language=words.language, base_url=self.base_url, files=files)
        settings["jinja2_env"] = settings["voila_jinja2_env"]  # Jupyter's own pages, such as errors, are ours too
        settings["allow_remote_access"] = self.access.any_host
        settings["local_hostnames"] = ["localhost"]
        settings["xsrf_cookie_kwargs"] = {"path": self.base_url, "samesite": "Lax"}
        settings["log_function"] = lambda _: None  # the entrance does it
        settings["default_handler_class"] = access.guarded(NotFoundHandler)
        settings["default_handler_args"] = {"voila_configuration": self.voila_configuration}
        settings["compress_response"] = True
        return settings

    def init_handlers(self) -> list[Any]:
        """Return our addresses, and of Voila's those that a page needs. The first few are public; the rest is guarded."""
        folders = data_folders(self.folder, with_bundled=self.with_bundled)
        self.pages = Pages(self, self.pool_size, lambda: fingerprint(*folders))
        self.kernel_manager.spared = self.pages.waiting
        voila = {"voila_configuration": self.voila_configuration}
        landing = voila | {
            "workbook": partial(current_workbook, self.folder, with_bundled=self.with_bundled, language=self.language),
            "texts": texts(self.language),
            "notebooks": bundled("notebooks") if self.access.open else None,
            "pages": self.pages,
        }
        base = re.escape(self.server_url)
        public: list[Any] = [
            (rf"{base}assets/build/(.*)", PublicBuiltHandler, {"path": str(_STATIC / "build")}),
            (rf"{base}assets/(.*)", AssetsHandler, {"paths": [str(_STATIC)]}),
            (rf"{base}health", HealthHandler, {"health": self.health}),
        ]
        self.lobbies = Lobbies(self.room_address)
        public += room_handlers(base, self.lobbies)
        public.append((rf"{base}facilitator/ws", FacilitatorSocket, {"lobbies": self.lobbies}))
        if self.access.login:
            public.append((rf"{base}login", access.LoginHandler))
        self.modules.mkdir()
        own = [
            (base, LandingHandler, landing),
            (rf"{base}modules/(.*)", BuiltHandler, {"path": str(self.modules)}),
            (rf"{base}voila/render/(.*)", PageHandler, voila | {"pages": self.pages}),
            (rf"{base}voila/api/settled/(.*)", SettledHandler, {"pages": self.pages}),
            (rf"{base}facilitator/sessions", SessionsHandler, {"lobbies": self.lobbies}),
            (rf"{base}facilitator/minutes", MinutesHandler, {"lobbies": self.lobbies}),
            (rf"{base}facilitator/results", ResultsHandler, {"lobbies": self.lobbies, "folder": self.folder}),
        ]
        kept = [one for one in super().init_handlers() if issubclass(one[1], _KEPT)]
        ours = {VoilaKernelWebsocketHandler: KernelSocketHandler}
        return public + [(pattern, access.guarded(ours.get(handler, handler)), *rest) for pattern, handler, *rest in [*own, *kept]]

    def health(self) -> dict[str, Any]:
        """Return what a watcher may know: how many pages are open, and how many are done and wait for a reader."""
        kept = self.pages.ready()
        pages = set(self.kernel_manager.list_kernel_ids()) - {page.kernel_id for page in kept}
        return {"status": "ok", "version": version("strategylib"), "pages": len(pages), "ready": sum(page.done for page in kept)}

    @property
    def connection_url(self) -> str:
        """The address to open, with the token when there is one."""
        host = socket.gethostname() if self.ip in _EVERY_ADDRESS else self.ip
        url = f"http://{f'[{host}]' if ':' in host else host}:{self.port}{self.base_url}"
        return f"{url}?token={self.access.token}" if self.access.token else url

    def listen(self) -> None:
        """Serve on the sockets that are bound already, until told to stop."""
        words = texts(self.language)
        http = HTTPServer(Entrance(self.app, self.access), max_body_size=_BODY_BYTES)
        http.add_sockets(self.sockets)
        room = HTTPServer(RoomEntrance(self.app, self.access), max_body_size=_ROOM_BODY_BYTES)
        room.add_sockets(self.room_sockets)
        print(words("cli.serving", url=self.connection_url), flush=True)
        if self.room_address:
            print(words("cli.room", url=f"{self.room_address}deltag"), flush=True)
        if not self.access.local:
            print(words("access.network"), flush=True)
        if self.open_browser:
            self.launch_browser()
        self.ioloop = tornado.ioloop.IOLoop.current()
        self.ioloop.add_callback(self.pages.fill)
        signal.signal(signal.SIGINT, self._handle_signal_stop)
        try:
            self.ioloop.start()
        finally:
            print(words("cli.stopping"), flush=True)
            http.stop()
            room.stop()
            self.ioloop.run_sync(self.lobbies.stop)
            self.stop()
            print(words("cli.stopped"), flush=True)

    def _handle_signal_stop(self, sig: int, frame: Any) -> None:
        """Stop in good order; what still hangs after a few seconds is left behind, and the kernels end with their server."""
        late = threading.Timer(_STOP_SECONDS, os._exit, (0,))
        late.daemon = True
        late.start()
        super()._handle_signal_stop(sig, frame)

    def stop(self) -> None:
        """End every kernel at once, for a page has nothing to save, and the process that they were forked from."""
        self.pages.close()
        shutil.rmtree(self.connection_dir, ignore_errors=True)
        run_sync(self._end_kernels)()
        KernelParent.instance().stop()

    async def _end_kernels(self) -> None:
        """End the kernels. One that is just starting is not to be had yet: it ends when it sees that its server has."""
        ending = [self.kernel_manager.shutdown_kernel(kernel, now=True) for kernel in self.kernel_manager.list_kernel_ids()]
        await asyncio.gather(*ending, return_exceptions=True)

    def launch_browser(self) -> None:
        """Open the first page, without waiting for the browser."""
        threading.Thread(target=webbrowser.open, args=(f"{self.connection_url}{self.first_page}",), daemon=True).start()


def serve(
    folder: Path | None = None,
    *,
    with_bundled: bool = False,
    port: int = DEFAULT_PORT,
    ip: str = LOOPBACK,
    open_browser: bool = True,
    language: str | None = None,
    apps: Path | None = None,
    pool: int | None = None,
    idle_minutes: int | None = None,
    password_file: Path | None = None,
    proxies: Collection[str] = (),
    user_header: str | None = None,
    base_url: str = "/",
    template: Path | None = None,
    room: bool = False,
    room_port: int = ROOM_PORT,
    room_ip: str | None = None,
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
    apps
        Folder of notebooks to show as pages; those that come with the package unless given.
    pool
        How many pages of each app are kept ready before anyone asks; 0 for none. As `default_pool()` unless given.
    idle_minutes
        How long an open page may be left alone before its kernel ends; it comes back when the reader does. As
        `default_idle_minutes()` unless given.
    password_file, proxies, user_header
        Who is let in, see `strategylib.server.access.choose`.
    base_url
        The path that the server stands under, beginning and ending in a slash.
    template
        PowerPoint file whose layouts and colours the slides take that are made from a view; ours unless given.
    room, room_port, room_ip
        Open the pages of phones and projector, and nothing else, to the local network: on this port, at the address of this machine that
        phones reach (the likeliest of `room_addresses()` unless given). The facilitator's page is opened first.
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
    sockets = bind(port, ip, command="strategylib serve --port", words=words)
    os.environ["JUPYTER_PATH"] = os.pathsep.join([str(_PAGE), *filter(None, [os.environ.get("JUPYTER_PATH")])])
    os.environ["STRATEGYLIB_LANGUAGE"] = words.language
    if folder is not None:
        os.environ[FOLDER_VARIABLE] = str(folder.resolve())
    if template is not None:
        os.environ[TEMPLATE_VARIABLE] = str(template.resolve())
    if with_bundled:
        os.environ[WITH_BUNDLED_VARIABLE] = "1"
    idle_seconds = 60 * (default_idle_minutes() if idle_minutes is None else idle_minutes)
    logs.set_up(log)
    server = Server(
        config=_config(words, apps or bundled("apps"), idle_seconds),
        config_file_paths=[],  # a voila.json in the folder one stands in decides nothing, least of all who is let in
        logging_config=logs.application_logging(Server.__name__),
        port=sockets[0].getsockname()[1],
        ip=ip,
        base_url=base_url,
        open_browser=open_browser,
    )
    if room:
        found = room_ip or next(iter(room_addresses()), LOOPBACK)
        server.room_sockets = bind(room_port, found, command="strategylib workshop --room-port", words=words)
        server.room_address = f"http://{found}:{server.room_sockets[0].getsockname()[1]}/"
        server.first_page = "voila/render/facilitator.ipynb"
    server.access, server.token, server.identity_provider_class = allowed, allowed.token, allowed.provider()
    server.sockets, server.folder, server.with_bundled, server.language = sockets, folder, with_bundled, words.language
    server.pool_size = default_pool() if pool is None else pool
    server.initialize([])
    server.start()


def _config(words: Texts, apps: Path, idle_seconds: int) -> Config:
    """Return Voila's settings: our template, texts and kernels."""
    shown = {
        "language": words.language,
        "words": words.section("page") | {"title": words("app.title")},
        "files": built_files(_STATIC / "build"),
    }
    return Config(
        {
            "Voila": {"root_dir": str(apps)},
            "VoilaConfiguration": {
                "template": _TEMPLATE,
                "allow_template_override": "NO",
                "allow_theme_override": "NO",
                "multi_kernel_manager_class": PageKernelManager,
                "resources": {"strategi": shown},
            },
            "HTMLExporter": {"anchor_link_text": ""},  # no ¶ after headings
            # Sockets in a folder of the user's own where the system has them: no other user of the machine can reach a kernel.
            "KernelManager": {"transport": "ipc" if hasattr(socket, "AF_UNIX") else "tcp"},
            "KernelProvisionerFactory": {"default_provisioner_name": "strategylib"},
            "KernelRestarter": {"restart_limit": 0, "time_to_dead": 1.0},
            "MappingKernelManager": {"cull_idle_timeout": idle_seconds, "cull_interval": _CULL_EVERY_SECONDS},
        }
    )
