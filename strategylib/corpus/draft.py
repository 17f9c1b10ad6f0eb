"""What can a person do to the draft of a strategy, and what follows from it for the rest?

Every operation keeps the draft valid: an element that changes its type gets a new id which all follow, children that may no
longer stand where they stood move up, and no wording can be entered that does not stand in the document.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from strategylib.corpus.checks import line_range
from strategylib.corpus.source_text import SourceText, Span
from strategylib.corpus.table_edit import Row
from strategylib.corpus.writer import FolderWriter
from strategylib.locale import Texts
from strategylib.model import AlignmentRelation, ElementType, StrategylibError, may_stand_under

MOST_THEMES = 3
"""How many themes an element has at most, as the codebook has it."""

SURE = 0.7
"""From which confidence on, of 0 to 1, an element of a draft needs nobody's acceptance."""

_TURNED = {AlignmentRelation.BROAD.value: AlignmentRelation.NARROW.value, AlignmentRelation.NARROW.value: AlignmentRelation.BROAD.value}

Fields = dict[str, Any]


class Draft:
    """The strategy of one municipality in a folder that is being written.

    Elements are named by their id in the file (`goal-3`), those of others by the whole (`viborg.goal-2`). What cannot be done
    raises `StrategylibError` with the reason, and changes nothing.
    """

    def __init__(self, writer: FolderWriter, municipality: str, text: SourceText, coder: str, words: Texts) -> None:
        self.writer = writer
        self.municipality = municipality
        self.text = text
        self.coder = coder
        self.file = writer.strategy_file(municipality)
        self._words = words
        self._used: set[str] = set()

    def reload(self) -> None:
        """Forget what was not saved, and read the files again."""
        self.writer.reload()
        self._used.clear()

    # What it says

    def elements(self) -> list[Fields]:
        """Return the elements in the document's order, each with its fields as in the file."""
        found: list[Fields] = self.writer.value(self.file)["elements"]
        return found

    def unsure(self) -> dict[str, Row]:
        """Return what the draft is unsure of by element: `confidence` (text, empty where none is given) and `why`.

        Unsure is what has a row in `unsure.csv` whose confidence is below `SURE` or no number; several reasons are joined.
        """
        found: dict[str, Row] = {}
        for row in self.writer.rows("unsure"):
            if row.get("element") and _confidence(row) < SURE:
                one = found.setdefault(self._local(row["element"]), {"confidence": row.get("confidence", ""), "why": ""})
                one["why"] = "; ".join(filter(None, (one["why"], row.get("why", ""))))
        return found

    def remarks(self) -> list[str]:
        """Return what the draft says of the whole document: the rows of `unsure.csv` that name no element."""
        return [row["why"] for row in self.writer.rows("unsure") if not row.get("element") and row.get("why")]

    def themes(self) -> dict[str, list[str]]:
        """Return the coder's themes of each element that has any, the main one first."""
        found: dict[str, list[str]] = {}
        for row in sorted(self.writer.rows("codings", self.coder), key=lambda row: row.get("rank", "")):
            found.setdefault(self._local(row["element"]), []).append(row["theme"])
        return found

    def aligned(self) -> dict[str, list[tuple[str, str]]]:
        """Return the coder's alignments of each element: the other's id, and the relation read from ours to theirs."""
        found: dict[str, list[tuple[str, str]]] = {}
        for row in self.writer.rows("alignments", self.coder):
            for ours, theirs, relation in ((row["a"], row["b"], row["relation"]), (row["b"], row["a"], _turned(row["relation"]))):
                if ours.startswith(f"{self.municipality}."):
                    found.setdefault(self._local(ours), []).append((theirs, relation))
        return found

    def spans(self, element: Fields) -> tuple[Span, ...]:
        """Return where an element's wording stands in the document; whole lines when it is not found word for word."""
        first, last = line_range(element["lines"])
        found = self.text.spans(element["label"], first, last)
        whole = range(first, min(last, len(self.text.lines)) + 1)
        return found or tuple(Span(line, 0, len(self.text.lines[line - 1])) for line in whole)

    # What a person does

    def accept(self, own: str) -> None:
        """Say that an element is right: it is no longer among what the draft is unsure of."""
        self._find(own)
        self.writer.change_rows(lambda row: None if self._local(row.get("element", "")) == own else row, ("unsure",))

    def change(self, own: str, **fields: Any) -> None:
        """Change fields of an element (`term`, `named`, `number`, `note`, `label`, `lines`); None or an empty text takes one away."""
        elements = self.elements()
        element = self._find(own, elements)
        for key, value in fields.items():
            said = " ".join(value.split()) if isinstance(value, str) else value
            if said in (None, ""):
                if key in ("term", "label", "lines"):
                    raise self._refusal("empty")
                element.pop(key, None)
            else:
                element[key] = said
        if fields.keys() & {"label", "lines"}:
            self._hold(element)
        self._write(elements)

    def retype(self, own: str, kind: ElementType) -> str:
        """Give an element another type and, as ids begin with the type, another id; return it. It is accepted thereby."""
        elements = self.elements()
        element = self._find(own, elements)
        if element["type"] == kind.value:
            self.accept(own)
            return own
        element["type"] = kind.value
        self._settle_parents(elements)
        self._write(elements)
        new = self._fresh(kind)
        self.writer.rename_element(self.municipality, own, new)
        self.accept(new)
        return new

    def move(self, own: str, parent: str | None) -> None:
        """Put an element under another, or under none."""
        elements = self.elements()
        element = self._find(own, elements)
        if parent is None:
            element.pop("parent", None)
        else:
            above = self._find(parent, elements)
            if own in (parent, *_above(above, elements)):
                raise self._refusal("circle")
            if not may_stand_under(ElementType(element["type"]), ElementType(above["type"])):
                raise self._refusal("nesting", child=self._name(element), parent=self._name(above))
            element["parent"] = parent
        self._write(elements)

    def remove(self, own: str) -> None:
        """Take an element away with all judgments of it; its children go to its parent where they may stand there."""
        elements = self.elements()
        gone = self._find(own, elements)
        if len(elements) == 1:
            raise self._refusal("last")
        for one in elements:
            if one.get("parent") == own:
                one["parent"] = gone.get("parent", own)
        self._settle_parents([one for one in elements if one is not gone])
        self._write(elements)
        self._used.add(own)
        self.writer.remove_element(self.municipality, own)

    def split(self, own: str, at: int) -> str:
        """Divide an element in two before the character `at` of its wording (from 0); return the id of the second."""
        elements = self.elements()
        element = self._find(own, elements)
        parts = [re.sub(r"^(\s|\[\.\.\.\])+|(\s|\[\.\.\.\])+$", "", part) for part in (element["label"][:at], element["label"][at:])]
        if not all(any(map(str.isalnum, part)) for part in parts) or element["label"][at - 1 : at + 1].isalnum():
            raise self._refusal("split")
        first, last = line_range(element["lines"])
        second = {"id": self._fresh(ElementType(element["type"])), "type": element["type"], "term": element["term"]}
        second |= {"label": parts[1], "lines": self._lines(parts[1], first, last, after=parts[0]), "named": element["named"]}
        second |= {key: element[key] for key in ("parent",) if key in element}
        element["label"], element["lines"] = parts[0], self._lines(parts[0], first, last)
        elements.insert(elements.index(element) + 1, second)
        self._write(elements)
        self.accept(own)
        return str(second["id"])

    def merge(self, own: str, other: str) -> None:
        """Make two elements one: `own` stays with both wordings, and takes the other's children, relations, quotations and judgments."""
        elements = self.elements()
        element, gone = self._find(own, elements), self._find(other, elements)
        if element is gone:
            raise self._refusal("itself")
        self._join(element, gone)
        if other in _above(element, elements):
            element["parent"] = gone.get("parent", other)
        for one in elements:
            if one.get("parent") == other:
                one["parent"] = own
            for relation in one.get("relations", ()):
                relation["target"] = own if relation["target"] == other else relation["target"]
        if element.get("parent") in (own, other):
            element.pop("parent")
        kept = _distinct([*element.get("relations", ()), *gone.get("relations", ())])
        element["relations"] = [one for one in kept if one["target"] not in (own, other)]
        if not element["relations"]:
            del element["relations"]
        rest = [one for one in elements if one is not gone]
        for one in rest:
            if "relations" in one:
                one["relations"] = _distinct(one["relations"])
        self._settle_parents(rest)
        self._write(rest)
        self._used.add(other)
        self._take_over(self._full(own), self._full(other))
        self.accept(own)

    def add(self, kind: ElementType, term: str, first: Span, last: Span, *, label: str | None = None, named: bool = False) -> str:
        """Make an element of the words between two places of the document, or of `label` in those lines; return its id."""
        said, start, end = self.text.selection(first, last)
        if not said:
            raise self._refusal("nothing")
        elements = self.elements()
        lines = start if start == end else f"{start}-{end}"
        new = {"id": self._fresh(kind), "type": kind.value, "term": term, "label": label or said, "lines": lines, "named": named}
        self._hold(new)
        before = [place for place, one in enumerate(elements) if line_range(one["lines"])[0] <= start]
        elements.insert(before[-1] + 1 if before else 0, new)
        self._write(elements)
        return str(new["id"])

    def code(self, own: str, themes: Iterable[str]) -> None:
        """Give an element these themes of the coder's, the main one first; none takes all away."""
        self._find(own)
        chosen = list(dict.fromkeys(themes))
        if len(chosen) > MOST_THEMES:
            raise self._refusal("themes", n=MOST_THEMES)
        rows = [row for row in self.writer.rows("codings", self.coder) if row["element"] != self._full(own)]
        rows += [{"element": self._full(own), "theme": theme, "rank": str(rank)} for rank, theme in enumerate(chosen, 1)]
        self.writer.set_rows("codings", self.coder, rows)

    def align(self, own: str, other: str, relation: AlignmentRelation | None) -> None:
        """Say how an element relates to another municipality's, read from ours to theirs; None takes it away."""
        self._find(own)
        rows, ours = self.writer.rows("alignments", self.coder), self._full(own)
        if other.startswith(f"{self.municipality}."):
            raise self._refusal("same_municipality")
        kept = [row for row in rows if {row["a"], row["b"]} != {ours, other}]
        if relation is not None:
            turned = any((row["a"], row["b"]) == (other, ours) for row in rows)
            kept.append(
                {"a": other, "b": ours, "relation": _turned(relation.value)}
                if turned
                else {"a": ours, "b": other, "relation": relation.value}
            )
        self.writer.set_rows("alignments", self.coder, kept)

    # What follows

    def _find(self, own: str, elements: list[Fields] | None = None) -> Fields:
        for one in self.elements() if elements is None else elements:
            if one["id"] == own:
                return one
        raise self._refusal("gone", id=own)

    def _write(self, elements: list[Fields]) -> None:
        self.writer.set_value(self.file, self.writer.value(self.file) | {"elements": elements})

    def _settle_parents(self, elements: list[Fields]) -> None:
        """Let each element stand under the nearest that it may stand under, of those above it."""
        by_id = {one["id"]: one for one in elements}
        for one in elements:
            above, seen = by_id.get(one.get("parent", "")), {one["id"]}
            while above is not None and not may_stand_under(ElementType(one["type"]), ElementType(above["type"])):
                seen.add(above["id"])
                above = by_id.get(above.get("parent", ""))
                above = None if above is not None and above["id"] in seen else above
            if above is None:
                one.pop("parent", None)
            else:
                one["parent"] = above["id"]

    def _join(self, element: Fields, gone: Fields) -> None:
        """Join two wordings: as one passage where they follow each other, with [...] between them, or else as a further quotation."""
        one, two = sorted((element, gone), key=lambda each: (line_range(each["lines"])[0], self._column(each)))
        (first, end), (start, last) = line_range(one["lines"]), line_range(two["lines"])
        last = max(end, last)
        for label in (f"{one['label']} {two['label']}", f"{one['label']} [...] {two['label']}"):
            if start - end <= _NEAR and self.text.holds(label, first, last):
                element["label"], element["lines"] = label, first if first == last else f"{first}-{last}"
                break
        else:
            element["quotes"] = [*element.get("quotes", ()), {"label": gone["label"], "lines": gone["lines"]}]
        if "quotes" in gone:
            element["quotes"] = [*element.get("quotes", ()), *gone["quotes"]]

    def _take_over(self, own: str, other: str) -> None:
        """Let every coder's judgments of `other` be of `own`, but for those that are there already or find no rank."""
        for kind in ("codings", "reform_codings", "alignments"):
            for coder in self.writer.coders(kind):
                made: list[Row] = []
                for row in self.writer.rows(kind, coder):
                    new = row | {column: own for column in ("element", "a", "b") if row.get(column) == other}
                    if new != row and (_same_judgment(new, self.writer.rows(kind, coder)) or _same_judgment(new, made)):
                        continue
                    if new != row and "rank" in new:
                        taken = {one["rank"] for one in (*made, *self.writer.rows(kind, coder)) if one["element"] == own}
                        free = [rank for rank in ("1", "2", "3") if rank not in taken]
                        if not free:
                            continue
                        new["rank"] = free[0]
                    made.append(new)
                self.writer.set_rows(kind, coder, made)
        self.writer.change_rows(lambda row: None if self._local(row.get("element", "")) == self._local(other) else row, ("unsure",))

    def _lines(self, label: str, first: int, last: int, *, after: str | None = None) -> int | str:
        """Return the fewest lines where a part of a wording stands, the second one after the first."""
        if after is not None:
            first = max((span.line for span in self.text.spans(after, first, last)), default=first)
        spans = self.text.spans(label, first, last)
        start, end = (spans[0].line, spans[-1].line) if spans else (first, last)
        if not self.text.holds(label, start, end):
            raise self._refusal("split")
        return start if start == end else f"{start}-{end}"

    def _hold(self, element: Fields) -> None:
        """Refuse a wording that does not stand at its lines."""
        try:
            first, last = line_range(element["lines"])
        except ValueError:
            raise self._refusal("lines", lines=element["lines"]) from None
        if not 1 <= first <= last <= len(self.text.lines):
            raise self._refusal("lines", lines=element["lines"])
        if not self.text.holds(element["label"], first, last):
            raise self._refusal("wording", lines=element["lines"])

    def _fresh(self, kind: ElementType) -> str:
        """Return an id that nothing bears or bore, as far as this folder and session know."""
        told = [*self._used, *(one["id"] for one in self.elements())]
        told += [self._local(str(value)) for each in ("codings", "alignments", "reform_codings", "unsure")
                 for coder in self.writer.coders(each) for row in self.writer.rows(each, coder) for value in row.values()]  # fmt: skip
        numbers = [int(found[1]) for one in told if (found := re.fullmatch(rf"{kind.value}-(\d+)", one))]
        new = f"{kind.value}-{max(numbers, default=0) + 1}"
        self._used.add(new)
        return new

    def _column(self, element: Fields) -> tuple[int, int]:
        span = self.spans(element)[0]
        return span.line, span.start

    def _name(self, element: Fields) -> str:
        return self._words(f"types.{element['type']}.title")

    def _full(self, own: str) -> str:
        return f"{self.municipality}.{own}"

    def _local(self, element: str) -> str:
        return element.removeprefix(f"{self.municipality}.")

    def _refusal(self, code: str, **values: object) -> StrategylibError:
        return StrategylibError(self._words(f"bench.refused.{code}", **values))


_NEAR = 3  # lines between two wordings that still are one passage


def _above(element: Fields, elements: list[Fields]) -> list[str]:
    """Return the ids of what an element stands under, the nearest first."""
    parents = {one["id"]: one.get("parent") for one in elements}
    found, at = list[str](), element.get("parent")
    while at is not None and at not in found:
        found.append(at)
        at = parents.get(at)
    return found


def _confidence(row: Row) -> float:
    try:
        return float(row.get("confidence", ""))
    except ValueError:
        return 0.0


def _turned(relation: str) -> str:
    return _TURNED.get(relation, relation)


def _distinct(entries: Iterable[Fields]) -> list[Fields]:
    made: list[Fields] = []
    for one in entries:
        if one not in made:
            made.append(one)
    return made


def _same_judgment(row: Row, others: Iterable[Row]) -> bool:
    """Tell whether a row judges what another judges: the same theme or item of the element, or the same pair."""
    if "a" in row:
        return row["a"].partition(".")[0] == row["b"].partition(".")[0] or any(
            {row["a"], row["b"]} == {one["a"], one["b"]} for one in others
        )
    judged = "theme" if "theme" in row else "item"
    return any((row["element"], row[judged]) == (one["element"], one[judged]) for one in others)
