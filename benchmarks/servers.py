"""Is a server up, is it at rest, and how much memory does it hold? Real processes, started on a free port and stopped afterwards."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import psutil

from benchmarks.sides import FILL_DELAY_SECONDS, ROOT, Side

BUILD = ROOT / "build" / "bench"
_PATIENCE = 180
_SAMPLE = 0.5
_REST, _REST_EACH = 0.05, 0.002  # of one core: for the server, and for each process, for a kernel that waits still beats
_IDLE_PERCENT = 15  # of the machine
_PAUSE, _PAUSE_FILLS = 1.0, FILL_DELAY_SECONDS + 1.5
_GONE = (psutil.NoSuchProcess, psutil.AccessDenied)


class Running:
    """A server under measurement and its process tree."""

    def __init__(self, side: Side, process: psutil.Process, port: int) -> None:
        self.side = side
        self.root = process
        self.address = f"http://127.0.0.1:{port}/{side.path}"

    def tree(self) -> list[psutil.Process]:
        """Return the server's process and every one under it."""
        return [self.root, *self.root.children(recursive=True)]

    def pss(self) -> float:
        """Return the bytes of memory that the tree holds, what processes share being split among them (PSS)."""
        return sum(_of(one, lambda process: process.memory_full_info().pss) for one in self.tree())

    def files(self) -> float:
        """Return how many files, sockets and pipes the tree has open."""
        return sum(_of(one, psutil.Process.num_fds) for one in self.tree())

    def rest(self, processes: int = 0) -> bool:
        """Wait until the tree is idle and has at least so many processes; return whether the whole machine is idle then, too.

        A server that fills its pool a while after a page was given out is idle in between: its pause is longer than that.
        Raises `RuntimeError` when the server has ended and `TimeoutError` when it never comes to rest.
        """
        pause = _PAUSE_FILLS if self.side.fills else _PAUSE
        used, since, end = self._used(), time.monotonic(), time.monotonic() + _PATIENCE
        while time.monotonic() - since < pause or len(self.tree()) < processes:
            if self.root.status() == psutil.STATUS_ZOMBIE:
                raise RuntimeError(f"{self.side.name} ended while it was measured; see {BUILD}")
            if time.monotonic() > end:
                raise TimeoutError(f"{self.side.name}: not idle with {processes} processes after {_PATIENCE} s")
            time.sleep(_SAMPLE)
            now = self._used()
            if sum(seconds - used.get(pid, 0) for pid, seconds in now.items()) > (_REST + _REST_EACH * len(now)) * _SAMPLE:
                since = time.monotonic()
            used = now
        return any(psutil.cpu_percent(_SAMPLE) < _IDLE_PERCENT for _ in range(20))

    def _used(self) -> dict[int, float]:
        return {one.pid: _of(one, lambda process: sum(process.cpu_times()[:2])) for one in self.tree()}


@contextmanager
def running(side: Side) -> Iterator[Running]:
    """Start a side's server on a free port, wait until it listens, and stop it with everything it started at the end."""
    BUILD.mkdir(parents=True, exist_ok=True)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    line = [part.replace("{port}", str(port)) for part in side.command]
    environment = os.environ | {"PYTHONPATH": str(ROOT)} | side.environment
    with (BUILD / f"{side.name.replace(',', '').replace(' ', '-')}.log").open("wb") as said:
        process = subprocess.Popen(line, cwd=BUILD, env=environment, stdout=said, stderr=said, start_new_session=True)  # noqa: S603 - our own commands
    server = Running(side, psutil.Process(process.pid), port)
    try:
        _wait(process, port, f"{side.name} did not start; see {said.name}")
        yield server
    finally:
        if process.poll() is None:
            _stop(server.tree())
        process.wait()


def _wait(process: subprocess.Popen[bytes], port: int, otherwise: str) -> None:
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end and process.poll() is None:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.1)
    raise RuntimeError(otherwise)


def _stop(tree: list[psutil.Process]) -> None:
    """Ask the first of the tree to stop, then tell it to, then end what is left of the tree."""
    for sign, told in ((signal.SIGINT, tree[:1]), (signal.SIGTERM, tree[:1]), (signal.SIGKILL, tree)):
        for one in told:
            with suppress(*_GONE):
                one.send_signal(sign)
        if not psutil.wait_procs(tree, timeout=10)[1]:
            return


def _of(process: psutil.Process, question: Callable[[psutil.Process], float]) -> float:
    """Return the answer to a question about a process, or 0 when it ended meanwhile."""
    try:
        return question(process)
    except _GONE:
        return 0
