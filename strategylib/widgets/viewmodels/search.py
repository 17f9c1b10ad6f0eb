"""Where do these words stand in the strategies, whoever wrote them and in whatever form?"""

from __future__ import annotations

from typing import Any

from strategylib.text.search import Match, Query
from strategylib.widgets.viewmodels import evidence
from strategylib.widgets.viewmodels.base import ViewModel

MOST = 100
"""How many elements are shown at once; the number found is always said."""

Piece = dict[str, Any]


class SearchModel(ViewModel):
    """Free text over all elements and their quotations. The parameter `q` holds the words, `kommune` the one municipality to look at."""

    def draw_still(self) -> dict[str, Any]:
        """Return where there is to search."""
        return {"texts": self.texts.section("search"), "choices": [self.mark(one) for one in self.municipalities]}

    def draw(self) -> dict[str, Any]:
        """Return the elements found, the best first within each municipality, with the words marked."""
        texts, asked = self.texts, self.parameters.get("q", "").strip()
        only = self.parameters.get("kommune", "")
        query = Query(asked)
        found = self._found(query, only) if query else []
        shown = sorted(found, key=lambda one: -one[0])[:MOST]
        owners, groups = {owner for _, owner, _ in found}, []
        for municipality in self.municipalities:
            cards = [card for _, owner, card in shown if owner == municipality]
            if cards:
                n = sum(owner == municipality for _, owner, _ in found)
                groups.append({"municipality": self.mark(municipality), "count": texts.count("search.hits", n), "cards": cards})
        return {
            "q": asked,
            "only": only if only in self.municipalities else "",
            "title": texts.count("search.found", len(found), q=asked) if query else texts("search.title"),
            "n": len(found),
            "more": texts("search.more", shown=len(shown), n=len(found)) if len(found) > len(shown) else None,
            "groups": groups,
            "silent": [] if only or not found else [self.mark(one)["name"] for one in self.municipalities if one not in owners],
            "none": bool(query) and not found,
        }

    def _found(self, query: Query, only: str) -> list[tuple[float, str, dict[str, Any]]]:
        found = []
        for strategy in self.workbook.corpus.strategies:
            if only in self.municipalities and strategy.municipality != only:
                continue
            for element in strategy.elements:
                texts = [element.label, *(quote.text for quote in element.quotes), element.term]
                matches = query.match(texts)
                if matches is None:
                    continue
                quotes = [
                    evidence.quote_data(quote, self.texts) | {"pieces": pieces(quote.text, match)}
                    for quote, match in zip(element.quotes, matches[1:-1], strict=True)
                    if match.ranges
                ]
                card = evidence.short_card(element, self.texts) | {"pieces": pieces(element.label, matches[0]), "quotes": quotes}
                found.append((sum(match.score for match in matches), strategy.municipality, card))
        return found


def pieces(text: str, match: Match) -> list[Piece]:
    """Return the text in pieces, those that were asked for marked."""
    made, at = [], 0
    for start, end in match.ranges:
        made += [{"text": text[at:start], "hit": False}, {"text": text[start:end], "hit": True}]
        at = end
    return [one for one in [*made, {"text": text[at:], "hit": False}] if one["text"]]
