"""Which page does a reader get? One made ready before anyone asked when there is one, else one made now; each is given out once.

A page is a notebook run by a kernel of its own and the HTML that comes of it, piece by piece.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import uuid
from collections.abc import AsyncIterator, Callable, Coroutine
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from tornado.web import HTTPError
from voila.notebook_renderer import NotebookRenderer
from voila.utils import ENV_VARIABLE

from strategylib.environment import ALONE_VARIABLE, MODULES_URL_VARIABLE, MODULES_VARIABLE

if TYPE_CHECKING:
    from strategylib.server.app import Server

_log = logging.getLogger(__name__)
_KEEP_ALIVE_SECONDS = 10
_SETTLE_SECONDS = 6
_STATE = "application/vnd.jupyter.widget-state+json"


class _Renderer(NotebookRenderer):
    """Voila's renderer, whose template can also ask for the widgets that the cells have made since it asked last."""

    async def initialize(self, **kwargs: Any) -> None:
        await super().initialize(**kwargs)
        told: set[str] = set()

        def new_widgets() -> dict[str, Any]:
            self.executor.set_widgets_metadata()
            models = self.executor.nb.metadata.get("widgets", {}).get(_STATE, {}).get("state", {})
            new = {model: state for model, state in models.items() if model not in told}
            told.update(new)
            return new

        self.resources["new_widgets"] = new_widgets


class Page:
    """A notebook that runs in a kernel, and the HTML that has come of it so far.

    Iterating gives all of it from the start, and waits for the rest; a pause is bridged by an empty line, so that no proxy gives up.
    """

    def __init__(self, stamp: object) -> None:
        self.kernel_id = str(uuid.uuid4())
        self.stamp = stamp
        self.begun = False
        self.settled = asyncio.Event()
        self._pieces: list[str] = []
        self._more = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    def start(self, pieces: Callable[[Page], AsyncIterator[str]]) -> None:
        """Begin to run the notebook."""
        self._task = asyncio.create_task(self._collect(pieces(self)))
        self._task.add_done_callback(lambda task: None if task.cancelled() else task.exception())  # whoever iterates is told

    async def _collect(self, pieces: AsyncIterator[str]) -> None:
        try:
            async for piece in pieces:
                self._pieces.append(piece)
                self._more.set()
        finally:
            self._more.set()

    @property
    def done(self) -> bool:
        """Whether all of the page is there."""
        return self._task is not None and self._task.done() and not self.failed

    @property
    def failed(self) -> bool:
        """Whether the page came to an end that is none: its kernel did not start, or its template is wrong."""
        return self._task is not None and self._task.done() and (self._task.cancelled() or self._task.exception() is not None)

    async def __aiter__(self) -> AsyncIterator[str]:
        given = 0
        while self._task is not None:
            done = self._task.done()
            self._more.clear()
            if given < len(self._pieces):
                text, given = "".join(self._pieces[given:]), len(self._pieces)
                yield text
            elif done:
                await self._task  # raises what ended it
                return
            else:
                try:
                    await asyncio.wait_for(self._more.wait(), _KEEP_ALIVE_SECONDS)
                except TimeoutError:
                    yield "\n"

    def cancel(self) -> None:
        """Stop running the notebook."""
        if self._task is not None:
            self._task.cancel()


