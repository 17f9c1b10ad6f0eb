"""A PostgreSQL of the tests' own: on a free port, in a folder that goes with it."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

_PLACES = ("/usr/lib/postgresql/*/bin", "/usr/local/opt/postgresql*/bin", "/opt/homebrew/opt/postgresql*/bin")


def _program(name: str) -> str:
    found = [
        str(path / name) for place in _PLACES for path in sorted(Path("/").glob(place.lstrip("/")), reverse=True) if (path / name).exists()
    ]
    program = next(iter(found), None) or shutil.which(name)
    if program is None:
        pytest.fail("No PostgreSQL found; `make programs` installs it or says what to install.")
    return program


@contextmanager
def postgres() -> Iterator[str]:
    """Run a server and give its address for SQLAlchemy. As root it runs as the user `postgres`, since it will not run as root."""
    as_user: dict[str, Any] = {"user": "postgres", "group": "postgres"} if hasattr(os, "geteuid") and os.geteuid() == 0 else {}
    folder = Path(tempfile.mkdtemp(prefix="strategylib-pg-"))
    try:
        if as_user:
            shutil.chown(folder, **as_user)
        data = folder / "data"
        quiet: dict[str, Any] = {"stdout": subprocess.DEVNULL, "stderr": subprocess.STDOUT, "cwd": folder, **as_user}
        made = [_program("initdb"), "-D", str(data), "-A", "trust", "-U", "strategylib", "--no-sync", "-E", "UTF8", "--locale=C"]
        subprocess.run(made, check=True, timeout=120, **quiet)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder} -c fsync=off"
        control = [_program("pg_ctl"), "-D", str(data), "-w", "-t", "60"]
        subprocess.run([*control, "-l", str(folder / "log"), "-o", options, "start"], check=True, timeout=120, **quiet)
        try:
            yield f"postgresql+psycopg://strategylib@127.0.0.1:{port}/postgres"
        finally:
            subprocess.run([*control, "-m", "immediate", "stop"], check=False, timeout=120, **quiet)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
