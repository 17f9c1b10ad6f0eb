"""What the leader app's views say: the same figures as the analysis, each with its elements behind, whatever the data."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest

import strategylib as sl
from strategylib.locale import LANGUAGES, texts
from strategylib.widgets.leader import VIEWS, parse_route
from strategylib.widgets.viewmodels.base import ViewModel
from strategylib.widgets.viewmodels.compare import CompareModel
from strategylib.widgets.viewmodels.overview import OverviewModel
from strategylib.widgets.viewmodels.search import SearchModel
from strategylib.widgets.viewmodels.thread import ThreadModel
from strategylib.widgets.viewmodels.timeline import TimelineModel, next_time
from strategylib.workbook import Workbook

from .invented import element, workbook

HOSTILE = "<img src=x onerror=alert(1)>"
TODAY = dt.date(2026, 11, 27)


@pytest.fixture(scope="module")
def wb() -> Workbook:
    return sl.open_workbook()


def made(name: str, wb: Workbook, **parameters: str) -> Any:
    return VIEWS[name][1](wb, texts("da"), parameters)


def keys(content: object) -> list[str]:
    """Every key of a figure in a content."""
    if isinstance(content, dict):
        own = [value for name, value in content.items() if name in ("key", "lacking_key") and value]
        return own + [key for value in content.values() for key in keys(value)]
    return [key for value in content for key in keys(value)] if isinstance(content, list) else []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", VIEWS)
def test_every_figure_of_every_view_opens_its_elements_with_wording_line_themes_and_coder(name: str, language: str, wb: Workbook) -> None:
    model = VIEWS[name][1](wb, texts(language), {"q": "pårørende", "vi": "viborg"})
    found = keys(model.content)
    assert found or name in ("soeg", "netvaerk", "moeder")
    for key in found:
        model.asked = key
        assert model.answer["key"] == key
        cards = [card for group in model.answer["groups"] for card in group["cards"]]
        assert cards, key
        assert model.answer["coder"] == "redaktion"
        for card in cards:
            assert card["text"] == wb.element(card["id"]).label
            assert card["lines"]


@pytest.mark.parametrize("name", VIEWS)
def test_what_a_view_sends_is_plain_data_and_the_same_for_the_same_address(name: str, wb: Workbook) -> None:
    assert json.dumps(made(name, wb).content) == json.dumps(made(name, wb).content)


def test_the_theme_table_shows_the_shares_of_coverage(wb: Workbook) -> None:
    shares = sl.coverage(wb, share=True)
    names = {theme.da: theme.id for theme in wb.corpus.themes}
    table = made("overblik", wb).content["themes"]
    rows = {names[row["theme"]]: row["cells"] for group in table["groups"] for row in group["rows"]}
    assert set(rows) == set(shares.index)
    for theme, cells in rows.items():
        assert [cell["value"] for cell in cells] == pytest.approx(list(shares.loc[theme]))
        assert [bool(cell["key"]) for cell in cells] == [share > 0 for share in shares.loc[theme]]


def test_the_elements_behind_a_share_are_those_that_coverage_counts(wb: Workbook) -> None:
    counts, model = sl.coverage(wb), made("overblik", wb)
    for theme, municipality in [("ledelse", "viborg"), ("teknologi", "hilleroed"), ("trivsel", "holstebro")]:
        model.asked = f"tema/{theme}/{municipality}"
        assert len(model.answer["groups"][0]["cards"]) == counts.loc[theme, municipality]


def test_what_we_lack_is_what_at_least_two_others_have_each_once(wb: Workbook) -> None:
    content, lacking = made("overblik", wb, vi="viborg").content, sl.missing(wb, "viborg")
    shown = content["lacking"]["items"]
    assert 0 < len(shown) <= (lacking.n >= 2).sum()
    assert all("Viborg" not in [mark["name"] for mark in one["municipalities"]] for one in shown)
    assert made("overblik", wb).content["lacking"] is None
    assert made("overblik", wb, vi="findes-ikke").content["we"] == ""


def test_pairs_have_the_scores_and_ranges_of_the_overlap_report(wb: Workbook) -> None:
    model = CompareModel(wb, texts("da"), {"kommuner": "viborg+hilleroed+hedensted", "a": "cosine", "b": "jaccard"})
    assert model.chosen == ["viborg", "hilleroed", "hedensted"]
    rows = model.content["pairs"]["rows"]
    assert len(rows) == 3
    reports = [sl.overlap_report(wb, measure=measure) for measure in ("cosine", "jaccard")]
    for row in rows:
        pair = tuple(mark["id"] for mark in row["marks"])
        for score, report in zip(row["scores"], reports, strict=True):
            assert [score["value"], score["low"], score["high"]] == pytest.approx(list(report.loc[pair][["score", "low", "high"]]))


def test_the_choice_of_municipalities_mends_itself(wb: Workbook) -> None:
    first_five = list(wb.strategies.index)
    assert CompareModel(wb, texts("da"), {"kommuner": "viborg"}).chosen == first_five
    assert CompareModel(wb, texts("da"), {"kommuner": "viborg+mars+hedensted"}).chosen == ["viborg", "hedensted"]


def test_two_municipalities_show_every_aligned_pair_in_both_wordings(wb: Workbook) -> None:
    rows = made("sammenlign", wb, kommuner="viborg+hilleroed").content["wordings"]["rows"]
    home = wb.elements.municipality
    between = [one for one in wb.corpus.alignments if {home[one.a], home[one.b]} == {"viborg", "hilleroed"} and one.coder == "redaktion"]
    assert len(rows) == len(between)
    assert all(left[0]["text"] and right[0]["text"] for left, right in (row["cells"] for row in rows))


def test_what_recurs_is_the_alignment_matrix(wb: Workbook) -> None:
    matrix = sl.alignment_matrix(wb)
    model = made("sammenlign", wb)
    for row in model.content["again"]["rows"]:
        for column, cell in zip(model.content["again"]["columns"], row["cells"], strict=True):
            if cell:
                share = matrix.loc[row["mark"]["id"], column["id"]]
                assert cell["share"] == f"{round(100 * share)} %"


def test_the_thread_counts_as_coherence_does(wb: Workbook) -> None:
    for municipality in wb.strategies.index:
        frame = sl.coherence(wb, municipality)
        rows = ThreadModel(wb, texts("da"), {"sted": municipality}).content["sight"]
        by_measure = {
            texts("da")(f"charts.coherence.measures.{name}"): frame.loc[name] for name in frame.index if name not in ("depth", "balance")
        }
        assert [(one["n"], one["of"]) for one in rows] == [(by_measure[one["measure"]].n, by_measure[one["measure"]].of) for one in rows]


@pytest.mark.parametrize(
    ("published", "months", "expected"),
    [
        ("2025-04", 12, (2027, 4)),
        ("2025-04-30", 24, (2027, 4)),
        ("2025-11", 12, (2026, 11)),
        ("2027-01", 6, (2027, 7)),
        ("2018", 12, None),
        (None, 6, None),
    ],
)
def test_the_next_time_is_counted_from_the_publication(published: str | None, months: int, expected: tuple[int, int] | None) -> None:
    assert next_time(published, months, TODAY) == expected


def test_the_timeline_says_what_a_lost_picture_held(wb: Workbook) -> None:
    content = TimelineModel(wb, texts("da"), today=TODAY).content
    plan = content["plans"][0]
    assert plan["unread"].startswith("Måneden mangler for 19 af 19 punkter")
    nexts = {rule["id"]: rule["next"] for rule in content["rules"]}
    assert nexts["hilleroed.indicator-2"] == "april 2027, regnet fra udgivelsen i april 2025"
    assert (
        nexts["norddjurs.governance_rule-5"]
        == "Kan ikke regnes ud, for dokumentet er ikke dateret. Følges reglen, sker det senest maj 2027."
    )


def test_search_marks_what_it_found_in_its_compound(wb: Workbook) -> None:
    content = made("soeg", wb, q="teknologi").content
    hits = [piece["text"].lower() for group in content["groups"] for card in group["cards"] for piece in card["pieces"] if piece["hit"]]
    assert content["n"] == len([card for group in content["groups"] for card in group["cards"]])
    assert set(hits) == {"teknologi"}
    whole = ["".join(piece["text"] for piece in card["pieces"]) for group in content["groups"] for card in group["cards"]]
    assert any("elfærdsteknologi" in one for one in whole)
    assert content["silent"] == ["Norddjurs"]


def test_search_without_words_or_luck_says_so(wb: Workbook) -> None:
    assert made("soeg", wb, q="  ").content["groups"] == []
    assert made("soeg", wb, q="xylofon").content["none"] is True
    assert SearchModel(wb, texts("da"), {"q": "ledelse", "kommune": "viborg"}).content["groups"][0]["municipality"]["id"] == "viborg"


@pytest.mark.parametrize(
    ("route", "view", "parameters"),
    [
        ("", "overblik", {}),
        ("roed-traad/hilleroed/goal-1?ord=egne", "roed-traad", {"sted": "hilleroed", "ord": "egne"}),
        ("sammenlign?kommuner=viborg+hedensted", "sammenlign", {"kommuner": "viborg+hedensted"}),
        ("soeg?q=p%C3%A5r%C3%B8rende%20og", "soeg", {"q": "pårørende og"}),
        ("findes-ikke/x?&&=", "overblik", {"sted": "x"}),
    ],
)
def test_the_address_is_read(route: str, view: str, parameters: dict[str, str]) -> None:
    assert parse_route(route) == (view, parameters)


def _odd_workbooks() -> dict[str, Workbook]:
    long = HOSTILE + "langt" * 1000
    many = [element(f"k{number}.goal-1", label=HOSTILE) for number in range(98)]
    codes = {one.id: "omsorg ledelse" for one in many}
    aligned = tuple((many[0].id, one.id, "closeMatch") for one in many[1:])
    return {
        "nothing": Workbook(sl.open_workbook().corpus.__class__()),
        "one vision": workbook(element("a.vision-1", label=long)),
        "two without codes": workbook(element("a.vision-1"), element("b.vision-1", label=long)),
        "98 municipalities": workbook(*many, codes=codes, alignments=aligned),
    }


@pytest.mark.parametrize("odd", ["nothing", "one vision", "two without codes", "98 municipalities"])
@pytest.mark.parametrize("name", VIEWS)
def test_every_view_has_something_to_say_about_odd_data(name: str, odd: str) -> None:
    model: ViewModel = VIEWS[name][1](_odd_workbooks()[odd], texts("da"), {"q": "langt"})
    assert model.content.get("title") or odd == "nothing"
    for key in keys(model.content):
        model.asked = key
        assert model.answer["groups"]


def test_unknown_figures_open_nothing(wb: Workbook) -> None:
    model = OverviewModel(wb, texts("da"))
    model.asked = "tema/findes/ikke"
    assert model.answer == {}
