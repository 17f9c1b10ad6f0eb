"""Do the data go into a spreadsheet and CSV files and come back, and is every change seen before it is written?"""

from datetime import date
from pathlib import Path

import openpyxl
import pytest

from strategylib import export, import_file, open_workbook
from strategylib.formats.csv_tables import csv_texts
from strategylib.formats.reading import ExchangeError
from strategylib.formats.rebuilt import corpus_of
from strategylib.formats.tables import BY_NAME, cell_text, parts, tables_of
from strategylib.model import Corpus, StrategylibError, WorkbookError
from tests.sheets import cell, files
from tests.unit.invented import with_own_themes

GOLDEN = Path(__file__).parent.parent / "golden"


@pytest.fixture
def exported(corpus, tmp_path):
    """Write the invented corpus as a file: `exported("xlsx")`."""
    return lambda name: export(corpus.open(), name, tmp_path / f"made.{name}", language="en")


@pytest.fixture
def edited(exported):
    """Write the invented corpus as a spreadsheet, change it with a function and return the file."""

    def edit(change):
        path = exported("xlsx")
        book = openpyxl.load_workbook(path)
        change(book)
        book.save(path)
        return path

    return edit


def said(deviation):
    return deviation.field, deviation.line


def test_tables_hold_all_of_the_five_strategies(bundled):
    assert corpus_of(tables_of(bundled.corpus)) == bundled.corpus


def test_an_empty_corpus_makes_empty_tables_and_comes_back():
    assert corpus_of(tables_of(Corpus())) == Corpus()


@pytest.mark.parametrize("name", ["xlsx", "csv"])
def test_the_five_strategies_come_back_unchanged(name, bundled, tmp_path):
    taken = import_file(name, export(bundled, name, tmp_path / "all"))
    assert (taken.rows, taken.deviations, str(taken), taken.apply()) == ((), (), "", ())


@pytest.mark.parametrize("name", ["xlsx", "csv"])
def test_a_new_folder_gets_all_that_a_file_holds(name, bundled, tmp_path):
    path = export(bundled, name, tmp_path / "all")
    import_file(name, path, tmp_path / "new").apply()
    made = open_workbook(tmp_path / "new").corpus
    assert made.strategies == bundled.corpus.strategies
    assert set(made.codings) == set(bundled.corpus.codings)
    assert set(made.alignments) == set(bundled.corpus.alignments)
    assert import_file(name, path, tmp_path / "new").rows == ()


def test_the_invented_corpus_is_written_as_it_always_was(invented):
    texts = csv_texts(with_own_themes(invented))
    written = "".join(f"{name}\n{texts[name]}" for name in texts if not name.startswith("reform"))
    assert written.replace("\r\n", "\n") == (GOLDEN / "invented.csv").read_text(encoding="utf-8")


def test_a_folder_of_csv_files_is_read_as_the_zip_is(corpus, tmp_path):
    export(corpus.open(), "csv", tmp_path)
    (tmp_path / "quotes.csv").unlink()
    taken = import_file("csv", tmp_path, corpus.data)
    assert taken.rows == ()
    assert [said(one) for one in taken.deviations] == [("quotes.csv", 1)]


def test_the_same_data_make_the_same_zip(bundled, tmp_path):
    assert export(bundled, "csv", tmp_path / "a").read_bytes() == export(bundled, "csv", tmp_path / "b").read_bytes()


def test_nothing_is_written_before_it_is_asked_for(corpus, edited):
    def change(book):
        cell(book["elements"], "kornmark.goal-1", "note").value = "Ny bemærkning"

    before = files(corpus.data)
    taken = import_file("xlsx", edited(change), corpus.data, language="en")
    assert str(taken) == "elements: 1 changed\n  ~ kornmark.goal-1.note: – → Ny bemærkning"
    assert files(corpus.data) == before
    assert [path.name for path in taken.apply()] == ["kornmark.yaml"]
    assert corpus.open().element("kornmark.goal-1").note == "Ny bemærkning"


def test_only_what_changed_is_written_and_comments_stay(corpus, edited):
    def change(book):
        cell(book["elements"], "fjordlund.goal-1", "term").value = "målsætning"

    before = corpus.read("strategies/fjordlund.yaml").splitlines()
    import_file("xlsx", edited(change), corpus.data).apply()
    after = corpus.read("strategies/fjordlund.yaml").splitlines()
    assert [pair for pair in zip(before, after, strict=True) if pair[0] != pair[1]] == [("    term: mål", "    term: målsætning")]


