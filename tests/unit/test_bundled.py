"""Are the five strategies read as their documents are: these levels, in these numbers, with these words, at these lines?"""

import os
import re
from pathlib import Path

import pytest

from strategylib.corpus.folder import bundled_folder
from strategylib.workbook import open_workbook

SOURCES = Path(__file__).resolve().parents[2].parent / "shared" / "sources"


@pytest.fixture(scope="module")
def sources():
    """The folder with the five source texts: the one that STRATEGYLIB_SOURCES names, or the one beside the repository."""
    folder = Path(os.environ.get("STRATEGYLIB_SOURCES", SOURCES))
    if not list(folder.glob("*.txt")):
        pytest.skip(f"not checked against the source texts: there are none in {folder.name}; set STRATEGYLIB_SOURCES to their folder")
    return folder


@pytest.fixture
def chosen(bundled):
    """Choose the elements of a municipality and type: `chosen("viborg", "goal", term="årsag", named=False)`."""

    def choose(municipality, kind, **columns):
        found = bundled.elements
        found = found[(found["municipality"] == municipality) & (found["type"] == kind)]
        for column, value in columns.items():
            found = found[found[column] == value]
        return found

    return choose


@pytest.fixture
def stated(bundled):
    """Return what elements state in a field, by element."""

    def read(municipality, field):
        found = bundled.details
        found = found[(found["field"] == field) & found["stated"] & found["element"].str.startswith(f"{municipality}.")]
        return dict(zip(found["element"], found["value"], strict=True))

    return read


def under(elements, parents):
    """Return how many elements stand under each of the parents."""
    counts = elements["parent"].value_counts()
    return [int(counts.get(parent, 0)) for parent in parents]


# Holstebro


def test_holstebro_has_a_vision_a_core_task_and_four_translations_with_three_behaviours_each(chosen):
    assert len(chosen("holstebro", "vision", named=True)) == len(chosen("holstebro", "vision")) == 1
    assert len(chosen("holstebro", "core_task", named=True)) == len(chosen("holstebro", "core_task")) == 1
    translations = chosen("holstebro", "core_task_translation", named=True)
    assert set(translations["parent"]) == {"holstebro.core_task-1"}
    assert under(chosen("holstebro", "behaviour", named=True), translations.index) == [3, 3, 3, 3]
    assert len(chosen("holstebro", "behaviour", named=True)) == 12


def test_holstebro_has_four_focus_areas_with_one_goal_and_three_initiatives_each(chosen, stated):
    areas = chosen("holstebro", "focus_area", named=True).index
    assert under(chosen("holstebro", "goal", named=True), areas) == [1, 1, 1, 1]
    assert under(chosen("holstebro", "initiative", named=True), areas) == [3, 3, 3, 3]
    assert len(chosen("holstebro", "initiative")) == 12
    assert [stated("holstebro", "number")[area] for area in areas] == ["1", "2", "3", "4"]


def test_holstebro_names_the_four_levels_of_its_own_build(chosen):
    levels = chosen("holstebro", "cascade_level", named=True)
    assert [label.split()[0] for label in levels["label"]] == ["Vision", "Kerneopgaven", "Strategiske", "Indsatsområderne"]
    assert [*levels["parent"][1:]] == [*levels.index[:-1]]


# Viborg


def test_viborg_has_no_vision_but_a_core_task_four_challenges_and_two_pillars(chosen):
    assert chosen("viborg", "vision").empty
    assert len(chosen("viborg", "core_task", named=True)) == len(chosen("viborg", "core_task")) == 1
    assert len(chosen("viborg", "challenge", named=True)) == 4
    assert chosen("viborg", "pillar", named=True)["label"].to_list() == ["Helhed og sammenhængskraft", "Ledelse"]


def test_viborg_has_three_focus_areas_three_goals_it_calls_reasons_and_five_indicators(chosen):
    assert len(chosen("viborg", "focus_area", named=True)) == 3
    reasons = chosen("viborg", "goal", term="årsag")
    assert len(reasons) == 3
    assert set(reasons["parent"]) == {"viborg.focus_area-3"}
    assert [label.split(",")[0].split()[2] for label in reasons["label"]] == ["første", "andet", "tredje"]
    assert len(chosen("viborg", "indicator", named=True)) == len(chosen("viborg", "indicator")) == 5


def test_viborg_is_from_june_2018_without_years(bundled):
    assert bundled.strategies.loc["viborg", "published"] == "2018-06"
    assert bundled.strategies.loc["viborg", ["period_from", "period_to"]].isna().all()


# Hillerød


def test_hilleroed_has_a_vision_and_five_challenges(chosen):
    assert len(chosen("hilleroed", "vision", named=True)) == len(chosen("hilleroed", "vision")) == 1
    assert len(chosen("hilleroed", "challenge", named=True)) == len(chosen("hilleroed", "challenge")) == 5


def test_hilleroed_has_three_focus_areas_with_their_goals_and_initiatives(chosen):
    areas = chosen("hilleroed", "focus_area", named=True).index
    assert under(chosen("hilleroed", "goal", named=True), areas) == [5, 3, 4]
    assert under(chosen("hilleroed", "initiative", named=True), areas) == [4, 4, 3]
    assert len(chosen("hilleroed", "goal", named=True)) == 12
    assert len(chosen("hilleroed", "initiative")) == 11


