"""What the program suggests: pairs and themes with reasons, from the words alone, never mixed with what people judged."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy.sparse import csr_array

import strategylib as sl
from benchmarks.fitting import aligned, fit_pairs, fit_themes
from benchmarks.suggestions import average_precision, best_f1, precision_at
from strategylib.analysis.alignment import COMMITMENTS
from strategylib.analysis.likeness import read_elements
from strategylib.analysis.pairing import commitments, pairs_across, read_pair_model
from strategylib.text.affinity import Affinity
from strategylib.text.vectors import dots, grams, normalised, weighted
from strategylib.workbook import Workbook

from .invented import element, workbook


@pytest.fixture(scope="module")
def wb() -> Workbook:
    return sl.open_workbook()


@pytest.fixture(scope="module")
def found(wb: Workbook) -> pd.DataFrame:
    return sl.suggest_alignments(wb)


@pytest.mark.xdist_group("suggestions")
def test_pairs_are_of_two_municipalities_and_of_types_that_commit_best_first(wb: Workbook, found: pd.DataFrame) -> None:
    assert found.columns.tolist() == ["a", "b", "score", "why"]
    home, kind = wb.elements.municipality, wb.elements.type
    assert (home[found.a].to_numpy() != home[found.b].to_numpy()).all()
    assert set(kind[found.a]) | set(kind[found.b]) <= {one.value for one in COMMITMENTS}
    assert found.score.is_monotonic_decreasing
    assert found.score.between(0.01, 1).all()
    assert len({frozenset(pair) for pair in zip(found.a, found.b, strict=True)}) == len(found)
    assert found.why.str.len().gt(0).all()


@pytest.mark.xdist_group("suggestions")
def test_nobodys_judgments_are_used(wb: Workbook, found: pd.DataFrame) -> None:
    bare = Workbook(replace(wb.corpus, codings=(), alignments=(), reform_codings=()))
    assert sl.suggest_alignments(bare).equals(found)
    assert sl.suggest_themes(bare).equals(sl.suggest_themes(wb))


def test_the_reasons_are_the_texts_own_words() -> None:
    two = workbook(
        element("aa.goal-1", label="Vi bruger velfærdsteknologi, og vi fastholder medarbejdere"),
        element("bb.goal-1", label="Ny teknologi i ældreplejen og tilknytning til arbejdspladsen"),
        element("bb.goal-2", label="Grøn omstilling af bilparken"),
    )
    why = sl.suggest_alignments(two, least=0).set_index(["a", "b"]).why
    reason = why["aa.goal-1", "bb.goal-1"]
    assert "fastholder ~ tilknytning" in reason
    assert "teknologi" in reason
    assert why["aa.goal-1", "bb.goal-2"] == "Beslægtede emner, men ingen fælles ord"
    assert "Same concept" in sl.suggest_alignments(two, least=0, language="en").why.iloc[0]


def test_an_empty_workbook_and_one_municipality_give_no_pairs() -> None:
    for few in (workbook(), workbook(element("aa.goal-1"), element("aa.goal-2"))):
        assert sl.suggest_alignments(few).empty
        assert sl.nearest_elements(few).empty
    assert sl.suggest_themes(workbook()).empty


@pytest.mark.xdist_group("suggestions")
def test_looking_near_only_gives_fewer_pairs_and_no_higher_scores(wb: Workbook, found: pd.DataFrame) -> None:
    every = found.set_index(["a", "b"]).score
    near = sl.suggest_alignments(wb, k=5).set_index(["a", "b"]).score
    assert 0 < len(near) < len(every)
    assert (near <= every[near.index]).all()
    assert near.index[0] in every.index[:20]


def test_themes_come_with_the_words_that_speak_for_them(wb: Workbook) -> None:
    found = sl.suggest_themes(wb)
    assert found.columns.tolist() == ["element", "theme", "score", "why"]
    assert set(found.theme) <= set(wb.themes.index)
    assert found.groupby("element").size().max() <= 3
    assert found.score.between(0, 1).all()
    goal = found[found.element == "hilleroed.goal-12"]
    assert goal.theme.iloc[0] == "civilsamfund"
    assert "civilsamfundet" in goal.why.iloc[0]


@pytest.mark.xdist_group("fitting")
def test_a_municipality_that_was_never_seen_gets_far_better_pairs_than_by_letters(wb: Workbook) -> None:
    elements = commitments(wb)
    a, b = pairs_across(elements)
    home, given = elements.municipality.to_numpy(), aligned(wb, elements, a, b)
    others = [one for one in wb.strategies.index if one != "norddjurs"]
    here = (home[a] == "norddjurs") | (home[b] == "norddjurs")
    reading = read_elements(wb, elements, model=fit_themes(wb, others))
    scores = fit_pairs(reading, a[~here], b[~here], given[~here], trees=25).predict(reading, a[here], b[here])
    letters = normalised(weighted(grams, elements.label.tolist())[0])
    plain = dots(letters, letters, a[here], b[here])
    assert average_precision(given[here], scores) > 1.4 * average_precision(given[here], plain)
    assert precision_at(given[here], scores) > precision_at(given[here], plain)


@pytest.mark.xdist_group("fitting")
def test_the_models_in_the_package_are_what_the_script_fits(wb: Workbook) -> None:
    from strategylib.text.themes import theme_model

    fitted, kept = fit_themes(wb, wb.strategies.index.tolist()), theme_model()
    assert fitted.weights.keys() == kept.weights.keys()
    assert np.allclose(list(fitted.weights.values()), list(kept.weights.values()), atol=1e-2)
    assert fitted.concepts.keys() == kept.concepts.keys()


def test_the_yardsticks_are_those_of_the_books() -> None:
    given, scores = np.array([True, False, True, False]), np.array([0.9, 0.8, 0.7, 0.1])
    assert average_precision(given, scores) == pytest.approx((1 + 2 / 3) / 2)
    assert best_f1(given, scores) == pytest.approx(0.8)
    assert precision_at(given, scores, 2) == 0.5


@pytest.mark.xdist_group("fitting")
def test_the_model_of_pairs_comes_back_from_its_file_and_knows_neither_first_nor_second(wb: Workbook, tmp_path: Path) -> None:
    elements = commitments(wb).iloc[::3]
    a, b = pairs_across(elements)
    reading = read_elements(wb, elements)
    model = fit_pairs(reading, a, b, aligned(wb, elements, a, b), trees=5)
    scores = model.predict(reading, a, b)
    assert np.allclose(model.predict(reading, b, a), scores)
    model.write(tmp_path / "model.npz")
    assert np.allclose(read_pair_model(tmp_path / "model.npz").predict(reading, a, b), scores, atol=0.01)


def test_an_affinity_goes_by_the_names_of_terms_and_is_silent_on_those_it_never_met() -> None:
    together = np.array([[2.0, -1.0], [-1.0, 0.5]])
    one = Affinity(0.25, np.array([3.0]), ("stay", "thrive"), together)
    rows = csr_array(np.array([[1.0, 0.0, 4.0], [0.0, 1.0, 4.0]]))
    a, b = np.array([0]), np.array([1])
    moved = one.over(("thrive", "stay", "new"))
    assert moved.together.tolist() == [[0.5, -1, 0], [-1, 2, 0], [0, 0, 0]]
    assert moved.log_odds(np.array([[2.0]]), rows, a, b) == pytest.approx(0.25 + 6 - 1)
