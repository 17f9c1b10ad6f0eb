"""Which letters of a PDF's page make a line together?

Letters become pieces of lines as they were set, and pieces that stand near each other become lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from strategylib.ingest.readers.grids import Grid

_POINT = re.compile(r"^(?:[•·▪●○■□◦‣►▶➢✓✔*\uf000-\uf0ff–-]|o|Ø|ü|\(?\d{1,2}(?:\.\d{1,2})*[.)]?)$")
_HYPHEN_GAP = 0.5  # of a letter's size: white before a hyphen
_SPACE = 0.22  # of a letter's size: white that is a space though none was set
# Of a letter's size: white inside a line as it was set, between pieces that were set apart, and between a bullet and its text.
_SET_GAP, _NEAR_GAP, _MARK_GAP = 1.6, 0.7, 5.0


@dataclass(slots=True)
class Letter:
    """A letter with its place in points from the page's lower left corner; `turn` counts quarters of a circle with the clock."""

    text: str
    left: float
    right: float
    bottom: float
    top: float
    size: float
    bold: bool
    spaced: bool
    turn: int


@dataclass(slots=True)
class Piece:
    """Letters on one baseline, in points from the page's lower left corner."""

    text: str
    left: float
    right: float
    bottom: float
    top: float
    size: float
    letters: int = 0
    bold_letters: int = 0
    table: Grid | None = None  # what stands here instead of text

    @property
    def bold(self) -> bool:
        """Whether most letters are bold."""
        return self.bold_letters * 2 > self.letters


def pieces_of(letters: Sequence[Letter]) -> Iterator[Piece]:
    """Yield the pieces of lines that letters make, as they were set."""
    piece: Piece | None = None
    for one in letters:
        size = _seen(one.size, one.top - one.bottom)
        gap = 0.0 if piece is None else one.left - piece.right
        if piece is not None and abs(one.bottom - piece.bottom) < 0.45 * size and -0.6 * size < gap < _SET_GAP * size:
            same = abs(size - piece.size) < 0.35 * max(size, piece.size)
        else:
            same = False
        if piece is not None and same:
            piece.text += f" {one.text}" if one.spaced or gap > _SPACE * size else one.text
            piece.right, piece.top, piece.bottom = max(piece.right, one.right), max(piece.top, one.top), min(piece.bottom, one.bottom)
        else:
            if piece is not None:
                yield piece
            piece = Piece(one.text, one.left, one.right, one.bottom, one.top, size)
        piece.letters += one.text[0].isalnum()
        piece.bold_letters += one.bold and one.text[0].isalnum()
    if piece is not None:
        yield piece


def _seen(size: float, height: float) -> float:
    """Return the size as it is seen: some programs set letters of size 1 and enlarge them."""
    return round(size if size > 3 and 0.5 < height / size < 2.5 else height / 1.2, 1)  # noqa: PLR2004 - nobody reads smaller


def joined(pieces: Sequence[Piece]) -> list[Piece]:
    """Join the pieces of a line that stand near each other, and bullets and numbers with their text."""
    found: list[Piece] = []
    for piece in sorted(_hyphenated(pieces), key=lambda one: (-one.bottom, one.left)):
        before = next((one for one in reversed(found[-12:]) if _same_line(one, piece)), None)
        if before is None:
            found.append(piece)
            continue
        before.text += piece.text if piece.left - before.right < _SPACE * piece.size else f" {piece.text}"
        before.right, before.top = max(before.right, piece.right), max(before.top, piece.top)
        before.letters, before.bold_letters = before.letters + piece.letters, before.bold_letters + piece.bold_letters
        before.size = max(before.size, piece.size) if piece.letters > 1 else before.size
    return found


def _hyphenated(pieces: Sequence[Piece]) -> list[Piece]:
    """Put hyphens that were set apart, which the box of their stroke places oddly, at the end of their line."""
    hyphens = [piece for piece in pieces if piece.text == "-"]
    others = [piece for piece in pieces if piece.text != "-"]
    for hyphen in hyphens:
        line = next((one for one in others if _ends_at(one, hyphen)), None)
        if line is not None:
            line.text, line.right = f"{line.text}-", max(line.right, hyphen.right)
        else:
            others.append(hyphen)
    return others


def _ends_at(line: Piece, hyphen: Piece) -> bool:
    near = -0.2 * line.size < hyphen.left - line.right < _HYPHEN_GAP * line.size
    return near and line.bottom - 1 <= hyphen.bottom <= line.top and line.text[-1:].isalpha()


def _same_line(one: Piece, two: Piece) -> bool:
    size = max(one.size, two.size)
    level = abs(one.bottom - two.bottom) < 0.5 * size
    most = _MARK_GAP if _POINT.match(one.text) else _NEAR_GAP if abs(one.size - two.size) < 0.35 * size else 0.4
    return level and -0.3 * size < two.left - one.right < most * size
