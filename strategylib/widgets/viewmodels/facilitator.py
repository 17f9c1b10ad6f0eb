"""What can a session be about? Elements of the graph by search, by theme, by what we lack and by what is alike; and ready agendas."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from traitlets import Dict, HasTraits, observe

from strategylib.analysis.alignment import COMMITMENTS, missing
from strategylib.analysis.coded import EDITORS
from strategylib.locale import Texts, wording
from strategylib.model import Element
from strategylib.text.search import Query
from strategylib.widgets.viewmodels import evidence
from strategylib.widgets.viewmodels.base import measured
from strategylib.workbook import Workbook
from strategylib.workshop.agendas import agendas

MOST = 40
"""How many elements are shown at once to choose from, and how many an agenda's exercise takes at most."""

_IN_AGENDA = 12
_SHARED = 2


class FacilitatorModel(HasTraits):
    """What the facilitator chooses from.

    `asked` is what is sought: `from` (`search`, `theme`, `lacking`, `pairs` or `agenda`), `we` (a municipality), `q`, `theme`, `kind` (a
    type), `agenda`. `found` answers it: `items` (each an item of an exercise, with `municipality`), or `exercises` for an agenda.
    """

    asked = Dict()
    found = Dict()

    def __init__(self, workbook: Workbook, texts: Texts) -> None:
        super().__init__()
        self.workbook = workbook
        self.texts = texts

    @property
    def content(self) -> dict[str, Any]:
        """What there is to choose from: municipalities, themes, levels and agendas."""
        corpus = self.workbook.corpus
        return {
            "municipalities": [evidence.mark(corpus, one.municipality) for one in corpus.strategies],
            "themes": [{"id": one.id, "name": getattr(one, self.texts.language)} for one in corpus.themes],
            "levels": [{"id": kind.value, "name": self.texts(f"types.{kind.value}.title")} for kind in COMMITMENTS],
            "agendas": [{"id": id_, "title": one["title"], "about": one["about"]} for id_, one in agendas(self.texts.language).items()],
        }

    @observe("asked")
    def _find(self, _change: object) -> None:
        asked = {name: str(value) for name, value in self.asked.items()}
        way = asked.get("from")
        if way == "agenda":
            self.found = {"asked": self.asked, "exercises": self._agenda(asked.get("agenda", ""), asked.get("we", ""))}
            return
        items = {"lacking": self._lacking, "pairs": self._pairs}.get(way or "", lambda _we: [])(asked.get("we", ""))
        if way in ("search", "theme"):
            items = [self._item(one) for one in self._sought(asked)]
        self.found = {"asked": self.asked, "items": items[:MOST], "more": max(0, len(items) - MOST)}

    def _sought(self, asked: dict[str, str]) -> list[Element]:
        query, coded = Query(asked.get("q", "")), evidence.themes_of(self.workbook)
        found = []
        for strategy in self.workbook.corpus.strategies:
            if asked.get("we") and strategy.municipality != asked["we"]:
                continue
            for one in strategy.elements:
                fits_theme = not asked.get("theme") or asked["theme"] in coded.get(one.id, ())
                fits_kind = one.type == asked["kind"] if asked.get("kind") else one.type in COMMITMENTS
                if fits_theme and fits_kind and (not query or query.match([one.label, one.term])):
                    found.append(one)
        return found

    def _lacking(self, we: str) -> list[dict[str, Any]]:
        """Return what at least two others have and we have not, each commitment once."""
        if we not in self._owners or not self._has_alignments:
            return []
        frame, told, items = measured(missing, self.workbook, we), set[str](), []
        for element, row in frame[frame.n >= _SHARED].iterrows():
            if not told.intersection([str(element), *row.counterparts]):
                told.update([str(element), *row.counterparts])
                items.append(self._item(self.workbook.element(str(element)), row.counterparts))
        return items

    def _pairs(self, we: str) -> list[dict[str, Any]]:
        """Return our commitments beside what others say of the same, a pair each."""
        made = []
        for one in self.workbook.corpus.alignments:
            a, b = self.workbook.element(one.a), self.workbook.element(one.b)
            if one.coder == EDITORS and we in (a.municipality, b.municipality):
                ours, theirs = (a, b) if a.municipality == we else (b, a)
                name = evidence.mark(self.workbook.corpus, theirs.municipality)["name"]
                words = self.texts("facilitator.pair", ours=ours.label, name=name, theirs=theirs.label)
                made.append(
                    {
                        "text": words,
                        "elements": [ours.id, theirs.id],
                        "source": f"{self._source(ours)} · {self._source(theirs)}",
                        "municipality": theirs.municipality,
                    }
                )
        return made

    def _agenda(self, name: str, we: str) -> list[dict[str, Any]]:
        made = []
        for number, one in enumerate(agendas(self.texts.language).get(name, {}).get("exercises", []), 1):
            given = {key: value for key, value in one.items() if key != "choose"}
            items = self._chosen(one.get("choose", ""), we)[:_IN_AGENDA]
            kept = [{key: item[key] for key in ("text", "elements", "source")} | {"id": f"i{place}"} for place, item in enumerate(items, 1)]
            made.append(given | {"id": f"e{number}", "items": kept})
        return made

    def _chosen(self, choose: str, we: str) -> list[dict[str, Any]]:
        if choose == "lacking":
            return self._lacking(we)
        if choose == "pairs":
            return self._pairs(we)
        if we in self._owners:
            for kind in choose.split("|"):
                if found := [self._item(one) for one in self.workbook.strategy(we).elements if one.type == kind]:
                    return found
        return []

    def _item(self, one: Element, others: Iterable[str] = ()) -> dict[str, Any]:
        return {"text": one.label, "elements": [one.id, *others][:10], "source": self._source(one), "municipality": one.municipality}

    def _source(self, one: Element) -> str:
        name = evidence.mark(self.workbook.corpus, one.municipality)["name"]
        return f"{name}, {wording.lines(one.quote.line_start, one.quote.line_end, self.texts)}"

    @property
    def _owners(self) -> list[str]:
        return [one.municipality for one in self.workbook.corpus.strategies]

    @property
    def _has_alignments(self) -> bool:
        return any(one.coder == EDITORS for one in self.workbook.corpus.alignments)
