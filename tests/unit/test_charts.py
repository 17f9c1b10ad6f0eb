"""The charts: what they show is in their table and in their words, and they are drawn without the net."""

import datetime as dt
import itertools
import json
import re
import socket
import subprocess
import sys
import tomllib
from collections.abc import Callable
from importlib import resources
from pathlib import Path

import networkx as nx
import numpy as np
import pandas as pd
import pytest

from benchmarks.invented import write_folder
from strategylib import charts
from strategylib.analysis.alignment import aligned_groups, alignment_matrix
from strategylib.analysis.coherence import coherence
from strategylib.analysis.coverage import coverage
from strategylib.analysis.network import theme_network, theme_positions
from strategylib.analysis.overlap import overlap, overlap_report
from strategylib.charts.ties import _MARGIN, _apart, _nodes
from strategylib.charts.wrapping import width, wrap
from strategylib.workbook import Workbook, open_workbook

TODAY = dt.date(2025, 12, 1)


@pytest.fixture(scope="module")
def wb() -> Workbook:
    return open_workbook()


def threads(wb: Workbook) -> pd.DataFrame:
    return pd.concat({one: coherence(wb, one) for one in wb.strategies.index}, names=["municipality"])


def network(wb: Workbook, **asked: object) -> charts.Figure:
    graph = theme_network(wb)
    return charts.network(graph, theme_positions(graph), wb, **asked)


EVERY: dict[str, Callable[..., charts.Figure]] = {
    "coverage": lambda wb, **asked: charts.coverage_heat_map(coverage(wb, share=True), wb, **asked),
    "counts": lambda wb, **asked: charts.coverage_heat_map(coverage(wb), wb, **asked),
    "overlap": lambda wb, **asked: charts.overlap_matrix(overlap(wb), wb, **asked),
    "alignment": lambda wb, **asked: charts.overlap_matrix(alignment_matrix(wb), wb, **asked),
    "ranges": lambda wb, **asked: charts.overlap_ranges(overlap_report(wb, samples=50), wb, **asked),
    "coherence": lambda wb, **asked: charts.coherence(threads(wb), wb, **asked),
    "timeline": lambda wb, **asked: charts.timeline(wb, today=TODAY, **asked),
    "cascade": lambda wb, **asked: charts.cascade(wb, "hilleroed", **asked),
    "groups": lambda wb, **asked: charts.aligned_groups(aligned_groups(wb, at_least=2), wb, **asked),
    "network": network,
}
every_chart = pytest.mark.parametrize("name", EVERY)


def drawn(figure: charts.Figure) -> list[dict]:
    """Every row that the chart draws."""
    return list(itertools.chain.from_iterable(figure.chart.to_dict()["datasets"].values()))


def texts(figure: charts.Figure) -> set[str]:
    return {str(value) for row in drawn(figure) for value in row.values() if isinstance(value, str)}


def title(figure: charts.Figure) -> str:
    return " ".join(figure.chart.to_dict()["title"]["text"])


def test_the_package_and_the_colours_load_no_altair() -> None:
    code = "import sys, strategylib, strategylib.charts.palette; print([one for one in ('altair', 'pandas') if one in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"


