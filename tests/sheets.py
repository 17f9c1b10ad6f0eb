"""What tests of spreadsheets and folders share: a cell by its names, and all that is on the disk."""

from pathlib import Path
from typing import Any


def cell(sheet: Any, key: str, column: str) -> Any:
    """Return the cell in the row that begins with a key."""
    heads = [one.value for one in sheet[1]]
    row = next(row for row in sheet.iter_rows(min_row=2) if row[0].value == key)
    return row[heads.index(column)]


def files(folder: Path) -> dict[str, bytes]:
    """Return the content of every file below a folder by its name."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}
