"""Where do quotations stand in the text of a document: in the whole text, or in one that is made of them alone?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from strategylib.corpus.source_text import SourceText
from strategylib.formats.reading import ExchangeError
from strategylib.formats.safe import read_bytes
from strategylib.locale import texts
from strategylib.model import Element, Quote, Source


@dataclass(frozen=True, slots=True)
class Selection:
    """A quotation in the text of a document: of which element, the how manieth of it (0 is its label), and where (end not included)."""

    element: Element
    number: int
    quote: Quote
    start: int
    end: int


def quotations(elements: Iterable[Element]) -> Iterator[tuple[Element, int, Quote]]:
    """Yield every quotation of elements with its number, in the order of the document."""
    found = [(one, number, quote) for one in elements for number, quote in enumerate((one.quote, *one.quotes))]
    yield from sorted(found, key=lambda one: (one[2].line_start, one[2].line_end))


def made_text(elements: Iterable[Element], language: str | None = None) -> tuple[str, list[Selection]]:
    """Return a text made of quotations alone, each below the lines where it stands in its document, and the selections in it."""
    words = texts(language)
    text, selections, heading = "", [], ""
    for element, number, quote in quotations(elements):
        lines = str(quote.line_start) if quote.line_start == quote.line_end else f"{quote.line_start}-{quote.line_end}"
        if lines != heading:
            text, heading = f"{text}{words('exchange.qda.lines', lines=lines)}\n", lines
        selections.append(Selection(element, number, quote, len(text), len(text) + len(quote.text)))
        text += f"{quote.text}\n"
    return text, selections


def placed_in(source: Source, elements: Iterable[Element], folder: Path, language: str | None = None) -> tuple[str, list[Selection]]:
    """Return the whole text of a document and the selections in it. Raises `ExchangeError` when it is not in the folder."""
    file = folder / source.file
    try:
        text = read_bytes(file, language).decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise ExchangeError.of("unreadable", language, file=file, said=error.reason) from error
    return text, list(_placed(text, elements))


def _placed(text: str, elements: Iterable[Element]) -> Iterator[Selection]:
    """Yield the selections in a whole document: the quotation's own letters where they are found, else its whole lines."""
    lines, source = text.split("\n"), SourceText.of(text)
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)
    for element, number, quote in quotations(elements):
        last = min(quote.line_end, len(lines))
        first = min(quote.line_start, last)
        start, end = starts[first - 1], starts[last] - 1
        found = _pattern(quote.text).search(text, start, end) if source.holds(quote.text, first, last) else None
        yield Selection(element, number, quote, *(found.span() if found else (start, end)))


_BETWEEN = r"(?:\s|[•·▪\uf000-\uf0ff]|(?<=\n)[Øü]\s*)"
_WITHIN = r"(?:[-\u00ad]?[^\S\n]*\n\s*)?"
_ALIKE = {'"': '["”“„»«]', "'": "['’‘]", "–": r"\s*[–—]\s*", "—": r"\s*[–—]\s*"}


def _pattern(quotation: str) -> re.Pattern[str]:
    """Return what finds a healed quotation in the text as it is broken over lines."""
    pieces = [
        f"{_BETWEEN}+".join(_WITHIN.join(_ALIKE.get(letter, re.escape(letter)) for letter in word) for word in part.split())
        for part in re.split(r"\[(?:\.\.\.|…)\]", quotation)
    ]
    return re.compile("[\\s\\S]*?".join(pieces))
