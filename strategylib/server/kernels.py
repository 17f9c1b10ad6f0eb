"""When does a page's kernel end? When its page closes; when nobody has come for it; when its page was left alone for long."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import psutil
from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager
from traitlets import Integer

_GIB = 2**30
_CGROUP = Path("/sys/fs/cgroup/memory.max")


def memory() -> int:
    """Return the bytes of memory that this process may use: the machine's, or its container's share of it."""
    total: int = psutil.virtual_memory().total
    try:
        return min(total, int(_CGROUP.read_text(encoding="ascii")))
    except (OSError, ValueError):  # no container, or one without a limit
        return total


def default_pool(of: int | None = None) -> int:
    """Return how many pages are kept ready: one for each 4 GiB of memory, at least 1 and at most 4."""
    return max(1, min(4, (of or memory()) // (4 * _GIB)))


def default_idle_minutes(of: int | None = None) -> int:
    """Return how long an open page may be left alone before its kernel ends: 30 minutes for each GiB of memory, at most 8 hours."""
    return max(30, min(480, (of or memory()) // _GIB * 30))


class PageKernelManager(AsyncMappingKernelManager):
    """Jupyter's kernels, ended by what has become of their page. A kernel that died is not started again: it would know nothing."""

    abandoned_seconds = Integer(120, config=True, help="How long a kernel whose page has no connection is kept.")

    spared: Callable[[], set[str]] = set
    """Return the kernels that wait for a reader, whatever their age."""

    async def cull_kernel_if_idle(self, kernel_id: str) -> None:
        """End a kernel that is not at work and whose page was left alone too long, or is not there at all."""
        kernel = self._kernels.get(kernel_id)
        if kernel is None or kernel_id in self.spared() or kernel.execution_state == "busy":
            return
        idle = dt.datetime.now(dt.UTC) - kernel.last_activity
        limit = self.cull_idle_timeout if self._kernel_connections.get(kernel_id) else self.abandoned_seconds
        if idle > dt.timedelta(seconds=limit):
            self.log.info("ending a kernel that was left alone", extra={"fields": {"idle_seconds": round(idle.total_seconds())}})
            await self.shutdown_kernel(kernel_id, now=True)
