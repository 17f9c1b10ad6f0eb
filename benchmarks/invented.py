"""Strategies that nobody wrote: as many municipalities as one asks for, each of the size of the real five on average."""

from __future__ import annotations

import random
from itertools import combinations
from pathlib import Path

import strategylib as sl

_WORDS = [
    *("borger", "pårørende", "medarbejder", "tryghed", "nærhed", "faglighed", "udvikling", "samarbejde", "fællesskab", "hverdag"),
    *("støtte", "omsorg", "mulighed", "retning", "kvalitet", "trivsel", "ansvar", "indsats", "forløb", "møde", "dialog", "tillid"),
    *("læring", "viden", "praksis", "hjem", "netværk", "forening", "teknologi", "løsning"),
]
_ALIGNMENTS_PER_PAIR = 37
_AREAS, _GOALS, _INITIATIVES, _INDICATORS = 4, 5, 4, 2


def _sentence(random_: random.Random) -> str:
    return f"Vi styrker {' og '.join(random_.sample(_WORDS, 3))} gennem {random_.choice(_WORDS)}"


class _Document:
    """A source text that grows line by line, and the YAML that quotes it."""

    def __init__(self, random_: random.Random) -> None:
        self._random = random_
        self.lines: list[str] = []
        self.yaml: list[str] = []
        self._counts: dict[str, int] = {}
        self.ids: list[str] = []

    def add(self, kind: str, parent: str | None = None) -> str:
        """Add an element of a type under a parent and return its id."""
        self._counts[kind] = self._counts.get(kind, 0) + 1
        own = f"{kind}-{self._counts[kind]}"
        self.ids.append(own)
        self.lines.append(_sentence(self._random))
        self.yaml += [
            f"  - id: {own}",
            f"    type: {kind}",
            f"    term: {kind}",
            f"    label: {self.lines[-1]}",
            f"    lines: {len(self.lines)}",
        ]
        self.yaml.append(f"    named: {'true' if self._random.random() < 0.6 else 'false'}")  # noqa: PLR2004 - as in the real five
        if parent is not None:
            self.yaml.append(f"    parent: {parent}")
        return own


def _strategy(random_: random.Random, municipality: str) -> _Document:
    document = _Document(random_)
    vision = document.add("vision")
    core_task = document.add("core_task", vision)
    for _ in range(6):
        document.add("principle", core_task)
        document.add("challenge")
        document.add("governance_rule")
        document.add("forum")
    for _ in range(_AREAS):
        area = document.add("focus_area", core_task)
        for _ in range(_GOALS):
            goal = document.add("goal", area)
            for _ in range(_INITIATIVES // 2):
                document.add("initiative", goal)
        for _ in range(_INDICATORS):
            document.add("indicator", area)
    head = [
        f"municipality: {municipality}",
        f"source: {municipality}",
        f"title: {{label: {document.lines[0]}, lines: 1}}",
        f'published: {{date: "{random_.randint(2015, 2026)}", label: {document.lines[1]}, lines: 2}}',
        f"scope: {{areas: [social, elder], label: {document.lines[2]}, lines: 3}}",
        "elements:",
    ]
    document.yaml = head + document.yaml
    return document


def write_folder(folder: Path, municipalities: int, seed: int = 1, *, judged: bool = False) -> Path:
    """Write a data folder with that many invented strategies, and their source texts in `sources/`; return the folder.

    With `judged` every element has one or two themes and every pair of municipalities as many alignments as two of the real five.
    """
    random_ = random.Random(seed)
    (folder / "strategies").mkdir(parents=True)
    (folder / "sources").mkdir()
    names = [f"kommune{number}" for number in range(1, municipalities + 1)]
    register = [f"- {{id: {name}, name: Kommune {place}, code: {100 + place}}}" for place, name in enumerate(names, 1)]
    sources = [f"- {{id: {name}, municipality: {name}, title: Strategi for {name}, file: {name}.txt}}" for name in names]
    (folder / "municipalities.yaml").write_text("\n".join(register), encoding="utf-8")
    (folder / "sources.yaml").write_text("\n".join(sources), encoding="utf-8")
    documents = {name: _strategy(random_, name) for name in names}
    for name, document in documents.items():
        (folder / "strategies" / f"{name}.yaml").write_text("\n".join(document.yaml), encoding="utf-8")
        (folder / "sources" / f"{name}.txt").write_text("\n".join(document.lines), encoding="utf-8")
    if judged:
        _write_judgments(folder, {name: [f"{name}.{own}" for own in document.ids] for name, document in documents.items()}, random_)
    return folder


def _write_judgments(folder: Path, ids: dict[str, list[str]], random_: random.Random) -> None:
    themes = list(sl.open_workbook().themes.index)
    codes, alignments = ["element,theme,rank"], ["a,b,relation"]
    for own in (one for found in ids.values() for one in found):
        codes += [f"{own},{theme},{rank}" for rank, theme in enumerate(random_.sample(themes, random_.randint(1, 2)), 1)]
    relations = ("closeMatch", "broadMatch", "narrowMatch", "relatedMatch")
    for a, b in combinations(ids.values(), 2):
        pairs = {(random_.choice(a), random_.choice(b)) for _ in range(_ALIGNMENTS_PER_PAIR)}
        alignments += [f"{x},{y},{random_.choices(relations, (1, 2, 2, 10))[0]}" for x, y in sorted(pairs)]
    for kind, lines in (("codings", codes), ("alignments", alignments)):
        (folder / kind).mkdir()
        (folder / kind / "redaktion.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
