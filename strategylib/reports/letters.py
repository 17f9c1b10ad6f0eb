"""How does a hand-out become a Word document? Headings, tables and quotations in Word's own styles, so that all of it can be edited."""

from __future__ import annotations

import io
from typing import Any

import docx
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from strategylib.reports.document import Bars, Cell, Part, Picture, Quotations, Report, Table, Words

_INK = RGBColor(0x1D, 0x23, 0x28)
_SOFT = RGBColor(0x55, 0x5F, 0x68)
_MARGIN = Cm(2)
_WIDE = 6  # columns from which the page lies down


def write(report: Report) -> bytes:
    """Return the report as DOCX."""
    made = _Letter(report)
    made.write()
    content = io.BytesIO()
    made.document.save(content)
    return content.getvalue()


class _Letter:
    def __init__(self, report: Report) -> None:
        self._report = report
        self.document = docx.Document()
        self.document.core_properties.title = _clean(report.title)[:255]
        self.document.core_properties.author = report.labels["app"]
        self.document.core_properties.language = report.language
        normal = self.document.styles["Normal"]
        normal.font.name, normal.font.size = "IBM Plex Sans", Pt(10.5)
        language = OxmlElement("w:lang")
        language.set(qn("w:val"), {"da": "da-DK", "en": "en-GB"}[report.language])
        normal.element.get_or_add_rPr().append(language)
        for level in range(1, 4):
            style = self.document.styles[f"Heading {level}"]
            style.font.name, style.font.color.rgb = "IBM Plex Sans", _INK
        section = self.document.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        if any(isinstance(part, Table) and len(part.columns) >= _WIDE for part in report.parts):
            section.orientation = WD_ORIENT.LANDSCAPE
            section.page_width, section.page_height = section.page_height, section.page_width
        section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = _MARGIN
        self._width = section.page_width - 2 * _MARGIN
        self._footer(section)

    def write(self) -> None:
        """Write the title, the parts in their order, and what stands at the end."""
        report = self._report
        self.document.add_heading(_clean(report.title), level=1)
        self._said(report.lead)
        for part in report.parts:
            self._part(part)
        for title, said in ((report.labels["caveats"], report.caveats), (report.labels["sources"], report.sources)):
            if said:
                self.document.add_heading(_clean(title), level=2)
                self._words(said, points=True)

    def _part(self, part: Part) -> None:
        if part.title:
            self.document.add_heading(_clean(part.title), level=2)
        if not isinstance(part, Words):
            self._said(part.how, soft=True)
        match part:
            case Words():
                self._words(part.paragraphs, points=part.points)
            case Table():
                self._table(part)
            case Picture():
                self._picture(part)
            case Bars():
                self._table(_as_table(part))
            case Quotations():
                for one in part.items:
                    self.document.add_paragraph(style="Intense Quote").add_run(_clean(one.text))
                    self._said(", ".join(filter(None, (one.mark.name, one.place, one.level, one.note))), soft=True)

    def _said(self, text: str, *, soft: bool = False) -> None:
        if text:
            run = self.document.add_paragraph().add_run(_clean(text))
            if soft:
                run.font.size, run.font.color.rgb = Pt(9), _SOFT

    def _words(self, paragraphs: tuple[str, ...], *, points: bool) -> None:
        for one in paragraphs:
            self.document.add_paragraph(_clean(one), style="List Bullet" if points else None)

    def _table(self, table: Table) -> None:
        made = self.document.add_table(rows=1, cols=len(table.columns), style="Table Grid")
        made.autofit = True
        head = made.rows[0]
        for place, one in zip(head.cells, table.columns, strict=True):
            place.paragraphs[0].add_run(_clean(one if isinstance(one, str) else one.name)).bold = True
        repeated = OxmlElement("w:tblHeader")
        repeated.set(qn("w:val"), "true")
        head._tr.get_or_add_trPr().append(repeated)  # noqa: SLF001 - python-docx has no name for a row that every page repeats
        for number, row in enumerate(table.rows):
            if number in table.groups:
                cells = made.add_row().cells
                cells[0].merge(cells[-1]).paragraphs[0].add_run(_clean(table.groups[number])).bold = True
            for place, cell in zip(made.add_row().cells, row, strict=True):
                place.text = _clean(cell.text)
        self.document.add_paragraph()

    def _picture(self, part: Picture) -> None:
        shape = self.document.add_picture(io.BytesIO(part.png), width=self._width)
        shape._inline.docPr.set("descr", _clean(part.alt))  # noqa: SLF001 - nor for a picture's text
        self._said(part.table.title)
        self._table(part.table)

    def _footer(self, section: Any) -> None:
        footer = section.footer.paragraphs[0]
        footer.add_run(_clean(f"{self._report.labels['app']} · {self._report.date} · "))
        for kind, text in (("begin", None), (None, "PAGE"), ("end", None)):
            run = footer.add_run()
            part = OxmlElement("w:fldChar" if kind else "w:instrText")
            if kind:
                part.set(qn("w:fldCharType"), kind)
            else:
                part.text = text
            run._r.append(part)  # noqa: SLF001 - nor for a field


def _as_table(bars: Bars) -> Table:
    rows = []
    for number, category in enumerate(bars.categories):
        rows.append((Cell(category), *(Cell(bars.written(values[number])) for _, values in bars.series)))
    return Table("", ("", *(mark for mark, _ in bars.series)), tuple(rows))


def _clean(text: str) -> str:
    """Return a text without the characters that XML does not take."""
    return "".join(one for one in text if one >= " " or one in "\t\n")
