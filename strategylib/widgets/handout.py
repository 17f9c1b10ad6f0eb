"""What of a view goes into a hand-out? What is on the screen, as the plain parts of `strategylib.reports`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from strategylib.charts import palette
from strategylib.formats import content_of, format_named
from strategylib.locale import wording
from strategylib.reports import FORMATS
from strategylib.reports.document import (
    Bars,
    Cell,
    Mark,
    Part,
    Quotation,
    Quotations,
    Report,
    ReportError,
    Shape,
    Status,
    Table,
    Words,
)
from strategylib.widgets.pictures import PICTURES, drawn, picture
from strategylib.widgets.viewmodels.base import ViewModel

_SHAPES: tuple[Shape, ...] = ("circle", "square", "triangle", "diamond", "hexagon")
_HEAT_STEPS = len(palette.LIGHT.heat)
_GRADES: dict[str, Status] = {"has": "has", "part": "part", "lacks": "lacks"}


def report(name: str, model: ViewModel) -> Report:
    """Return the hand-out of a view as its content is now, with what is open beside it first."""
    texts, content = model.texts, model.content
    today = dt.datetime.now(tz=dt.UTC).date()
    parts = [*_beside(model), *_PARTS[name](model)]
    return Report(
        title=content.get("title") or texts("app.title"),
        lead=content.get("lead") or "",
        parts=tuple(parts),
        caveats=(*content.get("caveats", ()), *filter(None, [content.get("reading_note")])),
        sources=tuple(_sources(model)),
        date=wording.date(today.isoformat(), texts),
        language=texts.language,
        labels=texts.section("handout"),
        name=f"strategi-{name}-{today.isoformat()}",
    )


def _mark(mark: dict[str, Any]) -> Mark:
    return Mark(mark["name"], palette.LIGHT.municipalities[mark["colour"]], _SHAPES[mark["shape"]])


def _sources(model: ViewModel) -> Iterator[str]:
    titles = {one.id: one.title for one in model.workbook.corpus.sources}
    for one in model.workbook.corpus.strategies:
        yield f"{model.mark(one.municipality)['name']}: {titles.get(one.source, one.source)}"


def _quotation(card: dict[str, Any], mark: dict[str, Any], model: ViewModel) -> Quotation:
    note = model.texts("evidence.named" if card["named"] else "evidence.read")
    own = card["term"] if card["named"] and card["term"].casefold() != card["level"].casefold() else ""
    return Quotation(card["text"], card["lines"], _mark(mark), f"{card['level']} ({own})" if own else card["level"], note)


def _behind(model: ViewModel, key: str | None) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Give the cards behind a figure, each with its municipality."""
    for group in model.opened(key)["groups"] if key else ():
        for card in group["cards"]:
            yield card, group["municipality"]


def _beside(model: ViewModel) -> Iterator[Part]:
    """Give what is open beside the view."""
    if model.answer:
        items = tuple(_quotation(card, mark, model) for card, mark in _behind(model, model.asked))
        yield Quotations(model.answer["title"], items, model.answer["count"])


def _heat(step: int | None) -> int | None:
    return min(_HEAT_STEPS, step) - 1 if step else None


def _overview(model: ViewModel) -> Iterator[Part]:
    content, texts = model.content, model.texts
    words = content["texts"]
    if not content["strategies"]:
        return
    marks = tuple(_mark(one["municipality"]) for one in content["strategies"])
    chain = tuple((Cell(link["level"]), *(_counted(one, words) for one in link["has"])) for link in content["chain"])
    yield Table(words["chain"], (words["level"], *marks), chain)
    if content["themes"]:
        yield from _themes(model, marks)
    if content["commitments"]:
        items = tuple(_first_wordings(model, content["commitments"]["shared"]))
        yield Quotations(words["shared"], items, texts("overview.shared_how", least=content["commitments"]["least"]))
    if content["lacking"]:
        items = tuple(_first_wordings(model, content["lacking"]["items"], each=1))
        yield Quotations(content["lacking"]["title"], items, words["lacking_how"])
    groups: dict[int, str] = {}
    rows: list[tuple[Cell, ...]] = []
    for group in content["levels"]:
        groups[len(rows)] = group["group"]
        for row in group["rows"]:
            cells = [Cell(_total(cell, words), cell["named"] + cell["read"] or None) for cell in row["cells"]]
            rows.append((Cell(row["level"]), *cells))
    yield Table(words["levels"], (words["level"], *marks), tuple(rows), groups, words["levels_caption"])


