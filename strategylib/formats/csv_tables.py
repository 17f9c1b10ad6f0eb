"""How does a whole workbook become CSV files, a zip or a folder of one file a table, and come back?

A text that a spreadsheet would take for a formula has an apostrophe before it, and loses it on the way back.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path, PurePosixPath

from strategylib.formats.reading import Deviations, ExchangeError, Reading, Sheet, first_of, sheet_rows
from strategylib.formats.safe import read_bytes, unzip
from strategylib.formats.tables import BY_NAME, TABLES, Column, cell_text, tables_of
from strategylib.workbook import Workbook

_STAMP = (2020, 1, 1, 0, 0, 0)  # the same data make the same file
_TOLD = re.compile("sep=([,;\\t])\r?", re.IGNORECASE)  # the first line of some programs, which Excel understands
_FORMULA = re.compile(r"'*[=+@\t\r\n-]")


def csv_texts(workbook: Workbook) -> dict[str, str]:
    """Return the tables of a workbook as CSV texts by file name, comma-separated."""
    rows, found = tables_of(workbook.corpus), {}
    for table in TABLES:
        written = io.StringIO(newline="")
        writer = csv.writer(written, lineterminator="\r\n")
        writer.writerow(column.name for column in table.columns)
        writer.writerows([_text(column, row[column.name]) for column in table.columns] for row in rows[table.name])
        found[f"{table.name}.csv"] = written.getvalue()
    return found


def _text(column: Column, value: object) -> str:
    text = cell_text(value)
    return f"'{text}" if column.kind in ("text", "list") and _FORMULA.match(text) else text


def write_csv(workbook: Workbook) -> bytes:
    """Return the tables of a workbook as a zip of CSV files in UTF-8, with the mark by which Excel knows it."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in csv_texts(workbook).items():
            archive.writestr(zipfile.ZipInfo(name, _STAMP), text.encode("utf-8-sig"), zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def read_csv_folder(folder: Path, *, language: str | None = None) -> Reading:
    """Return what a folder of CSV files says of the data; see `read_csv`."""
    return _read({path.name: read_bytes(path, language) for path in sorted(folder.glob("*.csv")) if path.stem in BY_NAME}, folder, language)


def read_csv(content: bytes, file: Path, *, language: str | None = None) -> Reading:
    """Return what a zip of CSV files says of the data. A row that a file does not have is to go; a file that is not there changes nothing.

    Semicolons and tabs between the cells are read as well, and the encoding of older Windows programs; both are named.

    Raises
    ------
    ExchangeError
        When the file is no zip, holds none of our tables, or is not safe to open.
    """
    return _read(unzip(content, file, language), file, language)


def _read(files: Mapping[str, bytes], file: Path, language: str | None) -> Reading:
    deviations = Deviations(str(file), language)
    ordered = sorted(files, key=lambda name: (name.count("/"), name))
    by_name = first_of(((PurePosixPath(one.casefold()).stem, one, one) for one in ordered if one.casefold().endswith(".csv")), deviations)
    if not by_name:
        raise ExchangeError.of("no_table", language, file=file, tables=", ".join(BY_NAME))
    sheets: dict[str, Sheet] = {}
    for table in TABLES:
        if table.name not in by_name:
            deviations.note(1, f"{table.name}.csv", "no_sheet", table=table.name)
            continue
        name = by_name[table.name]
        own = Deviations(str(file / name), language)
        cells = _Cells(files[name], own)
        rows = sheet_rows(table.name, cells, partial(_column, table.name), own)
        deviations.take(own)
        if rows is not None:
            sheets[table.name] = Sheet(rows, removes=lambda _: True) if cells.whole else Sheet(rows)
    return Reading(sheets, deviations.sorted())


def _column(table: str, _: int, column: int) -> str:
    columns = BY_NAME[table].columns
    return columns[column].name if column < len(columns) else str(column + 1)


class _Cells:
    """The rows of a CSV text with their lines; `whole` tells afterwards whether it could be read to its end."""

    def __init__(self, content: bytes, deviations: Deviations) -> None:
        self.whole = True
        self._deviations = deviations
        self._text = self._decoded(content)

    def __iter__(self) -> Iterator[tuple[int, list[str | None]]]:
        first, _, rest = self._text.partition("\n")
        told = _TOLD.fullmatch(first)
        separator = told[1] if told else max(",;\t", key=first.count)
        if separator != ",":
            self._deviations.note(1, "-", "separator", separator={"\t": "tab"}.get(separator, separator))
        before = 1 if told else 0
        reader = csv.reader(io.StringIO(rest if told else self._text, newline=""), delimiter=separator, strict=True)
        line = 1 + before
        try:
            for cells in reader:
                yield line, [_plain(cell) for cell in cells]
                line = reader.line_num + 1 + before
        except csv.Error as error:
            self.whole = False
            self._deviations.note(line, "-", "csv", said=error)

    def _decoded(self, content: bytes) -> str:
        if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):  # "Unicode text" of Excel
            return content.decode("utf-16", errors="replace")
        try:
            return content.decode("utf-8-sig")
        except UnicodeDecodeError:
            self._deviations.note(1, "-", "encoding")
            return content.decode("cp1252", errors="replace")


def _plain(cell: str) -> str | None:
    return (cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell) or None
