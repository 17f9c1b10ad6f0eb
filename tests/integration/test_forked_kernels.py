"""Kernels that fork from one parent: each is a kernel of its own, and the end of one process is the end of no other, but the server's."""

from __future__ import annotations

import ast
import asyncio
import contextlib
import functools
import json
import os
import queue
import sys
import tempfile
import urllib.request
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
import pytest
from jupyter_client import AsyncKernelClient, AsyncKernelManager
from jupyter_client.provisioning.factory import KernelProvisionerFactory
from jupyter_core.paths import jupyter_runtime_dir

import strategylib.server.provisioner
from strategylib.server.provisioner import KernelParent
from tests.browser.conftest import LEADER, Start
from tests.conftest import Copy

pytestmark = [
    pytest.mark.integration,
    pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="kernels fork only where the system has pidfd_open (Linux)"),
]
PATIENCE = 60


def awaited(story: Callable[..., Awaitable[None]]) -> Callable[..., None]:
    """Let pytest run a test that awaits."""

    @functools.wraps(story)
    def test(**fixtures: Any) -> None:
        asyncio.run(asyncio.wait_for(story(**fixtures), 2 * PATIENCE))

    return test


@dataclass
class Kernel:
    """A kernel with a client of its own."""

    manager: AsyncKernelManager
    client: AsyncKernelClient

    @property
    def pid(self) -> int:
        return self.manager.provisioner.pid

    @property
    def process(self) -> psutil.Process:
        return psutil.Process(self.pid)

    async def run(self, code: str, shown: Callable[[dict[str, Any]], None] = lambda _: None) -> dict[str, Any]:
        """Run a cell and return the reply, whatever came of it."""
        reply = await self.client.execute_interactive(code, output_hook=shown, timeout=PATIENCE)
        return reply["content"]

    async def value(self, expression: str, before: str = "") -> Any:
        """Return the value of an expression, after running a cell."""
        reply = await self.client.execute_interactive(
            before, user_expressions={"it": expression}, output_hook=lambda _: None, timeout=PATIENCE
        )
        assert reply["content"]["status"] == "ok", reply["content"]
        it = reply["content"]["user_expressions"]["it"]
        assert it["status"] == "ok", it
        return ast.literal_eval(it["data"]["text/plain"])


def new_manager(**options: Any) -> AsyncKernelManager:
    """Return a manager with the sockets where a server puts them: beside the connection file."""
    return AsyncKernelManager(connection_file=str(Path(jupyter_runtime_dir(), f"{uuid.uuid4()}.json")), **options)


@contextlib.asynccontextmanager
async def started(*, transport: str = "ipc", kernel: str = "python3", **options: Any) -> AsyncIterator[Kernel]:
    """Start a kernel, and end it afterwards."""
    manager = new_manager(transport=transport, kernel_name=kernel)
    await manager.start_kernel(**options)
    client = manager.client()
    client.start_channels()
    try:
        await client.wait_for_ready(timeout=PATIENCE)
        yield Kernel(manager, client)
    finally:
        client.stop_channels()
        await manager.shutdown_kernel(now=True)


