"""Can a data file be read as text at all?"""

from __future__ import annotations

from pathlib import Path

from strategylib.corpus.faults import FaultList


def read_text(path: Path, faults: FaultList) -> str | None:
    """Return the text of a UTF-8 file, or None after naming the fault: missing, unreadable, or in another encoding."""
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        faults.add(path, 1, "-", "no_file")
        return None
    except OSError as error:
        faults.add(path, 1, "-", "unreadable", said=error.strerror or str(error))
        return None
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        utf16 = raw[:2] in (b"\xff\xfe", b"\xfe\xff")
        line = 1 if utf16 else raw.count(b"\n", 0, error.start) + 1
        faults.add(path, line, "-", "encoding", byte=f"0x{raw[error.start]:02x}")
        return None
