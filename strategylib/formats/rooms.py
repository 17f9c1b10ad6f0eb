"""How do the results of workshops read as rows, and how do such rows become results again?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from strategylib.model import Workshop, WorkshopExercise, WorkshopItem

if TYPE_CHECKING:
    from strategylib.formats.tables import Row

_SESSION = ("id", "title", "date", "people")
_EXERCISE = ("id", "kind", "title", "question", "n", "each")
_DECISION = {"decision": "text", "role": "role", "month": "month", "involvement": "involvement"}
_LISTS = ("elements", "most", "marks")


def rows_of(workshops: Iterable[Workshop]) -> dict[str, list[Row]]:
    """Return workshops as rows by table; `workshops_of` makes them workshops again."""
    found: dict[str, list[Row]] = {name: [] for name in ("workshops", "workshop_exercises", "workshop_items", "workshop_figures")}
    for one in workshops:
        found["workshops"].append({name: getattr(one, name) for name in _SESSION})
        for exercise in one.exercises:
            found["workshop_exercises"].append({"workshop": one.id, **{name: getattr(exercise, name) for name in _EXERCISE}})
            for item in exercise.items:
                own = {"workshop": one.id, "exercise": exercise.id}
                found["workshop_items"].append({**own, **_item_row(item)})
                found["workshop_figures"] += (
                    {**own, "item": item.id, "figure": name, "value": value} for name, value in item.figures.items()
                )
    return found


def _item_row(item: WorkshopItem) -> Row:
    lists = {name: getattr(item, name) or None for name in _LISTS}
    return {"id": item.id, "text": item.text, **lists, **{column: item.decision.get(name) for column, name in _DECISION.items()}}


def workshops_of(tables: Mapping[str, Sequence[Row]]) -> tuple[Workshop, ...]:
    """Return the workshops of whole tables; rows that hang on one that is not there are left out."""
    figures: dict[tuple[str, ...], dict[str, float]] = {}
    items: dict[tuple[str, ...], list[WorkshopItem]] = {}
    exercises: dict[str, list[WorkshopExercise]] = {}
    for row in tables["workshop_figures"]:
        figures.setdefault((row["workshop"], row["exercise"], row["item"]), {})[row["figure"]] = row["value"]
    for row in tables["workshop_items"]:
        own = (row["workshop"], row["exercise"])
        items.setdefault(own, []).append(_item(row, figures.get((*own, row["id"]), {})))
    for row in tables["workshop_exercises"]:
        values = {name: row[name] for name in _EXERCISE} | {"question": row["question"] or ""}
        made = WorkshopExercise(**values, items=tuple(items.get((row["workshop"], row["id"]), ())))
        exercises.setdefault(row["workshop"], []).append(made)
    return tuple(Workshop(**row, exercises=tuple(exercises.get(row["id"], ()))) for row in tables["workshops"])


def _item(row: Row, figures: Mapping[str, float]) -> WorkshopItem:
    lists = {name: tuple(row[name] or ()) for name in _LISTS}
    decision = {name: row[column] for column, name in _DECISION.items() if row[column] is not None}
    return WorkshopItem(row["id"], row["text"], figures=figures, decision=decision, **lists)
