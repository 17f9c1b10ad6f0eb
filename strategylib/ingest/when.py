"""How often, and in which months, does a passage say that something happens?

Only what is said plainly: one span (`hvert halve år`), and months by name without a year, or alone with one (`Marts 2024`).
"""

from __future__ import annotations

import re

_NAMES = ("januar", "februar", "marts", "april", "maj", "juni", "juli", "august", "september", "oktober", "november", "december")
_MONTH = rf"(?:{'|'.join(_NAMES)})"
_EVERY = (
    (1, r"\bhver måned\b|\bmånedligt\b|\b(?:en|én) gang om måneden\b"),
    (3, r"\bhvert kvartal\b|\bkvartalsvist?\b|\b(?:en|én) gang i kvartalet\b|\bfire gange (?:om året|årligt)\b"),
    (6, r"\bhvert halve år\b|\bhvert halvår\b|\bhalvårligt\b|\bto gange (?:om året|årligt)\b"),
    (12, r"\bhvert år\b(?! i de)|(?<!gange )\bårligt\b|\b(?:en|én) gang (?:om året|årligt)\b|\bhvert (?:forår|efterår)\b"),
    (24, r"\bhvert andet år\b"),
    (36, r"\bhvert tredje år\b"),
    (48, r"\bhvert fjerde år\b|\b(?:en|én) gang i hver (?:valg|byråds)periode\b"),
)
_HOW_OFTEN = tuple((months, re.compile(pattern, re.IGNORECASE)) for months, pattern in _EVERY)
_EACH = re.compile(rf"\bi ({_MONTH})(?:(,| og| eller) ({_MONTH}))?\b(?!\s*\d)", re.IGNORECASE)
_ALONE = re.compile(rf"^(?:i )?({_MONTH})(?:\s*([-–]| til | og |, )\s*({_MONTH}))?(?:\s+20\d\d)?$", re.IGNORECASE)
_THROUGH = ("-", "–", "til")


def every_months(text: str) -> int | None:
    """Return how many months lie between, from 1; None when the text says nothing, or several things."""
    found = {months for months, pattern in _HOW_OFTEN if pattern.search(text)}
    return found.pop() if len(found) == 1 else None


def months_of(text: str, *, alone: bool = False) -> list[int]:
    """Return the months, 1-12, that a sentence names; `alone` is for words that tell a time and nothing else: `Maj-oktober 2025`."""
    match = _ALONE.match(text.strip()) if alone else _EACH.search(text)
    if match is None:
        return []
    first = _number(match[1])
    last = _number(match[3]) if match[3] else first
    if (match[2] or "").strip() in _THROUGH:
        return list(range(first, last + 1))
    return sorted({first, last})


def _number(name: str) -> int:
    return _NAMES.index(name.casefold()) + 1
