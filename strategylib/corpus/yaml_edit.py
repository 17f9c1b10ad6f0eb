"""How is a YAML file changed without touching what nobody changed?

`revise(text, value)` returns the text that says `value`: every line that already said so stays byte for byte, with its comments, its
quotation marks and its blank lines. It compares what the file says with what it shall say, and cuts only where they differ, at
the places that the parser's nodes name. Mappings are compared key by key; entries of a list that have an `id` by that, others by
what they say. A collection in braces or brackets whose entries change is written anew, on one line.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

import yaml

from strategylib.corpus.yaml_text import LOADER, parse, plain_value

# A plain scalar may not begin like something else in YAML, nor hold what ends it; in braces commas and brackets end it, too.
_UNSAFE = re.compile(r"^[-?:,\[\]{}#&*!|>'\"%@`\s]|:(?=\s|$)|\s#|\s$|[\x00-\x1f]")
_UNSAFE_IN_BRACES = re.compile(r"[,\[\]{}]|:(?=[\"'\s]|$)")
_COMMENT = re.compile(r"( *)#")
_STEP = 2


@dataclass(frozen=True)
class _Cut:
    """Replace `text[start:end]` by `new`."""

    start: int
    end: int
    new: str


def revise(text: str, value: Any, *, renamed: Mapping[str, str] | None = None) -> str:
    """Return `text` changed so that it says `value`, and otherwise as it was.

    Parameters
    ----------
    text
        A YAML document without faults (`parse(text).problems` is empty), in the block style or in braces, with any line ends.
    value
        Mappings, lists, texts, numbers and truth values, as `parse(text).value` gives them.
    renamed
        New ids by old ones: an entry that bears the new `id` is known as the one that bore the old.

    Raises
    ------
    ValueError
        When the text has faults as YAML, or `value` cannot be written in it.
    """
    document = parse(text)
    if document.problems or not document.whole:
        raise ValueError("only a YAML document without faults can be changed")
    if same(document.value, value):
        return text
    returns = 0 < text.count("\n") == text.count("\r\n")
    plain = text.removeprefix("\ufeff")
    plain = plain.replace("\r\n", "\n") if returns else plain
    bom = "\ufeff" if text.startswith("\ufeff") else ""
    revised = _Reviser(plain, renamed or {}).revised(document.value, value)
    if not same(parse(revised).value, value) or parse(revised).problems:
        raise ValueError("what shall be written does not read back as itself")
    return bom + (revised.replace("\n", "\r\n") if returns else revised)


def same(a: Any, b: Any) -> bool:
    """Tell whether two values are written alike: True is not 1, and keys have an order only for the eye."""
    if isinstance(a, dict) and isinstance(b, dict):
        return a.keys() == b.keys() and all(same(a[key], b[key]) for key in a)
    if isinstance(a, list) and isinstance(b, list):
        return len(a) == len(b) and all(map(same, a, b))
    return isinstance(a, bool) is isinstance(b, bool) and bool(a == b)


class _Reviser:
    """Finds the cuts between what a text says and what it shall say."""

    def __init__(self, text: str, renamed: Mapping[str, str]) -> None:
        self.text = text
        self.renamed = renamed
        self.root: yaml.Node | None = yaml.compose(text, Loader=LOADER)

    def revised(self, old: Any, new: Any) -> str:
        if self.root is None:
            return self.text + block(new, 0)
        return self._applied(0, len(self.text), self._node(self.root, old, new, 0))

    def _applied(self, start: int, end: int, cuts: Iterator[_Cut]) -> str:
        """Return a stretch of the text with the cuts made in it."""
        made, at = [], start
        for cut in sorted(cuts, key=lambda one: (one.start, one.end)):
            made += [self.text[at : cut.start], cut.new]
            at = cut.end
        return "".join([*made, self.text[at:end]])

    def _node(self, node: yaml.Node, old: Any, new: Any, indent: int) -> Iterator[_Cut]:
        """Yield the cuts that make a node say `new`; `indent` is where a block under it would stand."""
        if same(old, new):
            return
        if isinstance(node, yaml.MappingNode) and isinstance(new, dict) and new.keys() & old.keys():
            yield from self._braces(node, old, new) if node.flow_style else self._mapping(node, old, new)
        elif isinstance(node, yaml.SequenceNode) and isinstance(new, list) and new and old:
            yield from self._braces(node, old, new) if node.flow_style else self._sequence(node, old, new)
        else:
            yield self._other(node, new, indent)

    def _other(self, node: yaml.Node, new: Any, indent: int) -> _Cut:
        """Return the cut that puts another value in a node's place, scalars in the quotation marks that were there."""
        start, end = node.start_mark.index, self._end(node)
        if isinstance(new, dict | list) and not _one_line(new):
            here = self.text.rfind("\n", 0, start) + 1
            own_line = not self.text[here:start].strip(" -")
            written = block(new, indent)
            return _Cut(start, end, written.rstrip("\n").lstrip(" ") if own_line else "\n" + written.rstrip("\n"))
        style = node.style if isinstance(node, yaml.ScalarNode) else None
        before = " " if start and self.text[start - 1] == ":" else ""
        return _Cut(start, end, before + inline(new, style=style, braces=self._in_braces(node)))

    def _in_braces(self, node: yaml.Node) -> bool:
        """Tell whether a node stands in braces or brackets, by walking down to it."""
        at, inside = self.root, False
        while at is not node and isinstance(at, yaml.CollectionNode):
            inside = inside or bool(at.flow_style)
            below = [one for pair in at.value for one in (pair if isinstance(pair, tuple) else (pair,))]
            at = next((one for one in below if one.start_mark.index <= node.start_mark.index <= self._end(one)), None)
        return inside

    def _braces(self, node: yaml.Node, old: Any, new: Any) -> Iterator[_Cut]:
        """Yield the cuts in a collection in braces: single values in their places, another set of entries as a whole."""
        if isinstance(new, dict) and [*old] == [*new]:
            for (_, value), key in zip(node.value, old, strict=True):
                yield from self._node(value, old[key], new[key], 0)
        elif isinstance(new, list) and len(old) == len(new):
            for entry, was, is_ in zip(node.value, old, new, strict=True):
                yield from self._node(entry, was, is_, 0)
        else:
            yield _Cut(node.start_mark.index, node.end_mark.index, inline(new, braces=True))

    def _mapping(self, node: yaml.MappingNode, old: dict[str, Any], new: dict[str, Any]) -> Iterator[_Cut]:
        column = node.start_mark.column
        keys = [key.value for key, _ in node.value]
        places = {key.value: (key.start_mark.index, self._tail(self._end(value), column)) for key, value in node.value}
        kept = [key for key in keys if key in new]
        for key, value in node.value:
            if key.value in new:
                if isinstance(value, yaml.ScalarNode) or not _must_be_anew(value, new[key.value]):
                    yield from self._node(value, old[key.value], new[key.value], column + _STEP)
                else:
                    yield _Cut(key.end_mark.index, self._end(value), f":{_after_colon(new[key.value], column)}")
            else:
                yield self._without_key(keys.index(key.value), node, places[key.value])
        written: dict[str | None, str] = {}
        anchor: str | None = None
        for key, one in new.items():
            if key in old:
                anchor = key
            else:
                written[anchor] = written.get(anchor, "") + f"{' ' * column}{_key(key)}:{_after_colon(one, column)}\n"
        for anchor, lines in written.items():
            if anchor is None:
                start = places[kept[0]][0]
                yield _Cut(start, start, lines.lstrip(" ") + " " * column)
            else:
                yield self._inserted(places[anchor][1], lines)

    def _without_key(self, place: int, node: yaml.MappingNode, span: tuple[int, int]) -> _Cut:
        """Return the cut that takes a key and its value away; the first key of an entry of a list leaves its dash."""
        start, end = span
        line = self.text.rfind("\n", 0, start) + 1
        if self.text[line:start].strip():
            following = node.value[place + 1][0].start_mark.index
            return _Cut(start, following, "")
        return _Cut(line, min(end + 1, len(self.text)), "")

    def _sequence(self, node: yaml.SequenceNode, old: list[Any], new: list[Any]) -> Iterator[_Cut]:
        column = node.start_mark.column
        tails = [self._tail(self._end(entry), column) for entry in node.value]
        heads = [self.text.rfind("\n", 0, self._dash(entry, column)) + 1 for entry in node.value]
        apart = any("\n\n" in self.text[tail:head] for tail, head in zip(tails, heads[1:], strict=False))
        before, after = [self._former(one) for one in old], [_name(one) for one in new]
        written: dict[int, list[str]] = {}
        for what, first, last, start, stop in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
            pairs = range(last - first) if what == "equal" else range(min(last - first, stop - start) if not _named(old, new) else 0)
            for step in pairs:
                entry = node.value[first + step]
                yield from self._node(entry, old[first + step], new[start + step], column + _STEP)
            for gone in range(first + len(pairs), last):
                yield self._without_entry(heads[gone], tails[gone], last=gone == len(old) - 1)
            for place in range(start + len(pairs), stop):
                anchor = first + len(pairs) - 1 if len(pairs) else first - 1
                written.setdefault(anchor, []).append(self._entry(node, old, new[place], column))
        for anchor, entries in written.items():
            if anchor < 0:
                yield _Cut(heads[0], heads[0], "".join(entry + ("\n" if apart else "") for entry in entries))
            else:
                yield self._inserted(tails[anchor], "".join(("\n" if apart else "") + entry for entry in entries))

    def _entry(self, node: yaml.SequenceNode, old: list[Any], new: Any, column: int) -> str:
        """Return the lines of an entry of a list: one that only moves takes its comments along."""
        for entry, was in zip(node.value, old, strict=True):
            if isinstance(was, dict) and "id" in was and self._former(was) == _name(new):
                start, end = self._dash(entry, column), self._tail(self._end(entry), column)
                return f"{' ' * column}{self._applied(start, end, self._node(entry, was, new, column + _STEP))}\n"
        mappings = [entry for entry in node.value if isinstance(entry, yaml.MappingNode)]
        return item(new, column, braces=all(entry.flow_style for entry in mappings) if mappings else None)

    def _dash(self, entry: yaml.Node, column: int) -> int:
        """Return where the dash of an entry stands, be it lines above it."""
        line = entry.start_mark.index
        while line > 0:
            line = self.text.rfind("\n", 0, line) + 1
            if self.text.startswith(f"{' ' * column}-", line):
                return line + column
            line -= 1
        return self.text.rfind("-", 0, entry.start_mark.index)

    def _former(self, old: Any) -> str:
        """Return what an entry that stands in the text is known by in what it shall say."""
        return self.renamed.get(_name(old), _name(old))

    def _without_entry(self, head: int, tail: int, *, last: bool) -> _Cut:
        """Return the cut that takes an entry away, with the blank lines after it, or before it at the list's end."""
        end = min(tail + 1, len(self.text))
        if last:
            start = head
            while self.text[:start].endswith("\n\n"):
                start -= 1
            return _Cut(start, end, "")
        while self.text.startswith("\n", end):
            end += 1
        return _Cut(head, end, "")

    def _inserted(self, tail: int, lines: str) -> _Cut:
        """Return the cut that puts whole lines after the line that ends at `tail`."""
        if tail < len(self.text):
            return _Cut(tail + 1, tail + 1, lines)
        return _Cut(tail, tail, "\n" + lines.rstrip("\n"))

    def _end(self, node: yaml.Node) -> int:
        """Return where a node's last word ends; the parser ends a block where the next thing begins."""
        if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
            last = node.value[-1]
            return self._end(last[1] if isinstance(last, tuple) else last)
        return node.start_mark.index + len(self.text[node.start_mark.index : node.end_mark.index].rstrip())

    def _tail(self, end: int, column: int) -> int:
        """Return the end of the line where something ends, and of the comments below it that stand further in than `column`."""
        tail = self._line_end(end)
        while (found := _COMMENT.match(self.text, tail + 1)) and len(found[1]) > column:
            tail = self._line_end(tail + 1)
        return tail

    def _line_end(self, place: int) -> int:
        found = self.text.find("\n", place)
        return len(self.text) if found < 0 else found


