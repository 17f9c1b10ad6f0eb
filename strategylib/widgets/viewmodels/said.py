"""What has a room said of an element, in one sentence? It stands beside the element's own words in every view."""

from __future__ import annotations

from functools import lru_cache

from strategylib.locale import Texts, wording
from strategylib.model import WorkshopExercise, WorkshopItem
from strategylib.workbook import Workbook

_WORDS = {
    "statements": ("agree", "disagree", "pass"),
    "alignment": ("same", "broader", "narrower", "related", "no"),
    "follow_up": ("green", "yellow", "red", "unknown"),
}


def said(one: WorkshopExercise, item: WorkshopItem, texts: Texts) -> str:
    """Return what the room answered about an item, with n; empty for ideas and plans, where nothing is counted."""
    figures = item.figures
    if one.kind == "dots":
        return texts("rooms.said.dots", voters=figures["voters"], n=one.n, place=figures["place"])
    if one.kind == "points":
        return texts("rooms.said.points", total=figures["total"], of=one.n * (one.each or 0), n=one.n, place=figures["place"])
    if one.kind == "ranking":
        return texts("rooms.said.ranking", place=figures["place"], of=len(one.items), n=one.n)
    if one.kind == "matrix" and figures["n"]:
        impact, feasibility = (wording.decimals(figures[name], 1, texts) for name in ("impact", "feasibility"))
        return texts("rooms.said.matrix", impact=impact, feasibility=feasibility, n=figures["n"])
    counts = [(word, figures[word]) for word in _WORDS.get(one.kind, ()) if figures[word]]
    told = ", ".join(f"{texts(f'workshop.page.likes.{word}')}: {count}" for word, count in counts)
    return f"{told} (n\u00a0=\u00a0{sum(count for _, count in counts)})" if told else ""


def decided(item: WorkshopItem, texts: Texts) -> str:
    """Return a decision in words: what, who (a role), when, who is drawn in; empty when there is none."""
    found = item.decision
    role, involvement = (
        texts(f"workshop.page.{group}.{word}") if texts.has(f"workshop.page.{group}.{word}") else word
        for group, word in (("roles", found.get("role", "")), ("involvement", found.get("involvement", "")))
    )
    month = wording.date(found["month"], texts) if found.get("month") else ""
    return " · ".join(filter(None, (found.get("text"), role, month, involvement)))


@lru_cache(maxsize=8)
def of_elements(workbook: Workbook, texts: Texts) -> dict[str, tuple[str, ...]]:
    """Return by element what rooms said and decided about it, a sentence each, the latest session first."""
    found: dict[str, list[str]] = {}
    for room in reversed(workbook.corpus.workshops):
        where = texts("rooms.where", title=room.title, date=wording.date(room.date, texts))
        for one in room.exercises:
            for item in one.items:
                told = [said(one, item, texts)]
                if item.decision:
                    told.append(texts("rooms.decided", what=decided(item, texts)))
                # What others have of the same was not voted on; of a pair both were.
                for element in item.elements if one.kind == "alignment" else item.elements[:1]:
                    found.setdefault(element, []).extend(f"{where}: {each}" for each in told if each)
    return {element: tuple(told) for element, told in found.items()}
