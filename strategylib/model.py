"""What is a strategy made of? The immutable terms of the field, without any input or output.

Everything here is a frozen dataclass or an enumeration. Files become these objects in `strategylib.corpus`;
`strategylib.frames` and `strategylib.graph` turn them into tables and a graph.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class ElementType(StrEnum):
    """The common levels that every municipality's own words are mapped to, from vision to daily work."""

    VISION = "vision"
    CORE_TASK = "core_task"
    CORE_TASK_TRANSLATION = "core_task_translation"
    BEHAVIOUR = "behaviour"
    VALUE = "value"
    CHALLENGE = "challenge"
    PILLAR = "pillar"
    PRINCIPLE = "principle"
    FOCUS_AREA = "focus_area"
    GOAL = "goal"
    INITIATIVE = "initiative"
    ACTIVITY = "activity"
    INDICATOR = "indicator"
    KEYWORD = "keyword"
    POLICY = "policy"
    GOVERNANCE_RULE = "governance_rule"
    FORUM = "forum"
    CASCADE_LEVEL = "cascade_level"
    TARGET_GROUP = "target_group"
    PERIOD = "period"


class RelationType(StrEnum):
    """How one element of a strategy relates to another of the same strategy, read from source to target."""

    PART_OF = "part_of"
    SUPPORTS = "supports"
    MEASURES = "measures"
    ELABORATES = "elaborates"
    REFERS_TO = "refers_to"


class AlignmentRelation(StrEnum):
    """How an element of one municipality relates to one of another (SKOS mapping relations)."""

    CLOSE = "closeMatch"
    BROAD = "broadMatch"
    NARROW = "narrowMatch"
    RELATED = "relatedMatch"


# How far down the cascade a type stands. An element never stands above its parent; types that are not
# listed are no part of the cascade and stand alone or under their own type.
CASCADE_RANK: Mapping[ElementType, int] = {
    ElementType.VISION: 0,
    ElementType.CORE_TASK: 1,
    ElementType.CORE_TASK_TRANSLATION: 2,
    ElementType.VALUE: 2,
    ElementType.PILLAR: 2,
    ElementType.PRINCIPLE: 2,
    ElementType.FOCUS_AREA: 2,
    ElementType.GOAL: 3,
    ElementType.BEHAVIOUR: 3,
    ElementType.KEYWORD: 4,
    ElementType.INITIATIVE: 4,
    ElementType.ACTIVITY: 5,
    ElementType.INDICATOR: 6,
}

# Leaves of the cascade: nothing but their own type stands under them.
_LEAVES = frozenset({ElementType.KEYWORD, ElementType.INDICATOR, ElementType.BEHAVIOUR})


def may_stand_under(child: ElementType, parent: ElementType) -> bool:
    """Tell whether an element of type `child` may have a parent of type `parent`."""
    if child is parent:
        return True
    if child not in CASCADE_RANK or parent not in CASCADE_RANK or parent in _LEAVES:
        return False
    return CASCADE_RANK[parent] <= CASCADE_RANK[child]


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of a source document and their lines there (from 1, both included)."""

    text: str
    source: str
    line_start: int
    line_end: int


@dataclass(frozen=True, slots=True)
class Relation:
    """A typed connection between two elements of one strategy."""

    source: str
    target: str
    type: RelationType


@dataclass(frozen=True, slots=True)
class Element:
    """One element of a strategy: what it is, in whose words, and where it stands.

    `quote.text` is the source's wording and `term` the municipality's own word for such an element. `named` is True
    where the municipality itself presents it as such (heading, numbered item, bullet), False where it was read out
    of running prose. `missing` names the detail fields that the source has or announces but that cannot be read.
    """

    id: str
    municipality: str
    type: ElementType
    term: str
    quote: Quote
    named: bool
    parent: str | None = None
    number: str | None = None
    every_months: int | None = None
    target: float | None = None
    unit: str | None = None
    baseline: float | None = None
    responsible: str | None = None
    months: tuple[int, ...] = ()
    involvement: str | None = None
    missing: tuple[str, ...] = ()
    note: str | None = None
    quotes: tuple[Quote, ...] = ()
    relations: tuple[Relation, ...] = ()

    @property
    def label(self) -> str:
        """The source's wording, line breaks and hyphenation healed."""
        return self.quote.text


@dataclass(frozen=True, slots=True)
class Gap:
    """Something a reader would look for that the document does not give, and why."""

    what: str
    why: str
    line_start: int | None = None
    line_end: int | None = None


@dataclass(frozen=True, slots=True)
class Strategy:
    """One municipality's strategy document with its elements in the document's order.

    `published` is an ISO date as precise as the document (`2018`, `2018-06`); `period_from` and `period_to` are years.
    Each may be None: the document does not say. `areas` holds the common areas (`social`, `health`, `elder`).
    """

    municipality: str
    source: str
    title: Quote
    elements: tuple[Element, ...]
    published: str | None = None
    published_quote: Quote | None = None
    period_from: int | None = None
    period_to: int | None = None
    period_quote: Quote | None = None
    areas: tuple[str, ...] = ()
    scope_quote: Quote | None = None
    gaps: tuple[Gap, ...] = ()


