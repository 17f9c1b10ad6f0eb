"""What do all take up, what does only one, and what do the others have that we lack?"""

from __future__ import annotations

from collections import Counter
from typing import Any

from strategylib.analysis.alignment import aligned_groups, missing, unique_commitments
from strategylib.analysis.coded import EDITORS, NOT_CODED
from strategylib.analysis.coverage import coverage
from strategylib.locale import wording
from strategylib.widgets.viewmodels import evidence
from strategylib.widgets.viewmodels.base import ViewModel, measured

HEAT_STEPS = (0.0, 0.03, 0.06, 0.1, 0.15)
"""The least share of each of the five shades; a share of 0 has none."""

_SHARED = 2


def percent(share: float, model: ViewModel) -> str:
    """Return a share as the reader writes it, whole, and `under 1 %` for the smallest."""
    if 0 < share < 0.005:  # noqa: PLR2004 - rounds to nothing
        return model.texts("numbers.under_one")
    return model.texts("numbers.percent", value=round(100 * share))


def heat(share: float) -> int:
    """Return the shade of a share: 0 for none, else 1 to 5."""
    return sum(share > least for least in HEAT_STEPS)


def theme_names(model: ViewModel) -> dict[str, str]:
    """Return the names of the codebook's themes in the reader's language."""
    return {theme.id: getattr(theme, model.texts.language) for theme in model.workbook.corpus.themes}


def theme_elements(model: ViewModel, *, named: bool | None = True) -> dict[tuple[str, str], list[str]]:
    """Return the elements coded with each theme in each municipality, counted as `coverage` counts."""
    found: dict[tuple[str, str], list[str]] = {}
    for id_, themes in evidence.themes_of(model.workbook).items():
        element = model.workbook.element(id_)
        if element.type not in NOT_CODED and named in (None, element.named):
            for theme in themes:
                found.setdefault((theme, element.municipality), []).append(id_)
    return found


def has_codes(model: ViewModel) -> bool:
    """Tell whether anyone has coded themes here, without which there is nothing to count."""
    return bool(evidence.themes_of(model.workbook))


def has_alignments(model: ViewModel) -> bool:
    """Tell whether anyone has aligned elements across municipalities here."""
    return any(one.coder == EDITORS for one in model.workbook.corpus.alignments)


def coverage_table(model: ViewModel) -> dict[str, Any] | None:
    """Return themes as rows and municipalities as columns, what most share first; None without codes."""
    if not has_codes(model):
        return None
    texts, names, elements = model.texts, theme_names(model), theme_elements(model)
    shares = measured(coverage, model.workbook, share=True)
    by_theme = shares.to_dict("index")
    having = {theme: sum(share > 0 for share in row.values()) for theme, row in by_theme.items()}
    order = sorted(by_theme, key=lambda theme: (-having[theme], -sum(by_theme[theme].values())))
    total = len(model.municipalities)
    groups: dict[int, list[dict[str, Any]]] = {}
    for theme in order:
        cells = []
        for municipality in model.municipalities:
            share, found = by_theme[theme][municipality], elements.get((theme, municipality), [])
            title = texts("overview.theme_title", theme=names[theme], municipality=model.mark(municipality)["name"])
            cells.append(
                {
                    "share": percent(share, model) if found else "",
                    "value": share,
                    "n": len(found),
                    "heat": heat(share),
                    "key": model.behind(f"tema/{theme}/{municipality}", title, found) if found else None,
                    "label": f"{title}: {texts.count('overview.theme_cell', len(found), share=percent(share, model))}",
                }
            )
        groups.setdefault(having[theme], []).append({"theme": names[theme], "cells": cells})
    return {
        "title": _coverage_title(groups, len(order), model),
        "groups": [{"title": _group_title(n, total, len(rows), model), "rows": rows} for n, rows in groups.items()],
        "n": [shares.attrs["n"][municipality] for municipality in model.municipalities],
        "columns": [model.mark(municipality) for municipality in model.municipalities],
    }


def _coverage_title(groups: dict[int, list[dict[str, Any]]], themes: int, model: ViewModel) -> str:
    total = len(model.municipalities)
    if total == 1:
        return model.texts("overview.themes_one", n=len(groups.get(1, [])), of=themes)
    count = wording.count_word(total, model.texts).lower()
    return model.texts.count("overview.themes_all", len(groups.get(total, [])), of=themes, total=count)


def _group_title(n: int, total: int, themes: int, model: ViewModel) -> str:
    said = model.texts.count("overview.themes_count", themes)
    if n == total:
        return model.texts("overview.by_all", total=wording.count_word(total, model.texts).lower(), themes=said)
    if n == 0:
        return model.texts("overview.by_none", themes=said)
    return model.texts.count("overview.by_some", n, count=wording.count_word(n, model.texts).lower(), themes=said)


def main_theme(elements: list[str], model: ViewModel) -> str:
    """Return the theme that most of these elements have as their main one, in words; empty without codes."""
    coded = evidence.themes_of(model.workbook)
    themes = [coded[one][0] for one in elements if one in coded]
    return theme_names(model)[Counter(themes).most_common(1)[0][0]] if themes else ""


def commitments(model: ViewModel) -> dict[str, Any] | None:
    """Return which commitments go again with most, and how many each has alone; None without alignments."""
    if not has_alignments(model) or len(model.municipalities) < _SHARED:
        return None
    frame = measured(aligned_groups, model.workbook, at_least=min(3, len(model.municipalities)))
    shared = []
    for number, rows in frame.groupby("group"):
        ids = list(rows.element)
        title = main_theme(ids, model)
        homes = set(rows.municipality)
        having = [municipality for municipality in model.municipalities if municipality in homes]
        first = model.workbook.element(ids[0])
        shared.append(
            {
                "theme": title,
                "wording": first.label,
                "from": model.mark(first.municipality),
                "municipalities": [model.mark(one) for one in having],
                "key": model.behind(f"faelles/{number}", model.texts("overview.shared_title", theme=title), ids),
            }
        )
    alone, unique = [], measured(unique_commitments, model.workbook).groupby("municipality").groups
    for municipality in model.municipalities:
        ids = list(unique.get(municipality, ()))
        mark = model.mark(municipality)
        key = model.behind(f"alene/{municipality}", model.texts("overview.alone_title", name=mark["name"]), ids) if ids else None
        alone.append({"municipality": mark, "said": model.texts.count("overview.alone", len(ids)), "key": key})
    return {"shared": shared, "alone": alone, "least": wording.count_word(min(3, len(model.municipalities)), model.texts).lower()}


def lacking(model: ViewModel, municipality: str) -> dict[str, Any] | None:
    """Return what at least two others have that this municipality has not, each commitment once; None without alignments."""
    if not has_alignments(model) or municipality not in model.municipalities:
        return None
    frame, items = measured(missing, model.workbook, municipality), []
    told: set[str] = set()
    for element, row in frame[frame.n >= _SHARED].iterrows():
        ids = [str(element), *row.counterparts]
        if told.intersection(ids):
            continue
        told.update(ids)
        theme = main_theme([str(element)], model)
        items.append(
            {
                "theme": theme,
                "wording": row.label,
                "from": model.mark(row.municipality),
                "municipalities": [model.mark(one) for one in row.shared_by],
                "key": model.behind(f"mangler/{element}", model.texts("overview.lacking_item", theme=theme), ids),
            }
        )
    name, alone = model.mark(municipality)["name"], int((frame.n < _SHARED).sum())
    return {
        "title": model.texts.count("overview.lacking_title", len(items), name=name),
        "items": items,
        "alone": model.texts.count("overview.lacking_alone", alone) if alone else None,
    }
