"""Files as programs and people leave them: broken off, in other encodings, with sheets and cells that came on the way."""

import zipfile
from datetime import timedelta

import openpyxl
import pytest
from openpyxl.chart import BarChart, Reference
from openpyxl.worksheet.formula import ArrayFormula

from strategylib import export, import_file
from strategylib.corpus.writer import FolderWriter
from strategylib.formats.csv_tables import csv_texts
from tests.sheets import cell, files

GOAL = "kornmark.goal-1"


@pytest.fixture
def edited(corpus, tmp_path):
    """Write the invented corpus as a spreadsheet, change it with a function and return what taking it in would do."""

    def edit(change):
        path = export(corpus.open(), "xlsx", tmp_path / "made.xlsx")
        book = openpyxl.load_workbook(path)
        change(book)
        book.save(path)
        return import_file("xlsx", path, corpus.data, language="en")

    return edit


@pytest.fixture
def elements(corpus, tmp_path):
    """Take in the invented corpus' elements as a CSV file that a function of its text has changed: `elements(change)`."""

    def take(change):
        (tmp_path / "csv").mkdir()
        (tmp_path / "csv" / "elements.csv").write_bytes(change(csv_texts(corpus.open())["elements.csv"]))
        return import_file("csv", tmp_path / "csv", corpus.data, language="en")

    return take


def noted(corpus, note):
    """Let a goal of the corpus have a note."""
    writer = FolderWriter(corpus.data)
    value = writer.value("strategies/kornmark.yaml")
    next(one for one in value["elements"] if one["id"] == "goal-1")["note"] = note
    writer.set_value("strategies/kornmark.yaml", value)
    writer.save()


def own(taken):
    """Return what is said of the file with the elements."""
    return [one.problem for one in taken.deviations if one.file.endswith("elements.csv")]


def inserted(text, row):
    """Return a CSV text with a row in its middle."""
    rows = text.splitlines(keepends=True)
    return "".join([*rows[:4], row, *rows[4:]]).encode()


@pytest.mark.parametrize(
    "broken",
    [
        lambda text: inserted(text, '"never closed\r\n'),
        lambda text: inserted(text, f"kornmark.goal-9,goal,{'x' * 200_000}\r\n"),
        lambda text: text.encode()[: text.encode().rindex(b'"')],
    ],
    ids=["quotation mark", "too long", "cut off"],
)
def test_a_csv_file_that_cannot_be_read_to_its_end_takes_no_row_away(broken, elements, corpus):
    before = files(corpus.data)
    taken = elements(broken)
    assert (taken.rows, taken.apply()) == ((), ())
    [problem] = own(taken)
    assert problem.startswith("the file cannot be read further")
    assert files(corpus.data) == before


def test_a_csv_file_without_its_last_rows_is_told_from_one_that_is_broken(elements):
    taken = elements(lambda text: "".join(text.splitlines(keepends=True)[:-1]).encode())
    assert own(taken) == []
    assert ("elements", "removed") in {(one.table, one.change) for one in taken.rows}


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "utf-8"])
def test_unicode_text_of_excel_is_read(encoding, elements):
    taken = elements(lambda text: text.replace("mål,", "målsætning,", 1).encode(encoding))
    assert [(one.column, one.after) for one in taken.rows] == [("term", "målsætning")]
    assert own(taken) == []


def test_a_file_may_say_itself_what_parts_its_cells(elements):
    taken = elements(lambda text: b"sep=,\r\n" + text.replace(f"{GOAL},goal,", f"{GOAL},vision?,").encode())
    assert taken.rows == ()
    [one] = [one for one in taken.deviations if one.file.endswith("elements.csv")]
    assert (one.field, one.line) == ("type", 11)  # the lines are those of the file


def test_of_two_files_of_one_name_the_first_counts(corpus, tmp_path):
    path = export(corpus.open(), "csv", tmp_path / "all.zip")
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("a/old/elements.csv", archive.read("elements.csv").replace("mål".encode(), b"maal"))
    taken = import_file("csv", path, corpus.data, language="en")
    assert taken.rows == ()
    assert [one.problem for one in taken.deviations] == ["a/old/elements.csv is there already as elements.csv, and the first counts"]


