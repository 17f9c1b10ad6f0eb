"""How is a file that may be hostile read without taking the program down?

In a process of its own, with a limit on its memory, its time and what it may write, that reads the files, recognises their elements and
gives back plain JSON. Where the system has no such limits (Windows; memory on macOS) the time is still bounded, and the process is
ended when it is over.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import threading
from collections.abc import Sequence
from dataclasses import astuple
from importlib import import_module
from pathlib import Path
from typing import Any

from strategylib.ingest import limits
from strategylib.ingest.draft import Doubt, Draft, Place
from strategylib.ingest.extract import Extract, Unreadable
from strategylib.model import Municipality

_MOST_ANSWER = 256 * 2**20  # bytes
_READERS = {"pdf": "pdf", "docx": "word", "pptx": "slides", "html": "web", "txt": "plain"}

Refusals = list[tuple[int, Unreadable]]


class Refused(Exception):  # noqa: N818 - a refusal, not an error of the program
    """Files that were refused while they were read: each by its place and why."""

    def __init__(self, refusals: Refusals) -> None:
        self.refusals = refusals
        super().__init__()


def draft(own: Municipality, files: Sequence[tuple[Path, str]], language: str, *, seconds: float = limits.SECONDS) -> Draft:
    """Draft the strategy that stands in files of known kinds, in a process of its own, with so much time for each. Raises `Refused`."""
    job = {"files": [(os.fspath(path.resolve()), kind) for path, kind in files], "municipality": astuple(own), "language": language}
    answer, late = _asked(json.dumps(job).encode(), seconds * len(files))
    *steps, last = answer.split(b"\n")
    place = min(len(steps), len(files) - 1)  # a line for each file that was read: the next one is where it ended
    if late:
        raise Refused([(place, Unreadable("too_slow", seconds=round(seconds)))])
    if len(answer) > _MOST_ANSWER:
        raise Refused([(place, Unreadable("too_much"))])
    try:
        return _taken(own, json.loads(last))
    except (ValueError, TypeError, KeyError):
        # The process was ended by a limit, or by a fault in the library that reads the format.
        raise Refused([(place, Unreadable("gave_up"))]) from None


def _asked(job: bytes, seconds: float) -> tuple[bytes, bool]:
    """Run the process; return what it said, and whether its time was over."""
    # -P: nothing is taken from the folder one happens to stand in, which may be where downloads go.
    places = [os.fspath(Path(__file__).resolve().parents[2]), *(one for one in sys.path if one)]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(places)}
    command = [sys.executable, "-P", "-m", "strategylib.ingest.sandbox"]
    late = threading.Event()
    with subprocess.Popen(  # noqa: S603 - our own module
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment
    ) as process:

        def end() -> None:
            late.set()
            process.kill()

        timer = threading.Timer(seconds, end)
        timer.start()
        answer = b""
        try:
            if process.stdin is not None and process.stdout is not None:
                with contextlib.suppress(BrokenPipeError):
                    process.stdin.write(job)
                    process.stdin.close()
                answer = process.stdout.read(_MOST_ANSWER + 1)
        finally:
            timer.cancel()
            if len(answer) > _MOST_ANSWER:
                process.kill()
    return answer, late.is_set()


def _taken(own: Municipality, answer: dict[str, Any]) -> Draft:
    """Return what the process told; nothing of it decides where a file is written."""
    if "refused" in answer:
        raise Refused([(int(place), Unreadable(str(code), **values)) for place, code, values in answer["refused"]])
    source = {**answer["source"], "id": own.id, "municipality": own.id, "file": f"{own.id}.txt"}
    strategy = {**answer["strategy"], "municipality": own.id, "source": own.id}
    doubts = tuple(Doubt(*one) for one in answer["doubts"])
    return Draft(own, source, strategy, str(answer["text"]), doubts, tuple(Place(*one) for one in answer["places"]))


def _limited() -> None:
    """Bound what this process may use, as far as the system can."""
    try:
        import resource
    except ImportError:  # Windows has none
        return
    for name, most in (("RLIMIT_AS", limits.MEMORY), ("RLIMIT_CPU", limits.SECONDS), ("RLIMIT_FSIZE", 0), ("RLIMIT_CORE", 0)):
        with contextlib.suppress(ValueError, OSError, AttributeError):
            resource.setrlimit(getattr(resource, name), (most, most))


def _told(job: dict[str, Any]) -> dict[str, Any]:
    """Read the files of a job and draft their strategy; say a line for each file that was read."""
    from strategylib.ingest.building import build
    from strategylib.ingest.recognise import recognise
    from strategylib.locale import texts

    extracts: list[Extract] = []
    refused: list[tuple[int, str, dict[str, Any]]] = []
    for place, (path, kind) in enumerate(job["files"]):
        try:
            extracts.append(_read(Path(path), kind))
        except Unreadable as refusal:
            refused.append((place, refusal.code, refusal.values))
        sys.stdout.write("\n")
    if refused:
        return {"refused": refused}
    found = recognise(extracts)
    if found is None or not found.elements:
        return {"refused": [(0, "no_elements" if found else "no_words", {})]}
    names = [_printable(Path(path).name) for path, _ in job["files"]]
    whole = build(Municipality(*job["municipality"]), names, extracts, found, texts(job["language"]))
    if not whole.elements:
        return {"refused": [(0, "no_elements", {})]}
    return {
        "source": dict(whole.source),
        "strategy": dict(whole.strategy),
        "text": whole.text,
        "doubts": [astuple(one) for one in whole.doubts],
        "places": [astuple(one) for one in whole.places],
    }


def _printable(name: str) -> str:
    """Return a file's name as it may stand in a text file: a name may hold anything, even bytes that are no letters."""
    return "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in name)


def _read(path: Path, kind: str) -> Extract:
    try:
        extract: Extract = import_module(f"strategylib.ingest.readers.{_READERS[kind]}").read(path)
    except ModuleNotFoundError as missing:
        raise Unreadable("not_installed", name=missing.name or "?") from missing
    except MemoryError:
        raise Unreadable("too_much") from None
    except Unreadable:
        raise
    except Exception as error:  # whatever a library says of a broken file, the file is refused
        raise Unreadable("broken", said=f"{type(error).__name__}: {error}"[:120]) from error
    return extract


def main() -> None:
    """Do the job that comes in on stdin in this process, and write what came of it as JSON."""
    sys.dont_write_bytecode = True
    job = json.load(sys.stdin)
    _limited()
    answer = _told(job)
    sys.stdout.write(json.dumps(answer, ensure_ascii=True))
    sys.stdout.flush()


if __name__ == "__main__":
    main()
