"""Which elements does a document seem to hold, in which order, and under which parents?"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from strategylib.ingest.blocks import Block, blocks
from strategylib.ingest.candidate import Candidate, merged
from strategylib.ingest.cues import TERMS
from strategylib.ingest.extract import Extract
from strategylib.ingest.furniture import without_furniture
from strategylib.ingest.mentions import mentions
from strategylib.ingest.metadata import Metadata, metadata
from strategylib.ingest.names import MASK, without_names
from strategylib.ingest.outline import outline
from strategylib.model import ElementType as T

# What an element in the same row of a table as a goal has to do with it.
_SERVES = {T.INITIATIVE: "supports", T.ACTIVITY: "supports", T.INDICATOR: "measures"}


@dataclass(frozen=True, slots=True)
class Recognised:
    """A document's blocks, what it tells of itself, its elements in order with their ids, and how many names of persons were left out."""

    blocks: tuple[Block, ...]
    about: Metadata
    elements: tuple[tuple[str, Candidate], ...]
    persons: int = 0


def recognise(extracts: Sequence[Extract]) -> Recognised | None:
    """Recognise the elements of a document; None when it holds no words."""
    told = next((one.title for one in extracts if one.title), None)
    found: list[Block] = []
    persons = 0
    for file, one in enumerate(extracts):
        lines, names = without_names(without_furniture(one.lines))
        persons += names
        found += [replace(block, file=file) for block in blocks(lines)]
    if not found:
        return None
    about = metadata(found, told)
    named = [one for one in outline(found) if one.block != about.title.block or one.type is not T.CASCADE_LEVEL]
    if about.period is not None:
        passage = about.period[2]
        named.append(Candidate(T.PERIOD, TERMS[T.PERIOD], passage.label, passage.block, named=False, confidence=0.6, why="period"))
    kept = merged([*named, *_new(mentions(found, about.title.label), named)])
    kept = [one for one in kept if MASK not in one.label and (one.type is T.PERIOD or any(letter.isalpha() for letter in one.label))]
    kept.sort(key=lambda one: one.block)
    _relate(kept, found)
    return Recognised(tuple(found), about, _with_ids(kept), persons)


def _new(mentioned: Sequence[Candidate], named: Sequence[Candidate]) -> list[Candidate]:
    """Leave out what the document already presents by itself."""
    known = {(one.type, one.label.casefold()) for one in named}
    return [one for one in mentioned if (one.type, one.label.casefold()) not in known]


def _relate(elements: Sequence[Candidate], blocks: Sequence[Block]) -> None:
    """Connect what stands in one row of a table: what is done supports the row's goal, what is counted measures it."""
    rows: defaultdict[tuple[int, str], list[Candidate]] = defaultdict(list)
    for one in elements:
        block = blocks[one.block]
        if block.row is not None:
            rows[block.file, block.row].append(one)
    for row in rows.values():
        goals = [one for one in row if one.type is T.GOAL]
        for one in row if len(goals) == 1 else ():
            if one.type in _SERVES:
                one.relations.append((_SERVES[one.type], goals[0]))


def _with_ids(candidates: Sequence[Candidate]) -> tuple[tuple[str, Candidate], ...]:
    numbers: Counter[T] = Counter()
    found = []
    for one in candidates:
        numbers[one.type] += 1
        found.append((f"{one.type.value}-{numbers[one.type]}", one))
    return tuple(found)
