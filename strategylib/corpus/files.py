"""Which files does a folder hold, and can a data file be read as text at all?"""

from __future__ import annotations

from pathlib import Path

from strategylib.corpus.faults import FaultList

# Endings that people and programs write for ours; such a file would otherwise be passed over in silence.
_MEANT = {".yml": ".yaml", ".yaml": ".yaml", ".csv": ".csv", ".json": ".json"}


def files_in(folder: Path, suffix: str, faults: FaultList) -> list[Path]:
    """Return the files of a folder with this ending, sorted, after naming those whose ending was meant as it.

    Hidden files belong to programs and are passed over; a folder that does not exist holds none.
    """
    try:
        paths = sorted(path for path in folder.iterdir() if not path.name.startswith("."))
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        faults.add(folder, 1, "-", "unreadable", said=error.strerror)
        return []
    found = []
    for path in paths:
        if path.suffix == suffix:
            found.append(path)
        elif _MEANT.get(path.suffix.lower()) == suffix:
            faults.add(path, 1, "-", "ending", ending=path.suffix, suffix=suffix)
    return found


def read_text(path: Path, faults: FaultList, *, missing: str = "no_file") -> str | None:
    """Return the text of a UTF-8 file, or None after naming the fault: missing, no file, unreadable, or in another encoding.

    `missing` is the code of the fault when there is no such file.
    """
    try:
        if path.exists() and not path.is_file():
            faults.add(path, 1, "-", "not_a_file")
            return None
        raw = path.read_bytes()
    except (FileNotFoundError, ValueError):  # a name with a null byte is no name
        faults.add(path, 1, "-", missing)
        return None
    except OSError as error:
        faults.add(path, 1, "-", "unreadable", said=error.strerror)
        return None
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        utf16 = raw[:2] in (b"\xff\xfe", b"\xfe\xff")
        before = b"" if utf16 else raw[: error.start].replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        faults.add(path, before.count(b"\n") + 1, "-", "encoding", byte=f"0x{raw[error.start]:02x}")
        return None
