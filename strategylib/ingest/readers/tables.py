"""How does a table read as lines? Column by column where its head says what each column holds, otherwise row by row.

A column that tells something of what stands beside it (who, when) is told under each of those: `Ansvarlig: Centerledelsen`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from strategylib.ingest.cues import heading_cue
from strategylib.ingest.extract import Line
from strategylib.model import ElementType as T

Cell = Sequence[Line]
_HEAD_LEVEL = 8  # below every heading of the text, also those that are just bold
_MOST_CELLS = 20_000
# Columns that hold no elements, and the word that tells them apart under an element.
_BESIDE = (
    (re.compile(r"^(?:(?:hoved)?ansvar(?:lige?)?|tovholdere?|hvem|ejer|forankring)\b", re.IGNORECASE), "Ansvarlig"),
    (re.compile(r"^(?:tid|tids\w+|hvornår|deadline|frist|periode|start|opstart|gennemføres)\b", re.IGNORECASE), "Tid"),
    (re.compile(r"^(?:økonomi|ressourcer|budget|pris)\b", re.IGNORECASE), "Økonomi"),
    (re.compile(r"^status\b", re.IGNORECASE), "Status"),
)


def lines_of(rows: Sequence[Sequence[Cell]]) -> list[Line]:
    """Return the lines of a table given as rows of cells, each cell as its lines."""
    rows = [row for row in rows if any(row)][:_MOST_CELLS]
    if len(rows) < 2 or not any(_is_head(cell) for cell in rows[0]):  # noqa: PLR2004 - a head and a row
        return [line for row in rows for cell in row for line in cell]
    heads = [_text(cell) for cell in rows[0]]
    beside = {column: told for column, head in enumerate(heads) if (told := _beside(head))}
    done = next(_doing(heads, beside), None)
    found: list[Line] = []
    for column in range(max(len(row) for row in rows)):
        if column in beside and done is not None:
            continue
        head = heads[column] if column < len(heads) else ""
        if head:
            found.append(replace(rows[0][column][0], text=head, level=_HEAD_LEVEL, item=False, whole=True, row=" ".join(heads)))
        for row in rows[1:] if head else rows:
            cell = row[column] if column < len(row) else ()
            whole = " ".join(map(_text, row))
            found += [replace(line, item=line.level is None, whole=True, row=whole) for line in cell] if head else cell
            if column == done and cell:
                asides = ((told, _text(row[other])) for other, told in beside.items() if other < len(row))
                found += [
                    replace(cell[-1], text=f"{told}: {said}", level=None, item=False, whole=True, row=whole)
                    for told, said in asides
                    if said
                ]
    return found


def is_head(text: str) -> bool:
    """Tell whether words are those of a column's head."""
    return bool(text) and (heading_cue(text) is not None or _beside(text) is not None)


def _doing(heads: Sequence[str], beside: dict[int, str]) -> Iterator[int]:
    """Yield the columns that what stands beside may be said of: first those of what is done, then any that a cue heads."""
    cued = [(column, cue.type) for column, head in enumerate(heads) if column not in beside and (cue := heading_cue(head)) is not None]
    yield from (column for column, kind in cued if kind in (T.ACTIVITY, T.INITIATIVE))
    yield from (column for column, _ in cued)


def _beside(head: str) -> str | None:
    short = len(head.split()) <= 3  # noqa: PLR2004 - "Tid og sted"
    return next((told for pattern, told in _BESIDE if short and pattern.match(head)), None)


def _is_head(cell: Cell) -> bool:
    return heading_cue(_text(cell)) is not None


def _text(cell: Cell) -> str:
    return " ".join(line.text for line in cell)
