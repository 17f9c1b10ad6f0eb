"""What does a leader see of all strategies at a glance: who has what, how old, in which words, and what is missing?"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from strategylib.locale import Texts, wording
from strategylib.model import Element, ElementType, Strategy
from strategylib.widgets.viewmodels import evidence, themes
from strategylib.widgets.viewmodels.base import ViewModel
from strategylib.widgets.viewmodels.caveats import caveats
from strategylib.workbook import Workbook

CHAIN = {
    ElementType.VISION: (ElementType.VISION,),
    ElementType.CORE_TASK: (ElementType.CORE_TASK,),
    ElementType.FOCUS_AREA: (ElementType.FOCUS_AREA,),
    ElementType.GOAL: (ElementType.GOAL,),
    ElementType.INITIATIVE: (ElementType.INITIATIVE, ElementType.ACTIVITY),
    ElementType.INDICATOR: (ElementType.INDICATOR,),
}
"""The links of a red thread from vision to indicator, and the types that count as each: an activity is action too."""

_HEART = (ElementType.VISION, ElementType.CORE_TASK)

LEVEL_GROUPS = {
    "direction": (ElementType.VISION, ElementType.CORE_TASK, ElementType.CORE_TASK_TRANSLATION, ElementType.VALUE,
                  ElementType.PILLAR, ElementType.PRINCIPLE),
    "action": (ElementType.FOCUS_AREA, ElementType.GOAL, ElementType.INITIATIVE, ElementType.ACTIVITY,
               ElementType.BEHAVIOUR, ElementType.KEYWORD),
    "follow_up": (ElementType.INDICATOR, ElementType.GOVERNANCE_RULE),
    "frame": (ElementType.CHALLENGE, ElementType.POLICY, ElementType.TARGET_GROUP, ElementType.FORUM,
              ElementType.CASCADE_LEVEL, ElementType.PERIOD),
}  # fmt: skip


def age_in_years(published: str, today: dt.date) -> int:
    """Return whole years from an ISO date of any precision to today; an unstated month or day counts as the first."""
    year, month, day = (int(part) for part in (published + "-01-01").split("-")[:3])
    return today.year - year - ((today.month, today.day) < (month, day))


def period_status(strategy: Strategy, today: dt.date) -> str:
    """Return `over`, `now`, `later`, `open` (no years) or `unknown` for a strategy's period."""
    if strategy.period_quote is None:
        return "unknown"
    if strategy.period_to is not None and strategy.period_to < today.year:
        return "over"
    if strategy.period_from is not None and strategy.period_from > today.year:
        return "later"
    return "open" if strategy.period_from is None and strategy.period_to is None else "now"


