"""How does a session travel? As one JSON file of all its events that comes back as a session of its own, or as a copy to use again."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from strategylib.workshop.exercises import Refused
from strategylib.workshop.session import Event, Session, fold
from strategylib.workshop.store import New, Opened, Store

FORMAT, VERSION = "strategylib-session", 1
MOST_EVENTS = 200_000


def as_data(session: Session) -> dict[str, Any]:
    """Return a session as plain data. Participants are numbered in the order they came, so that not even their random ids leave."""
    numbers: dict[str, str] = {}
    events = [{"at": one.at, "kind": one.kind, "body": _numbered(one.body, numbers)} for one in session.events]
    return {"format": FORMAT, "version": VERSION, "title": session.title, "events": events}


def restore(store: Store, data: object, **kept: Any) -> Opened:
    """Make a session of its own from data that `as_data` gave; `kept` is passed on to `Store.create`.

    Raises
    ------
    Refused
        When it is no such data, or its events do not add up to a session.
    """
    if not isinstance(data, dict) or data.get("format") != FORMAT or data.get("version") != VERSION:
        raise Refused("no_session_file")
    given = data.get("events")
    if not isinstance(given, list) or not given or len(given) > MOST_EVENTS:
        raise Refused("no_session_file")
    events = []
    for seq, one in enumerate(given, 1):
        if not isinstance(one, dict) or not isinstance(one.get("kind"), str) or not isinstance(one.get("body"), dict):
            raise Refused("no_session_file")
        events.append(Event(seq, str(one.get("at", ""))[:40], one["kind"][:20], one["body"]))
    whole = fold(events)
    if not whole.title:
        raise Refused("no_session_file")
    return _made(store, whole, (New("", one.kind, one.body, at=one.at) for one in events[1:]), kept)


def copy(store: Store, session: Session, **kept: Any) -> Opened:
    """Make a session with the same exercises, unopened and unanswered."""
    return _made(store, session, (New("", "exercise", {"exercise": one.exercise.as_data()}) for one in session.rounds.values()), kept)


def _made(store: Store, session: Session, events: Iterable[New], kept: dict[str, Any]) -> Opened:
    made = store.create(session.title, session.language, **kept)
    rest = [New(made.id, one.kind, one.body, at=one.at) for one in events]
    if rest:
        store.append(rest)
    return made


def _numbered(body: dict[str, Any], numbers: dict[str, str]) -> dict[str, Any]:
    who = body.get("participant")
    if not isinstance(who, str):
        return body
    return body | {"participant": numbers.setdefault(who, f"participant-{len(numbers) + 1:06}")}
