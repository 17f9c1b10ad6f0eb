"""What did the room say? Each exercise's answers added up, with their spread and n.

A result is plain data: `kind`, `n` (how many answered), and `items`, each with `id`, `text`, `source`, `elements` and its figures; the
best first where there is a best, otherwise in the exercise's order. Nothing in it says who answered what.
"""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict
from enum import StrEnum
from typing import Any

from strategylib.workshop.exercises import SCALE, Item, Kind, Light, Likeness, Stance
from strategylib.workshop.rounds import IdeaStatus, Round

GROUP_LEAST = 5
"""How many people a group must have before anything is said of it."""

GROUPS_MOST = 3
SILHOUETTE_LEAST = 0.25
"""How distinct groups must be: below it there is "no substantial structure" (Kaufman & Rousseeuw 1990, ISBN 978-0471878766)."""

MOST_MONTHS = 18
"""How many months a plan shows in a row."""

_ASIDE = 0.75  # how many of those who took a side must agree for a statement to be shared


def tally(round_: Round) -> dict[str, Any]:
    """Return the result of an exercise as it stands.

    Returns
    -------
    dict
        By kind, each item has:

        - `dots`: `total` (dots), `voters`, `place` (from 1; ties share it)
        - `points`: `total`, `mean` and `deviation` over all who answered (0 where one gave none), `low`, `high`, `place`
        - `ranking`: `borda` (ranked first of k gives k - 1, the last and the unranked 0; Borda 1784), `place`, `beats` (how many others
          more people rank it above than below); the result has `winners`: who beats every other one by one (Condorcet 1785),
          otherwise the smallest set that beats all outside it (Smith 1973, doi:10.2307/1914033)
        - `matrix`: `impact` and `feasibility` (means, 1 to 5), `impact_deviation`, `feasibility_deviation`, `n`, and `votes`: `[impact,
          feasibility, how many]`
        - `statements`: `agree`, `disagree`, `pass`, `n`; the result has `groups`, see `opinion_groups`
        - `alignment`, `follow_up`: how many said each word, `n`, and `most`: the words that most said (several are a tie)
        - `ideas`, `translation`: the ideas that are shown, with `votes` 0
        - `plan`: `decision`; the result has `months`: those from the first to the last that something was decided for, at most
          `MOST_MONTHS`; where the plan runs longer, only the months that are used

        Every item that something was decided on has `decision`.
    """
    result = {"kind": round_.exercise.kind.value, "n": round_.done} | _TALLIES[round_.exercise.kind](round_)
    for one in result["items"]:
        if one["id"] in round_.decisions:
            one["decision"] = asdict(round_.decisions[one["id"]])
    return result


def _shown(item: Item) -> dict[str, Any]:
    return {"id": item.id, "text": item.text, "source": item.source, "elements": list(item.elements)}


def _placed(items: list[dict[str, Any]], by: str) -> list[dict[str, Any]]:
    """Return items by a figure, the largest first; equal ones share a place and stand in the exercise's order."""
    ordered = sorted(items, key=lambda one: -one[by])
    return [one | {"place": 1 + sum(other[by] > one[by] for other in items)} for one in ordered]


def _dots(round_: Round) -> dict[str, Any]:
    items = [
        _shown(item)
        | {
            "total": sum(one.get(item.id, 0) for one in round_.ballots.values()),
            "voters": sum(item.id in one for one in round_.ballots.values()),
        }
        for item in round_.exercise.items
    ]
    return {"items": _placed(items, "total")}


def _points(round_: Round) -> dict[str, Any]:
    items = []
    for item in round_.exercise.items:
        given = [one.get(item.id, 0) for one in round_.ballots.values()]
        spread = {"mean": _mean(given), "deviation": _deviation(given), "low": min(given, default=None), "high": max(given, default=None)}
        items.append(_shown(item) | {"total": sum(given)} | spread)
    return {"items": _placed(items, "total")}


