"""What are the lines of a plain text file, in whichever encoding it was saved?"""

from __future__ import annotations

import codecs
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path

from strategylib.ingest.extract import Extract, Line, Remark, Unreadable
from strategylib.ingest.limits import MOST_LINES
from strategylib.ingest.readers import tables
from strategylib.ingest.readers.grids import grids

# UTF-8 that was read as Windows-1252 and saved again: the pairs that the Danish letters and quotation marks become.
_MOJIBAKE = re.compile("Ã[¦¸¥†˜…©¼¶¤]|â€[™œ\u009d“”¢]|Â[ »«°]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f\x80-\x84\x86-\x9f]")
_MARKDOWN = re.compile(r"^(#{1,6})\s+(\S.*?)\s*#*$")
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_GAPS = re.compile(r" {2,}")
_COLUMNS = re.compile(r"\S(?:\t| {2,})\S")
_SQUARE = 2.4  # letters' widths from line to line: two spaces are then wide for a gap, one is not
_LONGEST_TABLE = 300  # lines
_WIDE = 0.3  # the share of null bytes in text of two bytes a letter is near a half
_STRANGE = 0.02  # more control characters than this and it is no text


def decode(raw: bytes) -> tuple[str, str | None]:
    """Return the text of bytes, and the encoding when it was not plain UTF-8. Raises `Unreadable` for what is no text."""
    text, encoding = _decoded(raw)
    if len(_MOJIBAKE.findall(text)) >= 2:  # noqa: PLR2004 - once may be meant
        text, healed = _unmangled(text)
        encoding = "mojibake" if healed else encoding
    if len(_CONTROL.findall(text)) > _STRANGE * max(len(text), 1):
        raise Unreadable("no_text")
    return _CONTROL.sub("", text), encoding


def _decoded(raw: bytes) -> tuple[str, str | None]:
    for mark, name in _BOMS:
        if raw.startswith(mark):
            return raw.decode(name, errors="replace"), None if name == "utf-8-sig" else name
    if raw.count(0) > _WIDE * len(raw):
        name = "utf-16-le" if raw[1::2].count(0) >= raw[::2].count(0) else "utf-16-be"
        return raw.decode(name, errors="replace"), name
    try:
        return raw.decode("utf-8"), None
    except UnicodeDecodeError:
        name = "mac_roman" if _danish(raw, "mac_roman") > _danish(raw, "cp1252") else "cp1252"
        return raw.decode(name, errors="replace"), name


def _danish(raw: bytes, encoding: str) -> int:
    """Count the Danish letters that the bytes hold in an encoding."""
    return sum(map(raw.count, (letter.encode(encoding) for letter in "æøåÆØÅ")))


def _unmangled(text: str) -> tuple[str, bool]:
    """Undo the mojibake line by line, so that one line that cannot be undone leaves the others healed."""
    lines, healed = [], False
    for line in text.split("\n"):
        try:
            better = line.encode("cp1252").decode("utf-8") if _MOJIBAKE.search(line) else line
        except UnicodeError:
            better = line
        healed |= better != line
        lines.append(better)
    return "\n".join(lines), healed


def lines_of(text: str) -> list[Line]:
    """Return the lines of plain text; form feeds count pages, and blank lines become the gap above the next."""
    found: list[Line] = []
    page, blank, begins = 1, 0, True
    rows = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    at = set[int]()
    for number, raw in enumerate(rows):
        if number in at:
            continue
        if table := _table(rows, number):
            found += tables.lines_of([[[Line(part, page, whole=True) for part in cell] for cell in row] for row in table.rows])
            at |= set(range(number, number + table.lines))
            blank, begins = 1, True
            continue
        parts = raw.split("\f")
        for place, part in enumerate(parts):
            if place:
                page, begins = page + 1, True
            if not part.strip():
                blank += place == len(parts) - 1
                continue
            if heading := _MARKDOWN.match(part):
                found.append(Line(" ".join(heading[2].split()), page, level=len(heading[1]), gap=float(blank), begins=begins))
                blank, begins = 0, False
                continue
            # Some programs leave one space of a page break at the start of its first line.
            indented = part[0] in " \t\u00a0" and part.strip()[0].isalnum()
            found.append(Line(" ".join(part.split()), page, gap=float(blank), begins=begins or indented))
            if len(found) > MOST_LINES:
                raise Unreadable("too_much")
            blank, begins = 0, False
    return found


@dataclass(slots=True)
class _Letter:
    """A letter of plain text with its place, counted in letters' widths, as `grids` reads those of a page."""

    text: str
    left: float
    right: float
    bottom: float
    top: float
    spaced: bool
    size: float = _SQUARE


@dataclass(frozen=True, slots=True)
class _Table:
    """The paragraphs of each cell by row, and how many lines the table takes."""

    rows: list[list[list[str]]]
    lines: int


def _table(lines: Sequence[str], start: int) -> _Table | None:
    """Return the table whose head is a line: its columns are parted by tabs, or by two spaces and more."""
    if not _COLUMNS.search(lines[start].strip()):
        return None
    if "\t" in lines[start]:
        heads = lines[start].strip().split("\t")
        held = list(takewhile(lambda line: line.count("\t") == len(heads) - 1, (line.strip() for line in lines[start:])))
        if len(held) < 2 or not all(tables.is_head(head.strip()) for head in heads):  # noqa: PLR2004 - a head and a row
            return None
        return _Table([[[cell.strip()] if cell.strip() else [] for cell in line.split("\t")] for line in held], len(held))
    if not _heads(lines[start]):
        return None
    rows = takewhile(lambda line: line.strip() and not _heads(line), lines[start + 1 : start + _LONGEST_TABLE])
    block = [lines[start], *rows]
    letters = [
        _Letter(letter, place, place + 1, -down * _SQUARE, -(down - 1) * _SQUARE, spaced=line[place - 1 : place] == " ")
        for down, line in enumerate(block)
        for place, letter in enumerate(line)
        if letter.strip()
    ]
    found = grids(letters, ())
    if not found or found[0].top < letters[0].top:
        return None
    return _Table(found[0].rows, round((found[0].top - found[0].bottom) / _SQUARE))


def _heads(line: str) -> bool:
    """Tell whether a line is nothing but heads of columns."""
    parts = _GAPS.split(line.strip())
    return len(parts) > 1 and all(map(tables.is_head, parts))


def read(path: Path) -> Extract:
    """Read a text file."""
    text, encoding = decode(path.read_bytes())
    lines = lines_of(text)
    remarks = (Remark("encoding", values=(("encoding", encoding),)),) if encoding else ()
    return Extract(tuple(lines), pages=max((line.page for line in lines), default=1), remarks=remarks)
