"""How alike are the chosen municipalities, and which of their commitments mean the same, each in its own words?"""

from __future__ import annotations

from functools import lru_cache
from itertools import combinations
from typing import Any

import strategylib.analysis.alignment as aligning
from strategylib.analysis.coded import EDITORS
from strategylib.analysis.overlap import MEASURES, overlap_report
from strategylib.locale import wording
from strategylib.model import Alignment, AlignmentRelation
from strategylib.widgets.viewmodels import evidence
from strategylib.widgets.viewmodels.base import ViewModel, measured
from strategylib.widgets.viewmodels.caveats import caveats
from strategylib.widgets.viewmodels.themes import has_alignments, has_codes, main_theme, theme_elements, theme_names
from strategylib.workbook import Workbook

MOST = 5
"""How many are compared at once."""

_PAIR = 2
_DEFAULT = ("salience", "jaccard")
_TURNED = {AlignmentRelation.BROAD: AlignmentRelation.NARROW, AlignmentRelation.NARROW: AlignmentRelation.BROAD}


@lru_cache(maxsize=8)
def _alignments(workbook: Workbook) -> dict[tuple[str, str], list[Alignment]]:
    """Return the editors' alignments by the municipalities that they go between, as they were written."""
    home = {one.id: one.municipality for strategy in workbook.corpus.strategies for one in strategy.elements}
    found: dict[tuple[str, str], list[Alignment]] = {}
    for one in workbook.corpus.alignments:
        if one.coder == EDITORS:
            found.setdefault((home[one.a], home[one.b]), []).append(one)
    return found


def _turned(one: Alignment) -> Alignment:
    return Alignment(one.b, one.a, _TURNED.get(one.relation, one.relation), one.coder)


