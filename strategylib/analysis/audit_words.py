"""Where does a strategy's wording say two things, or leave something unfinished? Each check yields findings for one strategy."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from itertools import combinations

from strategylib.analysis.alignment import COMMITMENTS
from strategylib.analysis.strategies import quotes_of
from strategylib.model import Element, ElementType, Gap, Quote, Strategy

_WEIGHTY = (ElementType.VISION, ElementType.CORE_TASK, ElementType.CORE_TASK_TRANSLATION, ElementType.GOAL)

# What a writer leaves where something is to come. An omission [...] is our own mark and no placeholder.
_PLACEHOLDER = re.compile(r"indsættes|sættes ind|\bx{2,}\b|\blorem ipsum\b|\bTBD\b|\[(?!\.\.\.)[^\]]*\]|\?{2,}|_{3,}", re.IGNORECASE)
_QUOTED = re.compile(r"»([^«]+)«")

# How an editor notes that the document has two wordings: "siger …, hvor … siger", "skriver både", "mangler ordene".
_TWO_WORDINGS = re.compile(r"\bsiger\b.+\bhvor\b|\bsiger [»\"].+, |skriver både|mangler ordene|\bstavet\b", re.IGNORECASE)

_DASHES = str.maketrans({"–": "-", "—": "-", "”": '"', "“": '"', "’": "'"})
_ACCENTS = str.maketrans({"é": "e", "è": "e", "á": "a", "ó": "o", "ú": "u"})

_SAME_WORDS = 0.75
_SAME_LETTERS = 0.9
_LEAST_SHARED = 4
_MOST_CHANGED = 2
_MOST_LEFT_OUT = 4


@dataclass(frozen=True)
class Finding:
    """One thing found: its kind and severity, the elements and words behind it, and what the message needs."""

    kind: str
    severity: str
    elements: tuple[str, ...] = ()
    quotes: tuple[Quote, ...] = ()
    values: Mapping[str, object] = field(default_factory=dict)
    note: str | None = None


def _words(text: str) -> list[str]:
    """Return the words of a text as they are compared: without case, accents and punctuation."""
    return re.findall(r"\w+", text.casefold().translate(_ACCENTS))


def _plain(text: str) -> str:
    """Return a text without what is no difference in spelling: dashes, outer punctuation, a capital at the start."""
    text = " ".join(text.translate(_DASHES).split()).strip(" .,:;\"'»«")
    return text[:1].casefold() + text[1:]


# Two wordings of one thing


def two_wordings(strategy: Strategy) -> Iterator[Finding]:
    """Yield elements whose quotations say the same with another word, or with words left out, and what the editors noted so."""
    for element in strategy.elements:
        compared = [one for quote in element.quotes if (one := _compared(element, quote)) is not None]
        if compared:
            yield min(compared, key=lambda one: one.kind != "reworded")
        elif element.note and _TWO_WORDINGS.search(element.note) and not _spelled_twice(element):
            yield Finding("noted_wording", "info", (element.id,), quotes_of(element), {"note": element.note}, element.note)


def _compared(element: Element, quote: Quote) -> Finding | None:
    """Compare an element's label with another quotation of it: alike in most words, but not in all."""
    ours, theirs = _words(element.label), _words(quote.text)
    matcher = SequenceMatcher(a=ours, b=theirs, autojunk=False)
    shared = [block for block in matcher.get_matching_blocks() if block.size]
    together = sum(block.size for block in shared)
    if together < max(_LEAST_SHARED, _SAME_WORDS * min(len(ours), len(theirs))):
        return None
    swapped, left_out = [], []
    for tag, a1, a2, b1, b2 in matcher.get_opcodes():
        inside = a1 > shared[0].a and a2 < shared[-1].a + shared[-1].size
        if tag == "replace" and a2 - a1 == b2 - b1 <= _MOST_CHANGED:
            pairs = zip(ours[a1:a2], theirs[b1:b2], strict=True)
            swapped += [(a, b) for a, b in pairs if _tells(a, theirs) and _tells(b, ours) and _letters(a, b) < _SAME_LETTERS]
        elif tag in ("delete", "insert") and inside and a2 - a1 + b2 - b1 <= _MOST_LEFT_OUT:
            left_out += [word for word in ours[a1:a2] if _tells(word, theirs)] + [word for word in theirs[b1:b2] if _tells(word, ours)]
    both, evidence = (element.id,), (element.quote, quote)
    if swapped:
        severity = "problem" if element.type in _WEIGHTY else "notice"
        return Finding("reworded", severity, both, evidence, {"one": swapped[0][0], "other": swapped[0][1]}, element.note)
    if left_out:
        return Finding("left_out", "info", both, evidence, {"words": ", ".join(left_out)}, element.note)
    return None


