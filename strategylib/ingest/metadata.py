"""What does the document tell of itself: its title, when it was published, for how long it is meant, and for which area?

What it does not tell is None; nothing is guessed.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from strategylib.ingest.blocks import Block
from strategylib.ingest.cues import heading_cue
from strategylib.ingest.sentences import sentences

_MONTHS = ["januar", "februar", "marts", "april", "maj", "juni", "juli", "august", "september", "oktober", "november", "december"]
_DASH = r"\s*(?:-|–|—|til|/)\s*"
_PERIOD = re.compile(rf"(?<![\d.])((?:19|20)\d\d){_DASH}((?:20)?\d\d)(?!\d|[.]\d)")
_AHEAD = re.compile(r"\b(?:de )?(?:kommende|næste) (?:(?:\d+(?:[-–]\d+)?|to|tre|fire|fem|ti) )?år\b", re.IGNORECASE)
_DATE = re.compile(rf"\b(?:(\d{{1,2}})\.\s*)?({'|'.join(_MONTHS)})\s+((?:19|20)\d\d)\b", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_ISSUED = re.compile(
    r"\b(?:vedtaget|godkendt|udgivet|udgivelse|publiceret|udarbejdet|revideret|behandlet|version|udgave|politisk)\b", re.IGNORECASE
)
_KIND = re.compile(r"strategi|politik|plan\b|retning|vision|fortælling|program|grundlag|charter", re.IGNORECASE)
_AREAS = (
    ("social", re.compile(r"social|handicap|psykiatri|udsatte|voksenområdet|omsorg", re.IGNORECASE)),
    ("health", re.compile(r"sundhed|sygepleje|forebygg|genoptræning|omsorg", re.IGNORECASE)),
    ("elder", re.compile(r"ældre|senior|omsorg|demens|plejehjem|værdighed", re.IGNORECASE)),
)
_SCOPE = re.compile(
    r"\b(?:[A-ZÆØÅ]\w+-?(?:, | og | & | samt )){0,3}[A-ZÆØÅ]?"
    r"\w*(?:social|sundhed|ældre|senior|omsorg|handicap|demens|psykiatri|værdighed)\w*"
    r"(?: (?:omsorg|sundhed|psykiatri|handicap)\b)?",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"[Ss]trategien\s+[”\"“»]([^”\"“»«]{8,120})[”\"“«]")
_CALLED = re.compile(r"\b[Dd]en (?:[a-zæøå]+ ){0,3}(?:\w*strategi|\w*politik) (?:på|for) [A-ZÆØÅ]\w+(?:(?:,| og| &) [A-ZÆØÅ]\w+)*")
_ADOPTED = re.compile(r"\b(?:vedtaget|godkendt|udgivet)\b", re.IGNORECASE)
_FIRST_YEAR, _LAST_YEAR, _LONGEST_PERIOD = 1990, 2100, 20  # the format's years
_SHORT_SENTENCE = 180  # characters
_PLACE = 4  # characters beside a date that stands alone: "den 1. juni 2018"
_COVER = 2  # pages
_WORD = 9  # characters: a title of one word is a long one
_EARLY = 60  # blocks from the start where a title stands
_FRONT = 12


@dataclass(frozen=True, slots=True)
class Passage:
    """Words of the document and the block they stand in."""

    label: str
    block: int


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the document tells of itself."""

    title: Passage
    published: tuple[str, Passage] | None
    period: tuple[int | None, int | None, Passage] | None
    scope: tuple[tuple[str, ...], Passage] | None


def metadata(blocks: Sequence[Block], told: str | None = None) -> Metadata:
    """Return the document's metadata; `told` is the title that the file itself gives, used where its words are in the text."""
    title = _title(blocks, told)
    return Metadata(title, _published(blocks), _period(blocks), _scope(blocks, title))


def _title(blocks: Sequence[Block], told: str | None) -> Passage:
    front = [(index, block) for index, block in enumerate(blocks[:_EARLY]) if not block.leads]
    for way in (_told_title, _largest_title, _named_title, _quoted_title, _called_title, _kind_title, _first_title):
        if (found := way(front, told)) is not None:
            return found
    return Passage(sentences(blocks[0].text)[0], 0)


_Front = Sequence[tuple[int, Block]]


def _told_title(front: _Front, told: str | None) -> Passage | None:
    """Return the title that the file gives itself, where the text has its words."""
    for index, block in front if told else ():
        start = block.text.casefold().find((told or "").casefold())
        if start >= 0:
            return Passage(block.text[start : start + len(told or "")], index)
    return None


def _largest_title(front: _Front, _: str | None) -> Passage | None:
    """Return the largest letters of the cover and the first page."""
    top = [(index, block) for index, block in front if block.level == 1 and block.page <= _COVER]
    named = [one for one in top if _KIND.search(one[1].text)] or top
    return Passage(named[0][1].text, named[0][0]) if named else None


