"""What is drawn on a PDF's page that tells how to read it, such as bullets that are no letters?

Browsers and some word processors draw the dot before a point as a small shape.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

_SMALLEST, _LARGEST = 1.2, 9.0  # points from side to side
_ROUND = 1.35  # times as wide as high, or as high as wide, at most
_NEAR = 2.5  # of a letter's size: white between the bullet and its text
_OPENING = "”\"»“’'("  # what a point without a mark may begin with
_MOST = 300  # small shapes on a page; more are a drawing


class Piece(Protocol):
    """A line with its place on the page, in points from the lower left corner."""

    text: str
    left: float
    right: float
    bottom: float
    top: float
    size: float


Shape = tuple[float, float, float, float]  # left, bottom, right, top


def mark_points(drawn: Sequence[Shape], pieces: Sequence[Piece]) -> None:
    """Put a bullet before the text of each line that has one drawn to its left."""
    dots = [one for one in drawn if _is_dot(one)]
    for left, bottom, right, top in dots if len(dots) <= _MOST else ():
        beside = [piece for piece in pieces if piece.bottom <= (bottom + top) / 2 <= piece.top and piece.right > left]
        first = min(beside, key=lambda piece: piece.left, default=None)
        bare = first is not None and (first.text[:1].isalnum() or first.text[:1] in _OPENING)
        if first is not None and bare and 0 < first.left - right < _NEAR * first.size:
            first.text, first.left = f"• {first.text}", left


def _is_dot(one: Shape) -> bool:
    wide, high = one[2] - one[0], one[3] - one[1]
    return min(wide, high) >= _SMALLEST and max(wide, high) <= _LARGEST and max(wide, high) <= _ROUND * min(wide, high)
