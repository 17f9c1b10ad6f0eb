"""Where does the reading of a document stand: which cue holds, which area bears what follows, and what has been found?"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from strategylib.ingest.blocks import Block
from strategylib.ingest.candidate import Candidate, comparable
from strategylib.ingest.cues import TERMS, Cue, heading_cue
from strategylib.model import ElementType as T

# Types whose elements are the parts that a document is built of.
TOP = frozenset({T.FOCUS_AREA, T.PILLAR, T.CORE_TASK_TRANSLATION})
# Types whose elements bear the points under them.
BEARING = TOP | {T.PRINCIPLE, T.GOAL, T.INITIATIVE}
# Types whose elements may be headings of their own, with a page each.
HOLDING = BEARING | {T.VALUE, T.CHALLENGE, T.ACTIVITY}
# Types whose cue, as a heading, is a level of the document's own structure.
_LEVELS = BEARING | {T.VISION, T.CORE_TASK, T.INDICATOR, T.CHALLENGE, T.VALUE}
# Types whose heading begins another part of the document: what follows belongs to no area.
_PARTS = frozenset({T.FOCUS_AREA, T.PILLAR, T.CORE_TASK, T.VISION})
_SECTIONS = _PARTS | {T.PRINCIPLE, T.VALUE, T.GOVERNANCE_RULE, T.FORUM, T.POLICY, T.CASCADE_LEVEL}
_QUOTED = re.compile(r"^[”\"“„»«]\s*(.+?)\s*[”\"“„»«]\.?$", re.DOTALL)
_NUMBER = re.compile(r"^\(?\d{1,2}(?:\.\d{1,2})*[.:)]\s+")
_NAME = 5  # words; a longer one that ends like a sentence is one
_SAME_WORD = 6  # letters that `indsatser` and `indsatsområder` have in common


@dataclass(slots=True)
class Holder:
    """A cue whose names are headings of their own: its level, the level of its names, and how many it still counts on."""

    cue: Cue
    said: str
    level: int | None
    child: int | None = None
    left: int | None = None
    names: int = 0


@dataclass(slots=True)
class Reading:
    """The state of reading from the top, and what was found.

    `cue` holds until another comes; `said` are its words, `cue_level` the level of its heading, `mark` how its first point was marked
    (`run` a line without mark, `paragraph` a paragraph), `fresh` that nothing has come after it. `area` is the element that
    what follows belongs to, `holder` the point that nested points belong to.
    """

    found: list[Candidate] = field(default_factory=list)
    cue: Cue | None = None
    said: str = ""
    cue_level: int | None = None
    mark: str = ""
    fresh: bool = False
    area: Candidate | None = None
    area_level: int | None = None  # the level of its heading
    holder: Candidate | None = None
    core: Candidate | None = None
    vision: Candidate | None = None
    holders: list[Holder] = field(default_factory=list)
    counted: tuple[Cue, str, str] | None = None  # a numbered list that may go on after other text, and its last number
    loose: tuple[Cue, str] | None = None  # a cue whose names are headings without levels, each with prose under it
    skipping: int | None = None  # the level of a heading whose text is left out
    goal_areas: set[str] = field(default_factory=set)  # words for goals that have turned out to be areas
    names: dict[str, tuple[T, str]] = field(default_factory=dict)  # what was announced by name, and as what

    def cued(self, *types: T) -> bool:
        """Tell whether a cue of one of these types holds."""
        return self.cue is not None and self.cue.type in types

    def continues(self, block: Block) -> bool:
        """Tell whether a number is the next of a list that was left for what stands under its points."""
        if self.counted is None or block.number is None or not self.counted[2].replace(".", "").isdigit():
            return False
        before, _, last = self.counted[2].rpartition(".")
        return block.number == f"{before}.{int(last) + 1}".lstrip(".")

    def announce(self, cue: Cue, block: Block, index: int) -> None:
        """Take a cue: what comes next is what it says."""
        cue = self._in_place(cue, block)
        heading = block.kind == "heading"
        if cue.type is T.GOAL and heading:
            self._goals_under_area()
        if heading and not block.leads and cue.type in (_SECTIONS if not cue.phrase else _PARTS):
            self.area = None
        if heading and block.level is not None and block.level < (self.area_level or 0):
            self.area = None
        if heading and cue.type in _LEVELS and not block.text.endswith((":", "?")):
            label = bare(block.text)
            self.found.append(
                Candidate(T.CASCADE_LEVEL, TERMS[T.CASCADE_LEVEL], label, index, named=True, confidence=0.45, why="section", cue=label)
            )
        self.cue, self.said, self.cue_level = cue, block.text, block.level
        self.mark, self.fresh, self.holder, self.loose = "", True, None, None
        names = cue.many and (not cue.phrase or cue.count is not None) and cue.type in HOLDING
        names = names and not several(block.text)  # "Mål, indsatser og indikatorer" is over areas with each of them
        if names and (block.level is not None or cue.count is not None):
            while self.holders and (block.level is None or self.holders[-1].level is None or self.holders[-1].level >= block.level):
                self.holders.pop()
            self.holders.append(Holder(cue, block.text, block.level, left=cue.count))

    def _goals_under_area(self) -> None:
        """Take labelled goals that have goals under a heading of their own for areas: `Ambition 1`, and what it wants to reach."""
        area = self.area
        if area is None or area.type is not T.GOAL or area.why != "label":
            return
        for one in self.found:
            if one.why == "label" and one.type is T.GOAL and one.term == area.term:
                one.type, one.parent = T.FOCUS_AREA, self.core or self.vision
        self.goal_areas.add(area.term)

    def _in_place(self, cue: Cue, block: Block) -> Cue:
        """Return what a cue means where it stands."""
        if self.cue is not None and not self.mark and block.kind == "text" and self.cue.term[:_SAME_WORD] == cue.term[:_SAME_WORD]:
            return Cue(self.cue.type, self.cue.term, cue.many, cue.count, cue.phrase)  # the lead-in repeats the heading's word
        inside = self.area is not None and self.area.type is T.FOCUS_AREA
        if cue.type is T.FOCUS_AREA and cue.term.startswith("indsats") and inside:
            return Cue(T.INITIATIVE, cue.term, cue.many, cue.count, cue.phrase)
        if cue.type is T.BEHAVIOUR and block.text.casefold().startswith("derfor") and self.cued(T.CORE_TASK):
            return Cue(T.CORE_TASK_TRANSLATION, TERMS[T.CORE_TASK_TRANSLATION], many=True, phrase=True)
        return cue

    def emit(self, block: Block, index: int, cue: Cue, *, sure: float, why: str, text: str | None = None) -> Candidate:
        """Take a heading, point or paragraph, or some words of it, for what a cue says."""
        text = block.text if text is None else text
        if cue.type is T.FOCUS_AREA and _is_sentence(text):  # a focus area is a name; a sentence tells what to reach or how to act
            cue = Cue(T.GOAL if text.startswith("Vi ") else T.PRINCIPLE, cue.term)
        label = statement(text) or bare(text)
        one = Candidate(
            cue.type, cue.term, label, index, named=True, confidence=sure, why=why, cue=self.said or cue.term, number=block.number
        )
        one.parent = self._above(cue.type)
        if cue.type in (T.FOCUS_AREA, T.PILLAR):
            self.names.setdefault(comparable(label), (cue.type, cue.term))
        self.found.append(one)
        if cue.type in TOP:
            self.area, self.area_level = one, block.level
        self.keep(one)
        return one

    def _above(self, kind: T) -> Candidate | None:
        if kind in (T.FOCUS_AREA, T.PILLAR):
            return self.core or self.vision
        if kind is T.CORE_TASK_TRANSLATION:
            return self.core
        if kind in (T.CASCADE_LEVEL, T.VISION):
            return None
        return self.area or (None if kind is T.VALUE else self.core)

    def keep(self, one: Candidate) -> None:
        """Remember the vision and the core task, for what belongs to them."""
        if one.type is T.CORE_TASK:
            self.core = self.core or one
            one.parent = one.parent or self.vision
        elif one.type is T.VISION:
            self.vision = self.vision or one

    def leave(self, block: Block) -> None:
        """Leave the area when a heading of its level, or above it, comes."""
        if block.kind == "heading" and block.level is not None and block.level <= (self.area_level or 1):
            self.area = None

    def enter(self, one: Candidate, level: int | None) -> None:
        """Add what a heading names and go into it: points and goals that follow belong to it."""
        self.found.append(one)
        if one.type in BEARING:
            sibling = self.area is not None and self.area.type is one.type and self.area.term == one.term
            if one.type in TOP or self.area is None or sibling:
                self.area, self.area_level = one, level
            self.holder = one
        self.cue, self.said, self.mark, self.cue_level, self.fresh, self.loose = None, one.label, "", None, False, None
        if one.type in TOP:
            self.holders.clear()
        self.keep(one)

    def holder_of(self, block: Block) -> Holder | None:
        """Return the cue above that a heading is a name of, after leaving those that end with it."""
        while self.holders:
            holder = self.holders[-1]
            if holder.level is not None and block.level is not None:
                ends = block.level <= holder.level or (holder.child is not None and block.level < holder.child)
                if not ends and holder.left != 0:
                    return holder if holder.child in (None, block.level) else None
                if not ends:
                    return None
            else:
                # Without levels only a number tells how many headings are meant, and the first must follow at once.
                at_once = holder.names > 0 or (self.fresh and not block.apart)
                if holder.left and at_once:
                    return holder
            self.holders.pop()
        return None


def several(text: str) -> bool:
    """Tell whether a heading announces things of several kinds."""
    cues = [heading_cue(part) for part in re.split(r",\s*|\s+og\s+|\s+&\s+", bare(text))]
    return len(cues) > 1 and all(cues) and len({cue.type for cue in cues if cue is not None}) > 1


def statement(text: str) -> str | None:
    """Return what stands alone in quotation marks, when it is more than a name."""
    match = _QUOTED.match(text.strip())
    return match[1] if match and len(match[1].split()) > 3 else None  # noqa: PLR2004 - a quoted word is a name


def bare(text: str) -> str:
    """Return the words without what surrounds them: a colon at the end, a number before."""
    return _NUMBER.sub("", text.strip()).rstrip(" :;,").strip()


def _is_sentence(text: str) -> bool:
    return (text.endswith(".") or text.startswith("Vi ")) and len(text.split()) > _NAME
