"""Themes counted and compared, with sums done by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import strategylib as sl
from strategylib.analysis.coverage import coverage
from strategylib.analysis.overlap import MEASURES, measure_laboratory, overlap, overlap_report
from strategylib.workbook import Workbook

from .invented import element, workbook


@pytest.fixture
def two() -> Workbook:
    """aa: omsorg 2, ledelse 1, teknologi 1 (4 codes of 3 elements); bb: omsorg 1, klima 1; one goal of bb is read from prose."""
    return workbook(
        element("aa.vision-1", label="et godt liv"),
        element("aa.goal-1"),
        element("aa.initiative-1"),
        element("bb.goal-1", label="omsorg"),
        element("bb.goal-2", label="vi vil skåne klimaet"),
        element("bb.goal-3", named=False),
        codes={
            "aa.vision-1": "omsorg",
            "aa.goal-1": "omsorg ledelse",
            "aa.initiative-1": "teknologi",
            "bb.goal-1": "omsorg",
            "bb.goal-2": "klima",
            "bb.goal-3": "ledelse",
        },
    )


def test_coverage_counts_elements_and_leaves_what_was_read_from_prose_out(two: Workbook) -> None:
    counts = coverage(two)
    assert counts.to_dict() == {
        "aa": {"omsorg": 2.0, "ledelse": 1.0, "teknologi": 1.0, "klima": 0.0},
        "bb": {"omsorg": 1.0, "ledelse": 0.0, "teknologi": 0.0, "klima": 1.0},
    }
    assert counts.attrs["n"] == {"aa": 3, "bb": 2}
    assert coverage(two, named=False).bb.to_dict() == {"omsorg": 0.0, "ledelse": 1.0, "teknologi": 0.0, "klima": 0.0}
    assert coverage(two, named=None).bb.sum() == 3


def test_shares_of_a_municipality_sum_to_one(two: Workbook) -> None:
    shares = coverage(two, share=True)
    assert shares.loc["omsorg"].to_list() == [0.5, 0.5]
    assert shares.sum().to_list() == [1.0, 1.0]
    assert coverage(two, share=True, named=False).aa.sum() == 0


def test_coverage_can_weigh_by_level_and_by_length_and_stand_by_level(two: Workbook) -> None:
    assert coverage(two, weight="level").aa["omsorg"] == pytest.approx(1 + 1 / 4)
    assert coverage(two, weight="length").bb["klima"] == 4
    by_level = coverage(two, by="type", municipality="aa")
    assert list(by_level) == ["vision", "goal", "initiative"]
    assert by_level.goal.to_dict() == {"omsorg": 1.0, "ledelse": 1.0, "teknologi": 0.0, "klima": 0.0}


def test_the_measures_are_what_their_formulas_say(two: Workbook) -> None:
    a, b = np.array([2, 1, 1, 0.0]), np.array([1, 0, 0, 1.0])
    assert {name: measure(a, b) for name, measure in MEASURES.items()} == pytest.approx(
        {
            "jaccard": 1 / 4,
            "dice": 2 / 5,
            "overlap_coefficient": 1 / 2,
            "salience": 0.5,
            "cosine": 2 / (6**0.5 * 2**0.5),
            "congruence": 0.5,
        }
    )
    assert overlap(two).loc["aa", "bb"] == 0.5
    for measure in MEASURES:
        frame = overlap(two, measure=measure)
        assert frame.equals(frame.T)
        assert np.diag(frame).tolist() == pytest.approx([1.0, 1.0])


def test_a_municipality_without_codes_has_no_score() -> None:
    wb = workbook(element("aa.goal-1"), element("bb.goal-1", named=False), codes={"aa.goal-1": "omsorg", "bb.goal-1": "omsorg"})
    assert pd.isna(overlap(wb).loc["aa", "bb"])
    report = overlap_report(wb, samples=20)
    assert report.index.to_list() == [("aa", "bb")]
    assert pd.isna(report.low.iloc[0])


def test_wrong_questions_are_answered_in_words(two: Workbook) -> None:
    with pytest.raises(ValueError, match="measure must be one of jaccard"):
        overlap(two, measure="pearson")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="no codes of coder 'nobody' in this workbook; coders: redaktion"):
        coverage(two, coder="nobody")


def test_the_report_names_shared_and_unique_themes_and_repeats_itself(two: Workbook) -> None:
    report = overlap_report(two, samples=200)
    row = report.loc[("aa", "bb")]
    assert (row.shared, row.only_a, row.only_b, row.missing) == (("omsorg",), ("ledelse", "teknologi"), ("klima",), ())
    assert (row.n_a, row.n_b) == (3, 2)
    assert 0 <= row.low <= row.high <= 1
    assert report.equals(overlap_report(two, samples=200))


def test_the_laboratory_ranks_every_pair_by_every_measure_on_the_five() -> None:
    laboratory = measure_laboratory(sl.open_workbook())
    assert laboratory.shape == (10, 12)
    assert (laboratory.sum() == 55).all()
    assert laboratory.attrs["flips"] > 0