class Pages:
    """The pages of a folder's notebooks.

    Parameters
    ----------
    server
        Whose kernels run the pages, and whose configuration renders them.
    size
        How many pages of each notebook are kept ready; 0 makes each when it is asked for.
    stamp
        Tells by a value that changes when the data do which pages are out of date.
    """

    def __init__(self, server: Server, size: int, stamp: Callable[[], object]) -> None:
        self.size = size
        self._server = server
        self._stamp = stamp
        self._ready: dict[str, list[Page]] = {}
        self._given: dict[str, Page] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def ready(self) -> list[Page]:
        """Return the pages that nobody has asked for yet, whether they are done or still being made."""
        return [page for pages in self._ready.values() for page in pages]

    def waiting(self) -> set[str]:
        """Return the kernels of those, and of the pages that are on their way to a reader."""
        return {page.kernel_id for page in self.ready()} | set(self._given)

    def fill(self) -> None:
        """Make pages of every notebook until each has as many ready as it should."""
        for notebook in self.notebooks():
            self._fill(notebook)

    def notebooks(self) -> list[str]:
        """Return the notebooks of the folder, as paths inside it."""
        root = Path(self._server.root_dir)
        found = (path.relative_to(root) for path in sorted(root.rglob("*.ipynb")))
        return [path.as_posix() for path in found if not any(part.startswith(".") for part in path.parts)]

    def _fill(self, notebook: str) -> None:
        stamp = self._stamp()
        self._drop(notebook, lambda page: page.failed or page.stamp != stamp)
        ready = self._ready.setdefault(notebook, [])
        while len(ready) < self.size:
            ready.append(self._make(notebook, stamp))

    def _drop(self, notebook: str, unfit: Callable[[Page], bool]) -> None:
        pages = self._ready.get(notebook, [])
        for page in [page for page in pages if unfit(page)]:
            pages.remove(page)
            self._later(self.end(page))

    async def take(self, notebook: str) -> Page:
        """Return a page of a notebook for one reader. Raises `HTTPError` 404 when there is no such notebook."""
        if notebook not in self.notebooks():
            raise HTTPError(404)
        stamp = self._stamp()
        self._drop(notebook, lambda page: page.failed or page.stamp != stamp)
        ready = self._ready.get(notebook, [])
        page = ready.pop(0) if ready else self._make(notebook, stamp)
        while page.begun and not await self._lives(page):
            self._later(self.end(page))
            page = ready.pop(0) if ready else self._make(notebook, stamp)
        self._given[page.kernel_id] = page
        self._later(self._refill(notebook, page))
        return page

    async def _lives(self, page: Page) -> bool:
        manager = self._server.kernel_manager
        return page.kernel_id in manager and await manager.get_kernel(page.kernel_id).is_alive()

    async def _refill(self, notebook: str, given: Page) -> None:
        """Make the next page when the one just given out is at rest, so that the two do not share the processor."""
        try:
            await asyncio.wait_for(given.settled.wait(), _SETTLE_SECONDS)
        except TimeoutError:
            _log.info("page did not say that it has settled", extra={"fields": {"kernel": given.kernel_id}})
        self._given.pop(given.kernel_id, None)
        self._fill(notebook)

    def settle(self, kernel_id: str) -> None:
        """Take note that the page of this kernel is drawn and at rest; unknown kernels are ignored."""
        if kernel_id in self._given:
            self._given[kernel_id].settled.set()

    def _make(self, notebook: str, stamp: object) -> Page:
        page = Page(stamp)
        page.start(lambda page: self._pieces(notebook, page))
        return page

    async def _pieces(self, notebook: str, page: Page) -> AsyncIterator[str]:
        server = self._server
        renderer = _Renderer(
            voila_configuration=server.voila_configuration,
            traitlet_config=server.config,
            notebook_path=notebook,
            template_paths=server.template_paths,
            config_manager=server.config_manager,
            contents_manager=server.contents_manager,
            base_url=server.base_url,
            kernel_spec_manager=server.kernel_spec_manager,
            page_config={},
        )
        await renderer.initialize()
        starting = asyncio.ensure_future(self._start_kernel(notebook, renderer.notebook.metadata.kernelspec.name, page))
        async for piece, _ in renderer.generate_content_generator(page.kernel_id, starting):
            yield piece

    async def _start_kernel(self, notebook: str, name: str, page: Page) -> Any:
        manager = self._server.kernel_manager
        env = os.environ | {
            ENV_VARIABLE.VOILA_BASE_URL: self._server.base_url,
            ENV_VARIABLE.VOILA_SERVER_URL: self._server.server_url,
            ENV_VARIABLE.VOILA_APP_PORT: str(self._server.port),
            ALONE_VARIABLE: str(int(self._server.access.alone)),
            MODULES_VARIABLE: str(self._server.modules),
            MODULES_URL_VARIABLE: f"{self._server.base_url}modules/",
        }
        await manager.start_kernel(kernel_id=page.kernel_id, kernel_name=name, path=PurePosixPath(notebook).parent.as_posix(), env=env)
        page.begun = True
        return manager.get_kernel(page.kernel_id)

    async def end(self, page: Page) -> None:
        """Stop a page and its kernel, whether they have begun or not."""
        page.cancel()
        if page.kernel_id in self._server.kernel_manager:
            await self._server.kernel_manager.shutdown_kernel(page.kernel_id, now=True)

    def _later(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and task.exception():
            _log.error("a page's work failed", exc_info=task.exception())

    def close(self) -> None:
        """Stop making pages; the kernels are ended by whoever ends them all."""
        self.size = 0
        for task in self._tasks:
            task.cancel()
        for pages in self._ready.values():
            for page in pages:
                page.cancel()


def built_files(folder: Path) -> dict[str, str]:
    """Return which file in the folder is the front end's `page.js`, `site.css`, `widgets.css` and `icons.css`.

    Raises `FileNotFoundError` when the package was installed without being built.
    """
    files: dict[str, str] = json.loads((folder / "files.json").read_text(encoding="utf-8"))
    return files