@pytest.fixture(autouse=True)
def _ours(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Kernels are started by our provisioner; their sockets lie in a folder with a short name."""
    with tempfile.TemporaryDirectory() as folder:
        monkeypatch.setenv("JUPYTER_RUNTIME_DIR", folder)
        factory = KernelProvisionerFactory.instance()
        monkeypatch.setattr(factory, "default_provisioner_name", "strategylib")
        yield


@pytest.fixture
def parent() -> Iterator[KernelParent]:
    parent = KernelParent.instance()
    parent.start()
    yield parent
    parent.stop()
    KernelParent.clear_instance()


def is_forked(kernel: Kernel, parent: KernelParent) -> bool:
    return kernel.process.ppid() == parent.pid


def children(pid: int | None) -> list[psutil.Process]:
    return psutil.Process(pid).children()


async def until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not true():  # noqa: ASYNC110 - what is waited for happens in other processes
            await asyncio.sleep(0.05)


def has_ended(process: psutil.Process) -> bool:
    return not process.is_running() or process.status() == psutil.STATUS_ZOMBIE


@pytest.mark.parametrize("transport", ["ipc", "tcp"])
@awaited
async def test_a_kernel_forks_from_the_parent_and_finds_all_that_the_leader_app_needs_loaded(parent: KernelParent, transport: str) -> None:
    async with started(transport=transport) as kernel:
        assert is_forked(kernel, parent)
        new = await kernel.value(
            "sorted(set(sys.modules) - before)",
            "import sys; before = set(sys.modules)\nimport strategylib as sl\napp = sl.leader_app()\ndisplay(app)",
        )
        assert new == []
        assert await kernel.value("{'pandas', 'networkx', 'ipywidgets', 'anywidget'} <= set(sys.modules)")


@awaited
async def test_the_parent_has_one_thread_and_the_cells_see_nothing_of_it(parent: KernelParent) -> None:
    async with started() as kernel:
        assert psutil.Process(parent.pid).num_threads() == 1
        names = await kernel.value("sorted(name for name in globals() if not name.startswith('_'))")
        assert names == ["In", "Out", "exit", "get_ipython", "open", "quit"]
        assert await kernel.value("sys.stdin.read(), sys.argv[1], 'debugpy' in sys.modules", "import sys") == ("", "-f", False)


@awaited
async def test_every_kernel_has_a_random_state_of_its_own(parent: KernelParent) -> None:
    draw = "random.random(), float(numpy.random.random()), str(uuid.uuid4()), str(uuid.uuid1())"
    async with started() as one, started() as other:
        assert is_forked(one, parent)
        assert is_forked(other, parent)
        drawn = [await kernel.value(draw, "import numpy, random, uuid") for kernel in (one, other)]
    assert [a for a, b in zip(*drawn, strict=True) if a == b] == []


@awaited
async def test_a_client_with_the_key_of_another_kernel_gets_no_answer(parent: KernelParent) -> None:
    async with started() as one, started() as other:
        assert is_forked(one, parent)
        key = other.manager.get_connection_info()["key"]
        assert key != one.manager.get_connection_info()["key"]
        stranger = AsyncKernelClient()
        stranger.load_connection_info({**one.manager.get_connection_info(), "key": key})
        stranger.start_channels(hb=False)
        try:
            stranger.kernel_info()
            assert await one.value("6 * 7") == 42
            with pytest.raises(queue.Empty):
                await stranger.get_shell_msg(timeout=1)
        finally:
            stranger.stop_channels()


@awaited
async def test_the_page_can_ask_a_forked_kernel_for_its_widgets(parent: KernelParent) -> None:
    async with started() as kernel:
        assert is_forked(kernel, parent)
        assert await kernel.value("sorted(get_ipython().kernel.comm_manager.targets)") == ["jupyter.widget", "jupyter.widget.control"]


@pytest.mark.parametrize("now", [False, True])
@awaited
async def test_a_restart_keeps_the_connection_file_and_clears_the_names(parent: KernelParent, *, now: bool) -> None:
    async with started() as kernel:
        file, before, process = kernel.manager.connection_file, kernel.manager.get_connection_info(), kernel.process
        await kernel.run("mine = 1")
        await kernel.manager.restart_kernel(now=now)
        await kernel.client.wait_for_ready(timeout=PATIENCE)
        assert has_ended(process)
        assert is_forked(kernel, parent)
        assert (kernel.manager.connection_file, kernel.manager.get_connection_info()) == (file, before)
        assert await kernel.value("'mine' in globals()") is False


@pytest.mark.parametrize("cell", ["while True: pass", "import subprocess; subprocess.run(['sleep', '1000'])"])
@awaited
async def test_an_interrupt_ends_the_cell_and_the_kernel_answers_after_it(parent: KernelParent, tmp_path: Path, cell: str) -> None:
    async with started(cwd=str(tmp_path)) as kernel:
        assert is_forked(kernel, parent)
        running = asyncio.create_task(kernel.run(f"open('running', 'w').close()\n{cell}"))
        await until((tmp_path / "running").exists)
        await until(lambda: "while" in cell or bool(kernel.process.children()))
        await kernel.manager.interrupt_kernel()
        assert (await running)["ename"] == "KeyboardInterrupt"
        assert await kernel.value("1 + 1") == 2
        assert kernel.process.children() == []


@awaited
async def test_when_the_parent_is_killed_open_kernels_go_on_and_new_ones_start(parent: KernelParent) -> None:
    async with started() as old:
        await old.run("mine = 1")
        before = psutil.Process(parent.pid)
        before.kill()
        await until(lambda: has_ended(before))
        async with started() as new:
            assert parent.pid != before.pid
            assert is_forked(new, parent)
            assert await new.value("2 + 2") == 4
        assert await old.value("mine") == 1
        assert await old.manager.is_alive()
        await old.manager.restart_kernel()
        await old.client.wait_for_ready(timeout=PATIENCE)
        assert is_forked(old, parent)


@awaited
async def test_when_the_parent_does_not_answer_the_kernel_starts_by_itself(parent: KernelParent, monkeypatch: pytest.MonkeyPatch) -> None:
    async with started() as old:
        silent = psutil.Process(parent.pid)
        silent.suspend()
        monkeypatch.setattr(strategylib.server.provisioner, "_PATIENCE_SECONDS", 1)
        async with started() as new:
            assert new.process.ppid() == os.getpid()
            assert await new.value("2 + 2") == 4
        assert has_ended(silent)
        assert await old.value("2 + 2") == 4


@awaited
async def test_a_start_that_is_given_up_leaves_no_kernel(parent: KernelParent, tmp_path: Path) -> None:
    async with started() as before:
        start = asyncio.create_task(parent.fork(["-f", str(tmp_path / "given-up.json")], dict(os.environ), str(tmp_path)))
        await asyncio.sleep(0)  # until it waits for the answer
        start.cancel()
        with pytest.raises(asyncio.CancelledError):
            await start
        async with started() as after:
            await until(lambda: {child.pid for child in children(parent.pid)} == {before.pid, after.pid})


@pytest.mark.parametrize("crash", ["import os; os.abort()", "import os, signal; os.kill(os.getpid(), signal.SIGSEGV)"])
@awaited
async def test_a_crash_is_noticed_and_harms_no_other_kernel(parent: KernelParent, crash: str) -> None:
    async with started() as sound, started() as broken:
        assert is_forked(sound, parent)
        assert is_forked(broken, parent)
        broken.client.execute(crash)
        await until(lambda: broken.manager.provisioner.process.poll() is not None)
        assert not await broken.manager.is_alive()
        assert await sound.value("1 + 1") == 2
        assert [child.pid for child in children(parent.pid)] == [sound.pid]


@awaited
async def test_what_was_registered_for_the_end_of_a_kernel_is_done(parent: KernelParent, tmp_path: Path) -> None:
    async with started() as kernel:
        assert is_forked(kernel, parent)
        await kernel.run(f"import atexit, pathlib; atexit.register(pathlib.Path({str(tmp_path / 'done')!r}).touch)")
        await kernel.manager.shutdown_kernel()
    assert (tmp_path / "done").exists()


@awaited
async def test_the_next_kernel_sees_changed_data(parent: KernelParent, corpus: Copy) -> None:
    env = {**os.environ, "STRATEGYLIB_FOLDER": str(corpus.data)}
    look = "import strategylib as sl; shown = str(sl.leader_app().children[1].children[0].model.content)"
    name = corpus.read("municipalities.yaml").partition("name: ")[2].partition("\n")[0]
    async with started(env=env) as old:
        assert is_forked(old, parent)
        assert await old.value("'Nyborggaard' in shown", look) is False
        corpus.edit("municipalities.yaml", f"name: {name}\n", "name: Nyborggaard\n")
        async with started(env=env) as new:
            assert is_forked(new, parent)
            assert await new.value("'Nyborggaard' in shown", look) is True
        assert await old.value("'Nyborggaard' in shown", look)
    async with started() as bundled:
        assert await bundled.value("'Nyborggaard' in shown, 'Holstebro' in shown", look) == (False, True)


@awaited
async def test_ten_restarts_leave_no_open_file_and_no_zombie(parent: KernelParent) -> None:
    server, forking = psutil.Process(), psutil.Process(parent.pid)
    async with started() as kernel:
        files = None
        for generation in range(10):
            await kernel.manager.restart_kernel(now=generation % 2 == 0)
            await kernel.client.wait_for_ready(timeout=PATIENCE)
            assert is_forked(kernel, parent)
            assert await kernel.value("1 + 1") == 2
            assert [child.pid for child in children(parent.pid)] == [kernel.pid]
            assert [child.pid for child in server.children() if child.status() == psutil.STATUS_ZOMBIE] == []
            files = files or (server.num_fds(), forking.num_fds())
        assert (server.num_fds(), forking.num_fds()) == files


@awaited
async def test_environment_and_folder_of_a_kernel_may_hold_any_letter(parent: KernelParent, tmp_path: Path) -> None:
    folder = tmp_path / "blåbærgrød 🫐"
    folder.mkdir()
    odd = os.fsdecode(b"\xff\xfe=\n\"'")
    env = {**os.environ, "SØD": "æøå", "ODD": odd, "LONG": "x" * 100_000}
    env.pop("HOME")
    async with started(env=env, cwd=str(folder)) as kernel:
        assert is_forked(kernel, parent)
        found = await kernel.value("os.getcwd(), [os.environ.get(name) for name in ('SØD', 'ODD', 'LONG', 'HOME')]", "import os")
    assert found == (str(folder), ["æøå", odd, "x" * 100_000, None])


@awaited
async def test_what_python_settles_at_its_start_makes_a_kernel_start_by_itself(parent: KernelParent, tmp_path: Path) -> None:
    (tmp_path / "beside.py").write_text("found = True")
    async with started(env={**os.environ, "PYTHONPATH": str(tmp_path)}) as kernel:
        assert not is_forked(kernel, parent)
        assert await kernel.value("beside.found", "import beside")


@awaited
async def test_a_folder_that_does_not_exist_is_told_as_without_forking(parent: KernelParent, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="nowhere"):
        async with started(cwd=str(tmp_path / "nowhere")):
            pass
    async with started() as kernel:
        assert is_forked(kernel, parent)


@awaited
async def test_without_a_parent_our_kernel_starts_by_itself() -> None:
    async with started() as kernel:
        assert kernel.process.cmdline()[1:3] == ["-m", "strategylib.server.kernel"]
        assert await kernel.value("'ipywidgets' in sys.modules, 'debugpy' in sys.modules", "import sys") == (False, False)
        assert (await kernel.run("import strategylib as sl; display(sl.leader_app())"))["status"] == "ok"


@pytest.fixture
def _dev(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A kernel named dev that is started with other options."""
    spec = tmp_path / "kernels" / "dev" / "kernel.json"
    spec.parent.mkdir(parents=True)
    argv = [sys.executable, "-X", "dev", "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    spec.write_text(json.dumps({"argv": argv, "language": "python", "display_name": "Python, dev"}), encoding="utf-8")
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path))