def _counted(one: dict[str, Any], words: dict[str, Any]) -> Cell:
    if one["named"]:
        more = f" {words['read_more'].format(n=one['read'])}" if one["read"] else ""
        return Cell(f"{one['named']}{more}", status="has")
    if one["read"]:
        return Cell(words["read_only"].format(n=one["read"]), status="part")
    return Cell(words["none"], status="lacks")


def _total(cell: dict[str, Any], words: dict[str, Any]) -> str:
    total = cell["named"] + cell["read"]
    return f"{total} {cell['terms']}".strip() if total else words["none"]


def _themes(model: ViewModel, marks: tuple[Mark, ...]) -> Iterator[Part]:
    words, themes = model.content["texts"], model.content["themes"]
    groups: dict[int, str] = {}
    rows: list[tuple[Cell, ...]] = []
    for group in themes["groups"]:
        groups[len(rows)] = group["title"]
        for row in group["rows"]:
            cells = [Cell(cell["share"] or words["no"], cell["value"] if cell["n"] else None, _heat(cell["heat"])) for cell in row["cells"]]
            rows.append((Cell(row["theme"]), *cells))
    yield Table(themes["title"], (words["theme"], *marks), tuple(rows), groups, words["themes_how"])
    first = themes["groups"][0]["rows"]
    series = tuple((mark, tuple(row["cells"][place]["value"] for row in first)) for place, mark in enumerate(marks))
    yield Bars(
        themes["groups"][0]["title"],
        tuple(row["theme"] for row in first),
        series,
        percent=True,
        decimal=model.texts("numbers.decimal"),
        alt=themes["title"],
    )


def _first_wordings(model: ViewModel, items: list[dict[str, Any]], each: int | None = None) -> Iterator[Quotation]:
    """Give for each commitment the first wording of each municipality, or of so many, under its theme."""
    for item in items:
        told: set[str] = set()
        for card, mark in _behind(model, item["key"]):
            if mark["id"] not in told and (each is None or len(told) < each):
                told.add(mark["id"])
                quotation = _quotation(card, mark, model)
                yield Quotation(quotation.text, quotation.place, quotation.mark, f"{item['theme']} · {quotation.level}", quotation.note)


def _compare(model: ViewModel) -> Iterator[Part]:
    content = model.content
    words = content["texts"]
    if content["pairs"]:
        measures = [one["name"] for one in content["pairs"]["measures"]]
        rows = tuple(
            (
                Cell(" – ".join(mark["name"] for mark in row["marks"])),
                *(cell for score in row["scores"] for cell in (Cell(score["said"], score["value"]), Cell(score["range"]))),
                Cell(row["n"]),
                Cell(row["shared"]),
            )
            for row in content["pairs"]["rows"]
        )
        heads = [head for name in measures for head in (name, words["range"])]
        yield Table(words["pairs"], (words["pair"], *heads, "n", words["common"]), rows, how=words["range_how"])
    if content["again"]:
        again = tuple(
            (
                Cell(row["mark"]["name"]),
                *(Cell(f"{one['said']} ({one['share']})", heat=_heat(one["heat"])) if one else Cell("–") for one in row["cells"]),
            )
            for row in content["again"]["rows"]
        )
        yield Table(words["again"], (words["of_whom"], *(_mark(one) for one in content["again"]["columns"])), again, how=words["again_how"])
    if content["wordings"]:
        marks = content["wordings"]["columns"]
        for row in content["wordings"]["rows"]:
            cards = [(card, mark) for mark, cards in zip(marks, row["cells"], strict=True) for card in cards]
            yield Quotations(
                f"{row['theme']}{': ' if row['relation'] else ''}{row['relation']}",
                tuple(_quotation(card, mark, model) for card, mark in cards),
            )


