"""What do the rivals show? What the leader app says in its first view, and every element, read through `strategylib`."""

from __future__ import annotations

import pandas as pd

import strategylib as sl
from strategylib.locale import texts
from strategylib.widgets.viewmodels.overview import OverviewModel

ALL = "Alle kommuner"

_words = texts("da")
_workbook = sl.open_workbook()
_overview = OverviewModel(_workbook, _words).content

TITLE: str = _overview["title"]
LEAD: str = _overview["lead"]
CAVEATS: list[str] = _overview["caveats"]
CHAIN_TITLE: str = _overview["texts"]["chain"]
CARDS_TITLE: str = _overview["texts"]["strategies"]
LEVELS_TITLE: str = _overview["texts"]["levels"]
ELEMENTS_TITLE = "Alle elementer"
CHOOSE = "Kommune"

CARDS: list[dict[str, str]] = [
    {
        "name": one["municipality"]["name"],
        "document": one["title"],
        "heart_title": one["heart_title"] or "",
        "heart": one["heart"]["text"] if one["heart"] else _overview["texts"]["heart_missing"],
        "published": f"{one['published']}, {one['age']}",
        "elements": f"{one['elements']}: {one['split']}",
        "gaps": one["gaps_count"],
    }
    for one in _overview["strategies"]
]
"""A card for each strategy: whose, which document, its vision or core task in its own words, and how much of it there is."""

MUNICIPALITIES = [one["name"] for one in CARDS]


def chain() -> pd.DataFrame:
    """Return who has which link from vision to indicator: a row a level, a column a municipality, cells in words."""
    rows = {link["level"]: [_in_words(**one) for one in link["has"]] for link in _overview["chain"]}
    return pd.DataFrame.from_dict(rows, orient="index", columns=MUNICIPALITIES)


def levels() -> pd.DataFrame:
    """Return how many elements each municipality has on each level: a row a level, a column a municipality."""
    rows = {row["level"]: [cell["named"] + cell["read"] for cell in row["cells"]] for group in _overview["levels"] for row in group["rows"]}
    return pd.DataFrame.from_dict(rows, orient="index", columns=MUNICIPALITIES)


def heat(count: int) -> str:
    """Return the style of a cell of `levels`: the more elements, the darker."""
    return f"background-color: rgba(31, 90, 150, {min(count, 25) / 40})"


def elements(municipality: str = ALL) -> pd.DataFrame:
    """Return one row an element, of one municipality or of all: municipality, level, the document's term and wording, line."""
    found = _workbook.elements
    names = {one.id: one.name for one in _workbook.corpus.municipalities}
    shown = pd.DataFrame(
        {
            "Kommune": found["municipality"].map(names),
            "Niveau": found["type"].map(lambda kind: _words(f"types.{kind}.title")),
            "Eget ord": found["term"],
            "Ordlyd": found["label"],
            "Linje": found["line_start"],
        }
    ).reset_index(drop=True)
    return shown if municipality == ALL else shown[shown["Kommune"] == municipality]


def _in_words(named: int, read: int, **_mark: object) -> str:
    if named:
        return f"{named} (+{read} læst)" if read else str(named)
    return f"{read} læst" if read else "ingen"
