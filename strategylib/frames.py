"""How do the model's objects read as tables? One function a table; columns and index are the contract.

Text columns have pandas' own text type, with what is missing as missing (`isna()`); line numbers and counts are integers. Rows stand in the
order of the data files: municipalities as listed, elements as in the document.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd

from strategylib.model import (
    Alignment,
    Coding,
    Element,
    Municipality,
    Relation,
    RelationType,
    Source,
    Strategy,
    Theme,
    Workshop,
)

ELEMENT_COLUMNS = ("municipality", "type", "term", "label", "parent", "source", "line_start", "line_end", "named")
_DETAIL_FIELDS = ("number", "every_months", "target", "unit", "baseline", "responsible", "months", "involvement")
_LINES = {"line_start": "int64", "line_end": "int64"}


def _frame(rows: Iterable[Sequence[Any]], columns: Sequence[str], index: str | None = None, **dtypes: str) -> pd.DataFrame:
    """Return rows as a frame; `dtypes` are the columns that are not text, which a frame without rows would not show."""
    frame = pd.DataFrame(list(rows), columns=[index, *columns] if index else list(columns)).astype(dtypes)
    return frame.set_index(index) if index else frame


def element_row(element: Element) -> dict[str, Any]:
    """Return the columns of one element as plain values."""
    quote = element.quote
    return {
        "municipality": element.municipality,
        "type": element.type.value,
        "term": element.term,
        "label": quote.text,
        "parent": element.parent,
        "source": quote.source,
        "line_start": quote.line_start,
        "line_end": quote.line_end,
        "named": element.named,
    }


def elements_frame(elements: Iterable[Element]) -> pd.DataFrame:
    """Return one row an element, index `id`, columns `ELEMENT_COLUMNS`; `parent` is missing at the top."""
    rows = ((element.id, *element_row(element).values()) for element in elements)
    return _frame(rows, ELEMENT_COLUMNS, "id", **_LINES, named="bool")


def details_frame(elements: Iterable[Element]) -> pd.DataFrame:
    """Return what is stated beyond the common columns, long: `element, field, value, stated`.

    `field` is one of number, every_months, target, unit, baseline, responsible, months, involvement, note. A field that the
    source has or announces but that cannot be read has `value` None and `stated` False.
    """
    rows = []
    for element in elements:
        for name in (*_DETAIL_FIELDS, "note"):
            value = getattr(element, name)
            if value not in (None, ()):
                rows.append((element.id, name, value, True))
        rows += [(element.id, name, None, False) for name in element.missing]
    frame = pd.DataFrame(rows, columns=["element", "field", "value", "stated"], dtype=object)
    return frame.astype({"stated": bool})


def quotes_frame(elements: Iterable[Element]) -> pd.DataFrame:
    """Return every quotation, long: `element, text, source, line_start, line_end`; an element's label comes first."""
    rows = [
        (element.id, quote.text, quote.source, quote.line_start, quote.line_end)
        for element in elements
        for quote in (element.quote, *element.quotes)
    ]
    return _frame(rows, ("element", "text", "source", "line_start", "line_end"), **_LINES)


def all_relations(elements: Iterable[Element]) -> list[Relation]:
    """Return every relation inside the strategies; a parent is a `part_of` from child to parent."""
    found = []
    for element in elements:
        if element.parent is not None:
            found.append(Relation(element.id, element.parent, RelationType.PART_OF))
        found += element.relations
    return found


def relations_frame(elements: Iterable[Element]) -> pd.DataFrame:
    """Return one row a relation: `source, target, type`; parents are the relations of type `part_of`."""
    rows = ((one.source, one.target, one.type.value) for one in all_relations(elements))
    return _frame(rows, ("source", "target", "type"))


def codings_frame(codings: Iterable[Coding]) -> pd.DataFrame:
    """Return one row a code: `element, theme, rank, coder`; rank 1 is the main theme."""
    rows = ((one.element, one.theme, one.rank, one.coder) for one in codings)
    return _frame(rows, ("element", "theme", "rank", "coder"), rank="int64")


