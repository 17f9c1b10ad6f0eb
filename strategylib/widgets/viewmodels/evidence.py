"""What stands behind a box, a count or a line: the element's own words, its place, and what is around it?"""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from strategylib.analysis.coded import EDITORS
from strategylib.charts import palette
from strategylib.locale import Texts, wording
from strategylib.model import Corpus, Element, Quote
from strategylib.widgets.viewmodels.said import of_elements
from strategylib.workbook import Workbook

Card = dict[str, Any]


def mark(corpus: Corpus, municipality: str) -> dict[str, Any]:
    """Return how a municipality is recognised everywhere: its name, and which of the five colours and shapes it has.

    Colour and shape follow the order in `municipalities.yaml`; after five the shapes shift, so that 25 municipalities differ.
    """
    place = next(i for i, one in enumerate(corpus.municipalities) if one.id == municipality)
    name = corpus.municipalities[place].name
    colour, shape = palette.mark(place)
    return {"id": municipality, "name": name, "colour": colour, "shape": shape}


def quote_data(quote: Quote, texts: Texts) -> dict[str, str]:
    """Return a quotation with its place in words."""
    return {"text": quote.text, "lines": wording.lines(quote.line_start, quote.line_end, texts)}


def short_card(element: Element, texts: Texts) -> Card:
    """Return what a list or a box shows of an element."""
    return {
        "id": element.id,
        "type": element.type.value,
        "level": texts(f"types.{element.type.value}.title"),
        "term": element.term,
        "number": element.number,
        "named": element.named,
        **quote_data(element.quote, texts),
    }


@lru_cache(maxsize=8)
def themes_of(workbook: Workbook) -> dict[str, list[str]]:
    """Return the editors' themes of each element that has any, the main one first."""
    found: dict[str, list[str]] = {}
    for coding in sorted(workbook.corpus.codings, key=lambda one: one.rank):
        if coding.coder == EDITORS:
            found.setdefault(coding.element, []).append(coding.theme)
    return found


def answer(elements: Iterable[str], workbook: Workbook, texts: Texts) -> dict[str, Any]:
    """Return what stands behind a figure: how many elements, and those of each municipality with their themes and who coded them."""
    corpus = workbook.corpus
    names, coded = {theme.id: getattr(theme, texts.language) for theme in corpus.themes}, themes_of(workbook)
    rooms = of_elements(workbook, texts)
    found = [workbook.element(element) for element in dict.fromkeys(elements)]
    order = {one.municipality: place for place, one in enumerate(corpus.strategies)}
    groups: dict[str, list[Card]] = {}
    for element in sorted(found, key=lambda one: (order[one.municipality], one.quote.line_start)):
        card = short_card(element, texts) | {
            "themes": [names[theme] for theme in coded.get(element.id, ())],
            "rooms": rooms.get(element.id, ()),
        }
        groups.setdefault(element.municipality, []).append(card)
    return {
        "count": texts.count("evidence.count", len(found)),
        "coder": EDITORS,
        "groups": [{"municipality": mark(corpus, name), "cards": cards} for name, cards in groups.items()],
    }


def full_cards(elements: Iterable[Element], workbook: Workbook, texts: Texts) -> dict[str, Card]:
    """Return everything about the elements of one strategy, by id, with the ids of what is around each.

    `before` and `after` are the neighbours in the document, `above` the chain of parents from the nearest up.
    """
    found = {element.id: element for element in elements}
    titles = {source.id: source.title for source in workbook.corpus.sources}
    rooms = of_elements(workbook, texts)
    cards = {}
    for element in found.values():
        cards[element.id] = short_card(element, texts) | {
            "source": titles.get(element.quote.source, element.quote.source),
            "details": _details(element, texts),
            "note": element.note,
            "rooms": rooms.get(element.id, ()),
            "quotes": [quote_data(quote, texts) for quote in element.quotes],
            "above": _above(element, found),
            "below": [],
            "related": [],
            "before": None,
            "after": None,
        }
    _link(found, cards, texts)
    return cards


def _above(element: Element, found: dict[str, Element]) -> list[str]:
    chain: list[str] = []
    while element.parent is not None:
        chain.append(element.parent)
        element = found[element.parent]
    return chain


def _link(found: dict[str, Element], cards: dict[str, Card], texts: Texts) -> None:
    """Fill in children, relations both ways, and neighbours in the document."""
    for element in found.values():
        if element.parent is not None:
            cards[element.parent]["below"].append(element.id)
        for relation in element.relations:
            kind = relation.type.value
            cards[element.id]["related"].append({"name": texts(f"relations.out.{kind}"), "id": relation.target})
            cards[relation.target]["related"].append({"name": texts(f"relations.in.{kind}"), "id": element.id})
    in_order = sorted(found.values(), key=lambda one: (one.quote.line_start, one.quote.line_end))
    for one, following in itertools.pairwise(in_order):
        cards[one.id]["after"] = following.id
        cards[following.id]["before"] = one.id


def _details(element: Element, texts: Texts) -> list[dict[str, Any]]:
    """Return what the source states beyond the wording, and what it has but cannot be read."""
    unit = f" {element.unit}" if element.unit else ""
    shown = {
        "number": element.number,
        "every_months": element.every_months and wording.cadence(element.every_months, texts),
        "target": None if element.target is None else wording.number(element.target, texts) + unit,
        "baseline": None if element.baseline is None else wording.number(element.baseline, texts) + unit,
        "responsible": element.responsible,
        "months": ", ".join(texts.section("numbers")["months"][month - 1] for month in element.months) or None,
        "involvement": element.involvement,
    }
    stated = [{"name": texts(f"details.{name}"), "value": value, "missing": False} for name, value in shown.items() if value]
    unread = [{"name": texts(f"details.{name}"), "value": texts("details.missing"), "missing": True} for name in element.missing]
    return stated + unread
