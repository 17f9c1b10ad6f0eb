"""How do whole tables become a corpus again? The way back of `strategylib.formats.tables`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from strategylib.formats.rooms import workshops_of
from strategylib.formats.tables import DETAILS, ITEM, Row
from strategylib.model import (
    Alignment,
    AlignmentRelation,
    Coding,
    Corpus,
    Element,
    ElementType,
    Gap,
    Municipality,
    Quote,
    Reform,
    ReformCoding,
    ReformItem,
    RejectedAlignment,
    RejectedCoding,
    Relation,
    RelationType,
    Source,
    Strategy,
    Theme,
)


def corpus_of(tables: Mapping[str, Sequence[Row]]) -> Corpus:
    """Return the corpus of whole tables: every needed cell is there and has its kind.

    Rows that hang on one that is not there (an element without a strategy, a quote without an element) have no place in a corpus and are
    left out; `strategylib.formats.changes` names them before.
    """
    quotes, relations, items, gaps = (
        _by(tables[name], key)
        for name, key in (("quotes", "element"), ("relations", "source"), ("reform_items", "reform"), ("gaps", "municipality"))
    )
    elements = _by(({**row, "municipality": str(row["id"]).partition(".")[0]} for row in tables["elements"]), "municipality")
    order = {row["id"]: place for place, row in enumerate(tables["municipalities"])}
    strategies = [
        _strategy(row, elements.get(row["municipality"], ()), quotes, relations, gaps.get(row["municipality"], ()))
        for row in sorted(tables["strategies"], key=lambda row: order.get(row["municipality"], len(order)))
    ]
    return Corpus(
        municipalities=tuple(Municipality(**row) for row in tables["municipalities"]),
        sources=tuple(Source(**row) for row in tables["sources"]),
        themes=tuple(Theme(**{**row, "alt_da": tuple(row["alt_da"] or ())}) for row in tables["themes"]),
        strategies=tuple(strategies),
        codings=tuple(Coding(**row) for row in tables["codings"]),
        alignments=tuple(Alignment(**{**row, "relation": AlignmentRelation(row["relation"])}) for row in tables["alignments"]),
        reforms=tuple(_reform(row, items.get(row["id"], ())) for row in tables["reforms"]),
        reform_codings=tuple(ReformCoding(**row) for row in tables["reform_codings"]),
        rejected_codings=tuple(RejectedCoding(**row) for row in tables["rejected_codings"]),
        rejected_alignments=tuple(RejectedAlignment(**row) for row in tables["rejected_alignments"]),
        workshops=workshops_of(tables),
    )


def _by(rows: Iterable[Row], column: str) -> dict[Any, list[Row]]:
    found: dict[Any, list[Row]] = {}
    for row in rows:
        found.setdefault(row[column], []).append(row)
    return found


def _quote(row: Row, source: str, before: str = "", label: str = "label") -> Quote | None:
    text = row[label]
    return None if text is None else Quote(text, source, row[f"{before}line_start"], row[f"{before}line_end"])


def _strategy(
    row: Row, elements: Iterable[Row], quotes: Mapping[str, list[Row]], relations: Mapping[str, list[Row]], gaps: Iterable[Row]
) -> Strategy:
    source = row["source"]
    return Strategy(
        municipality=row["municipality"],
        source=source,
        title=Quote(row["title"], source, row["title_line_start"], row["title_line_end"]),
        elements=tuple(_element(one, source, quotes.get(one["id"], ()), relations.get(one["id"], ())) for one in elements),
        published=row["published"],
        published_quote=_quote(row, source, "published_", "published_label"),
        period_from=row["period_from"],
        period_to=row["period_to"],
        period_quote=_quote(row, source, "period_", "period_label"),
        areas=tuple(row["areas"] or ()),
        scope_quote=_quote(row, source, "scope_", "scope_label"),
        gaps=tuple(Gap(one["what"], one["why"], one["line_start"], one["line_end"]) for one in gaps),
    )


def _element(row: Row, source: str, quotes: Iterable[Row], relations: Iterable[Row]) -> Element:
    plain = {name: row[name] for name in DETAILS if name not in ("months", "missing")}
    return Element(
        id=row["id"],
        municipality=row["municipality"],
        type=ElementType(row["type"]),
        term=row["term"],
        quote=Quote(row["label"], source, row["line_start"], row["line_end"]),
        named=row["named"],
        parent=row["parent"],
        months=tuple(row["months"] or ()),
        missing=tuple(row["missing"] or ()),
        quotes=tuple(Quote(one["label"], source, one["line_start"], one["line_end"]) for one in quotes),
        relations=tuple(Relation(one["source"], one["target"], RelationType(one["type"])) for one in relations),
        **plain,
    )


def _reform(row: Row, items: Iterable[Row]) -> Reform:
    made = tuple(ReformItem(**{name: one[name] for name in ITEM}) for one in items)
    return Reform(**{**row, "areas": tuple(row["areas"] or ()), "names": tuple(row["names"] or ()), "items": made})
