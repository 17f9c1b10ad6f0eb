"""What does a YAML file say, on which line, and what is wrong with it as YAML?

People write these files by hand, so every value must be traced to its line and nothing may be lost in silence. The
reader is built on the parser's events: it keeps the line of each value, refuses duplicate keys, anchors, tags and
runaway nesting, and reads plain scalars by the YAML 1.2 core schema (`no` is a word, `2018-06-15` is text).
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from typing import Any

import yaml

Path = tuple[str | int, ...]

_MAX_DEPTH = 32
_INTEGER = re.compile(r"[-+]?[0-9]+\Z")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?\Z")
_CONSTANTS = {
    "": None, "~": None, "null": None, "Null": None, "NULL": None,
    "true": True, "True": True, "TRUE": True,
    "false": False, "False": False, "FALSE": False,
}  # fmt: skip

# What no reader can see and a program may choke on: control characters, half surrogate pairs, and the separators that YAML
# takes for line breaks while editors do not, so that every line number below them would be wrong.
_INVISIBLE = re.compile("[^\t\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")

# Both are event sources with the same interface; libyaml's is the quick one.
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass
class Problem:
    """Something wrong at a line: the key of its texts in the locale and the values that they need."""

    line: int
    path: Path
    code: str
    values: dict[str, object] = field(default_factory=dict)


@dataclass
class Document:
    """A parsed file: its value, the line of every path in it, and its problems. `whole` is False after a syntax error.

    `written` has the numbers and truth values as they stand in the file: 1.10 is no longer 1.10 when it has been read.
    """

    value: Any = None
    lines: dict[Path, int] = field(default_factory=dict)
    written: dict[Path, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    whole: bool = True

    def line(self, path: Path) -> int:
        """Return the line of a path, or of the nearest thing that holds it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


def _scalar(event: yaml.ScalarEvent) -> Any:
    text: str = event.value
    if event.tag is not None or not event.implicit[0] or event.style:
        return text
    return plain_value(text)


def plain_value(text: str) -> Any:
    """Return what a scalar without quotation marks says: a number, a truth value, nothing, or the text itself."""
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    if _INTEGER.match(text):
        return int(text) if len(text) < 19 else text  # noqa: PLR2004 - longer than any 64-bit number
    if _FLOAT.match(text):
        return _number(text)
    return text


def _number(text: str) -> float | str:
    """Return a decimal number: whole ones as integers (12.0 is 12), those that no computer holds as the text they are."""
    number = float(text)
    if not math.isfinite(number):
        return text
    return int(number) if number.is_integer() and abs(number) < 10**15 else number


class _Frame:
    """A list or mapping that is being read."""

    def __init__(self, value: list[Any] | dict[Any, Any], path: Path) -> None:
        self.value = value
        self.path = path
        self.key = ""
        self.has_key = False
        self.key_lines: dict[str, int] = {}


