"""Is the workbook what others build on: these frames, these columns, these ids, for any set of folders?"""

import shutil

import pandas as pd
import pytest

import strategylib as sl
from strategylib.corpus.folder import bundled_folder
from strategylib.model import ElementType, StrategylibError

FRAMES = {
    "elements": ["municipality", "type", "term", "label", "parent", "source", "line_start", "line_end", "named"],
    "relations": ["source", "target", "type"],
    "codings": ["element", "theme", "rank", "coder"],
    "alignments": ["a", "b", "relation", "coder"],
    "themes": ["da", "en", "alt_da", "definition_da", "definition_en", "not_da", "not_en"],
    "municipalities": ["name", "code"],
    "sources": ["municipality", "title", "file", "note"],
    "strategies": ["title", "source", "published", "period_from", "period_to", "period", "scope", "areas", "elements", "named"],
    "details": ["element", "field", "value", "stated"],
    "quotes": ["element", "text", "source", "line_start", "line_end"],
    "gaps": ["municipality", "what", "why", "line_start", "line_end"],
}
INDEXES = {"elements": "id", "themes": "id", "municipalities": "id", "sources": "id", "strategies": "municipality"}


@pytest.mark.parametrize("name", FRAMES)
def test_a_frame_has_exactly_its_columns_and_index(invented, name):
    frame = getattr(invented, name)
    assert [*frame.columns] == FRAMES[name]
    assert frame.index.name == INDEXES.get(name)


@pytest.mark.parametrize("name", FRAMES)
def test_a_frame_without_rows_has_the_same_columns_and_kinds_of_values(invented, name, corpus):
    for path in (corpus.data / "strategies").iterdir():
        path.write_text("", encoding="utf-8")
    empty, full = getattr(corpus.open(), name), getattr(invented, name)
    assert [*empty.columns] == FRAMES[name]
    assert empty.index.name == INDEXES.get(name)
    for column in full.columns[[kind.kind in "bi" for kind in full.dtypes]]:
        assert empty[column].dtype == full[column].dtype


def test_elements_that_the_document_names_can_be_chosen_from_a_workbook_without_any(corpus):
    for path in (corpus.data / "strategies").iterdir():
        path.write_text("", encoding="utf-8")
    elements = corpus.open().elements
    assert [*elements[elements["named"]].columns] == FRAMES["elements"]


def test_an_element_says_what_it_is_in_whose_words_and_where(invented):
    assert invented.elements.loc["fjordlund.core_task-1"].to_dict() == {
        "municipality": "fjordlund",
        "type": "core_task",
        "term": "kerneopgave",
        "label": "Vi støtter borgerne i at mestre eget liv – hele livet.",
        "parent": "fjordlund.vision-1",
        "source": "fjordlund",
        "line_start": 11,
        "line_end": 12,
        "named": True,
    }


def test_elements_stand_in_the_order_of_the_municipalities_and_of_their_documents(corpus):
    text = corpus.read("municipalities.yaml")
    first, second = text.index("- id: fjordlund"), text.index("- id: kornmark")
    corpus.write("municipalities.yaml", text[second:] + "\n" + text[first:second])
    workbook = corpus.open(strict=True)
    assert [*workbook.strategies.index] == ["kornmark", "fjordlund"]
    assert [*workbook.elements.index[:4]] == ["kornmark.principle-1", "kornmark.goal-1", "kornmark.initiative-1", "fjordlund.vision-1"]


def test_what_is_missing_is_missing_and_not_a_word(invented):
    assert invented.elements["parent"].isna().sum() == 3
    assert pd.isna(invented.elements.loc["fjordlund.vision-1", "parent"])
    assert pd.isna(invented.strategies.loc["kornmark", "published"])
    assert pd.isna(invented.strategies.loc["kornmark", "period_from"])
    assert pd.isna(invented.sources.loc["kornmark", "note"])
    assert pd.isna(invented.gaps.loc[1, "line_start"])


def test_numbers_are_numbers(invented):
    assert invented.elements[["line_start", "line_end"]].dtypes.map(str).to_list() == ["int64", "int64"]
    assert invented.elements["named"].dtype == bool
    assert invented.strategies.loc["fjordlund", ["period_from", "period_to", "elements", "named"]].to_list() == [2024, 2027, 7, 5]
    assert invented.codings["rank"].to_list() == [1, 2, 1, 2]


def test_parents_and_relations_are_relations(invented):
    rows = {tuple(row) for row in invented.relations.itertuples(index=False)}
    assert ("fjordlund.goal-1", "fjordlund.focus_area-1", "part_of") in rows
    assert ("fjordlund.indicator-1", "fjordlund.goal-1", "measures") in rows
    assert len(rows) == len(invented.relations) == 10