def _named_title(front: _Front, _: str | None) -> Passage | None:
    """Return the first heading that says what it is: a strategy, a policy."""
    for index, block in front[:_FRONT]:
        own = heading_cue(block.text) is None and "strategiens" not in block.text.casefold() and len(block.text) > _WORD
        if block.kind == "heading" and _KIND.search(block.text) and own:
            return Passage(block.text, index)
    return None


def _quoted_title(front: _Front, _: str | None) -> Passage | None:
    """Return the name in quotation marks after the word strategien."""
    return next((Passage(match[1], index) for index, block in front if (match := _QUOTED.search(block.text))), None)


def _called_title(front: _Front, _: str | None) -> Passage | None:
    """Return what a sentence calls the strategy and its area."""
    return next((Passage(match[0], index) for index, block in front if (match := _CALLED.search(block.text))), None)


def _kind_title(front: _Front, _: str | None) -> Passage | None:
    """Return a heading that holds the word strategy or policy and two more."""
    for index, block in front:
        if block.kind == "heading" and re.search(r"strategi|politik", block.text, re.IGNORECASE) and block.text.count(" ") > 1:
            return Passage(block.text, index)
    return None


def _first_title(front: _Front, _: str | None) -> Passage | None:
    """Return the first heading, whatever it says."""
    return next((Passage(block.text, index) for index, block in front if block.kind == "heading"), None)


def _every_sentence(blocks: Sequence[Block]) -> Iterator[tuple[int, str]]:
    for index, block in enumerate(blocks):
        for sentence in sentences(block.text):
            yield index, sentence.strip()


def _published(blocks: Sequence[Block]) -> tuple[str, Passage] | None:
    """Return the date by which the document says it was issued: near such a word, or standing alone."""
    for index, sentence in _every_sentence(blocks):
        match = _DATE.search(sentence)
        alone = match is not None and len(match[0]) >= len(sentence.strip(" .")) - _PLACE
        if match is not None and (alone or (_ISSUED.search(sentence) and len(sentence) < _SHORT_SENTENCE)):
            return _date(match), Passage(sentence, index)
    for index, sentence in _every_sentence(blocks):
        match = _YEAR.search(sentence)
        if match is not None and _ADOPTED.search(sentence) and len(sentence) < _SHORT_SENTENCE:
            return match[1], Passage(sentence, index)
    return None


def _date(match: re.Match[str]) -> str:
    """Return a date as precise as it is told; a day that no calendar has is left out."""
    month = f"{match[3]}-{_MONTHS.index(match[2].casefold()) + 1:02d}"
    with contextlib.suppress(ValueError):
        return dt.date.fromisoformat(f"{month}-{int(match[1] or 0):02d}").isoformat()
    return month


def _period(blocks: Sequence[Block]) -> tuple[int | None, int | None, Passage] | None:
    """Return the years that the document is meant for, or what it says of the years ahead."""
    years = [found for index, block in enumerate(blocks) for found in _years(block, index, len(blocks))]
    if years:
        _, first, last, passage = max(years, key=lambda one: one[0])
        return first, last, passage
    ahead = [(index, sentence, match) for index, sentence in _every_sentence(blocks) if (match := _AHEAD.search(sentence))]
    for index, sentence, _ in ahead:
        if re.search(r"\b(?:gælder|gældende)\b", sentence, re.IGNORECASE) and len(sentence) < _SHORT_SENTENCE:
            return None, None, Passage(sentence, index)
    for index, sentence, match in ahead:
        if re.search(r"strategi|politik|gælde", sentence, re.IGNORECASE):
            return None, None, Passage(match[0], index)
    return None


def _years(block: Block, index: int, length: int) -> Iterator[tuple[float, int, int, Passage]]:
    """Yield spans of years with how surely they are the document's own: called a period, in a heading, near its name, early."""
    for match in _PERIOD.finditer(block.text):
        first, last = int(match[1]), int(match[1][: 4 - len(match[2])] + match[2])
        if not _FIRST_YEAR <= first < last <= _LAST_YEAR or last - first > _LONGEST_PERIOD:
            continue
        around = block.text[max(0, match.start() - 60) : match.end() + 30].casefold()
        called = 2.0 * ("perioden" in around) + 2.0 * bool(re.search(r"period|gælde|strategi|politik", around))
        said = re.search(rf"(?:perioden )?{re.escape(match[0])}", block.text)
        yield called + (block.kind == "heading") - index / length, first, last, Passage(said[0] if said else match[0], index)


def _scope(blocks: Sequence[Block], title: Passage) -> tuple[tuple[str, ...], Passage] | None:
    """Return the common areas that the title, or else the first pages, name."""
    for label, index in ((title.label, title.block), *((block.text, index) for index, block in enumerate(blocks[:_FRONT]))):
        if match := _SCOPE.search(label):
            words = match[0].strip()
            areas = tuple(area for area, pattern in _AREAS if pattern.search(words))
            if areas:
                return areas, Passage(words, index)
    return None
