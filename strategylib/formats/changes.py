"""What would a file change in the data? The difference, row by row and cell by cell, before anything is written."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from strategylib.formats.reading import PLACE, Deviations, Reading, Sheet
from strategylib.formats.tables import BY_NAME, TABLES, Row, Table, cell_text
from strategylib.locale import Texts

Rows = dict[str, list[Row]]
Noted = Callable[..., None]
_LONGEST = 120

# What a row hangs on: a table's columns, and the table in whose key their values must stand.
_HANGS_ON = (
    ("sources", ("municipality",), "municipalities"),
    ("strategies", ("municipality",), "municipalities"),
    ("strategies", ("source",), "sources"),
    ("gaps", ("municipality",), "strategies"),
    ("elements", ("id",), "strategies"),
    ("quotes", ("element",), "elements"),
    ("relations", ("source",), "elements"),
    ("relations", ("target",), "elements"),
    ("codings", ("theme",), "themes"),
    ("codings", ("element",), "elements"),
    ("alignments", ("a",), "elements"),
    ("alignments", ("b",), "elements"),
    ("reform_items", ("reform",), "reforms"),
    ("reform_codings", ("item",), "reform_items"),
    ("reform_codings", ("element",), "elements"),
    ("rejected_codings", ("theme",), "themes"),
    ("rejected_codings", ("element",), "elements"),
    ("rejected_alignments", ("a",), "elements"),
    ("rejected_alignments", ("b",), "elements"),
    ("workshop_exercises", ("workshop",), "workshops"),
    ("workshop_items", ("workshop", "exercise"), "workshop_exercises"),
    ("workshop_figures", ("workshop", "exercise", "item"), "workshop_items"),
)
# They may speak of strategies in another folder, too.
_JUDGMENTS = frozenset({"codings", "alignments", "reform_codings", "rejected_codings", "rejected_alignments"})


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
    staying = _gone(old, reading, "strategies", "strategy_gone", deviations) | _gone(old, reading, "workshops", "workshop_gone", deviations)
    rooms = frozenset(row["id"] for row in old["workshops"])
    for table in TABLES:
        if table.name in reading.sheets:
            merged = _Merged(table, reading.sheets[table.name], staying, rooms, deviations)
            new[table.name] = merged.rows(old[table.name])
            found += merged.found
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


def _gone(old: Mapping[str, Sequence[Row]], reading: Reading, name: str, code: str, deviations: Deviations) -> set[str]:
    """Return the strategies or workshops that a file would take away whole: no import does that."""
    key, sheet = BY_NAME[name].key[0], reading.sheets.get(name, Sheet(()))
    there = {row[key] for row in sheet.rows}
    gone = [row[key] for row in old[name] if row[key] not in there and sheet.removes(row)]
    for own in gone:
        deviations.note(1, name, code, own=own)
    return set(gone)


def _about(row: Row) -> set[str]:
    """Return the municipalities and workshops that a row speaks of."""
    names = ("id", "municipality", "element", "source", "a", "b", "workshop")
    values = {str(row[name]) for name in names if row.get(name)}
    return values | {value.partition(".")[0] for value in values}


@dataclass
class _Merged:
    """A table with what a file says of it: its rows then, and the changes that were found. What a room said is not changed by a file."""

    table: Table
    sheet: Sheet
    staying: Collection[str]
    rooms: Collection[str]
    deviations: Deviations
    found: list[Change] = field(default_factory=list)

    def rows(self, old: Sequence[Row]) -> list[Row]:
        """Return the rows as they would be."""
        before, read = self.table.keyed(old), self.table.keyed(self.sheet.rows)
        rows: dict[tuple[Any, ...], Row] = {}
        for key, row in before.items():
            if key in read:
                rows[key] = self._changed(key, row, read[key])
            elif not self._goes(key, row):
                rows[key] = row
        after: dict[tuple[Any, ...] | None, list[tuple[Any, ...]]] = {}
        previous: tuple[Any, ...] | None = None
        added: dict[tuple[Any, ...], Row] = {}
        for key, row in read.items():
            if key not in before:
                if not self._comes(key, row):
                    continue
                added[key] = {column.name: row.get(column.name) for column in self.table.columns}
                after.setdefault(previous, []).append(key)
                self.found.append(Change(self.table.name, "added", _key(key), after=_said(added[key], self.table)))
            previous = key
        return list(_placed(rows, added, after))

    def _goes(self, key: tuple[Any, ...], row: Row) -> bool:
        if not self.sheet.removes(row) or _about(row) & {*self.staying}:
            return False
        if self.table.record:
            self.deviations.note(1, self.table.name, "record_gone", key=_key(key))
            return False
        self.found.append(Change(self.table.name, "removed", _key(key), before=_said(row, self.table)))
        return True

    def _comes(self, key: tuple[Any, ...], row: Row) -> bool:
        lacking = [column.name for column in self.table.columns if column.needed and column.name not in row]
        if lacking:
            self._note(row, "row_needs", key=_key(key), columns=", ".join(lacking))
        elif self.table.record and row["workshop"] in self.rooms:
            self._note(row, "record_new", key=_key(key), workshop=row["workshop"])
        else:
            return True
        return False

    def _changed(self, key: tuple[Any, ...], old: Row, read: Row) -> Row:
        new = dict(old)
        for column in self.table.columns:
            name = column.name
            if name not in read or _same(old[name], read[name]):
                continue
            if column.counted:
                self._note(read, "counted", key=_key(key), column=name, before=cell_text(old[name]), after=cell_text(read[name]))
                continue
            new[name] = read[name]
            self.found.append(Change(self.table.name, "changed", _key(key), name, old[name], read[name]))
        return new

    def _note(self, row: Row, code: str, /, **values: object) -> None:
        line, place = row.get(PLACE, (1, self.table.name))
        self.deviations.note(line, place, code, **values)


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


def _same(old: Any, new: Any) -> bool:
    """Tell whether two cells say the same; blanks and line breaks in texts do not count, and an empty text is nothing."""
    if isinstance(old, str) or isinstance(new, str):
        return cell_text(old).split() == cell_text(new).split()
    if isinstance(old, tuple | list) and isinstance(new, tuple | list):
        return [str(one).split() for one in old] == [str(one).split() for one in new]
    return bool(old == new)


def _said(row: Row, table: Table) -> str:
    return " · ".join(
        cell_text(row[column.name]) for column in table.columns if column.name not in table.key and row[column.name] is not None
    )


def _hanging(old: Mapping[str, Sequence[Row]], new: Rows, found: list[Change], noted: Noted) -> None:
    """See to the rows that hang on something that is not there, since they would have no place in the data.

    A new one is left out and a changed cell stays as it was, both named; one whose hold a file takes away goes with it.
    """
    for name, columns, target in _HANGS_ON:
        table, own = BY_NAME[name], BY_NAME[target].key
        there = {tuple(str(row[one]) for one in own) for row in new[target]}
        here = {row["municipality"] for row in new["strategies"]} if name in _JUDGMENTS and target == "elements" else None
        before = {_plain_key(table, row): row for row in old[name]}
        kept: list[Row] = []
        out: dict[str, dict[str, str]] = {"added": {}, "changed": {}, "removed": {}}
        for row in new[name]:
            value, key = _hold(name, columns, row), _plain_key(table, row)
            was = before.get(key)
            if value in there or (here is not None and value[0].partition(".")[0] not in here):
                kept.append(row)
            elif was is None:
                noted(table, row, "hanging", value=" ".join(str(row[one]) for one in columns), table=target)
                out["added"][_key(key)] = ""
            elif was[columns[0]] != row[columns[0]] and _hold(name, columns, was) in there:
                noted(table, row, "hanging_cell", value=row[columns[0]], table=target)
                out["changed"][_key(key)] = ""
                kept.append(row | {columns[0]: was[columns[0]]})
            else:
                out["removed"][_key(key)] = _said(was, table)
        if any(out.values()):
            new[name] = kept
            found[:] = [one for one in found if not (one.table == name and _is_out(one, _row_key(one, table), columns[0], out))]
            found += (Change(name, "removed", key, before=said) for key, said in sorted(out["removed"].items()))


def _row_key(one: Change, table: Table) -> str:
    """Return the key of a change without the number that rows of one key have."""
    return one.key.rpartition(" ")[0] if table.numbered else one.key


def _is_out(one: Change, key: str, column: str, out: Mapping[str, Collection[str]]) -> bool:
    """Tell whether a change does not happen: its row is left out, goes anyway, or its cell stays."""
    return key in out["removed"] or (one.change == "added" and key in out["added"]) or (one.column == column and key in out["changed"])


def _hold(name: str, columns: Sequence[str], row: Row) -> tuple[str, ...]:
    """Return what a row hangs on; an element on the strategy of its municipality."""
    values = tuple(str(row[column]) for column in columns)
    return (values[0].partition(".")[0],) if (name, *columns) == ("elements", "id") else values


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
