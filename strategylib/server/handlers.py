"""What does the server answer: the landing page, the apps' pages and their files, its health, and a page for all that does not exist."""

from __future__ import annotations

import mimetypes
from collections.abc import Callable
from pathlib import Path
from typing import Any

from jupyter_server.base.handlers import APIHandler
from jupyter_server.serverapp import list_running_servers
from tornado import web
from tornado.iostream import StreamClosedError
from voila.handler import BaseVoilaHandler
from voila.static_file_handler import MultiStaticFileHandler
from voila.tornado.kernel_websocket_handler import VoilaKernelWebsocketHandler

from strategylib.locale import Texts, wording
from strategylib.server.access import Public
from strategylib.server.pages import Pages
from strategylib.workbook import Workbook

_LEADER = "leder.ipynb"
_FACILITATOR = "facilitator.ipynb"


class LandingHandler(BaseVoilaHandler):
    """The front page at `/`: the way to the leader app and to the notebooks."""

    def initialize(
        self, voila_configuration: Any, workbook: Callable[[], Workbook], texts: Texts, notebooks: Path | None, pages: Pages
    ) -> None:
        """Take what the page shows: the data as they are now, the texts, the notebooks' folder for readers on this machine, the apps."""
        super().initialize(voila_configuration=voila_configuration)
        self._workbook = workbook
        self._texts = texts
        self._notebooks = notebooks
        self._pages = pages

    @web.authenticated
    async def get(self) -> None:
        """Answer with the landing page."""
        corpus = self._workbook().corpus
        names = {one.id: one.name for one in corpus.municipalities}
        shown = [names[one.municipality] for one in corpus.strategies]
        faults = len(corpus.faults)
        apps = self._pages.notebooks()
        listed = self._texts.count("landing.data_text", len(shown), names=wording.listing(shown, self._texts))
        self.finish(
            self.render_template(
                "landing.html",
                strategies=listed if shown else self._texts("landing.data_none"),
                faults=self._texts.count("landing.data_faults", faults) if faults else None,
                lab_url=self._lab_url(),
                leader=_LEADER in apps,
                facilitator=_FACILITATOR in apps,
                apps=[app for app in apps if app not in (_LEADER, _FACILITATOR)],
            )
        )

    def _lab_url(self) -> str | None:
        """Return the address of a JupyterLab that runs over our notebooks.

        The address carries no token: the browser that JupyterLab opened itself is let in by its cookie.
        """
        if self._notebooks is None:
            return None
        for server in list_running_servers():
            if Path(server["root_dir"]) in (self._notebooks, *self._notebooks.parents):
                return f"{server['url']}lab"
        return None


class NotFoundHandler(BaseVoilaHandler):
    """Any address that nothing else answers."""

    async def prepare(self) -> None:
        """Answer with the page for what does not exist."""
        await super().prepare()
        if not self._finished:  # with the way to the login page
            raise web.HTTPError(404)


class AssetsHandler(Public, MultiStaticFileHandler):
    """Icon, and other files of the pages that keep their name."""


class HealthHandler(Public):
    """Tells a watcher that the server answers, and how much it does."""

    def initialize(self, health: Callable[[], dict[str, Any]]) -> None:
        """Take the function that counts."""
        self._health = health

    def get(self) -> None:
        """Answer with the numbers as JSON."""
        self.set_header("Cache-Control", "no-store")
        self.finish(self._health())

    head = get


class BuiltHandler(web.StaticFileHandler):
    """Files whose name says what is in them: kept by the browser for good, and sent packed when there is a packed one."""

    kept_by = "private"  # behind the entrance: by the reader's browser alone, and by no cache on the way

    def validate_absolute_path(self, root: str, absolute_path: str) -> str | None:
        """Return the file to send: the packed one beside it, when there is one and the browser takes it."""
        found = super().validate_absolute_path(root, absolute_path)
        packed = Path(f"{found}.gz")
        if found and "gzip" in self.request.headers.get("Accept-Encoding", "") and packed.is_file():
            self.set_header("Content-Encoding", "gzip")
            return super().validate_absolute_path(root, str(packed))
        return found

    def get_content_type(self) -> str:
        """Return the type of what is inside a packed file."""
        return mimetypes.guess_type(str(self.absolute_path).removesuffix(".gz"))[0] or "application/octet-stream"

    def set_extra_headers(self, path: str) -> None:  # noqa: ARG002 - tornado's signature
        """Let the browser keep the file for a year without asking."""
        self.set_header("Cache-Control", f"{self.kept_by}, max-age=31536000, immutable")
        self.set_header("Vary", "Accept-Encoding")


class PublicBuiltHandler(Public, BuiltHandler):
    """The front end's files."""

    kept_by = "public"


class PageHandler(BaseVoilaHandler):
    """The page of an app: sent piece by piece, while its kernel is at work."""

    def initialize(self, voila_configuration: Any, pages: Pages) -> None:
        """Take the pages to choose from."""
        super().initialize(voila_configuration=voila_configuration)
        self._pages = pages

    @web.authenticated
    async def get(self, notebook: str) -> None:
        """Answer with a page of a notebook of the apps' folder."""
        page = await self._pages.take(notebook)
        _ = self.xsrf_token  # sets the cookie that the page's own requests must show
        self.set_header("Content-Type", "text/html; charset=UTF-8")
        self.set_header("Cache-Control", "no-store")
        try:
            async for html in page:
                self.write(html)
                await self.flush()
        except StreamClosedError:  # the reader left before the page was there
            await self._pages.end(page)


class KernelSocketHandler(VoilaKernelWebsocketHandler):
    """A page's connection to its kernel, kept awake by pings and given up when one is not answered.

    The pings are tornado's. Jupyter's own look for an answer before they have asked when the timeout is as short as the interval,
    and a longer one is none that tornado takes.
    """

    ping_interval = ping_timeout = 30.0  # seconds

    async def open(self, kernel_id: str) -> None:  # noqa: ARG002 - Jupyter's signature
        """Connect to the kernel, without Jupyter's pings."""
        await self.connection.connect()


class SettledHandler(APIHandler):
    """Told by a page when it is drawn and at rest."""

    def initialize(self, pages: Pages) -> None:
        """Take the pages to tell."""
        self._pages = pages

    @web.authenticated
    async def post(self, kernel_id: str) -> None:
        """Let the next page be made ready."""
        self._pages.settle(kernel_id)
        self.set_status(204)
