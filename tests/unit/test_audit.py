from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

import strategylib as sl
from strategylib.locale import LANGUAGES, texts
from strategylib.model import Element, Gap, Strategy

from .made import element, link, quote, strategy, workbook

TODAY = date(2026, 1, 1)
TASK = "samarbejde om et godt liv gennem tillid og selvbestemmelse"


@pytest.fixture(scope="module")
def five() -> pd.DataFrame:
    return sl.audit(sl.open_workbook(), today=TODAY)


def found(made: Strategy, kind: str) -> pd.DataFrame:
    frame = sl.audit(workbook(made), today=TODAY)
    return frame[frame.kind == kind]


def repeated(label: str, again: str, *, name: str = "core_task-1", note: str | None = None) -> Strategy:
    return strategy(element(name, label, quotes=(quote(again, 9),), note=note))


def of(five: pd.DataFrame, municipality: str, kind: str) -> pd.DataFrame:
    return five[(five.municipality == municipality) & (five.kind == kind)]


def test_a_core_task_repeated_with_another_word_is_a_problem() -> None:
    row = found(repeated(TASK, TASK.replace("selv", "med")), "reworded").iloc[0]
    assert row.severity == "problem"
    assert row.message == "Det samme er skrevet med to ord: »selvbestemmelse« og »medbestemmelse«."
    assert row.evidence == (f"»{TASK}« (linje 1)", f"»{TASK.replace('selv', 'med')}« (linje 9)")


def test_another_word_in_a_lesser_element_is_a_notice() -> None:
    assert found(repeated(TASK, TASK.replace("selv", "med"), name="initiative-1"), "reworded").iloc[0].severity == "notice"


@pytest.mark.parametrize(
    "again",
    [
        f"{TASK}.",
        f"Kerneopgaven er at {TASK} for alle",
        TASK.replace("godt liv", "godt livet"),
        "noget helt andet om ledelse og økonomi i kommunen",
        "gennem tillid og selvbestemmelse at samarbejde om et godt liv",
    ],
)
def test_the_same_words_inflected_moved_or_embedded_are_no_contradiction(again: str) -> None:
    assert found(repeated(TASK, again), "reworded").empty


def test_words_left_out_in_a_repetition_are_told() -> None:
    row = found(repeated("vi kan levere behandling, omsorg og pleje til alle", "vi kan levere omsorg og pleje til alle"), "left_out").iloc[
        0
    ]
    assert "»behandling«" in row.message


def test_two_wordings_that_only_the_editors_noted_are_told() -> None:
    row = found(repeated("kort", "andet", note="Titlen siger det ene, hvor teksten siger det andet."), "noted_wording").iloc[0]
    assert row.note in row.message


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ledelse og Organisering", "Ledelse og organisering"),
        ("der hvor de er", "dér hvor de er"),
        ("Kvalitetsstandarder", "Kvalitetstandarder"),
    ],
)
def test_one_wording_in_two_spellings_is_told(one: str, other: str) -> None:
    assert len(found(repeated(one, other, name="focus_area-1"), "spelling")) == 1
    assert found(repeated(one, other, name="focus_area-1"), "reworded").empty


@pytest.mark.parametrize("other", ["ledelse", "Ledelse.", "Ledelsen", "Ledere"])
def test_a_capital_at_the_start_a_full_stop_or_an_ending_is_no_second_spelling(other: str) -> None:
    assert found(repeated("Ledelse", other, name="focus_area-1"), "spelling").empty


@pytest.mark.parametrize("text", ["Her indsættes foto", "måltal sættes ind senere", "xx procent", "[navn på leder]", "Hvem???"])
def test_words_that_hold_a_place_are_found(text: str) -> None:
    assert len(found(strategy(element("goal-1", text)), "placeholder")) == 1


@pytest.mark.parametrize("text", ["Der skal [...] udvikles en kultur", "her kan vi sætte ind", "nye indsatser", "Det handler om…"])
def test_omissions_and_plain_words_hold_no_place(text: str) -> None:
    assert found(strategy(element("goal-1", text)), "placeholder").empty


def test_a_placeholder_is_found_in_what_a_gap_quotes_and_not_in_its_own_words() -> None:
    quoted = Gap("Figuren", "Der står »Her indsættes figur«.", 47, 47)
    assert found(strategy(element("goal-1"), gaps=(quoted,)), "placeholder").iloc[0].evidence == ("»Her indsættes figur« (linje 47)",)
    own = Gap("Figuren", "Måltallet sættes ind senere.", 47, 47)
    assert found(strategy(element("goal-1"), gaps=(own,)), "placeholder").empty


def test_goals_that_nothing_reaches_are_listed() -> None:
    acting = element("initiative-1", relations=(link("initiative-1", "goal-1", "supports"),))
    made = strategy(element("goal-1"), element("goal-2"), acting)
    without_action = found(made, "goals_without_action").iloc[0]
    assert (without_action.elements, without_action.severity) == (("by.goal-2",), "notice")
    without_indicator = found(made, "goals_without_indicator").iloc[0]
    assert (without_indicator.elements, without_indicator.severity) == (("by.goal-1", "by.goal-2"), "problem")