class OverviewModel(ViewModel):
    """The overview of a workbook. The parameter `vi` says who "we" are when asked what the others have that we lack."""

    def __init__(self, workbook: Workbook, texts: Texts, parameters: dict[str, str] | None = None, *, today: dt.date | None = None) -> None:
        self._sources = {one.id: one.title for one in workbook.corpus.sources}
        self._names = {one.id: one.name for one in workbook.corpus.municipalities}
        self._today = today or dt.datetime.now(tz=dt.UTC).date()
        super().__init__(workbook, texts, parameters)

    def draw_still(self) -> dict[str, Any]:
        """Return the finding, the themes, the thread from vision to indicator, a card for each strategy, and the levels."""
        strategies = self.workbook.corpus.strategies
        return {
            "texts": self.texts.section("overview"),
            "reading_note": self.texts("app.reading_note"),
            "title": self._title(strategies),
            "lead": self._lead(strategies),
            "themes": themes.coverage_table(self),
            "commitments": themes.commitments(self),
            "chain": self._chain(strategies),
            "strategies": [self._strategy(one, self._today) for one in strategies],
            "levels": self._levels(strategies),
            "caveats": caveats(self),
        }

    def draw(self) -> dict[str, Any]:
        """Return who "we" are, and what the others have that we lack."""
        we = self.parameters.get("vi", "")
        return {"we": we if we in self.municipalities else "", "lacking": themes.lacking(self, we)}

    def _having(self, strategies: Iterable[Strategy], kind: ElementType) -> list[str]:
        return [self._names[one.municipality] for one in strategies if any(element.type is kind for element in one.elements)]

    def _title(self, strategies: tuple[Strategy, ...]) -> str:
        names, total = self._having(strategies, ElementType.INDICATOR), len(strategies)
        if not strategies:
            return self.texts("overview.title_empty")
        if total == 1:
            return self.texts(f"overview.title_one{'' if names else '_not'}", name=self._names[strategies[0].municipality])
        if not names:
            return self.texts("overview.title_none")
        if len(names) == total:
            return self.texts("overview.title_all", total=wording.count_word(total, self.texts).lower())
        count = {"n": wording.count_word(len(names), self.texts).lower(), "total": wording.count_word(total, self.texts).lower()}
        form = "one" if len(names) == 1 else "other"
        return self.texts(f"overview.title_few.{form}", names=wording.listing(names, self.texts), **count)

    def _lead(self, strategies: tuple[Strategy, ...]) -> str:
        if not strategies:
            return self.texts("overview.empty")
        elements = wording.number(sum(len(one.elements) for one in strategies), self.texts)
        form = "one" if len(strategies) == 1 else "other"
        return self.texts(f"overview.lead.{form}", n=elements, count=wording.count_word(len(strategies), self.texts))

    def _chain(self, strategies: tuple[Strategy, ...]) -> list[dict[str, Any]]:
        """Return for each level of the thread who has it named, who has it only in prose, and who lacks it."""
        return [
            {
                "type": kind.value,
                "level": self.texts(f"types.{kind.value}.title"),
                "has": [evidence.mark(self.workbook.corpus, one.municipality) | _counts(one.elements, kinds) for one in strategies],
            }
            for kind, kinds in CHAIN.items()
        ]

    def _strategy(self, one: Strategy, today: dt.date) -> dict[str, Any]:
        texts, age = self.texts, None
        if one.published is not None:
            years = age_in_years(one.published, today)
            age = texts.count("overview.age_years", years) if years > 0 else texts("overview.age_new")
        named = sum(element.named for element in one.elements)
        heart = next((element for kind in _HEART for element in one.elements if element.type is kind), None)
        return {
            "municipality": evidence.mark(self.workbook.corpus, one.municipality),
            "title": self._sources[one.source],
            "published": wording.date(one.published, texts) if one.published else texts("overview.undated"),
            "age": age or texts("overview.age_unknown"),
            "period": one.period_quote and evidence.quote_data(one.period_quote, texts),
            "period_status": texts(f"overview.period_{period_status(one, today)}"),
            "scope": one.scope_quote.text if one.scope_quote else None,
            "areas": wording.listing([texts(f"areas.{area}") for area in one.areas], texts),
            "elements": wording.number(len(one.elements), texts),
            "split": texts("overview.elements_split", named=named, read=len(one.elements) - named),
            "heart": heart and evidence.short_card(heart, texts),
            "heart_title": texts(f"overview.heart.{heart.type.value}") if heart else None,
            "gaps": [self._gap(gap.what, gap.why, gap.line_start, gap.line_end) for gap in one.gaps],
            "gaps_count": texts.count("overview.gaps_count", len(one.gaps)),
        }

    def _gap(self, what: str, why: str, first: int | None, last: int | None) -> dict[str, Any]:
        place = wording.lines(first, last, self.texts) if first is not None and last is not None else None
        return {"what": what, "why": why, "lines": place}

    def _levels(self, strategies: tuple[Strategy, ...]) -> list[dict[str, Any]]:
        return [
            {"group": self.texts(f"levels.{group}"), "rows": [self._level(kind, strategies) for kind in kinds]}
            for group, kinds in LEVEL_GROUPS.items()
        ]

    def _level(self, kind: ElementType, strategies: tuple[Strategy, ...]) -> dict[str, Any]:
        level = self.texts(f"types.{kind.value}.title")
        cells = []
        for one in strategies:
            counts = _counts(one.elements, (kind,))
            values = {"municipality": self._names[one.municipality], "level": level, **counts}
            terms = dict.fromkeys(element.term for element in one.elements if element.type is kind and element.named)
            cells.append(
                counts
                | {
                    "municipality": one.municipality,
                    "terms": wording.listing(list(terms), self.texts),
                    "label": self.texts("overview.cell", **values),
                    "label_named": self.texts("overview.cell_named", **values),
                    "key": self._level_key(one, kind),
                }
            )
        return {"type": kind.value, "level": level, "cells": cells}

    def _level_key(self, strategy: Strategy, kind: ElementType) -> str | None:
        elements = [one.id for one in strategy.elements if one.type is kind]
        if not elements:
            return None
        level = self.texts(f"types.{kind.value}.{'one' if len(elements) == 1 else 'other'}")
        title = self.texts("overview.evidence_title", municipality=self._names[strategy.municipality], level=level)
        return self.behind(f"niveau/{strategy.municipality}/{kind.value}", title, elements)


def _counts(elements: Iterable[Element], kinds: Iterable[ElementType]) -> dict[str, int]:
    of_kind = [element.named for element in elements if element.type in kinds]
    return {"named": sum(of_kind), "read": len(of_kind) - sum(of_kind)}
