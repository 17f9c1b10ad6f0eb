"""Is what is written what was shown, whatever happened to the folder in between and whoever stands beside it?"""

import openpyxl
import pytest

from strategylib import export, import_file, open_workbook
from strategylib.corpus.writer import ChangedMeanwhileError
from strategylib.formats.importing import import_content
from strategylib.model import WorkbookError
from tests.sheets import cell, files

STRATEGY = "strategies/kornmark.yaml"


@pytest.fixture
def edited(corpus, tmp_path):
    """Write a workbook as a spreadsheet, change it with a function and return the file."""

    def edit(change, workbook=None):
        path = export(workbook or corpus.open(), "xlsx", tmp_path / "made.xlsx")
        book = openpyxl.load_workbook(path)
        change(book)
        book.save(path)
        return path

    return edit


def note_on_a_goal(book):
    cell(book["elements"], "kornmark.goal-1", "note").value = "Ny"


@pytest.mark.parametrize("name", [STRATEGY, "codings/koder-9.csv", "municipalities.yaml"])
def test_a_folder_that_changed_since_it_was_compared_is_left_alone(corpus, edited, name):
    taken = import_file("xlsx", edited(note_on_a_goal), corpus.data)
    corpus.write(name, corpus.read(name) + "# en andens\n" if (corpus.data / name).exists() else "element,theme,rank\n")
    before = files(corpus.data)
    for act in (taken.faults, taken.apply):
        with pytest.raises(ChangedMeanwhileError, match=name) as caught:
            act()
        assert caught.value.files == (corpus.data / name,)
    assert files(corpus.data) == before


def test_what_is_shown_again_is_written_beside_the_others_change(corpus, edited):
    path = edited(note_on_a_goal)
    import_file("xlsx", path, corpus.data)
    corpus.write(STRATEGY, corpus.read(STRATEGY) + "# en andens\n")
    import_file("xlsx", path, corpus.data).apply()
    assert "note: Ny" in corpus.read(STRATEGY)
    assert corpus.read(STRATEGY).endswith("# en andens\n")


def test_the_faults_are_known_before_anything_is_written(corpus, edited):
    def change(book):
        cell(book["elements"], "kornmark.goal-1", "parent").value = "kornmark.goal-9"

    before = files(corpus.data)
    taken = import_file("xlsx", edited(change), corpus.data)
    found = taken.faults()
    assert [(one.file, one.field) for one in found] == [(str(corpus.data / STRATEGY), "elements[goal-1].parent")]
    with pytest.raises(WorkbookError) as caught:
        taken.apply()
    assert caught.value.faults == found
    assert files(corpus.data) == before
    assert import_file("xlsx", edited(note_on_a_goal), corpus.data).faults() == ()


def test_a_file_that_is_on_no_disk_is_read_and_called_by_its_name(corpus, edited):
    def change(book):
        note_on_a_goal(book)
        cell(book["elements"], "kornmark.goal-1", "line_end").value = "otte"

    taken = import_content("xlsx", edited(change).read_bytes(), "fra kollegaen.xlsx", corpus.data)
    assert [(one.key, one.column, one.after) for one in taken.rows] == [("kornmark.goal-1", "note", "Ny")]
    assert [one.file for one in taken.deviations] == ["fra kollegaen.xlsx"]


def test_a_file_with_the_bundled_strategies_changes_none_of_them(corpus, edited):
    both = open_workbook(corpus.data, with_bundled=True)

    def change(book):
        note_on_a_goal(book)
        cell(book["elements"], "viborg.goal-1", "note").value = "Ny"
        book["alignments"].append(["koder-9", "kornmark.goal-1", "viborg.goal-1", "closeMatch", None])
        book["alignments"].append(["koder-9", "hedensted.goal-1", "viborg.goal-1", "closeMatch", None])

    path = edited(change, both)
    assert {one.key.partition(".")[0] for one in import_file("xlsx", path, corpus.data).rows} > {"holstebro", "viborg"}
    taken = import_file("xlsx", path, corpus.data, with_bundled=True)
    assert [(one.table, one.key) for one in taken.rows] == [
        ("elements", "kornmark.goal-1"),
        ("alignments", "koder-9 kornmark.goal-1 viborg.goal-1"),
    ]
    taken.apply()
    assert open_workbook(corpus.data, with_bundled=True).trace_pair("kornmark", "viborg", coder="koder-9").shape[0] == 1
