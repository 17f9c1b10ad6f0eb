"""What a session takes, what it refuses, and that the same events always add up to the same."""

from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from strategylib.workshop.exercises import Kind, Refused, ballot, exercise
from strategylib.workshop.rounds import IdeaStatus, Phase
from strategylib.workshop.session import FACILITATOR_EVENTS, PARTICIPANT_EVENTS, Event, Session, fold
from strategylib.workshop.tally import tally

ITEMS = [{"id": one, "text": f"Emne {one}", "elements": [f"viborg.goal-{number}"]} for number, one in enumerate("abcd", 1)]
PAIRS = [{"id": "a", "text": "Ens?", "elements": ["viborg.goal-1", "hilleroed.goal-1"]}]


def made(kind: str, **fields: Any) -> dict[str, Any]:
    return {"id": "x", "kind": kind, "title": "Hvad først?", "items": PAIRS if kind == "alignment" else ITEMS} | fields


def who(number: int) -> str:
    return f"participant-{number:08}"


class Room:
    """A session that takes one event after another, as a server would number them."""

    def __init__(self, *exercises: dict[str, Any]) -> None:
        self.session = Session()
        self.do("created", title="Fællesledermøde")
        for one in exercises:
            self.do("exercise", exercise=one)

    def do(self, kind: str, **body: Any) -> str | None:
        """Add an event; return why it was refused."""
        expected = self.session.refuses(kind, body)
        refused = self.session.apply(Event(self.session.seq + 1, "2026-11-27T10:00:00+00:00", kind, body))
        assert (expected and expected.code) == (refused and refused.code)
        return refused.code if refused else None

    def open(self, exercise_id: str = "x") -> None:
        assert self.do("opened", exercise_id=exercise_id) is None

    def vote(self, number: int, answer: Any, *, round_: int = 1, exercise_id: str = "x") -> str | None:
        return self.do("ballot", exercise_id=exercise_id, round=round_, participant=who(number), ballot=answer)

    @property
    def result(self) -> dict[str, Any]:
        return tally(self.session.rounds["x"])


@pytest.mark.parametrize(
    ("kind", "fields", "answer", "kept"),
    [
        ("dots", {"dots": 3, "most": 2}, {"b": 1, "a": 2, "c": 0}, {"a": 2, "b": 1}),
        ("points", {}, {"a": 60, "d": 40}, {"a": 60, "d": 40}),
        ("ranking", {}, ["c", "a"], ["c", "a"]),
        ("matrix", {}, {"a": [5, 1]}, {"a": [5, 1]}),
        ("statements", {}, {"a": "agree", "b": "pass"}, {"a": "agree", "b": "pass"}),
        ("alignment", {}, {"a": "narrower"}, {"a": "narrower"}),
        ("follow_up", {}, {"d": "red"}, {"d": "red"}),
    ],
)
def test_an_answer_is_kept_as_it_counts(kind: str, fields: dict[str, Any], answer: Any, kept: Any) -> None:
    assert ballot(exercise(made(kind, **fields)), answer) == kept


@pytest.mark.parametrize(
    ("kind", "answer", "code"),
    [
        ("dots", {"a": 2}, "out_of_range"),
        ("dots", {"a": 1, "b": 1, "c": 1, "d": 1}, "too_many_dots"),
        ("dots", {"z": 1}, "unknown_item"),
        ("dots", {"a": True}, "form"),
        ("dots", {"a": -1}, "out_of_range"),
        ("dots", {"a": 1e3}, "form"),
        ("points", {"a": 99}, "not_the_total"),
        ("points", {"a": 101}, "out_of_range"),
        ("ranking", ["a", "a"], "item_twice"),
        ("ranking", [], "unknown_item"),
        ("ranking", {"a": 1}, "form"),
        ("matrix", {"a": [6, 1]}, "out_of_range"),
        ("matrix", {"a": [1]}, "form"),
        ("statements", {"a": "yes"}, "form"),
        ("statements", {}, "empty"),
        ("alignment", {"a": ["same"]}, "form"),
        ("follow_up", "green", "form"),
        ("ideas", {}, "not_voted_on"),
        ("plan", {}, "not_voted_on"),
    ],
)
def test_an_answer_that_breaks_the_rules_is_refused(kind: str, answer: Any, code: str) -> None:
    with pytest.raises(Refused) as refused:
        ballot(exercise(made(kind)), answer)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"kind": "duel"}, "form"),
        ({"title": " "}, "empty"),
        ({"title": "x" * 121}, "too_long"),
        ({"items": [*ITEMS, ITEMS[0]]}, "item_twice"),
        ({"items": ITEMS * 20}, "too_many"),
        ({"items": [{"id": "a", "text": "x", "elements": ["viborg"]}]}, "not_an_element"),
        ({"items": "abc"}, "form"),
        ({"dots": 0}, "out_of_range"),
        ({"id": "A b"}, "form"),
        ({"owner": "x"}, "unknown_field"),
        ({"kind": "alignment"}, "not_a_pair"),
    ],
)
def test_an_exercise_that_is_none_is_refused(fields: dict[str, Any], code: str) -> None:
    with pytest.raises(Refused) as refused:
        exercise(made("dots") | fields)
    assert refused.value.code == code


