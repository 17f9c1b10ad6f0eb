"""What can be asked in a workshop, and which answers does each exercise take?"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any, TypeVar

from strategylib.model import ElementType, StrategylibError

MOST_ITEMS = 60
LONGEST_TITLE, LONGEST_QUESTION, LONGEST_ITEM, LONGEST_IDEA = 120, 500, 2_000, 280
MOST_IDEAS = 20
"""How many ideas one participant may send in one exercise."""

SCALE = (1, 5)
"""From least to most, of impact and of feasibility."""

Word = TypeVar("Word", bound=StrEnum)
_SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
_ELEMENT = re.compile(rf"[a-z0-9-]+\.({'|'.join(ElementType)})-[0-9]+")
_MONTH = re.compile(r"20[0-9]{2}-(0[1-9]|1[0-2])")


class Kind(StrEnum):
    """The exercises."""

    DOTS = "dots"
    POINTS = "points"
    RANKING = "ranking"
    MATRIX = "matrix"
    STATEMENTS = "statements"
    ALIGNMENT = "alignment"
    IDEAS = "ideas"
    TRANSLATION = "translation"
    FOLLOW_UP = "follow_up"
    PLAN = "plan"


class Stance(StrEnum):
    """What one may say to a statement."""

    AGREE = "agree"
    DISAGREE = "disagree"
    PASS = "pass"  # noqa: S105 - an answer


class Likeness(StrEnum):
    """What one may say to "does our X mean the same as their Y?"; `broader`: ours says more than theirs."""

    SAME = "same"
    BROADER = "broader"
    NARROWER = "narrower"
    RELATED = "related"
    NO = "no"


class Light(StrEnum):
    """How far a goal is."""

    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"
    UNKNOWN = "unknown"


class Role(StrEnum):
    """Who carries something on. Roles, never names."""

    DIRECTOR = "director"
    HEAD = "head"
    LEADER = "leader"
    RESOURCE_PERSON = "resource_person"
    TEAM = "team"
    ACROSS = "across"
    COMMITTEE = "committee"
    CONSULTANT = "consultant"


class Involvement(StrEnum):
    """How many are drawn in."""

    LEADERS = "leaders"
    RESOURCE_PERSONS = "resource_persons"
    MANY = "many"


class Refused(StrategylibError):  # noqa: N818 - no error: an answer
    """Something that a session does not take. `code` is the key of its words in `locale/` under `workshop.refused`."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.values = values


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to vote on: its text, and the elements of the graph that it stands for (two for a pair to compare)."""

    id: str
    text: str
    elements: tuple[str, ...] = ()
    source: str = ""  # where the text stands, as the reader sees it: "Viborg, linje 13-15"


@dataclass(frozen=True, slots=True)
class Exercise:
    """One question to the room.

    `dots` and `most` (per item) are of dot voting, `total` of points. Items may be none where people write ideas.
    """

    id: str
    kind: Kind
    title: str
    question: str = ""
    items: tuple[Item, ...] = ()
    dots: int = 3
    most: int = 1
    total: int = 100

    @property
    def written(self) -> bool:
        """Whether people answer in their own words."""
        return self.kind in (Kind.IDEAS, Kind.TRANSLATION)

    @property
    def item_ids(self) -> frozenset[str]:
        """The ids of what can be voted on."""
        return frozenset(one.id for one in self.items)

    def as_data(self) -> dict[str, Any]:
        """Return it as plain data; `exercise` reads it back."""
        return asdict(self) | {"kind": self.kind.value, "items": [asdict(one) | {"elements": list(one.elements)} for one in self.items]}


def exercise(data: object) -> Exercise:
    """Read an exercise from plain data.

    Raises
    ------
    Refused
        When a field is missing, of the wrong kind, too long, or two items share an id.
    """
    fields = _mapping(data, "exercise")
    unknown = fields.keys() - Exercise.__dataclass_fields__.keys()
    if unknown:
        raise Refused("unknown_field", field=min(map(str, unknown)))
    items = tuple(_item(one) for one in _list(fields.get("items", []), "items", MOST_ITEMS))
    if len({one.id for one in items}) < len(items):
        raise Refused("item_twice")
    made = Exercise(
        id=_slug(fields.get("id")),
        kind=_choice(Kind, fields.get("kind"), "kind"),
        title=text(fields.get("title"), "title", LONGEST_TITLE),
        question=text(fields.get("question", ""), "question", LONGEST_QUESTION, least=0),
        items=items,
        dots=_number(fields.get("dots", 3), "dots", 1, 100),
        most=_number(fields.get("most", 1), "most", 1, 100),
        total=_number(fields.get("total", 100), "total", 1, 1000),
    )
    if made.kind is Kind.ALIGNMENT and any(len(one.elements) != 2 for one in items):  # noqa: PLR2004 - a pair
        raise Refused("not_a_pair")
    return made


def _item(data: object) -> Item:
    fields = _mapping(data, "items")
    elements = tuple(str(one) for one in _list(fields.get("elements", []), "elements", 10))
    if not all(_ELEMENT.fullmatch(one) for one in elements):
        raise Refused("not_an_element")
    return Item(
        id=_slug(fields.get("id")),
        text=text(fields.get("text"), "text", LONGEST_ITEM),
        elements=elements,
        source=text(fields.get("source", ""), "source", LONGEST_QUESTION, least=0),
    )


def ballot(exercise: Exercise, given: object) -> Any:
    """Return an answer to an exercise as it is kept: known items only, in the exercise's order, no zeros.

    Dots and points are a mapping of item to a whole number, a ranking a list of items (best first), the matrix a mapping to
    `[impact, feasibility]` (1 to 5), the rest a mapping to a word.

    Raises
    ------
    Refused
        When the exercise takes no votes, or the answer breaks its rules.
    """
    check = _BALLOTS.get(exercise.kind)
    if check is None:
        raise Refused("not_voted_on")
    return check(exercise, given)


def _counts(exercise: Exercise, given: object) -> dict[str, int]:
    fields = _answers(exercise, given)
    most = exercise.most if exercise.kind is Kind.DOTS else exercise.total
    found = {item: _number(fields[item], "ballot", 0, most) for item in fields}
    return {item: found[item] for item in (one.id for one in exercise.items) if found.get(item)}


def _dots(exercise: Exercise, given: object) -> dict[str, int]:
    found = _counts(exercise, given)
    if sum(found.values()) > exercise.dots:
        raise Refused("too_many_dots", n=exercise.dots)
    return found


def _points(exercise: Exercise, given: object) -> dict[str, int]:
    found = _counts(exercise, given)
    if sum(found.values()) != exercise.total:
        raise Refused("not_the_total", n=exercise.total)
    return found


def _ranking(exercise: Exercise, given: object) -> list[str]:
    found = _list(given, "ballot", MOST_ITEMS)
    if not found or not all(isinstance(one, str) and one in exercise.item_ids for one in found):
        raise Refused("unknown_item")
    if len(set(found)) < len(found):
        raise Refused("item_twice")
    return found


def _matrix(exercise: Exercise, given: object) -> dict[str, list[int]]:
    found = {}
    for item, place in _answers(exercise, given).items():
        both = _list(place, "ballot", 2)
        if len(both) != 2:  # noqa: PLR2004 - impact and feasibility
            raise Refused("form", field="ballot")
        found[item] = [_number(one, "ballot", *SCALE) for one in both]
    return _some(found)


def _words(words: type[StrEnum]) -> Callable[[Exercise, object], dict[str, str]]:
    def check(exercise: Exercise, given: object) -> dict[str, str]:
        return _some({item: _choice(words, said, "ballot").value for item, said in _answers(exercise, given).items()})

    return check


_BALLOTS: dict[Kind, Callable[[Exercise, object], Any]] = {
    Kind.DOTS: _dots,
    Kind.POINTS: _points,
    Kind.RANKING: _ranking,
    Kind.MATRIX: _matrix,
    Kind.STATEMENTS: _words(Stance),
    Kind.ALIGNMENT: _words(Likeness),
    Kind.FOLLOW_UP: _words(Light),
}


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided about an item: in which words, who carries it on, when, and who is drawn in. What is not said is empty."""

    text: str = ""
    role: str = ""
    month: str = ""
    involvement: str = ""


