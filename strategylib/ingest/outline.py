"""What does the document itself present as elements: in headings, numbers, points and quotations?

The blocks are read from the top like a person would: a cue tells what is coming, headings and points after it are that, until
another cue comes. Prose is handed to `strategylib.ingest.prose`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from strategylib.ingest import prose
from strategylib.ingest.blocks import Block
from strategylib.ingest.candidate import Candidate, comparable
from strategylib.ingest.cues import TERMS, Cue, heading_cue, labelled, lead_cue, lemma, type_of_word
from strategylib.ingest.names import MASK
from strategylib.ingest.patterns import ASIDE, SKIPPED, Patterns, patterns
from strategylib.ingest.points import read_point
from strategylib.ingest.reading import HOLDING, TOP, Reading, bare, statement
from strategylib.ingest.sentences import sentences
from strategylib.ingest.when import months_of
from strategylib.model import ElementType as T

# Types whose elements may be a paragraph each.
_SENTENCES = frozenset({T.KEYWORD, T.GOAL, T.INITIATIVE, T.INDICATOR, T.VALUE, T.PRINCIPLE, T.CHALLENGE, T.BEHAVIOUR, T.ACTIVITY})
# Cues in the singular whose wording is the next paragraph.
_WORDED = frozenset({T.VISION, T.CORE_TASK, T.GOAL, T.VALUE})
_SIGNED = re.compile(r"\b(?:borgmester|udvalgsformand|formand for|direktør|kommunaldirektør|rådmand)\b", re.IGNORECASE)
_SIGNATURE = 120  # characters
_SPOKEN = re.compile(r"\b(?:jeg|mig|min|mit|mine)\b", re.IGNORECASE)
_SPEAKER = re.compile(
    r"^[-–—]?\s*(?:[A-ZÆØÅ]\w+,\s+\d{2}|(?:en )?(?:\w*borger|beboer|mor|far|datter|søn|ægtefælle|pårørende|bruger|medarbejder|frivillig"
    r"|leder|\w*hjælper|sygeplejerske|\[navn\])\b)[^.!?:]{0,50}$",
    re.IGNORECASE,
)
_STATEMENT = 320  # characters of a worded vision or goal
_ONE_POINT = 35  # words of a paragraph that is one of several points
_LOWEST = 9  # where a heading's level is not known
_FAR = 2  # `Block.apart` of what begins a page


def outline(blocks: Sequence[Block]) -> list[Candidate]:
    """Return what the document names, and what its prose says, in its order."""
    at, known = Reading(), patterns(blocks)
    for index, block in enumerate(blocks):
        following = blocks[index + 1] if index + 1 < len(blocks) else None
        if index in known.keywords:
            at.emit(block, index, Cue(T.KEYWORD, TERMS[T.KEYWORD]), sure=0.75, why="run")
        elif not _skipped(at, block):
            _read(at, block, following, index, known)
    return at.found


def _skipped(at: Reading, block: Block) -> bool:
    """Tell whether a block belongs to a part that is left out: a foreword, a colophon."""
    heading = block.kind == "heading"
    if at.skipping is not None:
        if not heading or (block.level or _LOWEST) > at.skipping:
            return True
        at.skipping = None
    if heading and SKIPPED.match(block.text):
        at.skipping, at.cue = block.level or _LOWEST, None
        return True
    return False


def _read(at: Reading, block: Block, following: Block | None, index: int, known: Patterns) -> None:
    if at.cued(T.CASCADE_LEVEL) and at.mark and block.apart == _FAR and block.kind == "heading":
        at.cue, at.mark = None, ""  # a list of unmarked lines ends with its page
    short = block.kind != "text" or len(block.text) <= _STATEMENT
    if short and (_aside(at, block) or _label(at, block, following, index, known)):
        return
    name = at.names.get(comparable(block.text))
    point = block.kind == "item" or index in known.runs
    if point and name is not None and not at.cued(*TOP):
        _enter(at, block, index, *name, why="announced", sure=0.85)
    elif (block.kind == "heading" and index not in known.runs) or (index in known.sections and _begins_section(at, block)):
        _heading(at, block, following, index, alike=index in known.areas)
    elif block.kind == "text":
        _text(at, block, following, index)
    else:
        read_point(at, block, following, index, run=block.kind == "heading")


def _begins_section(at: Reading, block: Block) -> bool:
    """Tell whether a numbered line with text under it is a heading, and no point of a list that is being read."""
    ended = at.cue is None or at.mark not in ("", "number") or heading_cue(block.text) is not None
    return ended and not at.continues(block)


def _enter(at: Reading, block: Block, index: int, kind: T, term: str, *, why: str, sure: float) -> None:
    parent = at.core if kind in TOP else None
    one = Candidate(kind, term, bare(block.text), index, named=True, confidence=sure, why=why, number=block.number, parent=parent)
    at.enter(one, block.level)


def _aside(at: Reading, block: Block) -> bool:
    """Read a line such as `Ansvarlig: Centerledelsen` into the element that it stands under; tell whether it was such a line."""
    match = ASIDE.match(block.text)
    if match is None:
        return False
    last = at.found[-1] if at.found else None
    bearer = last if last is not None and (last.why == "label" or block.row is not None) else at.area or at.holder
    if bearer is not None and match["who"] and MASK not in block.text:
        bearer.responsible = bearer.responsible or match["said"].rstrip(".")
    elif bearer is not None and block.row is not None:
        bearer.months = bearer.months or months_of(match["said"].rstrip("."), alone=True)
    return True


def _label(at: Reading, block: Block, following: Block | None, index: int, known: Patterns) -> bool:
    """Read a heading such as `Pejlemærke 1: Borgeren først`; tell whether it was one."""
    parts = labelled(block.text)
    if parts is None:
        return False
    word, number, name = parts
    kind = type_of_word(word)
    term = lemma(word.split()[-1]) if kind is not None else word.casefold()
    if kind is None and word.casefold() in known.words and name:
        kind = T.FOCUS_AREA
    if kind is None or kind in (T.TARGET_GROUP, T.FORUM, T.POLICY):
        return False
    if not name:
        return _label_above(at, following, kind, term)
    if number and (inside := heading_cue(name)) is not None and inside.many and not inside.phrase:
        at.announce(inside, replace(block, level=None), index)  # `Spor 1: Initiativer` tells more of the first
        return True
    area = at.area
    if kind is T.GOAL and term in at.goal_areas:
        kind = T.FOCUS_AREA
    if kind is T.FOCUS_AREA and "indsats" in term and area is not None and area.type is kind and area.term != term:
        kind = T.INITIATIVE
    while area is not None and area.type is kind and area.term == term:
        area = area.parent  # the one before is a sibling
    one = Candidate(
        kind, term, name, index, named=True, confidence=0.95 if number else 0.85, why="label", cue=word, number=number or block.number
    )
    one.parent = at.core if kind in TOP else area
    if number or kind in TOP:
        at.enter(one, block.level)
    else:
        at.found.append(one)
    return True


def _label_above(at: Reading, following: Block | None, kind: T, term: str) -> bool:
    """Read a heading such as `Pejlemærke 1` whose name is the next heading."""
    if following is None or following.kind == "text" or labelled(following.text) or heading_cue(following.text):
        return False
    at.names[comparable(following.text)] = (kind, term)
    return True


def _heading(at: Reading, block: Block, following: Block | None, index: int, *, alike: bool) -> None:
    cue = heading_cue(block.text) or (lead_cue(block.text) if block.leads else None)
    name = at.names.get(comparable(block.text))
    if name is not None and (cue is None or name[0] in TOP):
        _enter(at, block, index, *name, why="announced", sure=0.85)
    elif cue is not None:
        _cue_heading(at, cue, block, following, index)
    elif block.leads:
        at.fresh = False
    else:
        _name_heading(at, block, following, index, alike=alike)


def _cue_heading(at: Reading, cue: Cue, block: Block, following: Block | None, index: int) -> None:
    """Read a heading that is a cue; in a list of the strategy's levels it is one of them."""
    alone = following is not None and following.kind == "heading" and following.level == block.level
    if at.cued(T.CASCADE_LEVEL) and (at.fresh or at.mark) and alone:
        read_point(at, block, following, index, run=True)
    else:
        at.announce(cue, block, index)


