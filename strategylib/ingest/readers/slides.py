"""What stands on the slides of a PowerPoint file: titles, points, boxes, tables and SmartArt, in reading order?"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pptx
from pptx.enum.shapes import MSO_SHAPE_TYPE, PP_PLACEHOLDER
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn

from strategylib.ingest.extract import Extract, Line, Remark, Unreadable
from strategylib.ingest.limits import MOST_LINES, MOST_PAGES
from strategylib.ingest.readers import tables

_TITLES = (PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE)
_BODIES = (PP_PLACEHOLDER.BODY, PP_PLACEHOLDER.OBJECT, PP_PLACEHOLDER.VERTICAL_BODY, None)
_LEFT_OUT = (PP_PLACEHOLDER.DATE, PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER, PP_PLACEHOLDER.HEADER)
_DIAGRAM = "http://schemas.openxmlformats.org/drawingml/2006/diagram"
_TITLE_LEVEL = 2
_LARGE = 0.08  # of a slide: a picture that may hold words
_ROW = 300_000  # a third of an inch in the file's unit: shapes this near are one row


def read(path: Path) -> Extract:
    """Read a PPTX. Raises `Unreadable` when it has too many slides or no words."""
    deck = pptx.Presentation(str(path))
    slides = [slide for slide in deck.slides if slide._element.get("show") != "0"]  # noqa: SLF001 - hidden slides
    if len(slides) > MOST_PAGES:
        raise Unreadable("too_many_pages", pages=len(slides), most=MOST_PAGES)
    area = (deck.slide_width or 1) * (deck.slide_height or 1)
    lines: list[Line] = []
    pictured: list[int] = []
    charts: list[int] = []
    for number, slide in enumerate(slides, 1):
        for shape in _in_order(slide.shapes):
            if shape.shape_type == MSO_SHAPE_TYPE.PICTURE and (shape.width or 0) * (shape.height or 0) > _LARGE * area:
                pictured.append(number)
            if getattr(shape, "has_chart", False):
                charts.append(number)
            lines += _shape(shape, number)
        if len(lines) > MOST_LINES:
            raise Unreadable("too_much")
    if not lines:
        raise Unreadable("scanned" if pictured else "no_words")
    remarks = [Remark("pictures", values=(("pages", _listed(pictured)),))] if pictured else []
    remarks += [Remark("charts", values=(("pages", _listed(charts)),))] if charts else []
    return Extract(tuple(lines), len(slides), deck.core_properties.title or None, tuple(remarks))


def _listed(pages: list[int]) -> str:
    return ", ".join(str(page) for page in dict.fromkeys(pages))


def _in_order(shapes: Any) -> list[Any]:
    """Return the shapes as they are read: the title, then rows from the top, each from the left; groups are opened."""
    found: list[Any] = []
    waiting = list(shapes)
    while waiting:
        shape = waiting.pop()
        if shape.shape_type == MSO_SHAPE_TYPE.GROUP:
            waiting.extend(shape.shapes)
        elif _kind(shape) not in _LEFT_OUT:
            found.append(shape)
    return sorted(found, key=lambda shape: (_kind(shape) not in _TITLES, (shape.top or 0) // _ROW, shape.left or 0))


def _kind(shape: Any) -> Any:
    return shape.placeholder_format.type if shape.is_placeholder else "box"


def _shape(shape: Any, page: int) -> Iterator[Line]:
    if getattr(shape, "has_table", False):
        rows = [[list(_frame(cell.text_frame, page, listed=False)) for cell in row.cells] for row in shape.table.rows]
        yield from tables.lines_of(rows)
    elif shape.has_text_frame:
        if _kind(shape) in _TITLES:
            text = " ".join(shape.text_frame.text.split())
            if text:
                yield Line(text, page, level=_TITLE_LEVEL, whole=True, begins=True)
        else:
            yield from _frame(shape.text_frame, page, listed=_kind(shape) in _BODIES)
    else:
        yield from _smart_art(shape, page)


def _frame(frame: Any, page: int, *, listed: bool) -> Iterator[Line]:
    """Yield the paragraphs of a text frame; `listed` where the layout gives each a bullet unless told otherwise."""
    filled = [paragraph for paragraph in frame.paragraphs if paragraph.text.strip()]
    for paragraph in filled:
        own = paragraph._p.pPr  # noqa: SLF001 - python-pptx gives no bullets
        marked = own is not None and any(own.find(qn(name)) is not None for name in ("a:buChar", "a:buAutoNum", "a:buBlip"))
        bare = own is not None and own.find(qn("a:buNone")) is not None
        item = marked or (listed and not bare and len(filled) > 1)
        runs = [run for run in paragraph.runs if run.text.strip()]
        bold = bool(runs) and all(run.font.bold for run in runs)
        for part in paragraph.text.split("\v"):
            if text := " ".join(part.split()):
                yield Line(text, page, item=item, whole=True, bold=bold and not item)


def _smart_art(shape: Any, page: int) -> Iterator[Line]:
    """Yield the texts of a SmartArt drawing, which stand in a part of their own."""
    data = shape._element.find(f".//{{{_DIAGRAM}}}relIds")  # noqa: SLF001
    if data is None:
        return
    part = shape.part.related_part(data.get(qn("r:dm")))
    for paragraph in parse_xml(part.blob).iter(qn("a:p")):
        text = " ".join("".join(piece.text or "" for piece in paragraph.iter(qn("a:t"))).split())
        if text:
            yield Line(text, page, item=True, whole=True)
