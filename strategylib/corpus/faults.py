"""How does a person read what is wrong: file, line, field, what is wrong, and what to do?"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from strategylib.corpus.yaml_text import Document, Problem
from strategylib.corpus.yaml_text import Path as YamlPath
from strategylib.locale import texts
from strategylib.model import Fault

_LONGEST_VALUE = 320


class FaultList:
    """Collects faults and words them in the reader's language."""

    def __init__(self, language: str | None = None, *, section: str = "faults") -> None:
        self._texts = texts(language)
        self._section = section
        self._faults: list[Fault] = []

    def __len__(self) -> int:
        return len(self._faults)

    def add(self, file: Path, line: int, field: str, code: str, /, **values: object) -> None:
        """Add a fault whose texts stand under `<section>.<code>` in the locale."""
        shown = {key: _shown(value) for key, value in values.items()}
        problem = self._texts(f"{self._section}.{code}.problem", **shown)
        own = f"faults.fields.{field.rpartition('.')[2]}"
        remedy_key = own if code == "form" and self._texts.has(own) else f"{self._section}.{code}.remedy"
        self._faults.append(Fault(str(file), line, _shown(field), problem, self._texts(remedy_key, **shown)))

    def extend(self, file: Path, document: Document, problems: Iterable[Problem]) -> None:
        """Add the problems of one document."""
        for problem in problems:
            self.add(file, problem.line, field_name(document.value, problem.path), problem.code, **problem.values)

    def sorted(self) -> tuple[Fault, ...]:
        """Return the faults by file and line, each once."""
        return tuple(sorted(set(self._faults)))


def _shown(value: object) -> str:
    """Return a value on one line, not too long; lists, mappings and truth values as they can be written in YAML."""
    written = json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list | bool) else str(value)
    text = " ".join(written.split())
    return text if len(text) <= _LONGEST_VALUE else f"{text[:_LONGEST_VALUE]} …"


def field_name(value: Any, path: YamlPath) -> str:
    """Return a path as people write it: `elements[goal-3].parent`; entries without a usable id go by number from 1."""
    name = ""
    for step in path:
        if isinstance(step, int):
            entry = value[step] if isinstance(value, list) and step < len(value) else None
            own = entry.get("id") if isinstance(entry, dict) else None
            name += f"[{own if isinstance(own, str) else step + 1}]"
            value = entry
        else:
            name += f".{step}" if name else step
            value = value.get(step) if isinstance(value, dict) else None
    return name or "-"
