"""What does the coding bench show, say and save, and what when somebody else has changed the files?"""

import json
import shutil
from functools import partial

import pandas as pd
import pytest

import strategylib as sl
from strategylib.locale import LANGUAGES, texts
from strategylib.model import StrategylibError, WorkbookError
from strategylib.widgets.viewmodels.bench import FAMILIES, BenchModel

STRATEGY = "strategies/fjordlund.yaml"


class Clock:
    """Calls nothing until it is told that time has passed."""

    def __init__(self):
        self.waiting = []

    def __call__(self, _seconds, act):
        call = Call(act)
        self.waiting.append(call)
        return call

    def pass_(self):
        for call in self.waiting:
            call.act()
        self.waiting = []


class Call:
    def __init__(self, act):
        self.act = act

    def cancel(self):
        self.act = lambda: None


bench = partial(sl.bench, suggest=False)


@pytest.fixture
def folder(corpus):
    corpus.write("unsure.csv", "element,confidence,why\nfjordlund.goal-1,0.4,uklart\nfjordlund.indicator-1,x,\n")
    return corpus


@pytest.fixture
def model(folder):
    return bench(folder.data, municipality="fjordlund", source=folder.sources / "fjordlund.txt", coder="koder-1").model


@pytest.fixture
def slow(model):
    """A bench that saves when its clock says so."""
    clock = Clock()
    return BenchModel(model.draft, model._corpus, texts("da"), later=clock), clock  # noqa: SLF001


def shown(model, own):
    return next(one for one in model.state["elements"] if one["id"] == own)


def test_it_shows_the_elements_as_a_tree_with_their_doubts(model):
    depths = {one["id"]: one["depth"] for one in model.state["elements"]}
    assert depths == {"vision-1": 1, "core_task-1": 2, "focus_area-1": 3, "goal-1": 4, "initiative-1": 5, "indicator-1": 5, "policy-1": 1}
    assert shown(model, "goal-1")["unsure"] == {"confidence": "0,40", "why": "uklart"}
    assert shown(model, "indicator-1")["unsure"] == {"confidence": "x", "why": ""}
    assert model.state["left"] == "2 af 7 er usikre"
    assert (shown(model, "vision-1")["place"], shown(model, "vision-1")["of"]) == (1, 2)


def test_every_wording_is_marked_where_it_stands_in_the_document(model):
    lines, marks = model.content["lines"], model.state["marks"]
    assert lines[14][slice(*marks["15"][0][:2])] == "Flere skal klare sig selv i eget hjem"
    assert {own for spans in marks.values() for _, _, whose in spans for own in whose} == {one["id"] for one in model.state["elements"]}


def test_where_wordings_overlap_each_stretch_names_all_of_them_the_shortest_first(model):
    model.act({"do": "add", "type": "keyword", "first": [15, 27, 27], "last": [15, 39, 39]})
    assert [whose for _, _, whose in model.state["marks"]["15"]] == [["goal-1"], ["keyword-1", "goal-1"]]