def test_rows_can_be_added_changed_and_removed(corpus, edited):
    def change(book):
        book["elements"].append(["kornmark.goal-2", "goal", "mål", "Nye ord: med kolon", 5, 6, True, "kornmark.principle-1", "1.10"])
        book["relations"].append(["kornmark.goal-2", "supports", "kornmark.goal-1"])
        book["codings"].append(["koder-2", "kornmark.goal-2", "relation", 1, "=ikke en formel"])
        book["codings"].cell(book["codings"].max_row, 5).data_type = "s"
        sheet = book["codings"]
        row = next(row for row in sheet.iter_rows(min_row=2) if (row[1].value, row[2].value) == ("fjordlund.goal-1", "livskvalitet"))
        sheet.delete_rows(row[0].row)
        cell(book["strategies"], "kornmark", "published").value = "2024-06"
        cell(book["strategies"], "kornmark", "published_label").value = "juni 2024"
        cell(book["strategies"], "kornmark", "published_line_start").value = 1
        cell(book["strategies"], "kornmark", "published_line_end").value = 1

    taken = import_file("xlsx", edited(change), corpus.data)
    assert taken.deviations == ()
    assert taken.changes.groupby(["table", "change"]).size().to_dict() == {
        ("codings", "added"): 1,
        ("codings", "removed"): 1,
        ("elements", "added"): 1,
        ("relations", "added"): 1,
        ("strategies", "changed"): 4,
    }
    taken.apply()
    workbook = corpus.open(strict=True)
    made = workbook.element("kornmark.goal-2")
    assert (made.label, made.number, made.parent, made.quote.line_end) == ("Nye ord: med kolon", "1.10", "kornmark.principle-1", 6)
    assert [(one.type.value, one.target) for one in made.relations] == [("supports", "kornmark.goal-1")]
    assert [(one.theme, one.note) for one in workbook.corpus.codings if one.coder == "koder-2"] == [("relation", "=ikke en formel")]
    assert "livskvalitet" not in set(workbook.codings[workbook.codings.element == "fjordlund.goal-1"].theme)
    assert workbook.strategy("kornmark").published == "2024-06"


def test_a_new_element_stands_where_it_stands_in_the_sheet(corpus, edited):
    def change(book):
        sheet = book["elements"]
        place = cell(sheet, "fjordlund.vision-1", "id").row + 1
        sheet.insert_rows(place)
        for column, value in enumerate(["fjordlund.value-1", "value", "værdi", "Nærhed", 14, 14, True], 1):
            sheet.cell(place, column, value)

    import_file("xlsx", edited(change), corpus.data).apply()
    assert [one.id for one in corpus.open(strict=True).strategy("fjordlund").elements][:2] == ["fjordlund.vision-1", "fjordlund.value-1"]


def test_rows_may_be_sorted_and_columns_moved(corpus, edited):
    def change(book):
        sheet = book["elements"]
        rows = [[one.value for one in row][::-1] for row in sheet.iter_rows()]
        rows[1:] = sorted(rows[1:], key=str)
        sheet.delete_rows(1, sheet.max_row)
        for row in rows:
            sheet.append(row)

    taken = import_file("xlsx", edited(change), corpus.data)
    assert (taken.rows, taken.deviations) == ((), ())


def test_cells_that_cannot_be_understood_change_nothing_and_are_all_named(corpus, edited):
    def change(book):
        sheet = book["elements"]
        cell(sheet, "fjordlund.goal-1", "label").value = "=A1"
        cell(sheet, "fjordlund.goal-1", "line_start").value = "femten"
        cell(sheet, "fjordlund.goal-1", "type").value = "mål"
        cell(sheet, "fjordlund.goal-1", "named").value = "måske"
        cell(sheet, "fjordlund.goal-1", "term").value = None
        cell(sheet, "fjordlund.indicator-1", "months").value = "1; 13"
        cell(sheet, "fjordlund.vision-1", "number").value = date(2025, 1, 1)

    taken = import_file("xlsx", edited(change), corpus.data, language="en")
    assert taken.rows == ()
    places = sorted((one.field, one.problem) for one in taken.deviations)
    row = {"goal": 5, "indicator": 7, "vision": 2}
    assert [place for place, _ in places] == sorted(
        [f"elements!{column}{row['goal']}" for column in "BCDEG"] + [f"elements!O{row['indicator']}", f"elements!I{row['vision']}"]
    )
    assert all(problem for _, problem in places)