def test_an_exercise_comes_back_from_its_data() -> None:
    for kind in Kind:
        one = exercise(made(kind))
        assert exercise(one.as_data()) == one


def test_votes_count_only_while_the_exercise_is_open_and_the_last_one_counts() -> None:
    room = Room(made("dots"))
    assert room.vote(1, {"a": 1}) == "not_open"
    room.open()
    assert room.vote(1, {"a": 1}) is None
    assert room.vote(1, {"b": 1}) is None
    assert room.vote(2, {"b": 1}, round_=2) == "earlier_round"
    assert room.do("closed", exercise_id="x") is None
    assert room.vote(2, {"b": 1}) == "not_open"
    assert [(one["id"], one["total"]) for one in room.result["items"]][:2] == [("b", 1), ("a", 0)]
    assert room.result["n"] == 1


def test_opening_one_closes_the_other() -> None:
    room = Room(made("dots"), made("ranking", id="y"))
    room.open()
    room.open("y")
    assert [one.phase for one in room.session.rounds.values()] == [Phase.CLOSED, Phase.OPEN]
    assert room.session.current == "y"


def test_a_reset_starts_a_new_round_and_undo_brings_the_old_one_back() -> None:
    room = Room(made("dots"))
    room.open()
    room.vote(1, {"a": 1})
    room.do("reset", exercise_id="x")
    assert room.session.rounds["x"].ballots == {}
    assert room.session.rounds["x"].number == 2
    assert room.do("undone") is None
    assert list(room.session.rounds["x"].ballots.values()) == [{"a": 1}]
    assert room.session.rounds["x"].phase is Phase.OPEN
    assert room.do("undone") is None  # the opening
    assert room.session.rounds["x"].phase is Phase.DRAFT


def test_what_had_no_effect_is_not_undone() -> None:
    room = Room(made("dots"))
    assert room.do("closed", exercise_id="x") == "not_now"
    assert room.do("undone") is None
    assert room.session.rounds == {}
    assert room.do("undone") == "nothing_to_undo"
    assert room.session.title == "Fællesledermøde"


def test_an_ended_session_takes_nothing_but_can_be_taken_up_again() -> None:
    room = Room(made("dots"))
    room.open()
    assert room.do("ended") is None
    assert room.vote(1, {"a": 1}) == "ended"
    assert room.do("undone") is None
    assert room.vote(1, {"a": 1}) is None


def test_a_locked_session_lets_in_nobody_new() -> None:
    room = Room(made("dots"))
    room.open()
    room.vote(1, {"a": 1})
    room.do("locked", locked=True)
    assert room.vote(2, {"a": 1}) == "locked"
    assert room.vote(1, {"b": 1}) is None


def test_an_exercise_is_changed_as_one_goes_and_what_stays_keeps_its_votes() -> None:
    room = Room(made("dots"))
    room.open()
    room.vote(1, {"a": 1, "b": 1})
    room.vote(2, {"a": 1})
    assert room.do("exercise", exercise=made("ranking")) == "has_votes"
    assert room.do("exercise", exercise=made("dots", items=ITEMS[1:], title="Nyt")) is None
    assert {one["id"]: one["total"] for one in room.result["items"]} == {"b": 1, "c": 0, "d": 0}


