"""How does a hand-out become slides that can be edited: native tables, charts and text, in the municipality's own template?"""

from __future__ import annotations

import io
import math
import os
from collections.abc import Iterator
from importlib import resources
from itertools import pairwise
from pathlib import Path
from typing import Any

from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION
from pptx.enum.shapes import MSO_SHAPE, PP_PLACEHOLDER
from pptx.util import Emu, Pt

from strategylib.charts import palette
from strategylib.environment import TEMPLATE_VARIABLE
from strategylib.locale import texts
from strategylib.reports.document import Bars, Cell, Mark, Part, Picture, Quotation, Quotations, Report, ReportError, Shape, Table, Words

_SHAPES: dict[Shape, MSO_SHAPE] = {
    "circle": MSO_SHAPE.OVAL,
    "square": MSO_SHAPE.RECTANGLE,
    "triangle": MSO_SHAPE.ISOSCELES_TRIANGLE,
    "diamond": MSO_SHAPE.DIAMOND,
    "hexagon": MSO_SHAPE.HEXAGON,
}
_TITLES = (PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE)
_BODIES = (PP_PLACEHOLDER.BODY, PP_PLACEHOLDER.OBJECT)
_SMALL, _TEXT, _LEAD = Pt(10), Pt(12), Pt(18)
_LINE, _LETTER = 1.3, 0.55  # of the size of the type: generous, so that nothing runs off the slide
_GAP, _MARGIN = Pt(8), Pt(36)
_FOOT = Pt(30)
_CELL_X, _CELL_Y = Pt(5), Pt(3)
_TITLE_LETTERS = 110
_LEAST_SHARE = 0.4
_CATEGORIES = 12


def write(report: Report) -> bytes:
    """Return the report as PPTX, in the template that `STRATEGYLIB_TEMPLATE` names or in ours; `ReportError` when it is none."""
    slides = _Slides(report, _opened(os.environ.get(TEMPLATE_VARIABLE), report.language))
    slides.opening()
    for part in report.parts:
        slides.part(part)
    slides.closing()
    written = io.BytesIO()
    slides.deck.save(written)
    return written.getvalue()


def _opened(template: str | None, language: str) -> Any:
    path = Path(template) if template else resources.files("strategylib") / "reports" / "templates" / "strategi.pptx"
    try:
        deck = Presentation(io.BytesIO(path.read_bytes()))
        pages = deck.slides._sldIdLst  # noqa: SLF001 - python-pptx has no other way to remove a slide
        for page in list(pages):
            deck.part.drop_rel(page.rId)
            pages.remove(page)
        _layouts(deck)
    except Exception as fault:
        raise ReportError(texts(language)("handout.template", file=str(template))) from fault
    return deck


def _layouts(deck: Any) -> tuple[Any, Any]:
    """Return the layout of an opening slide and that of a slide with only a title, by their placeholders. Raises `LookupError`."""
    kinds = [(layout, {one.placeholder_format.type for one in layout.placeholders}) for layout in deck.slide_layouts]
    titled = [(layout, types) for layout, types in kinds if types.intersection(_TITLES)]
    only = [layout for layout, types in titled if not types.intersection((*_BODIES, PP_PLACEHOLDER.SUBTITLE, PP_PLACEHOLDER.PICTURE))]
    opening = [layout for layout, types in titled if PP_PLACEHOLDER.SUBTITLE in types]
    if not only:
        raise LookupError
    return (opening or only)[0], only[0]