@every_chart
def test_a_chart_is_drawn_without_the_net(name: str, wb: Workbook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    figure = EVERY[name](wb)

    def refuse(*_: object) -> None:
        raise AssertionError("a chart asked for the net")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    png, svg = figure.save_png(tmp_path / "a.png"), figure.save_svg(tmp_path / "a.svg")
    assert png.read_bytes().startswith(b"\x89PNG")
    assert png.stat().st_size > 10_000
    written = svg.read_text(encoding="utf-8")
    assert "IBM Plex Sans" in written
    assert re.search(r"<text[^>]*>[^<]*\w", written)
    # Only the names of the formats are addresses.
    assert {one for one in re.findall(r"https?://[^\"\s]+", written) if "w3.org" not in one} == set()


@every_chart
def test_a_chart_says_what_one_sees(name: str, wb: Workbook) -> None:
    figure = EVERY[name](wb)
    assert title(figure).rstrip("…") in figure.alt
    assert figure.chart.to_dict()["description"] == figure.alt
    bundle, metadata = figure._repr_mimebundle_()
    assert bundle["text/plain"] == metadata["image/png"]["alt"] == figure.alt
    assert set(bundle) == {"image/png", "text/plain"}


@every_chart
def test_no_text_is_left_unfilled_in_either_language(name: str, wb: Workbook) -> None:
    danish, english = EVERY[name](wb, language="da"), EVERY[name](wb, language="en")
    for figure in (danish, english):
        assert not [one for one in [*texts(figure), figure.alt, title(figure)] if re.search(r"[{}]|\bnan\b|None", one)]
    assert danish.alt != english.alt
    assert len(danish.to_table()) == len(english.to_table()) > 0


@every_chart
def test_the_dark_chart_has_its_own_ground(name: str, wb: Workbook) -> None:
    assert EVERY[name](wb, dark=True).chart.to_dict()["background"] == "#14181c"


@every_chart
def test_numbers_are_written_in_danish(name: str, wb: Workbook) -> None:
    shown = {one for one in texts(EVERY[name](wb)) if not one.startswith("»")}
    assert not [one for one in shown if re.fullmatch(r"\d\.\d+|\d+%", one)]


def test_the_table_is_a_copy(wb: Workbook) -> None:
    figure = EVERY["overlap"](wb)
    table = figure.to_table()
    table.iloc[0, 1] = 7.0
    assert figure.to_table().iloc[0, 1] != 7.0


def test_the_heat_map_shows_each_share_and_puts_what_all_share_on_top(wb: Workbook) -> None:
    frame = coverage(wb, share=True)
    figure = charts.coverage_heat_map(frame, wb)
    table = figure.to_table()
    assert list(table.columns) == [*wb.municipalities.name[frame.columns], "hos"]
    assert table["hos"].is_monotonic_decreasing
    assert table.loc["Ledelse", "Viborg"] == frame.loc["ledelse", "viborg"]
    cells = [row for row in drawn(figure) if "value" in row and "fill" in row]
    assert len(cells) == frame.size
    for cell in cells:
        share = table.iloc[cell["row"]][wb.municipalities.name[cell["column"]]]
        assert cell["text"] == ("0" if not share else f"{100 * share:.0f} %")
    assert f"n = {frame.attrs['n']['holstebro']}" in texts(figure)
    assert int((table["hos"] == 5).sum()) == 7
    assert title(figure) == "Syv af 25 temaer går igen hos alle fem"


def test_counts_stay_counts(wb: Workbook) -> None:
    figure = EVERY["counts"](wb)
    assert figure.to_table().loc["Ledelse", "Viborg"] == 9
    assert not [one for one in texts(figure) if re.fullmatch(r"\d+ %", one)]


def test_the_matrix_leaves_its_diagonal_blank(wb: Workbook) -> None:
    frame = overlap(wb)
    figure = charts.overlap_matrix(frame, wb)
    table = figure.to_table()
    assert np.isnan(np.diag(table)).all()
    assert table.loc["Hillerød", "Hedensted"] == frame.loc["hilleroed", "hedensted"]
    assert "Hillerød og Hedensted" in figure.alt
    written = [row["text"] for row in drawn(figure) if "value" in row and "fill" in row]
    assert sorted(filter(None, written)) == sorted(f"{one:.2f}".replace(".", ",") for one in table.to_numpy().ravel() if not np.isnan(one))


def test_a_matrix_that_is_not_symmetric_reads_across(wb: Workbook) -> None:
    figure = EVERY["alignment"](wb)
    assert "Viborg (n = 22)" in texts(figure)
    assert title(figure).startswith("68 % af det, Viborg vil,")


def test_the_ranges_say_how_sure_the_order_is(wb: Workbook) -> None:
    report = overlap_report(wb, samples=50)
    figure = charts.overlap_ranges(report, wb)
    table = figure.to_table()
    assert list(table["Lighed"]) == list(report.score)
    assert list(table["Fra"]) == list(report.low)
    assert table.index[0] == "Hillerød og Hedensted"
    assert "kan være lige så ens" in title(figure)
    apart = report.assign(low=report.score - 0.001, high=report.score + 0.001)
    assert "mere end alle andre par" in title(charts.overlap_ranges(apart, wb))
    assert len(charts.overlap_ranges(report, wb, most=3).to_table()) == 3


def test_coherence_writes_n_of_and_leaves_open_what_cannot_be_measured(wb: Workbook) -> None:
    figure = EVERY["coherence"](wb)
    table = figure.to_table()
    assert table.loc["Mål, som en indikator måler", "Hillerød"] == "9 af 12"
    assert pd.isna(table.loc["Mål, som en indikator måler", "Viborg"])
    assert title(figure) == "Den røde tråd brister mest her: mål, som en indikator måler (9 af 30)"


def test_the_timeline_does_not_invent_years(wb: Workbook) -> None:
    figure = EVERY["timeline"](wb)
    table = figure.to_table()
    assert table.loc["Holstebro", ["Fra", "Til"]].tolist() == [2024, 2027]
    assert table.loc[["Viborg", "Hillerød", "Norddjurs"], ["Fra", "Til"]].isna().all(axis=None)
    assert list(table.index[table["Udgivet"] == "ikke dateret"]) == ["Holstebro", "Norddjurs", "Hedensted"]
    assert {"ingen årstal", "hverken årstal eller dato", "i dag, 1. december 2025"} <= texts(figure)
    bars = [row for row in drawn(figure) if "firm" in row and "x2" in row]
    assert len({json.dumps(bar) for bar in bars if bar["firm"]}) == 2
    assert title(figure) == "Én af fem strategier gælder i dag efter sine egne årstal"
    assert "kan ikke læses" in table.loc["Hillerød", "Opfølgning"]


@pytest.mark.parametrize("named", [True, False, None])
def test_the_cascade_has_a_place_for_every_level(wb: Workbook, *, named: bool | None) -> None:
    for municipality in wb.strategies.index:
        figure = charts.cascade(wb, municipality, named=named, most=100)
        elements = wb.elements[(wb.elements.municipality == municipality) & ((wb.elements.named == named) | (named is None))]
        kinds = ["vision", "core_task", "focus_area", "goal", "initiative", "activity", "indicator"]
        assert sorted(figure.to_table()["Ordlyd"]) == sorted(elements.label[elements.type.isin(kinds)])


def test_the_cascade_says_what_is_missing(wb: Workbook) -> None:
    figure = charts.cascade(wb, "hedensted")
    assert {"Ingen vision i dokumentet", "Ingen mål", "Ingen indikatorer"} <= texts(figure)
    assert title(figure) == "Hedensted: tråden mangler en vision, fokusområder, mål og indikatorer"
    assert "Ingen mål; 4 er læst ud af teksten" in texts(charts.cascade(wb, "viborg"))
    with pytest.raises(ValueError, match="holstebro"):
        charts.cascade(wb, "aarhus")


def test_groups_show_every_municipality_in_its_own_words(wb: Workbook) -> None:
    frame = aligned_groups(wb)
    table = charts.aligned_groups(frame, wb, most=100, each=100).to_table()
    assert list(table["Ordlyd"]) == list(frame.label)
    assert list(table["Kommune"]) == list(wb.municipalities.name[frame.municipality])
    assert charts.aligned_groups(frame.iloc[:0], wb).to_table().empty


def test_the_network_shows_each_tie_and_no_label_on_another(wb: Workbook) -> None:
    graph = theme_network(wb)
    table = network(wb).to_table()
    assert len(table) == graph.number_of_edges()
    assert table["Elementer"].sum() == sum(weight for *_, weight in graph.edges(data="weight"))
    assert_apart(wb, graph)


def assert_apart(wb: Workbook, graph: nx.Graph) -> None:
    from strategylib.charts.grammar import Style

    nodes = _nodes(Style.of(wb, "da", dark=False), graph, theme_positions(graph), 600)
    _apart(nodes, 600)
    for one, other in itertools.combinations(nodes, 2):
        aside = abs(one.x - other.x) >= (one.wide + other.wide) / 2 + _MARGIN - 1e-6
        assert aside or abs(one.y - other.y) >= (one.high + other.high) / 2 + _MARGIN - 1e-6, (one.lines, other.lines)


def test_the_places_of_a_network_stay(wb: Workbook) -> None:
    assert theme_positions(theme_network(wb)) == theme_positions(theme_network(wb))


@pytest.mark.parametrize("n", [1, 98])
def test_one_municipality_and_98_can_be_drawn(n: int, wb: Workbook, tmp_path: Path) -> None:
    many = open_workbook(write_folder(tmp_path / "invented", n))
    names, themes = list(many.strategies.index), list(wb.themes.index)
    draw = np.random.default_rng(1)
    counts = pd.DataFrame(draw.poisson(1, (len(themes), n)), index=themes, columns=names).astype(float)
    counts.attrs["n"] = {one: int(counts[one].sum()) for one in names}
    likeness = pd.DataFrame(np.full((n, n), 0.5), index=names, columns=names)
    pairs = [{"a": a, "b": b, "score": 0.5, "low": 0.3, "high": 0.6, "n_a": 3, "n_b": 4} for a, b in itertools.combinations(names, 2)]
    report = pd.DataFrame(pairs, columns=["a", "b", "score", "low", "high", "n_a", "n_b"]).set_index(["a", "b"])
    graph = nx.Graph()
    for one in names:
        graph.add_node(one, kind="municipality")
        for theme in counts.index[counts[one] > 0]:
            graph.add_node(f"theme:{theme}", kind="theme")
            graph.add_edge(one, f"theme:{theme}", weight=counts.loc[theme, one], share=counts.loc[theme, one] / counts[one].sum())
    figures = {
        "coverage": charts.coverage_heat_map(counts, many),
        "overlap": charts.overlap_matrix(likeness, many),
        "ranges": charts.overlap_ranges(report, many),
        "coherence": charts.coherence(threads(many), many),
        "timeline": charts.timeline(many, today=TODAY),
        "cascade": charts.cascade(many, names[-1]),
        "network": charts.network(graph, theme_positions(graph), many),
    }
    for name, figure in figures.items():
        if (name, n) != ("overlap", 98):  # ten thousand numbers take a while to paint
            assert figure.save_png(tmp_path / f"{name}.png", scale=0.5).stat().st_size > 1000
        assert figure.alt
    assert len(drawn(figures["network"])) > 0
    shown = {row["text"] for row in drawn(figures["network"]) if "text" in row}
    assert len([one for one in shown if one.startswith("Kommune")]) == min(n, 60 - len(themes))


def test_text_breaks_at_words_and_says_when_it_is_cut() -> None:
    lines = wrap("Vi vil sikre en bæredygtig organisation med fokus på attraktive arbejdsfællesskaber", 150, 11, lines=2)
    assert len(lines) == 2
    assert lines[1].endswith("…")
    assert all(width(line, 11) <= 150 for line in lines)
    assert wrap("kort", 150, 11) == ["kort"]
    assert all(width(line, 11) <= 60 for line in wrap("arbejdsfællesskabsudvikling", 60, 11))


def test_both_languages_have_the_same_texts() -> None:
    def keys(tree: dict, above: str = "") -> set[str]:
        return {
            key for name, one in tree.items() for key in (keys(one, f"{above}{name}.") if isinstance(one, dict) else {f"{above}{name}"})
        }

    read = [tomllib.loads((resources.files("strategylib") / "locale" / f"{one}.toml").read_text(encoding="utf-8")) for one in ("da", "en")]
    assert keys(read[0]["charts"]) == keys(read[1]["charts"])