def test_indicators_without_target_or_object_are_listed() -> None:
    firm = element("indicator-1", target=5.0, relations=(link("indicator-1", "goal-1", "measures"),))
    made = strategy(element("goal-1"), firm, element("indicator-2"))
    for kind in ("indicators_without_target", "indicators_measure_nothing"):
        assert found(made, kind).iloc[0].elements == ("by.indicator-2",)


def test_announced_details_are_one_finding_each() -> None:
    made = strategy(element("activity-1", missing=("months", "involvement")), element("activity-2", missing=("months",)))
    rows = found(made, "missing_detail")
    assert list(rows.elements) == [("by.activity-1", "by.activity-2"), ("by.activity-1",)]


def test_a_period_is_over_after_its_last_year() -> None:
    made = strategy(element("goal-1"), period_from=2022, period_to=2025)
    assert len(found(made, "period_over")) == 1
    assert sl.audit(workbook(made), today=date(2025, 12, 31)).query("kind == 'period_over'").empty


def test_a_period_in_words_is_open_and_no_period_is_told_too() -> None:
    assert len(found(strategy(element("goal-1"), period_quote=quote("de kommende år")), "period_open")) == 1
    assert len(found(strategy(element("goal-1")), "no_period")) == 1


@pytest.mark.parametrize(
    "rule",
    [
        element("governance_rule-1", every_months=12),
        element("governance_rule-1", months=(3, 9)),
        element("governance_rule-1", "Strategien revideres i 2027"),
    ],
)
def test_a_rule_that_says_when_is_a_review(rule: Element) -> None:
    assert found(strategy(rule), "no_review").empty
    assert len(found(strategy(element("governance_rule-1", "Vi følger op løbende")), "no_review")) == 1


def test_two_commitments_in_nearly_the_same_words_are_told_unless_the_document_ties_them() -> None:
    one, two = element("activity-1", "Implementere ny handleplan"), element("activity-2", "Implementere handleplan")
    assert found(strategy(one, two), "near_duplicate").iloc[0].elements == ("by.activity-1", "by.activity-2")
    tied = element("activity-2", "Implementere handleplan", relations=(link("activity-2", "activity-1", "refers_to"),))
    assert found(strategy(one, tied), "near_duplicate").empty


def test_a_word_for_several_levels_is_told() -> None:
    made = strategy(element("vision-1", term="pejlemærke"), element("focus_area-1", term="pejlemærke"))
    assert found(made, "term_levels").iloc[0].message == "Ordet »pejlemærke« bruges på flere niveauer: vision og fokusområde."


def test_the_gravest_stand_first() -> None:
    frame = sl.audit(sl.open_workbook(), "holstebro", today=TODAY)
    order = ["problem", "notice", "info"]
    assert list(frame.severity) == sorted(frame.severity, key=order.index)


def test_every_kind_has_a_message_in_both_languages(five: pd.DataFrame) -> None:
    sections = [texts(language).section("audit") for language in LANGUAGES]
    assert sections[0].keys() == sections[1].keys()
    assert set(five.kind) <= sections[0].keys()
    assert len(sl.audit(sl.open_workbook(), today=TODAY, language="en")) == len(five)


def test_an_unknown_municipality_is_named() -> None:
    with pytest.raises(ValueError, match="no strategy of 'nowhere'"):
        sl.audit(sl.open_workbook(), ["holstebro", "nowhere"])


def test_the_known_leftovers_of_the_five_are_found(five: pd.DataFrame) -> None:
    reworded = of(five, "holstebro", "reworded")
    assert list(reworded.elements) == [("holstebro.core_task-1",)]
    assert "linje 550-551" in reworded.iloc[0].evidence[1]
    assert of(five, "viborg", "placeholder").iloc[0].evidence == ("»Her indsættes illustration, der er undervejs« (linje 47)",)
    assert list(of(five, "hilleroed", "placeholder").elements) == [("hilleroed.indicator-9",)]
    for municipality, spelled in (("holstebro", "focus_area-3"), ("hedensted", "policy-7"), ("hilleroed", "focus_area-3")):
        assert (f"{municipality}.{spelled}",) in list(of(five, municipality, "spelling").elements)
    assert len(of(five, "hedensted", "period_over")) == 1
    assert set(five[five.kind == "no_review"].municipality) == {"viborg", "hilleroed", "hedensted"}


def test_one_strategy_s_findings_do_not_depend_on_the_others(five: pd.DataFrame) -> None:
    alone = sl.audit(sl.open_workbook(), "viborg", today=TODAY)
    pd.testing.assert_frame_equal(alone, five[five.municipality == "viborg"].reset_index(drop=True), check_dtype=False)
