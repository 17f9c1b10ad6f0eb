"""What have the workshops said about the strategies: priorities, agreement, proposals and decisions, session by session?"""

from __future__ import annotations

from typing import Any

from strategylib.analysis.rooms import agreement, priority
from strategylib.locale import wording
from strategylib.model import Workshop, WorkshopExercise, WorkshopItem
from strategylib.widgets.viewmodels.base import ViewModel
from strategylib.widgets.viewmodels.said import decided, said


class RoomsModel(ViewModel):
    """One session at a time; `sted` is its id, the latest unless given."""

    def draw(self) -> dict[str, Any]:
        """Return the sessions to choose from, and the results of the chosen one."""
        texts, rooms = self.texts, self.workbook.corpus.workshops
        base = {"texts": texts.section("rooms"), "reading_note": texts("app.reading_note")}
        if not rooms:
            return base | {"title": texts("rooms.none"), "lead": texts("rooms.none_how"), "rooms": [], "exercises": [], "decisions": []}
        room = next((one for one in rooms if one.id == self.parameters.get("sted")), rooms[-1])
        date = wording.date(room.date, texts)
        return base | {
            "title": self._finding(room),
            "lead": texts.count("rooms.lead", room.people, title=room.title, date=date, exercises=len(room.exercises)),
            "rooms": [self._choice(one, room) for one in reversed(rooms)],
            "decisions": [row for one in room.exercises for row in self._decisions(room, one)],
            "exercises": [self._exercise(room, one) for one in room.exercises if one.kind != "plan" and one.items],
            "caveats": [texts("minutes.anonymous"), texts("minutes.say_little"), texts("rooms.apart")],
        }

    def _choice(self, one: Workshop, chosen: Workshop) -> dict[str, Any]:
        return {"id": one.id, "name": f"{one.title}, {wording.date(one.date, self.texts)}", "chosen": one is chosen}

    def _finding(self, room: Workshop) -> str:
        """Return the session's main result as a title: what came first, or how much was decided, or how many answered."""
        for one in room.exercises:
            first = [item for item in one.items if item.figures.get("place") == 1]
            if one.n and len(first) == 1:
                return self.texts("rooms.first", text=_short(first[0].text))
        count = sum(bool(item.decision) for one in room.exercises for item in one.items)
        return self.texts.count("rooms.decided_n", count) if count else room.title

    def _decisions(self, room: Workshop, one: WorkshopExercise) -> list[dict[str, Any]]:
        return [
            {"text": item.text, "decision": decided(item, self.texts), "key": self._key(room, one, item)}
            for item in one.items
            if item.decision
        ]

    def _exercise(self, room: Workshop, one: WorkshopExercise) -> dict[str, Any]:
        texts = self.texts
        items = sorted(one.items, key=lambda item: item.figures.get("place", 0))
        return {
            "title": one.title,
            "question": one.question,
            "kind": texts(f"facilitator.kinds.{one.kind}"),
            "n": texts.count("rooms.answered", one.n),
            "how": texts(f"rooms.how.{one.kind}") if texts.has(f"rooms.how.{one.kind}") else "",
            "written": one.kind in ("ideas", "translation"),
            "rows": [self._row(room, one, item) for item in items],
        }

    def _row(self, room: Workshop, one: WorkshopExercise, item: WorkshopItem) -> dict[str, Any]:
        share, status = None, ""
        if (found := priority(one, item)) is not None:
            share = found[0]
        elif (agreed := agreement(one, item)) is not None:
            share, status = agreed.share, self.texts(f"rooms.status.{agreed.status}")
        known = share is not None and share == share  # noqa: PLR0124 - not a number where nobody answered
        return {
            "text": item.text,
            "ours": bool(item.elements),
            "said": said(one, item, self.texts) or self.texts("workshop.page.result.none"),
            "share": share if known else None,
            "percent": wording.decimals(100 * share, 0, self.texts) + " %" if known and share is not None else "",
            "status": ", ".join(filter(None, (status, *(self.texts(f"rooms.marks.{mark}") for mark in item.marks)))),
            "key": self._key(room, one, item),
        }

    def _key(self, room: Workshop, one: WorkshopExercise, item: WorkshopItem) -> str:
        """Remember the elements of an item that are here; without any there is nothing to open."""
        here = [element for element in item.elements if element.partition(".")[0] in self.municipalities]
        return self.behind(f"{room.id}/{one.id}/{item.id}", _short(item.text), here) if here else ""


def _short(text: str) -> str:
    longest = 90
    return text if len(text) <= longest else f"{text[:longest].rsplit(' ', 1)[0].rstrip('.,;: ')} …"
