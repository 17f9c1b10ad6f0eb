"""How does a whole workbook become a spreadsheet that can be edited and taken in again?

One sheet a table (`strategylib.formats.tables`), named in English as in the data, and a first sheet that says in the reader's language
what they hold. Cells of text are text to Excel too, so that `1.1` stays what it is and nothing is a formula.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from functools import partial
from itertools import islice
from operator import is_
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.cell.read_only import EMPTY_CELL
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from strategylib.formats.reading import Deviations, ExchangeError, Reading, Sheet, Unreadable, first_of, sheet_rows
from strategylib.formats.safe import refuse_document_type, unzip
from strategylib.formats.tables import BY_NAME, TABLES, Column, Table, cell_text, tables_of
from strategylib.locale import texts
from strategylib.workbook import Workbook

_LONGEST = 32_767  # what Excel takes in a cell
_NO_TEXT = frozenset({"integer", "line", "number", "truth"})
_WIDTHS = {"text": 24, "list": 28, "months": 12}
_WIDE = frozenset({"label", "note", "why", "what", "title", "definition_da", "definition_en", "not_da", "not_en"})
_TRUTHS = {"=TRUE()": True, "=FALSE()": False}  # as LibreOffice writes what was TRUE and FALSE
_LAST_ROW = 2**20  # Excel's own
# To Excel `_x000D_` is a letter that XML cannot hold (here the first half of a Windows line break), and `_x005F_x000D_` those very words.
_ESCAPE = re.compile("_(?=x[0-9A-F]{4}_)", re.IGNORECASE)
_BREAK = re.compile("(?<!_x005F)_x000D_\n", re.IGNORECASE)
_ESCAPED = re.compile("_x005F_(?=x[0-9A-F]{4}_)", re.IGNORECASE)
_MOST_COLUMNS, _LONGEST_CHOICES = 64, 255
_BLANK = (EMPTY_CELL,) * _MOST_COLUMNS


def write_xlsx(workbook: Workbook, *, language: str | None = None) -> bytes:
    """Return all data of a workbook as XLSX; `read_xlsx` takes it back. Raises `ExchangeError` for a text too long for a cell."""
    book = openpyxl.Workbook()
    _about(book.active, language)
    rows = tables_of(workbook.corpus)
    for table in TABLES:
        sheet = book.create_sheet(table.name)
        _head(sheet, table)
        for number, row in enumerate(rows[table.name], 2):
            for place, column in enumerate(table.columns, 1):
                _fill(sheet.cell(number, place), column, row[column.name], language)
        _help(sheet, table, len(rows[table.name]) + 1)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _about(sheet: Any, language: str | None) -> None:
    words = texts(language)
    sheet.title = words("exchange.about.sheet")
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 20, 110
    sheet.append([words("exchange.about.title")])
    sheet["A1"].font = Font(bold=True, size=14)
    for line in words("exchange.about.text").split("\n"):
        sheet.append([line])
    sheet.append([])
    for table in TABLES:
        sheet.append([table.name, words(f"exchange.tables.{table.name}")])
        sheet.cell(sheet.max_row, 1).font = Font(bold=True)


def _head(sheet: Any, table: Table) -> None:
    for place, column in enumerate(table.columns, 1):
        cell = sheet.cell(1, place, column.name)
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor="DDE6EE" if column.needed else "F2F2F2")
        width = 60 if column.name in _WIDE else _WIDTHS.get(column.kind, 11)
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.freeze_panes = "B2"


def _fill(cell: Any, column: Column, value: Any, language: str | None) -> None:
    if column.kind in _NO_TEXT:
        cell.value = value
        return
    cell.number_format = "@"
    cell.alignment = Alignment(wrap_text=column.name in _WIDE, vertical="top")
    if value is not None:
        text = cell_text(value).replace("\t", " ")  # a tab is lost in other programs, and the words beside it run together
        if len(text) > _LONGEST:
            raise ExchangeError.of("cell", language, cell=f"{cell.parent.title}!{cell.coordinate}", most=_LONGEST)
        cell.value = _ESCAPE.sub("_x005F_", text)
        cell.data_type = "s"  # nothing is a formula, whatever it begins with


def _help(sheet: Any, table: Table, last: int) -> None:
    """Let Excel filter the rows, offer the values that a column takes, and keep typed texts as text."""
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(table.columns))}{max(last, 2)}"
    for place, column in enumerate(table.columns, 1):
        letter = get_column_letter(place)
        choices = ("TRUE", "FALSE") if column.kind == "truth" else column.choices
        offered = f'"{",".join(choices)}"'
        if choices and len(offered) <= _LONGEST_CHOICES:
            offer = DataValidation(type="list", formula1=offered, allow_blank=True)
            offer.add(f"{letter}2:{letter}{last + 1000}")
            sheet.add_data_validation(offer)
        if column.kind not in _NO_TEXT:
            sheet.column_dimensions[letter].number_format = "@"


def read_xlsx(content: bytes, file: Path, *, language: str | None = None) -> Reading:
    """Return what a spreadsheet says of the data.

    A row that a sheet does not have is to go from the data; a sheet or column that is not there changes nothing, and a cell that cannot be
    understood leaves the data as it is.

    Raises
    ------
    ExchangeError
        When the file is no spreadsheet, has none of our sheets, or is not safe to open.
    """
    for name, part in unzip(content, file, language).items():
        refuse_document_type(part, file, language, whole=name.endswith((".xml", ".rels")))
    try:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
        return _read(book, file, language)
    except ExchangeError:
        raise
    except Exception as error:  # a damaged part may be anything to the library that reads it
        raise ExchangeError.of("no_spreadsheet", language, file=file, said=error) from error


def _read(book: Any, file: Path, language: str | None) -> Reading:
    deviations = Deviations(str(file), language)
    sheets: dict[str, Sheet] = {}
    by_name = first_of(((sheet.title.strip().casefold(), sheet.title, sheet) for sheet in book.worksheets), deviations)
    if not by_name:
        raise ExchangeError.of("no_table", language, file=file, tables=", ".join(BY_NAME))
    for table in TABLES:
        if table.name not in by_name:
            deviations.note(1, table.name, "no_sheet", table=table.name)
            continue
        rows = sheet_rows(
            table.name,
            _cells(by_name[table.name], deviations),
            partial(_place, table.name),
            deviations,
        )
        if rows is not None:
            sheets[table.name] = Sheet(rows, removes=lambda _: True)
    return Reading(sheets, deviations.sorted())


def _place(sheet: str, row: int, column: int) -> str:
    return f"{sheet}!{get_column_letter(column + 1)}{row}"


def _cells(sheet: Any, deviations: Deviations) -> Iterator[tuple[int, list[Any]]]:
    sheet.reset_dimensions()  # what a file says of its own size is not to be believed
    for number, row in enumerate(sheet.iter_rows(max_col=_MOST_COLUMNS), 1):
        if number > _LAST_ROW:
            raise ExchangeError.of("rows", deviations.language, file=deviations.file, sheet=sheet.title, most=_LAST_ROW)
        if not all(map(is_, row, _BLANK)):
            yield number, [_value(cell) for cell in islice(row, _MOST_COLUMNS)]


def _value(cell: Any) -> Any:
    value, kind = cell.value, getattr(cell, "data_type", "n")
    if value is None:
        return None
    if kind == "f" and value in _TRUTHS:
        return _TRUTHS[value]
    if kind in ("f", "e") or isinstance(value, date | datetime | time | timedelta):
        return Unreadable({"f": "formula", "e": "cell_error"}.get(kind, "turned_date"), getattr(value, "text", value))
    return _ESCAPED.sub("_", _BREAK.sub("\n", value)) if isinstance(value, str) else value
