"""What stays of a session? Minutes: what was asked and answered, with spread and n, what was decided, who carries it on and when."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any

from strategylib.locale import Texts, texts, wording
from strategylib.reports.document import Cell, Part, Report, Table, Words
from strategylib.workshop.exercises import Kind, Light, Likeness, Stance
from strategylib.workshop.rounds import Phase, Round
from strategylib.workshop.session import Session
from strategylib.workshop.tally import tally

_LIKES = {Kind.STATEMENTS: Stance, Kind.ALIGNMENT: Likeness, Kind.FOLLOW_UP: Light}


def minutes(session: Session, *, delete_after: str | None = None) -> Report:
    """Return the minutes of a session, ready for any of `FORMATS`.

    Parameters
    ----------
    session
        As it stands; exercises that were never opened are left out, ideas only stand there once they were shown.
    delete_after
        The day after which the session is erased (ISO), told in the minutes.
    """
    words = texts(session.language)
    asked = [one for one in session.rounds.values() if one.phase is not Phase.DRAFT or one.decisions]
    results = [(one, tally(one)) for one in asked]
    day = session.events[0].at[:10] if session.events else dt.datetime.now(tz=dt.UTC).date().isoformat()
    caveats = [words("minutes.anonymous"), words("minutes.say_little")]
    if delete_after:
        caveats.append(words("minutes.erased", date=wording.date(delete_after, words)))
    return Report(
        title=session.title,
        lead=words.count("minutes.lead", len(session.participants), exercises=len(asked), date=wording.date(day, words)),
        parts=(*_decisions(results, words), *(part for one, result in results for part in _exercise(one, result, words))),
        caveats=tuple(caveats),
        sources=tuple(dict.fromkeys(item.source for one in asked for item in one.exercise.items if item.source)),
        date=wording.date(day, words),
        language=session.language,
        labels=words.section("handout") | {"sources": words("minutes.sources")},
        name=f"referat-{day}",
    )


def _decisions(results: list[tuple[Round, dict[str, Any]]], words: Texts) -> Iterator[Part]:
    rows = []
    for one, result in results:
        for item in result["items"]:
            if decided := item.get("decision"):
                said = (item["text"], decided["text"], _word(words, "roles", decided["role"]), _month(words, decided["month"]))
                rows.append((Cell(one.exercise.title), *map(Cell, said), Cell(_word(words, "involvement", decided["involvement"]))))
    columns = ("exercise", "item", "decision", "role", "month", "involvement")
    if rows:
        yield Table(words("minutes.decisions"), tuple(words(f"minutes.columns.{one}") for one in columns), tuple(rows))
    else:
        yield Words(words("minutes.decisions"), (words("minutes.no_decisions"),))


def _exercise(one: Round, result: dict[str, Any], words: Texts) -> Iterator[Part]:
    kind = one.exercise.kind
    if kind is Kind.PLAN:
        yield from _plan(one, result, words)
        return
    title, how = words.count("minutes.exercise", result["n"], title=one.exercise.title), one.exercise.question
    if one.exercise.written:
        said = tuple(item["text"] for item in result["items"])
        start = words("workshop.page.form.translation") if kind is Kind.TRANSLATION else ""
        told = [f"{start} {text}".strip() for text in said] or [words("minutes.no_ideas")]
        yield Words(title, tuple(filter(None, (how, *told))))
        return
    columns, cells = _COLUMNS[kind]
    heads = [words(f"minutes.columns.{column}") for column in columns] or [_word(words, "likes", word) for word in _LIKES[kind]]
    n_head = [] if columns else ["n"]
    rows = tuple((Cell(item["text"]), *cells(item, kind, words)) for item in result["items"])
    yield Table(title, (words("minutes.columns.item"), *heads, *n_head), rows, how=how)
    if remarks := tuple(_remarks(result, words)):
        yield Words(f"{title}: {words('minutes.also')}", remarks)


def _plan(one: Round, result: dict[str, Any], words: Texts) -> Iterator[Part]:
    """Give the months of a plan as a grid: in an item's month stands who is drawn in. Its decisions stand at the top of the minutes."""
    months = words.section("numbers")["months"]
    heads = [f"{months[int(month[5:]) - 1][:3]} {month[2:4]}" for month in result["months"]]
    rows = []
    for item in sorted(result["items"], key=lambda item: item.get("decision", {}).get("month") or "9999"):
        found = item.get("decision", {})
        marked = _word(words, "involvement", found.get("involvement", "")) or words("workshop.page.plan.there")
        cells = [
            Cell(marked if found.get("month") == month else "", status="has" if found.get("month") == month else None)
            for month in result["months"]
        ]
        rows.append((Cell(item["text"]), Cell(_word(words, "roles", found.get("role", ""))), *cells))
    if heads:
        yield Table(one.exercise.title, (words("minutes.columns.item"), words("minutes.columns.role"), *heads), tuple(rows))


