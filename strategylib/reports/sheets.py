"""How does a hand-out become a spreadsheet: a sheet about it, and one for each table and list of quotations?"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from typing import Any

import xlsxwriter

from strategylib.charts import palette
from strategylib.reports.document import Bars, Cell, Picture, Quotations, Report, Table, Words

_FORBIDDEN = re.compile(r"[\[\]:*?/\\']+")
_NAME_LENGTH, _CELL_LENGTH = 31, 32_767
_LEAST_WIDTH, _MOST_WIDTH = 10, 60


def write(report: Report) -> bytes:
    """Return the report as XLSX. Numbers are numbers; nothing is a formula or a link, whatever it begins with."""
    written = io.BytesIO()
    with xlsxwriter.Workbook(written, {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}) as book:
        book.set_properties({"title": report.title[:255], "comments": report.date})
        _Sheets(book, report).write()
    return written.getvalue()


class _Sheets:
    def __init__(self, book: Any, report: Report) -> None:
        self._book = book
        self._report = report
        self._names: set[str] = set()
        wrapped = {"text_wrap": True, "valign": "top"}
        self._plain = book.add_format(wrapped)
        self._title = book.add_format({"bold": True, "font_size": 16})
        self._head = book.add_format(wrapped | {"bold": True, "bottom": 1})
        self._percent = book.add_format(wrapped | {"num_format": "0%"})
        shades = zip(palette.LIGHT.heat, palette.LIGHT.heat_ink, strict=True)
        self._heat = [book.add_format(wrapped | {"bg_color": ground, "font_color": ink}) for ground, ink in shades]

    def write(self) -> None:
        """Write the sheet about the report, then one for each part."""
        self._about()
        for part in self._report.parts:
            match part:
                case Table():
                    self._table(part)
                case Picture():
                    self._table(part.table)
                case Bars():
                    self._bars(part)
                case Quotations():
                    self._quotations(part)

    def _about(self) -> None:
        report, labels = self._report, self._report.labels
        sheet = self._sheet(labels["about"])
        sheet.set_column(0, 0, 110)
        sheet.write_string(0, 0, report.title[:_CELL_LENGTH], self._title)
        words = [(part.title, part.paragraphs) for part in report.parts if isinstance(part, Words)]
        lists = [*words, (labels["caveats"], report.caveats), (labels["sources"], report.sources)]
        lines = [(report.lead, self._plain), (f"{labels['app']} · {report.date}", self._plain)]
        for title, said in lists:
            if said:
                lines += [("", self._plain), (title, self._head), *((one, self._plain) for one in said)]
        for row, (text, form) in enumerate(lines, 1):
            sheet.write_string(row, 0, text[:_CELL_LENGTH], form)

    def _table(self, table: Table) -> None:
        grouped = bool(table.groups)
        heads = [one if isinstance(one, str) else one.name for one in table.columns]
        rows: list[list[Cell]] = []
        group = ""
        for place, row in enumerate(table.rows):
            group = table.groups.get(place, group)
            rows.append([Cell(group), *row] if grouped else list(row))
        self._rows(table.title, ["", *heads] if grouped else heads, rows)

    def _bars(self, bars: Bars) -> None:
        rows = [
            [Cell(category), *(Cell(bars.written(values[place]), values[place]) for _, values in bars.series)]
            for place, category in enumerate(bars.categories)
        ]
        self._rows(bars.title, ["", *(mark.name for mark, _ in bars.series)], rows)

    def _quotations(self, part: Quotations) -> None:
        labels = self._report.labels
        heads = [labels[name] for name in ("municipality", "level", "wording", "place", "note")]
        rows = [[Cell(text) for text in (one.mark.name, one.level, one.text, one.place, one.note)] for one in part.items]
        self._rows(part.title, heads, rows)

    def _rows(self, title: str, heads: list[str], rows: list[list[Cell]]) -> None:
        sheet = self._sheet(title)
        for column, head in enumerate(heads):
            sheet.write_string(0, column, head[:_CELL_LENGTH], self._head)
            sheet.set_column(column, column, _width([head, *(row[column].text for row in rows)]))
        for place, row in enumerate(rows, 1):
            for column, cell in enumerate(row):
                self._cell(sheet, place, column, cell)
        sheet.freeze_panes(1, 1)
        if rows:
            sheet.autofilter(0, 0, len(rows), len(heads) - 1)

    def _cell(self, sheet: Any, row: int, column: int, cell: Cell) -> None:
        if cell.value is None:
            sheet.write_string(row, column, cell.text[:_CELL_LENGTH], self._plain if cell.heat is None else self._heat[cell.heat])
        else:
            form = self._percent if "%" in cell.text else self._plain if cell.heat is None else self._heat[cell.heat]
            sheet.write_number(row, column, cell.value, form)

    def _sheet(self, title: str) -> Any:
        """Add a sheet under a name that no other has and that Excel takes."""
        plain = " ".join(_FORBIDDEN.sub(" ", title).split()) or "-"
        name, number = plain[:_NAME_LENGTH].strip(), 2
        while name.casefold() in self._names:
            ending = f" {number}"
            name, number = plain[: _NAME_LENGTH - len(ending)].strip() + ending, number + 1
        self._names.add(name.casefold())
        return self._book.add_worksheet(name)


def _width(texts: Iterable[str]) -> float:
    return max(_LEAST_WIDTH, min(_MOST_WIDTH, 1.1 * max(map(len, texts))))
