"""What does the document tell of itself: its title, when it was published, for how long it is meant, and for which area?

What it does not tell is None; nothing is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from strategylib.ingest.blocks import Block
from strategylib.ingest.cues import heading_cue
from strategylib.ingest.sentences import sentences

_MONTHS = "januar februar marts april maj juni juli august september oktober november december".split()
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
    r"\b(?:[A-ZÆØÅ]\w+-?(?:, | og | & | samt )){0,3}[A-ZÆØÅ]?\w*(?:social|sundhed|ældre|senior|omsorg|handicap|demens|psykiatri|værdighed)\w*",
    re.IGNORECASE,
)
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
    if told:
        for index, block in front:
            if told.casefold() in block.text.casefold():
                start = block.text.casefold().index(told.casefold())
                return Passage(block.text[start : start + len(told)], index)
    # The largest letters on the first pages, then the first heading that names its kind, then the strategy's name in quotation marks.
    top = [(index, block) for index, block in front if block.level == 1 and block.page <= 2]  # noqa: PLR2004 - cover and first page
    if top:
        named = [one for one in top if _KIND.search(one[1].text)]
        index, block = (named or top)[0]
        return Passage(block.text, index)
    for index, block in front[:_FRONT]:
        if (
            block.kind == "heading"
            and _KIND.search(block.text)
            and len(block.text.split()) > 1
            and heading_cue(block.text) is None
            and "strategiens" not in block.text.casefold()
        ):
            return Passage(block.text, index)
    for index, block in front:
        if quoted := re.search(r"[Ss]trategien\s+[”\"“»]([^”\"“»«]{8,120})[”\"“«]", block.text):
            return Passage(quoted[1], index)
    for index, block in front:
        if called := re.search(
            r"\b[Dd]en (?:[a-zæøå]+ ){0,3}(?:\w*strategi|\w*politik) (?:på|for) [A-ZÆØÅ]\w+(?:(?:,| og| &) [A-ZÆØÅ]\w+)*", block.text
        ):
            return Passage(called[0], index)
    for index, block in front:
        if block.kind == "heading" and re.search(r"strategi|politik", block.text, re.IGNORECASE) and len(block.text.split()) > 2:  # noqa: PLR2004
            return Passage(block.text, index)
    index, block = next(((index, block) for index, block in front if block.kind == "heading"), (0, blocks[0]))
    return Passage(block.text if len(block.text) <= 200 else sentences(block.text)[0], index)  # noqa: PLR2004 - no title is a page


def _published(blocks: Sequence[Block]) -> tuple[str, Passage] | None:
    """Return the date by which the document says it was issued: near such a word, or standing alone."""
    for index, block in enumerate(blocks):
        for sentence in sentences(block.text):
            match = _DATE.search(sentence)
            alone = match is not None and len(sentence.split()) <= 3  # noqa: PLR2004 - "Juni 2018", "1. juni 2018"
            if match and (alone or (_ISSUED.search(sentence) and len(sentence) < 200)):  # noqa: PLR2004
                month = _MONTHS.index(match[2].casefold()) + 1
                day = f"-{int(match[1]):02d}" if match[1] and 1 <= int(match[1]) <= 28 else ""  # noqa: PLR2004 - a day every month has
                return f"{match[3]}-{month:02d}{day}", Passage(sentence.strip(), index)
    for index, block in enumerate(blocks):
        for sentence in sentences(block.text):
            if (
                re.search(r"\b(?:vedtaget|godkendt|udgivet)\b", sentence, re.IGNORECASE)
                and len(sentence) < 160
                and (match := _YEAR.search(sentence))
            ):  # noqa: PLR2004
                return match[1], Passage(sentence.strip(), index)
    return None


def _period(blocks: Sequence[Block]) -> tuple[int | None, int | None, Passage] | None:
    best: tuple[float, int, int, Passage] | None = None
    for index, block in enumerate(blocks):
        for match in _PERIOD.finditer(block.text):
            first, last = int(match[1]), int(match[2]) if len(match[2]) == 4 else int(match[1][:2] + match[2])  # noqa: PLR2004
            if not 1990 <= first < last <= 2100 or last - first > 20:  # noqa: PLR2004 - the format's years
                continue
            around = block.text[max(0, match.start() - 60) : match.end() + 30]
            weight = (
                1.0 * (block.kind == "heading")
                + 2.0 * ("perioden" in around.casefold())
                + 2.0 * bool(re.search(r"period|gælde|strategi|politik", around, re.IGNORECASE))
                - index / len(blocks)
            )
            if best is None or weight > best[0]:
                said = re.search(rf"(?:perioden )?{re.escape(match[0])}", block.text)
                best = (weight, first, last, Passage(said[0] if said else match[0], index))
    if best is not None:
        return best[1], best[2], best[3]
    for index, block in enumerate(blocks):
        for sentence in sentences(block.text):
            if re.search(r"\b(?:gælder|gældende)\b", sentence, re.IGNORECASE) and _AHEAD.search(sentence) and len(sentence) < 120:  # noqa: PLR2004
                return None, None, Passage(sentence, index)
    for index, block in enumerate(blocks):
        for sentence in sentences(block.text):
            if re.search(r"strategi|politik|gælde", sentence, re.IGNORECASE) and (match := _AHEAD.search(sentence)):
                return None, None, Passage(match[0], index)
    return None


def _scope(blocks: Sequence[Block], title: Passage) -> tuple[tuple[str, ...], Passage] | None:
    """Return the common areas that the title, or else the first pages, name."""
    for label, index in ((title.label, title.block), *((block.text, index) for index, block in enumerate(blocks[:_FRONT]))):
        if match := _SCOPE.search(label):
            words = match[0].strip()
            areas = tuple(area for area, pattern in _AREAS if pattern.search(words))
            if areas:
                return areas, Passage(words, index)
    return None
