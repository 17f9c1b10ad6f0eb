"""What a room said becomes a layer of the graph: the tally's figures, queried by analysts, shown to leaders, traced to elements."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import strategylib as sl
from strategylib.locale import LANGUAGES, texts
from strategylib.widgets.viewmodels.rooms import RoomsModel
from strategylib.widgets.viewmodels.thread import ThreadModel
from strategylib.workbook import Workbook
from strategylib.workshop.results import file_name, results
from strategylib.workshop.session import Session

from .test_workshop_session import PAIRS, Room, made, who

GOALS = [{"id": one, "text": f"Mål {one}", "elements": [f"hilleroed.goal-{number}"]} for number, one in enumerate("abc", 1)]


def held() -> Session:
    """Seven people: what comes first, what they agree on, a pair, an idea, a decision, and an exercise that was never opened."""
    kinds = ("dots", "points", "ranking", "matrix", "statements", "follow_up", "ideas", "alignment")
    room = Room(
        *(made(kind, id=kind.replace("_", "-"), title=kind, items=PAIRS if kind == "alignment" else GOALS) for kind in kinds),
        made("dots", id="never", title="Aldrig", items=GOALS),
    )
    answers: dict[str, list[Any]] = {
        "dots": [{"a": 1}] * 5 + [{"b": 1, "c": 1}] * 2,
        "points": [{"a": 30, "b": 70}] * 7,
        "ranking": [["b", "a", "c"]] * 7,
        "matrix": [{"a": [5, 4]}] * 4 + [{"a": [5, 3]}] * 3,
        "statements": [{"a": "agree", "b": "agree", "c": "pass"}] * 6 + [{"a": "disagree", "b": "disagree"}],
        "follow-up": [{"a": "green", "b": "red"}] * 3 + [{"a": "red", "b": "red"}] * 3 + [{"a": "unknown"}],
        "alignment": [{"a": "broader"}] * 5 + [{"a": "no"}] * 2,
    }
    for name, given in answers.items():
        room.open(name)
        for number, answer in enumerate(given):
            assert room.vote(number, answer, exercise_id=name) is None
    room.open("ideas")
    for number, words in enumerate(("Fast team", "Skjult"), 1):
        room.do("idea", exercise_id="ideas", round=1, participant=who(number), id=f"idea-00000000000{number}", text=words, item="a")
    room.do("moderated", exercise_id="ideas", idea="idea-000000000001", status="shown")
    decision = {"text": "Vi begynder", "role": "leader", "month": "2027-03", "involvement": "many"}
    assert room.do("decided", exercise_id="dots", item="a", decision=decision) is None
    return room.session


@pytest.fixture(scope="module")
def session() -> Session:
    return held()


@pytest.fixture
def folder(tmp_path: Path, session: Session) -> Path:
    """A data folder that holds nothing but the results."""
    place = tmp_path / "workshops"
    place.mkdir()
    (place / file_name(session, "abcd1234")).write_text(json.dumps(results(session), ensure_ascii=False), encoding="utf-8")
    return tmp_path


@pytest.fixture
def wb(folder: Path) -> Workbook:
    return sl.open_workbook(folder, with_bundled=True)


def test_the_file_is_named_by_day_title_and_session(session: Session) -> None:
    assert file_name(session, "abcd1234") == "2026-11-27-faellesledermoede-abcd.json"


def test_the_results_tell_of_no_participant_and_of_nothing_hidden_or_unopened(session: Session) -> None:
    written = json.dumps(results(session), ensure_ascii=False)
    assert "participant" not in written
    assert "Skjult" not in written
    assert "Aldrig" not in written


def test_what_came_first_stands_with_its_share_and_n(wb: Workbook) -> None:
    frame = sl.priorities(wb)
    first = frame[frame.text == "Mål a"].set_index("kind")
    assert first.loc["dots", ["place", "share", "n"]].tolist() == [1, 5 / 7, 7]
    assert first.loc["points", ["place", "share", "n"]].tolist() == [2, 0.3, 7]
    assert first.loc["ranking", ["place", "share", "n"]].tolist() == [2, 0.5, 7]
    assert first.loc["matrix", ["share", "n"]].tolist() == [4 / 7, 7]
    assert wb.trace(*first.loc["dots", "elements"]).element.tolist()[0] == "hilleroed.goal-1"


def test_agreement_counts_those_who_took_a_side(wb: Workbook) -> None:
    frame = sl.consensus(wb).set_index(["kind", "text"])
    assert frame.loc[("statements", "Mål a"), ["share", "status", "sides", "n"]].tolist() == [6 / 7, "consensus", 7, 7]
    assert frame.loc[("statements", "Mål c"), "status"] == "too_few"
    assert frame.loc[("follow_up", "Mål a"), ["share", "status", "sides"]].tolist() == [0.5, "split", 6]
    assert frame.loc[("follow_up", "Mål b"), "status"] == "consensus"
    assert frame.loc[("alignment", "Ens?"), "status"] == "majority"


def test_proposals_alignments_and_decisions_are_there_to_query(wb: Workbook) -> None:
    assert sl.proposals(wb)[["text", "elements"]].to_numpy().tolist() == [["Fast team", ("hilleroed.goal-1",)]]
    pair = sl.room_alignments(wb).iloc[0]
    assert (pair.a, pair.b, pair.relation, pair.broader, pair.no, pair.n) == ("viborg.goal-1", "hilleroed.goal-1", "narrowMatch", 5, 2, 7)
    decided = sl.decisions(wb).iloc[0]
    assert decided[["decision", "role", "month", "involvement"]].tolist() == ["Vi begynder", "leader", "2027-03", "many"]
    assert wb.workshops.people.tolist() == [7]
    dots = wb.workshop_results.query("exercise == 'dots' and figure == 'total'")
    assert dots.value.tolist() == [5, 2, 2]


def test_the_graph_has_the_layer_and_the_measures_of_the_strategies_are_what_they_were(wb: Workbook) -> None:
    room = "workshop:2026-11-27-faellesledermoede-abcd"
    assert wb.graph.nodes[room]["people"] == 7
    edge = wb.graph.edges[room, "hilleroed.goal-1", "voted_on/dots/a"]
    assert (edge["kind"], edge["total"], edge["n"]) == ("dots", 5, 7)
    proposal = next(target for _, target, key in wb.graph.out_edges(room, keys=True) if key == "proposed")
    assert wb.graph.nodes[proposal]["label"] == "Fast team"
    assert wb.graph.has_edge(proposal, "hilleroed.goal-1", "proposed_for")
    assert wb.graph.has_edge("viborg.goal-1", "hilleroed.goal-1", f"judged/{room.removeprefix('workshop:')}/alignment/a")
    without = sl.open_workbook()
    assert sl.coverage(wb).equals(sl.coverage(without))
    assert sl.missing(wb, "viborg").equals(sl.missing(without, "viborg"))
    assert len(wb.alignments) == len(without.alignments)


@pytest.mark.parametrize("language", LANGUAGES)
def test_leaders_read_it_in_a_view_of_its_own_and_beside_the_element(wb: Workbook, language: str) -> None:
    words = texts(language)
    content = RoomsModel(wb, words).content
    assert "Mål a" in content["title"]
    dots = next(one for one in content["exercises"] if one["title"] == "dots")
    assert dots["rows"][0]["percent"] == "71 %"
    assert content["decisions"][0]["decision"].startswith("Vi begynder")
    assert not {"a", "hidden"} & {row["text"] for one in content["exercises"] if one["written"] for row in one["rows"]}
    card = ThreadModel(wb, words, {"sted": "hilleroed"}).content["cards"]["hilleroed.goal-1"]
    told = "; ".join(card["rooms"])
    assert words("rooms.said.dots", voters=5, n=7, place=1) in told
    assert (
        words("rooms.said.matrix", impact=words("numbers.decimal").join("50"), feasibility=words("numbers.decimal").join("36"), n=7) in told
    )


def test_without_results_there_is_an_empty_view_and_no_layer() -> None:
    wb = sl.open_workbook()
    assert RoomsModel(wb, texts("da")).content["exercises"] == []
    assert sl.priorities(wb).empty
    assert sl.consensus(wb).empty


def test_all_faults_of_a_results_file_are_named_with_their_lines(folder: Path) -> None:
    path = next((folder / "workshops").iterdir())
    data = json.loads(path.read_text(encoding="utf-8"))
    data["exercises"][0]["items"][0]["elements"] = ["hilleroed.goal-999"]
    del data["exercises"][0]["items"][1]["figures"]["voters"]
    data["exercises"][7]["items"][0]["elements"] = ["viborg.goal-1"]
    path.write_text(json.dumps(data, ensure_ascii=False, indent=1), encoding="utf-8")
    path.with_name("other.JSON").write_text("{}", encoding="utf-8")
    wb = sl.open_workbook(folder, with_bundled=True, strict=False)
    said = [str(fault).replace(str(path), "file") for fault in wb.faults]
    assert len(said) == 4
    assert sum("hilleroed.goal-999" in one for one in said) == 1
    assert sum("voters" in one for one in said) == 1
    lines = path.read_text(encoding="utf-8").splitlines()
    wrong = next(number for number, line in enumerate(lines, 1) if "goal-999" in line)
    assert any(one.startswith(f"file:{wrong}:") for one in said)
    assert wb.workshops.empty


def test_results_alone_in_a_folder_are_no_strategies(folder: Path) -> None:
    assert sl.open_workbook(folder, strict=False).faults
