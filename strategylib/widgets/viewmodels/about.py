"""Where do the figures come from: who read the documents, by which formulas, how sure, and in which words?"""

from __future__ import annotations

from typing import Any

from strategylib.analysis.coded import EDITORS
from strategylib.locale import wording
from strategylib.model import ElementType
from strategylib.widgets.viewmodels.base import ViewModel
from strategylib.widgets.viewmodels.caveats import caveats

METHODS = ("coverage", "salience", "jaccard", "range", "groups", "again", "coherence", "quality", "reform")
"""The measures of the app, in the order of its views; each has `name, formula, says, source` among the texts."""


class AboutModel(ViewModel):
    """Method, formulas, documents, the bridge between the municipalities' words and the common levels, and accessibility."""

    def draw(self) -> dict[str, Any]:
        """Return all of it as texts and tables."""
        texts, corpus = self.texts, self.workbook.corpus
        elements = sum(len(one.elements) for one in corpus.strategies)
        named = sum(element.named for one in corpus.strategies for element in one.elements)
        codes = sum(one.coder == EDITORS for one in corpus.codings)
        aligned = sum(one.coder == EDITORS for one in corpus.alignments)
        numbers = {"elements": elements, "named": named, "codes": codes, "alignments": aligned, "strategies": len(corpus.strategies)}
        return {
            "texts": texts.section("about"),
            "title": texts("about.title"),
            "lead": texts("about.lead", **{name: wording.number(value, texts) for name, value in numbers.items()}),
            "methods": [texts.section(f"about.methods.{name}") for name in METHODS],
            "documents": [self._document(one) for one in corpus.strategies],
            "caveats": caveats(self),
            "bridge": self._bridge(),
            "columns": [self.mark(one) for one in self.municipalities],
            "accessibility": texts.section("about.accessibility")["points"],
        }

    def _document(self, strategy: Any) -> dict[str, Any]:
        title = next(one.title for one in self.workbook.corpus.sources if one.id == strategy.source)
        return {
            "mark": self.mark(strategy.municipality),
            "title": title,
            "published": wording.date(strategy.published, self.texts) if strategy.published else self.texts("overview.undated"),
            "scope": strategy.scope_quote.text if strategy.scope_quote else "–",
            "n": wording.number(len(strategy.elements), self.texts),
            "gaps": len(strategy.gaps),
        }

    def _bridge(self) -> list[dict[str, Any]]:
        rows = []
        for kind in ElementType:
            cells = []
            for strategy in self.workbook.corpus.strategies:
                own = [one for one in strategy.elements if one.type is kind and one.named]
                terms = list(dict.fromkeys(one.term for one in own))
                title = self.texts(
                    "about.bridge_title", level=self.texts(f"types.{kind.value}.title"), name=self.mark(strategy.municipality)["name"]
                )
                key = self.behind(f"ord/{strategy.municipality}/{kind.value}", title, [one.id for one in own]) if own else None
                cells.append(
                    {"terms": wording.listing(terms, self.texts), "key": key, "label": f"{title}: {wording.listing(terms, self.texts)}"}
                )
            if any(cell["key"] for cell in cells):
                rows.append({"level": self.texts(f"types.{kind.value}.title"), "cells": cells})
        return rows
