"""What rooms said and what people rejected goes through a spreadsheet: words can be corrected there, answers cannot."""

import csv
import io
import json
import zipfile

import openpyxl
import pytest

from strategylib import export, import_file, open_workbook
from strategylib.corpus.judging import reject_alignment, reject_theme
from strategylib.corpus.writer import FolderWriter
from strategylib.model import StrategylibError, WorkbookError
from tests.sheets import cell, files

ROOM = "2026-03-12-moede"
SAID = {
    "title": "Møde i marts",
    "date": "2026-03-12",
    "people": 12,
    "exercises": [
        {
            "id": "dots",
            "kind": "dots",
            "title": "Prikker",
            "question": "Hvad haster?",
            "n": 12,
            "each": 3,
            "items": [
                {
                    "id": "1",
                    "text": "=SUM(A1)\nlinje to",
                    "elements": ["fjordlund.initiative-1"],
                    "figures": {"total": 5, "voters": 3, "place": 1.5},
                    "most": ["_x000D_", "nu; ikke siden"],
                    "decision": {"text": "-5 % nu", "role": "leder", "month": "2027-01", "involvement": ""},
                },
                {"id": "b", "text": "Grøn", "elements": [], "figures": {"total": 0.125, "voters": 2, "place": 2}},
            ],
        }
    ],
}


@pytest.fixture
def data(corpus):
    """The invented folder with a workshop and two rejected suggestions."""
    path = corpus.data / "workshops" / f"{ROOM}.json"
    path.parent.mkdir()
    path.write_text(json.dumps(SAID, ensure_ascii=False, indent=1), encoding="utf-8")
    reject_alignment(corpus.data, "fjordlund.goal-1", "kornmark.goal-1", coder="anna", note='=HYPERLINK("x")')
    reject_theme(corpus.data, "fjordlund.goal-1", "relation", coder="anna", note="+1")
    return corpus.data


@pytest.fixture
def edited(data, tmp_path):
    """Write the folder as a spreadsheet, change it with a function, and return what an import of it would do."""

    def edit(change):
        path = export(open_workbook(data), "xlsx", tmp_path / "made.xlsx")
        book = openpyxl.load_workbook(path)
        change(book)
        book.save(path)
        return import_file("xlsx", path, data, language="en")

    return edit


def told(taken):
    return [(one.field, one.problem) for one in taken.deviations]


@pytest.mark.parametrize("name", ["xlsx", "csv"])
def test_a_new_folder_gets_the_same_files(name, data, tmp_path):
    path = export(open_workbook(data), name, tmp_path / "all")
    import_file(name, path, tmp_path / "new").apply()
    there = files(tmp_path / "new")
    for own in ("rejected/codings/anna.csv", "rejected/alignments/anna.csv"):
        assert csv_rows(there[own]) == csv_rows(files(data)[own])
    room = json.loads(there[f"workshops/{ROOM}.json"])
    room["exercises"][0]["items"][0]["decision"]["involvement"] = ""  # an empty text is nothing
    assert room == SAID


def csv_rows(content):
    return list(csv.reader(io.StringIO(content.decode(), newline="")))


def test_words_elements_and_decisions_are_corrected_and_nothing_else_in_the_file(data, edited):
    def change(book):
        book["workshops"]["B2"].value = "Møde i april"
        items = book["workshop_items"]
        heads = [one.value for one in items[1]]
        items.cell(2, heads.index("role") + 1).value = "direktør"
        items.cell(2, heads.index("elements") + 1).value = "fjordlund.goal-1; kornmark.goal-1"

    taken = edited(change)
    assert taken.deviations == ()
    assert [(one.table, one.key, one.column) for one in taken.rows] == [
        ("workshops", ROOM, "title"),
        ("workshop_items", f"{ROOM} dots 1", "elements"),
        ("workshop_items", f"{ROOM} dots 1", "role"),
    ]
    taken.apply()
    said = json.loads(json.dumps(SAID)) | {"title": "Møde i april"}
    item = said["exercises"][0]["items"][0]
    item["elements"] = ["fjordlund.goal-1", "kornmark.goal-1"]
    item["decision"]["role"] = "direktør"
    assert files(data)[f"workshops/{ROOM}.json"].decode() == json.dumps(said, ensure_ascii=False, indent=1)


def test_what_the_room_answered_is_not_changed_and_every_try_is_named(data, edited):
    def change(book):
        book["workshops"]["C2"].value = "2026-03-13"
        book["workshops"]["D2"].value = 40
        cell(book["workshop_exercises"], ROOM, "n").value = 13
        cell(book["workshop_figures"], ROOM, "value").value = 7
        cell(book["workshop_items"], ROOM, "most").value = "aldrig"
        book["workshop_figures"].append([ROOM, "dots", "1", "new", 4])
        book["workshop_items"].append([ROOM, "dots", "c", "Nyt emne"])
        book["workshop_figures"].delete_rows(3)

    before = files(data)
    taken = edited(change)
    assert taken.rows == ()
    assert taken.apply() == ()
    assert files(data) == before
    assert len(told(taken)) == 8
    assert ("workshop_figures!A2", f"value of {ROOM} dots 1 total is 5: what the room answered, and 7 does not change it") in told(taken)
    assert ("workshop_items!A4", f"{ROOM} dots c is new, but the workshop {ROOM} is over, and the row is left out") in told(taken)
    assert any(f"{ROOM} dots 1 voters is missing" in problem for _, problem in told(taken))


