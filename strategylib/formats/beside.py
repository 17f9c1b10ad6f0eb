"""What in a file is about strategies that stand in another folder? It is passed over: an import changes the one folder it is asked for."""

from __future__ import annotations

from collections.abc import Collection
from functools import partial

from strategylib.formats.reading import Reading, Sheet
from strategylib.formats.tables import Row

# The columns of a table that tell whose strategy a row is about; a pair is about another folder's when both of it are.
_WHOSE = {
    "municipalities": ("id",),
    "sources": ("municipality",),
    "strategies": ("municipality",),
    "gaps": ("municipality",),
    "elements": ("id",),
    "quotes": ("element",),
    "relations": ("source",),
    "codings": ("element",),
    "alignments": ("a", "b"),
    "reform_codings": ("element",),
    "rejected_codings": ("element",),
    "rejected_alignments": ("a", "b"),
}


def without(reading: Reading, municipalities: Collection[str]) -> Reading:
    """Return what a file says, but for the rows about the strategies of these municipalities: they neither change nor go."""
    return Reading({name: _own(sheet, _WHOSE.get(name, ()), municipalities) for name, sheet in reading.sheets.items()}, reading.deviations)


def _own(sheet: Sheet, columns: Collection[str], municipalities: Collection[str]) -> Sheet:
    is_other = partial(_is_about, columns=columns, municipalities=municipalities)
    return Sheet(tuple(row for row in sheet.rows if not is_other(row)), lambda row: sheet.removes(row) and not is_other(row))


def _is_about(row: Row, columns: Collection[str], municipalities: Collection[str]) -> bool:
    return bool(columns) and all(str(row.get(column)).partition(".")[0] in municipalities for column in columns)
