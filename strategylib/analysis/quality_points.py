"""By which rule is each point of the score card given? The one place where the points and their rules stand.

Every rule gives 0 (absent), 1 (partly) or 2 (present and clear), what it found and what it looked at. The rules in words stand in the
locale under `quality.points`, with the same names. Documents and gaps are in Danish, and so are the words that are looked for.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from strategylib.analysis.strategies import said
from strategylib.model import Element, ElementType, Quote, Strategy

ACTIONS = (ElementType.INITIATIVE, ElementType.ACTIVITY)
_RULES = (ElementType.GOVERNANCE_RULE,)
_TIME = ("every_months", "months")
_FRAME = (ElementType.POLICY, ElementType.FORUM, ElementType.TARGET_GROUP, ElementType.CASCADE_LEVEL, ElementType.PERIOD)

_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_ANALYSIS = re.compile(r"analyse|rapport|undersøgelse|statistik|prognose|fremskrivning|kortlægning", re.IGNORECASE)
_FOLLOW_UP = re.compile(r"følge[rs]? (?:\w+ )?op|opfølg|status|evaluer|revider|revision|midtvejs", re.IGNORECASE)
_MEANS = re.compile(
    r"økonomi|budget|finans|invester|nulvækst|ressource(?:mæssig|anvend|forbrug|ramme)"
    r"|(?:vores|nødvendige|flere|afsatte|økonomiske|af) ressourcer",
    re.IGNORECASE,
)
_AMOUNT = re.compile(r"\d[\d.,]*\s*(?:kr\b|kroner|mio|mia|årsværk|fuldtidsstillinger|timer)", re.IGNORECASE)


@dataclass(frozen=True)
class View:
    """One strategy and those of its elements that are looked at."""

    strategy: Strategy
    elements: tuple[Element, ...]

    def of(self, kinds: Iterable[ElementType]) -> list[Element]:
        """Return the elements of these types, in document order."""
        wanted = set(kinds)
        return [one for one in self.elements if one.type in wanted]


@dataclass(frozen=True)
class Finding:
    """What a rule found: the grade, the elements and document-level facts behind it, and what was looked at."""

    present: int
    evidence: tuple[str, ...] = ()
    document: tuple[tuple[str, int, int], ...] = ()
    kinds: tuple[ElementType, ...] = ()
    fields: tuple[str, ...] = ()


@dataclass(frozen=True)
class Point:
    """A point of the score card: its rule, and a pattern that finds the gap that explains its absence."""

    rule: Callable[[View], Finding]
    gap: re.Pattern[str]


def has(element: Element, fields: Iterable[str]) -> bool:
    """Tell whether one of the detail fields is filled in."""
    return any(getattr(element, name) not in (None, ()) for name in fields)


def _ids(elements: Iterable[Element]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.id for one in elements))


def _of_type(*kinds: ElementType) -> Callable[[View], Finding]:
    """2 when the document itself presents one, 1 when they are only read from its prose."""

    def rule(view: View) -> Finding:
        found = view.of(kinds)
        present = 2 if any(one.named for one in found) else int(bool(found))
        return Finding(present, _ids(found), kinds=kinds)

    return rule


def _stated(fields: tuple[str, ...], kinds: tuple[ElementType, ...], *, every: bool, elsewhere: bool = True) -> Callable[[View], Finding]:
    """2 when every (or any) element of the types states a field; 1 when only some or only others do, or the source does unreadably."""

    def rule(view: View) -> Finding:
        asked = view.of(kinds)
        having = [one for one in asked if has(one, fields)]
        others = [one for one in view.elements if has(one, fields) and one.type not in kinds] if elsewhere else []
        full = bool(having) and (len(having) == len(asked) or not every)
        # What stood in a lost figure or is announced is neither there nor simply absent.
        lost = [one for one in view.elements if set(fields) & set(one.missing) and (elsewhere or one.type in kinds)]
        evidence = having if full else [*having, *others, *lost]
        return Finding(2 if full else int(bool(evidence)), _ids(evidence), kinds=kinds, fields=fields)

    return rule


def _fact_base(view: View) -> Finding:
    """2 when a challenge states a number or refers to an analysis, 1 when an analysis is named anywhere else."""
    challenges = view.of([ElementType.CHALLENGE])
    analyses = [one for one in view.of([ElementType.POLICY]) if _ANALYSIS.search(f"{one.term} {said(one)}")]
    known = {one.id for one in analyses}
    founded = [
        one
        for one in challenges
        if re.search(r"\d", _YEAR.sub("", said(one))) or _ANALYSIS.search(said(one)) or any(link.target in known for link in one.relations)
    ]
    evidence = founded or analyses
    return Finding(2 if founded else int(bool(evidence)), _ids(evidence), kinds=(ElementType.CHALLENGE, ElementType.POLICY))


def _follow_up(view: View) -> Finding:
    """2 when a governance rule on follow-up says who, how often or when, 1 when it only promises it."""
    rules = [one for one in view.of(_RULES) if _FOLLOW_UP.search(said(one))]
    firm = [one for one in rules if has(one, (*_TIME, "responsible"))]
    evidence = firm or rules
    return Finding(2 if firm else int(bool(rules)), _ids(evidence), kinds=_RULES, fields=(*_TIME, "responsible"))


def _cadence(view: View) -> Finding:
    """2 when a governance rule says how often or in which months, 1 when another element says how often, or does so unreadably."""
    rules = [one for one in view.of(_RULES) if has(one, _TIME)]
    evidence = rules or [one for one in view.elements if has(one, ("every_months",)) or "every_months" in one.missing]
    return Finding(2 if rules else int(bool(evidence)), _ids(evidence), kinds=_RULES, fields=_TIME)


def _coordination(view: View) -> Finding:
    """2 when an element of the strategy is tied to another plan or policy, 1 when such are only mentioned."""
    policies = view.of([ElementType.POLICY])
    known = {one.id for one in policies}
    tied = [one for one in view.elements if one.id not in known and any(link.target in known for link in one.relations)]
    return Finding(2 if tied else int(bool(policies)), _ids([*policies, *tied]), kinds=(ElementType.POLICY,), fields=("relations",))


def _resources(view: View) -> Finding:
    """2 when an amount of money or time is given, 1 when economy or resources are only mentioned."""
    kinds = tuple(kind for kind in ElementType if kind not in _FRAME)
    amounts = [one for one in view.of(kinds) if _AMOUNT.search(said(one))]
    evidence = amounts or [one for one in view.of(kinds) if _MEANS.search(said(one))]
    return Finding(2 if amounts else int(bool(evidence)), _ids(evidence), fields=("label", "quotes"))


def _place(name: str, quote: Quote | None) -> tuple[tuple[str, int, int], ...]:
    return ((name, quote.line_start, quote.line_end),) if quote else ()


def _period(view: View) -> Finding:
    """2 when the first and the last year are given, 1 when the period has one year or words only."""
    strategy, periods = view.strategy, view.of([ElementType.PERIOD])
    years = (strategy.period_from, strategy.period_to)
    full = None not in years
    some = any(year is not None for year in years) or strategy.period_quote is not None or bool(periods)
    document = _place("period", strategy.period_quote)
    return Finding(2 if full else int(some), _ids(periods), document, (ElementType.PERIOD,), ("period",))


def _published(view: View) -> Finding:
    """2 when the document is dated."""
    strategy = view.strategy
    return Finding(2 if strategy.published else 0, (), _place("published", strategy.published_quote), (), ("published",))


def _point(rule: Callable[[View], Finding], gap: str) -> Point:
    return Point(rule, re.compile(gap, re.IGNORECASE))


POINTS: Mapping[str, Point] = {
    "challenges": _point(_of_type(ElementType.CHALLENGE), r"udfordring"),
    "fact_base": _point(_fact_base, r"udfordring|analyse|grundlag|\bdata\b"),
    "vision": _point(_of_type(ElementType.VISION), r"\bvision"),
    "core_task": _point(_of_type(ElementType.CORE_TASK), r"^(?!gyldighed).*kerneopgave"),
    "goals": _point(_of_type(ElementType.GOAL), r"\bmål\b|målsætning"),
    "priorities": _point(_of_type(ElementType.FOCUS_AREA), r"fokusområde|prioritering"),
    "actions": _point(_of_type(*ACTIONS), r"^(?!ansvarlig|mål |frist).*(?:indsats|aktivitet|tiltag|handleplan)"),
    "responsible": _point(_stated(("responsible",), ACTIONS, every=True), r"ansvarlig|indholdet af indsats"),
    "indicators": _point(_of_type(ElementType.INDICATOR), r"indikator|succeskriteri"),
    "baseline": _point(_stated(("baseline",), (ElementType.INDICATOR,), every=True), r"udgangspunkt|måltal|måling"),
    "target": _point(_stated(("target",), (ElementType.INDICATOR,), every=True), r"måltal|måling"),
    "timetable": _point(_stated(_TIME, ACTIONS, every=True, elsewhere=False), r"måneder|frist|tidsplan|indholdet af indsats"),
    "follow_up": _point(_follow_up, r"opfølg|følges op|evalue"),
    "cadence": _point(_cadence, r"opfølg|følges op|evalue"),
    "period": _point(_period, r"gyldig|periode|slutår|år, strategien"),
    "published": _point(_published, r"\bdato\b|udgivet"),
    "involvement": _point(_stated(("involvement",), _RULES, every=False), r"blevet til|tilblivelse|inddrages"),
    "coordination": _point(_coordination, r"politikker|planer"),
    "target_groups": _point(_of_type(ElementType.TARGET_GROUP), r"målgruppe"),
    "resources": _point(_resources, r"økonomi|ressource"),
}
"""The points in the order of the score card: direction, action, follow-up, frame."""
