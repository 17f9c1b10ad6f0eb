"""Small strategies made in the test itself, so that each test shows all that matters to it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from strategylib.model import Corpus, Element, ElementType, Municipality, Quote, Relation, RelationType, Strategy
from strategylib.workbook import Workbook


def quote(text: str, line: int = 1) -> Quote:
    return Quote(text, "by", line, line)


def element(name: str, label: str = "ordlyd", *, named: bool = True, **more: Any) -> Element:
    """Make an element of the municipality `by`; its type is read from its name, such as `goal-1`."""
    kind = ElementType(name.partition("-")[0])
    made = Element(f"by.{name}", "by", kind, more.pop("term", kind.value), quote(label), named)
    return replace(made, **more)


def link(source: str, target: str, kind: str) -> Relation:
    return Relation(f"by.{source}", f"by.{target}", RelationType(kind))


def strategy(*elements: Element, **more: Any) -> Strategy:
    return Strategy("by", "by", quote("En strategi"), elements, **more)


def workbook(made: Strategy, **more: Any) -> Workbook:
    return Workbook(Corpus(municipalities=(Municipality("by", "By", 999),), strategies=(made,), **more))