@pytest.mark.usefixtures("parent", "_dev")
@awaited
async def test_other_kernels_start_as_jupyter_does_it() -> None:
    async with started(kernel="dev") as kernel:
        assert kernel.process.ppid() == os.getpid()
        assert "ipykernel_launcher" in kernel.process.cmdline()
        assert await kernel.value("1 + 1") == 2


async def shown_modules(folder: Path, parent: KernelParent | None) -> set[str]:
    """Return what the page is sent as modules and styles of the leader app when the server gives out a folder."""
    sent: set[str] = set()

    def look(message: dict[str, Any]) -> None:
        state = message["content"].get("data", {}).get("state", {})
        sent.update(state[name] for name in ("_esm", "_css") if name in state)

    env = {**os.environ, "STRATEGYLIB_MODULES": str(folder), "STRATEGYLIB_MODULES_URL": "/modules/"}
    async with started(env=env) as kernel:
        assert parent is None or is_forked(kernel, parent)
        await kernel.run("import strategylib as sl; display(sl.leader_app())", look)
    return sent


def test_the_modules_of_widgets_reach_the_page_as_addresses_of_files(parent: KernelParent, tmp_path: Path) -> None:
    sent = asyncio.run(shown_modules(tmp_path, parent))
    assert sent == {f"/modules/{file.name}" for file in tmp_path.iterdir()}
    assert {file.suffix for file in tmp_path.iterdir()} == {".js", ".css"}


def test_they_do_so_from_a_kernel_that_starts_by_itself(tmp_path: Path) -> None:
    sent = asyncio.run(shown_modules(tmp_path, None))
    assert sent == {f"/modules/{file.name}" for file in tmp_path.iterdir()} != set()


@pytest.mark.parametrize("parent_dies_first", [False, True])
def test_when_the_server_is_killed_the_parent_and_every_kernel_end(start_server: Start, *, parent_dies_first: bool) -> None:
    server = start_server()
    for _ in range(2):
        urllib.request.urlopen(f"{server.url}{LEADER}").read()  # noqa: S310 - the server under test
    kernels = server.kernels()
    assert len(kernels) == 2
    (forking,) = {kernel.parent() for kernel in kernels}
    if parent_dies_first:
        forking.kill()
    server.process.kill()
    server.process.communicate()
    asyncio.run(until(lambda: all(map(has_ended, [forking, *kernels]))))
