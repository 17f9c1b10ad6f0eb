"""The red thread, on a strategy small enough to follow with a finger."""

from __future__ import annotations

import math

import pytest

import strategylib as sl
from strategylib.analysis.coherence import coherence
from strategylib.workbook import Workbook

from .invented import element, workbook


@pytest.fixture
def thread() -> Workbook:
    """Vision over two focus areas; one goal with an action and an indicator, one goal without, one initiative that hangs loose."""
    return workbook(
        element("aa.vision-1"),
        element("aa.focus_area-1", parent="aa.vision-1"),
        element("aa.focus_area-2", parent="aa.vision-1"),
        element("aa.goal-1", parent="aa.focus_area-1"),
        element("aa.goal-2", parent="aa.focus_area-2"),
        element("aa.initiative-1", parent="aa.focus_area-1", supports="aa.goal-1"),
        element("aa.initiative-2"),
        element("aa.indicator-1", parent="aa.goal-1"),
        codes={"aa.vision-1": "omsorg klima", "aa.goal-1": "omsorg", "aa.goal-2": "ledelse", "aa.initiative-1": "omsorg"},
    )


def test_lines_of_sight_run_up_and_down(thread: Workbook) -> None:
    measures = coherence(thread, "aa")
    expected = {
        "actions_reach_goal": (1, 2),
        "actions_reach_purpose": (1, 2),
        "goals_reach_purpose": (2, 2),
        "goals_with_action": (1, 2),
        "goals_with_indicator": (1, 2),
        "indicators_reach_goal": (1, 1),
        "connected": (6, 7),
    }
    assert {name: (measures.n[name], measures.of[name]) for name in expected} == expected
    assert measures.value["actions_reach_goal"] == 0.5
    assert measures.lacking["actions_reach_goal"] == ("aa.initiative-2",)
    assert measures.lacking["goals_with_indicator"] == ("aa.goal-2",)
    assert measures.lacking["connected"] == ("aa.initiative-2",)


def test_promises_and_actions_are_held_against_each_other(thread: Workbook) -> None:
    measures = coherence(thread, "aa")
    assert measures.elements["promises_acted_on"] == ("omsorg",)
    assert measures.lacking["promises_acted_on"] == ("klima",)
    assert measures.lacking["actions_promised"] == ("ledelse",)


def test_depth_and_balance(thread: Workbook) -> None:
    measures = coherence(thread, "aa")
    assert measures.value["depth"] == 4
    assert measures.value["balance"] == pytest.approx(-(2 / 3 * math.log(2 / 3) + 1 / 3 * math.log(1 / 3)) / math.log(2))


def test_what_a_document_does_not_have_is_missing_not_zero() -> None:
    measures = coherence(workbook(element("aa.vision-1"), codes={"aa.vision-1": "omsorg"}), "aa")
    assert measures.value[["actions_reach_goal", "goals_with_indicator", "connected", "balance"]].isna().all()
    assert measures.value["depth"] == 1


def test_a_municipality_that_is_not_here_is_said_with_those_that_are(thread: Workbook) -> None:
    with pytest.raises(ValueError, match="no strategy of 'bb' in this workbook; there are: aa"):
        coherence(thread, "bb")


def test_in_the_five_every_action_of_holstebro_reaches_a_goal_and_none_has_an_indicator() -> None:
    measures = coherence(sl.open_workbook(), "holstebro")
    assert measures.n["actions_reach_goal"] == measures.of["actions_reach_goal"] == 12
    assert measures.n["goals_with_indicator"] == 0
