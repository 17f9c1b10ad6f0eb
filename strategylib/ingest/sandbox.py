"""How is a file that may be hostile read without taking the program down?

In a process of its own, with a limit on its memory, its time and what it may write, that gives back plain JSON. Where the system
has no such limits (Windows; memory on macOS) the time is still bounded, and the reading process is ended when it is over.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import threading
from dataclasses import astuple
from importlib import import_module
from pathlib import Path
from typing import Any

from strategylib.ingest import limits
from strategylib.ingest.extract import Extract, Line, Remark, Unreadable

_MOST_ANSWER = 256 * 2**20  # bytes
_READERS = {"pdf": "pdf", "docx": "word", "pptx": "slides", "html": "web", "txt": "plain"}


def read(path: Path, kind: str, *, seconds: float = limits.SECONDS) -> Extract:
    """Read a file of a known kind in a process of its own. Raises `Unreadable`."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(one for one in sys.path if one), "PYTHONIOENCODING": "utf-8"}
    command = [sys.executable, "-m", "strategylib.ingest.sandbox", kind, os.fspath(path.resolve())]
    with subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment) as process:  # noqa: S603 - our own module
        late = threading.Event()

        def end() -> None:
            late.set()
            process.kill()

        timer = threading.Timer(seconds, end)
        timer.start()
        try:
            answer = process.stdout.read(_MOST_ANSWER + 1) if process.stdout else b""
        finally:
            timer.cancel()
            if len(answer) > _MOST_ANSWER:
                process.kill()
    if late.is_set():
        raise Unreadable("too_slow", seconds=round(seconds))
    if len(answer) > _MOST_ANSWER:
        raise Unreadable("too_much")
    try:
        return _taken(json.loads(answer))
    except (ValueError, TypeError, KeyError):
        # The process was ended by a limit, or by a fault in the library that reads the format.
        raise Unreadable("gave_up") from None


def _taken(answer: dict[str, Any]) -> Extract:
    """Return what the reading process told; nothing of it is trusted to be more than plain values."""
    if "refused" in answer:
        raise Unreadable(str(answer["refused"]), **{str(key): value for key, value in answer["values"].items()})
    lines = tuple(Line(*one) for one in answer["lines"])
    remarks = tuple(Remark(code, page, tuple((key, value) for key, value in values)) for code, page, values in answer["remarks"])
    return Extract(lines, answer["pages"], answer["title"], remarks)


def _limited() -> None:
    """Bound what this process may use, as far as the system can."""
    try:
        import resource
    except ImportError:  # Windows has none
        return
    for name, most in (("RLIMIT_AS", limits.MEMORY), ("RLIMIT_CPU", limits.SECONDS), ("RLIMIT_FSIZE", 0), ("RLIMIT_CORE", 0)):
        with contextlib.suppress(ValueError, OSError, AttributeError):
            resource.setrlimit(getattr(resource, name), (most, most))


def _told(extract: Extract) -> dict[str, Any]:
    return {
        "lines": [astuple(line) for line in extract.lines],
        "pages": extract.pages,
        "title": extract.title,
        "remarks": [(one.code, one.page, one.values) for one in extract.remarks],
    }


def main(kind: str, path: str) -> None:
    """Read one file in this process and write what it holds, or why it was refused, as JSON."""
    sys.dont_write_bytecode = True
    _limited()
    try:
        reader = import_module(f"strategylib.ingest.readers.{_READERS[kind]}")
        answer = _told(reader.read(Path(path)))
    except Unreadable as refusal:
        answer = {"refused": refusal.code, "values": refusal.values}
    except ModuleNotFoundError as missing:
        answer = {"refused": "not_installed", "values": {"name": missing.name or "?"}}
    except MemoryError:
        answer = {"refused": "too_much", "values": {}}
    except Exception as error:  # noqa: BLE001 - whatever a library says of a broken file, the file is refused
        answer = {"refused": "broken", "values": {"said": f"{type(error).__name__}: {error}"[:120]}}
    sys.stdout.write(json.dumps(answer, ensure_ascii=True))
    sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
