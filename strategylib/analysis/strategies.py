"""Which strategies does a measure look at, and what are an element's words?"""

from __future__ import annotations

from collections.abc import Sequence

from strategylib.model import Element, Quote, Strategy
from strategylib.workbook import Workbook


def chosen(wb: Workbook, municipality: str | Sequence[str] | None) -> list[Strategy]:
    """Return the strategies of one or several municipalities, or all, in the workbook's order. Raises `ValueError` for an unknown one."""
    here = [strategy.municipality for strategy in wb.corpus.strategies]
    wanted = here if municipality is None else [municipality] if isinstance(municipality, str) else list(municipality)
    unknown = [one for one in wanted if one not in here]
    if unknown:
        raise ValueError(f"no strategy of {unknown[0]!r} in this workbook; there are: {', '.join(here)}")
    return [strategy for strategy in wb.corpus.strategies if strategy.municipality in wanted]


def quotes_of(element: Element) -> tuple[Quote, ...]:
    """Return an element's label and its further quotations, the label first."""
    return (element.quote, *element.quotes)


def said(element: Element) -> str:
    """Return all the document's words for an element as one text."""
    return " ".join(quote.text for quote in quotes_of(element))
