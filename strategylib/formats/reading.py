"""What has a file told, and what of it could not be understood? What every reader gives back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from strategylib.corpus.faults import FaultList
from strategylib.formats.tables import BY_NAME, Row, Table, parts
from strategylib.locale import texts
from strategylib.model import Fault, StrategylibError

T = TypeVar("T")

_TRUE, _FALSE = frozenset({"true", "sand", "ja", "yes", "1"}), frozenset({"false", "falsk", "nej", "no", "0"})
_MONTHS = 12
PLACE = "@"
"""Under this name a row may say where it stands: its line, and its place as a person finds it."""
_MOST_DEVIATIONS = 10_000
_MOST_ROWS = 250_000


class ExchangeError(StrategylibError):
    """A file or format that cannot be used at all; the message says why and what to do."""

    @classmethod
    def of(cls, code: str, language: str | None = None, /, **values: object) -> ExchangeError:
        """Return the error whose text stands under `exchange.refused.<code>`."""
        return cls(texts(language)(f"exchange.refused.{code}", **values))


class Deviations(FaultList):
    """Collects where a file is not as it should be; the texts stand under `exchange.deviations`."""

    def __init__(self, file: str, language: str | None = None) -> None:
        super().__init__(language, section="exchange.deviations")
        self.file = Path(file)
        self.language = language

    def note(self, line: int, place: str, code: str, /, **values: object) -> None:
        """Add what deviates at a line (or row) and a place such as `elements!C12`. Raises `ExchangeError` when it is too much."""
        if len(self) >= _MOST_DEVIATIONS:
            raise ExchangeError.of("too_many_deviations", self.language, file=self.file, most=_MOST_DEVIATIONS)
        self.add(self.file, line, place, code, **values)

    def take(self, other: FaultList) -> None:
        """Add what another list holds."""
        self._faults += other.sorted()


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a file says of one table.

    A row holds only the cells that were understood; the others stay as they are. `removes` tells whether a row of the data that the file
    does not have is to go.
    """

    rows: tuple[Row, ...]
    removes: Callable[[Row], bool] = field(default=lambda _: False)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file says, by table, and every place where it deviates."""

    sheets: Mapping[str, Sheet]
    deviations: tuple[Fault, ...] = ()


def first_of(sheets: Iterable[tuple[str, str, T]], deviations: Deviations) -> dict[str, T]:
    """Return our tables' sheets by table, from the table's name, the name as it is written, and the sheet; the first of two counts."""
    found: dict[str, tuple[str, T]] = {}
    for table, name, sheet in sheets:
        if table in found:
            deviations.note(1, name, "sheet_twice", name=name, first=found[table][0])
        elif table in BY_NAME:
            found[table] = (name, sheet)
    return {table: sheet for table, (_, sheet) in found.items()}


def sheet_rows(
    name: str, cells: Iterable[tuple[int, list[Any]]], place: Callable[[int, int], str], deviations: Deviations
) -> tuple[Row, ...] | None:
    """Return the rows of a table from its cells, the first row being the names of the columns; None where that row is of no use.

    Parameters
    ----------
    name
        Name of the table.
    cells
        Number of the row (from 1) and its values: texts, numbers, truth values, or None.
    place
        Writes row (from 1) and column (from 0) as a person finds them.
    deviations
        Takes what is not understood.
    """
    table, rows = BY_NAME[name], iter(cells)
    line, heads = next(rows, (1, []))
    names = ["" if head is None else str(head).strip().casefold() for head in heads]
    missing = [column.name for column in table.columns if column.name not in names]
    keys = [one for one in missing if one in table.key]
    for one in keys or missing:
        deviations.note(line, place(line, 0), "key_column" if keys else "column", column=one, table=name)
    if keys:
        return None
    for column, head in enumerate(names):
        if head and head in names[:column]:
            deviations.note(line, place(line, column), "column_twice", column=head)
    where = {column.name: names.index(column.name) for column in table.columns if column.name in names}
    read: list[Row] = []
    seen: dict[tuple[Any, ...], int] = {}
    for number, values in rows:
        if all(value is None or not str(value).strip() for value in values):
            continue
        row = _row(table, values, where, partial(_at, place, number), deviations)
        if row is None:
            continue
        key = tuple(row[one] for one in table.key)
        if not table.numbered and key in seen:
            deviations.note(number, place(number, where[table.key[0]]), "key_twice", key=" ".join(map(str, key)), first=seen[key])
            continue
        seen.setdefault(key, number)
        if len(read) >= _MOST_ROWS:
            raise ExchangeError.of("rows", deviations.language, file=deviations.file, sheet=name, most=_MOST_ROWS)
        read.append(row | {PLACE: (number, place(number, where[table.key[0]]))})
    return tuple(read)


def _at(place: Callable[[int, int], str], number: int, column: int) -> tuple[int, str]:
    return number, place(number, column)


def _row(
    table: Table, values: list[Any], where: Mapping[str, int], at: Callable[[int], tuple[int, str]], deviations: Deviations
) -> Row | None:
    """Return the cells of a row that were understood, or None when its key was not."""
    row: Row = {}
    for name, number in where.items():
        column = table.column(name)
        assert column is not None  # noqa: S101 - `where` comes from the table
        raw = values[number] if number < len(values) else None
        if raw is None or (isinstance(raw, str) and not raw.strip()):
            if column.needed:
                deviations.note(*at(number), "needed", column=name)
            else:
                row[name] = None
            continue
        if isinstance(raw, Unreadable):
            deviations.note(*at(number), raw.code, value=raw.value)
            continue
        value = converted(column.kind, raw)
        if value is None:
            deviations.note(*at(number), f"not_{column.kind}", value=raw)
        elif column.choices and value not in column.choices:
            deviations.note(*at(number), "not_a_choice", value=value, choices=", ".join(column.choices))
        else:
            row[name] = value
    return row if all(name in row for name in table.key) else None


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A cell that holds no value of its own, such as a formula; `code` says what it is."""

    code: str
    value: object


def converted(kind: str, raw: Any) -> Any:
    """Return a cell's value as a column's kind wants it, or None where it is nothing of the kind."""
    match kind:
        case "text":
            return _text(raw)
        case "integer" | "line":
            number = _number(raw)
            return int(number) if number is not None and number == int(number) and (number > 0 or kind == "integer") else None
        case "number":
            number = _number(raw)
            return number if number is None or number != int(number) else int(number)
        case "truth":
            word = str(raw).strip().casefold().removesuffix(".0")
            return True if word in _TRUE else False if word in _FALSE else None
        case "months":
            months = [_number(one) for one in parts(_text(raw).replace(",", ";"))]
            sound = all(one is not None and one == int(one) and 1 <= one <= _MONTHS for one in months)
            return tuple(int(one) for one in months if one is not None) if sound else None
    return tuple(parts(raw if isinstance(raw, str) else _text(raw)))  # the line break at the end of a text tells something


def _text(raw: Any) -> str:
    return str(int(raw)) if isinstance(raw, float) and raw == int(raw) else str(raw).strip()


def _number(raw: Any) -> float | None:
    if isinstance(raw, bool):
        return None
    try:
        number = float(raw) if isinstance(raw, int | float) else float(str(raw).strip().replace(",", "."))
    except ValueError:
        return None
    return number if abs(number) < 10**15 else None