class _Builder:
    """Turns the parser's events into a `Document`."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.stack: list[_Frame] = []

    def place(self, value: Any, line: int, text: str | None = None) -> Path | None:
        """Put a value where the open list or mapping wants it; return its path, or None for a key. `text` is a scalar as written."""
        document = self.document
        if not self.stack:
            path: Path = ()
            document.value = value
        else:
            frame = self.stack[-1]
            if isinstance(frame.value, dict) and not frame.has_key:
                self._key(frame, text, line)
                return None
            path = self._put(frame, value)
        document.lines.setdefault(path, line)
        if text is not None and not isinstance(value, str):
            document.written.setdefault(path, text)
        return path

    def _key(self, frame: _Frame, text: str | None, line: int) -> None:
        path = (*frame.path, text or "")
        if not text:
            self.document.problems.append(Problem(line, frame.path, "key_not_text"))
        elif text in frame.key_lines:
            self.document.problems.append(Problem(line, path, "duplicate_key", {"key": text, "first": frame.key_lines[text]}))
        frame.key, frame.has_key = text or "", True
        frame.key_lines.setdefault(frame.key, line)
        self.document.lines.setdefault(path, line)

    def _put(self, frame: _Frame, value: Any) -> Path:
        if isinstance(frame.value, list):
            frame.value.append(value)
            return (*frame.path, len(frame.value) - 1)
        frame.value.setdefault(frame.key, value)
        frame.has_key = False
        return (*frame.path, frame.key)

    def event(self, event: yaml.Event) -> bool:
        """Take one event; return False when reading on makes no sense."""
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, yaml.ScalarEvent):
            hidden = _INVISIBLE.search(event.value)  # written as an escape, such as "\x07"
            if hidden:
                self.document.problems.append(_invisible(line, hidden))
                event.value = _INVISIBLE.sub(" ", event.value)
            path = self.place(_scalar(event), line, event.value)
            self._refuse_marks(event, path, line)
        elif isinstance(event, yaml.AliasEvent):
            path = self.place(f"*{event.anchor}", line, f"*{event.anchor}")
            self._refuse(f"*{event.anchor}", path, line)
        elif isinstance(event, yaml.SequenceStartEvent | yaml.MappingStartEvent):
            return self._open([] if isinstance(event, yaml.SequenceStartEvent) else {}, event, line)
        elif isinstance(event, yaml.SequenceEndEvent | yaml.MappingEndEvent):
            self.stack.pop()
        elif isinstance(event, yaml.DocumentStartEvent) and () in self.document.lines:
            self.document.problems.append(Problem(line, (), "second_document"))
            return False
        return True

    def _open(self, value: list[Any] | dict[Any, Any], event: yaml.SequenceStartEvent | yaml.MappingStartEvent, line: int) -> bool:
        path = self.place(value, line)
        if path is None or len(self.stack) >= _MAX_DEPTH:
            self.document.whole = False
            if path is not None:
                self.document.problems.append(Problem(line, path, "too_deep"))
            return False
        self._refuse_marks(event, path, line)
        self.stack.append(_Frame(value, path))
        return True

    def _refuse_marks(self, event: yaml.NodeEvent, path: Path | None, line: int) -> None:
        if event.anchor is not None:
            self._refuse(f"&{event.anchor}", path, line)
        tag: str | None = getattr(event, "tag", None)
        if tag is not None:
            self._refuse(tag if tag.startswith("!") else f"!!{tag.rpartition(':')[2]}", path, line)

    def _refuse(self, mark: str, path: Path | None, line: int) -> None:
        """Name an anchor, alias or tag: they would change or swallow words that a person meant as text."""
        frame = self.stack[-1] if self.stack else None
        where = path if path is not None else (*frame.path, frame.key) if frame else ()
        self.document.problems.append(Problem(line, where, "mark", {"mark": mark}))


# What the parsers say, and whether the fault stands where they began to read the thing (first) or where they gave up (last).
_SYNTAX = (
    ("mapping values are not allowed", "syntax_colon", "last"),
    ("could not find expected ':'", "syntax_missing_colon", "first"),
    ("unexpected end of stream", "syntax_quote", "first"),
    ("expected ',' or", "syntax_bracket", "first"),
    ("cannot start any token", "syntax_character", "last"),
    ("did not find expected alphabetic", "syntax_character", "last"),
    ("tab character", "syntax_character", "last"),
    ("block sequence entries are not allowed", "syntax_character", "last"),
    ("comment or line break", "syntax_character", "last"),
    ("undefined tag handle", "syntax_character", "last"),
    ("did not find expected key", "syntax_indentation", "last"),
    ("expected <block end>", "syntax_indentation", "last"),
    ("did not find expected '-' indicator", "syntax_indentation", "last"),
    ("expected <document start>", "syntax_indentation", "last"),
    ("expected '<document start>'", "syntax_indentation", "last"),
)


def parse(text: str) -> Document:
    """Parse one YAML document. Never raises: what is wrong stands in `problems`."""
    document = Document()
    builder = _Builder(document)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    for number, line in enumerate(text.split("\n"), 1):
        found = _INVISIBLE.search(line)
        if found:
            document.problems.append(_invisible(number, found))
    try:
        for event in yaml.parse(_INVISIBLE.sub(" ", text), Loader=LOADER):
            if not builder.event(event):
                break
    except yaml.MarkedYAMLError as error:
        document.whole = False
        document.problems.append(_syntax_problem(error, last_line=text.rstrip().count("\n") + 1))
    return document


def _invisible(line: int, found: re.Match[str]) -> Problem:
    return Problem(line, (), "invisible", {"character": f"U+{ord(found[0]):04X}"})


def _syntax_problem(error: yaml.MarkedYAMLError, *, last_line: int) -> Problem:
    said = error.problem or ""
    code, place = next(((code, place) for words, code, place in _SYNTAX if words in said), ("syntax", "last"))
    first, last = error.context_mark, error.problem_mark
    mark = (first or last) if place == "first" else (last or first)
    line = min(mark.line + 1, last_line) if mark else 1  # libyaml ends a file one line below its end
    return Problem(line, (), code, {"said": said})
