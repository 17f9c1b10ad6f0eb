"""What has happened in a session, and where does it stand? Events are only ever added; the state is what they add up to.

Whoever folds the same events in the same order has the same state, so a server that starts again, and another server beside it, show the
same session. An event that the state does not take changes nothing: that, and nothing else, decides whether a vote counts.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from strategylib.workshop.exercises import (
    LONGEST_IDEA,
    LONGEST_TITLE,
    MOST_IDEAS,
    Decision,
    Exercise,
    Refused,
    ballot,
    decision,
    exercise,
    text,
)
from strategylib.workshop.rounds import Idea, IdeaStatus, Phase, Round

PIN_DIGITS = 8
MOST_EXERCISES = 40
LONGEST_TIMER = 4 * 60 * 60
"""Seconds that a timer may run."""

_ID = re.compile(r"[A-Za-z0-9_-]{16,64}")
_FIRST = "created"


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened: its number in the session (from 1), when (ISO 8601, UTC), what, its data, and its sender's key for it."""

    seq: int
    at: str
    kind: str
    body: dict[str, Any]
    key: str | None = None


class Session:
    """The state of a session; `apply` takes the next event."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self.undone: set[int] = set()
        self.keys: dict[str, int] = {}
        self._clear()

    def _clear(self) -> None:
        self.title = ""
        self.language = "da"
        self.rounds: dict[str, Round] = {}
        self.current: str | None = None
        self.locked = False
        self.ended = False
        self.until: str | None = None
        self._taken: set[int] = set()

    @property
    def seq(self) -> int:
        """The number of the last event."""
        return self.events[-1].seq if self.events else 0

    @property
    def participants(self) -> set[str]:
        """Who has answered anything."""
        voted = {one for round_ in self.rounds.values() for one in round_.ballots}
        return voted | {idea.participant for round_ in self.rounds.values() for idea in round_.ideas.values() if idea.participant}

    def apply(self, event: Event) -> Refused | None:
        """Take the next event; return why it changed nothing, or None."""
        self.events.append(event)
        if event.key is not None:
            self.keys[event.key] = event.seq
        if event.kind == "undone":
            return self._undo()
        return self._take(event)

    def refuses(self, kind: str, body: dict[str, Any]) -> Refused | None:
        """Return why an event would change nothing if it came now, without taking it; None when it would be taken."""
        if kind == "undone":
            return None if self._last_undoable() else Refused("nothing_to_undo")
        try:
            self._prepare(kind, body)
        except Refused as refused:
            return refused
        return None

    def _take(self, event: Event) -> Refused | None:
        try:
            change = self._prepare(event.kind, event.body)
        except Refused as refused:
            return refused
        change()
        self._taken.add(event.seq)
        return None

    def _prepare(self, kind: str, body: dict[str, Any]) -> Callable[[], None]:
        """Return what the event does, once nothing speaks against it. Raises `Refused`."""
        if bool(self.rounds or self.title) == (kind == _FIRST):
            raise Refused("not_now")
        prepare = self._EVENTS.get(kind)
        if prepare is None:
            raise Refused("unknown_event")
        if self.ended:
            raise Refused("ended")
        return prepare(self, body)

    # What the facilitator does

    def _created(self, body: dict[str, Any]) -> Callable[[], None]:
        title, language = text(body.get("title"), "title", LONGEST_TITLE), body.get("language", "da")
        if language not in ("da", "en"):
            raise Refused("form", field="language")

        def change() -> None:
            self.title, self.language = title, language

        return change

    def _put(self, body: dict[str, Any]) -> Callable[[], None]:
        """Add an exercise, or change it as one goes: what was voted on items that stay is kept."""
        made = exercise(body.get("exercise"))
        known = self.rounds.get(made.id)
        if known is None and len(self.rounds) >= MOST_EXERCISES:
            raise Refused("too_many", field="exercise", n=MOST_EXERCISES)
        if known is not None and known.done and known.exercise.kind is not made.kind:
            raise Refused("has_votes")

        def change() -> None:
            if known is None:
                self.rounds[made.id] = Round(made)
            else:
                known.exercise = made
                known.ballots = {who: kept for who, one in known.ballots.items() if (kept := _still_valid(made, one)) is not None}

        return change

    def _removed(self, body: dict[str, Any]) -> Callable[[], None]:
        round_ = self._round(body)

        def change() -> None:
            del self.rounds[round_.exercise.id]
            if self.current == round_.exercise.id:
                self.current = None

        return change

    def _ordered(self, body: dict[str, Any]) -> Callable[[], None]:
        order = body.get("order")
        if not isinstance(order, list) or sorted(map(str, order)) != sorted(self.rounds):
            raise Refused("form", field="order")

        def change() -> None:
            self.rounds = {one: self.rounds[one] for one in order}

        return change

    def _opened(self, body: dict[str, Any]) -> Callable[[], None]:
        round_ = self._round(body)
        if not round_.exercise.written and not round_.exercise.items:
            raise Refused("no_items")

        def change() -> None:
            for other in self.rounds.values():
                if other.phase is Phase.OPEN:
                    other.phase = Phase.CLOSED
            round_.phase, self.current, self.until = Phase.OPEN, round_.exercise.id, None

        return change

    def _closed(self, body: dict[str, Any]) -> Callable[[], None]:
        return self._to(body, Phase.CLOSED, (Phase.OPEN, Phase.REVEALED))

    def _revealed(self, body: dict[str, Any]) -> Callable[[], None]:
        return self._to(body, Phase.REVEALED, (Phase.OPEN, Phase.CLOSED))

    def _to(self, body: dict[str, Any], phase: Phase, before: tuple[Phase, ...]) -> Callable[[], None]:
        round_ = self._round(body)
        if round_.phase not in before:
            raise Refused("not_now")

        def change() -> None:
            round_.phase, self.current, self.until = phase, round_.exercise.id, None

        return change

    def _reset(self, body: dict[str, Any]) -> Callable[[], None]:
        round_ = self._round(body)

        def change() -> None:
            self.rounds[round_.exercise.id] = Round(round_.exercise, number=round_.number + 1)

        return change

    def _timed(self, body: dict[str, Any]) -> Callable[[], None]:
        until = body.get("until")
        if until is not None:
            try:
                end = dt.datetime.fromisoformat(str(until))
            except ValueError:
                raise Refused("form", field="until") from None
            if end.tzinfo is None:
                raise Refused("form", field="until")

        def change() -> None:
            self.until = None if until is None else str(until)

        return change

    def _locked(self, body: dict[str, Any]) -> Callable[[], None]:
        locked = body.get("locked")
        if not isinstance(locked, bool):
            raise Refused("form", field="locked")

        def change() -> None:
            self.locked = locked

        return change

    def _moderated(self, body: dict[str, Any]) -> Callable[[], None]:
        """Show an idea, or leave it out; its words may be put right."""
        round_ = self._round(body)
        idea = round_.ideas.get(str(body.get("idea")))
        if idea is None:
            raise Refused("unknown_idea")
        status = body.get("status")
        if status not in (IdeaStatus.SHOWN, IdeaStatus.HIDDEN, IdeaStatus.WAITING):
            raise Refused("form", field="status")
        words = text(body["text"], "text", LONGEST_IDEA) if "text" in body else idea.text

        def change() -> None:
            round_.ideas[idea.id] = replace(idea, status=IdeaStatus(status), text=words, into="")

        return change

    def _merged(self, body: dict[str, Any]) -> Callable[[], None]:
        """Make several ideas one, in the facilitator's words."""
        round_ = self._round(body)
        own, words = _known_id(body.get("id"), "id"), text(body.get("text"), "text", LONGEST_IDEA)
        ids = body.get("ideas")
        if not isinstance(ids, list) or len(ids) < 2 or not all(isinstance(one, str) and one in round_.ideas for one in ids):  # noqa: PLR2004
            raise Refused("unknown_idea")
        if own in round_.ideas:
            raise Refused("twice")

        def change() -> None:
            for one in ids:
                round_.ideas[one] = replace(round_.ideas[one], status=IdeaStatus.MERGED, into=own)
            round_.ideas[own] = Idea(own, words, participant="", item=round_.ideas[ids[0]].item, status=IdeaStatus.SHOWN)

        return change

    def _decided(self, body: dict[str, Any]) -> Callable[[], None]:
        round_, item = self._round(body), str(body.get("item"))
        if item not in round_.exercise.item_ids and item not in round_.ideas:
            raise Refused("unknown_item")
        made = decision(body.get("decision"))

        def change() -> None:
            round_.decisions.pop(item, None)
            if made != Decision():
                round_.decisions[item] = made

        return change

    def _ended(self, _body: dict[str, Any]) -> Callable[[], None]:
        def change() -> None:
            self.ended, self.until = True, None
            for one in self.rounds.values():
                if one.phase is Phase.OPEN:
                    one.phase = Phase.CLOSED

        return change

    # What participants do

    def _ballot(self, body: dict[str, Any]) -> Callable[[], None]:
        round_, who = self._voting(body)
        answer = ballot(round_.exercise, body.get("ballot"))

        def change() -> None:
            round_.ballots[who] = answer

        return change

    def _idea(self, body: dict[str, Any]) -> Callable[[], None]:
        round_, who = self._voting(body)
        if not round_.exercise.written:
            raise Refused("not_written")
        own, words, item = _known_id(body.get("id"), "id"), text(body.get("text"), "text", LONGEST_IDEA), str(body.get("item") or "")
        if item and item not in round_.exercise.item_ids:
            raise Refused("unknown_item")
        if own in round_.ideas:
            raise Refused("twice")
        if sum(one.participant == who for one in round_.ideas.values()) >= MOST_IDEAS:
            raise Refused("too_many", field="ideas", n=MOST_IDEAS)

        def change() -> None:
            round_.ideas[own] = Idea(own, words, who, item)

        return change

    def _voting(self, body: dict[str, Any]) -> tuple[Round, str]:
        round_, who = self._round(body), _known_id(body.get("participant"), "participant")
        if round_.phase is not Phase.OPEN:
            raise Refused("not_open")
        if body.get("round") != round_.number:
            raise Refused("earlier_round")
        if self.locked and who not in self.participants:
            raise Refused("locked")
        return round_, who

    def _round(self, body: dict[str, Any]) -> Round:
        found = self.rounds.get(str(body.get("exercise_id")))
        if found is None:
            raise Refused("unknown_exercise")
        return found

    # Undo

    def _last_undoable(self) -> Event | None:
        return next((one for one in reversed(self.events) if one.kind in UNDOABLE and one.seq in self._taken), None)

    def _undo(self) -> Refused | None:
        """Fold again without the facilitator's last step. What participants sent since stays in the log, and counts where it still fits."""
        last = self._last_undoable()
        if last is None:
            return Refused("nothing_to_undo")
        self.undone.add(last.seq)
        self._clear()
        for one in self.events:
            if one.kind != "undone" and one.seq not in self.undone:
                self._take(one)
        return None

    # By kind, what prepares an event: it raises `Refused`, or returns what the event does.
    FACILITATOR: ClassVar[dict[str, Callable[[Session, dict[str, Any]], Callable[[], None]]]] = {
        "exercise": _put,
        "removed": _removed,
        "ordered": _ordered,
        "opened": _opened,
        "closed": _closed,
        "revealed": _revealed,
        "reset": _reset,
        "timed": _timed,
        "locked": _locked,
        "moderated": _moderated,
        "merged": _merged,
        "decided": _decided,
        "ended": _ended,
    }
    PARTICIPANT: ClassVar[dict[str, Callable[[Session, dict[str, Any]], Callable[[], None]]]] = {"ballot": _ballot, "idea": _idea}
    _EVENTS: ClassVar[dict[str, Callable[[Session, dict[str, Any]], Callable[[], None]]]] = {
        _FIRST: _created,
        **FACILITATOR,
        **PARTICIPANT,
    }


def fold(events: Iterable[Event]) -> Session:
    """Return the state that events add up to, in the order of their numbers."""
    session = Session()
    for event in events:
        session.apply(event)
    return session


def _known_id(given: object, name: str) -> str:
    if not isinstance(given, str) or not _ID.fullmatch(given):
        raise Refused("form", field=name)
    return given


def _still_valid(made: Exercise, one: Any) -> Any | None:
    """Return what is left of an answer after an exercise was changed; None when nothing that counts is left."""
    kept = (
        [item for item in one if item in made.item_ids] if isinstance(one, list) else {k: v for k, v in one.items() if k in made.item_ids}
    )
    try:
        return ballot(made, kept)
    except Refused:
        return None


UNDOABLE = frozenset(Session.FACILITATOR) - {"timed"}
"""The steps of the facilitator that can be taken back."""

FACILITATOR_EVENTS = frozenset(Session.FACILITATOR) | {"undone"}
PARTICIPANT_EVENTS = frozenset(Session.PARTICIPANT)
