"""Does a strategy hang together from vision to daily work? Lines of sight, orphans, promises without action, balance."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import networkx as nx
import numpy as np
import pandas as pd

from strategylib.analysis.coded import EDITORS
from strategylib.model import CASCADE_RANK, ElementType, RelationType
from strategylib.workbook import Workbook

PURPOSE = (ElementType.VISION, ElementType.CORE_TASK)
ACTION = (ElementType.INITIATIVE, ElementType.ACTIVITY)
PROMISE = (ElementType.VISION, ElementType.CORE_TASK, ElementType.CORE_TASK_TRANSLATION)
_UPWARD = (RelationType.PART_OF, RelationType.SUPPORTS, RelationType.MEASURES, RelationType.ELABORATES)


@dataclass(frozen=True)
class _Thread:
    """One strategy's elements and the ways up from each."""

    elements: pd.DataFrame
    up: nx.DiGraph[str]

    @classmethod
    def of(cls, wb: Workbook, municipality: str) -> _Thread:
        elements = wb.elements[wb.elements.municipality == municipality]
        if elements.empty:
            raise ValueError(f"no strategy of {municipality!r} in this workbook; there are: {', '.join(wb.strategies.index)}")
        graph: nx.DiGraph[str] = nx.DiGraph()
        graph.add_nodes_from(elements.index)
        ways = wb.relations[wb.relations.type.isin([kind.value for kind in _UPWARD])]
        graph.add_edges_from((a, b) for a, b in ways[["source", "target"]].itertuples(index=False) if a in graph and b in graph)
        return cls(elements, graph)

    def of_type(self, kinds: Iterable[ElementType], *, named: bool | None) -> list[str]:
        """Return the ids of the given types, in document order."""
        found = self.elements[self.elements.type.isin([kind.value for kind in kinds])]
        return list(found.index if named is None else found.index[found.named == named])

    def reaching(self, starts: list[str], ends: list[str]) -> list[str]:
        """Return those of `starts` from which one of `ends` is reached upwards."""
        below: set[str] = set().union(*(nx.ancestors(self.up, end) for end in ends)) if ends else set()
        return [start for start in starts if start in below]

    def reached(self, ends: list[str], starts: list[str]) -> list[str]:
        """Return those of `ends` that one of `starts` reaches upwards."""
        above: set[str] = set().union(*(nx.descendants(self.up, start) for start in starts)) if starts else set()
        return [end for end in ends if end in above]