def test_values_are_read_however_a_spreadsheet_writes_them(corpus, edited):
    def change(book):
        sheet = book["elements"]
        cell(sheet, "fjordlund.goal-1", "line_start").value = "15"
        cell(sheet, "fjordlund.goal-1", "named").value = "ja"
        cell(sheet, "fjordlund.indicator-1", "target").value = "5,0"
        cell(sheet, "fjordlund.indicator-1", "months").value = "1, 7"
        cell(sheet, "fjordlund.focus_area-1", "number").value = 1

    taken = import_file("xlsx", edited(change), corpus.data)
    assert (taken.rows, taken.deviations) == ((), ())


def test_sheets_and_columns_that_are_not_there_change_nothing(corpus, edited):
    def change(book):
        del book["codings"]
        book["elements"].delete_cols([one.value for one in book["elements"][1]].index("note") + 1)
        book["quotes"]["A1"].value = "noget andet"

    taken = import_file("xlsx", edited(change), corpus.data)
    assert taken.rows == ()
    assert {one.field for one in taken.deviations} == {"codings", "elements!A1", "quotes!A1"}


def test_a_row_with_a_key_that_is_there_already_or_nothing_to_hang_on_is_left_out(corpus, edited):
    def change(book):
        book["elements"].append(["fjordlund.goal-1", "goal", "mål", "En gang til", 1, 1, True])
        book["elements"].append(["nowhere.goal-1", "goal", "mål", "Uden strategi", 1, 1, True])
        book["quotes"].append(["fjordlund.goal-9", "Ord", 1, 1])
        book["elements"].append(["kornmark.goal-7", "goal"])

    taken = import_file("xlsx", edited(change), corpus.data, language="en")
    assert taken.rows == ()
    assert sorted(one.problem for one in taken.deviations if "is empty" not in one.problem) == [
        "fjordlund.goal-1 already stands in row 5, which counts",
        "fjordlund.goal-9 is not in elements, and the row is left out",
        "kornmark.goal-7 is new but lacks term, label, line_start, line_end, named, and is left out",
        "nowhere.goal-1 is not in strategies, and the row is left out",
    ]


def test_an_element_that_goes_takes_its_quotations_relations_and_judgments_along(corpus, edited):
    def change(book):
        for own in ("fjordlund.initiative-1", "kornmark.initiative-1"):
            book["elements"].delete_rows(cell(book["elements"], own, "id").row)
        book["codings"].append(["anna", "kornmark.initiative-1", "ledelse", 1])

    taken = import_file("xlsx", edited(change), corpus.data)
    assert [(one.table, one.change, one.key) for one in taken.rows] == [
        ("elements", "removed", "fjordlund.initiative-1"),
        ("elements", "removed", "kornmark.initiative-1"),
        ("quotes", "removed", "fjordlund.initiative-1"),
        ("relations", "removed", "fjordlund.initiative-1 refers_to fjordlund.policy-1"),
        ("relations", "removed", "fjordlund.initiative-1 supports fjordlund.vision-1"),
    ]
    assert len(taken.deviations) == 1  # the code of an element that is not there
    taken.apply()
    assert "fjordlund.initiative-1" not in corpus.open(strict=True).elements.index


def test_a_cell_that_points_nowhere_changes_nothing(corpus, edited):
    def change(book):
        cell(book["strategies"], "kornmark", "source").value = "nowhere"
        cell(book["sources"], "kornmark", "municipality").value = "nowhere"

    taken = import_file("xlsx", edited(change), corpus.data, language="en")
    assert taken.rows == ()
    assert sorted((one.field, one.problem) for one in taken.deviations) == [
        ("sources!A3", "nowhere is not in municipalities, and the cell changes nothing"),
        ("strategies!A3", "nowhere is not in sources, and the cell changes nothing"),
    ]


def test_what_would_make_the_folder_faulty_is_refused_whole(corpus, edited):
    def change(book):
        cell(book["elements"], "kornmark.goal-1", "parent").value = "kornmark.goal-9"
        cell(book["elements"], "kornmark.goal-1", "note").value = "Ny"

    before = files(corpus.data)
    taken = import_file("xlsx", edited(change), corpus.data)
    with pytest.raises(WorkbookError, match=r"kornmark\.yaml:\d+: elements\[goal-1\]\.parent: goal-9 findes ikke"):
        taken.apply()
    assert files(corpus.data) == before


def test_with_the_source_texts_no_words_are_written_that_do_not_stand_there(corpus, edited):
    def change(book):
        cell(book["elements"], "kornmark.goal-1", "label").value = "Borgerne møder mange medarbejdere"

    path = edited(change)
    with pytest.raises(WorkbookError, match="ordlyden står ikke"):
        import_file("xlsx", path, corpus.data, sources=corpus.sources).apply()
    assert import_file("xlsx", path, corpus.data).apply()


