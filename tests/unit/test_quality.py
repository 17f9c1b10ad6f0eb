from __future__ import annotations

import pandas as pd
import pytest

import strategylib as sl
from strategylib.analysis.quality_points import POINTS
from strategylib.locale import LANGUAGES, texts
from strategylib.model import Gap, Strategy

from .made import element, link, quote, strategy, workbook


@pytest.fixture(scope="module")
def five() -> pd.DataFrame:
    return sl.quality(sl.open_workbook()).set_index(["municipality", "point"])


def point(made: Strategy, name: str, *, named: bool | None = None) -> pd.Series:
    return sl.quality(workbook(made), named=named).set_index("point").loc[name]


def test_every_point_has_a_row_for_each_municipality(five: pd.DataFrame) -> None:
    assert len(five) == 5 * len(POINTS)
    assert set(five.present) == {0, 1, 2}


def test_every_point_says_its_label_and_rule_in_both_languages() -> None:
    for language in LANGUAGES:
        assert list(texts(language).section("quality.points")) == list(POINTS)


def test_what_the_document_names_is_present_and_what_is_read_from_prose_is_partly() -> None:
    assert point(strategy(element("vision-1")), "vision").present == 2
    assert point(strategy(element("vision-1", named=False)), "vision").present == 1
    assert point(strategy(element("goal-1")), "vision").present == 0


def test_a_point_names_its_evidence_and_what_was_looked_at() -> None:
    found = point(strategy(element("goal-1"), element("goal-2", named=False)), "goals")
    assert found.evidence == ("by.goal-1", "by.goal-2")
    assert found.looked_in == "2 mål"


def test_a_responsible_for_some_actions_only_is_partly() -> None:
    one, two = element("initiative-1", responsible="Ledere"), element("activity-1")
    assert point(strategy(one, two), "responsible").present == 1
    assert point(strategy(one), "responsible").present == 2


def test_a_responsible_named_elsewhere_is_partly() -> None:
    made = strategy(element("initiative-1"), element("governance_rule-1", responsible="Chefen"))
    assert point(made, "responsible").present == 1
    assert point(made, "responsible").evidence == ("by.governance_rule-1",)


def test_a_detail_that_is_announced_and_cannot_be_read_is_partly() -> None:
    found = point(strategy(element("indicator-1", missing=("target",))), "target")
    assert (found.present, found.evidence) == (1, ("by.indicator-1",))


def test_a_challenge_with_a_number_is_a_fact_base_and_a_year_is_not() -> None:
    assert point(strategy(element("challenge-1", "300 flere borgere")), "fact_base").present == 2
    assert point(strategy(element("challenge-1", "flere borgere i 2030")), "fact_base").present == 0


def test_a_challenge_that_refers_to_an_analysis_is_a_fact_base() -> None:
    analysis = element("policy-1", "Analysen")
    tied = element("challenge-1", relations=(link("challenge-1", "policy-1", "refers_to"),))
    assert point(strategy(tied, analysis), "fact_base").present == 2
    assert point(strategy(element("challenge-1"), analysis), "fact_base").present == 1


def test_a_promise_to_follow_up_without_who_or_when_is_partly() -> None:
    assert point(strategy(element("governance_rule-1", "Vi følger op")), "follow_up").present == 1
    assert point(strategy(element("governance_rule-1", "Vi følger op", every_months=12)), "follow_up").present == 2
    assert point(strategy(element("governance_rule-1", "Vi holder møder", every_months=12)), "follow_up").present == 0


def test_resources_are_present_when_an_amount_is_set_aside() -> None:
    assert point(strategy(element("initiative-1", "Vi bruger 2 mio. kr.")), "resources").present == 2
    assert point(strategy(element("initiative-1", "Vi passer på økonomien")), "resources").present == 1
    assert point(strategy(element("principle-1", "borgerens håb og ressourcer")), "resources").present == 0


def test_facts_of_the_document_are_evidence_with_their_lines() -> None:
    made = strategy(element("goal-1"), published="2018-06", published_quote=quote("Juni 2018", 39))
    found = point(made, "published")
    assert (found.present, found.document) == (2, (("published", 39, 39),))


def test_a_period_in_words_is_partly() -> None:
    assert point(strategy(element("goal-1"), period_quote=quote("de kommende år")), "period").present == 1
    assert point(strategy(element("goal-1"), period_from=2024, period_to=2027), "period").present == 2


def test_a_gap_explains_what_is_absent_and_is_silent_about_what_is_there() -> None:
    gap = Gap("Vision", "Dokumentet har ingen vision.")
    assert point(strategy(element("goal-1"), gaps=(gap,)), "vision").note == "Dokumentet har ingen vision."
    assert pd.isna(point(strategy(element("vision-1"), gaps=(gap,)), "vision").note)


def test_only_named_elements_count_when_asked() -> None:
    made = strategy(element("goal-1", named=False))
    assert point(made, "goals", named=True).present == 0


def test_the_total_adds_up_and_says_what_it_measures() -> None:
    total = sl.quality_total(sl.open_workbook())
    assert (total.full + total.partly + total.absent == total.points).all()
    assert total["share"].between(0, 1).all()
    assert total.score.between(0, 1).all()
    assert "ikke arbejdet" in total.attrs["caveat"]


def test_an_unknown_municipality_is_named() -> None:
    with pytest.raises(ValueError, match="no strategy of 'nowhere'"):
        sl.quality(sl.open_workbook(), "nowhere")


def test_the_five_are_scored_as_their_documents_stand(five: pd.DataFrame) -> None:
    assert five.present["hedensted", "vision"] == 0
    assert five.note["hedensted", "vision"].startswith("Dokumentet har ingen vision.")
    assert five.present["hilleroed", "core_task"] == 0
    assert five.present["holstebro", "indicators"] == 0
    assert five.evidence["norddjurs", "cadence"] == ("norddjurs.governance_rule-5",)
    assert five.document["viborg", "published"] == (("published", 39, 39),)
    assert five.xs("target_groups", level="point").present.eq(1).all()


def test_english_texts_are_english() -> None:
    found = sl.quality(workbook(strategy(element("goal-1"))), language="en").set_index("point")
    assert found.label["goals"] == "Goals"
    assert found.looked_in["goals"] == "1 goal"
