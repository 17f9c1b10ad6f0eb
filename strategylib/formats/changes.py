"""What would a file change in the data? The difference, row by row and cell by cell, before anything is written."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from strategylib.formats.reading import PLACE, Deviations, Reading, Sheet
from strategylib.formats.tables import BY_NAME, TABLES, Row, Table, cell_text
from strategylib.locale import Texts

Rows = dict[str, list[Row]]
Noted = Callable[..., None]
_LONGEST = 120

# What a row hangs on: a table's column, and the table where its value must stand.
_HANGS_ON = (
    ("sources", "municipality", "municipalities"),
    ("strategies", "municipality", "municipalities"),
    ("strategies", "source", "sources"),
    ("gaps", "municipality", "strategies"),
    ("elements", "id", "strategies"),
    ("quotes", "element", "elements"),
    ("relations", "source", "elements"),
    ("relations", "target", "elements"),
    ("codings", "theme", "themes"),
    ("codings", "element", "elements"),
    ("alignments", "a", "elements"),
    ("alignments", "b", "elements"),
    ("reform_items", "reform", "reforms"),
    ("reform_codings", "item", "reform_items"),
    ("reform_codings", "element", "elements"),
)
_JUDGMENTS = frozenset({"codings", "alignments", "reform_codings"})  # they may speak of strategies in another folder, too


@dataclass(frozen=True, slots=True)
class Change:
    """A row that comes or goes, or a cell that changes: its table, the row's key, and what stood and will stand there."""

    table: str
    change: Literal["added", "removed", "changed"]
    key: str
    column: str | None = None
    before: Any = None
    after: Any = None


def changed(old: Mapping[str, Sequence[Row]], reading: Reading, deviations: Deviations) -> tuple[Rows, tuple[Change, ...]]:
    """Return the tables as they would be after a file is taken in, and the changes that make them so.

    Parameters
    ----------
    old
        The tables as they are (`tables_of`).
    reading
        What the file says.
    deviations
        Takes the rows that cannot be taken in: needed cells missing, or nothing there that they hang on.
    """
    new: Rows = {name: [dict(row) for row in rows] for name, rows in old.items()}
    found: list[Change] = []
    staying = _whole_strategies_gone(old, reading, deviations)
    for table in TABLES:
        if table.name in reading.sheets:
            sheet = reading.sheets[table.name]
            new[table.name] = _merged(table, old[table.name], sheet, staying=staying, found=found, deviations=deviations)
    places = {
        (name, *(row.get(column) for column in BY_NAME[name].key)): row[PLACE]
        for name, sheet in reading.sheets.items()
        for row in sheet.rows
        if PLACE in row
    }

    def noted(table: Table, row: Row, code: str, /, **values: object) -> None:
        line, place = places.get((table.name, *_plain_key(table, row)), (1, table.name))
        deviations.note(line, place, code, **values)

    _hanging(old, new, found, noted)
    return new, tuple(found)


def _key(key: tuple[Any, ...]) -> str:
    return " ".join(str(one) for one in key)


def _whole_strategies_gone(old: Mapping[str, Sequence[Row]], reading: Reading, deviations: Deviations) -> set[str]:
    """Return the municipalities whose strategy a file would take away: no import does that."""
    sheet = reading.sheets.get("strategies", Sheet(()))
    there = {row["municipality"] for row in sheet.rows}
    gone = [row["municipality"] for row in old["strategies"] if row["municipality"] not in there and sheet.removes(row)]
    for municipality in gone:
        deviations.note(1, "strategies", "strategy_gone", municipality=municipality)
    return set(gone)


def _municipalities(row: Row) -> set[str]:
    """Return the municipalities that a row speaks of."""
    return {str(row[name]).partition(".")[0] for name in ("id", "municipality", "element", "source", "a", "b") if row.get(name)}


def _merged(table: Table, old: Sequence[Row], sheet: Sheet, *, staying: set[str], found: list[Change], deviations: Deviations) -> list[Row]:
    before, read = table.keyed(old), table.keyed(sheet.rows)
    rows: dict[tuple[Any, ...], Row] = {}
    for key, row in before.items():
        if key in read:
            rows[key] = _changed_row(table, key, row, read[key], found)
        elif sheet.removes(row) and not _municipalities(row) & staying:
            found.append(Change(table.name, "removed", _key(key), before=_said(row, table)))
        else:
            rows[key] = row
    after: dict[tuple[Any, ...] | None, list[tuple[Any, ...]]] = {}
    previous: tuple[Any, ...] | None = None
    added: dict[tuple[Any, ...], Row] = {}
    for key, row in read.items():
        if key not in before:
            lacking = [column.name for column in table.columns if column.needed and column.name not in row]
            if lacking:
                line, place = row.get(PLACE, (1, table.name))
                deviations.note(line, place, "row_needs", key=_key(key), columns=", ".join(lacking))
                continue
            added[key] = {column.name: row.get(column.name) for column in table.columns}
            after.setdefault(previous, []).append(key)
            found.append(Change(table.name, "added", _key(key), after=_said(added[key], table)))
        previous = key
    return list(_placed(rows, added, after))


