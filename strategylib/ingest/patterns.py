"""Which patterns run through the whole document: words that number its parts, lists whose marks were lost, headings built alike?

These are looked for before the blocks are read in order, since they show only when one knows what comes later.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from strategylib.ingest.blocks import Block
from strategylib.ingest.candidate import comparable
from strategylib.ingest.cues import Cue, heading_cue, labelled, lead_cue
from strategylib.model import ElementType as T

SKIPPED = re.compile(
    r"^(?:forord|kære|kolofon|kontakt|kilder|noter|fotos?|redaktion|referencer|litteratur|høringssvar)\b"
    r"|^bilag\b(?!.*(?:strategi|politik|plan))",  # an appendix may be the document itself, after the case that presents it
    re.IGNORECASE,
)
# Lines that tell something about an element and are none: who, when, with what money.
ASIDE = re.compile(
    r"^(?:(?P<who>Ansvarlige?|Ansvar|Tovholdere?|Forankring)|Tid|Tidsplan|Tidsramme|Tidshorisont|Tidspunkt|Deadline|Frist|Status|Økonomi|Ressourcer|Budget|Kilde)"
    r"\s*:\s+(?P<said>\S.{0,120})$"
)
# Types that stand under an area, so that headings with the same of them are areas.
_UNDER = frozenset({T.GOAL, T.INITIATIVE, T.INDICATOR, T.BEHAVIOUR, T.ACTIVITY, T.KEYWORD})
_NO_PARTS = frozenset({"bilag", "punkt", "figur", "tabel", "boks", "side", "note"})  # they count, and are no parts of a strategy
# Types that a document gathers around, and headings that stand in any document.
_GATHERS = frozenset({T.FOCUS_AREA, T.PILLAR, T.GOAL, T.CORE_TASK_TRANSLATION})
_EVERYWHERE = re.compile(
    r"^(?:indledning|introduktion|velkommen|baggrund|formål|om\b|resumé|sammenfatning|læsevejledning|historik|økonomi|proces|lovgrundlag|afslutning"
    r"|afgrænsning|definition|indstilling|sagsfremstilling|høring|beslutning|fakta|hvad er|hvem er)",
    re.IGNORECASE,
)
_THEMES = 4  # headings from which on they are what the document gathers around
_LONGEST_CUE = 400  # characters of a paragraph that may lead into something
_SECTION_WORDS = 8
_RUN = 3  # short lines in a row; two may be a heading and its name


@dataclass(frozen=True, slots=True)
class Patterns:
    """Words that label numbered headings, and the places of blocks: in runs, before their word for keywords, built alike, sections."""

    words: frozenset[str]
    runs: frozenset[int]
    keywords: frozenset[int]
    areas: frozenset[int]
    sections: frozenset[int]


def patterns(blocks: Sequence[Block]) -> Patterns:
    """Return the patterns of a document."""
    runs = _runs(blocks)
    sections = _sections(blocks)
    areas = _areas(blocks, sections) or _themes(blocks)
    return Patterns(_labels(blocks), runs, _keywords_before(blocks, runs), areas, sections)


def _labels(blocks: Sequence[Block]) -> frozenset[str]:
    """Return the words that label at least two numbered headings: `Spor 1`, `Spor 2`."""
    found = (labelled(block.text) for block in blocks if block.kind != "text")
    seen = Counter(parts[0].casefold() for parts in found if parts)
    return frozenset(word for word, times in seen.items() if times > 1 and word not in _NO_PARTS)


def _unmarked(block: Block) -> bool:
    """Tell whether a block is a short line without marks, which may be a heading or a point."""
    return block.kind == "heading" and block.level is None and not block.leads


def _runs(blocks: Sequence[Block]) -> frozenset[int]:
    """Return the blocks that stand in a run of short unmarked lines: a list whose marks were lost."""
    found: set[int] = set()
    run: list[int] = []
    for index, block in enumerate([*blocks, Block("", 0, "text")]):
        if _unmarked(block) and heading_cue(block.text) is None and labelled(block.text) is None and not ASIDE.match(block.text):
            run.append(index)
            continue
        if len(run) >= _RUN:
            found |= set(run)
        run = []
    return frozenset(found)


def _keywords_before(blocks: Sequence[Block], runs: frozenset[int]) -> frozenset[int]:
    """Return the short lines that stand before the word for them, where a column was read before its heading."""
    found: set[int] = set()
    for index, block in enumerate(blocks):
        cue = heading_cue(block.text) if block.kind == "heading" else None
        follows = index + 1 < len(blocks) and (blocks[index + 1].kind == "item" or index + 1 in runs)
        if cue is None or cue.type is not T.KEYWORD or follows:
            continue
        before = index - 1
        while before >= 0 and _unmarked(blocks[before]) and not _ends_column(blocks[before].text):
            found.add(before)
            before -= 1
    return frozenset(found)


def _ends_column(text: str) -> bool:
    """Tell whether a line is a heading of its own and no keyword: a label, or one word for several things."""
    cue = heading_cue(text)
    return labelled(text) is not None or (cue is not None and cue.many and len(text.split()) == 1)


def _sections(blocks: Sequence[Block]) -> frozenset[int]:
    """Return the numbered short lines that have text of their own under them: `2. Baggrund` is a heading and no point."""
    found = set()
    for index, (block, following) in enumerate(pairwise(blocks)):
        short = len(block.text.split()) <= _SECTION_WORDS and not block.text.endswith((".", ",", ";"))
        under = following.kind != "item" or (following.number or "").startswith(f"{block.number}.")
        if block.kind == "item" and block.mark == "number" and short and under:
            found.add(index)
    return frozenset(found)


def _areas(blocks: Sequence[Block], sections: frozenset[int]) -> frozenset[int]:
    """Return the headings that are built alike, which a document gathers around: each a name of its own, with the same cue under it."""
    under: dict[int, set[str]] = {}
    times = Counter(comparable(block.text) for block in blocks if block.kind == "heading")
    current: int | None = None
    pointed = False  # short lines right after a cue are its points
    for index, block in enumerate(blocks):
        cue = _any_cue(block)
        pointed = cue is not None or (pointed and _unmarked(block))
        if cue is not None and current is not None and cue.type in _UNDER and _deeper(block, blocks[current]):
            under[current].add(comparable(block.text))
        elif (block.kind == "heading" or index in sections) and not block.leads:
            name = (
                cue is None
                and not pointed
                and labelled(block.text) is None
                and not SKIPPED.match(block.text)
                and times[comparable(block.text)] == 1
            )
            current = index if name else None
            if name:
                under[index] = set()
    cues = Counter(cue for found in under.values() for cue in found)
    alike = [index for index, found in under.items() if any(cues[cue] > 1 for cue in found)]
    levels = Counter(blocks[index].level for index in alike)
    return frozenset(index for index in alike if levels[blocks[index].level] > 1)


def _themes(blocks: Sequence[Block]) -> frozenset[int]:
    """Return the headings of one level with prose under each, in a document that says nowhere what it gathers around."""
    for block in blocks:
        cue = _any_cue(block) if len(block.text) <= _LONGEST_CUE else None
        label = labelled(block.text) if block.kind == "heading" else None
        if (cue is not None and cue.type in _GATHERS) or (label is not None and label[1]):
            return frozenset()
    found = [index for index, (block, below) in enumerate(pairwise(blocks)) if _is_theme(block, below)]
    levels = Counter(blocks[index].level for index in found)
    level, times = levels.most_common(1)[0] if levels else (None, 0)
    return frozenset(index for index in found if blocks[index].level == level) if times >= _THEMES else frozenset()


def _is_theme(block: Block, below: Block) -> bool:
    """Tell whether a block is a heading that names a theme: no word of the field, nothing that every document has, and prose under it."""
    heading = block.kind == "heading" and block.level is not None and not block.leads and len(block.text.split()) <= _SECTION_WORDS
    own = heading_cue(block.text) is None and not SKIPPED.match(block.text) and not _EVERYWHERE.match(block.text)
    prose = below.kind == "text" and below.text.endswith(".") and not block.text.endswith(("?", "."))
    return heading and own and prose


def _any_cue(block: Block) -> Cue | None:
    if block.kind == "heading":
        return heading_cue(block.text)
    return lead_cue(block.text) if block.leads and block.kind == "text" else None


def _deeper(block: Block, above: Block) -> bool:
    return block.level is None or (above.level or 0) < block.level
