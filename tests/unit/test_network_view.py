"""What the network shows: the figures of the analysis, each point in its place whatever is filtered, and no label on another."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

import strategylib as sl
from strategylib.locale import texts
from strategylib.model import CASCADE_RANK, ElementType
from strategylib.widgets.viewmodels.network import AT_ONCE, MOST, NetworkModel
from strategylib.workbook import Workbook

from .invented import element, workbook


@pytest.fixture(scope="module")
def wb() -> Workbook:
    return sl.open_workbook()


def content(wb: Workbook, **parameters: str) -> dict[str, Any]:
    shown: dict[str, Any] = NetworkModel(wb, texts("da"), parameters).content
    return shown


def places(shown: dict[str, Any]) -> dict[str, tuple[float, float]]:
    return {one["id"]: (one["x"], one["y"]) for one in shown["nodes"]}


def test_a_line_is_a_theme_that_a_municipality_takes_up(wb: Workbook) -> None:
    counts = sl.coverage(wb)
    model = NetworkModel(wb, texts("da"))
    lines = {(one["b"].removeprefix("theme:"), one["a"]): one["key"] for one in model.content["edges"]}
    assert set(lines) == {(theme, owner) for theme in counts.index for owner in counts if counts.loc[theme, owner] > 0}
    for (theme, owner), key in lines.items():
        assert len(model.opened(key)["groups"][0]["cards"]) == counts.loc[theme, owner]


def test_all_points_are_in_the_picture_and_no_label_lies_on_another(wb: Workbook) -> None:
    boxes = []
    for one in content(wb)["nodes"]:
        half = max(map(len, one["lines"])) * 7.2 / 2
        assert half <= one["x"] <= 1200 - half
        assert 0 <= one["y"] <= 860
        boxes.append((one["x"] - half, one["x"] + half, one["y"] + one["r"] + 3, one["y"] + one["r"] + 3 + 16 * len(one["lines"])))
    for a, b in itertools.combinations(boxes, 2):
        assert a[1] <= b[0] or b[1] <= a[0] or a[3] <= b[2] or b[3] <= a[2]


@pytest.mark.parametrize("filtered", [{"kommuner": "viborg+hedensted"}, {"niveau": "goal"}, {"fokus": "theme:ledelse", "skridt": "2"}])
def test_a_point_keeps_its_place_whatever_is_filtered(filtered: dict[str, str], wb: Workbook) -> None:
    whole, fewer = places(content(wb)), places(content(wb, **filtered))
    assert fewer
    assert fewer.items() <= whole.items()


def test_levels_count_their_own_elements_only(wb: Workbook) -> None:
    model = NetworkModel(wb, texts("da"), {"niveau": "goal"})
    cards = [card for one in model.content["edges"] for group in model.opened(one["key"])["groups"] for card in group["cards"]]
    assert {card["type"] for card in cards} == {"goal"}


def test_focus_fades_what_is_further_than_so_many_steps(wb: Workbook) -> None:
    one = content(wb, fokus="theme:klima")
    assert {node["id"] for node in one["nodes"] if not node["far"]} == {"theme:klima", "holstebro"}
    assert one["near"] == "Klima og bæredygtighed hænger direkte sammen med: Holstebro."
    two = content(wb, fokus="theme:klima", skridt="2")
    assert sum(not node["far"] for node in two["nodes"]) > 10
    assert content(wb, fokus="findes-ikke")["focus"] == ""


def test_the_cascade_is_what_the_document_names_from_the_top_down(wb: Workbook) -> None:
    shown = content(wb, efter="kaskade", sted="hilleroed")
    named = [one for one in wb.strategy("hilleroed").elements if one.named and one.type in CASCADE_RANK]
    assert {one["id"] for one in shown["nodes"]} == {one.id for one in named}
    heights = {wb.element(one["id"]).type: one["y"] for one in shown["nodes"]}
    assert heights[ElementType.VISION] < heights[ElementType.FOCUS_AREA] < heights[ElementType.GOAL] < heights[ElementType.INDICATOR]
    assert len(set(places(shown).values())) == len(named)


def test_never_more_points_than_one_can_see_and_all_in_the_table() -> None:
    goals = [element(f"a.goal-{number}", parent="a.vision-200") for number in range(1, 200)]
    many = workbook(element("a.vision-200"), *goals)
    shown = content(many, efter="kaskade")
    assert len(shown["nodes"]) == MOST
    assert len(shown["table"]) == 199
    assert shown["more"] == "60 af 200 punkter er vist; tabellen har dem alle."


def test_of_many_municipalities_a_few_are_shown_and_any_can_be_chosen() -> None:
    many = [element(f"k{number}.goal-1") for number in range(98)]
    wb = workbook(*many, codes={one.id: "omsorg ledelse" for one in many})
    content = NetworkModel(wb, texts("da")).content
    assert content["shown"] == [f"k{number}" for number in range(AT_ONCE)]
    assert content["which"] == f"Kommuner: {AT_ONCE} af 98 er vist, højst {AT_ONCE} ad gangen"
    first, second = (NetworkModel(wb, texts("da"), {"kommuner": "k90+k97"}).content["nodes"] for _ in range(2))
    assert [one["id"] for one in first][:2] == ["k90", "k97"]
    assert first == second
