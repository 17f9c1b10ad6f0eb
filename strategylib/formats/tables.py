"""How does a corpus read as plain tables that hold all of it?

These are the tables of the spreadsheet and of the CSV files: every value in a cell of its own, every row with a key. Other than the frames
of `strategylib.frames` they are made to be edited and to come back. Readers of other formats fill the same tables as far as they go.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from strategylib.corpus.workshops import FIGURES
from strategylib.formats.rooms import rows_of
from strategylib.model import (
    AlignmentRelation,
    Corpus,
    Element,
    ElementType,
    Quote,
    RelationType,
    Strategy,
)

Kind = Literal["text", "integer", "line", "number", "truth", "list", "months"]
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, the kind of its values, whether every row has one, and the only values it takes, if any.

    A `counted` column holds what a room of people answered: a file may bring it, but never change it.
    """

    name: str
    kind: Kind = "text"
    needed: bool = False
    choices: tuple[str, ...] = ()
    counted: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its name, its columns, and those that tell its rows apart.

    A table that is `numbered` has many rows under each key: the first, the second … of it. The rows of a `record` belong to one in
    the table `workshops`, and come with it or not at all.
    """

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    numbered: bool = False
    record: bool = False

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
    """Return columns from how they are written: `name`, `name*` (every row has one), `name!` (counted), `name:kind`."""
    made = []
    for one in written:
        name, _, kind = one.replace("*", "").replace("!", "").partition(":")
        made.append(Column(name, kind or "text", "*" in one, tuple(choices.get(name, ())), "!" in one))  # type: ignore[arg-type]
    return tuple(made)


_LINES = ("line_start*:line", "line_end*:line")
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
            *("published", "published_label", "published_line_start:line", "published_line_end:line"),
            *("period_from:integer", "period_to:integer", "period_label", "period_line_start:line", "period_line_end:line"),
            *("areas:list", "scope_label", "scope_line_start:line", "scope_line_end:line"),
        ),
        ("municipality",),
    ),
    Table("gaps", _columns("municipality*", "what*", "why*", "line_start:line", "line_end:line"), ("municipality",), numbered=True),
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
    Table("rejected_codings", _columns("coder*", "element*", "theme*", "note"), ("coder", "element", "theme")),
    Table("rejected_alignments", _columns("coder*", "a*", "b*", "note"), ("coder", "a", "b")),
    Table("workshops", _columns("id*", "title*", "date*!", "people*!:integer"), ("id",)),
    Table(
        "workshop_exercises",
        _columns("workshop*", "id*", "kind*!", "title*", "question", "n*!:integer", "each!:integer", kind=tuple(FIGURES)),
        ("workshop", "id"),
        record=True,
    ),
    Table(
        "workshop_items",
        _columns(
            *("workshop*", "exercise*", "id*", "text*", "elements:list", "most!:list", "marks!:list"),
            *("decision", "role", "month", "involvement"),
        ),
        ("workshop", "exercise", "id"),
        record=True,
    ),
    Table(
        "workshop_figures",
        _columns("workshop*", "exercise*", "item*", "figure*", "value*!:number"),
        ("workshop", "exercise", "item", "figure"),
        record=True,
    ),
)
BY_NAME: Mapping[str, Table] = {table.name: table for table in TABLES}

DETAILS = ("number", "every_months", "target", "baseline", "unit", "responsible", "months", "involvement", "missing", "note")
_THEME = ("id", "da", "en", "alt_da", "definition_da", "definition_en", "not_da", "not_en")
_REFORM = ("id", "da", "en", "agreed", "passed", "in_force", "areas", "names")
ITEM = ("id", "da", "en", "definition_da", "definition_en", "not_da", "not_en")


def tables_of(corpus: Corpus) -> dict[str, list[Row]]:
    """Return all that a corpus holds as rows by table; `strategylib.formats.rebuilt` makes it a corpus again."""
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
        "reform_items": [{"reform": reform.id, **_row(item, ITEM)} for reform in corpus.reforms for item in reform.items],
        "reform_codings": [_row(one, ("coder", "element", "item", "note")) for one in corpus.reform_codings],
        "rejected_codings": [_row(one, ("coder", "element", "theme", "note")) for one in corpus.rejected_codings],
        "rejected_alignments": [_row(one, ("coder", "a", "b", "note")) for one in corpus.rejected_alignments],
        **rows_of(corpus.workshops),
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
        **_row(one, DETAILS),
    }


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