def _placed(
    rows: Mapping[tuple[Any, ...], Row], added: Mapping[tuple[Any, ...], Row], after: dict[tuple[Any, ...] | None, list[tuple[Any, ...]]]
) -> Iterator[Row]:
    """Yield the rows, each new one after the row that stood before it in the file."""

    def following(key: tuple[Any, ...] | None) -> Iterator[Row]:
        waiting = list(reversed(after.pop(key, [])))
        while waiting:
            one = waiting.pop()
            yield added[one]
            waiting += reversed(after.pop(one, []))

    for key, row in rows.items():
        yield row
        yield from following(key)
    for first in list(after):
        yield from following(first)


def _changed_row(table: Table, key: tuple[Any, ...], old: Row, read: Row, found: list[Change]) -> Row:
    new = dict(old)
    for column in table.columns:
        if column.name in read and not _same(old[column.name], read[column.name]):
            new[column.name] = read[column.name]
            found.append(Change(table.name, "changed", _key(key), column.name, old[column.name], read[column.name]))
    return new


def _same(old: Any, new: Any) -> bool:
    """Tell whether two cells say the same; blanks and line breaks in texts do not count, lists and tuples are alike."""
    if isinstance(old, str) and isinstance(new, str):
        return old.split() == new.split()
    if isinstance(old, tuple | list) and isinstance(new, tuple | list):
        return list(old) == list(new)
    return bool(old == new)


def _said(row: Row, table: Table) -> str:
    return " · ".join(
        cell_text(row[column.name]) for column in table.columns if column.name not in table.key and row[column.name] is not None
    )


def _hanging(old: Mapping[str, Sequence[Row]], new: Rows, found: list[Change], noted: Noted) -> None:
    """See to the rows that hang on something that is not there, since they would have no place in the data.

    A new one is left out and a changed cell stays as it was, both named; one whose hold a file takes away goes with it.
    """
    for name, column, target in _HANGS_ON:
        table, own = BY_NAME[name], BY_NAME[target].key[0]
        there = {row[own] for row in new[target]}
        here = {row["municipality"] for row in new["strategies"]} if name in _JUDGMENTS and target == "elements" else None
        before = {_plain_key(table, row): row for row in old[name]}
        kept: list[Row] = []
        out: dict[str, dict[str, str]] = {"added": {}, "changed": {}, "removed": {}}
        for row in new[name]:
            value, key = _hold(name, column, row), _plain_key(table, row)
            was = before.get(key)
            if value in there or (here is not None and value.partition(".")[0] not in here):
                kept.append(row)
            elif was is None:
                noted(table, row, "hanging", value=row[column], table=target)
                out["added"][_key(key)] = ""
            elif was[column] != row[column] and _hold(name, column, was) in there:
                noted(table, row, "hanging_cell", value=row[column], table=target)
                out["changed"][_key(key)] = ""
                kept.append(row | {column: was[column]})
            else:
                out["removed"][_key(key)] = _said(was, table)
        if any(out.values()):
            new[name] = kept
            found[:] = [one for one in found if not (one.table == name and _is_out(one, _row_key(one, table), column, out))]
            found += (Change(name, "removed", key, before=said) for key, said in sorted(out["removed"].items()))


def _row_key(one: Change, table: Table) -> str:
    """Return the key of a change without the number that rows of one key have."""
    return one.key.rpartition(" ")[0] if table.numbered else one.key


def _is_out(one: Change, key: str, column: str, out: Mapping[str, Collection[str]]) -> bool:
    """Tell whether a change does not happen: its row is left out, goes anyway, or its cell stays."""
    return key in out["removed"] or (one.change == "added" and key in out["added"]) or (one.column == column and key in out["changed"])


def _hold(name: str, column: str, row: Row) -> str:
    """Return what a row hangs on; an element on the strategy of its municipality."""
    return str(row[column]).partition(".")[0] if (name, column) == ("elements", "id") else str(row[column])


def _plain_key(table: Table, row: Row) -> tuple[Any, ...]:
    return tuple(row[name] for name in table.key)


def lines(changes: Sequence[Change], texts: Texts) -> Iterator[str]:
    """Yield the changes as a person reads them, table by table."""
    for table in TABLES:
        own = [one for one in changes if one.table == table.name]
        if own:
            count = {kind: len({one.key for one in own if one.change == kind}) for kind in ("added", "changed", "removed")}
            said = ", ".join(texts.count(f"exchange.changes.{kind}", n) for kind, n in count.items() if n)
            yield f"{table.name}: {said}"
            yield from (_line(one) for one in own)


def _line(one: Change) -> str:
    match one.change:
        case "added":
            return f"  + {one.key}: {_short(one.after)}" if one.after else f"  + {one.key}"
        case "removed":
            return f"  - {one.key}"
        case "changed":
            return f"  ~ {one.key}.{one.column}: {_short(one.before)} → {_short(one.after)}"


def _short(value: Any) -> str:
    text = " ".join(cell_text(value).split()) or "–"
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]} …"
