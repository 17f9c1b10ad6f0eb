"""What are the paragraphs of a Word document, with their styles, lists, tables and text boxes?

python-docx opens the package; the paragraphs' XML is read here, since tracked changes, text boxes and numbering stand there.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import docx
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph

from strategylib.ingest.extract import Extract, Line, Remark, Unreadable
from strategylib.ingest.limits import MOST_LINES
from strategylib.ingest.readers import tables

_HEADING = re.compile(r"^(?:heading|overskrift)\s*(\d)", re.IGNORECASE)
_CONTENTS = re.compile(r"^(?:toc|indholdsfortegnelse)", re.IGNORECASE)
_LIST = re.compile(r"^(?:list|opstilling|punkt)", re.IGNORECASE)
_TITLE = re.compile(r"^(?:title|titel)$", re.IGNORECASE)
_SKIPPED = frozenset(qn(name) for name in ("w:del", "w:moveFrom", "w:txbxContent", "w:instrText", "w:footnoteReference")) | {
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
}
_DEEP = 12  # tables in tables
_WIDE = 1_000  # columns that one cell goes over; Word's own limit is 63
_STYLES = 10  # styles that build on each other; some do in a ring
_USUAL = 11.0  # points, where nothing says how large the letters are


def read(path: Path) -> Extract:
    """Read a DOCX. Raises `Unreadable` when it has no words."""
    document = docx.Document(str(path))
    if any(int(one.get(qn("w:val"), "1")) > _WIDE for one in document.element.iter(qn("w:gridSpan"))):
        raise Unreadable("too_much")
    reader = _Reader(document)
    lines = reader.body()
    if not lines:
        raise Unreadable("scanned" if reader.pictures else "no_words")
    remarks = []
    if reader.pictures:
        remarks.append(Remark("some_pictures", values=(("n", reader.pictures),)))
    inserted = sum(1 for _ in document.element.iter(qn("w:altChunk"), qn("w:object")))
    if inserted:
        remarks.append(Remark("inserted", values=(("n", inserted),)))
    return Extract(tuple(lines), reader.page, reader.title or document.core_properties.title or None, tuple(remarks))


class _Reader:
    """Walks through a document and counts pages, pictures and numbers on the way."""

    def __init__(self, document: Any) -> None:
        self._document = document
        self._formats = _number_formats(document)
        self._counts: defaultdict[int, dict[int, int]] = defaultdict(dict)
        self.page, self.pictures = 1, 0
        self.title: str | None = None
        self.styled = False  # whether a style tells what is a heading

    def body(self) -> list[Line]:
        """Return the lines of the whole document, with the sizes of their letters where no style tells what is a heading."""
        found: list[Line] = []
        for line in self._content(self._document, 0):
            found.append(line)
            if len(found) > MOST_LINES:
                raise Unreadable("too_much")
        if self.styled:
            return [replace(line, size=None) for line in found]
        return found

    def _content(self, holder: Any, depth: int) -> Iterator[Line]:
        for part in holder.iter_inner_content():
            if isinstance(part, Paragraph):
                yield from self._paragraph(part)
            elif isinstance(part, Table) and depth < _DEEP:
                yield from tables.lines_of(self._rows(part, depth))

    def _rows(self, table: Any, depth: int) -> list[list[list[Line]]]:
        rows = []
        seen: set[Any] = set()
        for row in table.rows:
            cells = []
            for cell in row.cells:
                if cell._tc in seen:  # noqa: SLF001 - a cell over several columns comes once
                    continue
                seen.add(cell._tc)  # noqa: SLF001
                cells.append(list(self._content(cell, depth + 1)))
            rows.append(cells)
        return rows

    def _paragraph(self, paragraph: Any) -> Iterator[Line]:
        element = paragraph._p  # noqa: SLF001 - python-docx gives no tracked changes and no text boxes
        name = _style_name(paragraph)
        if _CONTENTS.match(name):
            return
        self.page += sum(1 for _ in element.iter(qn("w:lastRenderedPageBreak")))
        self.pictures += sum(1 for _ in element.iter(qn("pic:pic")))
        level = _level(paragraph, name)
        number, listed = self._number(paragraph, name)
        parts = _texts(element)
        if level is not None:
            self.styled = True
            parts = [" ".join(parts)]
        for place, part in enumerate(parts):
            text = " ".join(part.split())
            if not text:
                continue
            if _TITLE.match(name):
                self.title = self.title or text
                level = 1
            shown = f"{number} {text}" if number and place == 0 else text
            yield Line(
                shown, self.page, level=level, item=listed and level is None, whole=True, bold=_bold(paragraph), size=_size(paragraph)
            )
        for box in element.iter(qn("w:txbxContent")):
            if not any(above.tag in _SKIPPED and above is not box for above in box.iterancestors()):
                for inner in box.iter(qn("w:p")):
                    yield from self._paragraph(Paragraph(inner, paragraph._parent))  # noqa: SLF001

    def _number(self, paragraph: Any, name: str) -> tuple[str, bool]:
        """Return the number that Word shows before a paragraph, and whether it is a point of a list."""
        found = _numbering(paragraph)
        if found is None:
            return "", bool(_LIST.match(name))
        list_id, depth = found
        formats = self._formats.get(list_id, {})
        kind, pattern = formats.get(depth, ("bullet", ""))
        if kind != "decimal":
            return "", True
        counts = self._counts[list_id]
        counts[depth] = counts.get(depth, 0) + 1
        for deeper in [one for one in counts if one > depth]:
            del counts[deeper]
        shown = re.sub(r"%(\d)", lambda match: str(counts.get(int(match[1]) - 1, 1)), pattern)
        return shown.strip(), True


def _style_name(paragraph: Any) -> str:
    """Return the name of the paragraph's style, or of the heading style that it builds on."""
    style = paragraph.style
    names: list[str] = []
    while style is not None and len(names) < _STYLES:
        names.append(style.name or "")
        style = style.base_style
    return next((name for name in names if _HEADING.match(name) or _CONTENTS.match(name) or _TITLE.match(name)), names[0] if names else "")