def _tells(word: str, elsewhere: list[str]) -> bool:
    """Tell whether a word is more than a small one, and stands in no form in the other wording: moving a word changes nothing."""
    return len(word) >= _LEAST_SHARED and not any(_inflected(word, other) for other in elsewhere if len(other) >= _LEAST_SHARED)


def _inflected(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)


# One heading, two spellings


def two_spellings(strategy: Strategy) -> Iterator[Finding]:
    """Yield wordings that stand in two spellings: capitals, accents or a letter apart."""
    alike: dict[tuple[str, ...], list[tuple[str, Quote]]] = defaultdict(list)
    for element in strategy.elements:
        for quote in quotes_of(element):
            alike[tuple(_words(quote.text))].append((element.id, quote))
    for group in alike.values():
        spelled = {_plain(quote.text): quote for _, quote in reversed(group)}
        if len(spelled) > 1:
            ids = tuple(dict.fromkeys(one for one, _ in group))
            quotes = tuple(sorted(spelled.values(), key=lambda quote: quote.line_start))
            yield Finding("spelling", "info", ids, quotes, {"one": quotes[0].text, "other": quotes[1].text})
    for element in strategy.elements:
        for quote in _misspelled(element):
            values = {"one": element.label, "other": quote.text}
            yield Finding("spelling", "info", (element.id,), (element.quote, quote), values, element.note)


def _misspelled(element: Element) -> list[Quote]:
    """Return quotations that differ from the label by a letter inside a word."""
    return [quote for quote in element.quotes if _letter_apart(_words(element.label), _words(quote.text))]


def _letter_apart(ours: list[str], theirs: list[str]) -> bool:
    if len(ours) != len(theirs):
        return False
    different = [(a, b) for a, b in zip(ours, theirs, strict=True) if a != b]
    return len(different) == 1 and not _inflected(*different[0]) and _letters(*different[0]) >= _SAME_LETTERS


def _letters(one: str, other: str) -> float:
    return SequenceMatcher(a=one, b=other, autojunk=False).ratio()


def _spelled_twice(element: Element) -> bool:
    same = [
        quote for quote in element.quotes if _words(quote.text) == _words(element.label) and _plain(quote.text) != _plain(element.label)
    ]
    return bool(same or _misspelled(element))


# What is left over


def placeholders(strategy: Strategy) -> Iterator[Finding]:
    """Yield words that hold a place for something that never came, in quotations and in what the gaps quote."""
    for element in strategy.elements:
        for quote in quotes_of(element):
            if found := _PLACEHOLDER.search(quote.text):
                yield Finding("placeholder", "problem", (element.id,), (quote,), {"words": found[0]})
    for gap in strategy.gaps:
        for quote in _gap_quotes(gap, strategy.source):
            if found := _PLACEHOLDER.search(quote.text):
                yield Finding("placeholder", "problem", (), (quote,), {"words": found[0]}, gap.what)


def _gap_quotes(gap: Gap, source: str) -> list[Quote]:
    """Return the document's words that a gap quotes, at the gap's lines."""
    if gap.line_start is None or gap.line_end is None:
        return []
    return [Quote(text, source, gap.line_start, gap.line_end) for text in _QUOTED.findall(gap.why)]


def near_duplicates(strategy: Strategy) -> Iterator[Finding]:
    """Yield pairs of commitments in nearly the same words that the document does not connect itself."""
    committing = [one for one in strategy.elements if one.type in COMMITMENTS]
    linked = {frozenset((one.source, one.target)) for element in strategy.elements for one in element.relations}
    for a, b in combinations(committing, 2):
        if frozenset((a.id, b.id)) not in linked and _nearly_same(a.label, b.label):
            yield Finding("near_duplicate", "info", (a.id, b.id), (a.quote, b.quote))


def _nearly_same(one: str, other: str) -> bool:
    """Tell whether two wordings share their words; words of one to three letters carry no meaning of their own."""
    ours, theirs = ([word for word in _words(text) if len(word) >= _LEAST_SHARED] for text in (one, other))
    if not ours or not theirs:
        return _words(one) == _words(other)
    return SequenceMatcher(a=ours, b=theirs, autojunk=False).ratio() >= _SAME_WORDS


def terms_at_several_levels(strategy: Strategy) -> Iterator[Finding]:
    """Yield the municipality's own words that name elements of several types; the steps of the structure only tell of them."""
    found: dict[str, dict[ElementType, Element]] = defaultdict(dict)
    for element in strategy.elements:
        if element.type is not ElementType.CASCADE_LEVEL and element.named:
            found[element.term.casefold()].setdefault(element.type, element)
    for term, levels in found.items():
        if len(levels) > 1:
            first = tuple(levels.values())
            kinds = tuple(kind.value for kind in levels)
            yield Finding(
                "term_levels", "info", tuple(one.id for one in first), tuple(one.quote for one in first), {"term": term, "types": kinds}
            )
