"""What does the server answer besides Voila's own pages: landing page, assets, health, not-found page, closing of a page."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from jupyter_server.serverapp import list_running_servers
from tornado import web
from voila.handler import BaseVoilaHandler
from voila.shutdown_kernel_handler import VoilaShutdownKernelHandler
from voila.static_file_handler import MultiStaticFileHandler

from strategylib.locale import Texts, wording
from strategylib.model import Corpus
from strategylib.server.access import Public


class LandingHandler(BaseVoilaHandler):
    """The front page at `/`: the way to the leader app and to the notebooks."""

    def initialize(self, voila_configuration: Any, corpus: Corpus, texts: Texts, notebooks: Path | None) -> None:
        """Take what the page shows: the data as read at start, the texts, and the notebooks' folder for readers on this machine."""
        super().initialize(voila_configuration=voila_configuration)
        self._corpus = corpus
        self._texts = texts
        self._notebooks = notebooks

    @web.authenticated
    async def get(self) -> None:
        """Answer with the landing page."""
        names = {one.id: one.name for one in self._corpus.municipalities}
        shown = [names[one.municipality] for one in self._corpus.strategies]
        faults = len(self._corpus.faults)
        listed = self._texts.count("landing.data_text", len(shown), names=wording.listing(shown, self._texts))
        self.finish(
            self.render_template(
                "landing.html",
                strategies=listed if shown else self._texts("landing.data_none"),
                faults=self._texts.count("landing.data_faults", faults) if faults else None,
                lab_url=self._lab_url(),
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
    """Styles, fonts and scripts of the pages."""


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


class CloseHandler(VoilaShutdownKernelHandler):
    """Ends the kernel of a page that was closed.

    The beacon that Voila's front end sends at that moment cannot carry the cross-site token; the kernel's id, which only
    its own page knows, stands in for it.
    """

    def check_xsrf_cookie(self) -> None:
        """Accept the beacon without a token."""
