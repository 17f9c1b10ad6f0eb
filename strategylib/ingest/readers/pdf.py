"""What are the lines of a PDF, in the order a person reads them, with their sizes and places?

PDFium gives each letter with its box; letters become pieces of lines, pieces become columns, and columns are read one after another.
What a page shows as pictures is counted, not read.
"""

from __future__ import annotations

import ctypes
import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
from pypdfium2 import raw

from strategylib.ingest.extract import Extract, Line, Remark, Unreadable
from strategylib.ingest.limits import MOST_LINES, MOST_PAGES
from strategylib.ingest.readers.columns import gutter_of, in_reading_order

_BOLD = re.compile(r"bold|black|heavy|semibold|demi", re.IGNORECASE)
_LIGATURES = str.maketrans({"ﬁ": "fi", "ﬂ": "fl", "ﬀ": "ff", "ﬃ": "ffi", "ﬄ": "ffl", "\u00a0": " ", "\u200b": ""})
_HYPHENS = frozenset({0x02, 0xAD, 0xFFFE})  # how PDFium gives a hyphen that parts a word
_POINT = re.compile(r"^(?:[•·▪●○■□◦‣►▶➢✓✔*\uf000-\uf0ff–-]|o|Ø|ü|\(?\d{1,2}(?:\.\d{1,2})*[.)]?)$")
_FEW_LETTERS = 25  # a page with fewer has no text of its own
_LARGE = 0.08  # of a page: a picture that may hold words
_WHOLE_PAGE = 0.35  # of a page without text: it is a picture
_SKEW = 0.1  # radians: letters that stand on their side are decoration
# Of a letter's size: white inside a line as it was set, between pieces that were set apart, and between a bullet and its text.
_SET_GAP, _NEAR_GAP, _MARK_GAP = 1.6, 0.7, 5.0


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

    @property
    def bold(self) -> bool:
        """Whether most letters are bold."""
        return self.bold_letters * 2 > self.letters


def read(path: Path) -> Extract:
    """Read a PDF. Raises `Unreadable` when it is locked, broken, too long or has no text."""
    try:
        document = pdfium.PdfDocument(path)
    except pdfium.PdfiumError as error:
        raise Unreadable("encrypted" if "assword" in str(error) else "broken", said=str(error)[:120]) from None
    pages = len(document)
    if pages > MOST_PAGES:
        raise Unreadable("too_many_pages", pages=pages, most=MOST_PAGES)
    lines: list[Line] = []
    pictured: list[int] = []
    remarks: list[Remark] = []
    letters = blank = 0
    gutter: float | None = None
    for number in range(1, pages + 1):
        page = document[number - 1]
        width, height = page.get_size()
        pieces = list(_pieces(page))
        own = sum(piece.letters for piece in pieces)
        covered, largest = _pictures(page, width * height)
        letters += own
        if own < _FEW_LETTERS and covered > _WHOLE_PAGE:
            remarks.append(Remark("picture_page", number))
            blank += 1
        elif largest > _LARGE:
            pictured.append(number)
        pieces = _joined(pieces)
        lines += _lines(pieces, number, height, gutter)
        gutter = gutter_of(pieces, gutter)
        if len(lines) > MOST_LINES:
            raise Unreadable("too_much")
        page.close()
    if letters < _FEW_LETTERS or blank == pages:
        raise Unreadable("scanned" if blank else "no_words")
    if pictured:
        remarks.append(Remark("pictures", values=(("pages", ", ".join(map(str, pictured))),)))
    title = document.get_metadata_dict().get("Title") or None
    return Extract(tuple(lines), pages, title, tuple(remarks))