def _level(paragraph: Any, name: str) -> int | None:
    if match := _HEADING.match(name):
        return int(match[1]) + 1  # the title stands above
    outline = paragraph._p.find(f"{qn('w:pPr')}/{qn('w:outlineLvl')}")  # noqa: SLF001
    value = None if outline is None else outline.get(qn("w:val"))
    return int(value) + 2 if value is not None and value.isdigit() and int(value) < 9 else None  # noqa: PLR2004 - 9 is body text


def _bold(paragraph: Any) -> bool:
    runs = [run for run in paragraph.runs if run.text.strip()]
    style = paragraph.style
    inherited = bool(style is not None and style.font.bold)
    return bool(runs) and all(run.bold or (run.bold is None and inherited) for run in runs)


def _size(paragraph: Any) -> float:
    """Return the size of most of a paragraph's letters in points."""
    inherited, style = None, paragraph.style
    for _ in range(_STYLES):
        if style is None or inherited is not None:
            break
        inherited, style = style.font.size, style.base_style
    sizes: Counter[float] = Counter()
    for run in paragraph.runs:
        size = run.font.size or inherited
        sizes[_USUAL if size is None else size.pt] += len(run.text)
    return sizes.most_common(1)[0][0] if sizes else _USUAL


def _texts(element: Any) -> list[str]:
    """Return the text of a paragraph, parted at line breaks before a new beginning; what was deleted is not in it."""
    pieces: list[str] = []
    waiting = [element]
    while waiting:
        part = waiting.pop()
        if part.tag in _SKIPPED:
            continue
        if part.tag == qn("w:t"):
            pieces.append(part.text or "")
        elif part.tag in (qn("w:tab"), qn("w:noBreakHyphen")):
            pieces.append("-" if part.tag == qn("w:noBreakHyphen") else " ")
        elif part.tag in (qn("w:br"), qn("w:cr")):
            pieces.append("\n")
        waiting.extend(reversed(list(part)))
    parts: list[str] = []
    for line in "".join(pieces).split("\n"):
        if parts and line.strip()[:1].islower():
            parts[-1] += f" {line}"
        else:
            parts.append(line)
    return parts


def _numbering(paragraph: Any) -> tuple[int, int] | None:
    """Return list and depth of a paragraph's numbering, its own or its style's."""
    holders = [paragraph._p.pPr]  # noqa: SLF001
    style = paragraph.style
    for _ in range(10):
        if style is None:
            break
        holders.append(style.element.find(qn("w:pPr")))
        style = style.base_style
    for holder in holders:
        found = None if holder is None else holder.find(qn("w:numPr"))
        if found is None:
            continue
        list_id, depth = (found.find(qn(name)) for name in ("w:numId", "w:ilvl"))
        own = 0 if list_id is None else int(list_id.get(qn("w:val"), "0"))
        return (own, 0 if depth is None else int(depth.get(qn("w:val"), "0"))) if own else None
    return None


def _number_formats(document: Any) -> dict[int, dict[int, tuple[str, str]]]:
    """Return for each list and depth how it is numbered: kind and pattern such as `%1.%2`."""
    try:
        root = document.part.numbering_part.element
    except (KeyError, NotImplementedError):
        return {}
    abstract: dict[str, dict[int, tuple[str, str]]] = {}
    for one in root.iter(qn("w:abstractNum")):
        levels = {}
        for level in one.iter(qn("w:lvl")):
            kind, text = (level.find(qn(name)) for name in ("w:numFmt", "w:lvlText"))
            shown = ("" if part is None else part.get(qn("w:val"), "") for part in (kind, text))
            levels[int(level.get(qn("w:ilvl"), "0"))] = tuple(shown)
        abstract[one.get(qn("w:abstractNumId"), "")] = levels  # type: ignore[assignment]
    found = {}
    for one in root.iter(qn("w:num")):
        target = one.find(qn("w:abstractNumId"))
        if target is not None:
            found[int(one.get(qn("w:numId"), "0"))] = abstract.get(target.get(qn("w:val"), ""), {})
    return found