def test_of_two_sheets_of_one_name_the_first_counts(edited):
    def change(book):
        cell(book["elements"], GOAL, "note").value = "Ny"
        book.copy_worksheet(book["elements"]).title = "Elements "
        cell(book["Elements "], GOAL, "note").value = "En anden"

    taken = edited(change)
    assert [(one.column, one.after) for one in taken.rows] == [("note", "Ny")]
    assert [one.problem for one in taken.deviations] == ["Elements is there already as elements, and the first counts"]


def test_cells_that_are_no_lines_times_or_sums_change_nothing(edited):
    def change(book):
        sheet = book["elements"]
        cell(sheet, GOAL, "line_start").value = 0
        cell(sheet, GOAL, "line_end").value = "-5"
        cell(sheet, GOAL, "note").value = timedelta(hours=30)
        target = cell(sheet, "fjordlund.indicator-1", "target")
        target.value = ArrayFormula(target.coordinate, "=SUM(E2:E3)")

    taken = edited(change)
    assert taken.rows == ()
    assert sorted(one.problem.partition(":")[0] for one in taken.deviations) == [
        "-5 is not the number of a line",
        "0 is not the number of a line",
        *sorted(["the cell is a formula (=SUM(E2", "the spreadsheet has turned the cell into a date (1 day, 6"]),
    ]


def test_a_sheet_without_its_heads_is_named_once(edited):
    taken = edited(lambda book: book["elements"].delete_rows(1, book["elements"].max_row))
    assert taken.rows == ()
    assert [one.field for one in taken.deviations] == ["elements!A1"]


def test_a_sheet_with_a_chart_hidden_sheets_and_sheets_of_ones_own_do_no_harm(edited):
    def change(book):
        chart = BarChart()
        chart.add_data(Reference(book["elements"], min_col=5, min_row=1, max_row=5), titles_from_data=True)
        book.create_chartsheet("Diagram", 0).add_chart(chart)
        book.create_sheet("Mine noter", 0)["A1"] = "=1+1"
        book["quotes"].sheet_state = "veryHidden"
        book["elements"].row_dimensions[3].hidden = True
        book["elements"].cell(1, 40, "min kolonne")

    taken = edited(change)
    assert (taken.rows, taken.deviations) == ((), ())


def test_a_windows_line_break_is_a_line_break_and_words_like_it_are_words(corpus, edited, tmp_path):
    noted(corpus, "_x000D_ og _x005F_x0041_")
    taken = edited(lambda _: None)
    assert (taken.rows, taken.deviations) == ((), ())
    with zipfile.ZipFile(export(corpus.open(), "xlsx", tmp_path / "all.xlsx")) as archive:
        sheets = b"".join(archive.read(name) for name in archive.namelist() if name.startswith("xl/worksheets/"))
    assert b"_x005F_x000D_ og _x005F_x005F_x005F_x0041_" in sheets

    def change(book):
        cell(book["elements"], GOAL, "note").value = "to_x000D_\nlinjer"

    assert [one.after for one in edited(change).rows] == ["to\nlinjer"]


@pytest.mark.parametrize("words", ['=HYPERLINK("http://evil")', "+45 12", "-5 %", "@navn", "'=1"])
def test_no_text_is_a_formula_to_a_spreadsheet(words, corpus, tmp_path):
    noted(corpus, words)
    workbook = corpus.open()
    assert "'" + words.replace('"', '""') in csv_texts(workbook)["elements.csv"]
    book = openpyxl.load_workbook(export(workbook, "xlsx", tmp_path / "all.xlsx"))
    note = cell(book["elements"], GOAL, "note")
    assert (note.value, note.data_type, note.number_format) == (words, "s", "@")
    for name in ("xlsx", "csv"):
        taken = import_file(name, export(workbook, name, tmp_path / f"out.{name}"), corpus.data)
        assert (taken.rows, taken.deviations) == ((), ())
