"""What does each of the three see of a session: the participant, the room on the projector, and the facilitator?

Plain data for their pages. Nobody but the facilitator sees a result before it is revealed, and nobody sees who answered what.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from strategylib.workshop.rounds import Phase, Round
from strategylib.workshop.session import Session
from strategylib.workshop.tally import tally


def for_participant(session: Session) -> dict[str, Any]:
    """Return what is on every phone: the exercise that is on, and its result once it is revealed."""
    return _common(session) | {"now": _exercise(session)}


def own_answers(session: Session, participant: str) -> dict[str, Any]:
    """Return what one participant has answered in the exercise that is on, so that a page that comes back shows it."""
    round_ = session.rounds.get(session.current or "")
    if round_ is None:
        return {"ballot": None, "ideas": []}
    ideas = [{"id": one.id, "text": one.text, "item": one.item} for one in round_.ideas.values() if one.participant == participant]
    return {"ballot": round_.ballots.get(participant), "ideas": ideas}


def for_projector(session: Session, *, pin: str, here: int) -> dict[str, Any]:
    """Return what the room sees: the exercise, how many have answered, and the result once it is revealed."""
    round_ = session.rounds.get(session.current or "")
    return _common(session) | {"pin": pin, "here": here, "done": round_.done if round_ else 0, "now": _exercise(session)}


def for_facilitator(session: Session, *, pin: str, here: int) -> dict[str, Any]:
    """Return the whole session: every exercise with its result as it stands, and the ideas that wait to be looked at."""
    return _common(session) | {
        "pin": pin,
        "here": here,
        "current": session.current,
        "undo": session.refuses("undone", {}) is None,
        "exercises": [_whole(one) for one in session.rounds.values()],
    }


def _common(session: Session) -> dict[str, Any]:
    return {
        "title": session.title,
        "language": session.language,
        "ended": session.ended,
        "locked": session.locked,
        "until": session.until,
        "seq": session.seq,
    }


def _exercise(session: Session) -> dict[str, Any] | None:
    round_ = session.rounds.get(session.current or "")
    if round_ is None or round_.phase is Phase.DRAFT:
        return None
    shown = _asked(round_)
    return shown | {"result": tally(round_)} if round_.phase is Phase.REVEALED else shown


def _asked(round_: Round) -> dict[str, Any]:
    return round_.exercise.as_data() | {"phase": round_.phase.value, "round": round_.number, "written": round_.exercise.written}


def _whole(round_: Round) -> dict[str, Any]:
    ideas = [{key: value for key, value in asdict(one).items() if key != "participant"} for one in round_.ideas.values()]
    return _asked(round_) | {"done": round_.done, "result": tally(round_), "ideas": ideas}
