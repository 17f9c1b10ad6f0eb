"""Which lines and words are persons' names, that have no place in a draft?

A name is a common Danish given name followed by words with capitals, or alone on its line. A line that is nothing but names goes;
in a sentence the name becomes `[navn]`, so that no element can quote it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from importlib import resources

from strategylib.ingest.extract import Line

MASK = "[navn]"
# Given names that are ordinary words too: they need a surname that is nothing but one.
_WORDS = frozenset(
    [
        "bo",
        "liv",
        "dan",
        "mark",
        "vibe",
        "fri",
        "else",
        "sol",
        "sky",
        "bent",
        "lone",
        "holger",
        "tove",
        "laura",
        "kim",
        "per",
        "van",
        "ask",
        "storm",
        "vilje",
        "gry",
        "signe",
        "alma",
        "eva",
        "may",
    ]
)
_SURNAME = (
    r"(?:[A-ZÆØÅ][a-zæøåé]+(?:sen|gaard|gård|bjerg|bæk|borg|holm|lund|dal|strup|skov|toft|kjær|høj|vig|berg|mann|feldt|quist|son|ing|kær))"
)
_TITLES = re.compile(
    r"\b(?:borgmester|viceborgmester|udvalgsformand|formand|formanden|næstformand|direktør|kommunaldirektør|velfærdsdirektør|rådmand|chef|centerchef|sundhedschef"
    r"|afdelingschef|leder|konsulent|med venlig hilsen|venlig hilsen|hilsen)\b[\s,:]*(?:for\b.*|af\b.*)?",
    re.IGNORECASE,
)
_CAPITAL = r"(?:[A-ZÆØÅ][a-zæøåé]+(?:-[A-ZÆØÅ][a-zæøåé]+)?|[A-ZÆØÅ]\.)"


@cache
def _given() -> str:
    text = resources.files(__package__).joinpath("given_names.txt").read_text(encoding="utf-8")
    return "|".join(sorted(set(text.split()), key=len, reverse=True))


@cache
def _full() -> re.Pattern[str]:
    """Return the pattern of a given name, perhaps a second, and surnames or initials; glued names are told apart by their capitals."""
    name, surnames = rf"(?:{_given()})(?:-[A-ZÆØÅ][a-zæøå]+)?", rf"(?:[ \t]+{_CAPITAL}){{1,3}}"
    return re.compile(rf"(?<![A-Za-zæøåÆØÅ]){name}{surnames}(?:[ \t]*{name}{surnames})*")


@cache
def _alone() -> re.Pattern[str]:
    return re.compile(rf"(?:{_given()})")


def _persons(text: str) -> list[re.Match[str]]:
    found = []
    for match in _full().finditer(text):
        first, *rest = match[0].split()
        if first.casefold() in _WORDS and not any(re.fullmatch(_SURNAME, word) for word in rest):
            continue
        found.append(match)
    return found


def without_names(lines: Sequence[Line]) -> tuple[list[Line], int]:
    """Return the lines without those that only name persons, names elsewhere masked, and how many names there were."""
    kept: list[Line] = []
    count, after_name = 0, False
    for line in lines:
        text, found = _cleaned(line.text, after_name=after_name)
        count += found
        after_name = found > 0 and not text
        if text:
            kept.append(line if text == line.text else replace(line, text=text))
    return kept, count


def _cleaned(text: str, *, after_name: bool) -> tuple[str, int]:
    """Return a line without its names; empty when nothing else is in it."""
    plain = text.strip(" ,.;•·-–")
    if _alone().fullmatch(plain) and plain.casefold() not in _WORDS:
        return "", 1
    if after_name and re.fullmatch(_SURNAME, plain):
        return "", 1
    persons = _persons(text)
    if not persons:
        return text, 0
    rest = text
    for match in reversed(persons):
        rest = f"{rest[: match.start()]} {rest[match.end() :]}"
    left = _TITLES.sub("", rest).strip(" ,.;:•·-–&/()|")
    if not re.search(r"[a-zæøå]{3}", left) or left.casefold() in ("og", "og af"):
        return "", len(persons)
    if len(left.split()) <= 3 and not re.search(r"[.!?]$", text.strip()):  # noqa: PLR2004 - "Kommunikation Jesper O."
        return " ".join(left.split()), len(persons)
    for match in reversed(persons):
        text = f"{text[: match.start()]}{MASK}{text[match.end() :]}"
    return text, len(persons)
