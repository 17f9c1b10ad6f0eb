"""The leader app: the frame and the view that the address asks for; the others are built when that one is there."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import ipywidgets
import traitlets

from strategylib.environment import asked_folder
from strategylib.locale import Texts, texts
from strategylib.widgets.viewmodels.overview import OverviewModel
from strategylib.widgets.viewmodels.thread import ThreadModel
from strategylib.widgets.views.base import View, module
from strategylib.widgets.views.overview import OverviewView
from strategylib.widgets.views.thread import ThreadView
from strategylib.workbook import Workbook, current_workbook


class FrameView(View):
    """The head of the page.

    `route` is what the address says, `<view>/<municipality>`; `view` is what is shown; `at_rest` becomes True when that is drawn.
    """

    _esm = module("frame")

    route = traitlets.Unicode().tag(sync=True)
    view = traitlets.Unicode().tag(sync=True)
    at_rest = traitlets.Bool().tag(sync=True)


class LeaderApp(ipywidgets.VBox):
    """Frame and views over one workbook; follows the address of the page."""

    def __init__(self, workbook: Workbook, words: Texts) -> None:
        self._workbook = workbook
        self._words = words
        self._models = {"roed-traad": ThreadModel(workbook, words)}
        self._builders: dict[str, Callable[[], View]] = {"overblik": self._overview, "roed-traad": self._thread}
        self._views: dict[str, View] = {}
        self.frame = FrameView(content=self._frame_content(), view="overblik")
        self._place = ipywidgets.Box()
        super().__init__([self.frame, self._place])
        self.add_class("sv-app")
        self.add_class("sv-says-ready")
        self.frame.observe(self._follow, "route")
        self.frame.observe(self._build_the_others, "at_rest")
        self._show("overblik")

    def _overview(self) -> View:
        return OverviewView(OverviewModel(self._workbook, self._words))

    def _thread(self) -> View:
        return ThreadView(self._models["roed-traad"])

    def _follow(self, change: dict[str, Any]) -> None:
        view, _, municipality = change["new"].partition("/")
        if view in self._models:
            self._models[view].municipality = municipality
        self._show(view if view in self._builders else "overblik")

    def _build_the_others(self, _change: object) -> None:
        for name in self._builders:
            self._view(name)

    def _view(self, name: str) -> View:
        if name not in self._views:
            self._views[name] = self._builders[name]()
        return self._views[name]

    def _show(self, name: str) -> None:
        self._place.children = (self._view(name),)
        self.frame.view = name

    def _frame_content(self) -> dict[str, Any]:
        return {
            "texts": self._words.section("app"),
            "views": [{"id": "overblik", "name": self._words("app.overview")}, {"id": "roed-traad", "name": self._words("app.thread")}],
            "faults": self._faults(),
        }

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


def leader_app(workbook: Workbook | None = None, *, language: str | None = None) -> LeaderApp:
    """Build the leader app, for a Voila page or a notebook cell.

    Parameters
    ----------
    workbook
        What to show. Unless given, the folder that the server was started with, or the bundled five; files with faults
        are then left out and named on the screen.
    language
        `da` (default) or `en`.

    Returns
    -------
    LeaderApp
        A widget; displaying it draws the overview.
    """
    if workbook is None:
        folder, with_bundled = asked_folder(os.environ)
        workbook = current_workbook(folder, with_bundled=with_bundled, language=language)
    return LeaderApp(workbook, texts(language))
