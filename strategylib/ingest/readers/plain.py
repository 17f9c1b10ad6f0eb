"""What are the lines of a plain text file, in whichever encoding it was saved?"""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from strategylib.ingest.extract import Extract, Line, Remark, Unreadable
from strategylib.ingest.limits import MOST_LINES

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
    for raw in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
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


def read(path: Path) -> Extract:
    """Read a text file."""
    text, encoding = decode(path.read_bytes())
    lines = lines_of(text)
    remarks = (Remark("encoding", values=(("encoding", encoding),)),) if encoding else ()
    return Extract(tuple(lines), pages=max((line.page for line in lines), default=1), remarks=remarks)
