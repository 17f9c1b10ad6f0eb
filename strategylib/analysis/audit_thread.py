"""What does a strategy promise and not carry through: measuring, acting, dating and following up? Findings for one strategy."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date

import pandas as pd

from strategylib.analysis.audit_words import Finding
from strategylib.analysis.strategies import said
from strategylib.model import Element, ElementType, RelationType, Strategy

_REVISION = re.compile(r"revider|revision|(?:ny|næste) strategi|gentænk", re.IGNORECASE)


def lacking_goals(strategy: Strategy, thread: pd.DataFrame) -> Iterator[Finding]:
    """Yield the goals that no indicator and no action reaches; a problem when none of the goals is reached."""
    quotes = {element.id: element.quote for element in strategy.elements}
    for measure, kind in (("goals_with_indicator", "goals_without_indicator"), ("goals_with_action", "goals_without_action")):
        lacking, having = thread.lacking[measure], thread.elements[measure]
        if lacking:
            values = {"n": len(lacking), "of": len(lacking) + len(having)}
            yield Finding(kind, "notice" if having else "problem", lacking, tuple(quotes[one] for one in lacking), values)


def weak_indicators(strategy: Strategy) -> Iterator[Finding]:
    """Yield the indicators without a target, and those that measure no element the document names."""
    indicators = [one for one in strategy.elements if one.type is ElementType.INDICATOR]
    aimless = [one for one in indicators if one.target is None]
    loose = [one for one in indicators if not any(link.type is RelationType.MEASURES for link in one.relations)]
    yield from _some("indicators_without_target", aimless, indicators)
    yield from _some("indicators_measure_nothing", loose, indicators)


def _some(kind: str, found: list[Element], of: list[Element]) -> Iterator[Finding]:
    if found:
        yield Finding(kind, "notice", _ids(found), tuple(one.quote for one in found), {"n": len(found), "of": len(of)})


def _ids(elements: Iterable[Element]) -> tuple[str, ...]:
    return tuple(one.id for one in elements)


def unreadable_details(strategy: Strategy) -> Iterator[Finding]:
    """Yield what elements announce or had in a figure and do not give, one finding a detail."""
    found: dict[str, list[Element]] = defaultdict(list)
    for element in strategy.elements:
        for name in element.missing:
            found[name].append(element)
    for name, elements in found.items():
        values = {"n": len(elements), "field": name}
        yield Finding("missing_detail", "notice", _ids(elements), tuple(one.quote for one in elements), values)


def time(strategy: Strategy, today: date) -> Iterator[Finding]:
    """Yield a period that is over, has no end year or is not stated, and a document without a date."""
    periods = [one for one in strategy.elements if one.type is ElementType.PERIOD]
    quotes = (strategy.period_quote,) if strategy.period_quote else tuple(one.quote for one in periods)
    if strategy.period_to is not None:
        if strategy.period_to < today.year:
            yield Finding("period_over", "problem", _ids(periods), quotes, {"year": strategy.period_to})
    elif quotes:
        yield Finding("period_open", "notice", _ids(periods), quotes)
    else:
        yield Finding("no_period", "notice")
    if strategy.published is None:
        yield Finding("undated", "notice", note=_why(strategy, r"\bdato\b|udgivet"))


def review(strategy: Strategy) -> Iterator[Finding]:
    """Yield a strategy without a rule that says how often, in which months or when it is looked at again."""
    rules = [one for one in strategy.elements if one.type is ElementType.GOVERNANCE_RULE]
    if not any(one.every_months or one.months for one in rules) and not any(_REVISION.search(said(one)) for one in rules):
        yield Finding("no_review", "notice", values={"rules": len(rules)}, note=_why(strategy, r"revision|revider"))


def _why(strategy: Strategy, pattern: str) -> str | None:
    """Return why the document's own gaps say that something is absent."""
    return next((gap.why for gap in strategy.gaps if re.search(pattern, gap.what, re.IGNORECASE)), None)
