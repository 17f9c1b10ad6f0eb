"""How does a table read as lines? Column by column where its head says what each column holds, otherwise row by row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from strategylib.ingest.cues import heading_cue
from strategylib.ingest.extract import Line

Cell = Sequence[Line]
_HEAD_LEVEL = 6  # below every heading of the text
_MOST_CELLS = 20_000


def lines_of(rows: Sequence[Sequence[Cell]]) -> list[Line]:
    """Return the lines of a table given as rows of cells, each cell as its lines."""
    rows = [row for row in rows if any(row)][:_MOST_CELLS]
    if len(rows) < 2 or not any(_is_head(cell) for cell in rows[0]):  # noqa: PLR2004 - a head and a row
        return [line for row in rows for cell in row for line in cell]
    found: list[Line] = []
    for column in range(max(len(row) for row in rows)):
        cells = [row[column] for row in rows if column < len(row)]
        if not cells or not cells[0]:
            found += [line for cell in cells for line in cell]
            continue
        head = " ".join(line.text for line in cells[0])
        found.append(replace(cells[0][0], text=head, level=_HEAD_LEVEL, item=False, whole=True))
        found += [replace(line, item=line.level is None, whole=True) for cell in cells[1:] for line in cell]
    return found


def _is_head(cell: Cell) -> bool:
    text = " ".join(line.text for line in cell)
    return bool(text) and heading_cue(text) is not None