@dataclass(frozen=True, slots=True)
class Municipality:
    """A municipality: its id in this workbook, its name and its official three-digit code."""

    id: str
    name: str
    code: int


@dataclass(frozen=True, slots=True)
class Source:
    """A source document: who published it, what it is, and the name of its text file."""

    id: str
    municipality: str
    title: str
    file: str
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme of the codebook: a SKOS concept with notation `id`, prefLabels `da` and `en`, and Danish altLabels `alt_da`."""

    id: str
    da: str
    en: str
    definition_da: str
    definition_en: str
    alt_da: tuple[str, ...] = ()
    not_da: str | None = None
    not_en: str | None = None


@dataclass(frozen=True, slots=True)
class Coding:
    """A coder's judgment that an element is about a theme; rank 1 is the main theme."""

    element: str
    theme: str
    rank: int
    coder: str
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Alignment:
    """A coder's judgment of how element `a` relates to element `b` of another municipality."""

    a: str
    b: str
    relation: AlignmentRelation
    coder: str
    note: str | None = None


@dataclass(frozen=True, slots=True)
class RejectedCoding:
    """A coder's judgment that a theme that was suggested for an element is not what it is about."""

    element: str
    theme: str
    coder: str
    note: str | None = None


@dataclass(frozen=True, slots=True)
class RejectedAlignment:
    """A coder's judgment that two elements that were suggested as a pair have no relation."""

    a: str
    b: str
    coder: str
    note: str | None = None


@dataclass(frozen=True, slots=True)
class ReformItem:
    """One thing that a reform asks of a municipality or takes from it; the words tell when an element is about it."""

    id: str
    da: str
    en: str
    definition_da: str
    definition_en: str
    not_da: str | None = None
    not_en: str | None = None


@dataclass(frozen=True, slots=True)
class Reform:
    """A national reform. `agreed`, `passed` and `in_force` are ISO dates as precise as known; `names` are words that name it.

    `areas` holds the common areas that it concerns.
    """

    id: str
    da: str
    en: str
    agreed: str
    in_force: str
    areas: tuple[str, ...]
    names: tuple[str, ...]
    items: tuple[ReformItem, ...]
    passed: str | None = None


@dataclass(frozen=True, slots=True)
class ReformCoding:
    """A coder's judgment that an element's own words carry an item of a reform; `note` says what is doubtful about it."""

    element: str
    item: str
    coder: str
    note: str | None = None


@dataclass(frozen=True, slots=True)
class WorkshopItem:
    """What a room said of one thing: its words, the elements it stands for, and the figures, by the names of `workshop.tally`.

    `most` are the words that most said (several are a tie) and `marks` what is said of a statement: `shared`, `bridging`, `dividing`.
    `decision` is what was decided: `text`, `role`, `month`, `involvement`.
    """

    id: str
    text: str
    elements: tuple[str, ...] = ()
    figures: Mapping[str, float] = field(default_factory=dict)
    most: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    decision: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class WorkshopExercise:
    """A question that was put to a room, and what it said; `n` is how many answered, `each` what each could give (dots, points)."""

    id: str
    kind: str
    title: str
    n: int
    items: tuple[WorkshopItem, ...]
    question: str = ""
    each: int | None = None


@dataclass(frozen=True, slots=True)
class Workshop:
    """The results of a session of people about the strategies; no one is named. `date` is an ISO date, `people` how many answered."""

    id: str
    title: str
    date: str
    people: int
    exercises: tuple[WorkshopExercise, ...]


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """Something wrong in a file: where it is, what is wrong and what to do. Texts are in the reader's language."""

    file: str
    line: int
    field: str
    problem: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.field}: {self.problem}: {self.remedy}"


class StrategylibError(Exception):
    """The root of all errors that this package raises on purpose."""


class WorkbookError(StrategylibError):
    """A folder that cannot be opened as a workbook; `faults` lists everything that is wrong in it."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        self.faults = faults
        super().__init__("\n".join(str(fault) for fault in faults))


@dataclass(frozen=True, slots=True)
class Corpus:
    """All that a data folder holds, as read; `faults` names what could not be."""

    municipalities: tuple[Municipality, ...] = ()
    sources: tuple[Source, ...] = ()
    themes: tuple[Theme, ...] = ()
    strategies: tuple[Strategy, ...] = ()
    codings: tuple[Coding, ...] = ()
    alignments: tuple[Alignment, ...] = ()
    reforms: tuple[Reform, ...] = ()
    reform_codings: tuple[ReformCoding, ...] = ()
    workshops: tuple[Workshop, ...] = ()
    rejected_codings: tuple[RejectedCoding, ...] = ()
    rejected_alignments: tuple[RejectedAlignment, ...] = ()
    faults: tuple[Fault, ...] = field(default=())