def _ranking(round_: Round) -> dict[str, Any]:
    from votelib.component.rankscore import Borda
    from votelib.convert import RankedToCondorcetVotes, RankedToPositionalVotes
    from votelib.evaluate.condorcet import CondorcetWinner, SmithSet

    ids = [item.id for item in round_.exercise.items]
    number = {one: place for place, one in enumerate(ids)}  # the library takes a text for several that share a rank
    votes = Counter(tuple(number[item] for item in one) for one in round_.ballots.values())
    if not votes:
        return {"items": [_shown(item) | {"borda": 0, "beats": 0, "place": 1} for item in round_.exercise.items], "winners": []}
    votes[tuple(number.values())] += 0  # so that the library knows of items that nobody ranked
    scorer = Borda(base=0)
    scorer.set_n_candidates(len(ids))
    scores = RankedToPositionalVotes(scorer).convert(votes)
    above = RankedToCondorcetVotes(unranked_at_bottom=True).convert(votes)
    items = [
        _shown(item)
        | {"borda": int(scores.get(own, 0)), "beats": sum(above.get((own, one), 0) > above.get((one, own), 0) for one in number.values())}
        for own, item in enumerate(round_.exercise.items)
    ]
    winners = set(CondorcetWinner().evaluate(above) or SmithSet().evaluate(above)) or {0}  # there is only one
    return {"items": _placed(items, "borda"), "winners": [one for one in ids if number[one] in winners]}


def _matrix(round_: Round) -> dict[str, Any]:
    items = []
    for item in round_.exercise.items:
        places = [tuple(one[item.id]) for one in round_.ballots.values() if item.id in one]
        impact, feasibility = ([place[axis] for place in places] for axis in (0, 1))
        items.append(
            _shown(item)
            | {
                "n": len(places),
                "impact": _mean(impact),
                "feasibility": _mean(feasibility),
                "impact_deviation": _deviation(impact),
                "feasibility_deviation": _deviation(feasibility),
                "votes": [[*place, count] for place, count in sorted(Counter(places).items())],
            }
        )
    return {"items": items, "scale": list(SCALE)}


def _worded(words: type[StrEnum]) -> Callable[[Round], dict[str, Any]]:
    def count(round_: Round) -> dict[str, Any]:
        items = []
        for item in round_.exercise.items:
            said = Counter(one[item.id] for one in round_.ballots.values() if item.id in one)
            most = max(said.values(), default=0)
            figures: dict[str, Any] = {word.value: said[word.value] for word in words}
            figures |= {"n": said.total(), "most": [word.value for word in words if most and said[word.value] == most]}
            items.append(_shown(item) | figures)
        return {"items": items}

    return count


def _statements(round_: Round) -> dict[str, Any]:
    return _worded(Stance)(round_) | {"groups": opinion_groups(round_)}


def _ideas(round_: Round) -> dict[str, Any]:
    shown = [one for one in round_.ideas.values() if one.status is IdeaStatus.SHOWN]
    of = {item.id: item for item in round_.exercise.items}
    items = [
        {"id": one.id, "text": one.text, "item": one.item, "source": "", "elements": list(of[one.item].elements) if one.item in of else []}
        for one in shown
    ]
    return {"items": items, "waiting": sum(one.status is IdeaStatus.WAITING for one in round_.ideas.values())}


def _plan(round_: Round) -> dict[str, Any]:
    used = sorted({one.month for one in round_.decisions.values() if one.month})
    months = used
    if used:
        first, last = (int(one[:4]) * 12 + int(one[5:]) - 1 for one in (used[0], used[-1]))
        if last - first < MOST_MONTHS:
            months = [f"{month // 12}-{month % 12 + 1:02}" for month in range(first, last + 1)]
    return {"items": [_shown(item) for item in round_.exercise.items], "n": 0, "months": months}


_TALLIES: dict[Kind, Callable[[Round], dict[str, Any]]] = {
    Kind.DOTS: _dots,
    Kind.POINTS: _points,
    Kind.RANKING: _ranking,
    Kind.MATRIX: _matrix,
    Kind.STATEMENTS: _statements,
    Kind.ALIGNMENT: _worded(Likeness),
    Kind.FOLLOW_UP: _worded(Light),
    Kind.IDEAS: _ideas,
    Kind.TRANSLATION: _ideas,
    Kind.PLAN: _plan,
}