def test_hilleroed_has_fifteen_indicators_some_with_a_cadence_and_one_with_a_target(chosen, stated):
    indicators = chosen("hilleroed", "indicator", named=True).index
    assert len(indicators) == 15
    cadences = sorted(months for element, months in stated("hilleroed", "every_months").items() if element in indicators)
    assert [months for months in cadences if months > 12] == [24, 36]
    ((element, target),) = stated("hilleroed", "target").items()
    assert element in indicators
    assert (target, stated("hilleroed", "unit")[element]) == (5, "%")


def test_hilleroed_is_from_april_2025(bundled):
    assert bundled.strategies.loc["hilleroed", "published"] == "2025-04"


# Norddjurs


def test_norddjurs_has_four_visions_and_four_focus_areas_with_fourteen_numbered_goals(chosen, stated):
    assert len(chosen("norddjurs", "vision", named=True)) == len(chosen("norddjurs", "vision")) == 4
    areas = chosen("norddjurs", "focus_area", named=True).index
    goals = chosen("norddjurs", "goal", named=True)
    assert under(goals, areas) == [4, 4, 3, 3]
    numbers = [stated("norddjurs", "number")[goal] for goal in goals.index]
    assert numbers == ["1.1", "1.2", "1.3", "1.4", "2.1", "2.2", "2.3", "2.4", "3.1", "3.2", "3.3", "4.1", "4.2", "4.3"]
    assert [areas.get_loc(parent) + 1 for parent in goals["parent"]] == [int(number[0]) for number in numbers]


def test_norddjurs_has_twenty_keywords_under_its_focus_areas(chosen):
    keywords = chosen("norddjurs", "keyword", named=True)
    assert len(keywords) == len(chosen("norddjurs", "keyword")) == 20
    assert set(keywords["parent"]) == set(chosen("norddjurs", "focus_area").index)


def test_norddjurs_follows_up_every_half_year(stated):
    assert [*stated("norddjurs", "every_months").values()] == [6]


def test_norddjurs_is_not_dated(bundled):
    assert bundled.strategies["published"].isna().to_dict()["norddjurs"]


# Hedensted


def test_hedensted_has_a_core_task_five_principles_seven_policies_and_six_levels(chosen):
    assert len(chosen("hedensted", "core_task", named=True)) == len(chosen("hedensted", "core_task")) == 1
    assert len(chosen("hedensted", "principle", term="pejlemærke", named=True)) == 5
    assert len(chosen("hedensted", "policy", named=True)) == 7
    levels = chosen("hedensted", "cascade_level", named=True)
    assert len(levels) == 6
    assert [*levels["parent"][1:]] == [*levels.index[:-1]]


def test_hedensted_has_nineteen_activities_whose_months_and_people_were_lost_with_the_picture(chosen, bundled):
    activities = chosen("hedensted", "activity", term="fokuspunkt", named=True).index
    assert len(activities) == 19
    details = bundled.details[bundled.details["element"].isin(activities) & bundled.details["field"].isin(["months", "involvement"])]
    assert len(details) == 38
    assert not details["stated"].any()
    assert details["value"].isna().all()
    assert details.groupby("field")["element"].nunique().to_dict() == {"involvement": 19, "months": 19}


# All five


def test_the_codebook_has_its_themes_in_two_languages(bundled):
    assert len(bundled.themes) > 20
    assert bundled.themes[["da", "en", "definition_da", "definition_en"]].notna().all(axis=None)


def test_the_codes_of_the_municipalities_are_the_official_ones(bundled):
    codes = {"holstebro": 661, "viborg": 791, "hilleroed": 219, "norddjurs": 707, "hedensted": 766}
    assert bundled.municipalities["code"].to_dict() == codes


def test_every_quotation_of_the_five_stands_at_its_lines(sources):
    assert open_workbook(sources=sources, strict=False).faults == ()


def test_a_changed_word_or_line_of_the_five_would_be_noticed(sources, tmp_path):
    for path in sources.glob("*.txt"):
        (tmp_path / path.name).write_text("En ny første linje\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    faults = open_workbook(sources=tmp_path, strict=False).faults
    assert {Path(fault.file).stem for fault in faults} == {"holstebro", "viborg", "hilleroed", "norddjurs", "hedensted"}
    assert len(faults) > 400


def test_no_person_whom_the_slides_name_is_in_the_data(sources):
    lines = (sources / "hedensted.txt").read_text(encoding="utf-8").split("\n")[227:249]
    headings = {"Værnemidler", "Kommunikation"}
    names = {word for line in lines for word in re.findall(r"[A-ZÆØÅ][a-zæøåé]+", line)} - headings
    assert len(names) > 15
    name = re.compile(rf"\b(?:{'|'.join(map(re.escape, names))})\b")
    files = [path for path in bundled_folder().rglob("*") if path.is_file()]
    assert len(files) > 10
    assert [path.name for path in files if name.search(path.read_text(encoding="utf-8"))] == []