class CompareModel(ViewModel):
    """Two to five municipalities beside each other.

    The parameter `kommuner` lists them, with `+` between; `a` and `b` name the two measures. What is no municipality here is left out; with
    fewer than two the first of the data fill up.
    """

    @property
    def chosen(self) -> list[str]:
        """The municipalities that are compared, in the data's order."""
        asked = self.parameters.get("kommuner", "").replace(" ", "+").split("+")
        known = self.municipalities
        found = [one for one in known if one in asked][:MOST]
        return found if len(found) >= _PAIR else known[:MOST]

    def draw(self) -> dict[str, Any]:
        """Return the choice, how alike each pair is by two measures, how much goes again, and the commitments side by side."""
        chosen, texts = self.chosen, self.texts
        content: dict[str, Any] = {
            "texts": texts.section("compare"),
            "choices": [self.mark(one) | {"chosen": one in chosen} for one in self.municipalities],
            "most": MOST,
            "chosen": chosen,
            "title": texts("compare.empty_title"),
            "lead": texts("compare.empty"),
            "pairs": None,
            "again": None,
            "wordings": None,
            "caveats": caveats(self, chosen),
            "reading_note": texts("app.reading_note"),
        }
        if len(chosen) < _PAIR:
            return content
        return (
            content | self._said(chosen) | {"pairs": self._pairs(chosen), "again": self._again(chosen), "wordings": self._wordings(chosen)}
        )

    def _said(self, chosen: list[str]) -> dict[str, str]:
        names = wording.listing([self.mark(one)["name"] for one in chosen], self.texts)
        if not has_alignments(self):
            return {"title": self.texts("compare.title_plain", names=names), "lead": self.texts("compare.no_alignments")}
        n = len(self._aligned(chosen))
        return {"title": self.texts.count("compare.title", n, names=names), "lead": self.texts("compare.lead")}

    def _pairs(self, chosen: list[str]) -> dict[str, Any] | None:
        if not has_codes(self):
            return None
        first, second = (self.parameters.get(name, "") for name in "ab")
        measures = [first if first in MEASURES else _DEFAULT[0], second if second in MEASURES else _DEFAULT[1]]
        reports = [self._between(measured(overlap_report, self.workbook, measure=measure), chosen) for measure in measures]
        elements, names = theme_elements(self), theme_names(self)
        rows = []
        for (a, b), row in reports[0].items():
            shared = list(row["shared"])
            behind = [one for theme in shared for place in (a, b) for one in elements.get((theme, place), [])]
            marks = [self.mark(a), self.mark(b)]
            title = self.texts("compare.pair_title", a=marks[0]["name"], b=marks[1]["name"])
            rows.append(
                {
                    "marks": marks,
                    "scores": [self._score(report[a, b]) for report in reports],
                    "n": self.texts("compare.n", a=int(row["n_a"]), b=int(row["n_b"])),
                    "key": self.behind(f"par/{a}/{b}", title, behind),
                    "shared": self.texts.count("compare.shared", len(shared)),
                    "only": [
                        {
                            "said": self.texts.count("compare.only", len(only), name=mark["name"]),
                            "themes": wording.listing([names[theme] for theme in only], self.texts),
                        }
                        for mark, only in zip(marks, (row["only_a"], row["only_b"]), strict=True)
                        if only
                    ],
                }
            )
        every = [{"id": measure, "name": self.texts(f"compare.measures.{measure}.name")} for measure in MEASURES]
        return {
            "measures": [
                {"id": one, "name": self.texts(f"compare.measures.{one}.name"), "how": self.texts(f"compare.measures.{one}.how")}
                for one in measures
            ],
            "every": every,
            "rows": rows,
        }

    @staticmethod
    def _between(report: Any, chosen: list[str]) -> dict[tuple[str, str], dict[str, Any]]:
        """Return the rows of a report whose both municipalities are chosen, by pair and in its order."""
        first, second = (report.index.get_level_values(name).isin(chosen) for name in "ab")
        rows: dict[tuple[str, str], dict[str, Any]] = report[first & second].to_dict("index")
        return rows

    def _score(self, row: dict[str, Any]) -> dict[str, Any]:
        if row["score"] != row["score"]:
            return {"said": "–", "range": self.texts("compare.no_score"), "value": None, "low": None, "high": None}
        shown = [wording.decimals(value, 2, self.texts) for value in (row["score"], row["low"], row["high"])]
        return {
            "said": shown[0],
            "range": self.texts("charts.ranges.range", low=shown[1], high=shown[2]),
            "value": float(row["score"]),
            "low": float(row["low"]),
            "high": float(row["high"]),
        }

    def _again(self, chosen: list[str]) -> dict[str, Any] | None:
        """Return how much of each one's goals and actions go again with each other one."""
        if not has_alignments(self):
            return None
        matrix = measured(aligning.alignment_matrix, self.workbook)
        rows, shares = [], matrix.loc[chosen, chosen].to_dict("index")
        for a in chosen:
            cells: list[dict[str, Any] | None] = []
            for b in chosen:
                share, n = shares[a][b], matrix.attrs["n"][a]
                if a == b or share != share:  # noqa: PLR0124 - missing: no commitments
                    cells.append(None)
                    continue
                count = round(float(share) * n)
                found = [one for pair in self._aligned([a, b]) for one in (pair.a, pair.b)]
                own = [one for one in found if self.workbook.element(one).named or self.workbook.element(one).municipality == b]
                title = self.texts("compare.again_title", a=self.mark(a)["name"], b=self.mark(b)["name"])
                cells.append(
                    {
                        "said": self.texts("charts.of", n=count, of=n),
                        "share": self.texts("numbers.percent", value=round(100 * float(share))),
                        "heat": min(5, 1 + int(float(share) * 5)) if count else 0,
                        "key": self.behind(f"igen/{a}/{b}", title, own) if count else None,
                        "label": f"{title}: {self.texts('charts.of', n=count, of=n)}",
                    }
                )
            rows.append({"mark": self.mark(a), "cells": cells})
        return {"columns": [self.mark(one) for one in chosen], "rows": rows}

    def _aligned(self, chosen: list[str]) -> list[Alignment]:
        """Return the editors' alignments between the chosen, each turned so that `a` is of the earlier one."""
        by_pair = _alignments(self.workbook)
        return [
            one
            for a, b in combinations(chosen, 2)
            for one in [*by_pair.get((a, b), ()), *(_turned(other) for other in by_pair.get((b, a), ()))]
        ]

    def _wordings(self, chosen: list[str]) -> dict[str, Any] | None:
        """Return a row for each common commitment: for two each aligned pair, for more each group, in the words of each."""
        if not has_alignments(self):
            return None
        rows = self._pairs_of_words(chosen) if len(chosen) == _PAIR else self._groups_of_words(chosen)
        return {"columns": [self.mark(one) for one in chosen], "rows": rows, "pair": len(chosen) == _PAIR}

    def _pairs_of_words(self, chosen: list[str]) -> list[dict[str, Any]]:
        order = list(AlignmentRelation)
        pairs = sorted(self._aligned(chosen), key=lambda one: (order.index(one.relation), self.workbook.element(one.a).quote.line_start))
        return [
            self._row(f"ord/{pair.a}/{pair.b}", [pair.a, pair.b], chosen, self.texts(f"compare.relations.{pair.relation.name.lower()}"))
            for pair in pairs
        ]

    def _groups_of_words(self, chosen: list[str]) -> list[dict[str, Any]]:
        frame = measured(aligning.aligned_groups, self.workbook, at_least=3)
        frame = frame[frame.municipality.isin(chosen)]
        rows = []
        for number, group in frame.groupby("group"):
            if group.municipality.nunique() >= _PAIR:
                rows.append(self._row(f"gruppe/{number}", list(group.element), chosen, ""))
        return sorted(rows, key=lambda row: -sum(bool(cell) for cell in row["cells"]))

    def _row(self, key: str, elements: list[str], chosen: list[str], relation: str) -> dict[str, Any]:
        theme = main_theme(elements, self)
        cells = []
        for municipality in chosen:
            own = [self.workbook.element(one) for one in elements if one.startswith(f"{municipality}.")]
            cells.append([evidence.short_card(one, self.texts) for one in own])
        return {
            "theme": theme,
            "relation": relation,
            "cells": cells,
            "key": self.behind(key, self.texts("overview.shared_title", theme=theme), elements),
        }
