"""When do the strategies apply, how often are they taken up again, and when is the next time by their own rule?"""

from __future__ import annotations

import datetime as dt
from typing import Any

from strategylib.locale import Texts, wording
from strategylib.model import Element, Strategy
from strategylib.widgets.viewmodels import evidence
from strategylib.widgets.viewmodels.base import ViewModel
from strategylib.widgets.viewmodels.overview import age_in_years, period_status
from strategylib.workbook import Workbook

_MONTHS = 12
_WITH_MONTH = 2


def months_after(year: int, month: int, months: int) -> tuple[int, int]:
    """Return the year and month that come so many months after another."""
    at = year * _MONTHS + month - 1 + months
    return at // _MONTHS, at % _MONTHS + 1


def next_time(published: str | None, every_months: int, today: dt.date) -> tuple[int, int] | None:
    """Return year and month of the next time by a rule of every so many months counted from the publication; None without its month.

    The next time is the first of publication + k * every_months (k = 1, 2, …) that is not before this month.
    """
    parts = [int(one) for one in published.split("-")] if published else []
    if len(parts) < _WITH_MONTH:
        return None
    start, now = parts[0] * _MONTHS + parts[1] - 1, today.year * _MONTHS + today.month - 1
    k = max(1, -((start - now) // every_months))
    return months_after(parts[0], parts[1], k * every_months)


class TimelineModel(ViewModel):
    """Periods, publications and follow-up on one line of years."""

    def __init__(self, workbook: Workbook, texts: Texts, parameters: dict[str, str] | None = None, *, today: dt.date | None = None) -> None:
        self._today = today or dt.datetime.now(tz=dt.UTC).date()
        super().__init__(workbook, texts, parameters)

    def draw(self) -> dict[str, Any]:
        """Return the years, a row for each strategy, the rules of follow-up, and the points of plans with a month."""
        strategies, texts = self.workbook.corpus.strategies, self.texts
        if not strategies:
            return {}
        now = [one for one in strategies if period_status(one, self._today) == "now"]
        total = wording.count_word(len(strategies), texts).lower()
        count = wording.count_word(len(now), texts)
        title = texts.count("charts.timeline.title", len(now), count=count, total=total)
        if len(strategies) == 1:
            kind = {"now": "now", "open": "open", "unknown": "open"}.get(period_status(strategies[0], self._today), "not_now")
            title = texts(f"charts.timeline.title_single.{kind}", name=self.mark(strategies[0].municipality)["name"])
        first, last = self._years(strategies)
        return {
            "texts": texts.section("timeline"),
            "title": title,
            "lead": texts("timeline.lead", date=wording.date(self._today.isoformat(), texts)),
            "years": list(range(first, last + 1)),
            "today": self._today.year + (self._today.timetuple().tm_yday - 1) / 365,
            "rows": [self._row(one) for one in strategies],
            "rules": [rule for one in strategies for rule in self._rules(one)],
            "plans": [plan for one in strategies if (plan := self._plan(one))],
            "reading_note": texts("app.reading_note"),
        }

    def _years(self, strategies: tuple[Strategy, ...]) -> tuple[int, int]:
        known = [self._today.year]
        for one in strategies:
            known += [year for year in (one.period_from, one.period_to) if year is not None]
            known += [int(one.published[:4])] if one.published else []
        return min(known), max(known)

    def _row(self, one: Strategy) -> dict[str, Any]:
        texts = self.texts
        published = None
        if one.published:
            parts = [int(part) for part in one.published.split("-")]
            published = parts[0] + ((parts[1] - 1) / _MONTHS if len(parts) >= _WITH_MONTH else 0.5)
        years = age_in_years(one.published, self._today) if one.published else 0
        age = texts.count("overview.age_years", years) if years > 0 else texts("overview.age_new")
        issued = texts("timeline.issued", date=wording.date(one.published, texts), age=age) if one.published else texts("timeline.undated")
        return {
            "mark": self.mark(one.municipality),
            "from": one.period_from,
            "to": one.period_to,
            "published": published,
            "issued": issued,
            "status": texts(f"overview.period_{period_status(one, self._today)}"),
            "period": one.period_quote and evidence.quote_data(one.period_quote, texts),
            "span": self._span(one),
        }

    def _span(self, one: Strategy) -> str:
        if one.period_from is None or one.period_to is None:
            return ""
        if one.period_from == one.period_to:
            return str(one.period_from)
        return self.texts("timeline.span", first=one.period_from, last=one.period_to)

    def _rules(self, strategy: Strategy) -> list[dict[str, Any]]:
        found = []
        for one in strategy.elements:
            if one.every_months is None and "every_months" not in one.missing:
                continue
            title = self.texts("timeline.rule_title", name=self.mark(strategy.municipality)["name"])
            found.append(
                {
                    "mark": self.mark(strategy.municipality),
                    **evidence.short_card(one, self.texts),
                    "cadence": wording.cadence(one.every_months, self.texts) if one.every_months else self.texts("timeline.unreadable"),
                    "next": self._next(one, strategy),
                    "key": self.behind(f"regel/{one.id}", title, [one.id]),
                }
            )
        return found

    def _next(self, rule: Element, strategy: Strategy) -> str:
        if rule.every_months is None:
            return self.texts("timeline.next_unreadable")
        found = next_time(strategy.published, rule.every_months, self._today)
        if found is not None:
            return self.texts("timeline.next", when=self._month(*found), published=wording.date(strategy.published or "", self.texts))
        latest = months_after(self._today.year, self._today.month, rule.every_months)
        said = self.texts("timeline.next_undated", when=self._month(*latest))
        if strategy.period_to is not None and strategy.period_to < latest[0]:
            said = f"{said} {self.texts('timeline.next_over', year=strategy.period_to)}"
        return said

    def _month(self, year: int, month: int) -> str:
        return wording.date(f"{year}-{month:02}", self.texts)

    def _plan(self, strategy: Strategy) -> dict[str, Any] | None:
        """Return the points that have a month, or should have: its own words or what cannot be read in the source."""
        points = [one for one in strategy.elements if one.months or "months" in one.missing]
        if not points:
            return None
        unread = sum(not one.months for one in points)
        name = self.mark(strategy.municipality)["name"]
        months = self.texts.section("numbers")["months"]
        return {
            "mark": self.mark(strategy.municipality),
            "title": self.texts("timeline.plan_title", name=name, period=strategy.period_quote.text if strategy.period_quote else ""),
            "unread": self.texts.count("timeline.plan_unread", unread, of=len(points)) if unread else "",
            "months": months,
            "points": [
                {**evidence.short_card(one, self.texts), "in": list(one.months), "key": self.behind(f"punkt/{one.id}", name, [one.id])}
                for one in points
            ],
        }