def _must_be_anew(node: yaml.Node, new: Any) -> bool:
    """Tell whether a collection gives way to something that cannot be put into its entries."""
    kept = (isinstance(node, yaml.MappingNode) and isinstance(new, dict)) or (isinstance(node, yaml.SequenceNode) and isinstance(new, list))
    return not kept or not new or (isinstance(new, dict) and not {key.value for key, _ in node.value} & new.keys())


def _named(*lists: list[Any]) -> bool:
    return all(isinstance(one, dict) and "id" in one for entries in lists for one in entries)


def _name(value: Any) -> str:
    """Return what an entry of a list is known by."""
    return str(value["id"]) if isinstance(value, dict) and "id" in value else json.dumps(value, sort_keys=True, ensure_ascii=False)


# How something new is written


def scalar(value: Any, *, style: str | None = None, braces: bool = False) -> str:
    """Return a text, number or truth value as YAML, in quotation marks where it needs them (or had them)."""
    if value is None:
        return "null"
    if not isinstance(value, str):
        return json.dumps(value)
    unsafe = not value or _UNSAFE.search(value) or (braces and _UNSAFE_IN_BRACES.search(value)) or not isinstance(plain_value(value), str)
    if style not in ("'", '"') and not unsafe:
        return str(value)
    single = "'" + value.replace("'", "''") + "'"
    fits_single = not re.search(r"[\x00-\x1f]", value)
    return single if fits_single and (style == "'" or '"' in value or "\\" in value) else json.dumps(str(value), ensure_ascii=False)


