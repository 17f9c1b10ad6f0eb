from __future__ import annotations

from pathlib import Path
from shutil import copytree

import pandas as pd
import pytest

import strategylib as sl
from strategylib.corpus.folder import bundled_folder
from strategylib.model import Element, Reform, ReformCoding, ReformItem

from .made import element, quote, strategy, workbook

ITEM = ReformItem("selvvalg", "Selvvalg", "Choice", "Når borgeren vælger.", "When citizens choose.")
REFORM = Reform("loven", "Loven", "The act", "2024-04", "2025-07-01", ("elder",), ("ældrelov",), (ITEM,), "2024-12-19")
CODINGS = (ReformCoding("by.goal-1", "selvvalg", "redaktion"),)


def lens(*elements: Element, **more: object) -> pd.Series:
    made = strategy(*(elements or (element("goal-1"),)), **more)
    return sl.reform_lens(workbook(made, reforms=(REFORM,), reform_codings=CODINGS)).iloc[0]


@pytest.fixture(scope="module")
def five() -> pd.DataFrame:
    return sl.reform_lens(sl.open_workbook()).set_index(["item", "municipality"])


def test_elements_that_carry_an_item_are_counted_and_named() -> None:
    found = lens(element("goal-1"), element("goal-2"))
    assert (found.n, found.elements, found.label) == (1, ("by.goal-1",), "Selvvalg")


@pytest.mark.parametrize(
    ("published", "status", "could_know"),
    [
        ("2018-06", "before_agreed", False),
        ("2023", "before_agreed", False),
        ("2024-06", "before_passed", True),
        ("2025-04", "before_in_force", True),
        ("2025-08", "in_force", True),
    ],
)
def test_the_date_of_publication_tells_whether_the_reform_could_be_known(published: str, status: str, could_know: object) -> None:
    found = lens(published=published)
    assert (found.status, found.could_know) == (status, could_know)


@pytest.mark.parametrize("published", [None, "2024", "2024-04"])
def test_without_a_date_that_tells_nothing_is_claimed(published: str | None) -> None:
    found = lens(published=published)
    assert found.status == "undated"
    assert pd.isna(found.could_know)


def test_an_undated_strategy_that_names_the_reform_knew_of_it() -> None:
    assert lens(element("goal-1"), element("policy-1", "den nye Ældrelov")).could_know


def test_what_only_names_the_reform_is_a_mention_and_not_a_count() -> None:
    found = lens(element("goal-1", "efter ældreloven"), element("policy-1", quotes=(quote("ny ældrelov"),)))
    assert found.mentions == ("by.policy-1",)
    assert found.n == 1


def test_a_reform_of_another_area_is_out_of_scope() -> None:
    assert not lens(areas=("social",)).in_scope
    assert lens(areas=("health", "elder")).in_scope
    assert pd.isna(lens().in_scope)


def test_a_coder_without_codings_is_named() -> None:
    with pytest.raises(ValueError, match="coders: redaktion"):
        sl.reform_lens(sl.open_workbook(), coder="nobody")


def test_seven_items_are_read_in_each_of_the_five(five: pd.DataFrame) -> None:
    assert len(five) == 7 * 5


def test_an_old_strategy_resembles_the_act_and_does_not_answer_it(five: pd.DataFrame) -> None:
    viborg = five.loc["borgerens_selvbestemmelse", "viborg"]
    assert viborg.could_know is False or viborg.could_know == False  # noqa: E712 - a nullable truth
    assert "ikke et svar" in viborg.reading


def test_only_one_strategy_names_the_reforms(five: pd.DataFrame) -> None:
    assert set(five[five.mentions.map(bool)].index.get_level_values("municipality")) == {"hilleroed"}
    assert "hilleroed.policy-2" in five.loc["akutsygepleje", "hilleroed"].mentions


def test_three_of_the_four_tasks_that_move_are_in_none_of_the_five(five: pd.DataFrame) -> None:
    moved = ["akutsygepleje", "sundheds_omsorgspladser", "specialiseret_rehabilitering"]
    assert not five.loc[moved].n.any()
    assert five.loc["patientrettet_forebyggelse", "hilleroed"].elements == ("hilleroed.initiative-9",)


def test_doubts_are_told(five: pd.DataFrame) -> None:
    assert "holstebro.behaviour-10" in five.loc["borgerens_selvbestemmelse", "holstebro"].doubtful


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return copytree(bundled_folder(), tmp_path / "data")


def faults(folder: Path) -> str:
    return "\n".join(map(str, sl.open_workbook(folder, strict=False).faults))


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("holstebro.goal-1,borgerens_selvbestemelse,", "mente du borgerens_selvbestemmelse?"),
        ("holstebro.gaol-1,akutsygepleje,", "holstebro.gaol-1 findes ikke"),
        ("holstebro.goal-1,,", "rækken har ikke en værdi"),
        ("holstebro.goal-5,borgerens_selvbestemmelse,", "kodet før"),
    ],
)
def test_a_faulty_coding_says_where_and_what_to_do(folder: Path, row: str, said: str) -> None:
    path = folder / "reform_codings" / "redaktion.csv"
    path.write_text(path.read_text(encoding="utf-8") + row + "\n", encoding="utf-8")
    assert said in faults(folder)
    assert f"redaktion.csv:{len(path.read_text(encoding='utf-8').splitlines())}:" in faults(folder)


def test_a_coding_file_without_its_columns_says_which(folder: Path) -> None:
    (folder / "reform_codings" / "anden.csv").write_text("element;item\n", encoding="utf-8")
    assert "kolonnen element mangler" in faults(folder)


def test_a_judgment_about_a_municipality_that_is_not_here_is_passed_over(folder: Path) -> None:
    (folder / "reform_codings" / "anden.csv").write_text("element,item\nandetsteds.goal-1,akutsygepleje\n", encoding="utf-8")
    assert not faults(folder)


def test_a_reform_with_a_wrong_date_or_a_repeated_item_is_a_fault(folder: Path) -> None:
    path = folder / "reforms.yaml"
    good = path.read_text(encoding="utf-8")
    path.write_text(good.replace('"2024-11"', '"november"'), encoding="utf-8")
    assert "skriv år-måned eller dato" in faults(folder)
    path.write_text(good.replace("id: akutsygepleje", "id: tillid_ledelse"), encoding="utf-8")
    assert "id tillid_ledelse er brugt før" in faults(folder)


def test_a_folder_without_reforms_uses_the_bundled_ones(folder: Path) -> None:
    (folder / "reforms.yaml").unlink()
    assert [reform.id for reform in sl.open_workbook(folder).corpus.reforms] == ["aeldreloven", "sundhedsreformen"]
