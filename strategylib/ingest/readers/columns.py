"""In which order does a person read the lines of a page that may be set in columns?

A gutter is a place that few lines cross, with lines standing side by side on both sides of it. Lines that cross it, and headings that stand
alone over both columns, part the page into bands; in each band the left column is read before the right (a margin in small letters
after what it stands beside), and each of them may have columns again.
"""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median
from typing import Protocol, TypeVar

_AT_GUTTER = 6.0  # points from the gutter to the column after it
_LEAST = 3  # lines in a column
_CROSSING = 0.35  # the share of the lines that may cross a gutter
_BESIDE = 0.4  # the share of the smaller column's lines that must have a line of the other beside them
_WHITE = 0.8  # of the usual letters: white over and under a heading over both columns
_HEADING = 1.15  # times the usual size
_MARGIN_WIDTH, _MARGIN_SIZE = 0.6, 0.93  # of the text's width and letters
_MOST_COLUMNS = 400  # candidates for a gutter that are tried


class Box(Protocol):
    """Anything with a place on the page, in points from the lower left corner."""

    left: float
    right: float
    bottom: float
    top: float
    size: float


B = TypeVar("B", bound=Box)


def in_reading_order(boxes: Sequence[B], before: float | None = None, depth: int = 0) -> list[list[B]]:
    """Return the lines as columns in reading order, each from the top down.

    `before` is the gutter of the page before: a last column of a line or two is known by it.
    """
    ordered = sorted(boxes, key=lambda box: (-box.bottom, box.left))
    gutter = gutter_of(ordered, before) if depth < 4 else None  # noqa: PLR2004 - no page has more columns in columns
    if gutter is None:
        return [ordered] if ordered else []
    columns: list[list[B]] = []
    for band, crosses in _bands(ordered, gutter):
        if crosses:
            columns.append(band)
        else:
            sides = [[box for box in band if _middle(box) < gutter], [box for box in band if _middle(box) >= gutter]]
            for side in reversed(sides) if _is_margin(*sides) else sides:
                columns += in_reading_order(side, None, depth + 1)
    return columns


def _middle(box: Box) -> float:
    return (box.left + box.right) / 2


def _crosses(box: Box, gutter: float) -> bool:
    return box.left < gutter - 1 and box.right > gutter + 1


def gutter_of(boxes: Sequence[Box], before: float | None = None) -> float | None:
    """Return where the page is parted, or None when it is one column; `before` is where the page before it was."""
    found = _gutter(boxes)
    if found is None and before is not None:
        crossing = sum(_crosses(box, before) for box in boxes)
        at_it = [box for box in boxes if 0 <= box.left - before <= _AT_GUTTER]
        return before if at_it and crossing <= _CROSSING * len(boxes) else None
    return found


def _gutter(boxes: Sequence[Box]) -> float | None:
    best: tuple[int, int, float] | None = None
    for left_edge in sorted({round(box.left) for box in boxes})[:_MOST_COLUMNS]:
        gutter = left_edge - 2.0
        left = [box for box in boxes if box.right <= gutter]
        right = [box for box in boxes if box.left >= gutter]
        crossing = len(boxes) - len(left) - len(right)
        if min(len(left), len(right)) < _LEAST or crossing > _CROSSING * len(boxes) or not _side_by_side(left, right):
            continue
        if best is None or (crossing, -min(len(left), len(right))) < best[:2]:
            best = (crossing, -min(len(left), len(right)), gutter)
    return None if best is None else best[2]


def _side_by_side(left: Sequence[Box], right: Sequence[Box]) -> bool:
    few, many = (left, right) if len(left) <= len(right) else (right, left)
    beside = sum(any(one.bottom < two.top and two.bottom < one.top for two in many) for one in few)
    return beside >= _BESIDE * len(few)


def _is_margin(left: Sequence[Box], right: Sequence[Box]) -> bool:
    """Tell whether the left side is a margin beside the text: narrower, and in smaller letters."""
    if not left or not right:
        return False
    narrow = _width(left) < _MARGIN_WIDTH * _width(right)
    return narrow and median(box.size for box in left) < _MARGIN_SIZE * median(box.size for box in right)


def _width(boxes: Sequence[Box]) -> float:
    return max(box.right for box in boxes) - min(box.left for box in boxes)


def _heads_both(box: Box, boxes: Sequence[Box], gutter: float, usual: float) -> bool:
    """Tell whether a line is a heading over both columns, though it is too short to reach the second: nothing stands beside it."""
    if box.size < _HEADING * usual or box.right > gutter:
        return False
    right = [one for one in boxes if one.left >= gutter]
    white = _WHITE * usual
    beside = any(one.bottom < box.top + white and box.bottom - white < one.top for one in right)
    below = max((one for one in boxes if one.bottom < box.bottom), key=lambda one: one.bottom, default=None)
    over_text = below is not None and _crosses(below, gutter)
    return not beside and (over_text or sum(one.top <= box.bottom for one in right) > 1)  # a page number alone is no column


def _bands(boxes: Sequence[B], gutter: float) -> list[tuple[list[B], bool]]:
    """Return the lines from the top down in bands that cross the gutter or do not."""
    bands: list[tuple[list[B], bool]] = []
    usual = median(box.size for box in boxes)
    for box in boxes:
        crosses = _crosses(box, gutter) or _heads_both(box, boxes, gutter, usual)
        if bands and bands[-1][1] == crosses:
            bands[-1][0].append(box)
        else:
            bands.append(([box], crosses))
    return bands
