"""How is what was measured kept, and how does it read as Markdown tables?"""

from __future__ import annotations

import json
import platform
import statistics
from collections.abc import Sequence
from importlib.metadata import version
from typing import Any
from urllib.parse import urlsplit

import psutil

from benchmarks.servers import BUILD
from benchmarks.timing import row

Measured = dict[str, Any]
_KB, _MB = 1_000, 1_000_000
_BASE = "voila"
_NEEDS_MORE = 2


def save(name: str, parts: Measured, sides: dict[str, str]) -> None:
    """Keep what was measured, with the names of the sides and the machine, in place of what was kept of the same parts before."""
    BUILD.mkdir(parents=True, exist_ok=True)
    machine = {
        "system": platform.platform(terse=True),
        "python": platform.python_version(),
        "cores": psutil.cpu_count(),
        "memory_gb": round(psutil.virtual_memory().total / 1e9),
        "voila": version("voila"),
    }
    file = BUILD / f"{name}.json"
    before = load(name) if file.exists() else {"sides": {}, "parts": {}}
    kept = {"machine": machine, "sides": before["sides"] | sides, "parts": before["parts"] | parts}
    file.write_text(json.dumps(kept, indent=1), encoding="utf-8")


def load(name: str) -> Measured:
    """Return what was kept. Raises `FileNotFoundError` when nothing was measured."""
    kept: Measured = json.loads((BUILD / f"{name}.json").read_text(encoding="utf-8"))
    return kept


def table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """Return a Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(map(str, line))} |" for line in lines)


def percentile(values: Sequence[float], percent: int) -> float:
    """Return the percentile (1-99) of at least two values, as the inclusive method of `statistics.quantiles` interpolates it."""
    return statistics.quantiles(values, n=100, method="inclusive")[percent - 1]


def pages_tables(kept: Measured) -> str:
    """Return the tables of `benchmarks.pages`."""
    names, parts = kept["sides"], kept["parts"]
    writers = {
        "opening": ("Until the page is ready", _opening),
        "throttled": ("The same over an emulated line of 20 Mbit/s and 40 ms; WebSockets are not slowed", _opening),
        "bytes": ("Bytes of the first view, as transferred", _bytes),
        "choice": ("From a choice in an open view to the frame that shows it", _choice),
        "hover": ("From the pointer over a box to the next frame", _hover),
    }
    said = [f"### {writers[part][0]}\n\n{writers[part][1](found, names)}" for part, found in parts.items()]
    return "\n\n".join([_machine(kept), *said])


def many_tables(kept: Measured) -> str:
    """Return the tables of `benchmarks.many`."""
    names, parts = kept["sides"], kept["parts"]
    writers = {"together": ("Many pages opened at once", _together), "soak": ("Many pages kept open", _soak)}
    said = [f"### {writers[part][0]}\n\n{writers[part][1](found, names)}" for part, found in parts.items()]
    return "\n\n".join([_machine(kept), *said])


def _machine(kept: Measured) -> str:
    return "{system}, {cores} cores, {memory_gb} GB, Python {python}, Voila {voila}".format(**kept["machine"])


def _opening(found: Measured, names: dict[str, str]) -> str:
    base_key = _BASE if _BASE in found["seconds"] else next(iter(found["seconds"]))
    base = statistics.median(found["seconds"][base_key])
    head = f"| page | n | median ms | min-max | ratio to {names[base_key]} |\n|---|---|---|---|---|"
    lines = [row(names[key], times, base) for key, times in found["seconds"].items()]
    notes = [f"{names[key]}: the machine was not idle before {count} of them." for key, count in found["restless"].items() if count]
    asking = {key: sorted({urlsplit(url).netloc for url in urls}) for key, urls in found["outside"].items()}
    notes += [f"{names[key]}: asked {', '.join(hosts)}, and was refused." for key, hosts in asking.items() if hosts]
    return "\n".join([head, *lines, "", *(f"- {note}" for note in notes)]).rstrip()


def _bytes(found: Measured, names: dict[str, str]) -> str:
    head = ("page", "HTTP kB", "answers", "WebSocket kB")
    return table(head, [(names[key], round(one["http"] / _KB), one["answers"], round(one["socket"] / _KB)) for key, one in found.items()])


def _choice(found: Measured, _names: dict[str, str]) -> str:
    every = [one for times in found["milliseconds"].values() for one in times]
    rows = [(view, *_spread(times)) for view, times in [*found["milliseconds"].items(), ("all", every)]]
    return table(("view", "n", "median ms", "p95", "min-max"), rows)


def _hover(found: Measured, _names: dict[str, str]) -> str:
    times = [one["ms"] for one in found["hovers"]]
    marked = sum(one["marked"] for one in found["hovers"])
    return table(("n", "median ms", "p95", "min-max", "marked in that frame"), [(*_spread(times), marked)])


def _spread(times: Sequence[float]) -> tuple[object, ...]:
    return len(times), f"{statistics.median(times):.1f}", f"{percentile(times, 95):.1f}", f"{min(times):.1f}-{max(times):.1f}"


def _together(found: Measured, names: dict[str, str]) -> str:
    head = ("server", "n", "pages", "never ready", "last ready, median s (min-max)", "a page's memory, median MB PSS (min-max)")
    return table(head, [(names[key], *_rounds(rounds)) for key, rounds in found.items()])


def _rounds(rounds: Sequence[Measured]) -> tuple[object, ...]:
    last = [max(one["ready"], default=0.0) for one in rounds]
    memory = [(one["pss_after"] - one["pss_before"]) / len(one["ready"]) / _MB for one in rounds if one["ready"]]
    failed = sum(one["pages"] - len(one["ready"]) for one in rounds)
    return len(rounds), rounds[0]["pages"], failed, _median(last), _median(memory)


def _median(values: Sequence[float]) -> str:
    return f"{statistics.median(values):.1f} ({min(values):.1f}-{max(values):.1f})" if values else "–"


def _soak(found: Measured, _names: dict[str, str]) -> str:
    rows = [(f"{one['minute']:.1f}", f"{one['pss'] / _MB:.0f}", f"{one['files']:.0f}", one["processes"]) for one in found["samples"]]
    spread = _spread(found["milliseconds"]) if len(found["milliseconds"]) >= _NEEDS_MORE else None
    answered = f"{spread[0]} choices, median {spread[1]} ms, p95 {spread[2]} ms, {spread[3]}" if spread else "no choice was answered"
    said = f"{found['pages']} pages; {answered}; {found['failed']} choices failed."
    return f"{table(('minute', 'PSS MB', 'open files', 'processes'), rows)}\n\n{said}"
