"""Which letters of a PDF's page stand in a table whose head says what each column holds, and in which cell each?

A table shows by its head: a line of nothing but words such as `Mål`, `Indsats`, `Ansvarlig`, set apart. What stands under it, in those
columns, is its rows, until a line runs over a column's edge, the letters grow, much white comes, or the box around it ends.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise, takewhile
from typing import Protocol

from strategylib.corpus.source_text import heal
from strategylib.ingest.readers.marks import Shape
from strategylib.ingest.readers.tables import is_head

_APART, _SPACE = 0.6, 0.22  # of a letter's size: white between two heads, and between two words
_ACROSS = 0.45  # of a letter's size: less white than this at a column's edge is a line that runs over it
_END = 3.0  # of a letter's size: white that ends a table
_LARGER = 1.15  # times the head's letters
_LEVEL = 0.35  # of a letter's size: letters of one line
_MOST_HEADS = 8
_LONGEST = 220  # characters of a cell, in the mean; longer ones are columns of text
_SLACK = 0.4  # of a letter's size
_RULING = 20.0  # points: the shortest line, the smallest box, that tells of rows


class Letter(Protocol):
    """A letter with its place in points from the page's lower left corner."""

    text: str
    left: float
    right: float
    bottom: float
    top: float
    size: float
    spaced: bool


@dataclass
class Grid:
    """A table: its place on the page, the size of its letters, the paragraphs of each cell by row, and which letters it holds."""

    left: float
    right: float
    bottom: float
    top: float
    size: float
    rows: list[list[list[str]]]
    letters: set[int] = field(default_factory=set)


_Row = list[tuple[int, Letter]]


def grids(letters: Sequence[Letter], drawn: Sequence[Shape]) -> list[Grid]:
    """Return the tables of a page, from its top; `drawn` are the boxes around what is drawn on it."""
    drawn = [one for one in drawn if max(one[2] - one[0], one[3] - one[1]) >= _RULING]
    found: list[Grid] = []
    baselines = _baselines(letters)
    start = 0
    while start < len(baselines):
        edges = _edges(baselines[start])
        end = start + 1
        boxed = bool(edges) and _boxed(baselines[start], drawn)
        while edges and end < len(baselines) and _goes_on(baselines[start], baselines[end - 1], baselines[end], edges):
            if (boxed and not _boxed(baselines[end], drawn)) or _edges(baselines[end]):
                break  # the box has ended, or another table begins
            end += 1
        grid = _grid(baselines[start:end], edges, drawn) if edges and end > start + 1 else None
        if grid is not None:
            found.append(grid)
            start = end
        else:
            start += 1
    return found


def _baselines(letters: Sequence[Letter]) -> list[_Row]:
    """Return the letters by line, over the whole width of the page, each from the left."""
    rows: list[_Row] = []
    ordered = sorted(enumerate(letters), key=lambda pair: -pair[1].bottom)
    for pair in (pair for pair in ordered if pair[1].text != "-"):
        if rows and abs(rows[-1][0][1].bottom - pair[1].bottom) < _LEVEL * pair[1].size:
            rows[-1].append(pair)
        else:
            rows.append([pair])
    for pair in (pair for pair in ordered if pair[1].text == "-"):  # the box of a hyphen's stroke may stand oddly
        near = (row for row in rows if abs(row[0][1].bottom - pair[1].bottom) < pair[1].size)
        row = next((row for row in near if any(_stands_beside(one, pair[1]) for _, one in row)), None)
        if row is not None:
            row.append(pair)
    return [sorted(row, key=lambda pair: pair[1].left) for row in rows]


def _stands_beside(one: Letter, hyphen: Letter) -> bool:
    near = -0.3 * one.size < hyphen.left - one.right < one.size
    return near and one.bottom - 1 <= hyphen.bottom <= one.top


def _words(row: _Row) -> str:
    said = ""
    before: Letter | None = None
    for _, one in row:
        apart = before is not None and (one.spaced or one.left - before.right > _SPACE * one.size)
        said += f" {one.text}" if apart else one.text
        before = one
    return said


def _edges(row: _Row) -> list[float]:
    """Return where the columns begin under a line that is a table's head; empty when it is none."""
    parts: list[_Row] = []
    for pair in row:
        if parts and pair[1].left - parts[-1][-1][1].right < _APART * pair[1].size:
            parts[-1].append(pair)
        else:
            parts.append([pair])
    if not 1 < len(parts) <= _MOST_HEADS or not all(is_head(_words(part)) for part in parts):
        return []
    return [part[0][1].left - _SLACK * part[0][1].size for part in parts]


