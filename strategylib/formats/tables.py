"""How does a corpus read as plain tables that hold all of it, and how do such tables become a corpus again?

These are the tables of the spreadsheet and of the CSV files: every value in a cell of its own, every row with a key. Other than the frames
of `strategylib.frames` they are made to be edited and to come back. Readers of other formats fill the same tables as far as they go.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

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
    Relation,
    RelationType,
    Source,
    Strategy,
    Theme,
)

Kind = Literal["text", "integer", "number", "truth", "list", "months"]
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, the kind of its values, whether every row has one, and the only values it takes, if any."""

    name: str
    kind: Kind = "text"
    needed: bool = False
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its name, its columns, and those that tell its rows apart.

    A table that is `numbered` has many rows under each key: the first, the second … of it.
    """

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    numbered: bool = False

    def column(self, name: str) -> Column | None:
        """Return the column with this name, if there is one."""
        return next((column for column in self.columns if column.name == name), None)

    def keyed(self, rows: Iterable[Row]) -> dict[tuple[Any, ...], Row]:
        """Return the rows by their keys; the first of a key counts."""
        found: dict[tuple[Any, ...], Row] = {}
        times: Counter[tuple[Any, ...]] = Counter()
        for row in rows:
            key = tuple(row.get(name) for name in self.key)
            times[key] += 1
            found.setdefault((*key, times[key]) if self.numbered else key, row)
        return found


def _columns(*written: str, **choices: Sequence[str]) -> tuple[Column, ...]:
    """Return columns from how they are written: `name`, `name*` (every row has one), `name:kind`."""
    made = []
    for one in written:
        name, _, kind = one.replace("*", "").partition(":")
        made.append(Column(name, kind or "text", "*" in one, tuple(choices.get(name, ()))))  # type: ignore[arg-type]
    return tuple(made)


_LINES = ("line_start*:integer", "line_end*:integer")
_RELATIONS = tuple(one.value for one in RelationType if one is not RelationType.PART_OF)

TABLES: tuple[Table, ...] = (
    Table("municipalities", _columns("id*", "name*", "code*:integer"), ("id",)),
    Table("sources", _columns("id*", "municipality*", "title*", "file*", "note"), ("id",)),
    Table(
        "strategies",
        _columns(
            "municipality*",
            "source*",
            "title*",
            *(f"title_{line}" for line in _LINES),
            *("published", "published_label", "published_line_start:integer", "published_line_end:integer"),
            *("period_from:integer", "period_to:integer", "period_label", "period_line_start:integer", "period_line_end:integer"),
            *("areas:list", "scope_label", "scope_line_start:integer", "scope_line_end:integer"),
        ),
        ("municipality",),
    ),
    Table("gaps", _columns("municipality*", "what*", "why*", "line_start:integer", "line_end:integer"), ("municipality",), numbered=True),
    Table(
        "elements",
        _columns(
            *("id*", "type*", "term*", "label*", *_LINES, "named*:truth", "parent", "number", "every_months:integer", "target:number"),
            *("baseline:number", "unit", "responsible", "months:months", "involvement", "missing:list", "note"),
            type=[one.value for one in ElementType],
        ),
        ("id",),
    ),
    Table("quotes", _columns("element*", "label*", *_LINES), ("element",), numbered=True),
    Table("relations", _columns("source*", "type*", "target*", type=_RELATIONS), ("source", "type", "target")),
    Table("themes", _columns("id*", "da*", "en*", "alt_da:list", "definition_da*", "definition_en*", "not_da", "not_en"), ("id",)),
    Table("codings", _columns("coder*", "element*", "theme*", "rank*:integer", "note"), ("coder", "element", "theme")),
    Table(
        "alignments",
        _columns("coder*", "a*", "b*", "relation*", "note", relation=[one.value for one in AlignmentRelation]),
        ("coder", "a", "b"),
    ),
    Table("reforms", _columns("id*", "da*", "en*", "agreed*", "passed", "in_force*", "areas*:list", "names*:list"), ("id",)),
    Table("reform_items", _columns("reform*", "id*", "da*", "en*", "definition_da*", "definition_en*", "not_da", "not_en"), ("id",)),
    Table("reform_codings", _columns("coder*", "element*", "item*", "note"), ("coder", "element", "item")),
)
BY_NAME: Mapping[str, Table] = {table.name: table for table in TABLES}

_DETAILS = ("number", "every_months", "target", "baseline", "unit", "responsible", "months", "involvement", "missing", "note")
_THEME = ("id", "da", "en", "alt_da", "definition_da", "definition_en", "not_da", "not_en")
_REFORM = ("id", "da", "en", "agreed", "passed", "in_force", "areas", "names")
_ITEM = ("id", "da", "en", "definition_da", "definition_en", "not_da", "not_en")


def tables_of(corpus: Corpus) -> dict[str, list[Row]]:
    """Return all that a corpus holds as rows by table; `corpus_of` makes it a corpus again."""
    elements = [element for strategy in corpus.strategies for element in strategy.elements]
    return {
        "municipalities": [_row(one, ("id", "name", "code")) for one in corpus.municipalities],
        "sources": [_row(one, ("id", "municipality", "title", "file", "note")) for one in corpus.sources],
        "strategies": [_strategy_row(one) for one in corpus.strategies],
        "gaps": [
            {"municipality": one.municipality, **_row(gap, ("what", "why", "line_start", "line_end"))}
            for one in corpus.strategies
            for gap in one.gaps
        ],
        "elements": [_element_row(one) for one in elements],
        "quotes": [{"element": one.id, "label": quote.text, **_lines(quote)} for one in elements for quote in one.quotes],
        "relations": [
            {"source": one.source, "type": one.type.value, "target": one.target} for element in elements for one in element.relations
        ],
        "themes": [_row(one, _THEME) for one in corpus.themes],
        "codings": [_row(one, ("coder", "element", "theme", "rank", "note")) for one in corpus.codings],
        "alignments": [
            {"coder": one.coder, "a": one.a, "b": one.b, "relation": one.relation.value, "note": one.note} for one in corpus.alignments
        ],
        "reforms": [_row(one, _REFORM) for one in corpus.reforms],
        "reform_items": [{"reform": reform.id, **_row(item, _ITEM)} for reform in corpus.reforms for item in reform.items],
        "reform_codings": [_row(one, ("coder", "element", "item", "note")) for one in corpus.reform_codings],
    }


def _row(one: object, names: Sequence[str]) -> Row:
    values = {name: getattr(one, name) for name in names}
    return {name: None if value == () else value for name, value in values.items()}


def _lines(quote: Quote | None, before: str = "") -> Row:
    return {
        f"{before}line_start": quote.line_start if quote else None,
        f"{before}line_end": quote.line_end if quote else None,
    }


def _strategy_row(one: Strategy) -> Row:
    published, period, scope = one.published_quote, one.period_quote, one.scope_quote
    return {
        "municipality": one.municipality,
        "source": one.source,
        "title": one.title.text,
        **_lines(one.title, "title_"),
        "published": one.published,
        "published_label": published.text if published else None,
        **_lines(published, "published_"),
        "period_from": one.period_from,
        "period_to": one.period_to,
        "period_label": period.text if period else None,
        **_lines(period, "period_"),
        "areas": one.areas or None,
        "scope_label": scope.text if scope else None,
        **_lines(scope, "scope_"),
    }


def _element_row(one: Element) -> Row:
    return {
        "id": one.id,
        "type": one.type.value,
        "term": one.term,
        "label": one.label,
        **_lines(one.quote),
        "named": one.named,
        "parent": one.parent,
        **_row(one, _DETAILS),
    }


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
    plain = {name: row[name] for name in _DETAILS if name not in ("months", "missing")}
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
    made = tuple(ReformItem(**{name: one[name] for name in _ITEM}) for one in items)
    return Reform(**{**row, "areas": tuple(row["areas"] or ()), "names": tuple(row["names"] or ()), "items": made})


def cell_text(value: Any) -> str:
    """Return a value as it is written in a cell of text: a list with `; ` between, truth as `true` or `false`, nothing as an empty text."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case tuple() | list():
            texts = [str(one) for one in value]
            return "\n".join([*texts, ""]) if any(";" in one for one in texts) else "; ".join(texts)
    return str(value)


def parts(text: str) -> Iterator[str]:
    """Yield the values of a list as `cell_text` writes it; lines part values where there are lines."""
    for one in text.split("\n") if "\n" in text else text.split(";"):
        if one.strip():
            yield one.strip()