def test_ideas_wait_until_somebody_has_looked_at_them() -> None:
    room = Room(made("ideas"))
    room.open()
    ids = [f"idea-{number:012}" for number in range(3)]
    for number, one in enumerate(ids):
        assert room.do("idea", exercise_id="x", round=1, participant=who(1), id=one, text=f" Idé\t{number}\n") is None
    assert room.do("idea", exercise_id="x", round=1, participant=who(1), id=ids[0], text="igen") == "twice"
    assert room.result["items"] == []
    assert room.result["waiting"] == 3
    assert room.do("moderated", exercise_id="x", idea=ids[0], status="shown") is None
    assert [one["text"] for one in room.result["items"]] == ["Idé 0"]
    assert room.do("merged", exercise_id="x", ideas=ids[:2], id="merged-000000001", text="Én idé") is None
    assert [one["text"] for one in room.result["items"]] == ["Én idé"]
    assert room.session.rounds["x"].ideas[ids[1]].status is IdeaStatus.MERGED
    assert room.do("undone") is None
    assert [one["text"] for one in room.result["items"]] == ["Idé 0"]
    assert room.result["n"] == 1


def test_nobody_sends_ideas_without_end() -> None:
    room = Room(made("ideas"))
    room.open()
    said = [room.do("idea", exercise_id="x", round=1, participant=who(1), id=f"idea-{n:012}", text="x") for n in range(21)]
    assert said == [None] * 20 + ["too_many"]
    assert room.do("idea", exercise_id="x", round=1, participant=who(2), id="idea-of-another-1", text="x" * 281) == "too_long"


def test_a_decision_has_a_role_a_month_and_an_involvement() -> None:
    room = Room(made("plan"))
    body = {"text": "Vi begynder her", "role": "leader", "month": "2027-03", "involvement": "many"}
    assert room.do("decided", exercise_id="x", item="b", decision=body) is None
    assert next(one for one in room.result["items"] if one["id"] == "b")["decision"] == body
    for wrong in ({"role": "Jette Hansen"}, {"month": "2027-13"}, {"involvement": "all"}, {"name": "Jette"}):
        assert room.do("decided", exercise_id="x", item="b", decision=wrong) in ("form", "unknown_field")
    assert room.do("decided", exercise_id="x", item="b", decision={}) is None
    assert room.session.rounds["x"].decisions == {}


# Tallies


def test_points_have_their_spread() -> None:
    room = Room(made("points"))
    room.open()
    for number, share in enumerate((100, 50, 0)):
        room.vote(number, {"a": share, "b": 100 - share})
    first, second, *_ = room.result["items"]
    assert (first["total"], first["mean"], first["deviation"], first["low"], first["high"]) == (150, 50, 50, 0, 100)
    assert (first["place"], second["place"]) == (1, 1)


def test_a_ranking_shows_borda_ties_and_who_beats_everyone() -> None:
    room = Room(made("ranking", items=ITEMS[:3]))
    room.open()
    assert room.result["winners"] == []
    for number, order in enumerate(["abc", "abc", "bca", "bca", "c"]):
        room.vote(number, list(order))
    figures = {one["id"]: (one["borda"], one["place"], one["beats"]) for one in room.result["items"]}
    assert figures == {"b": (6, 1, 1), "a": (4, 2, 0), "c": (4, 2, 1)}
    assert room.result["winners"] == ["a", "b", "c"]
    room.vote(5, ["b"])
    assert room.result["winners"] == ["b"]


def test_ids_of_any_length_are_ranked_and_one_alone_wins() -> None:
    items = [{"id": one, "text": one, "elements": []} for one in ("i1", "i2", "et-langt-navn")]
    room = Room(made("ranking", items=items))
    room.open()
    room.vote(1, ["et-langt-navn", "i1"])
    assert [(one["id"], one["borda"]) for one in room.result["items"]] == [("et-langt-navn", 2), ("i1", 1), ("i2", 0)]
    assert room.result["winners"] == ["et-langt-navn"]
    alone = Room(made("ranking", items=items[:1]))
    alone.open()
    alone.vote(1, ["i1"])
    assert alone.result["winners"] == ["i1"]


