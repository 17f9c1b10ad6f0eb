"""Does this strategy hang together: what reaches a goal, what hangs loose, and what is promised without action?"""

from __future__ import annotations

from typing import Any

from strategylib.analysis.coherence import ACTION, PROMISE, coherence
from strategylib.model import ElementType
from strategylib.widgets.viewmodels import evidence
from strategylib.widgets.viewmodels.base import ViewModel, measured
from strategylib.widgets.viewmodels.themes import theme_names

MEASURES = (
    "actions_reach_goal",
    "actions_reach_purpose",
    "goals_reach_purpose",
    "goals_with_action",
    "goals_with_indicator",
    "indicators_reach_goal",
    "connected",
)
THEME_MEASURES = ("promises_acted_on", "actions_promised")
_THEMES_OF = {"promises_acted_on": PROMISE, "actions_promised": (*ACTION, ElementType.GOAL)}


def line_of_sight(model: ViewModel, municipality: str) -> list[dict[str, Any]]:
    """Return each measure of the red thread with how many fulfil it, and the way to those that do and those that do not."""
    frame, names = measured(coherence, model.workbook, municipality), theme_names(model)
    rows = []
    for measure in (*MEASURES, *THEME_MEASURES):
        row = frame.loc[measure]
        label = model.texts(f"charts.coherence.measures.{measure}")
        if measure in _THEMES_OF:
            having, lacking = (_carrying(model, municipality, measure, list(themes)) for themes in (row.elements, row.lacking))
            listed = [names[theme] for theme in row.lacking]
        else:
            having, lacking, listed = list(row.elements), list(row.lacking), []
        key = f"traad/{municipality}/{measure}"
        rows.append(
            {
                "measure": label,
                "how": model.texts(f"thread.measures.{measure}"),
                "n": int(row.n),
                "of": int(row.of),
                "share": float(row.n / row.of) if row.of else None,
                "said": model.texts("charts.of", n=int(row.n), of=int(row.of)) if row.of else model.texts("thread.nothing_to_measure"),
                "key": model.behind(key, label, having) if having else None,
                "lacking_key": model.behind(f"{key}/mangler", model.texts("thread.not_fulfilled", measure=label), lacking)
                if lacking
                else None,
                "lacking_said": model.texts.count("thread.lacking_count", int(row.of - row.n)) if row.of > row.n else "",
                "lacking_themes": listed,
            }
        )
    return rows


def _carrying(model: ViewModel, municipality: str, measure: str, themes: list[str]) -> list[str]:
    """Return the elements that carry these themes on the side of the measure that is asked about."""
    wanted = set(themes)
    return [
        element.id
        for element in model.workbook.strategy(municipality).elements
        if element.type in _THEMES_OF[measure] and wanted.intersection(evidence.themes_of(model.workbook).get(element.id, ()))
    ]