def _pieces(page: Any) -> Iterator[Piece]:
    """Yield the pieces of lines of a page, as they were set."""
    text = page.get_textpage()
    handle = text.raw
    box = [ctypes.c_double() for _ in range(4)]
    fonts: dict[bytes, bool] = {}
    name, flags = ctypes.create_string_buffer(256), ctypes.c_int()
    piece: Piece | None = None
    spaced = False
    for index in range(text.count_chars()):
        code = raw.FPDFText_GetUnicode(handle, index)
        letter = chr(code).translate(_LIGATURES) if code else ""
        if code in _HYPHENS and piece is not None:
            piece.text += "-"
            continue
        if not letter.strip():
            spaced = True
            continue
        angle = raw.FPDFText_GetCharAngle(handle, index)
        if angle > 0 and _SKEW < angle % math.tau < math.tau - _SKEW:
            continue
        raw.FPDFText_GetLooseCharBox(handle, index, loose := raw.FS_RECTF())
        raw.FPDFText_GetCharBox(handle, index, box[0], box[1], box[2], box[3])
        size = raw.FPDFText_GetFontSize(handle, index)
        left, right, bottom, top = loose.left, loose.right, loose.bottom, loose.top
        if top <= bottom or right < left:
            left, right, bottom, top = box[0].value, box[1].value, box[2].value, box[3].value
        size = _seen(size, top - bottom)
        raw.FPDFText_GetFontInfo(handle, index, name, 256, flags)
        bold = fonts.setdefault(name.value, bool(_BOLD.search(name.value.decode("utf-8", "replace"))))
        goes_on = piece is not None and abs(bottom - piece.bottom) < 0.45 * size and -0.6 * size < left - piece.right < _SET_GAP * size
        if piece is not None and goes_on and abs(size - piece.size) < 0.35 * max(size, piece.size):
            gap = left - piece.right
            piece.text += f" {letter}" if spaced or gap > 0.22 * size else letter
            piece.right, piece.top, piece.bottom = max(piece.right, right), max(piece.top, top), min(piece.bottom, bottom)
        else:
            if piece is not None:
                yield piece
            piece = Piece(letter, left, right, bottom, top, size)
        piece.letters += letter[0].isalnum()
        piece.bold_letters += bold and letter[0].isalnum()
        spaced = False
    if piece is not None:
        yield piece
    text.close()


def _seen(size: float, height: float) -> float:
    """Return the size as it is seen: some programs set letters of size 1 and enlarge them."""
    return round(size if size > 3 and 0.5 < height / size < 2.5 else height / 1.2, 1)  # noqa: PLR2004 - nobody reads smaller


def _pictures(page: Any, area: float) -> tuple[float, float]:
    """Return which share of the page pictures cover together, and the largest of them."""
    shares = [0.0]
    for item in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=4):
        left, bottom, right, top = item.get_bounds()
        shares.append(max(0.0, right - left) * max(0.0, top - bottom) / max(area, 1))
    return min(sum(shares), 1.0), min(max(shares), 1.0)


def _lines(pieces: Sequence[Piece], page: int, height: float, gutter: float | None) -> list[Line]:
    """Return the lines of a page in reading order."""
    found: list[Line] = []
    for column in in_reading_order(pieces, gutter):
        above: Piece | None = None
        for piece in column:
            text = " ".join(piece.text.split())
            if not text:
                continue
            gap = None if above is None else max(0.0, (above.bottom - piece.top) / max(piece.size, 1))
            found.append(
                Line(
                    text,
                    page,
                    size=piece.size,
                    bold=piece.bold,
                    left=round(piece.left, 1),
                    right=round(piece.right, 1),
                    gap=gap,
                    begins=above is None,
                    top=round(1 - piece.top / max(height, 1), 3),
                )
            )
            above = piece
    return found


def _joined(pieces: Sequence[Piece]) -> list[Piece]:
    """Join the pieces of a line that stand near each other, and bullets and numbers with their text."""
    joined: list[Piece] = []
    for piece in sorted(pieces, key=lambda one: (-one.bottom, one.left)):
        before = next((one for one in reversed(joined[-12:]) if _same_line(one, piece)), None)
        if before is None:
            joined.append(piece)
            continue
        before.text = f"{before.text} {piece.text}"
        before.right, before.top = max(before.right, piece.right), max(before.top, piece.top)
        before.letters, before.bold_letters = before.letters + piece.letters, before.bold_letters + piece.bold_letters
        before.size = max(before.size, piece.size) if piece.letters > 1 else before.size
    return joined


def _same_line(one: Piece, two: Piece) -> bool:
    size = max(one.size, two.size)
    level = abs(one.bottom - two.bottom) < 0.5 * size
    most = _MARK_GAP if _POINT.match(one.text) else _NEAR_GAP if abs(one.size - two.size) < 0.35 * size else 0.4
    return level and -0.3 * size < two.left - one.right < most * size