def _network(model: ViewModel) -> Iterator[Part]:
    content = model.content
    if not content:
        return
    words = content["texts"]
    rows = tuple((Cell(one["from"]), Cell(one["to"]), Cell(one["said"])) for one in content["table"])
    table = Table(content["title"], (words["from"], words["to"], words["said"]), rows, how=content["how"])
    figure = picture("netvaerk", model)
    if figure is None:
        yield table
    else:
        yield replace(drawn(content["title"], figure, content["how"]), table=table)


def _thread(model: ViewModel) -> Iterator[Part]:
    content = model.content
    if not content:
        return
    words = content["texts"]
    yield drawn(content["title"], picture("roed-traad", model), words["how_print"])
    rows = tuple(
        (
            Cell(one["measure"]),
            Cell(one["said"], status="has" if one["n"] and one["n"] == one["of"] else None),
            Cell(one["lacking_said"] or "–"),
        )
        for one in content["sight"]
    )
    yield Table(words["sight"], (words["measure"], words["holds"], words["breaks"]), rows, how=words["sight_how"])
    cards = [content["cards"][id_] for id_ in content["order"]]
    heads = (words["table_level"], words["table_term"], words["table_label"], words["table_lines"], words["table_named"])
    listed = tuple(
        (
            Cell(card["level"]),
            Cell(card["term"]),
            Cell(card["text"]),
            Cell(card["lines"]),
            Cell(words["yes"] if card["named"] else words["no"]),
        )
        for card in cards
    )
    yield Table(content["table_caption"], heads, listed)


def _reforms(model: ViewModel) -> Iterator[Part]:
    content = model.content
    if not content:
        return
    words = content["texts"]
    marks = tuple(_mark(one) for one in content["columns"])
    points = tuple(f"{one['word']}: {one['message']} {' '.join(one['evidence'][:2])} {one['note']}".strip() for one in content["audit"])
    yield Words(f"{words['audit']} ({content['chosen']['name']})", points or (words["audit_none"],), points=True)
    rows = tuple(
        (Cell(point["label"]), *(Cell(one["word"], status=_GRADES[one["grade"]]) for one in point["cells"]))
        for point in content["quality"]["points"]
    )
    yield Table(words["quality"], (words["point"], *marks), rows, how=content["quality"]["caveat"])
    for reform in content["reforms"]:
        items = tuple(
            (
                Cell(item["label"]),
                *(Cell(str(one["n"]) if one["n"] else words["none"], one["n"] or None, _heat(one["heat"])) for one in item["cells"]),
            )
            for item in reform["items"]
        )
        yield Table(reform["name"], (words["item"], *marks), items, how=reform["dates"])
        yield Words(
            f"{reform['name']}: {words['reading']}",
            tuple(f"{one['mark']['name']}: {one['said']}" for one in reform["reading"]),
            points=True,
        )


def _timeline(model: ViewModel) -> Iterator[Part]:
    content = model.content
    if not content:
        return
    words = content["texts"]
    yield drawn(words["periods"], picture("tidslinje", model), words["how"])
    rules = tuple(
        (Cell(one["mark"]["name"]), Cell(one["text"]), Cell(one["lines"]), Cell(one["cadence"]), Cell(one["next"]))
        for one in content["rules"]
    )
    yield Table(words["rules"], (words["who"], words["what"], words["line"], words["often"], words["when"]), rules, how=words["rules_how"])
    for plan in content["plans"]:
        rows = tuple(
            (
                Cell(one["text"]),
                Cell(", ".join(plan["months"][month - 1] for month in one["in"]) or words["month_missing"]),
                Cell(one["lines"]),
            )
            for one in plan["points"]
        )
        yield Table(plan["title"], (words["point"], words["month"], words["line"]), rows, how=plan["unread"])


