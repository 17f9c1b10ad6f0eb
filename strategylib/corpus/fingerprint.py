"""Have the data files changed since they were read? Told from their names, sizes and times, without reading them."""

from __future__ import annotations

import os
from pathlib import Path

from strategylib.corpus.folder import bundled_folder

REGISTERS = ("municipalities.yaml", "sources.yaml", "themes.yaml", "reforms.yaml")
_BORROWED = ("themes.yaml", "reforms.yaml")  # what a folder without its own takes from the bundled one
SUBFOLDERS = (
    "strategies",
    "codings",
    "alignments",
    "reform_codings",
    "rejected/codings",
    "rejected/alignments",
    "workshops",
)

State = tuple[str, tuple[int, ...]]


def fingerprint(*folders: Path) -> tuple[State, ...]:
    """Return what changes whenever `read_corpus(*folders)` may read something else than before.

    Returns
    -------
    tuple
        The path of every file that would be read, with its size in bytes and the times of its last change of content and of
        state (name, rights) in nanoseconds; in their place the number of the system's error where it cannot be looked at.
        Two fingerprints are only to be compared. A file that keeps its size and is written twice within the clock tick of
        the file system (some milliseconds) is taken for the same.
    """
    bundled = bundled_folder()
    registers = [folder / name for folder in folders for name in REGISTERS] + [bundled / name for name in _BORROWED]
    states = [_state(path) for path in registers]
    for folder in folders:
        for name in SUBFOLDERS:
            states += _states(folder / name)
    return tuple(states)


def _states(folder: Path) -> list[State]:
    """Return the states of a folder's files; hidden ones belong to programs and are not read."""
    try:
        return [_state(path) for path in sorted(folder.iterdir()) if not path.name.startswith(".")]
    except OSError as error:
        return [(os.fspath(folder), (error.errno or 0,))]


def _state(path: Path) -> State:
    try:
        found = path.stat()
    except OSError as error:
        return os.fspath(path), (error.errno or 0,)
    return os.fspath(path), (found.st_size, found.st_mtime_ns, found.st_ctime_ns)
