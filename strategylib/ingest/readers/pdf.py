"""What are the lines of a PDF, in the order a person reads them, with their sizes and places?

PDFium gives each letter with its box; letters become pieces of lines, pieces become columns, and columns are read one after another.
What a page shows as pictures is counted, not read.
"""

from __future__ import annotations

import ctypes
import math
import re
from collections import Counter
from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
from pypdfium2 import raw

from strategylib.ingest.extract import Extract, Line, Remark, Unreadable
from strategylib.ingest.limits import MOST_LINES, MOST_PAGES
from strategylib.ingest.readers.columns import gutter_of, in_reading_order
from strategylib.ingest.readers.grids import Grid, grids
from strategylib.ingest.readers.marks import Shape, mark_points
from strategylib.ingest.readers.pieces import Letter, Piece, joined, pieces_of
from strategylib.ingest.readers.tables import lines_of

_BOLD = re.compile(r"bold|black|heavy|semibold|demi", re.IGNORECASE)
_LIGATURES = str.maketrans({"ﬁ": "fi", "ﬂ": "fl", "ﬀ": "ff", "ﬃ": "ffi", "ﬄ": "ffl", "\u00a0": " ", "\u200b": ""})
_HYPHENS = frozenset({0x02, 0xAD, 0xFFFE})  # how PDFium gives a hyphen that parts a word
_FEW_LETTERS = 25  # a page with fewer has no text of its own
_LARGE = 0.08  # of a page: a picture that may hold words
_WHOLE_PAGE = 0.35  # of a page without text: it is a picture
_SKEW = 0.06  # quarters of a circle: letters that stand askew are decoration
_FONT_NAME = 256  # bytes
_MOST_SHAPES = 5_000  # looked at on a page
_SAME = 0.05  # points
_WIDE = 0.45  # of a letter's size: the sign for two letters f is wider than one


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
        upright, height = _upright(_letters(page), width, height)
        drawn = _shapes(page) if upright and not upright[0].turn else []
        tables = grids(upright, drawn)
        held = set[int]().union(*(one.letters for one in tables))
        pieces = list(pieces_of([one for index, one in enumerate(upright) if index not in held]))
        own = sum(piece.letters for piece in pieces) + len(held)
        covered, largest = _pictures(page, width * height)
        letters += own
        if own < _FEW_LETTERS and covered > _WHOLE_PAGE:
            remarks.append(Remark("picture_page", number))
            blank += 1
        elif largest > _LARGE:
            pictured.append(number)
        pieces = joined(pieces)
        mark_points(drawn, pieces)
        pieces += [Piece("", one.left, one.right, one.bottom, one.top, one.size, table=one) for one in tables]
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


def _letters(page: Any) -> list[Letter]:
    """Return the letters of a page as they were set, with their place on the page as it lies; white space is marked on what follows it."""
    text = page.get_textpage()
    handle = text.raw
    name, flags, box = ctypes.create_string_buffer(_FONT_NAME), ctypes.c_int(), raw.FS_RECTF()
    fonts: dict[bytes, bool] = {}
    found: list[Letter] = []
    spaced = False
    for index in range(text.count_chars()):
        code = raw.FPDFText_GetUnicode(handle, index)
        shown = "-" if code in _HYPHENS else chr(code).translate(_LIGATURES) if code else ""
        if not shown.strip():
            spaced = True
            continue
        raw.FPDFText_GetLooseCharBox(handle, index, box)
        raw.FPDFText_GetFontInfo(handle, index, name, _FONT_NAME, flags)
        font = name.value
        if font not in fonts:
            fonts[font] = _BOLD.search(font.decode("utf-8", "replace")) is not None
        turn = max(raw.FPDFText_GetCharAngle(handle, index), 0.0) / (math.pi / 2)
        if abs(turn - round(turn)) < _SKEW:
            size = raw.FPDFText_GetFontSize(handle, index)
            one = Letter(shown, box.left, box.right, box.bottom, box.top, size, fonts[font], spaced, round(turn) % 4)
            if found and _in_ligature(found[-1], one):
                one.left, one.spaced = one.right, False
                found.append(one)
            elif not found or not _drawn_twice(found[-1], one):
                found.append(one)
        spaced = False
    text.close()
    return found


def _in_ligature(one: Letter, two: Letter) -> bool:
    """Tell whether two letters are one sign, so that both have its box, or the second what is left of it."""
    same = abs(two.right - one.right) < _SAME and abs(two.bottom - one.bottom) < _SAME
    wide = one.text != two.text or one.right - one.left > _WIDE * one.size or one.left == one.right
    return same and wide and (abs(two.left - one.left) < _SAME or one.left == one.right)


def _drawn_twice(one: Letter, two: Letter) -> bool:
    """Tell whether a letter was drawn over itself, as some programs make letters bold."""
    return one.text == two.text and abs(one.left - two.left) < 0.1 * one.size and abs(one.bottom - two.bottom) < 0.1 * one.size


def _upright(letters: Sequence[Letter], width: float, height: float) -> tuple[list[Letter], float]:
    """Return the letters that stand as most of the page's do, turned upright, and how high the page then is; the others are decoration."""
    if not letters:
        return [], height
    turn = Counter(letter.turn for letter in letters).most_common(1)[0][0]
    kept = [letter for letter in letters if letter.turn == turn]
    for one in kept if turn else ():
        left, right, bottom, top = one.left, one.right, one.bottom, one.top
        if turn == 3:  # noqa: PLR2004 - counted with the clock
            one.left, one.right, one.bottom, one.top = bottom, top, width - right, width - left
        elif turn == 2:  # noqa: PLR2004 - upside down
            one.left, one.right, one.bottom, one.top = width - right, width - left, height - top, height - bottom
        else:
            one.left, one.right, one.bottom, one.top = height - top, height - bottom, left, right
    return kept, width if turn % 2 else height


def _pictures(page: Any, area: float) -> tuple[float, float]:
    """Return which share of the page pictures cover together, and the largest of them."""
    shares = [0.0]
    for item in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=4):
        left, bottom, right, top = item.get_bounds()
        shares.append(max(0.0, right - left) * max(0.0, top - bottom) / max(area, 1))
    return min(sum(shares), 1.0), min(max(shares), 1.0)


def _shapes(page: Any) -> list[Shape]:
    """Return the boxes around what is drawn on a page, as far as it is drawn on the page itself."""
    items = page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH], max_depth=1)
    return [item.get_bounds() for item in islice(items, _MOST_SHAPES)]


def _lines(pieces: Sequence[Piece], page: int, height: float, gutter: float | None) -> list[Line]:
    """Return the lines of a page in reading order."""
    found: list[Line] = []
    for column in in_reading_order(pieces, gutter):
        above: Piece | None = None
        for piece in column:
            if piece.table is not None:
                found += _table(piece.table, page, 1 - piece.top / max(height, 1))
                above = piece
                continue
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


def _table(table: Grid, page: int, top: float) -> list[Line]:
    """Return the lines of a table; each cell is a paragraph."""
    rows = [[[Line(text, page, whole=True, top=round(top, 3)) for text in cell] for cell in row] for row in table.rows]
    return lines_of(rows)
