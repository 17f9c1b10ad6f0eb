"""How does a kernel start? On Linux by a fork of one process that has everything loaded, elsewhere as a process of its own.

Jupyter asks a provisioner to start and end kernels. Ours does it for kernels of the Python that the server itself runs in;
every other kernel starts as Jupyter's own provisioner does it.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import select
import signal
import socket
import subprocess
import sys
import weakref
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning.local_provisioner import LocalProvisioner
from traitlets.config import SingletonConfigurable

_LAUNCHER = [sys.executable, "-m", "ipykernel_launcher"]
_KERNEL = [sys.executable, "-m", "strategylib.server.kernel"]
_PARENT = [sys.executable, "-m", "strategylib.server.fork"]
_ONE_THREAD = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")
_PATIENCE_SECONDS = 30
_LONGEST_NUMBER = 32


class ForkedKernel:
    """A kernel that this process did not start itself, with as much of `subprocess.Popen` as Jupyter uses.

    It is known by its pidfd, which never means another process: not when the kernel has ended, and not when its parent has.
    """

    stdin = stdout = stderr = None

    def __init__(self, pid: int, pidfd: int) -> None:
        self.pid = pid
        self.returncode: int | None = None
        self._pidfd = pidfd
        self._close = weakref.finalize(self, os.close, pidfd)

    def poll(self) -> int | None:
        """Return None while the kernel runs, then 0: how it ended is not told to this process."""
        if self.returncode is None and _readable(self._pidfd, 0):
            self.returncode = 0
            self._close()
        return self.returncode

    def wait(self) -> int:
        """Wait for the kernel to end."""
        while self.poll() is None:
            _readable(self._pidfd, None)
        return 0

    def send_signal(self, number: int) -> None:
        """Signal the kernel and the programs that it started; one that has ended gets nothing."""
        if self.poll() is None:
            with contextlib.suppress(ProcessLookupError):  # it ended at this moment
                os.killpg(self.pid, number)

    def terminate(self) -> None:
        """Ask the kernel to end."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End the kernel."""
        self.send_signal(signal.SIGKILL)


def _readable(file: int, milliseconds: int | None) -> bool:
    waiting = select.poll()
    waiting.register(file, select.POLLIN)
    return bool(waiting.poll(milliseconds))


class KernelParent(SingletonConfigurable):
    """The process of this server that kernels fork from. Where the system has no pidfd there is none, and nothing forks."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None

    @property
    def pid(self) -> int | None:
        """The number of the process, or None when there is none."""
        return self._process.pid if self._process else None

    def start(self) -> None:
        """Start the process, unless it runs; it takes requests at once and answers them when it is ready."""
        if self._process is not None and self._process.poll() is None:
            return
        self.stop()
        if not hasattr(os, "pidfd_open"):
            return
        try:
            own = os.pidfd_open(os.getpid())
        except OSError:
            return
        self._control, theirs = socket.socketpair(type=socket.SOCK_SEQPACKET)
        self._control.settimeout(0)
        try:
            self._process = subprocess.Popen(  # noqa: S603 - our own program in our own Python
                [*_PARENT, str(theirs.fileno()), str(own)],
                env=os.environ | _ONE_THREAD,
                pass_fds=(theirs.fileno(), own),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                start_new_session=True,
            )
        except OSError:
            self.stop()
        finally:
            theirs.close()
            os.close(own)

    def stop(self) -> None:
        """End the process; the kernels that it started go on."""
        if self._control is not None:
            self._control.close()
            self._control = None
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    async def fork(self, arguments: list[str], env: dict[str, str], cwd: str) -> ForkedKernel | None:
        """Return a new kernel that listens, or None when there can be none.

        A process that has died is started again first; one that does not answer is ended.

        Parameters
        ----------
        arguments
            ipykernel's command line.
        env, cwd
            Environment and folder of the kernel.
        """
        self.start()
        if self._control is None:
            return None
        message = json.dumps({"arguments": arguments, "env": env, "cwd": cwd}).encode()
        answer, theirs = socket.socketpair(type=socket.SOCK_SEQPACKET)
        with answer:
            try:
                with theirs:
                    socket.send_fds(self._control, [message], [theirs.fileno()])
                async with asyncio.timeout(_PATIENCE_SECONDS):
                    return await _kernel(answer)
            except TimeoutError:
                self.stop()
            except OSError:  # it died at this moment, or the environment is too long for a message
                pass
        return None


async def _kernel(answer: socket.socket) -> ForkedKernel | None:
    """Return the kernel that answers, when it listens; a socket that closes before ends it."""
    await _message(answer)
    number, files, _, _ = socket.recv_fds(answer, _LONGEST_NUMBER, 1, socket.MSG_CMSG_CLOEXEC)
    if not files:
        return None
    kernel = ForkedKernel(int(number), files[0])
    await _message(answer)
    return kernel


async def _message(answer: socket.socket) -> None:
    """Wait for a message, or for the other side to close."""
    loop, here = asyncio.get_running_loop(), asyncio.Event()
    loop.add_reader(answer, here.set)
    try:
        await here.wait()
    finally:
        loop.remove_reader(answer)


class Provisioner(LocalProvisioner):
    """Starts kernels of this Python with our entry, forked where that can be; leaves other kernels as they are."""

    process: Any = None

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Start the kernel and return how it is reached."""
        if cmd[: len(_LAUNCHER)] != _LAUNCHER:
            return await super().launch_kernel(cmd, **kwargs)
        arguments = cmd[len(_LAUNCHER) :]
        forked = None
        if KernelParent.initialized() and _can_fork(kwargs):
            forked = await KernelParent.instance().fork(arguments, kwargs["env"], os.fspath(kwargs.get("cwd") or Path.cwd()))
        if forked is None:
            return await super().launch_kernel([*_KERNEL, *arguments], **kwargs)
        self.process, self.pid, self.pgid, self.cwd = forked, forked.pid, None, kwargs.get("cwd", Path.cwd())
        return self.connection_info


def _can_fork(options: dict[str, Any]) -> bool:
    """Tell whether a kernel asks for nothing that is settled when Python starts."""
    return options.keys() <= {"env", "cwd", "kernel_id"} and _of_python(options["env"]) == _of_python(os.environ)


def _of_python(environment: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in environment.items() if name.startswith("PYTHON")}