def test_details_are_long_with_what_cannot_be_read_as_not_stated(invented):
    rows = [tuple(row) for row in invented.details.itertuples(index=False)]
    assert rows == [
        ("fjordlund.focus_area-1", "number", "1", True),
        ("fjordlund.initiative-1", "months", None, False),
        ("fjordlund.initiative-1", "involvement", None, False),
        ("fjordlund.indicator-1", "every_months", 6, True),
        ("fjordlund.indicator-1", "target", 5, True),
        ("fjordlund.indicator-1", "unit", "%", True),
        ("fjordlund.indicator-1", "responsible", "byrådet", True),
        ("fjordlund.indicator-1", "months", (1, 7), True),
        ("fjordlund.indicator-1", "note", "Hyppigheden står i sætningen før.", True),
    ]


def test_a_target_of_zero_is_stated(corpus):
    corpus.edit("strategies/fjordlund.yaml", "target: 5", "target: 0")
    details = corpus.open(strict=True).details
    assert details[details["field"] == "target"]["value"].to_list() == [0]


def test_every_quotation_is_there_the_label_first(invented):
    quotes = invented.quotes[invented.quotes["element"] == "fjordlund.initiative-1"]
    assert quotes["text"].to_list() == ["Pleje- og sundhedstilbud skal ligge tæt på borgeren", "sundhedstilbud [...] tæt på borgeren"]


@pytest.mark.parametrize("block", ["|", ">", "|+", ">-"])
def test_words_written_as_a_block_are_running_text(corpus, block):
    text = f"label: {block}\n      Vi støtter borgerne i at mestre\n      eget liv – hele livet.\n\n"
    corpus.edit("strategies/fjordlund.yaml", "label: Vi støtter borgerne i at mestre eget liv – hele livet.\n", text)
    workbook = corpus.open(strict=True, sources=True)
    assert workbook.elements.loc["fjordlund.core_task-1", "label"] == "Vi støtter borgerne i at mestre eget liv – hele livet."


def test_an_element_and_a_strategy_can_be_asked_for(invented):
    assert invented.element("kornmark.goal-1").type is ElementType.GOAL
    assert invented.strategy("kornmark").source == "kornmark"
    with pytest.raises(KeyError):
        invented.element("kornmark.goal-9")
    with pytest.raises(KeyError):
        invented.strategy("nowhere")


def test_the_workbook_says_what_it_holds(invented):
    assert repr(invented) == "<Workbook: 10 elements of 2 strategies (fjordlund, kornmark)>"


def test_without_a_folder_the_five_open(bundled):
    assert [*bundled.strategies.index] == ["holstebro", "viborg", "hilleroed", "norddjurs", "hedensted"]
    assert bundled.faults == ()


def test_a_folder_opens_alone_or_beside_the_five(corpus):
    assert [*sl.open_workbook(corpus.data).strategies.index] == ["fjordlund", "kornmark"]
    beside = sl.open_workbook(str(corpus.data), with_bundled=True)
    assert [*beside.strategies.index] == ["holstebro", "viborg", "hilleroed", "norddjurs", "hedensted", "fjordlund", "kornmark"]
    assert [*beside.municipalities.index] == [*beside.strategies.index]
    assert beside.elements.index.is_unique


def test_a_folder_without_a_codebook_has_the_bundled_one(invented, bundled):
    assert invented.themes.equals(bundled.themes)


def test_a_municipality_of_the_five_has_no_second_strategy_beside_them(tmp_path, bundled):
    shutil.copytree(bundled_folder(), tmp_path / "data")
    assert len(sl.open_workbook(tmp_path / "data").elements) == len(bundled.elements)
    beside = sl.open_workbook(tmp_path / "data", with_bundled=True, strict=False)
    assert len(beside.strategies) == 5
    assert [fault.field for fault in beside.faults] == ["municipality"] * 5


def test_faults_are_a_workbook_error_and_that_is_the_packages_own(corpus):
    corpus.write("strategies/kornmark.yaml", "")
    with pytest.raises(StrategylibError) as raised:
        sl.open_workbook(corpus.data)
    assert isinstance(raised.value, sl.WorkbookError)
    assert len(raised.value.faults) == 1


def test_faults_are_in_the_language_asked_for_and_an_unknown_language_is_refused(corpus):
    corpus.write("strategies/kornmark.yaml", "")
    (fault,) = sl.open_workbook(corpus.data, strict=False, language="da").faults
    assert fault.problem == "filen er tom"
    with pytest.raises(ValueError, match="da, en"):
        sl.open_workbook(corpus.data, language="sv")


def test_ids_are_municipality_what_and_number(invented, bundled):
    for workbook in (invented, bundled):
        assert workbook.elements.index.str.fullmatch(r"[a-z][a-z0-9]*\.[a-z][a-z0-9_]*-[1-9][0-9]*").all()
        assert set(workbook.elements["type"]) <= {kind.value for kind in ElementType}


def test_a_workbook_opens_whatever_the_current_folder_is(corpus, monkeypatch):
    monkeypatch.chdir(corpus.data.parent)
    assert len(sl.open_workbook("data").strategies) == 2
    monkeypatch.chdir(corpus.data)
    assert len(sl.open_workbook(".").strategies) == 2