def test_the_matrix_says_how_far_the_votes_lie_apart() -> None:
    room = Room(made("matrix"))
    room.open()
    for number, place in enumerate([[1, 5], [5, 5], [5, 5]]):
        room.vote(number, {"a": place})
    first, second = room.result["items"][:2]
    assert (first["impact"], first["feasibility"], first["feasibility_deviation"], first["n"]) == (pytest.approx(11 / 3), 5, 0, 3)
    assert first["votes"] == [[1, 5, 1], [5, 5, 2]]
    assert (second["n"], second["impact"], second["impact_deviation"]) == (0, None, None)


def test_words_are_counted_and_ties_are_ties() -> None:
    room = Room(made("follow_up"))
    room.open()
    for number, light in enumerate(["green", "red", "red", "green"]):
        room.vote(number, {"a": light})
    assert room.result["items"][0]["most"] == ["green", "red"]
    assert room.result["items"][1]["most"] == []


def test_no_groups_are_named_among_few_or_alike() -> None:
    room = Room(made("statements"))
    room.open()
    for number in range(9):
        room.vote(number, {"a": "agree", "b": "agree"})
    assert room.result["groups"]["why"] == "too_few"
    assert room.result["groups"]["shared"] == ["a", "b"]
    room.vote(9, {"a": "agree", "b": "agree"})
    assert room.result["groups"]["why"] == "alike"
    assert room.result["groups"]["groups"] == []


def test_two_camps_and_the_statement_between_them_are_found() -> None:
    room = Room(made("statements"))
    room.open()
    for number in range(14):
        camp = number % 2
        room.vote(number, {"a": "agree", "b": ("agree", "disagree")[camp], "c": ("disagree", "agree")[camp], "d": "pass"})
    groups = room.result["groups"]
    assert groups["why"] == ""
    assert [one["n"] for one in groups["groups"]] == [7, 7]
    assert groups["bridging"] == ["a"]
    assert groups["dividing"] == ["b", "c"]


# Whatever comes

_JUNK = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=20)
    | st.sampled_from(["a", "x", "agree", who(1), "shown", "2027-01"]),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["a", "b", "id", "kind", "title", "items", "text"]), inner, max_size=4)
    ),
    max_leaves=8,
)
_FIELDS = [
    "exercise_id",
    "exercise",
    "round",
    "participant",
    "ballot",
    "id",
    "text",
    "idea",
    "ideas",
    "status",
    "item",
    "decision",
    "until",
    "locked",
    "order",
]
_BODY = st.dictionaries(st.sampled_from(_FIELDS), _JUNK, max_size=5).map(
    lambda one: {"exercise_id": "x", "round": 1, "participant": who(1)} | one
)
_KINDS = st.sampled_from([*sorted(FACILITATOR_EVENTS | PARTICIPANT_EVENTS), "created", "nonsense"])


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(_KINDS, _BODY), max_size=12), st.sampled_from(list(Kind)))
def test_whatever_comes_is_taken_or_refused_and_a_refusal_changes_nothing(events: list[tuple[str, dict[str, Any]]], kind: Kind) -> None:
    room = Room(made(kind))
    room.open()
    for name, body in events:
        before = _state(room.session)
        if room.do(name, **body) is not None:
            assert _state(room.session) == before
    again = fold(room.session.events)
    assert _state(again) == _state(room.session)
    for one in room.session.rounds.values():
        assert tally(one)["n"] == one.done or one.exercise.kind is Kind.PLAN


@settings(max_examples=50, deadline=None)
@given(st.integers())
def test_the_order_of_the_voters_changes_no_result(seed: int) -> None:
    random_ = random.Random(seed)
    votes = [(number, random_.sample("abcd", random_.randint(1, 4))) for number in range(12)]
    results = []
    for _ in range(2):
        room = Room(made("ranking"))
        room.open()
        for number, order in votes:
            room.vote(number, order)
        results.append(room.result)
        random_.shuffle(votes)
    assert results[0] == results[1]


def _state(session: Session) -> Any:
    rounds = {
        id_: (one.exercise, one.phase, one.number, dict(one.ballots), dict(one.ideas), dict(one.decisions))
        for id_, one in session.rounds.items()
    }
    return session.title, rounds, list(rounds), session.current, session.locked, session.ended, session.until
