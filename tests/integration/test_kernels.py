"""Which kernels does the server end by itself, and how many pages does it keep ready? With real kernels."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from strategylib.server.kernels import PageKernelManager, default_idle_minutes, default_pool, memory

pytestmark = pytest.mark.integration

GIB = 2**30
LONG = 3600


@pytest.mark.parametrize(("size", "pages", "minutes"), [(1, 1, 30), (4, 1, 120), (8, 2, 240), (24, 4, 480), (512, 4, 480)])
def test_the_pool_and_the_patience_follow_the_memory(size: int, pages: int, minutes: int) -> None:
    assert default_pool(size * GIB) == pages
    assert default_idle_minutes(size * GIB) == minutes


def test_the_machine_has_memory() -> None:
    assert GIB // 4 < memory() < 2**50


def left(folder: Path, *, connected: bool = False, spared: bool = False, abandoned: int = 0, idle: int = 0) -> bool:
    """Start a kernel, look after the kernels once, and tell whether it is still there."""

    async def run() -> bool:
        manager = PageKernelManager(connection_dir=str(folder), abandoned_seconds=abandoned, cull_idle_timeout=idle)
        kernel_id = await manager.start_kernel()
        try:
            if connected:
                manager.notify_connect(kernel_id)
            if spared:
                manager.spared = lambda: {kernel_id}
            await manager.cull_kernel_if_idle(kernel_id)
            return kernel_id in manager
        finally:
            await manager.shutdown_all(now=True)

    return asyncio.run(run())


def test_a_kernel_that_nobody_came_for_is_ended(tmp_path: Path) -> None:
    assert not left(tmp_path, idle=LONG)
    assert left(tmp_path, abandoned=LONG)


def test_a_page_that_was_left_alone_for_long_loses_its_kernel(tmp_path: Path) -> None:
    assert not left(tmp_path, connected=True, abandoned=LONG)
    assert left(tmp_path, connected=True, idle=LONG)


def test_a_kernel_that_waits_for_a_reader_is_spared(tmp_path: Path) -> None:
    assert left(tmp_path, spared=True)
