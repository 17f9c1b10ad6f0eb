"""What is a point of a list: what the cue above says, a point under another point, or a heading in disguise?"""

from __future__ import annotations

import re
from collections.abc import Sequence

from strategylib.ingest import prose
from strategylib.ingest.blocks import Block
from strategylib.ingest.cues import TERMS, Cue, heading_cue, lead_cue
from strategylib.ingest.reading import BEARING, Reading
from strategylib.ingest.vocabulary import any_of, vocabulary
from strategylib.model import ElementType as T

# Types whose points may list several names after a colon.
_LISTS = frozenset({T.FORUM, T.POLICY, T.KEYWORD, T.TARGET_GROUP})
_LISTED = re.compile(r"([^:,.]{3,40}):\s+([^.:]+)\.?")
_INFINITIVE = re.compile(rf"^(?:at )?(?:{any_of(vocabulary()['verbs'])})\b", re.IGNORECASE)
_LONGEST = 700  # characters of a point; a longer one is prose
_HEADING_WORDS, _LEAD_WORDS, _RUN_WORDS = 7, 14, 15
_SHORTEST = 3  # characters


def read_point(at: Reading, block: Block, following: Block | None, index: int, *, run: bool) -> None:
    """Read a point; `run` tells that it is a short line without mark."""
    cue = _disguised(at, block, following, run=run)
    if cue is not None:
        at.announce(cue, block, index)
    elif len(block.text) > _LONGEST or (run and (len(block.text) < _SHORTEST or len(block.text.split()) > _RUN_WORDS)):
        at.found += prose.candidates(block.text, index, at.area)
    else:
        at.fresh = False
        _go_on(at, block)
        _take(at, block, index, run=run)


def _disguised(at: Reading, block: Block, following: Block | None, *, run: bool) -> Cue | None:
    """Return the cue that a point is, when it is a heading with a mark before it, or leads into a list of its own."""
    words = len(block.text.split())
    sibling = following is not None and following.kind == "item" and following.mark == block.mark
    if words <= _HEADING_WORDS and not run and not sibling and following is not None and not at.mark:
        cue = heading_cue(block.text)
        if cue is not None:
            return cue
    return lead_cue(block.text) if block.leads and words <= _LEAD_WORDS else None


def _take(at: Reading, block: Block, index: int, *, run: bool) -> None:
    """Take a point for what the cue says, or guess by its form."""
    numbered = block.number is not None and "." in block.number
    if numbered and (at.cue is None or at.cued(T.FOCUS_AREA, T.KEYWORD)):
        at.emit(block, index, Cue(T.GOAL, TERMS[T.GOAL]), sure=0.7, why="numbered")
        return
    mark = block.mark or "run"
    nested = at.mark not in ("", mark) and at.holder is not None
    if at.cue is not None and not nested:
        at.mark = at.mark or mark
        _take_as(at, at.cue, block, index, sure=0.65 if run else 0.85)
    elif at.cue is not None or not run:
        kind = T.INITIATIVE if _INFINITIVE.match(block.text) else T.GOAL
        one = at.emit(block, index, Cue(kind, TERMS[kind]), sure=0.5, why="nested" if nested else "bare")
        if nested:
            one.parent = at.holder


def _take_as(at: Reading, cue: Cue, block: Block, index: int, *, sure: float) -> None:
    """Take a point for what the cue says, one element or several."""
    parts = _LISTED.fullmatch(block.text) if cue.type in _LISTS else None
    if parts is not None:
        _take_listed(at, cue, block, index, (parts[1], *re.split(r",\s*|\s+og\s+", parts[2])))
        return
    one = at.emit(block, index, cue, sure=sure, why="point")
    if cue.type in BEARING:
        at.holder = one


def _take_listed(at: Reading, cue: Cue, block: Block, index: int, names: Sequence[str]) -> None:
    """Take a point such as `Ledermøder: chefmøder, funktionsledermøder`: the word before the colon, and each after it under that."""
    whole = at.emit(block, index, cue, sure=0.8, why="point", text=names[0])
    for part in names[1:]:
        if len(part.strip()) >= _SHORTEST:
            at.emit(block, index, cue, sure=0.7, why="point", text=part.strip()).parent = whole


def _go_on(at: Reading, block: Block) -> None:
    """Go back to a numbered list that was left for what stands under its points, when the next number comes."""
    if block.number is None or not block.number.replace(".", "").isdigit():
        return
    if at.counted is not None and at.continues(block) and (at.cue is None or at.mark not in ("", "number")):
        at.cue, at.said = at.counted[:2]
        at.mark = "number"
    begins = block.number.rpartition(".")[2] == "1"
    at.counted = (at.cue, at.said, block.number) if at.cue is not None and (begins or at.counted is not None) else None