def test_no_import_takes_a_whole_strategy_away(corpus, edited):
    def change(book):
        for sheet in book.worksheets[1:]:
            for row in reversed(list(sheet.iter_rows(min_row=2))):
                if any(str(one.value).startswith("kornmark") for one in row):
                    sheet.delete_rows(row[0].row)

    taken = import_file("xlsx", edited(change), corpus.data, language="en")
    assert taken.rows == ()
    assert [one.problem for one in taken.deviations] == ["the whole strategy of kornmark is missing and stays where it is"]


def test_a_folder_with_faults_is_mended_first(corpus, exported):
    path = exported("xlsx")
    corpus.edit("strategies/kornmark.yaml", "term: pejlemærke", "trem: pejlemærke")
    with pytest.raises(WorkbookError):
        import_file("xlsx", path, corpus.data)


def test_judgments_of_strategies_elsewhere_stay(corpus, edited):
    corpus.write("alignments/koder-9.csv", "a,b,relation,note\r\nkornmark.goal-1,viborg.goal-1,closeMatch,\r\n")

    def change(book):
        book["alignments"].append(["koder-9", "kornmark.goal-1", "fjordlund.goal-1", "closeMatch", None])

    import_file("xlsx", edited(change), corpus.data).apply()
    assert corpus.read("alignments/koder-9.csv").splitlines()[1] == "kornmark.goal-1,viborg.goal-1,closeMatch,"
    assert "kornmark.goal-1,fjordlund.goal-1,closeMatch," in corpus.read("alignments/koder-9.csv")


@pytest.mark.parametrize(("separator", "encoding"), [(";", "cp1252"), ("\t", "utf-8-sig")])
def test_csv_as_danish_excel_saves_it_is_read(separator, encoding, corpus, tmp_path):
    text = csv_texts(corpus.open())["municipalities.csv"].replace(",", separator).replace("Kornmark", "Kornmærk")
    (tmp_path / "municipalities.csv").write_bytes(text.encode(encoding))
    taken = import_file("csv", tmp_path, corpus.data, language="en")
    assert str(taken).splitlines() == ["municipalities: 1 changed", "  ~ kornmark.name: Kornmark → Kornmærk"]
    own = [one for one in taken.deviations if one.file.endswith("municipalities.csv")]
    assert len(own) == (2 if encoding == "cp1252" else 1)


@pytest.mark.parametrize("value", [("a", "b"), ("a; b", "c"), ("a;",), ("en",), ()])
def test_lists_come_back_whatever_stands_in_them(value):
    assert tuple(parts(cell_text(value))) == value


def test_every_table_is_explained_in_the_first_sheet(bundled, tmp_path):
    book = openpyxl.load_workbook(export(bundled, "xlsx", tmp_path / "all.xlsx"))
    told = {row[0].value: row[1].value for row in book.worksheets[0].iter_rows() if len(row) > 1}
    assert set(BY_NAME) <= {name for name, words in told.items() if words}
    assert book.sheetnames[1:] == list(BY_NAME)


@pytest.mark.parametrize(("table", "row"), [("codings", ["../../evil", "kornmark.goal-1", "ledelse", 1]), ("strategies", None)])
def test_no_id_or_coder_leads_out_of_the_folder(table, row, corpus, edited, tmp_path):
    def change(book):
        if row:
            book[table].append(row)
            return
        book["municipalities"].append(["../../evil", "Evil", 111])
        book["sources"].append(["evil", "../../evil", "Evil", "evil.txt"])
        book["strategies"].append(["../../evil", "evil", "Evil", 1, 1])

    path, before = edited(change), files(tmp_path)
    taken = import_file("xlsx", path, corpus.data)
    with pytest.raises(StrategylibError, match="evil"):
        taken.apply()
    assert files(tmp_path) == before


def test_what_cannot_be_opened_or_written_is_said(corpus, bundled, tmp_path):
    for name, path, words in (
        ("xlsx", tmp_path / "none.xlsx", "none.xlsx kan ikke læses"),
        ("xlsx", tmp_path, "er en mappe"),
        ("nonsense", tmp_path, "intet format nonsense"),
        ("graphml", tmp_path, "graphml kan ikke læses ind"),
    ):
        with pytest.raises(ExchangeError, match=words):
            import_file(name, path, corpus.data)
    with pytest.raises(ExchangeError, match="kan ikke skrives"):
        export(bundled, "csv", tmp_path / "no" / "such.csv")
    with pytest.raises(ExchangeError, match="nonsense"):
        export(bundled, "nonsense", tmp_path / "x")
