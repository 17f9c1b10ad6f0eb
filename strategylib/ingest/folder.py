"""How does a draft come onto the disk: whole, checked, and never over anything?"""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from pathlib import Path

from strategylib.corpus.folder import bundled_folder
from strategylib.corpus.loader import read_corpus
from strategylib.ingest.draft import Draft
from strategylib.locale import Texts
from strategylib.model import StrategylibError, WorkbookError


def refuse_taken(folder: Path, words: Texts) -> None:
    """Raise `StrategylibError` when the folder holds anything: a draft is written into a new or empty folder only."""
    try:
        taken = os.path.lexists(folder) and (not folder.is_dir() or any(folder.iterdir()))
    except (OSError, ValueError) as error:
        raise StrategylibError(words("ingest.cannot_write", folder=folder, said=error)) from None
    if taken:
        raise StrategylibError(words("ingest.taken", folder=folder))


def write(draft: Draft, folder: Path, words: Texts) -> None:
    """Write a draft and check it as any data folder is checked; when anything fails, nothing is left.

    Raises `StrategylibError` when the folder is taken or cannot be written, `WorkbookError` when the draft has faults.
    """
    refuse_taken(folder, words)
    beside: Path | None = None
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        beside = Path(tempfile.mkdtemp(prefix=".ingest-", dir=folder.parent))
        whole = beside / "draft"
        for name, text in draft.files.items():
            path = whole / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
        shutil.copytree(bundled_folder() / "schemas", whole / "schemas")
        corpus = read_corpus(whole, sources=whole / "sources", language=words.language)
        if corpus.faults:
            raise WorkbookError(corpus.faults)
        refuse_taken(folder, words)
        with contextlib.suppress(FileNotFoundError):
            folder.rmdir()  # it is empty, or this fails
        whole.rename(folder)
    except OSError as error:
        raise StrategylibError(words("ingest.cannot_write", folder=folder, said=error.strerror or error)) from None
    finally:
        if beside is not None:
            shutil.rmtree(beside, ignore_errors=True)