def coherence(wb: Workbook, municipality: str, *, named: bool | None = True, coder: str = EDITORS) -> pd.DataFrame:
    """Measure the red thread (den røde tråd) of one strategy.

    Parameters
    ----------
    wb, municipality
        The workbook and the id of a municipality in it.
    named
        Count what the document itself names (True, default), what was read from prose (False), or both (None). Lines of sight may run
        through elements of either kind.
    coder
        Whose themes tell what is promised and acted upon.

    Returns
    -------
    DataFrame
        Index measure; columns `value, n, of, elements, lacking`: `elements` fulfil the measure, those `lacking` do not.
        The shares are n / of, 0 to 1, and missing where `of` is 0: what a document does not have cannot hang together or fall apart.

        A line of sight runs upwards over `part_of`, `supports`, `measures` and `elaborates`.

        - `actions_reach_goal`, `actions_reach_purpose`: initiatives and activities from which a goal, a vision or core task is reached
        - `goals_reach_purpose`: goals from which a vision or core task is reached
        - `goals_with_action`, `goals_with_indicator`: goals that an action, an indicator reaches
        - `indicators_reach_goal`: indicators from which a goal is reached
        - `connected`: elements of the cascade that stand under or support another; the `lacking` ones are the orphans (visions and core
          tasks, which stand at the top, are left out)
        - `promises_acted_on`: themes of vision, core task and its translations that some action or goal has too; `elements` are themes
        - `actions_promised`: themes of actions and goals that vision, core task or translations have too; `elements` are themes
        - `depth`: levels on the longest line of sight, from 1 (nothing under anything)
        - `balance`: evenness of goals and actions over the focus areas, H / ln k with H the Shannon entropy of their counts and k the
          number of focus areas (Pielou 1966, doi:10.1016/0022-5193(66)90013-0); 1 is even, 0 all in one; missing with fewer than two

    Raises
    ------
    ValueError
        When the municipality has no strategy here.

    Notes
    -----
    Line of sight follows the vertical coherence of plan evaluation (Baer 1997, doi:10.1080/01944369708975926; Berke & Godschalk 2009,
    doi:10.1177/0885412208327014). It measures what the document connects in words or layout, not whether the work connects.
    """
    thread = _Thread.of(wb, municipality)
    goals, actions = thread.of_type([ElementType.GOAL], named=named), thread.of_type(ACTION, named=named)
    indicators = thread.of_type([ElementType.INDICATOR], named=named)
    every_goal = thread.of_type([ElementType.GOAL], named=None)
    purposes = thread.of_type(PURPOSE, named=None)
    rows = {
        "actions_reach_goal": (actions, thread.reaching(actions, every_goal)),
        "actions_reach_purpose": (actions, thread.reaching(actions, purposes)),
        "goals_reach_purpose": (goals, thread.reaching(goals, purposes)),
        "goals_with_action": (goals, thread.reached(goals, thread.of_type(ACTION, named=None))),
        "goals_with_indicator": (goals, thread.reached(goals, thread.of_type([ElementType.INDICATOR], named=None))),
        "indicators_reach_goal": (indicators, thread.reaching(indicators, every_goal)),
    }
    cascade = [one for one in thread.of_type(CASCADE_RANK, named=named) if one not in purposes]
    rows["connected"] = (cascade, [one for one in cascade if thread.up.degree(one)])
    rows |= _themes(wb, thread, named=named, coder=coder)
    frame = pd.DataFrame([_share(name, of, having) for name, (of, having) in rows.items()])
    return pd.concat([frame, pd.DataFrame([_depth(thread), _balance(thread, named=named)])]).set_index("measure")


def _share(name: str, of: list[str], having: list[str]) -> dict[str, object]:
    value = len(having) / len(of) if of else float("nan")
    lacking = tuple(one for one in of if one not in set(having))
    return {"measure": name, "value": value, "n": len(having), "of": len(of), "elements": tuple(having), "lacking": lacking}


def _themes(wb: Workbook, thread: _Thread, *, named: bool | None, coder: str) -> dict[str, tuple[list[str], list[str]]]:
    codes = wb.codings[wb.codings.coder == coder]

    def of(kinds: Iterable[ElementType], which: bool | None) -> list[str]:  # noqa: FBT001 - private
        found = set(codes[codes.element.isin(thread.of_type(kinds, named=which))].theme)
        return [theme for theme in wb.themes.index if theme in found]

    # A purpose read from prose is a purpose too: without it nothing could be promised.
    promised, acted = of(PROMISE, None), of([*ACTION, ElementType.GOAL], named)
    return {
        "promises_acted_on": (promised, [theme for theme in promised if theme in acted]),
        "actions_promised": (acted, [theme for theme in acted if theme in promised]),
    }


def _depth(thread: _Thread) -> dict[str, object]:
    path = nx.dag_longest_path(thread.up) if nx.is_directed_acyclic_graph(thread.up) else []
    return {
        "measure": "depth",
        "value": float(len(path)),
        "n": len(path),
        "of": len(thread.elements),
        "elements": tuple(path),
        "lacking": (),
    }


def _balance(thread: _Thread, *, named: bool | None) -> dict[str, object]:
    areas = thread.of_type([ElementType.FOCUS_AREA], named=None)
    inside = thread.of_type([*ACTION, ElementType.GOAL], named=named)
    counts = np.array([len(thread.reaching(inside, [area])) for area in areas], dtype=float)
    shares = counts[counts > 0] / counts.sum() if counts.sum() else np.array([])
    value = float(-(shares * np.log(shares)).sum() / np.log(len(areas))) if len(areas) > 1 and len(shares) else float("nan")
    empty = tuple(area for area, count in zip(areas, counts, strict=True) if not count)
    return {"measure": "balance", "value": value, "n": int(counts.sum()), "of": len(areas), "elements": tuple(areas), "lacking": empty}
