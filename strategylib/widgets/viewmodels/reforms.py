"""What in the strategies meets the reforms, which marks of a good plan do they bear, and what should be looked at again?"""

from __future__ import annotations

from typing import Any

from strategylib.analysis.audit import audit
from strategylib.analysis.coded import EDITORS
from strategylib.analysis.quality import quality, quality_total
from strategylib.analysis.reform import reform_lens
from strategylib.locale import wording
from strategylib.widgets.viewmodels.base import ViewModel, measured

_GRADES = {2: "has", 1: "part", 0: "lacks"}


class ReformsModel(ViewModel):
    """Reforms, score card and audit. The parameter `sted` says whose check list is shown; the first one's unless given."""

    def draw_still(self) -> dict[str, Any]:
        """Return the reforms with who carries what, and the score card."""
        if not self.municipalities:
            return {}
        return {
            "texts": self.texts.section("reforms"),
            "columns": [self.mark(one) for one in self.municipalities],
            "title": self._title(),
            "lead": self.texts("reforms.lead"),
            "reforms": self._reforms(),
            "quality": self._quality(),
            "reading_note": self.texts("app.reading_note"),
        }

    def draw(self) -> dict[str, Any]:
        """Return the check list of one municipality."""
        if not self.municipalities:
            return {}
        asked = self.parameters.get("sted", "")
        chosen = asked if asked in self.municipalities else self.municipalities[0]
        return {"chosen": self.mark(chosen), "audit": self._audit(chosen)}

    def _title(self) -> str:
        totals = measured(quality_total, self.workbook, language=self.texts.language)
        best = totals.share.idxmax()
        row = totals.loc[best]
        name, met = self.mark(str(best))["name"], int(row.full + row.partly)
        if len(totals) == 1:
            return self.texts("reforms.title_one", name=name, n=met, of=int(row.points))
        return self.texts("reforms.title", name=name, n=met, of=int(row.points))

    def _reforms(self) -> list[dict[str, Any]]:
        if not any(one.coder == EDITORS for one in self.workbook.corpus.reform_codings):
            return []
        frame = measured(reform_lens, self.workbook, language=self.texts.language)
        found = []
        for reform in self.workbook.corpus.reforms:
            rows = frame[frame.reform == reform.id]
            first = rows.drop_duplicates("municipality")
            name, outside = getattr(reform, self.texts.language), set(first[~first.in_scope].municipality)  # without those that do not say
            found.append(
                {
                    "name": name,
                    "dates": self.texts(
                        "reforms.dates", agreed=wording.date(reform.agreed, self.texts), in_force=wording.date(reform.in_force, self.texts)
                    ),
                    "reading": [self._reading(row, name, outside=row.municipality in outside) for row in first.itertuples()],
                    "items": [
                        {"label": label, "cells": [self._item(row) for row in items.itertuples()]}
                        for (_, label), items in rows.groupby(["item", "label"], sort=False)
                    ],
                }
            )
        return found

    def _reading(self, row: Any, reform: str, *, outside: bool) -> dict[str, Any]:
        mark, mentions = self.mark(row.municipality), list(row.mentions)
        title = self.texts("reforms.mentions_title", name=mark["name"], reform=reform)
        key = self.behind(f"naevner/{row.reform}/{row.municipality}", title, mentions) if mentions else None
        return {
            "mark": mark,
            "said": row.reading,
            "outside": self.texts("reforms.out_of_scope") if outside else None,
            "key": key,
            "mentions": self.texts.count("reforms.mentions", len(mentions)),
        }

    def _item(self, row: Any) -> dict[str, Any]:
        name = self.mark(row.municipality)["name"]
        title = self.texts("reforms.item_title", item=row.label, name=name)
        doubtful = len(row.doubtful)
        return {
            "n": int(row.n),
            "heat": min(5, int(row.n)),
            "key": self.behind(f"reform/{row.item}/{row.municipality}", title, row.elements) if row.n else None,
            "label": self.texts.count("reforms.cell", int(row.n), title=title),
            "doubt": self.texts.count("reforms.doubtful", doubtful) if doubtful else "",
        }

    def _quality(self) -> dict[str, Any]:
        frame = measured(quality, self.workbook, language=self.texts.language)
        totals = measured(quality_total, self.workbook, language=self.texts.language)
        points = [
            {"label": label, "rule": rule, "cells": [self._point(row) for row in rows.itertuples()]}
            for (_, label, rule), rows in frame.groupby(["point", "label", "rule"], sort=False)
        ]
        said = [
            self.texts("reforms.total", full=int(row.full), partly=int(row.partly), absent=int(row.absent)) for row in totals.itertuples()
        ]
        return {"points": points, "totals": said, "caveat": frame.attrs["caveat"]}

    def _point(self, row: Any) -> dict[str, Any]:
        grade = _GRADES[row.present]
        title = self.texts("reforms.point_title", point=row.label, name=self.mark(row.municipality)["name"])
        evidence, word = list(row.evidence), self.texts(f"reforms.grades.{grade}")
        fields = [self.texts(f"quality.fields.{field}") for field, _, _ in row.document]
        return {
            "grade": grade,
            "word": word,
            "key": self.behind(f"punkt/{row.point}/{row.municipality}", title, evidence) if evidence else None,
            "label": f"{title}: {word}. {self.texts('reforms.looked', what=row.looked_in)}",
            "n": len(evidence),
            "document": wording.listing(fields, self.texts),
            "note": row.note if isinstance(row.note, str) else "",
        }

    def _audit(self, municipality: str) -> list[dict[str, Any]]:
        frame = measured(audit, self.workbook, municipality, language=self.texts.language)
        found = []
        for number, row in enumerate(frame.itertuples()):
            elements = list(row.elements)
            found.append(
                {
                    "severity": row.severity,
                    "word": self.texts(f"reforms.severities.{row.severity}"),
                    "message": row.message,
                    "evidence": list(row.evidence),
                    "note": row.note if isinstance(row.note, str) else "",
                    "key": self.behind(f"tjek/{municipality}/{number}", row.message, elements) if elements else None,
                    "count": self.texts.count("evidence.count", len(elements)),
                }
            )
        return found