def test_no_import_takes_a_workshop_away_but_one_more_can_come(data, edited):
    def take_away(book):
        for name in ("workshops", "workshop_exercises", "workshop_items", "workshop_figures"):
            book[name].delete_rows(2, 20)

    taken = edited(take_away)
    assert (taken.rows, told(taken)) == ((), [("workshops", f"the whole workshop {ROOM} is missing and stays where it is")])

    def add(book):
        book["workshops"].append(["Møde 2", "Møde 2", "2026-04-01", 3])
        book["workshop_exercises"].append(["Møde 2", "ideer", "ideas", "Ideer", None, 3])
        book["workshop_items"].append(["Møde 2", "ideer", "1", "Fast team"])
        book["workshop_items"].append(["Møde 3", "ideer", "1", "Intet møde"])

    taken = edited(add)
    assert [problem for _, problem in told(taken)] == ["Møde 3 ideer is not in workshop_exercises, and the row is left out"]
    taken.apply()
    made = open_workbook(data).corpus.workshops[-1]
    assert (made.id, made.exercises[0].kind, made.exercises[0].items[0].text) == ("Møde 2", "ideas", "Fast team")


@pytest.mark.parametrize("name", ["../../evil", ".hidden", "a/b", "C:\\evil", "x" * 300])
def test_no_workshop_leads_out_of_its_folder(name, edited, tmp_path):
    taken = edited(lambda book: book["workshops"].append([name, "Evil", "2026-04-01", 3]))
    before = files(tmp_path)
    with pytest.raises(StrategylibError, match="workshop's file"):
        taken.apply()
    assert files(tmp_path) == before


def test_a_folder_with_nothing_but_workshops_takes_them_back_beside_the_bundled_strategies(data, tmp_path):
    home = tmp_path / "rooms"
    (home / "workshops").mkdir(parents=True)
    (home / "workshops" / f"{ROOM}.json").write_bytes(files(data)[f"workshops/{ROOM}.json"])
    path = export(open_workbook(home, with_bundled=True), "xlsx", tmp_path / "all.xlsx")
    assert import_file("xlsx", path, home, with_bundled=True).rows == ()
    book = openpyxl.load_workbook(path)
    book["workshops"]["B2"].value = "Møde i april"
    book.save(path)
    written = import_file("xlsx", path, home, with_bundled=True).apply()
    assert [one.name for one in written] == [f"{ROOM}.json"]
    assert open_workbook(home, with_bundled=True).workshops.title.tolist() == ["Møde i april"]


def test_an_element_that_a_room_spoke_of_goes_only_when_the_rooms_row_lets_go_of_it(data, edited):
    def take(book):
        book["elements"].delete_rows(cell(book["elements"], "fjordlund.initiative-1", "id").row)

    with pytest.raises(WorkbookError, match=rf"{ROOM}\.json:\d+: .*initiative-1"):
        edited(take).apply()

    def let_go(book):
        take(book)
        cell(book["workshop_items"], ROOM, "elements").value = None

    edited(let_go).apply()
    assert open_workbook(data).corpus.workshops[0].exercises[0].items[0].elements == ()


def test_a_rejection_is_changed_removed_and_goes_with_its_element(data, edited):
    def change(book):
        book["rejected_alignments"].delete_rows(2)
        cell(book["rejected_codings"], "anna", "note").value = "Nej"

    taken = edited(change)
    assert str(taken).splitlines()[1::2] == [
        "  ~ anna fjordlund.goal-1 relation.note: +1 → Nej",
        "  - anna fjordlund.goal-1 kornmark.goal-1",
    ]
    taken.apply()
    made = open_workbook(data).corpus
    assert ([one.note for one in made.rejected_codings], made.rejected_alignments) == (["Nej"], ())


def test_rejections_follow_an_element_that_is_renamed_or_goes(data):
    writer = FolderWriter(data)
    writer.rename_element("fjordlund", "goal-1", "goal-9")
    assert [row["element"] for row in writer.rows("rejected/codings", "anna")] == ["fjordlund.goal-9"]
    writer.remove_element("fjordlund", "goal-9")
    assert writer.rows("rejected/alignments", "anna") == []
    writer.save()
    assert open_workbook(data, strict=False).faults == ()


def test_two_of_one_id_in_a_workshop_are_a_fault(data):
    said = json.loads(json.dumps(SAID))
    said["exercises"][0]["items"][1]["id"] = "1"
    said["exercises"].append(said["exercises"][0] | {"items": []})
    path = data / "workshops" / f"{ROOM}.json"
    path.write_text(json.dumps(said, indent=1), encoding="utf-8")
    faults = open_workbook(data, strict=False, language="en").faults
    lines = path.read_text(encoding="utf-8").splitlines()
    assert len(faults) == 2
    assert all("is already used on line" in one.problem and '"id"' in lines[one.line - 1] for one in faults)


def test_no_cell_of_csv_is_a_formula_and_every_text_comes_back(data, tmp_path):
    path = export(open_workbook(data), "csv", tmp_path / "all.zip")
    with zipfile.ZipFile(path) as archive:
        cells = [one for name in archive.namelist() for row in csv_rows(archive.read(name)) for one in row]
    assert "'=SUM(A1)\nlinje to" in cells
    assert not [one for one in cells if one.startswith(("=", "+", "@", "-", "\t", "\r"))]
    taken = import_file("csv", path, data)
    assert (taken.rows, taken.deviations) == ((), ())
