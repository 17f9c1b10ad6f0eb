"""From what do the kernels of one server fork? From this process: all imported, the data read, no thread and no kernel of its own.

`python -m strategylib.server.fork <control> <server>` is started by `strategylib.server.provisioner` with two inherited files: a
Unix socket on which kernels are asked for, and the server's pidfd, by which every kernel sees the server end. A message asks for
one kernel: JSON with `arguments` (ipykernel's), `env` and `cwd`, and beside it the socket to answer on. There the kernel itself
gives its number and its own pidfd at once, and a second message when it listens; where there can be no kernel, that socket closes.
This process ends when the server's side of `control` closes; its kernels go on.
"""

from __future__ import annotations

import atexit
import contextlib
import gc
import json
import os
import select
import signal
import socket
import sys
import threading
import time
from importlib import import_module
from typing import NoReturn

import strategylib.server.kernel
from strategylib.environment import asked_folder
from strategylib.server.kernel import leave_folder_out, load_ipykernel, run
from strategylib.widgets.leader import rehearse
from strategylib.workbook import current_workbook

# What a kernel would still import while it starts, found by measurement
_PRELOADED = (
    "IPython.core.completerlib",
    "IPython.core.debugger",
    "IPython.core.logger",
    "IPython.core.oinspect",
    "IPython.extensions.storemagic",
    "tornado.platform.asyncio",
    "zmq.utils.garbage",
)
_LONGEST_MESSAGE = 1 << 20


def main(control: socket.socket, server: int) -> None:
    """Fork a kernel for every message on `control`, until it closes; `server` is the pidfd that the kernels watch."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the system then reaps the kernels: none stays as a zombie
    gc.disable()  # no kernel shall search what they all share: that would copy it
    load_ipykernel()
    for name in _PRELOADED:
        import_module(name)
    for name in strategylib.__all__:
        getattr(strategylib, name)
    _read_data()
    gc.collect()
    while True:
        message, files, _, _ = socket.recv_fds(control, _LONGEST_MESSAGE, 1)
        if not message:
            return
        request = json.loads(message)
        os.environ.clear()
        os.environ.update(request["env"])
        _read_data()
        gc.freeze()
        with socket.socket(fileno=files[0]) as answer:
            if _is_kernel():
                control.close()
                _become_kernel(request["arguments"], request["cwd"], server, answer)


def _read_data() -> None:
    """Read and measure the data that the environment asks for, when they have changed; a kernel finds that done."""
    folder, with_bundled = asked_folder(os.environ)
    with contextlib.suppress(Exception):  # the page meets the same error, and says it
        rehearse(current_workbook(folder, with_bundled=with_bundled))


def _is_kernel() -> bool:
    """Fork, and tell whether this is the new process; when the system refuses there is none."""
    try:
        return os.fork() == 0
    except OSError:
        return False


def _become_kernel(arguments: list[str], folder: str, server: int, answer: socket.socket) -> NoReturn:
    """Be the kernel until it ends; what the parent would do at its own end is left out."""
    atexit.register(os._exit, 0)  # the first registered is called last
    os.setsid()
    os.chdir(folder)
    own = os.pidfd_open(os.getpid())
    socket.send_fds(answer, [str(os.getpid()).encode()], [own])
    os.close(own)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    gc.enable()
    time.tzset()
    if "numpy.random" in sys.modules:  # Python's own `random` sees to itself
        sys.modules["numpy.random"].seed()
    threading.Thread(target=_end_with, args=(server,), daemon=True).start()
    sys.argv = [str(strategylib.server.kernel.__file__), *arguments]

    def listening() -> None:
        with answer:
            answer.send(b"listening")  # BrokenPipeError ends a kernel that nobody waits for any more

    run(arguments, listening, parent_handle=0)
    sys.exit()


def _end_with(server: int) -> None:
    """End this process as soon as the server has ended."""
    watched = select.poll()
    watched.register(server, select.POLLIN)
    watched.poll()
    os._exit(1)


if __name__ == "__main__":
    leave_folder_out()
    main(socket.socket(fileno=int(sys.argv[1])), int(sys.argv[2]))
