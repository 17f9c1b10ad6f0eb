"""The leader app: the frame and the view that the address asks for. The address is the state; a view is built when it is opened."""

from __future__ import annotations

import datetime as dt
import os
from dataclasses import dataclass
from functools import lru_cache
from os import PathLike
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote

import ipywidgets
import traitlets
import traitlets.log

from strategylib.corpus.folder import bundled_folder
from strategylib.environment import asked_folder, is_alone
from strategylib.locale import LANGUAGES, Texts, texts, wording
from strategylib.model import StrategylibError
from strategylib.widgets.viewmodels.about import AboutModel
from strategylib.widgets.viewmodels.base import ViewModel, measured
from strategylib.widgets.viewmodels.compare import CompareModel
from strategylib.widgets.viewmodels.network import NetworkModel
from strategylib.widgets.viewmodels.overview import OverviewModel
from strategylib.widgets.viewmodels.reforms import ReformsModel
from strategylib.widgets.viewmodels.rooms import RoomsModel
from strategylib.widgets.viewmodels.search import SearchModel
from strategylib.widgets.viewmodels.thread import ThreadModel
from strategylib.widgets.viewmodels.timeline import TimelineModel
from strategylib.widgets.views import Drawn, View, module
from strategylib.workbook import Workbook, current_workbook

VIEWS: dict[str, tuple[str, type[ViewModel]]] = {
    "overblik": ("overview", OverviewModel),
    "sammenlign": ("compare", CompareModel),
    "netvaerk": ("network", NetworkModel),
    "roed-traad": ("thread", ThreadModel),
    "reformer": ("reforms", ReformsModel),
    "tidslinje": ("timeline", TimelineModel),
    "moeder": ("rooms", RoomsModel),
    "soeg": ("search", SearchModel),
    "om-tallene": ("about", AboutModel),
}
"""The views by their name in the address, in the order of the menu: the module that draws it, and its view model."""

_NAMED = 8  # documents on paper; more are counted
_NOT_THE_MODELS = ("sprog", "ord", "se")


class FrameView(Drawn):
    """The head of the page. `route` is what the address says after its `#`; `view` and `language` are what is shown, `broken` why not.

    A message `{"take": format}` asks for the view as a file; the answer is `{"name", "type"}` with the file beside it, or `{"failed"}`.
    `{"bring": true}` opens the dialog in which a file comes in; where that may not be, the answer is `{"failed"}`.
    """

    _esm = module("frame")

    route = traitlets.Unicode().tag(sync=True)
    view = traitlets.Unicode().tag(sync=True)
    language = traitlets.Unicode().tag(sync=True)
    broken = traitlets.Unicode().tag(sync=True)


@dataclass(frozen=True)
class Home:
    """The reader's own data folder, into which files may be taken, and whether the bundled strategies are shown beside it."""

    folder: Path
    with_bundled: bool