def decision(data: object) -> Decision:
    """Read a decision from plain data. Raises `Refused` when a field is none that is known, or not of its kind."""
    fields = _mapping(data, "decision")
    unknown = fields.keys() - {"text", "role", "month", "involvement"}
    if unknown:
        raise Refused("unknown_field", field=min(map(str, unknown)))
    month = text(fields.get("month", ""), "month", 7, least=0)
    if month and not _MONTH.fullmatch(month):
        raise Refused("form", field="month")
    role, involvement = fields.get("role") or "", fields.get("involvement") or ""
    return Decision(
        text=text(fields.get("text", ""), "text", LONGEST_QUESTION, least=0),
        role=_choice(Role, role, "role").value if role else "",
        month=month,
        involvement=_choice(Involvement, involvement, "involvement").value if involvement else "",
    )


def text(given: object, name: str, longest: int, *, least: int = 1) -> str:
    """Return a text with its blanks made single and no control character. Raises `Refused` when it is none, too short or too long."""
    if not isinstance(given, str):
        raise Refused("form", field=name)
    made = " ".join("".join(one for one in given if one.isprintable() or one.isspace()).split())
    if len(made) < least:
        raise Refused("empty", field=name)
    if len(made) > longest:
        raise Refused("too_long", field=name, n=longest)
    return made


def _answers(exercise: Exercise, given: object) -> dict[str, Any]:
    fields = _mapping(given, "ballot")
    if not fields.keys() <= exercise.item_ids:
        raise Refused("unknown_item")
    return fields


def _some(found: dict[str, Any]) -> dict[str, Any]:
    if not found:
        raise Refused("empty", field="ballot")
    return found


def _mapping(given: object, name: str) -> dict[str, Any]:
    if not isinstance(given, dict):
        raise Refused("form", field=name)
    return given


def _list(given: object, name: str, most: int) -> list[Any]:
    if not isinstance(given, list | tuple):
        raise Refused("form", field=name)
    if len(given) > most:
        raise Refused("too_many", field=name, n=most)
    return list(given)


def _number(given: object, name: str, least: int, most: int) -> int:
    if not isinstance(given, int) or isinstance(given, bool):
        raise Refused("form", field=name)
    if not least <= given <= most:
        raise Refused("out_of_range", field=name, least=least, most=most)
    return given


def _slug(given: object) -> str:
    if not isinstance(given, str) or not _SLUG.fullmatch(given):
        raise Refused("form", field="id")
    return given


def _choice(words: type[Word], given: object, name: str) -> Word:
    if not isinstance(given, str) or given not in [one.value for one in words]:
        raise Refused("form", field=name)
    return words(given)