def _remarks(result: dict[str, Any], words: Texts) -> Iterator[str]:
    """Give what a table does not show: who beats all others, and what groups there are."""
    names = {item["id"]: item["text"] for item in result["items"]}
    if winners := result.get("winners"):
        yield words(f"workshop.page.result.{'winner' if len(winners) == 1 else 'tied'}", names="; ".join(names[one] for one in winners))
    if groups := result.get("groups"):
        sizes = " + ".join(str(one["n"]) for one in groups["groups"])
        yield words(f"workshop.page.groups.{groups['why']}") if groups["why"] else words("workshop.page.groups.found", sizes=sizes)
        for name in ("bridging", "dividing", "shared"):
            if groups[name]:
                yield f"{words(f'workshop.page.groups.{name}')}: {'; '.join(names[one] for one in groups[name])}"


def _whole(value: int) -> Cell:
    return Cell(str(value), value=float(value))


def _decimal(value: float | None, words: Texts) -> Cell:
    return Cell("–") if value is None else Cell(wording.decimals(value, 1, words), value=value)


def _dots(item: dict[str, Any], _kind: Kind, _words: Texts) -> tuple[Cell, ...]:
    return _whole(item["place"]), _whole(item["total"]), _whole(item["voters"])


def _points(item: dict[str, Any], _kind: Kind, words: Texts) -> tuple[Cell, ...]:
    span = Cell("–" if item["low"] is None else f"{item['low']}–{item['high']}")
    return _whole(item["place"]), _whole(item["total"]), _decimal(item["mean"], words), _decimal(item["deviation"], words), span


def _ranking(item: dict[str, Any], _kind: Kind, _words: Texts) -> tuple[Cell, ...]:
    return _whole(item["place"]), _whole(item["borda"]), _whole(item["beats"])


def _matrix(item: dict[str, Any], _kind: Kind, words: Texts) -> tuple[Cell, ...]:
    figures = [_decimal(item[name], words) for name in ("impact", "impact_deviation", "feasibility", "feasibility_deviation")]
    return *figures, _whole(item["n"])


def _words(item: dict[str, Any], kind: Kind, _texts: Texts) -> tuple[Cell, ...]:
    return *(_whole(item[word.value]) for word in _LIKES[kind]), _whole(item["n"])


_COLUMNS: dict[Kind, tuple[tuple[str, ...], Any]] = {
    Kind.DOTS: (("place", "dots", "voters"), _dots),
    Kind.POINTS: (("place", "points", "mean", "deviation", "span"), _points),
    Kind.RANKING: (("place", "borda", "beats"), _ranking),
    Kind.MATRIX: (("impact", "deviation", "feasibility", "deviation", "n"), _matrix),
    Kind.STATEMENTS: ((), _words),
    Kind.ALIGNMENT: ((), _words),
    Kind.FOLLOW_UP: ((), _words),
}


def _word(words: Texts, group: str, key: str) -> str:
    return words(f"workshop.page.{group}.{key}") if key else ""


def _month(words: Texts, month: str) -> str:
    return wording.date(month, words) if re.fullmatch(r"\d{4}-\d{2}", month) else ""
