"""What does the document itself present as elements: in headings, numbers, points and quotations?

The blocks are read from the top like a person would: a cue tells what is coming, headings and points after it are that, until
another cue comes. Prose is handed to `strategylib.ingest.prose`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from strategylib.ingest import prose
from strategylib.ingest.blocks import Block
from strategylib.ingest.candidate import Candidate, comparable
from strategylib.ingest.cues import TERMS, Cue, heading_cue, labelled, lead_cue, lemma, type_of_word
from strategylib.ingest.names import MASK
from strategylib.ingest.sentences import sentences
from strategylib.model import ElementType as T

# Types whose elements bear what follows them.
_AREAS = frozenset({T.FOCUS_AREA, T.PILLAR, T.PRINCIPLE, T.CORE_TASK_TRANSLATION, T.GOAL, T.INITIATIVE})
_TOP = frozenset({T.FOCUS_AREA, T.PILLAR, T.CORE_TASK_TRANSLATION})
# Types that stand under an area, so that headings with the same of them are areas.
_UNDER = frozenset({T.GOAL, T.INITIATIVE, T.INDICATOR, T.BEHAVIOUR, T.ACTIVITY, T.KEYWORD})
# Types whose elements may be a paragraph each.
_SENTENCES = frozenset({T.GOAL, T.INITIATIVE, T.INDICATOR, T.VALUE, T.PRINCIPLE, T.CHALLENGE, T.BEHAVIOUR, T.ACTIVITY})
# Types whose points may list several names after a colon.
_LISTS = frozenset({T.FORUM, T.POLICY, T.KEYWORD, T.TARGET_GROUP})
# Types whose elements may be headings of their own, with a page each.
_HOLDING = frozenset({T.FOCUS_AREA, T.PILLAR, T.PRINCIPLE, T.VALUE, T.GOAL, T.INITIATIVE, T.CHALLENGE, T.CORE_TASK_TRANSLATION, T.ACTIVITY})
# Types whose cue, as a heading, is a level of the document's own structure.
_LEVELS = frozenset(
    {
        T.VISION,
        T.CORE_TASK,
        T.FOCUS_AREA,
        T.PILLAR,
        T.GOAL,
        T.INITIATIVE,
        T.INDICATOR,
        T.CHALLENGE,
        T.VALUE,
        T.PRINCIPLE,
        T.CORE_TASK_TRANSLATION,
    }
)
# Cues in the singular whose wording is the next paragraph.
_WORDED = frozenset({T.VISION, T.CORE_TASK, T.GOAL, T.VALUE})
_QUOTED = re.compile(r"^[”\"“„»«]\s*(.+?)\s*[”\"“„»«]\.?$", re.DOTALL)
_SKIPPED = re.compile(r"^(?:forord|kolofon|kontakt|kilder|noter|bilag|fotos?|redaktion|referencer|litteratur|høringssvar)\b", re.IGNORECASE)
_FOREWORD = re.compile(r"^(?:forord|kolofon|kontakt)", re.IGNORECASE)
_INFINITIVE = re.compile(
    r"^(?:at )?(?:skabe|sikre|udvikle|styrke|øge|fremme|bruge|målrette|inddrage|investere|etablere|arbejde|understøtte|tilbyde|give|forbedre|prioritere|rydde|forenkle"
    r"|sørge|gøre|få|have|holde|bidrage|invitere|implementere|afprøve|indføre|udbrede|igangsætte|gennemføre|afdække|forebygge|reducere|mindske|nedbringe|tænke|tage|sætte"
    r"|lave|udarbejde|se|møde|lytte|følge|undersøge|uddanne|tiltrække|fastholde|rekruttere|videreudvikle|opkvalificere|samle|dele|koordinere|involvere|støtte|hjælpe"
    r"|motivere|udnytte|opbygge|sætte|formidle|informere|kortlægge|evaluere|udvide|bevare|lette|skærpe|omlægge|revidere|indgå|bygge|åbne|anvende|optimere)\b",
    re.IGNORECASE,
)
_RESPONSIBLE = re.compile(r"^(?:Ansvarlige?|Ansvar|Tovholdere?|Forankring)\s*:\s+(\S.{2,80})$")
_SIGNED = re.compile(r"\b(?:borgmester|udvalgsformand|formand for|direktør|kommunaldirektør|rådmand)\b", re.IGNORECASE)
_LONGEST_LABEL = 700  # characters of a point; a longer one is prose
_STATEMENT = 320  # characters of a worded vision or goal


@dataclass(slots=True)
class _Holder:
    """A cue whose names are headings of their own: its level, the level of its names, and how many it still counts on."""

    cue: Cue
    said: str
    level: int | None
    child: int | None = None
    left: int | None = None
    names: int = 0


@dataclass(slots=True)
class _State:
    """Where the reading stands."""

    found: list[Candidate] = field(default_factory=list)
    cue: Cue | None = None
    said: str = ""  # the cue's own words
    cue_level: int | None = None
    holders: list[_Holder] = field(default_factory=list)  # the cues whose names are headings below them, the nearest last
    counted: tuple[Cue, str, int] | None = None  # the numbered list that may go on after other text: cue, its words, last number
    mark: str = ""  # how the first point after the cue was marked
    area: Candidate | None = None
    holder: Candidate | None = None  # the point that nested points belong to
    core: Candidate | None = None
    vision: Candidate | None = None
    fresh: bool = False  # the cue was the block before
    was_fresh: bool = False
    loose: tuple[Cue, str] | None = None  # a cue whose names are headings without levels, each with prose under it
    skipping: int | None = None
    names: dict[str, tuple[T, str]] = field(default_factory=dict)
    areas: frozenset[int] = frozenset()


def outline(blocks: Sequence[Block]) -> list[Candidate]:
    """Return what the document names, and what its prose says, in its order."""
    state = _State()
    words = _repeated_words(blocks)
    short_runs = _short_runs(blocks)
    keyword_points = _keywords_before(blocks, short_runs)
    state.areas = _areas(blocks)
    for index, block in enumerate(blocks):
        if index in keyword_points:
            _emit(state, block, index, Cue(T.KEYWORD, TERMS[T.KEYWORD]), 0.75, "run", block.text)
            continue
        _read(state, blocks, index, words, short_runs)
    return state.found


def _repeated_words(blocks: Sequence[Block]) -> set[str]:
    """Return the words that label at least two numbered headings: `Spor 1`, `Spor 2`."""
    seen: Counter[str] = Counter()
    for block in blocks:
        if block.kind != "text" and (parts := labelled(block.text)):
            seen[parts[0].casefold()] += 1
    return {word for word, times in seen.items() if times > 1}


def _areas(blocks: Sequence[Block]) -> frozenset[int]:
    """Return the headings that are built alike: each a name of its own, with the same cue under it. A document gathers around such headings."""
    under: dict[int, set[str]] = {}
    current: int | None = None
    for index, block in enumerate(blocks):
        cue = (heading_cue(block.text) if block.kind == "heading" else lead_cue(block.text) if block.leads else None) if block.kind != "item" else None
        if cue is not None:
            deeper = current is None or block.level is None or (blocks[current].level or 0) < block.level
            if current is not None and deeper and cue.type in _UNDER:
                under[current].add(comparable(block.text))
            elif block.kind == "heading" and not block.leads:
                current = None
        elif block.kind == "heading" and labelled(block.text) is None and not block.leads and not _SKIPPED.match(block.text):
            current = index
            under[index] = set()
    cues = Counter(cue for found in under.values() for cue in found)
    alike = {index for index, found in under.items() if any(cues[cue] > 1 for cue in found)}
    levels = Counter(blocks[index].level for index in alike)
    return frozenset(index for index in alike if levels[blocks[index].level] > 1)


def _short_runs(blocks: Sequence[Block]) -> set[int]:
    """Return the blocks that stand in a run of at least three short unmarked lines: a list whose marks were lost."""
    found: set[int] = set()
    run: list[int] = []
    for index, block in enumerate([*blocks, Block("", 0, "text")]):
        plain = block.kind == "heading" and block.level is None and not block.leads and heading_cue(block.text) is None
        if plain and labelled(block.text) is None:
            run.append(index)
            continue
        if len(run) >= 3:  # noqa: PLR2004 - two may be a heading and its name
            found |= set(run)
        run = []
    return found


def _keywords_before(blocks: Sequence[Block], runs: set[int]) -> set[int]:
    """Return the short lines that stand before the word for them, where a column was read before its heading."""
    found: set[int] = set()
    for index, block in enumerate(blocks):
        cue = heading_cue(block.text) if block.kind == "heading" else None
        if cue is None or cue.type is not T.KEYWORD:
            continue
        after = index + 1
        if after < len(blocks) and (blocks[after].kind == "item" or after in runs):
            continue
        before = index - 1
        while before >= 0 and blocks[before].kind == "heading" and blocks[before].level is None and not blocks[before].leads:
            stops = heading_cue(blocks[before].text)
            if labelled(blocks[before].text) is not None or (stops is not None and stops.many and len(blocks[before].text.split()) == 1):
                break
            found.add(before)
            before -= 1
    return found


def _read(state: _State, blocks: Sequence[Block], index: int, words: set[str], runs: set[int]) -> None:
    block = blocks[index]
    if state.skipping is not None:
        ends = block.kind == "heading" and (block.level or 9) <= state.skipping and not _SKIPPED.match(block.text)
        if not ends:
            return
        state.skipping = None
    if block.kind == "heading" and _SKIPPED.match(block.text):
        state.skipping = block.level or 9
        state.cue = None
        return
    listed = state.cue is not None and state.cue.type is T.CASCADE_LEVEL and state.mark
    if listed and block.apart == 2 and block.kind == "heading":  # noqa: PLR2004 - far below, or on a new page
        state.cue, state.mark = None, ""  # a list of unmarked lines ends with its page
    if (block.kind != "text" or len(block.text) <= _STATEMENT) and _label(state, blocks, index, words):
        return
    if (
        block.kind == "item"
        and (known := state.names.get(comparable(block.text))) is not None
        and (state.cue is None or state.cue.type not in _TOP)
    ):
        _into(
            state,
            _add(
                state,
                Candidate(known[0], known[1], _bare(block.text), index, named=True, confidence=0.85, why="announced", number=block.number),
            ),
        )
        return
    if block.kind == "heading" and index not in runs:
        _heading(state, blocks, index)
    elif block.kind == "item" or index in runs:
        _point(state, blocks, index, run=block.kind == "heading")
    else:
        _text(state, blocks, index)


def _label(state: _State, blocks: Sequence[Block], index: int, words: set[str]) -> bool:
    """Read a heading such as `Pejlemærke 1: Borgeren først`; tell whether it was one."""
    block = blocks[index]
    if responsible := _RESPONSIBLE.match(block.text):
        holder = state.area or state.holder
        if holder is not None and MASK not in block.text:
            holder.responsible = holder.responsible or responsible[1].rstrip(".")
        return True
    parts = labelled(block.text)
    if parts is None:
        return False
    word, number, name = parts
    if block.kind == "text" and len(name) > _STATEMENT:
        return False
    kind = type_of_word(word)
    if kind is None and word.casefold() in words and name:
        kind = T.FOCUS_AREA
    if kind is None or kind in (T.TARGET_GROUP, T.FORUM, T.POLICY):
        return False
    if not name:
        following = blocks[index + 1] if index + 1 < len(blocks) else None
        if following is None or following.kind == "text" or labelled(following.text) or heading_cue(following.text):
            return False
        state.names[comparable(following.text)] = (kind, lemma(word.split()[-1]))
        return True
    term = lemma(word.split()[-1]) if type_of_word(word) else word.casefold()
    if (
        kind is T.FOCUS_AREA
        and state.area is not None
        and "indsats" in term
        and state.area.type is T.FOCUS_AREA
        and state.area.term != term
    ):
        kind = T.INITIATIVE
    one = _add(state, Candidate(kind, term, name, index, named=True, confidence=0.95 if number else 0.85, why="label", cue=word, number=number or block.number))
    above = state.area
    while above is not None and above.type is kind and above.term == term and above is not one:
        above = above.parent  # the one before, not one above
    one.parent = above if kind not in _TOP else state.core
    if number or kind in _TOP:
        _into(state, one)
    return True


def _heading(state: _State, blocks: Sequence[Block], index: int) -> None:
    block = blocks[index]
    cue = heading_cue(block.text)
    known = state.names.get(comparable(block.text))
    if known is not None and (cue is None or known[0] in _TOP):
        one = _add(
            state,
            Candidate(known[0], known[1], _bare(block.text), index, named=True, confidence=0.85, why="announced", number=block.number),
        )
        _into(state, one)
        return
    if cue is None and block.leads:
        cue = lead_cue(block.text)
        if cue is None:
            state.fresh = False
            return
    if index in state.areas and cue is None and _holder(state, block) is None:
        one = _add(state, Candidate(T.FOCUS_AREA, TERMS[T.FOCUS_AREA], _bare(block.text), index, named=True, confidence=0.6, why="built", number=block.number))
        one.parent = state.core
        _into(state, one)
        return
    if cue is not None and _in_cascade(state, blocks, index):
        _point(state, blocks, index, run=True)
        return
    if cue is not None:
        _announce(state, cue, block, index)
        return
    if (motto := _motto(block.text)) is not None:
        _add(state, Candidate(T.VALUE, TERMS[T.VALUE], motto, index, named=False, confidence=0.4, why="motto"))
        return
    if statement := _statement(block.text):
        _quotation(state, statement, index)
        return
    if (holder := _holder(state, block)) is not None:
        state.cue, state.said, state.mark = holder.cue, holder.said, "heading"
        one = _emit(state, block, index, holder.cue, 0.75, "heading", block.text)
        holder.child, holder.names = block.level, holder.names + 1
        holder.left = None if holder.left is None else holder.left - 1
        state.cue, state.holder, state.fresh = None, one, False
        return
    if state.cue_level is not None and block.level is not None and block.level > state.cue_level:
        return
    if block.level is None and state.cue is None and state.loose is not None and block.apart < 2:  # noqa: PLR2004
        state.cue, state.said = state.loose
        state.mark = "run"
    if block.level is None and state.cue is not None and state.cue.many and (state.fresh or state.mark == "run") and block.apart < 2:  # noqa: PLR2004
        _point(state, blocks, index, run=True)
        state.fresh = False
        return
    if block.level is not None or state.cue is None or not state.cue.many:
        state.cue, state.fresh = None, False
        if block.level == 1:
            state.area = None


def _in_cascade(state: _State, blocks: Sequence[Block], index: int) -> bool:
    """Tell whether a cue is itself a level that a list of levels names: nothing but its name stands under it."""
    following = blocks[index + 1] if index + 1 < len(blocks) else None
    listed = state.cue is not None and state.cue.type is T.CASCADE_LEVEL and (state.fresh or bool(state.mark))
    return listed and following is not None and following.kind == "heading" and following.level == blocks[index].level


def _motto(text: str) -> str | None:
    """Return a short sentence that calls to something in common."""
    words = text.split()
    calls = re.match(r"(?:sammen|fælles)\b", text, re.IGNORECASE) is not None and re.search(r"\bvi\b", text) is not None
    return text.strip('”"“„»« ') if calls and 3 < len(words) < 12 else None  # noqa: PLR2004 - a saying


def _holder(state: _State, block: Block) -> _Holder | None:
    """Return the cue above that a heading is a name of, after leaving those that end with it."""
    while state.holders:
        holder = state.holders[-1]
        levelled = holder.level is not None and block.level is not None
        if levelled:
            ends = block.level <= holder.level or (holder.child is not None and block.level < holder.child)  # type: ignore[operator]
            named = holder.child is None or block.level == holder.child
        else:
            # Without levels only a number tells how many headings are meant, and the first must follow at once.
            ends = holder.left is None or (holder.names == 0 and (not state.fresh or block.apart > 0))
            named = True
        if not ends and holder.left != 0:
            return holder if named else None
        if not ends and levelled:
            return None
        state.holders.pop()
    return None


def _announce(state: _State, cue: Cue, block: Block, index: int) -> None:
    """Take a cue: what comes next is what it says."""
    if state.cue is not None and not state.mark and block.kind == "text" and state.cue.term[:6] == cue.term[:6]:
        cue = Cue(state.cue.type, state.cue.term, cue.many, cue.count, cue.phrase)  # the lead-in repeats the heading's word
    kind = cue.type
    if kind is T.FOCUS_AREA and cue.term.startswith("indsats") and state.area is not None and state.area.type is T.FOCUS_AREA:
        cue = Cue(T.INITIATIVE, cue.term, cue.many, cue.count, cue.phrase)
    if kind is T.BEHAVIOUR and block.text.casefold().startswith("derfor") and state.said and _about_core(state):
        cue = Cue(T.CORE_TASK_TRANSLATION, TERMS[T.CORE_TASK_TRANSLATION], many=True, phrase=True)
    if block.kind == "heading" and not block.leads and kind in (T.FOCUS_AREA, T.PILLAR, T.CORE_TASK, T.VISION):
        state.area = None
    if block.kind == "heading" and kind in _LEVELS and not block.text.endswith((":", "?")):
        label = _bare(block.text).rstrip(": ")
        state.found.append(
            Candidate(T.CASCADE_LEVEL, TERMS[T.CASCADE_LEVEL], label, index, named=True, confidence=0.45, why="section", cue=label)
        )
    state.cue, state.said, state.cue_level = cue, block.text, block.level
    state.mark, state.fresh, state.holder, state.loose = "", True, None, None
    if cue.many and (not cue.phrase or cue.count) and cue.type in _HOLDING and (block.level is not None or cue.count):
        while state.holders and (block.level is None or state.holders[-1].level is None or state.holders[-1].level >= block.level):
            state.holders.pop()
        state.holders.append(_Holder(cue, block.text, block.level, left=cue.count))


def _about_core(state: _State) -> bool:
    return state.cue is not None and state.cue.type is T.CORE_TASK


def _statement(text: str) -> str | None:
    match = _QUOTED.match(text.strip())
    return match[1] if match and len(match[1].split()) > 3 else None  # noqa: PLR2004 - a quoted word is a name


def _quotation(state: _State, text: str, index: int) -> None:
    kind = state.cue.type if state.cue is not None and state.cue.type in _WORDED else None
    if kind is None:
        core = re.search(r"kerneopgave", " ".join(one.label for one in state.found[-2:]) + state.said, re.IGNORECASE)
        kind = T.CORE_TASK if core and state.core is None else T.VISION if state.area is not None else T.VALUE
    one = Candidate(
        kind, state.cue.term if state.cue and state.cue.type is kind else TERMS[kind], text, index, named=True, confidence=0.7, why="quoted"
    )
    _add(state, one)
    if kind is T.VISION and state.area is not None and state.area.parent is None:
        state.area.parent = one
    _keep(state, one)


def _point(state: _State, blocks: Sequence[Block], index: int, *, run: bool) -> None:
    block, following = blocks[index], blocks[index + 1] if index + 1 < len(blocks) else None
    text, sibling = block.text, following is not None and following.kind == "item" and following.mark == block.mark
    cue = heading_cue(text) if len(text.split()) <= 7 else None  # noqa: PLR2004 - a point that is a heading
    if cue is not None and not run and not sibling and (following is not None and not state.mark):
        _announce(state, cue, block, index)
        return
    if block.leads and len(text.split()) <= 14 and (lead := lead_cue(text)) is not None:  # noqa: PLR2004
        _announce(state, lead, block, index)
        return
    if len(text) > _LONGEST_LABEL or (run and _looks_like_noise(text)):
        state.found.extend(prose.candidates(text, index, state.area))
        return
    state.fresh = False
    mark = block.mark or "run"
    _go_on(state, block)
    numbered = block.number is not None and "." in block.number
    if numbered and (state.cue is None or state.cue.type in (T.FOCUS_AREA, T.KEYWORD)):
        _emit(state, block, index, Cue(T.GOAL, TERMS[T.GOAL]), 0.7, "numbered", text)
        return
    if state.cue is not None and state.cue.type in _LISTS and (parts := re.fullmatch(r"([^:,.]{3,40}):\s+([^.:]+)\.?", text)):
        _listed(state, block, index, parts[1], re.split(r",\s*|\s+og\s+", parts[2]))
        return
    nested = state.mark not in ("", mark) and state.holder is not None
    if state.cue is not None and not nested:
        state.mark = state.mark or mark
        sure = 0.65 if run else 0.85
        _emit(state, block, index, state.cue, sure, "point", text, hold=state.cue.type in _AREAS)
        return
    if run and state.cue is None:
        return
    kind = T.INITIATIVE if _INFINITIVE.match(text) else T.GOAL
    one = _emit(state, block, index, Cue(kind, TERMS[kind]), 0.5, "nested" if nested else "bare", text)
    if nested:
        one.parent = state.holder


def _go_on(state: _State, block: Block) -> None:
    """Go back to a numbered list that was left for what stands under its points, when the next number comes."""
    if block.number is None or not block.number.isdigit():
        return
    number = int(block.number)
    open_list = state.cue is None or state.mark not in ("", "number")
    if state.counted is not None and number == state.counted[2] + 1 and open_list:
        state.cue, state.said = state.counted[:2]
        state.mark = "number"
    state.counted = (state.cue, state.said, number) if state.cue is not None and (number == 1 or state.counted is not None) else None


def _listed(state: _State, block: Block, index: int, head: str, parts: Sequence[str]) -> None:
    """Take a point such as `Ledermøder: chefmøder, funktionsledermøder`: the word before the colon, and each after it under that."""
    if state.cue is not None:
        state.mark = state.mark or block.mark
        whole = _emit(state, block, index, state.cue, 0.8, "point", head)
        for part in parts:
            if len(part.strip()) > 2:  # noqa: PLR2004
                _emit(state, block, index, state.cue, 0.7, "point", part.strip()).parent = whole


def _looks_like_noise(text: str) -> bool:
    return len(text) < 3 or text.count(" ") > 14  # noqa: PLR2004


def _emit(state: _State, block: Block, index: int, cue: Cue, sure: float, why: str, text: str, *, hold: bool = False) -> Candidate:
    """Take a heading or point for what the cue said."""
    label = _statement(text) or _bare(text)
    if cue.type is T.FOCUS_AREA and _sentence(
        text
    ):  # a focus area is a name; a sentence under such a word tells what to reach or how to act
        cue = Cue(T.GOAL if text.startswith("Vi ") else T.PRINCIPLE, cue.term)
    one = Candidate(cue.type, cue.term, label, index, named=True, confidence=sure, why=why, cue=state.said or cue.term, number=block.number)
    if cue.type in (T.FOCUS_AREA, T.PILLAR):
        one.parent = state.core or state.vision
        state.names.setdefault(comparable(label), (cue.type, cue.term))
    elif cue.type is T.CORE_TASK_TRANSLATION:
        one.parent = state.core
    elif cue.type is not T.CASCADE_LEVEL:
        one.parent = state.area or (state.core if cue.type is not T.VALUE else None)
    _add(state, one)
    if hold or why == "heading":
        state.holder = one
    if cue.type in _TOP:
        state.area = one
    _keep(state, one)
    return one


def _sentence(text: str) -> bool:
    return (text.endswith(".") or text.startswith("Vi ")) and len(text.split()) > 5  # noqa: PLR2004 - longer than a name


def _bare(text: str) -> str:
    """Return the words without what surrounds them: quotation marks, a colon at the end, a number before."""
    plain = re.sub(r"^\(?\d{1,2}(?:\.\d{1,2})*[.:)]\s+", "", text.strip())
    return plain.rstrip(" :;,").strip()


def _add(state: _State, one: Candidate) -> Candidate:
    state.found.append(one)
    return one


def _keep(state: _State, one: Candidate) -> None:
    if one.type is T.CORE_TASK:
        state.core = state.core or one
        if one.parent is one or one.parent is None:
            one.parent = state.vision
    elif one.type is T.VISION:
        state.vision = state.vision or one


def _into(state: _State, one: Candidate) -> None:
    """Go into what a labelled heading names: its points and goals belong to it."""
    if one.type in _AREAS:
        if one.type in _TOP or state.area is None or (state.area.type is one.type and state.area.term == one.term):
            state.area = one
        state.holder = one
    state.cue, state.said, state.mark, state.cue_level = None, one.label, "", None
    if one.type in _TOP:
        state.holders.clear()
    _keep(state, one)


def _paragraph_point(state: _State, block: Block) -> bool:
    """Tell whether a paragraph is one of several that a heading announced: a sentence each, without marks."""
    if state.cue is None or not state.cue.many or state.cue.type not in _SENTENCES or block.leads or state.said.endswith(("…",)):
        return False
    begins = state.mark == "" and state.was_fresh
    short = len(block.text.split()) <= 35 and len(sentences(block.text)) == 1  # noqa: PLR2004 - one statement
    return (begins or state.mark in ("paragraph", "run")) and short and not prose.tells_about(block.text, state.cue.type) and prose.classify(block.text, steering=True) is None


def _text(state: _State, blocks: Sequence[Block], index: int) -> None:
    block = blocks[index]
    if _SIGNED.search(block.text) and len(block.text) < 120:  # noqa: PLR2004 - a signature, not a sentence
        return
    if statement := _statement(block.text):
        _quotation(state, statement, index)
        return
    worded = state.fresh and state.cue is not None and state.cue.type in _WORDED and not state.cue.many
    lead = state.fresh and state.cue is not None and state.cue.type in _WORDED | {T.INDICATOR} and state.said.endswith((":", "…"))
    alone = (
        state.cue is not None
        and state.cue.type in (T.VISION, T.CORE_TASK)
        and not state.mark
        and not re.search(r"[.:…]$", block.text)
        and len(block.text.split()) > 7
    )  # noqa: PLR2004, E501
    state.fresh = False
    if (
        (worded or lead or alone)
        and state.cue is not None
        and len(block.text) <= _STATEMENT
        and not block.leads
        and not prose.tells_about(block.text, state.cue.type)
    ):
        _emit(state, block, index, Cue(state.cue.type, state.cue.term), 0.75, "worded", block.text.rstrip())
        return
    if _paragraph_point(state, block):
        state.mark = "paragraph"
        _emit(state, block, index, state.cue or Cue(T.GOAL, TERMS[T.GOAL]), 0.6, "worded", block.text)
        return
    announced = prose.announced(block.text)
    for name, kind, term in announced:
        state.names.setdefault(comparable(name), (kind, term))
    if block.leads and (cue := lead_cue(block.text)) is not None:
        state.found.extend(prose.candidates(block.text, index, state.area, lead=True))
        _announce(state, cue, block, index)
        return
    expected = state.cue.type if state.cue is not None and state.cue.type is T.CHALLENGE and not state.mark else None
    state.found.extend(prose.candidates(block.text, index, state.area, expected=expected))
    if not announced and state.mark not in ("", "heading"):
        state.loose = (state.cue, state.said) if state.cue is not None and state.mark == "run" and state.cue.type in _HOLDING else None
        state.cue, state.mark = None, ""
