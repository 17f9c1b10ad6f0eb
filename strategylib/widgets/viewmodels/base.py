"""What do all view models share? The address's parameters in, what is drawn out, and the elements behind each figure of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any, TypeVar

from traitlets import Dict, HasTraits, Unicode, observe

from strategylib.locale import Texts
from strategylib.widgets.viewmodels import evidence
from strategylib.workbook import Workbook

Result = TypeVar("Result")


@lru_cache(maxsize=512)
def measured(function: Callable[..., Result], workbook: Workbook, *arguments: Any, **options: Any) -> Result:
    """Return what a function of `analysis` says of a workbook, asked once: a workbook does not change."""
    return function(workbook, *arguments, **options)


class ViewModel(HasTraits):
    """One view of the app as plain data.

    `parameters` is what the address says to this view (texts by name, `sted` for what stands in its path); `content` is all that the
    view draws, and `still` the part of it that no address changes. Every figure in `content` has a key: put into `asked`, what stands
    behind it comes in `answer`. The same parameters give the same content, and the same keys.
    """

    still: dict[str, Any]
    parameters = Dict()
    content = Dict()
    asked = Unicode()
    answer = Dict()

    def __init__(self, workbook: Workbook, texts: Texts, parameters: dict[str, str] | None = None) -> None:
        super().__init__()
        self.workbook = workbook
        self.texts = texts
        self._behind: dict[str, tuple[str, tuple[str, ...]]] = {}
        self.still = {"evidence": texts.section("evidence")} | self.draw_still()
        self._behind_still = self._behind
        self.set_trait("parameters", parameters or {})
        if not self.content:
            self._draw(None)

    def draw_still(self) -> dict[str, Any]:
        """Return what is drawn whatever the parameters are."""
        return {}

    def draw(self) -> dict[str, Any]:
        """Return what is drawn for the present parameters, beside what stays; each view model says its own."""
        raise NotImplementedError

    def behind(self, key: str, title: str, elements: Iterable[str]) -> str:
        """Remember which elements stand behind a figure, and under which heading they are shown; return the key."""
        self._behind[key] = (title, tuple(elements))
        return key

    def mark(self, municipality: str) -> dict[str, Any]:
        """Return a municipality's name, colour and shape."""
        return evidence.mark(self.workbook.corpus, municipality)

    @property
    def municipalities(self) -> list[str]:
        """The ids of the municipalities that have a strategy here, in the data's order."""
        return [one.municipality for one in self.workbook.corpus.strategies]

    @observe("parameters")
    def _draw(self, _change: object) -> None:
        self._behind = dict(self._behind_still)
        drawn = self.draw()
        self.content = self.still | drawn if drawn else {}
        self.asked = ""

    def opened(self, key: str) -> dict[str, Any]:
        """Return what stands behind a figure; empty when there is no such figure here."""
        title, elements = self._behind.get(key, ("", ()))
        return {"key": key, "title": title, **evidence.answer(elements, self.workbook, self.texts)} if title else {}

    @observe("asked")
    def _answer(self, _change: object) -> None:
        self.answer = self.opened(self.asked)