def _rooms(model: ViewModel) -> Iterator[Part]:
    content = model.content
    words = content["texts"]
    if content["decisions"]:
        rows = tuple((Cell(one["text"]), Cell(one["decision"])) for one in content["decisions"])
        yield Table(words["decisions"], (words["item"], words["decision"]), rows)
    for one in content["exercises"]:
        title = f"{one['title']} ({one['n']})"
        if one["written"]:
            yield Words(title, tuple(row["text"] for row in one["rows"]), points=True)
            continue
        answers = tuple(
            (Cell(row["text"]), Cell(row["said"]), Cell(row["percent"], row["share"]), Cell(row["status"])) for row in one["rows"]
        )
        yield Table(title, (words["item"], words["answer"], words["share"], words["status_head"]), answers, how=one["how"])


def _search(model: ViewModel) -> Iterator[Part]:
    for group in model.content["groups"]:
        mark = group["municipality"]
        yield Quotations(f"{mark['name']}: {group['count']}", tuple(_quotation(card, mark, model) for card in group["cards"]))


def _about(model: ViewModel) -> Iterator[Part]:
    content = model.content
    words = content["texts"]
    yield Words(words["how_read"], tuple(words["reading"]), points=True)
    yield Words(
        words["formulas"],
        tuple(f"{one['name']}: {one['says']} {one['formula']}. {one['source']}" for one in content["methods"]),
        points=True,
    )
    rows = tuple(
        tuple(Cell(one) for one in (each["mark"]["name"], each["title"], each["published"], each["scope"], each["n"]))
        for each in content["documents"]
    )
    yield Table(words["documents"], (words["municipality"], words["document"], words["published"], words["scope"], words["elements"]), rows)
    bridge = tuple((Cell(row["level"]), *(Cell(cell["terms"] or words["no_term"]) for cell in row["cells"])) for row in content["bridge"])
    yield Table(words["bridge"], (words["level"], *(_mark(one) for one in content["columns"])), bridge, how=words["bridge_how"])


_PARTS: dict[str, Callable[[ViewModel], Iterator[Part]]] = {
    "overblik": _overview,
    "sammenlign": _compare,
    "netvaerk": _network,
    "roed-traad": _thread,
    "reformer": _reforms,
    "tidslinje": _timeline,
    "moeder": _rooms,
    "soeg": _search,
    "om-tallene": _about,
}


DATA = "data-"
"""How the name of a format begins that takes all data along, not the view."""


def taken(format_name: str, name: str, model: ViewModel) -> tuple[str, str, bytes]:
    """Return the view, or all data, as a file: its name, media type and content.

    Raises `ExchangeError` when the data do not go into the format; `ReportError` when there is no such format, no picture in the view, or
    the template is none; `ModuleNotFoundError` when what writes a report is not installed.
    """
    if format_name.startswith(DATA):
        return _data(format_name.removeprefix(DATA), model)
    made = report(name, model) if format_name in FORMATS else None
    if made is not None:
        form = FORMATS[format_name]
        return f"{made.name}.{form.ending}", form.media_type, form.write(made)
    figure = picture(name, model) if format_name in PICTURES else None
    if figure is None:
        raise ReportError(model.texts("handout.no_picture"))
    with TemporaryDirectory() as folder:
        file = Path(folder, f"strategi-{name}-{dt.datetime.now(tz=dt.UTC).date().isoformat()}.{format_name}")
        (figure.save_png if format_name == "png" else figure.save_svg)(file)
        return file.name, PICTURES[format_name], file.read_bytes()


def _data(format_name: str, model: ViewModel) -> tuple[str, str, bytes]:
    form = format_named(format_name, model.texts.language)
    content = content_of(model.workbook, format_name, language=model.texts.language)
    return f"strategi-data-{format_name}-{dt.datetime.now(tz=dt.UTC).date().isoformat()}.{form.ending}", form.media_type, content