def test_every_type_has_one_family_and_every_family_a_name():
    kinds = [kind for each in FAMILIES.values() for kind in each]
    assert len(kinds) == len(set(kinds))
    for language in LANGUAGES:
        assert texts(language).section("bench.families").keys() == {*FAMILIES, "context"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_speaks_the_readers_language_and_is_plain_data(folder, language):
    made = bench(folder.data, municipality="fjordlund", source=folder.sources / "fjordlund.txt", language=language).model
    assert made.content["language"] == language
    json.dumps([made.content, made.state])
    made.act({"do": "retype", "element": "goal-1", "type": "initiative"})
    assert made.state["said"].startswith(
        texts(language)("bench.said.retyped", type=texts(language)("types.initiative.title"), label="", id="")[:8]
    )


def test_each_deed_is_said_saved_and_undone(folder, model):
    before = {name: folder.read(name) for name in (STRATEGY, "unsure.csv")}
    deeds = [
        {"do": "accept", "element": "goal-1"},
        {"do": "retype", "element": "goal-1", "type": "initiative"},
        {"do": "change", "element": "vision-1", "field": "term", "value": "ledestjerne"},
        {"do": "reword", "element": "vision-1", "label": "Alle i Fjordlund", "lines": "6"},
        {"do": "move", "element": "core_task-1", "parent": ""},
        {"do": "split", "element": "indicator-1", "at": 20},
        {"do": "merge", "element": "indicator-1", "other": "indicator-2"},
        {"do": "add", "type": "goal", "first": [14, 0, 0], "last": [14, 0, 12]},
        {"do": "code", "element": "vision-1", "themes": ["livskvalitet", "mestring"]},
        {"do": "align", "element": "vision-1", "other": "viborg.goal-1", "relation": "relatedMatch"},
        {"do": "remove", "element": "policy-1"},
    ]
    for deed in deeds:
        model.act(deed)
        assert not model.state["bad"], (deed, model.state["said"])
        assert model.state["status"]["kind"] == "saved", (deed, model.state["status"])
    assert folder.read("codings/koder-1.csv") == (
        "element,theme,rank,note\nfjordlund.vision-1,livskvalitet,1,\nfjordlund.vision-1,mestring,2,\n"
    )
    assert folder.read("alignments/koder-1.csv") == "a,b,relation,note\nfjordlund.vision-1,viborg.goal-1,relatedMatch,\n"
    after = folder.read(STRATEGY)
    for _ in deeds:
        model.act({"do": "undo"})
        assert model.state["said"].startswith("Fortrudt: ")
    assert {name: folder.read(name) for name in before} == before
    assert not (folder.data / "codings" / "koder-1.csv").exists()
    model.act({"do": "undo"})
    assert model.state["said"] == "Der er ikke mere at fortryde"
    for _ in deeds:
        model.act({"do": "redo"})
    assert folder.read(STRATEGY) == after


def test_a_refusal_is_said_and_changes_nothing(folder, model):
    before = folder.read(STRATEGY)
    for message in (
        {"do": "move", "element": "goal-1", "parent": "policy-1"},
        {"do": "retype", "element": "goal-1", "type": "findes-ikke"},
        {"do": "retype"},
        {"do": "change", "element": "goal-1", "field": "id", "value": "goal-9"},
        {"do": "add", "type": "goal", "first": "x", "last": None},
        {"do": "align", "element": "goal-1", "other": "fjordlund.vision-1", "relation": "closeMatch"},
        {"do": "code", "element": "goal-1", "themes": ["klima", "ledelse", "trivsel", "mestring"]},
        {"do": "code", "element": "goal-1", "themes": ["findes_ikke"]},
        {"do": "coder", "coder": "../../Anna"},
    ):
        model.act(message)
        assert model.state["bad"], message
        assert model.state["undo"] == ""
    assert folder.read(STRATEGY) == before
    assert model.draft.coder == "koder-1"


def test_a_new_coder_writes_a_file_of_their_own(folder, model):
    model.act({"do": "coder", "coder": "koder-2"})
    model.act({"do": "code", "element": "goal-1", "themes": ["klima"]})
    assert folder.read("codings/koder-2.csv") == "element,theme,rank,note\nfjordlund.goal-1,klima,1,\n"
    assert shown(model, "goal-1")["themes"] == ["klima"]


def test_it_saves_a_moment_after_the_last_deed(folder, slow):
    model, clock = slow
    before = folder.read(STRATEGY)
    for term in ("en", "to", "tre"):
        model.act({"do": "change", "element": "vision-1", "field": "term", "value": term})
        assert model.state["status"]["kind"] == "waiting"
    assert folder.read(STRATEGY) == before
    n = model.state["n"]
    clock.pass_()
    assert model.state["status"]["kind"] == "saved"
    assert model.state["n"] == n  # what was said still stands
    assert "    term: tre\n" in folder.read(STRATEGY)


def test_anothers_edit_is_not_overwritten_and_both_are_kept_after_reading_again(folder, slow):
    model, clock = slow
    model.act({"do": "change", "element": "vision-1", "field": "term", "value": "ledestjerne"})
    folder.edit(STRATEGY, "term: kerneopgave", "term: opgave")
    theirs = folder.read(STRATEGY)
    clock.pass_()
    assert model.state["status"]["kind"] == "conflict"
    assert STRATEGY in model.state["status"]["text"]
    assert folder.read(STRATEGY) == theirs
    model.act({"do": "reload"})
    assert model.state["status"]["kind"] == "saved"
    assert folder.read(STRATEGY) == theirs.replace("term: vision", "term: ledestjerne")
    assert model.state["said"] == "Filerne er læst igen, og dine ændringer er med"


def test_what_cannot_be_repeated_after_reading_again_is_named(folder, slow):
    model, clock = slow
    model.act({"do": "change", "element": "policy-1", "field": "note", "value": "Min"})
    text = folder.read(STRATEGY)
    folder.write(STRATEGY, text[: text.index("  - id: policy-1")].replace("      - {type: refers_to, target: policy-1}\n", ""))
    clock.pass_()
    model.act({"do": "reload"})
    assert model.state["said"].endswith("en rettelse af et felt")
    assert "Min" not in folder.read(STRATEGY)


def test_a_disk_that_refuses_is_said_so_and_tried_again(folder, model):
    shutil.rmtree(folder.data / "codings")
    folder.write("codings", "her kan ingen mappe være")
    model.act({"do": "code", "element": "vision-1", "themes": ["klima"]})
    assert model.state["status"]["kind"] == "refused"
    assert shown(model, "vision-1")["themes"] == ["klima"]
    (folder.data / "codings").unlink()
    model.act({"do": "save"})
    assert model.state["status"]["kind"] == "saved"
    assert "fjordlund.vision-1,klima,1" in folder.read("codings/koder-1.csv")


def test_the_others_elements_are_found_by_words_and_by_likeness(model):
    model.act({"do": "seek", "q": "velfærdsteknologi", "element": "goal-1"})
    assert model.found["items"]
    assert all(not one["id"].startswith("fjordlund.") for one in model.found["items"])
    model.act({"do": "seek", "q": "", "element": "goal-1"})
    assert {one["level"] for one in model.found["items"]} == {"Mål"}
    model.act({"do": "seek", "q": "qqqq", "element": "goal-1"})
    assert model.found["items"] == []


def test_suggestions_come_first_with_their_reasons_and_follow_the_wording(folder):
    themes = pd.DataFrame(
        [
            ("fjordlund.goal-1", "klima", 0.3, "svagt"),
            ("fjordlund.goal-1", "mestring", 0.8, "klare sig selv"),
            ("viborg.goal-1", "klima", 0.9, ""),
        ],
        columns=["element", "theme", "score", "why"],
    )
    pairs = pd.DataFrame([("hedensted.value-1", "fjordlund.goal-1", 0.61, "eget hjem")], columns=["a", "b", "score", "why"])
    text = folder.sources / "fjordlund.txt"
    made = sl.bench(folder.data, municipality="fjordlund", source=text, suggested_themes=themes, suggested_alignments=pairs).model
    assert shown(made, "goal-1")["suggested"] == [["mestring", "forslag 0,80: klare sig selv"], ["klima", "forslag 0,30: svagt"]]
    made.act({"do": "retype", "element": "goal-1", "type": "initiative"})
    assert len(shown(made, "initiative-2")["suggested"]) == 2
    made.act({"do": "seek", "q": "", "element": "initiative-2"})
    assert (made.found["items"][0]["id"], made.found["items"][0]["why"]) == ("hedensted.value-1", "forslag 0,61: eget hjem")
    assert not (folder.data / "codings" / "forslag.csv").exists()


def test_the_programs_own_suggestions_are_there_unless_left_out(folder):
    text = folder.sources / "fjordlund.txt"
    made = sl.bench(folder.data, municipality="fjordlund", source=text).model
    assert any(shown(made, one["id"])["suggested"] for one in made.state["elements"])
    plain = bench(folder.data, municipality="fjordlund", source=text).model
    assert not any(shown(plain, one["id"])["suggested"] for one in plain.state["elements"])


def test_what_a_draft_is_sure_of_is_not_unsure_and_remarks_are_of_the_whole(folder):
    folder.write(
        "unsure.csv", "element,confidence,why\n,,Ingen dato fundet\ngoal-1,0.7,sikker\nvision-1,0.69,én grund\nvision-1,0.5,en anden\n"
    )
    made = bench(folder.data, municipality="fjordlund", source=folder.sources / "fjordlund.txt").model
    assert made.state["remarks"] == ["Ingen dato fundet"]
    assert made.state["left"] == "1 af 7 er usikkert"
    assert shown(made, "vision-1")["unsure"] == {"confidence": "0,69", "why": "én grund; en anden"}
    made.act({"do": "accept", "element": "vision-1"})
    assert folder.read("unsure.csv") == "element,confidence,why\n,,Ingen dato fundet\ngoal-1,0.7,sikker\n"


def test_labels_that_look_like_markup_stay_text(folder):
    line = '<img src=x onerror=alert(1)> & "x" {y}'
    text = folder.sources / "fjordlund.txt"
    text.write_text(f"{text.read_text(encoding='utf-8')}{line}\n", encoding="utf-8")
    model = bench(folder.data, municipality="fjordlund", source=text).model
    model.act({"do": "add", "type": "goal", "first": [24, 0, 0], "last": [24, 0, len(line)]})
    assert not model.state["bad"]
    assert shown(model, "goal-2")["label"] == line
    assert sl.open_workbook(folder.data, sources=folder.sources).element("fjordlund.goal-2").label == line


def test_a_folder_that_cannot_be_coded_says_why(folder):
    with pytest.raises(StrategylibError, match="fjordlund, kornmark"):
        bench(folder.data)
    with pytest.raises(StrategylibError, match=r"fjordlund\.txt"):
        bench(folder.data, municipality="fjordlund")
    with pytest.raises(StrategylibError, match="nowhere"):
        bench(folder.data, municipality="nowhere")
    with pytest.raises(StrategylibError, match="koder"):
        bench(folder.data, municipality="fjordlund", source=folder.sources / "fjordlund.txt", coder="Anna Hansen")
    folder.edit(STRATEGY, "type: vision", "type: visjon")
    with pytest.raises(WorkbookError, match="visjon"):
        bench(folder.data, municipality="fjordlund")


def test_messages_from_the_screen_reach_the_model(folder):
    widget = sl.bench(folder.data, municipality="fjordlund", source=folder.sources / "fjordlund.txt")
    widget._handle_custom_msg({"do": "accept", "element": "goal-1"}, [])  # noqa: SLF001 - as the browser sends it
    assert widget.state["said"].startswith("Godkendt")
    assert widget.state["left"] == "1 af 7 er usikkert"