def _name_heading(at: Reading, block: Block, following: Block | None, index: int, *, alike: bool) -> None:
    """Read a heading that is a name of its own."""
    if (motto := _motto(block.text)) is not None:
        at.found.append(Candidate(T.VALUE, TERMS[T.VALUE], motto, index, named=False, confidence=0.4, why="motto"))
    elif said := statement(block.text):
        _quotation(at, said, following, index)
    elif (holder := at.holder_of(block)) is not None:
        at.said, at.cue = holder.said, holder.cue
        at.holder = at.emit(block, index, holder.cue, sure=0.75, why="heading")
        holder.child, holder.names = block.level, holder.names + 1
        holder.left = None if holder.left is None else holder.left - 1
        at.cue, at.mark, at.fresh = None, "heading", False
    elif alike:
        _enter(at, block, index, T.FOCUS_AREA, TERMS[T.FOCUS_AREA], why="built", sure=0.6)
    elif at.cue is None and at.loose is None and block.text.startswith("Vi ") and (judged := prose.classify(block.text)) is not None:
        at.found.append(
            Candidate(judged[0], TERMS[judged[0]], bare(block.text), index, named=True, confidence=0.55, why="prose", cue=judged[2])
        )
        at.found[-1].parent, at.fresh = at.area, False
    elif at.cue_level is None or block.level is None or block.level <= at.cue_level:
        _other_heading(at, block, following, index)