def alignments_frame(alignments: Iterable[Alignment]) -> pd.DataFrame:
    """Return one row a judged pair: `a, b, relation, coder`."""
    return _frame(((one.a, one.b, one.relation.value, one.coder) for one in alignments), ("a", "b", "relation", "coder"))


def themes_frame(themes: Iterable[Theme]) -> pd.DataFrame:
    """Return one row a theme, index `id`: `da, en, alt_da, definition_da, definition_en, not_da, not_en`; `alt_da` holds tuples."""
    columns = ("da", "en", "alt_da", "definition_da", "definition_en", "not_da", "not_en")
    return _frame(((one.id, *(getattr(one, name) for name in columns)) for one in themes), columns, "id")


def municipalities_frame(municipalities: Iterable[Municipality]) -> pd.DataFrame:
    """Return one row a municipality, index `id`: `name, code`."""
    return _frame(((one.id, one.name, one.code) for one in municipalities), ("name", "code"), "id", code="int64")


def sources_frame(sources: Iterable[Source]) -> pd.DataFrame:
    """Return one row a document, index `id`: `municipality, title, file, note`."""
    return _frame(
        ((one.id, one.municipality, one.title, one.file, one.note) for one in sources), ("municipality", "title", "file", "note"), "id"
    )


def strategies_frame(strategies: Iterable[Strategy]) -> pd.DataFrame:
    """Return one row a strategy, index `municipality`.

    Columns `title, source, published, period_from, period_to, period, scope, areas, elements, named`: `published` is an ISO date as
    precise as the document, the years are nullable integers, `period` and `scope` are the document's words, `areas` a tuple of the common
    areas, `elements` and `named` counts.
    """
    rows = [
        (
            one.municipality,
            one.title.text,
            one.source,
            one.published,
            one.period_from,
            one.period_to,
            one.period_quote.text if one.period_quote else None,
            one.scope_quote.text if one.scope_quote else None,
            one.areas,
            len(one.elements),
            sum(element.named for element in one.elements),
        )
        for one in strategies
    ]
    columns = ("title", "source", "published", "period_from", "period_to", "period", "scope", "areas", "elements", "named")
    return _frame(rows, columns, "municipality", period_from="Int64", period_to="Int64", elements="int64", named="int64")


def gaps_frame(strategies: Iterable[Strategy]) -> pd.DataFrame:
    """Return what the documents do not give: `municipality, what, why, line_start, line_end` (lines nullable)."""
    rows = [(one.municipality, gap.what, gap.why, gap.line_start, gap.line_end) for one in strategies for gap in one.gaps]
    return _frame(rows, ("municipality", "what", "why", "line_start", "line_end"), line_start="Int64", line_end="Int64")


def workshops_frame(workshops: Iterable[Workshop]) -> pd.DataFrame:
    """Return one row a session, index `id`: `title, date, people, exercises`, the last two counts."""
    rows = [(one.id, one.title, one.date, one.people, len(one.exercises)) for one in workshops]
    return _frame(rows, ("title", "date", "people", "exercises"), "id", people="int64", exercises="int64")


def workshop_results_frame(workshops: Iterable[Workshop]) -> pd.DataFrame:
    """Return every figure of every session, long: `workshop, exercise, kind, title, item, text, elements, n, figure, value`.

    `elements` holds tuples, `n` is how many answered the exercise, and `figure` is named as in `strategylib.workshop.tally`.
    """
    rows = [
        (room.id, one.id, one.kind, one.title, item.id, item.text, item.elements, one.n, name, value)
        for room in workshops
        for one in room.exercises
        for item in one.items
        for name, value in item.figures.items()
    ]
    columns = ("workshop", "exercise", "kind", "title", "item", "text", "elements", "n", "figure", "value")
    return _frame(rows, columns, n="int64", value="float64")