def _column(edges: Sequence[float], one: Letter) -> int:
    return max(bisect_right(edges, one.left) - 1, 0)


def _goes_on(head: _Row, above: _Row, row: _Row, edges: Sequence[float]) -> bool:
    """Tell whether a line belongs to the table whose head and last line are given."""
    size = head[0][1].size
    white = above[0][1].bottom - max(one.top for _, one in row)
    larger = max(one.size for _, one in row) > _LARGER * size
    outside = row[0][1].left < edges[0] - _SLACK * size
    across = any(
        _column(edges, one) != _column(edges, two) and two.left - one.right < _ACROSS * two.size for (_, one), (_, two) in pairwise(row)
    )
    over = any(one.left < edge - 1 and one.right > edge + _SLACK * size + 1 for _, one in row for edge in edges[1:])
    return not (white > _END * size or larger or outside or across or over)


def _grid(lines: Sequence[_Row], edges: Sequence[float], drawn: Sequence[Shape]) -> Grid | None:
    left, right = edges[0], max(one.right for row in lines for _, one in row)
    heights = [height for one in drawn if one[2] - one[0] >= _RULING and one[2] > left and one[0] < right for height in (one[1], one[3])]
    rows = [[[_words(part)] for part in _by_column(lines[0], edges)]]
    ends = [*edges[1:], right]
    for group in _rows(lines[1:], edges, heights):
        columns = zip(*(_by_column(row, edges) for row in group), strict=True)
        rows.append([_paragraphs([part for part in column if part], end) for column, end in zip(columns, ends, strict=True)])
    filled = [text for row in rows[1:] for cell in row for text in cell]
    if not filled or sum(map(len, filled)) > _LONGEST * len(filled):
        return None
    bottom = min(one.bottom for row in lines for _, one in row)
    numbers = {number for row in lines for number, _ in row}
    return Grid(left, right, bottom, lines[0][0][1].top, lines[-1][0][1].size, rows, numbers)


def _paragraphs(lines: Sequence[_Row], end: float) -> list[str]:
    """Join the lines of a cell that ends at `end`: one without a bullet goes on with the one above where its first word had no room."""
    found: list[list[str]] = []
    above: _Row | None = None
    for line in lines:
        words = _words(line)
        if above is not None and (words[:1].islower() or (words[:1].isalnum() and not _had_room(above, line, end))):
            found[-1].append(words)
        else:
            found.append([words])
        above = line
    return [heal(one) for one in found]


def _had_room(above: _Row, line: _Row, end: float) -> bool:
    word = list(takewhile(lambda pair: pair is line[0] or not pair[1].spaced, line))
    width = word[-1][1].right - word[0][1].left
    return above[-1][1].right + _SPACE * line[0][1].size + width < end - _SLACK * line[0][1].size


def _by_column(row: _Row, edges: Sequence[float]) -> list[_Row]:
    parts: list[_Row] = [[] for _ in edges]
    for pair in row:
        parts[_column(edges, pair[1])].append(pair)
    return parts


def _rows(lines: Sequence[_Row], edges: Sequence[float], heights: Sequence[float]) -> Iterator[list[_Row]]:
    """Yield the lines of each row: parted by what is drawn between them, or where nothing is, before a capital in the first column."""
    group: list[_Row] = []
    ruled = any(_between(one, two, heights) for one, two in pairwise(lines))
    for row in lines:
        first = _by_column(row, edges)[0]
        begins = _between(group[-1], row, heights) if group and ruled else bool(first) and not first[0][1].text[:1].islower()
        if group and begins:
            yield group
            group = []
        group.append(row)
    if group:
        yield group


def _middle(row: _Row) -> float:
    return sum((one.bottom + one.top) / 2 for _, one in row) / len(row)


def _between(above: _Row, below: _Row, heights: Sequence[float]) -> bool:
    """Tell whether a line is drawn between two lines of letters."""
    lower, upper = _middle(below), _middle(above)
    return any(lower < height < upper for height in heights)


def _boxed(row: _Row, drawn: Sequence[Shape]) -> bool:
    """Tell whether a line of letters stands in a box, or beside an upright line."""
    middle, left, right = _middle(row), row[0][1].left, row[-1][1].right
    return any(one[1] <= middle <= one[3] and one[2] > left - _RULING and one[0] < right + _RULING for one in drawn)
