"""What is left when the session is over: minutes in every format, a file that comes back, and a copy to use again."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from strategylib.locale import texts
from strategylib.reports import FORMATS
from strategylib.reports.document import Table, Words
from strategylib.reports.minutes import minutes
from strategylib.widgets.viewmodels.facilitator import FacilitatorModel
from strategylib.workbook import open_workbook
from strategylib.workshop.agendas import agendas
from strategylib.workshop.exchange import as_data, copy, restore
from strategylib.workshop.exercises import Kind, Refused, exercise
from strategylib.workshop.session import Session, fold
from strategylib.workshop.store import Store
from strategylib.workshop.tally import tally

from .test_reports import HOSTILE, READ, plain
from .test_workshop_session import ITEMS, Room, made, who

IDEA = "idea-000000000001"


def held() -> Room:
    """A session in which much was said."""
    kinds = ("dots", "points", "ranking", "matrix", "statements", "follow_up", "translation", "plan", "ideas")
    items = [one | {"source": "Viborg, linje 3"} for one in ITEMS]
    room = Room(*(made(kind, id=kind.replace("_", "-"), title=f"Øvelse {kind}", items=items) for kind in kinds))
    answers: dict[str, Any] = {
        "dots": {"a": 1},
        "points": {"a": 40, "b": 60},
        "ranking": ["b", "a"],
        "matrix": {"a": [5, 2]},
        "statements": {"a": "agree"},
        "follow-up": {"a": "red"},
    }
    for name, answer in answers.items():
        room.open(name)
        for number in range(3):
            assert room.vote(number, answer, exercise_id=name) is None
    room.open("translation")
    room.do("idea", exercise_id="translation", round=1, participant=who(1), id=IDEA, text=HOSTILE)
    room.do("idea", exercise_id="translation", round=1, participant=who(1), id="idea-000000000002", text="vises ikke")
    room.do("moderated", exercise_id="translation", idea=IDEA, status="shown")
    room.do(
        "decided", exercise_id="plan", item="b", decision={"text": "Vi begynder", "role": "head", "month": "2027-03", "involvement": "many"}
    )
    return room


@pytest.fixture(scope="module")
def session() -> Session:
    return held().session


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store(f"sqlite:///{tmp_path / 'møder.sqlite'}")
    yield store
    store.close()


@pytest.mark.parametrize("form", FORMATS)
def test_the_minutes_hold_what_was_asked_decided_and_shown_and_no_more(form: str, session: Session) -> None:
    content = FORMATS[form].write(minutes(session, delete_after="2027-02-01"))
    said = plain(READ[form](content))
    if form == "xlsx":
        said += plain("".join(openpyxl.load_workbook(io.BytesIO(content)).sheetnames))
    for words in (
        "Øvelse dots",
        "Vi begynder",
        "Chef",
        "marts 2027",
        "Mange medarbejdere",
        "1. februar 2027",
        HOSTILE,
        "Øvelse points (3 har svaret)",
    ):
        assert plain(words) in said, words
    assert plain("vises ikke") not in said
    assert plain("Øvelse ideas") not in said  # never opened
    assert "participant" not in said


def test_the_minutes_figures_are_those_of_the_tally(session: Session) -> None:
    report = minutes(session)
    tables = {part.title: part for part in report.parts if isinstance(part, Table)}
    points = {item["text"]: item for item in tally(session.rounds["points"])["items"]}
    for row in tables["Øvelse points (3 har svaret)"].rows:
        item = points[row[0].text]
        assert [cell.value for cell in row[1:4]] == [item["place"], item["total"], item["mean"]]
    assert report.sources == ("Viborg, linje 3",)
    assert "3 deltagere" in report.lead
    assert any("Slår alle andre" in words for part in report.parts if isinstance(part, Words) for words in part.paragraphs)


def test_a_session_without_anything_has_minutes_too() -> None:
    report = minutes(Room().session)
    assert [part.title for part in report.parts] == ["Beslutninger"]
    assert FORMATS["docx"].write(report)


def test_a_session_comes_back_from_its_file_and_its_people_are_numbers(session: Session, store: Store) -> None:
    data = json.loads(json.dumps(as_data(session)))
    assert who(0) not in json.dumps(data)
    again = fold(store.events(restore(store, data).id))
    assert again.title == session.title
    assert {id_: tally(one) for id_, one in again.rounds.items()} == {id_: tally(one) for id_, one in session.rounds.items()}
    assert [one.at for one in again.events][1:] == [one.at for one in session.events][1:]
    assert as_data(again)["events"][1:] == data["events"][1:]


@pytest.mark.parametrize(
    "broken",
    [
        None,
        [],
        {},
        {"format": "strategylib-session", "version": 2, "events": [{}]},
        {"format": "strategylib-session", "version": 1, "events": []},
        {"format": "strategylib-session", "version": 1, "events": [{"kind": "created"}]},
        {"format": "strategylib-session", "version": 1, "events": [{"kind": "opened", "body": {}}]},
        {"format": "strategylib-session", "version": 1, "events": ["x"] * 3},
    ],
)
def test_what_is_no_session_is_refused_and_makes_nothing(broken: object, store: Store) -> None:
    with pytest.raises(Refused, match="no_session_file"):
        restore(store, broken)
    assert store.sessions() == []


def test_a_copy_has_the_exercises_and_no_answers(session: Session, store: Store) -> None:
    again = fold(store.events(copy(store, session).id))
    assert [one.exercise for one in again.rounds.values()] == [one.exercise for one in session.rounds.values()]
    assert {one.done for one in again.rounds.values()} == {0}
    assert again.current is None


# Agendas, and what the graph gives


@pytest.mark.parametrize("name", sorted(agendas()))
@pytest.mark.parametrize("we", ["holstebro", "viborg", "hilleroed", "norddjurs", "hedensted"])
def test_every_agenda_gives_exercises_that_a_session_takes(name: str, we: str) -> None:
    model = FacilitatorModel(open_workbook(), texts("da"))
    model.asked = {"from": "agenda", "agenda": name, "we": we}
    found = model.found["exercises"]
    assert len(found) == len(agendas()[name]["exercises"])
    room = Room()
    for one in found:
        assert room.do("exercise", exercise=one) is None
        assert all(item.source and item.elements for item in exercise(one).items)
    assert any(one["items"] for one in found) or name == "tom"


def test_every_text_of_an_agenda_is_there_in_english_too() -> None:
    for name, danish in agendas().items():
        english = agendas("en")[name]
        for da, en in ((danish, english), *zip(danish["exercises"], english["exercises"], strict=True)):
            assert da.keys() == en.keys()
            assert all(da[key] != en[key] for key in ("title", "about", "question") if key in da)


def test_a_plan_stands_on_its_months_from_the_first_to_the_last() -> None:
    room = held()
    room.do("decided", exercise_id="plan", item="a", decision={"text": "", "role": "leader", "month": "2027-01", "involvement": "leaders"})
    grid = next(one for one in minutes(room.session).parts if isinstance(one, Table) and one.title == "Øvelse plan")
    assert grid.columns == ("Emne", "Hvem", "jan 27", "feb 27", "mar 27")
    assert [[cell.text for cell in row] for row in grid.rows][:2] == [
        ["Emne a", "Leder", "Ledere", "", ""],
        ["Emne b", "Chef", "", "", "Mange medarbejdere"],
    ]


def test_what_we_lack_is_nothing_of_ours_and_pairs_are_ours_and_theirs() -> None:
    wb = open_workbook()
    model = FacilitatorModel(wb, texts("da"))
    model.asked = {"from": "lacking", "we": "viborg"}
    assert model.found["items"]
    assert all(item["municipality"] != "viborg" for item in model.found["items"])
    model.asked = {"from": "pairs", "we": "viborg"}
    for item in model.found["items"]:
        ours, theirs = item["elements"]
        assert wb.element(ours).municipality == "viborg"
        assert wb.element(theirs).municipality == item["municipality"] != "viborg"
        assert exercise(made(Kind.ALIGNMENT, items=[{"id": "a", **{key: item[key] for key in ("text", "elements", "source")}}]))


def test_search_finds_commitments_by_word_theme_and_level() -> None:
    wb = open_workbook()
    model = FacilitatorModel(wb, texts("da"))
    model.asked = {"from": "search", "q": "teknologi"}
    assert all("teknologi" in (item["text"] + wb.element(item["elements"][0]).term).lower() for item in model.found["items"])
    model.asked = {"from": "search", "kind": "goal", "we": "norddjurs", "theme": "teknologi"}
    assert {wb.element(item["elements"][0]).type for item in model.found["items"]} <= {"goal"}
    model.asked = {"from": "nonsense"}
    assert model.found["items"] == []
