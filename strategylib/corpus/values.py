"""How does a corpus read as the values of its YAML and JSON files? The way back of `loader`, fields in the order of `data/README.md`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from strategylib.corpus.checks import line_range
from strategylib.model import (
    Element,
    Gap,
    Municipality,
    Quote,
    Reform,
    ReformItem,
    Source,
    Strategy,
    Theme,
    Workshop,
    WorkshopExercise,
    WorkshopItem,
)

Value = dict[str, Any]


def strategy_value(strategy: Strategy) -> Value:
    """Return the value of a strategy's file."""
    value: Value = {"municipality": strategy.municipality, "source": strategy.source, "title": _passage(strategy.title)}
    if strategy.published_quote:
        value["published"] = {"date": strategy.published, **_passage(strategy.published_quote)}
    if strategy.period_quote:
        years = {"from": strategy.period_from, "to": strategy.period_to}
        value["period"] = {**_given(years), **_passage(strategy.period_quote)}
    if strategy.scope_quote:
        value["scope"] = {"areas": list(strategy.areas), **_passage(strategy.scope_quote)}
    if strategy.gaps:
        value["gaps"] = [_gap(gap) for gap in strategy.gaps]
    return {**value, "elements": [element_value(element) for element in strategy.elements]}


def element_value(element: Element) -> Value:
    """Return the value of an element in its strategy's file; ids lose their municipality there."""
    value = {
        "id": _local(element.id),
        "type": element.type.value,
        "term": element.term,
        **_passage(element.quote),
        "named": element.named,
        "parent": None if element.parent is None else _local(element.parent),
        "number": element.number,
        "quotes": [_passage(one) for one in element.quotes],
        "relations": [{"type": one.type.value, "target": _local(one.target)} for one in element.relations],
    }
    details = ("every_months", "target", "unit", "baseline", "responsible", "months", "involvement", "missing", "note")
    return _given({**value, **{name: getattr(element, name) for name in details}})


def register_value(entry: Municipality | Source | Theme | Reform | ReformItem) -> Value:
    """Return the value of an entry of a register: a municipality, source, theme or reform."""
    if isinstance(entry, Reform):
        first = ("id", "da", "en", "agreed", "passed", "in_force", "areas", "names")
        return _given({**{name: getattr(entry, name) for name in first}, "items": [register_value(one) for one in entry.items]})
    names = (
        ("id", "da", "en", "alt_da", "definition_da", "definition_en", "not_da", "not_en") if isinstance(entry, Theme) else entry.__slots__
    )
    return _given({name: getattr(entry, name) for name in names})


def workshop_value(workshop: Workshop) -> Value:
    """Return the value of the file with a workshop's results, its fields as the facilitator's page writes them."""
    first = {name: getattr(workshop, name) for name in ("title", "date", "people")}
    return {**first, "exercises": [_exercise(one) for one in workshop.exercises]}


def _exercise(one: WorkshopExercise) -> Value:
    first = {name: getattr(one, name) for name in ("id", "kind", "title", "question", "n")}
    return first | _given({"each": one.each}) | {"items": [_item(item) for item in one.items]}


def _item(one: WorkshopItem) -> Value:
    first = {"id": one.id, "text": one.text, "elements": list(one.elements), "figures": dict(one.figures)}
    decision = dict(one.decision) if one.decision else None
    return first | _given({"most": one.most, "decision": decision, "marks": one.marks})


def _given(values: Mapping[str, Any]) -> Value:
    """Return the values that there are, lists as lists."""
    return {name: list(value) if isinstance(value, tuple) else value for name, value in values.items() if value not in (None, (), [])}


def _local(element: str) -> str:
    return element.partition(".")[2]


def _lines(first: int, last: int) -> int | str:
    return first if first == last else f"{first}-{last}"


def _passage(quote: Quote) -> Value:
    return {"label": quote.text, "lines": _lines(quote.line_start, quote.line_end)}


def _gap(gap: Gap) -> Value:
    value: Value = {"what": gap.what, "why": gap.why}
    if gap.line_start is not None and gap.line_end is not None:
        value["lines"] = _lines(gap.line_start, gap.line_end)
    return value


def grafted(old: Any, new: Any, key: str = "") -> Any:
    """Return a new value with all that says the same as in the old one as it is there: line ranges, blanks and breaks in texts."""
    if isinstance(old, dict) and isinstance(new, dict):
        return {name: grafted(old[name], one, name) if name in old else one for name, one in new.items()}
    if isinstance(old, list) and isinstance(new, list):
        ids = {one["id"]: one for one in old if isinstance(one, dict) and "id" in one}
        places = [
            ids.get(one["id"]) if isinstance(one, dict) and "id" in one else old[at] if at < len(old) else None
            for at, one in enumerate(new)
        ]
        return [grafted(was, one) for was, one in zip(places, new, strict=True)]
    alike = (
        (key == "lines" and old is not None and line_range(old) == line_range(new))
        or (isinstance(old, str) and isinstance(new, str) and old.split() == new.split())
    )  # fmt: skip
    return old if alike else new
