"""What of a session becomes part of the graph? Its results, without anything that tells who answered what.

The data is what `data/workshops/*.json` holds: put there, `open_workbook` reads it as a layer of its own.
"""

from __future__ import annotations

import unicodedata
from typing import Any

from strategylib.workshop.exercises import SCALE, Exercise, Kind
from strategylib.workshop.rounds import Phase, Round
from strategylib.workshop.session import Session
from strategylib.workshop.tally import tally

_ABOUT = frozenset({"id", "text", "source", "elements", "item", "decision", "most", "votes"})


def results(session: Session) -> dict[str, Any]:
    """Return what the room said, as plain data: the exercises that were opened, with figures, decisions and the ideas that are shown.

    Only figures of the whole room are in it: no answer of a single participant, no id, no time. The spread of a matrix is in it as
    deviations, and how many put an item above the middle on both scales as `first`.
    """
    asked = [one for one in session.rounds.values() if one.phase is not Phase.DRAFT or one.decisions]
    return {
        "title": session.title,
        "date": session.events[0].at[:10],
        "people": len(session.participants),
        "exercises": [_exercise(one) for one in asked],
    }


def file_name(session: Session, id_: str) -> str:
    """Return the name of the results' file: the day, the title in ASCII, and the beginning of the session's id."""
    plain = session.title.lower().replace("æ", "ae").replace("ø", "oe").replace("å", "aa")
    plain = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode()
    slug = "-".join("".join(one if one.isalnum() else " " for one in plain).split())[:40].strip("-")
    return "-".join(filter(None, (session.events[0].at[:10], slug, id_[:4]))) + ".json"


def _exercise(round_: Round) -> dict[str, Any]:
    asked, result = round_.exercise, tally(round_)
    marks = result.get("groups") or {}
    said = {"id": asked.id, "kind": asked.kind.value, "title": asked.title, "question": asked.question, "n": result["n"]}
    each = _each(asked)
    return said | ({"each": each} if each else {}) | {"items": [_item(one, marks) for one in result["items"]]}


def _each(asked: Exercise) -> int | None:
    return {Kind.DOTS: asked.dots, Kind.POINTS: asked.total, Kind.RANKING: len(asked.items)}.get(asked.kind)


def _item(item: dict[str, Any], marks: dict[str, Any]) -> dict[str, Any]:
    figures = {key: value for key, value in item.items() if key not in _ABOUT and isinstance(value, int | float)}
    if "votes" in item:
        middle = sum(SCALE) / 2
        figures["first"] = sum(count for impact, feasibility, count in item["votes"] if min(impact, feasibility) > middle)
    made: dict[str, Any] = {"id": item["id"], "text": item["text"], "elements": item["elements"], "figures": figures}
    made |= {key: item[key] for key in ("most", "decision") if item.get(key)}
    said = [one for one in ("shared", "bridging", "dividing") if item["id"] in marks.get(one, ())]
    return made | ({"marks": said} if said else {})