def _other_heading(at: Reading, block: Block, following: Block | None, index: int) -> None:
    """Read a heading that nothing announced by its level: a point without mark, or the end of what the cue says."""
    near = block.level is None and block.apart < _FAR
    if near and at.cue is None and at.loose is not None:
        at.cue, at.said = at.loose
        at.mark = "run"
    if near and at.cue is not None and at.cue.many and (at.fresh or at.mark == "run"):
        read_point(at, block, following, index, run=True)
        at.fresh = False
    elif block.level is not None or at.cue is None or not at.cue.many:
        at.cue, at.fresh = None, False
        at.leave(block)


def _motto(text: str) -> str | None:
    """Return a short sentence that calls to something in common."""
    calls = re.match(r"(?:sammen|fælles)\b", text, re.IGNORECASE) is not None and re.search(r"\bvi\b", text) is not None
    return text.strip('”"“„»« ') if calls and 3 < len(text.split()) < 12 else None  # noqa: PLR2004 - a saying


def _quotation(at: Reading, text: str, following: Block | None, index: int) -> None:
    """Take what stands alone in quotation marks: what the cue says, or else the core task, the area's vision, or a value.

    What a person says is none: one that is named under it, or says `jeg`.
    """
    kind = at.cue.type if at.cue is not None and at.cue.type in _WORDED else None
    if not at.fresh and (_SPOKEN.search(text) or (following is not None and _SPEAKER.match(following.text))):
        return
    if kind is None:
        core = re.search(r"kerneopgave", " ".join(one.label for one in at.found[-2:]) + at.said, re.IGNORECASE)
        kind = T.CORE_TASK if core and at.core is None else T.VISION if at.area is not None else T.VALUE
    term = at.cue.term if at.cue is not None and at.cue.type is kind else TERMS[kind]
    one = Candidate(kind, term, text, index, named=True, confidence=0.7, why="quoted")
    at.found.append(one)
    if kind is T.VISION and at.area is not None and at.area.parent is None:
        at.area.parent = one
    at.keep(one)


def _text(at: Reading, block: Block, following: Block | None, index: int) -> None:
    if _SPEAKER.match(block.text) or (_SIGNED.search(block.text) and len(block.text) < _SIGNATURE):
        return
    if said := statement(block.text):
        _quotation(at, said, following, index)
        return
    fresh, at.fresh = at.fresh, False
    if at.cue is not None and _worded(at, at.cue, block, fresh=fresh):
        at.emit(block, index, Cue(at.cue.type, at.cue.term), sure=0.75, why="worded")
    elif at.cue is not None and _one_of_several(at, at.cue, block, fresh=fresh):
        at.mark = "paragraph"
        at.emit(block, index, at.cue, sure=0.6, why="worded")
    else:
        _prose(at, block, index, fresh=fresh)


def _worded(at: Reading, cue: Cue, block: Block, *, fresh: bool) -> bool:
    """Tell whether a paragraph is the wording that the cue announced."""
    after = fresh and cue.type in _WORDED and not cue.many
    led = fresh and cue.type in _WORDED | {T.INDICATOR} and at.said.endswith((":", "…"))
    # A vision or core task set as a display: a sentence without a full stop, after what explains it.
    ended = block.text.endswith((".", ":", "…"))
    shown = cue.type in (T.VISION, T.CORE_TASK) and not at.mark and not ended and len(block.text.split()) > 7  # noqa: PLR2004 - a sentence
    fits = len(block.text) <= _STATEMENT and not block.leads and not prose.tells_about(block.text, cue.type)
    return (after or led or shown) and fits


def _one_of_several(at: Reading, cue: Cue, block: Block, *, fresh: bool) -> bool:
    """Tell whether a paragraph is one of several that a heading announced: a sentence each, without marks."""
    begins = fresh and not at.mark
    # A sentence under a short line without a full stop explains it; without one it is the next in the row.
    goes_on = at.mark == "paragraph" or (at.mark == "run" and not block.text.endswith("."))
    if not (cue.type in _SENTENCES and (begins or goes_on)) or block.leads or at.said.endswith("…"):
        return False
    one = len(block.text.split()) <= _ONE_POINT and len(sentences(block.text)) == 1
    return one and not prose.tells_about(block.text, cue.type) and prose.classify(block.text, steering=True) is None


def _prose(at: Reading, block: Block, index: int, *, fresh: bool) -> None:
    """Read sentences; what they announce by name or lead into holds for what follows."""
    announced = prose.announced(block.text)
    for name, kind, term in announced:
        at.names.setdefault(comparable(name), (kind, term))
    cue = lead_cue(block.text) if block.leads else None
    expected = T.CHALLENGE if at.cued(T.CHALLENGE) and fresh else None
    at.found += prose.candidates(block.text, index, at.area, lead=cue is not None, expected=expected)
    if cue is not None:
        at.announce(cue, block, index)
    elif not announced and at.mark not in ("", "heading"):
        at.loose = (at.cue, at.said) if at.cue is not None and at.mark == "run" and at.cue.type in HOLDING else None
        at.cue, at.mark = None, ""