class _Slides:
    def __init__(self, report: Report, deck: Any) -> None:
        self.deck = deck
        self._report = report
        self._opening, self._only = _layouts(deck)
        self._width, self._height = deck.slide_width, deck.slide_height
        self._inner = self._width - 2 * _MARGIN
        self._language = {"da": "da-DK", "en": "en-GB"}[report.language]
        deck.core_properties.title = report.title[:255]
        deck.core_properties.language = self._language

    def opening(self) -> None:
        """Write the slide that says the finding."""
        slide = self.deck.slides.add_slide(self._opening)
        slide.shapes.title.text = _short(self._report.title)
        for one in slide.placeholders:
            if one.placeholder_format.type == PP_PLACEHOLDER.SUBTITLE:
                one.text = self._report.lead
                break
        else:
            self._box(slide, self._top(slide), _LEAD).text = self._report.lead
        self._tongue(slide)

    def closing(self) -> None:
        """Write how far the comparison carries, and the documents."""
        for title, said in ((self._report.labels["caveats"], self._report.caveats), (self._report.labels["sources"], self._report.sources)):
            if said:
                self._words(title, said)

    def part(self, part: Part) -> None:
        """Write a part on as many slides as it needs."""
        match part:
            case Table():
                self._table(part)
            case Bars():
                self._bars(part)
            case Picture():
                self._picture(part)
            case Quotations():
                self._quotations(part)
            case Words():
                self._words(part.title, part.paragraphs)

    def _slide(self, title: str, *, continued: bool) -> tuple[Any, int]:
        """Return a new slide and where its content begins."""
        slide = self.deck.slides.add_slide(self._only)
        slide.shapes.title.text = f"{_short(title)} ({self._report.labels['continued']})" if continued else _short(title)
        foot = slide.shapes.add_textbox(_MARGIN, self._height - _FOOT, self._inner, _FOOT)
        number = len(self.deck.slides)
        foot.text_frame.text = f"{self._report.labels['app']} · {self._report.date} · {number}"
        _sized(foot.text_frame, _SMALL, palette.LIGHT.ink_soft)
        return slide, self._top(slide)

    def _top(self, slide: Any) -> int:
        title = slide.shapes.title
        below = int(title.top + title.height + _GAP)
        return below if below < self._height * _LEAST_SHARE else int(self._height * _LEAST_SHARE)

    def _bottom(self) -> int:
        return int(self._height - _FOOT - _GAP)

    def _box(self, slide: Any, top: int, size: Pt, *, left: int = _MARGIN, width: int | None = None, height: int | None = None) -> Any:
        box = slide.shapes.add_textbox(left, top, width or self._inner, height or self._bottom() - top)
        box.text_frame.word_wrap = True
        _sized(box.text_frame, size, palette.LIGHT.ink)
        return box.text_frame

    def _words(self, title: str, paragraphs: tuple[str, ...]) -> None:
        room = self._room(_TEXT)
        pieces = [piece for text in paragraphs for piece in _cut(text, room // 2)]
        for place, page in enumerate(_paged(pieces, room, lambda text: len(text) + self._letters(_TEXT))):
            slide, top = self._slide(title, continued=place > 0)
            frame = self._box(slide, top, _TEXT)
            for number, text in enumerate(page):
                paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
                paragraph.text = text
                paragraph.space_after = Pt(6)
            _sized(frame, _TEXT, palette.LIGHT.ink)
            self._tongue(slide)

    def _letters(self, size: Pt, width: int | None = None) -> int:
        return max(1, int((width or self._inner) / (size * _LETTER)))

    def _room(self, size: Pt) -> int:
        """Return how many letters a slide of running text holds at the least."""
        lines = int((self._bottom() - self._height * _LEAST_SHARE) / (size * _LINE))
        return lines * self._letters(size)

    def _quotations(self, part: Quotations) -> None:
        left = _MARGIN + Pt(12)
        width = self._inner - Pt(12)
        room = self._room(_TEXT)
        pieces = [(one, piece) for one in part.items for piece in _cut(one.text, room // 2)]

        def height(entry: tuple[Quotation, str]) -> int:
            return int((math.ceil(len(entry[1]) / self._letters(_TEXT, width)) * _TEXT + 2 * _SMALL) * _LINE + 2 * _GAP)

        space = int(self._bottom() - self._height * _LEAST_SHARE)
        for place, page in enumerate(_paged(pieces, space, height)):
            slide, top = self._slide(part.title, continued=place > 0)
            for one, text in page:
                tall = height((one, text))
                rule = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, _MARGIN, top, Pt(4), tall - _GAP)
                _filled(rule, one.mark.colour)
                _described(rule, "")
                frame = self._box(slide, top, _TEXT, left=left, width=width, height=tall - _GAP)
                frame.margin_top = frame.margin_bottom = 0
                frame.text = text
                about = frame.add_paragraph()
                about.text = " · ".join(word for word in (one.mark.name, one.level, one.place, one.note) if word)
                _sized(frame, _TEXT, palette.LIGHT.ink)
                for run in about.runs:
                    run.font.size, run.font.color.rgb = _SMALL, _rgb(palette.LIGHT.ink_soft)
                self._mark_beside(slide, one.mark, top)
                top += tall
            self._tongue(slide, quotations=True)

    def _mark_beside(self, slide: Any, mark: Mark, top: int) -> None:
        drawn = slide.shapes.add_shape(_SHAPES[mark.shape], _MARGIN - Pt(16), top + Pt(2), Pt(10), Pt(10))
        _filled(drawn, mark.colour)
        _described(drawn, mark.name)

    def _picture(self, part: Picture) -> None:
        slide, top = self._slide(part.title, continued=False)
        drawn = slide.shapes.add_picture(io.BytesIO(part.png), _MARGIN, top)
        scale = min(self._inner / drawn.width, (self._bottom() - top) / drawn.height)
        drawn.width, drawn.height = Emu(int(drawn.width * scale)), Emu(int(drawn.height * scale))
        drawn.left = Emu(int((self._width - drawn.width) / 2))
        _described(drawn, part.alt)
        self._tongue(slide)
        self._table(part.table)

    def _bars(self, part: Bars) -> None:
        for place in range(0, len(part.categories), _CATEGORIES):
            slide, top = self._slide(part.title, continued=place > 0)
            data = CategoryChartData(number_format="0%" if part.percent else "General")
            data.categories = part.categories[place : place + _CATEGORIES]
            for mark, values in part.series:
                data.add_series(mark.name, values[place : place + _CATEGORIES])
            drawn = slide.shapes.add_chart(XL_CHART_TYPE.BAR_CLUSTERED, _MARGIN, top, self._inner, self._bottom() - top, data)
            chart = drawn.chart
            chart.has_title = False
            chart.has_legend = True
            chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
            chart.font.size = _SMALL
            chart.category_axis.reverse_order = True
            for series, (mark, _) in zip(chart.plots[0].series, part.series, strict=True):
                series.format.fill.solid()
                series.format.fill.fore_color.rgb = _rgb(mark.colour)
            chart.plots[0].has_data_labels = True
            chart.plots[0].data_labels.font.size = _SMALL
            _described(drawn, part.alt)
            self._tongue(slide)

    def _table(self, part: Table) -> None:
        widths = _widths(part, self._inner)
        rows: list[tuple[tuple[Cell, ...], bool]] = []
        for place, row in enumerate(part.rows):
            if place in part.groups:
                rows.append(((Cell(part.groups[place]), *[Cell("")] * (len(part.columns) - 1)), True))
            rows += [(piece, False) for piece in self._split(row, widths)]
        heads = tuple(Cell(one if isinstance(one, str) else one.name) for one in part.columns)
        space = int(self._bottom() - self._height * _LEAST_SHARE) - self._tall(heads, widths)
        for place, page in enumerate(_paged(rows, space, lambda entry: self._tall(entry[0], widths))):
            slide, top = self._slide(part.title, continued=place > 0)
            drawn = slide.shapes.add_table(len(page) + 1, len(widths), _MARGIN, top, self._inner, Pt(10))
            _described(drawn, part.title)
            table = drawn.table
            for column, width in enumerate(widths):
                table.columns[column].width = Emu(width)
            for number, (row, bold) in enumerate([(heads, True), *page]):
                table.rows[number].height = Emu(self._tall(row, widths))
                for column, cell in enumerate(row):
                    _celled(table.cell(number, column), cell, bold=bold or column == 0)
            self._marks(slide, part, widths, top)
            self._tongue(slide)

    def _marks(self, slide: Any, part: Table, widths: list[int], top: int) -> None:
        left = int(_MARGIN)
        for column, width in zip(part.columns, widths, strict=True):
            if isinstance(column, Mark):
                drawn = slide.shapes.add_shape(_SHAPES[column.shape], left + _CELL_X, top - Pt(10), Pt(8), Pt(8))
                _filled(drawn, column.colour)
                _described(drawn, "")
            left += width

    def _tall(self, row: tuple[Cell, ...], widths: list[int]) -> int:
        lines = max(math.ceil(len(cell.text) / self._letters(_SMALL, width - 2 * _CELL_X)) for cell, width in zip(row, widths, strict=True))
        return int(max(1, lines) * _SMALL * _LINE + 2 * _CELL_Y)

    def _split(self, row: tuple[Cell, ...], widths: list[int]) -> Iterator[tuple[Cell, ...]]:
        """Give a row in as many pieces as it takes for each to stand on a slide."""
        lines = int((self._bottom() - self._height * _LEAST_SHARE) / (_SMALL * _LINE)) // 2
        pieces = [_cut(cell.text, lines * self._letters(_SMALL, width - 2 * _CELL_X)) for cell, width in zip(row, widths, strict=True)]
        for place in range(max(map(len, pieces))):
            yield tuple(
                Cell(texts_[place] if place < len(texts_) else "", cell.value, cell.heat, cell.status)
                for texts_, cell in zip(pieces, row, strict=True)
            )

    def _tongue(self, slide: Any, *, quotations: bool = False) -> None:
        """Say in which language each text is; a quotation is Danish."""
        for shape in slide.shapes:
            if shape.has_text_frame:
                title = shape == slide.shapes.title
                for paragraph in shape.text_frame.paragraphs:
                    for run in paragraph.runs:
                        run._r.get_or_add_rPr().set("lang", self._language if title or not quotations else "da-DK")  # noqa: SLF001


def _paged(entries: list[Any], space: int, size: Any) -> Iterator[list[Any]]:
    """Give the entries in pages that each hold at least one and no more than fit."""
    page: list[Any] = []
    used = 0
    for entry in entries:
        need = size(entry)
        if page and used + need > space:
            yield page
            page, used = [], 0
        page.append(entry)
        used += need
    if page:
        yield page


def _cut(text: str, longest: int) -> list[str]:
    """Return the text in pieces of at most so many letters, cut between words where there are any."""
    pieces = []
    while len(text) > longest:
        at = text.rfind(" ", 1, longest + 1)
        at = at if at > 0 else longest
        pieces.append(text[:at])
        text = text[at:].lstrip()
    return [*pieces, text]


def _short(title: str) -> str:
    return title if len(title) <= _TITLE_LETTERS else f"{title[: _TITLE_LETTERS - 1]}…"


def _widths(part: Table, inner: int) -> list[int]:
    """Share the width among the columns by the square root of their texts' lengths, so that long ones do not take all."""
    weights = []
    for column, head in enumerate(part.columns):
        lengths = [len(row[column].text) for row in part.rows] or [1]
        name = head if isinstance(head, str) else head.name
        weights.append(math.sqrt(max(len(name), sum(lengths) / len(lengths), 4)))
    edges = [0, *(int(inner * sum(weights[: place + 1]) / sum(weights)) for place in range(len(weights)))]
    return [right - left for left, right in pairwise(edges)]


def _celled(place: Any, cell: Cell, *, bold: bool) -> None:
    place.margin_left = place.margin_right = _CELL_X
    place.margin_top = place.margin_bottom = _CELL_Y
    place.text = cell.text
    ground, ink = palette.LIGHT.ground, palette.LIGHT.ink
    if cell.heat is not None:
        ground, ink = palette.LIGHT.heat[cell.heat], palette.LIGHT.heat_ink[cell.heat]
    place.fill.solid()
    place.fill.fore_color.rgb = _rgb(ground)
    for paragraph in place.text_frame.paragraphs:
        for run in paragraph.runs:
            run.font.size, run.font.bold, run.font.color.rgb = _SMALL, bold or cell.status == "has", _rgb(ink)
            run.font.italic = cell.status == "lacks"


def _sized(frame: Any, size: Pt, colour: str) -> None:
    frame.word_wrap = True
    for paragraph in frame.paragraphs:
        for run in paragraph.runs:
            run.font.size, run.font.color.rgb = size, _rgb(colour)


def _filled(shape: Any, colour: str) -> None:
    shape.fill.solid()
    shape.fill.fore_color.rgb = _rgb(colour)
    shape.line.fill.background()


def _described(shape: Any, alt: str) -> None:
    """Say what a drawn thing is; one without words is decoration."""
    shape._element._nvXxPr.cNvPr.set("descr", alt)  # noqa: SLF001 - python-pptx has no other way


def _rgb(colour: str) -> RGBColor:
    return RGBColor(*bytes.fromhex(colour.removeprefix("#")))
