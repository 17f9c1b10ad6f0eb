"""How is a CSV file of judgments changed without touching the rows that nobody changed?

Rows that stay keep their bytes: quotation marks, columns of people's own, blank lines and line ends. A row is known by its key
columns; a new one goes below the last row about the same element.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

Row = dict[str, str]


@dataclass
class Table:
    """A CSV file as its lines: what each row says, and the bytes that say it. `raw` of the header comes first."""

    columns: list[str]
    header: str
    rows: list[tuple[Row, str]] = field(default_factory=list)

    @classmethod
    def of(cls, text: str) -> Table:
        """Read a file's text. Raises `ValueError` when it is not CSV."""
        lines = text.splitlines(keepends=True)
        reader = csv.reader(iter(lines), strict=True)
        made, at = cls([], ""), 0
        try:
            for cells in reader:
                raw, at = "".join(lines[at : reader.line_num]), reader.line_num
                stripped = [cell.strip() for cell in cells]
                if not any(stripped) or made.columns:
                    made.rows.append((dict(zip(made.columns, stripped, strict=False)), raw))
                else:
                    made.columns, made.header = stripped, "".join(row for _, row in made.rows) + raw
                    made.rows = []
        except csv.Error as error:
            raise ValueError(str(error)) from error
        return made

    def said(self) -> list[Row]:
        """Return the rows that are not blank."""
        return [row for row, _ in self.rows if any(row.values())]


def rows_of(text: str) -> list[Row]:
    """Return the rows of a CSV text by their columns, blank ones left out. Raises `ValueError` when it is not CSV."""
    return Table.of(text.removeprefix("\ufeff")).said()


def change_rows(text: str, change: Callable[[Row], Row | None]) -> str:
    """Return `text` with each row as `change` returns it, in its place; None takes it away. Raises `ValueError` when it is not CSV."""
    table = Table.of(text.removeprefix("\ufeff"))
    return _written(text, table, [(change(row) if any(row.values()) else row, row, raw) for row, raw in table.rows])


def revise_rows(text: str, rows: Sequence[Row], *, key: Sequence[str], columns: Sequence[str]) -> str:
    """Return `text` with just these rows, those that were there as they were.

    Parameters
    ----------
    text
        A CSV file with a header; empty for a new one.
    rows
        The rows that it shall have, each known by its `key` columns. What a row does not name stays as it stands in the file.
    key, columns
        The columns that tell rows apart, and those that a new file has.

    Raises
    ------
    ValueError
        When the text is not CSV, or two of the rows have the same key.
    """
    table = Table.of(text.removeprefix("\ufeff"))
    if not table.columns:
        table.columns, table.header = list(columns), _line(columns, _newline(text))
    more = [column for column in columns if column not in table.columns and any(row.get(column) for row in rows)]
    if more:
        bare = table.header.rstrip("\r\n")
        table.header = bare + "".join(f",{column}" for column in more) + (table.header[len(bare) :] or _newline(text))
        table.columns += more
    wanted: dict[tuple[str, ...], Row] = {}
    for row in rows:
        if wanted.setdefault(_key(row, key), row) is not row:
            raise ValueError(f"two rows with the same {', '.join(key)}: {', '.join(_key(row, key))}")
    made: list[tuple[Row | None, Row, str]] = []
    for row, raw in table.rows:
        new = wanted.pop(_key(row, key), None) if any(row.values()) else row
        made.append((None if new is None else row | new, row, raw))
    for row in wanted.values():
        made.insert(_place(made, row, key[0]), (row, {}, ""))
    return _written(text, table, made)


def _written(text: str, table: Table, rows: Sequence[tuple[Row | None, Row, str]]) -> str:
    """Return the text of rows: what each shall say, what it said and the bytes that said it."""
    newline = _newline(text)
    whole = [table.header]
    for new, old, raw in rows:
        if new is not None:
            whole.append(raw if raw and _says(new) == _says(old) else _line([new.get(name, "") for name in table.columns], newline))
    bom = "\ufeff" if text.startswith("\ufeff") else ""
    return bom + "".join(line if line.endswith("\n") or place == len(whole) - 1 else line + newline for place, line in enumerate(whole))


def _newline(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"


def _place(made: Sequence[tuple[Row | None, Row, str]], row: Row, about: str) -> int:
    """Return where a new row goes: below the last one about the same element, else at the end."""
    same = [place for place, (new, old, _) in enumerate(made) if row[about] in ((new or {}).get(about), old.get(about))]
    return same[-1] + 1 if same else len(made)


def _key(row: Row, key: Sequence[str]) -> tuple[str, ...]:
    return tuple(row.get(column, "") for column in key)


def _says(row: Row) -> Row:
    return {column: value for column, value in row.items() if value}


def _line(cells: Sequence[str], newline: str) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator=newline).writerow(cells)
    return line.getvalue()