class LeaderApp(ipywidgets.VBox):
    """Frame and views over one workbook; follows the address of the page. Files can come in only where there is a `home`."""

    def __init__(self, workbook: Workbook, words: Texts, home: Home | None = None) -> None:
        self._workbook = workbook
        self._home = home
        self._own_language = words.language
        self._words = words
        self._views: dict[tuple[str, str], View] = {}
        self.frame = FrameView(content=self._frame_content(), view="overblik", language=words.language)
        self._place = ipywidgets.Box()
        super().__init__([self.frame, self._place])
        self.add_class("sv-app")
        self.add_class("sv-says-ready")
        self.frame.observe(self._follow, "route")
        self.frame.on_msg(self._act)
        self._show("")

    def _follow(self, change: dict[str, Any]) -> None:
        try:
            self._show(change["new"])
            self.frame.broken = ""
        except Exception:  # noqa: BLE001 - whatever it is, the other views work, and the reader is told
            traitlets.log.get_logger().exception("a view could not be drawn for %r", change["new"])
            self._place.children = ()
            self.frame.view = parse_route(change["new"])[0]
            self.frame.broken = self._words("app.broken")

    def _show(self, route: str) -> None:
        name, parameters = parse_route(route)
        self._speak(parameters.get("sprog", self._own_language))
        said = {key: value for key, value in parameters.items() if key not in _NOT_THE_MODELS}
        key = (name, self._words.language)
        if key in self._views:
            self._views[key].model.parameters = said
            self._views[key].route = route
        else:
            drawing, model = VIEWS[name]
            self._views[key] = View(drawing, model(self._workbook, self._words, said), route)
        self._place.children = (self._views[key],)
        self.frame.view = name

    def _act(self, _frame: object, message: dict[str, Any], _buffers: object) -> None:
        if "bring" in message:
            self._bring()
        else:
            self._take(message)

    def _bring(self) -> None:
        """Open the dialog in which a file comes in. It is gone when it is closed, and with it what was read."""
        if self._home is None:
            self.frame.send({"failed": self._words("incoming.refused")})
            return
        from strategylib.widgets.incoming import Incoming
        from strategylib.widgets.viewmodels.incoming import IncomingModel

        model = IncomingModel(self._home.folder, self._words, with_bundled=self._home.with_bundled, written=self._read_again)
        opened = Incoming(model)

        def close(_widget: object, message: object, _buffers: object) -> None:
            if message == {"do": "close"}:
                self.children = [self.frame, self._place]
                opened.close()

        opened.on_msg(close)
        self.children = [self.frame, self._place, opened]

    def _read_again(self) -> None:
        """Show the data as they are on the disk now, at the place in the app that the address names."""
        assert self._home is not None  # noqa: S101 - only its dialog calls this
        self._workbook = current_workbook(self._home.folder, with_bundled=self._home.with_bundled, language=self._own_language)
        measured.cache_clear()
        old, self._views = self._views, {}
        self.frame.content = self._frame_content()
        self._follow({"new": self.frame.route})
        for view in old.values():
            view.close()

    def _take(self, message: dict[str, Any]) -> None:
        """Send what is shown now as a file."""
        from strategylib.widgets.handout import taken

        view = self._views[self.frame.view, self._words.language]
        try:
            name, media_type, content = taken(str(message.get("take")), self.frame.view, view.model)
        except (StrategylibError, ModuleNotFoundError) as fault:
            said = self._words("handout.not_installed") if isinstance(fault, ModuleNotFoundError) else str(fault)
            self.frame.send({"failed": self._words("handout.failed", said=said)})
        else:
            self.frame.send({"name": name, "type": media_type, "done": self._words("handout.done", name=name)}, buffers=[content])

    def _speak(self, language: str) -> None:
        """Let the frame speak this language, or the server's own when it is none of ours."""
        words = texts(language if language in LANGUAGES else self._own_language)
        if words is not self._words:
            self._words = words
            self.frame.content = self._frame_content()
            self.frame.language = words.language

    def _frame_content(self) -> dict[str, Any]:
        return {
            "texts": self._words.section("app") | self._words.section("handout"),
            "views": [{"id": name, "name": self._words(f"app.views.{name}")} for name in VIEWS if self._has(name)],
            "brings": self._home is not None,
            "faults": self._faults(),
            "printed": self._printed(),
            "languages": {language: texts(language)("language") for language in LANGUAGES},
        }

    def _has(self, view: str) -> bool:
        """Tell whether a view has anything to show: without results of workshops there is none of them in the menu."""
        return view != "moeder" or bool(self._workbook.corpus.workshops)

    def _printed(self) -> str:
        """Return what stands on paper alone: the date, and the documents."""
        titles = {one.id: one.title for one in self._workbook.corpus.sources}
        names = {one.id: one.name for one in self._workbook.corpus.municipalities}
        sources = [f"{names[one.municipality]}: {titles[one.source]}" for one in self._workbook.corpus.strategies]
        date = wording.date(dt.datetime.now(tz=dt.UTC).date().isoformat(), self._words)
        said = "; ".join(sources) if len(sources) <= _NAMED else self._words.count("app.printed_many", len(sources))
        return self._words("app.printed", date=date, sources=said)

    def _faults(self) -> dict[str, Any]:
        files: dict[str, list[dict[str, str]]] = {}
        for fault in self._workbook.faults:
            line = self._words("app.fault_line", line=fault.line)
            said = {"line": line, "field": fault.field, "problem": fault.problem, "remedy": fault.remedy}
            files.setdefault(Path(fault.file).name, []).append(said)
        return {
            "title": self._words.count("app.faults_title", len(files)),
            "advice": self._words("app.faults_read" if self._workbook.corpus.strategies else "app.faults_all"),
            "files": [{"name": name, "faults": said} for name, said in files.items()],
        }


def parse_route(route: str) -> tuple[str, dict[str, str]]:
    """Return the view that an address asks for, the overview when there is no such, and what it says to it.

    `roed-traad/hilleroed?ord=egne` is the view `roed-traad` with the parameters `sted` and `ord`.
    """
    path, _, query = route.partition("?")
    view, _, rest = path.partition("/")
    parameters = dict(parse_qsl(query.replace("+", "%2B")))
    if sted := unquote(rest.partition("/")[0]):
        parameters["sted"] = sted
    return (view if view in VIEWS else next(iter(VIEWS))), parameters


@lru_cache(maxsize=1)
def rehearse(workbook: Workbook) -> None:
    """Draw every view of a workbook once, without a widget: what this process forks from then on finds all of it measured."""
    measured.cache_clear()
    for _, model in VIEWS.values():
        model(workbook, texts())


def leader_app(
    workbook: Workbook | str | PathLike[str] | None = None, *, with_bundled: bool = False, language: str | None = None
) -> LeaderApp:
    """Build the leader app, for a Voila page or a notebook cell.

    Files from other programs can be brought into a data folder of one's own, where nobody but its owner reaches the app: in JupyterLab,
    or on a page of `strategylib serve` that answers this machine alone (`strategylib.environment.is_alone`).

    Parameters
    ----------
    workbook
        What to show: a workbook, or a data folder, where files with faults are left out and named on the screen. Unless given, the folder
        that the server was started with, or the bundled five.
    with_bundled
        Show the folder's strategies beside the five.
    language
        `da` (default) or `en`.

    Returns
    -------
    LeaderApp
        A widget; displaying it draws the overview.
    """
    if isinstance(workbook, Workbook):
        return LeaderApp(workbook, texts(language))
    folder, beside = asked_folder(os.environ) if workbook is None else (workbook, with_bundled)
    home = None
    if folder is not None and is_alone(os.environ) and Path(folder).resolve() != bundled_folder().resolve():
        home = Home(Path(folder), beside)
    return LeaderApp(current_workbook(folder, with_bundled=beside, language=language), texts(language), home)
