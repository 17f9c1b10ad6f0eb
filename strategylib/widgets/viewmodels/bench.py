"""What does the coding bench show, and what happens when a person does something at it?

The document beside the draft's elements. Every deed changes the draft in memory, is said in words and can be undone; saving
follows shortly after. When saving finds faults or another's edit, nothing is written and the bench says so until it is settled.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from traitlets import Dict, HasTraits

from strategylib.corpus.draft import Draft, Fields
from strategylib.corpus.writer import ChangedMeanwhileError
from strategylib.locale import Texts, wording
from strategylib.model import AlignmentRelation, Corpus, Element, ElementType, StrategylibError, WorkbookError, may_stand_under
from strategylib.text.search import Query
from strategylib.widgets.viewmodels.bench_deeds import Deeds, Message

AUTOSAVE = 1.0
"""How long after the last deed the draft is saved, in seconds."""

_MOST_FOUND = 30
_MOST_UNDONE = 200
_NOT_ALIGNED = {ElementType.POLICY, ElementType.FORUM, ElementType.CASCADE_LEVEL, ElementType.PERIOD}

# Twenty types are too many colours: what belongs together has one, and each element its type in words.
FAMILIES: dict[str, tuple[ElementType, ...]] = {
    "direction": (ElementType.VISION, ElementType.CORE_TASK, ElementType.CORE_TASK_TRANSLATION, ElementType.VALUE),
    "area": (ElementType.FOCUS_AREA, ElementType.PILLAR, ElementType.PRINCIPLE, ElementType.KEYWORD),
    "goal": (ElementType.GOAL, ElementType.INDICATOR),
    "deed": (ElementType.INITIATIVE, ElementType.ACTIVITY, ElementType.BEHAVIOUR),
}


class Timer(Protocol):
    """Something that will happen and can be called off."""

    def cancel(self) -> None:
        """Call it off."""


@dataclass
class Suggested:
    """What a program suggests for one wording: themes, and elements of others, each with its score (0 to 1) and why; best first."""

    themes: list[tuple[str, float, str]] = field(default_factory=list)
    aligned: list[tuple[str, float, str]] = field(default_factory=list)


class BenchModel(HasTraits):
    """The state of a bench.

    `content` is what stays: the document, the types, themes and relations to choose from. `state` is what a deed may change: the
    elements as a tree, their places in the document, the status of saving, and what was said last. `found` answers a search among the
    elements of others. `act` takes a message whose `do` names the deed and whose other keys are its arguments.

    Parameters
    ----------
    draft
        The draft that is coded.
    others
        The corpus whose other municipalities may be aligned with.
    suggestions
        What a program suggests, by wording.
    later
        Calls a function after so many seconds; without it every deed is saved at once.
    """

    content = Dict()
    state = Dict()
    found = Dict()

    def __init__(
        self,
        draft: Draft,
        others: Corpus,
        texts: Texts,
        *,
        suggestions: Mapping[str, Suggested] | None = None,
        later: Callable[[float, Callable[[], None]], Timer] | None = None,
    ) -> None:
        super().__init__()
        self.draft = draft
        self.texts = texts
        self._deeds = Deeds(draft, others, texts)
        self._others = {one.id: one for each in others.strategies if each.municipality != draft.municipality for one in each.elements}
        self._names = {one.id: one.name for one in others.municipalities}
        self._corpus = others
        self._suggestions = suggestions or {}
        self._later = later
        self._timer: Timer | None = None
        self._undone: list[tuple[dict[str, str | None], str]] = []
        self._done: list[tuple[dict[str, str | None], str]] = []
        self._unsaved: list[Message] = []
        self._status: dict[str, Any] = {"kind": "saved", "text": texts("bench.status.unchanged"), "faults": []}
        self.content = self._still()
        self._show("", None)

    # What a person does

    def act(self, message: Message) -> None:
        """Do what a message asks, say what happened, and plan the saving of it."""
        do = str(message.get("do"))
        if do == "seek":
            self.found = self._seek(str(message.get("q", "")), str(message.get("element", "")))
        elif do == "save":
            self.save()
        elif do == "reload":
            self.reload()
        elif do == "undo":
            self._step(self._done, self._undone, "undone")
        elif do == "redo":
            self._step(self._undone, self._done, "redone")
        elif do in self._deeds.known:
            self._deed(message)

    def _deed(self, message: Message) -> None:
        before = self.draft.writer.state()
        try:
            said, chosen = self._deeds.do(message)
        except (StrategylibError, ValueError, KeyError, TypeError, AttributeError) as error:
            self.draft.writer.restore(before)
            known = isinstance(error, StrategylibError)
            self._show(str(error) if known else self.texts("bench.refused.message"), message.get("element"), bad=True)
            return
        if not self.draft.writer.is_at(before):
            self._done = [*self._done[-_MOST_UNDONE:], (before, said)]
            self._undone = []
            self._unsaved.append(message)
            self._plan()
        self._show(said, chosen)

    def _step(self, back: list[tuple[dict[str, str | None], str]], forth: list[tuple[dict[str, str | None], str]], how: str) -> None:
        if not back:
            self._show(self.texts(f"bench.said.nothing_{how}"), None)
            return
        state, said = back.pop()
        forth.append((self.draft.writer.state(), said))
        self.draft.writer.restore(state)
        self._unsaved.append({"do": how})
        self._plan()
        self._show(self.texts(f"bench.said.{how}", what=said), None)

    # Saving

    def _plan(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
        if self._later is None:
            self.save()
            return
        self._status = {"kind": "waiting", "text": self.texts("bench.status.waiting"), "faults": []}
        self._timer = self._later(AUTOSAVE, self.save)

    def save(self) -> None:
        """Write what was changed; on faults or another's edit write nothing and say so in `state`."""
        self._timer = None
        try:
            self.draft.writer.save()
        except WorkbookError as error:
            faults = [f"{fault.field}: {fault.problem}. {fault.remedy}" for fault in error.faults]
            self._status = {"kind": "faults", "text": self.texts.count("bench.status.faults", len(faults)), "faults": faults}
        except ChangedMeanwhileError as error:
            files = ", ".join(path.relative_to(self.draft.writer.folder).as_posix() for path in error.files)
            self._status = {"kind": "conflict", "text": self.texts("bench.status.conflict", files=files), "faults": []}
        except StrategylibError as error:
            self._status = {"kind": "refused", "text": str(error), "faults": []}
        else:
            self._unsaved = []
            clock = dt.datetime.now().astimezone().strftime(self.texts("bench.clock"))
            self._status = {"kind": "saved", "text": self.texts("bench.status.saved", clock=clock), "faults": []}
        self._show(None, None)

    def reload(self) -> None:
        """Read the files again, and do on them what was not saved yet; what cannot be done any more is named."""
        again, self._unsaved, lost = self._unsaved, [], []
        self.draft.reload()
        self._done, self._undone = [], []
        for message in again:
            before = self.draft.writer.state()
            try:
                self._deeds.do(message)
            except (StrategylibError, ValueError, KeyError):
                self.draft.writer.restore(before)
                lost.append(self.texts(f"bench.deeds.{message['do']}"))
            else:
                self._unsaved.append(message)
        self.save()
        said = self.texts("bench.said.reloaded_lost", what=", ".join(lost)) if lost else self.texts("bench.said.reloaded")
        self._show(said, None)

    # What is shown

    def _show(self, said: str | None, chosen: str | None, *, bad: bool = False) -> None:
        """Tell the screen what is now; `said` None leaves what was said."""
        last = self.state or {"said": "", "bad": False, "n": 0}
        elements = self.draft.elements()
        unsure = self.draft.unsure()
        left = sum(one["id"] in unsure for one in elements)
        self.state = {
            "n": last["n"] + (said is not None),
            "said": last["said"] if said is None else said,
            "bad": last["bad"] if said is None else bad,
            "chosen": chosen,
            "elements": self._tree(elements, unsure),
            "marks": self._marks(elements),
            "left": self.texts.count("bench.left", left, all=len(elements)),
            "remarks": self.draft.remarks(),
            "coder": self.draft.coder,
            "status": self._status,
            "undo": self._done[-1][1] if self._done else "",
            "redo": self._undone[-1][1] if self._undone else "",
        }

    def _still(self) -> dict[str, Any]:
        texts, language = self.texts, self.texts.language
        families = {kind: name for name, kinds in FAMILIES.items() for kind in kinds}
        return {
            "texts": texts.section("bench"),
            "language": language,
            "municipality": self._names[self.draft.municipality],
            "lines": list(self.draft.text.lines),
            "families": [[name, texts(f"bench.families.{name}")] for name in (*FAMILIES, "context")],
            "types": [
                {
                    "id": kind.value,
                    "name": texts(f"types.{kind.value}.title"),
                    "family": families.get(kind, "context"),
                    "under": [one.value for one in ElementType if may_stand_under(kind, one)],
                    "aligned": kind not in _NOT_ALIGNED,
                }
                for kind in ElementType
            ],
            "themes": [
                {"id": one.id, "name": getattr(one, language), "about": getattr(one, f"definition_{language}")}
                for one in self._corpus.themes
            ],
            "relations": [[one.value, texts(f"bench.relations.{one.value}")] for one in AlignmentRelation],
        }

    def _tree(self, elements: list[Fields], unsure: dict[str, dict[str, str]]) -> list[dict[str, Any]]:
        """Return the elements as they are listed: each under its parent, else in the document's order."""
        known = {one["id"] for one in elements}
        below: dict[str | None, list[Fields]] = {}
        for one in elements:
            parent = one.get("parent")
            below.setdefault(parent if parent in known else None, []).append(one)
        themes, aligned, made = self.draft.themes(), self.draft.aligned(), list[dict[str, Any]]()

        def put(parent: str | None, depth: int) -> None:
            siblings = below.get(parent, [])
            for place, one in enumerate(siblings, 1):
                own = one["id"]
                judged = {"themes": themes.get(own, []), "aligned": [self._counterpart(*pair) for pair in aligned.get(own, [])]}
                made.append(self._entry(one, unsure.get(own)) | judged | {"depth": depth, "place": place, "of": len(siblings)})
                put(own, depth + 1)

        put(None, 1)
        return made

    def _entry(self, element: Fields, doubt: dict[str, str] | None) -> dict[str, Any]:
        """Return what the list and the fields show of an element itself."""
        return {
            **{key: element.get(key) for key in ("id", "type", "term", "label", "named", "parent", "number", "note")},
            "lines": str(element["lines"]),
            "place_name": self._lines(element),
            "quotes": [quote["label"] for quote in element.get("quotes", ())],
            "unsure": doubt and {"confidence": self._confidence(doubt["confidence"]), "why": doubt["why"]},
            "suggested": [[theme, self._reason(score, why)] for theme, score, why in self._suggested(element).themes],
        }

    def _marks(self, elements: Iterable[Fields]) -> dict[str, list[Any]]:
        """Return for each line the stretches that belong to elements: start, end and whose they are, the shortest wording first."""
        on: dict[int, list[tuple[int, int, str]]] = {}
        for one in sorted(elements, key=lambda one: len(one["label"])):
            for span in self.draft.spans(one):
                on.setdefault(span.line, []).append((span.start, span.end, one["id"]))
        made: dict[str, list[Any]] = {}
        for line, spans in on.items():
            cuts = sorted({place for start, end, _ in spans for place in (start, end)})
            for start, end in itertools.pairwise(cuts):
                whose = [own for first, last, own in spans if first <= start and end <= last]
                if whose:
                    made.setdefault(str(line), []).append([start, end, whose])
        return made

    def _lines(self, element: Fields) -> str:
        first, _, last = str(element["lines"]).partition("-")
        return wording.lines(int(first), int(last or first), self.texts)

    def _confidence(self, said: str) -> str:
        """Return a confidence as the reader writes numbers; what is none as it stands."""
        try:
            return wording.decimals(float(said), 2, self.texts)
        except ValueError:
            return said

    def _counterpart(self, other: str, relation: str) -> dict[str, Any]:
        element = self._others.get(other)
        name = self._names.get(other.partition(".")[0], other.partition(".")[0])
        return {"id": other, "relation": relation, "name": name, "label": element.label if element else other}

    def _seek(self, q: str, own: str) -> dict[str, Any]:
        """Return elements of others that answer a query; without one, those of the same type and themes, the most alike first."""
        query = Query(q)
        scored: list[tuple[float, Element]] = []
        mine = next((one for one in self.draft.elements() if one["id"] == own), None)
        themes, coded = set(self.draft.themes().get(own, [])), self._coded()
        for one in self._others.values():
            if one.type in _NOT_ALIGNED:
                continue
            if query:
                match = query.match([one.label, one.term, self._names[one.municipality]])
                score = sum(part.score for part in match) if match else 0.0
            else:
                shared = len(themes & coded.get(one.id, set()))
                score = 2.0 * shared + (mine is not None and one.type == mine["type"]) if shared or not themes else 0.0
            if score:
                scored.append((score, one))
        scored.sort(key=lambda pair: -pair[0])
        suggested = {other: self._reason(score, why) for other, score, why in self._suggested(mine).aligned} if mine and not query else {}
        found = [
            *(self._others[other] for other in suggested if other in self._others),
            *(one for _, one in scored if one.id not in suggested),
        ]
        items = [
            {"id": one.id, "name": self._names[one.municipality], "level": self.texts(f"types.{one.type.value}.title"), "label": one.label}
            | {"why": suggested.get(one.id, "")}
            for one in found[:_MOST_FOUND]
        ]
        return {"q": q, "element": own, "items": items, "more": max(0, len(found) - _MOST_FOUND)}

    def _suggested(self, element: Fields) -> Suggested:
        """Return what is suggested for an element: it follows the wording, whatever its type and id become."""
        return self._suggestions.get(str(element["label"]), Suggested())

    def _reason(self, score: float, why: str) -> str:
        return self.texts("bench.suggested", score=wording.decimals(score, 2, self.texts), why=why)

    def _coded(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for one in self._corpus.codings:
            found.setdefault(one.element, set()).add(one.theme)
        return found
