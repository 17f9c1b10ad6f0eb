"""What does each deed at the coding bench do to the draft, and what is said about it?"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from strategylib.corpus.draft import Draft
from strategylib.corpus.source_text import Span
from strategylib.locale import Texts, wording
from strategylib.model import AlignmentRelation, Corpus, ElementType

Message = dict[str, Any]
Outcome = tuple[str, str | None]


class Deeds:
    """Turns messages from the screen into operations on a draft.

    A message's `do` names the deed. `do` returns what is said about it and which element is chosen then, and raises what the draft
    raises, or `KeyError`, `ValueError` or `TypeError` for a message that makes no sense.
    """

    def __init__(self, draft: Draft, others: Corpus, texts: Texts) -> None:
        self.draft = draft
        self.texts = texts
        self._corpus = others
        self._others = {one.id: one for each in others.strategies if each.municipality != draft.municipality for one in each.elements}
        self._names = {one.id: one.name for one in others.municipalities}
        self.known: dict[str, Callable[[Message], Outcome]] = {
            "accept": self._accept,
            "retype": self._retype,
            "change": self._change,
            "reword": self._reword,
            "move": self._move,
            "remove": self._remove,
            "split": self._split,
            "merge": self._merge,
            "add": self._add,
            "code": self._code,
            "align": self._align,
            "coder": self._coder,
        }

    def do(self, message: Message) -> Outcome:
        """Do what a message asks; return what is said, and the element that is chosen then."""
        return self.known[message["do"]](message)

    def _said(self, deed: str, element: str, **values: object) -> str:
        label = next((one["label"] for one in self.draft.elements() if one["id"] == element), element)
        return self.texts(f"bench.said.{deed}", label=_short(label), **values)

    def _accept(self, message: Message) -> Outcome:
        own = message["element"]
        doubtful = own in self.draft.unsure()
        self.draft.accept(own)
        return self._said("accepted" if doubtful else "was_sure", own), own

    def _retype(self, message: Message) -> Outcome:
        kind = ElementType(message["type"])
        new = self.draft.retype(message["element"], kind)
        return self._said("retyped", new, type=self.texts(f"types.{kind.value}.title"), id=new), new

    def _change(self, message: Message) -> Outcome:
        own, field = message["element"], message["field"]
        if field not in ("term", "named", "number", "note"):
            raise KeyError(field)
        self.draft.change(own, **{field: bool(message["value"]) if field == "named" else str(message["value"] or "")})
        return self._said("changed", own, field=self.texts(f"bench.fields.{field}")), own

    def _reword(self, message: Message) -> Outcome:
        own = message["element"]
        self.draft.change(own, label=str(message["label"]), lines=_line_range(str(message["lines"])))
        return self._said("reworded", own), own

    def _move(self, message: Message) -> Outcome:
        own, parent = message["element"], message["parent"]
        self.draft.move(own, parent or None)
        return self._said("moved" if parent else "freed", own, **({"parent": _short(self._label(parent))} if parent else {})), own

    def _remove(self, message: Message) -> Outcome:
        own = message["element"]
        said = self._said("removed", own)
        self.draft.remove(own)
        return said, None

    def _split(self, message: Message) -> Outcome:
        new = self.draft.split(message["element"], int(message["at"]))
        return self._said("split", message["element"], second=_short(self._label(new))), new

    def _merge(self, message: Message) -> Outcome:
        said = self._said("merged", message["element"], second=_short(self._label(message["other"])))
        self.draft.merge(message["element"], message["other"])
        return said, message["element"]

    def _add(self, message: Message) -> Outcome:
        kind = ElementType(message["type"])
        first, last = Span(*map(int, message["first"])), Span(*map(int, message["last"]))
        label = " ".join(str(message.get("label") or "").split()) or None
        term = str(message.get("term") or "").strip() or self.texts(f"types.{kind.value}.one").lower()
        new = self.draft.add(kind, term, first, last, label=label, named=bool(message.get("named")))
        return self._said("added", new, type=self.texts(f"types.{kind.value}.title")), new

    def _code(self, message: Message) -> Outcome:
        own, themes = message["element"], [str(one) for one in message["themes"]]
        names = {one.id: getattr(one, self.texts.language) for one in self._corpus.themes}
        self.draft.code(own, themes)
        told = wording.listing([names[theme] for theme in themes], self.texts)
        return self._said("coded" if themes else "uncoded", own, **({"themes": told} if themes else {})), own

    def _align(self, message: Message) -> Outcome:
        own, other = message["element"], self._others[message["other"]]
        relation = AlignmentRelation(message["relation"]) if message.get("relation") else None
        self.draft.align(own, other.id, relation)
        name = self._names[other.municipality]
        if relation is None:
            return self._said("unaligned", own, name=name), own
        return self._said("aligned", own, name=name, relation=self.texts(f"bench.relations.{relation.value}")), own

    def _coder(self, message: Message) -> Outcome:
        coder = str(message["coder"]).strip()
        self.draft.writer.table("codings", coder)  # refuses what is no coder's name
        self.draft.coder = coder
        return self.texts("bench.said.coder", coder=coder), None

    def _label(self, own: str) -> str:
        return str(next(one["label"] for one in self.draft.elements() if one["id"] == own))


def _line_range(lines: str) -> int | str:
    first, _, last = lines.replace("–", "-").replace(" ", "").partition("-")
    return int(first) if last in ("", first) else f"{int(first)}-{int(last)}"


def _short(label: str) -> str:
    return label if len(label) <= 60 else f"{label[:57].rstrip()} …"  # noqa: PLR2004 - a line of a message
