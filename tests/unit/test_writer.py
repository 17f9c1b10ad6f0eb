"""Is a data folder changed so that nothing is lost and nobody's work is overwritten?"""

import os
import shutil
import stat
from pathlib import Path

import pytest

from strategylib.corpus.folder import bundled_folder
from strategylib.corpus.table_edit import change_rows, revise_rows, rows_of
from strategylib.corpus.writer import ChangedMeanwhileError, FolderWriter
from strategylib.model import StrategylibError, WorkbookError
from tests.unit.test_yaml_edit import HOSTILE, changed_lines, comments

STRATEGY = "strategies/fjordlund.yaml"


@pytest.fixture
def writer(corpus):
    return FolderWriter(corpus.data, sources=corpus.sources)


def everything(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


# Tables

TABLE = 'element,theme,rank,note,mit\naa.goal-1,klima,1,"et, to",x\n\naa.goal-1,ledelse,2,,\nbb.goal-1,klima,1\n'
KEY, COLUMNS = ("element", "theme"), ("element", "theme", "rank", "note")


def test_rows_that_nobody_changed_keep_their_bytes():
    for text in (TABLE, TABLE.replace("\n", "\r\n"), f"\ufeff{TABLE}", TABLE.rstrip("\n")):
        assert revise_rows(text, rows_of(text), key=KEY, columns=COLUMNS) == text


def test_a_row_is_changed_in_its_place_and_a_new_one_stands_below_those_of_its_element():
    rows = [
        {"element": "aa.goal-1", "theme": "klima", "rank": "2"},
        {"element": "bb.goal-1", "theme": "klima", "rank": "1"},
        {"element": "aa.goal-1", "theme": "trivsel", "rank": "1", "note": 'med "tegn"'},
    ]
    assert revise_rows(TABLE, rows, key=KEY, columns=COLUMNS) == (
        'element,theme,rank,note,mit\naa.goal-1,klima,2,"et, to",x\n\naa.goal-1,trivsel,1,"med ""tegn""",\nbb.goal-1,klima,1\n'
    )


def test_a_new_file_has_its_columns_and_an_old_one_gets_a_note_when_it_needs_one():
    row = {"element": "aa.goal-1", "theme": "klima", "rank": "1"}
    assert revise_rows("", [row], key=KEY, columns=COLUMNS) == "element,theme,rank,note\naa.goal-1,klima,1,\n"
    old = "element,theme,rank\naa.goal-1,klima,1\n"
    assert revise_rows(old, [row | {"note": "tvivl"}], key=KEY, columns=COLUMNS) == "element,theme,rank,note\naa.goal-1,klima,1,tvivl\n"
    assert revise_rows(old, [row], key=KEY, columns=COLUMNS) == old


def test_a_row_over_two_lines_is_one_row():
    text = 'element,theme,rank,note\naa.goal-1,klima,1,"to\nlinjer"\nbb.goal-1,klima,1,\n'
    assert change_rows(text, lambda row: row if row["element"] == "aa.goal-1" else None) == text.replace("bb.goal-1,klima,1,\n", "")


def test_two_rows_of_one_key_and_what_is_no_table_are_refused():
    row = {"element": "aa.goal-1", "theme": "klima", "rank": "1"}
    with pytest.raises(ValueError, match=r"aa\.goal-1, klima"):
        revise_rows(TABLE, [row, dict(row)], key=KEY, columns=COLUMNS)
    with pytest.raises(ValueError, match="end of data"):
        rows_of('element,theme\n"aa')


# The folder


def test_who_changes_nothing_writes_nothing(tmp_path):
    shutil.copytree(bundled_folder(), tmp_path / "data")
    before = everything(tmp_path)
    writer = FolderWriter(tmp_path / "data")
    for path in (tmp_path / "data").glob("strategies/*.yaml"):
        name = f"strategies/{path.name}"
        writer.set_value(name, writer.value(name))
    for kind in ("codings", "alignments", "reform_codings"):
        for coder in writer.coders(kind):
            writer.set_rows(kind, coder, writer.rows(kind, coder))
    assert writer.changed == ()
    assert writer.save() == ()
    assert everything(tmp_path) == before


def test_an_element_is_changed_and_the_rest_of_its_file_stays(corpus, writer):
    before = corpus.read(STRATEGY)
    goal = next(one for one in writer.value(STRATEGY)["elements"] if one["id"] == "goal-1")
    writer.put_element("fjordlund", goal | {"type": "initiative", "term": "indsats", "note": "Rettet"})
    assert writer.save() == (corpus.data / STRATEGY,)
    assert changed_lines(before, corpus.read(STRATEGY)) == (
        ["    type: goal", "    term: mål"],
        ["    type: initiative", "    term: indsats", "    note: Rettet"],
    )
    assert corpus.faults(sources=True) == ()


def test_an_element_is_added_below_another(corpus, writer):
    before = corpus.read(STRATEGY)
    new = {"id": "goal-2", "type": "goal", "term": "mål", "label": "Nærhed", "lines": 14, "named": True, "parent": "focus_area-1"}
    writer.put_element("fjordlund", new, after="goal-1")
    writer.save()
    gone, added = changed_lines(before, corpus.read(STRATEGY))
    assert gone == []
    fields = ("type: goal", "term: mål", "label: Nærhed", "lines: 14", "named: true", "parent: focus_area-1")
    assert sorted(added) == sorted(["", "  - id: goal-2", *(f"    {field}" for field in fields)])
    assert [one.id for one in corpus.open().strategy("fjordlund").elements][3:5] == ["fjordlund.goal-1", "fjordlund.goal-2"]


def test_an_element_that_goes_takes_its_relations_and_judgments_along(corpus, writer):
    writer.remove_element("fjordlund", "goal-1")
    writer.save()
    assert corpus.faults(sources=True) == ()
    whole = corpus.open()
    assert "fjordlund.goal-1" not in whole.elements.index
    assert [one.parent for one in whole.strategy("fjordlund").elements if one.id.endswith(("indicator-1", "initiative-1"))] == [None, None]
    assert "fjordlund.goal-1" not in corpus.read("codings/anna.csv") + corpus.read("alignments/anna.csv")
    assert comments(corpus.read(STRATEGY)) == ["# En opdigtet strategi med lidt af hvert."]


def test_a_new_name_is_followed_by_parents_relations_and_all_coders(corpus, writer):
    before = {name: corpus.read(name) for name in (STRATEGY, "codings/anna.csv", "codings/bo.csv", "alignments/anna.csv")}
    writer.rename_element("fjordlund", "goal-1", "goal-7")
    writer.save()
    assert corpus.faults(sources=True) == ()
    followed = {name: text.replace("fjordlund.goal-1", "fjordlund.goal-7") for name, text in before.items()}
    followed[STRATEGY] = before[STRATEGY].replace("goal-1", "goal-7")
    assert {name: corpus.read(name) for name in before} == followed


@pytest.mark.parametrize("label", [label for label in HOSTILE if label.strip() and label != "..."])
def test_any_label_can_be_written(corpus, label):
    writer = FolderWriter(corpus.data)
    vision = writer.value(STRATEGY)["elements"][0]
    writer.put_element("fjordlund", vision | {"label": label, "term": label})
    writer.save()
    assert corpus.open(strict=True).element("fjordlund.vision-1").label == " ".join(label.split())


def test_a_coder_gets_a_file_and_it_can_be_taken_back(corpus, writer):
    before = everything(corpus.data)
    start = writer.state()
    writer.set_rows("codings", "koder-1", [{"element": "fjordlund.goal-1", "theme": "mestring", "rank": 1}])
    writer.save()
    assert corpus.read("codings/koder-1.csv") == "element,theme,rank,note\nfjordlund.goal-1,mestring,1,\n"
    writer.restore(start)
    writer.save()
    assert everything(corpus.data) == before


@pytest.mark.parametrize("coder", ["", "../../etc", "a/b", "Anna Hansen", "a.b", ".skjult", "a" * 41, "con\x00"])
def test_a_name_that_could_lead_elsewhere_is_refused(writer, coder):
    with pytest.raises(StrategylibError, match="koder"):
        writer.set_rows("codings", coder, [])


def test_all_faults_are_named_at_once_and_nothing_is_written(corpus, writer):
    before = everything(corpus.data)
    elements = writer.value(STRATEGY)["elements"]
    writer.put_element("fjordlund", elements[0] | {"label": "Det står der ikke"})
    writer.put_element("fjordlund", elements[3] | {"parent": "goal-99"})
    writer.set_rows("codings", "koder-1", [{"element": "fjordlund.goal-1", "theme": "findes_ikke", "rank": 9}])
    with pytest.raises(WorkbookError) as raised:
        writer.save()
    told = {(Path(fault.file).relative_to(corpus.data).as_posix(), fault.field) for fault in raised.value.faults}
    assert told >= {(STRATEGY, "elements[vision-1].label"), (STRATEGY, "elements[goal-1].parent"), ("codings/koder-1.csv", "theme"),
                    ("codings/koder-1.csv", "rank")}  # fmt: skip
    assert everything(corpus.data) == before


def test_a_fault_that_was_there_before_does_not_stop_other_work(corpus):
    corpus.edit(STRATEGY, "label: Sundhedspolitik", "label: Noget andet")
    writer = FolderWriter(corpus.data, sources=corpus.sources)
    writer.put_element("fjordlund", writer.value(STRATEGY)["elements"][0] | {"note": "Set"})
    writer.save()
    assert [field for _, _, field in corpus.places(sources=True)] == ["elements[policy-1].label"]


def test_what_somebody_else_changed_is_not_overwritten(corpus, writer):
    writer.put_element("fjordlund", writer.value(STRATEGY)["elements"][0] | {"note": "Min"})
    corpus.edit(STRATEGY, "term: kerneopgave", "term: opgave")
    theirs = everything(corpus.data)
    assert writer.changed_meanwhile() == (corpus.data / STRATEGY,)
    with pytest.raises(ChangedMeanwhileError, match=r"strategies/fjordlund\.yaml"):
        writer.save()
    assert everything(corpus.data) == theirs
    writer.reload()
    writer.put_element("fjordlund", writer.value(STRATEGY)["elements"][0] | {"note": "Min"})
    writer.save()
    assert "term: opgave" in corpus.read(STRATEGY)
    assert "note: Min" in corpus.read(STRATEGY)


def test_a_file_that_somebody_else_made_meanwhile_is_not_overwritten(corpus, writer):
    row = {"element": "fjordlund.goal-1", "theme": "mestring", "rank": 1}
    writer.set_rows("codings", "koder-1", [row])
    corpus.write("codings/koder-1.csv", "element,theme,rank\n")
    with pytest.raises(ChangedMeanwhileError):
        writer.save()
    assert corpus.read("codings/koder-1.csv") == "element,theme,rank\n"


def test_when_the_disk_refuses_one_file_all_stay_as_they_were(corpus, writer, monkeypatch):
    before = everything(corpus.data)
    writer.rename_element("fjordlund", "goal-1", "goal-7")
    assert len(writer.changed) > 2
    replace, asked = Path.replace, []

    def full(path, target):
        asked.append(target)
        if len(asked) == 2:
            raise OSError(28, "No space left on device")
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(StrategylibError, match="Intet er ændret"):
        writer.save()
    assert everything(corpus.data) == before
    monkeypatch.undo()
    assert len(writer.save()) > 2


@pytest.mark.skipif(os.name != "posix", reason="rights and links are those of POSIX")
def test_rights_and_links_stay(corpus, writer):
    path = corpus.data / STRATEGY
    path.chmod(0o640)
    other = corpus.data.parent / "fjordlund.yaml"
    shutil.move(path, other)
    path.symlink_to(other)
    writer.put_element("fjordlund", writer.value(STRATEGY)["elements"][0] | {"note": "Set"})
    writer.save()
    assert path.is_symlink()
    assert "note: Set" in other.read_text(encoding="utf-8")
    assert stat.S_IMODE(other.stat().st_mode) == 0o640


def test_a_faulty_file_says_what_is_wrong_instead_of_being_changed(corpus, writer):
    corpus.edit(STRATEGY, "elements:", "elements: [")
    with pytest.raises(WorkbookError, match=r"fjordlund\.yaml:\d+"):
        writer.value(STRATEGY)
    corpus.write("codings/anna.csv", 'element,theme,rank\n"x')
    with pytest.raises(WorkbookError, match=r"anna\.csv"):
        writer.rows("codings", "anna")
    corpus.write("codings/bo.csv", b"\xff\xfe")
    with pytest.raises(WorkbookError, match=r"bo\.csv"):
        writer.rows("codings", "bo")


def test_a_municipality_without_a_strategy_is_said_so(writer):
    with pytest.raises(StrategylibError, match="nowhere"):
        writer.strategy_file("nowhere")


@pytest.mark.parametrize("name", ["../themes.yaml", "strategies/../../x.yaml", "/x.yaml", "strategies\\..\\..\\x.yaml"])
def test_a_name_that_leads_out_of_the_folder_is_refused(writer, name):
    with pytest.raises(ValueError, match="leads out"):
        writer.set_value(name, [])