def inline(value: Any, *, style: str | None = None, braces: bool = False) -> str:
    """Return a value on one line; collections in braces and brackets."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_key(key)}: {inline(one, braces=True)}" for key, one in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(inline(one, braces=True) for one in value) + "]"
    return scalar(value, style=style, braces=braces)


def block(value: Any, indent: int) -> str:
    """Return a value as whole lines, indented."""
    if isinstance(value, dict) and value:
        return "".join(f"{' ' * indent}{_key(key)}:{_after_colon(one, indent)}\n" for key, one in value.items())
    if isinstance(value, list) and value and not _one_line(value):
        return "".join(item(one, indent) for one in value)
    return f"{' ' * indent}{inline(value)}\n"


def item(value: Any, indent: int, *, braces: bool | None = None) -> str:
    """Return an entry of a list as whole lines, with its dash; in braces as its neighbours, or when its values are single words."""
    if isinstance(value, dict) and value and not (_one_line(value) if braces is None else braces):
        return f"{' ' * indent}- {block(value, indent + _STEP).lstrip(' ')}"
    return f"{' ' * indent}- {inline(value)}\n"


def _after_colon(value: Any, indent: int) -> str:
    if isinstance(value, dict | list) and not _one_line(value):
        return "\n" + block(value, indent + _STEP).rstrip("\n")
    return f" {inline(value)}"


def _key(key: str) -> str:
    return scalar(key, braces=True)


def _one_line(value: Any) -> bool:
    """Tell whether a collection goes into braces: when it is empty, and when all that it holds are single words."""
    held = value.values() if isinstance(value, dict) else value
    words = all(not isinstance(one, dict | list) and " " not in str(one) for one in held)
    return words if isinstance(value, dict) else not any(isinstance(one, dict | list) for one in held)
