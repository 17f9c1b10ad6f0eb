"""Where do the bundled files stand: in the repository, or inside the installed package?"""

from __future__ import annotations

from os import PathLike
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parents[1]


def bundled(name: str) -> Path:
    """Return the folder `name` (`data`, `apps` or `notebooks`) of the wheel, or of the repository when run from it.

    Raises `FileNotFoundError` when neither holds it: the installation is broken.
    """
    for folder in (_PACKAGE / "_bundled" / name, _PACKAGE.parent / name):
        if folder.is_dir():
            return folder
    raise FileNotFoundError(f"strategylib is installed without its folder {name!r}; install it again")


def repository() -> Path | None:
    """Return the repository when the package runs from it; else None, for the bundled files of a wheel are not to be edited."""
    return None if (_PACKAGE / "_bundled").is_dir() else _PACKAGE.parent


def bundled_folder() -> Path:
    """Return the data folder with the five strategies that come with the package."""
    return bundled("data")


def data_folders(folder: str | PathLike[str] | None = None, *, with_bundled: bool = False) -> tuple[Path, ...]:
    """Return the data folders to read for a user's `folder`: it, the bundled one before it when asked for, or that one alone."""
    own = () if folder is None else (Path(folder),)
    return (bundled_folder(), *own) if with_bundled or not own else own