def opinion_groups(round_: Round) -> dict[str, Any]:
    """Return the groups that answered the statements alike, and the statements that bridge or divide them.

    Returns
    -------
    dict
        `why` is empty, or tells why nothing is said of groups: `too_few` (fewer than twice `GROUP_LEAST` answered) or `alike` (no groups
        of at least `GROUP_LEAST` that are distinct enough). `groups` has for each `n` and, by statement, `agree` and `disagree`;
        `bridging` lists the statements that most of every group agrees with, `dividing` those that most of one group agrees with and
        most of another does not, `shared` those that three of four who took a side agree with, groups or not.

    Notes
    -----
    An answer is 1 (agree), -1 (disagree) or 0 (pass, or none). Groups are k-means' (k = 2 and 3, started from the answers farthest
    apart, so that the same answers give the same groups); those with the best mean silhouette are kept (Rousseeuw 1987,
    doi:10.1016/0377-0427(87)90125-7).
    With a handful of people a group says little: it is a way to start talking, not a finding.
    """
    ids = [item.id for item in round_.exercise.items]
    took = {item: [one[item] for one in round_.ballots.values() if one.get(item) in (Stance.AGREE, Stance.DISAGREE)] for item in ids}
    shared = [item for item in ids if len(took[item]) >= GROUP_LEAST and took[item].count(Stance.AGREE) >= _ASIDE * len(took[item])]
    said: dict[str, Any] = {"why": "", "groups": [], "bridging": [], "dividing": [], "shared": shared}
    if len(round_.ballots) < 2 * GROUP_LEAST:
        return said | {"why": "too_few"}
    values = {Stance.AGREE: 1.0, Stance.DISAGREE: -1.0}
    members = _clusters([[values.get(one.get(item), 0.0) for item in ids] for one in round_.ballots.values()])
    if not members:
        return said | {"why": "alike"}
    ballots = list(round_.ballots.values())
    groups: list[dict[str, Any]] = []
    for group in sorted(members, key=len, reverse=True):
        counts = {item: Counter(ballots[one].get(item) for one in group) for item in ids}
        groups.append({"n": len(group), "agree": {i: counts[i]["agree"] for i in ids}, "disagree": {i: counts[i]["disagree"] for i in ids}})
    bridging = [item for item in ids if all(2 * one["agree"][item] > one["n"] for one in groups)]
    dividing = [
        item
        for item in ids
        if any(2 * one["agree"][item] > one["n"] for one in groups) and any(2 * one["disagree"][item] > one["n"] for one in groups)
    ]
    return said | {"groups": groups, "bridging": bridging, "dividing": dividing}


def _clusters(rows: list[list[float]]) -> list[list[int]]:
    """Return the best of the groupings into two and three, as numbers of rows; none when no grouping is good enough."""
    import numpy as np

    points = np.array(rows)
    distances = np.linalg.norm(points[:, None] - points, axis=-1)
    best, found = SILHOUETTE_LEAST, []
    for k in range(2, GROUPS_MOST + 1):
        starts = list(np.unravel_index(distances.argmax(), distances.shape))
        while len(starts) < k:
            starts.append(distances[starts].min(axis=0).argmax())
        centres = points[starts]
        for _ in range(100):
            labels = np.linalg.norm(points[:, None] - centres, axis=-1).argmin(axis=1)
            moved = np.array([points[labels == one].mean(axis=0) if (labels == one).any() else centres[one] for one in range(k)])
            if np.allclose(moved, centres):
                break
            centres = moved
        sizes = np.bincount(labels, minlength=k)
        if sizes.min() < GROUP_LEAST:
            continue
        to = np.array([distances[:, labels == one].sum(axis=1) for one in range(k)])
        rows_ = np.arange(len(points))
        own = to[labels, rows_] / (sizes[labels] - 1)
        means = to / sizes[:, None]
        means[labels, rows_] = np.inf
        other = means.min(axis=0)
        larger = np.maximum(own, other)
        score = float(np.divide(other - own, larger, out=np.zeros_like(own), where=larger > 0).mean())
        if score > best:
            best, found = score, [list(map(int, np.flatnonzero(labels == one))) for one in range(k)]
    return found


def _mean(values: list[int]) -> float | None:
    return statistics.fmean(values) if values else None


def _deviation(values: list[int]) -> float | None:
    """Return the standard deviation of the answers; None when there are fewer than two."""
    return statistics.stdev(values) if len(values) > 1 else None
