"""What does a YAML file say, on which line, and what is wrong with it as YAML?

People write these files by hand, so every value must be traced to its line and nothing may be lost in silence. The
reader is built on the parser's events: it keeps the line of each value, refuses duplicate keys, anchors and
runaway nesting, and reads plain scalars by the YAML 1.2 core schema (`no` is a word, `2018-06-15` is text).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

import yaml

Path = tuple[str | int, ...]

_MAX_DEPTH = 32
_INTEGER = re.compile(r"[-+]?[0-9]+\Z")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?\Z")
_CONSTANTS = {"": None, "~": None, "null": None, "true": True, "false": False}

# Both are event sources with the same interface; libyaml's is the quick one.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass
class Problem:
    """Something wrong at a line: the key of its texts in the locale and the values that they need."""

    line: int
    path: Path
    code: str
    values: dict[str, object] = field(default_factory=dict)


@dataclass
class Document:
    """A parsed file: its value, the line of every path in it, and its problems. `whole` is False after a syntax error."""

    value: Any = None
    lines: dict[Path, int] = field(default_factory=dict)
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
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    if _INTEGER.match(text):
        return int(text) if len(text) < 19 else text  # noqa: PLR2004 - longer than any 64-bit number
    if _FLOAT.match(text):
        return float(text)
    return text


class _Frame:
    """A list or mapping that is being read."""

    def __init__(self, value: list[Any] | dict[Any, Any], path: Path) -> None:
        self.value = value
        self.path = path
        self.key: Any = None
        self.has_key = False


class _Builder:
    """Turns the parser's events into a `Document`."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.stack: list[_Frame] = []

    def place(self, value: Any, line: int) -> Path | None:
        """Put a value where the open list or mapping wants it; return its path, or None for a key."""
        document = self.document
        if not self.stack:
            document.value = value
            document.lines[()] = line
            return ()
        frame = self.stack[-1]
        if isinstance(frame.value, list):
            path = (*frame.path, len(frame.value))
            frame.value.append(value)
        elif not frame.has_key:
            frame.key, frame.has_key = value if isinstance(value, str) else str(value), True
            path = (*frame.path, frame.key)
            if frame.key in frame.value:
                first = document.lines[path]
                document.problems.append(Problem(line, path, "duplicate_key", {"key": frame.key, "first": first}))
            document.lines.setdefault(path, line)
            return None
        else:
            path = (*frame.path, frame.key)
            frame.value.setdefault(frame.key, value)
            frame.has_key = False
            return path
        document.lines.setdefault(path, line)
        return path

    def event(self, event: yaml.Event) -> bool:
        """Take one event; return False when reading on makes no sense."""
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, yaml.ScalarEvent):
            self.place(_scalar(event), line)
        elif isinstance(event, yaml.SequenceStartEvent | yaml.MappingStartEvent):
            value: list[Any] | dict[Any, Any] = [] if isinstance(event, yaml.SequenceStartEvent) else {}
            path = self.place(value, line)
            if path is None or len(self.stack) >= _MAX_DEPTH:
                code = "key_not_text" if path is None else "too_deep"
                self.document.problems.append(Problem(line, path or (), code))
                return False
            self.stack.append(_Frame(value, path))
        elif isinstance(event, yaml.SequenceEndEvent | yaml.MappingEndEvent):
            self.stack.pop()
        elif isinstance(event, yaml.AliasEvent):
            self.document.problems.append(Problem(line, (), "alias", {"name": event.anchor}))
            return False
        return True


_SYNTAX = (
    ("mapping values are not allowed", "syntax_colon"),
    ("could not find expected ':'", "syntax_missing_colon"),
    ("cannot start any token", "syntax_character"),
    ("did not find expected key", "syntax_indentation"),
    ("did not find expected '-' indicator", "syntax_indentation"),
    ("unexpected end of stream", "syntax_quote"),
    ("did not find expected alphabetic", "syntax_character"),
)


def parse(text: str) -> Document:
    """Parse one YAML document. Never raises: what is wrong stands in `problems`."""
    document = Document()
    builder = _Builder(document)
    try:
        for event in yaml.parse(text, Loader=_LOADER):
            if not builder.event(event):
                document.whole = False
                break
    except yaml.MarkedYAMLError as error:
        document.whole = False
        mark = error.problem_mark or error.context_mark
        said = error.problem or ""
        code = next((code for words, code in _SYNTAX if words in said), "syntax")
        document.problems.append(Problem(mark.line + 1 if mark else 1, (), code, {"said": said}))
    except yaml.YAMLError as error:
        document.whole = False
        position = getattr(error, "position", 0) or 0
        document.problems.append(Problem(text.count("\n", 0, position) + 1, (), "syntax_character", {"said": ""}))
    return document
