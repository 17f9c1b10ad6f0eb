"""How soon is a vote acknowledged when many vote at once, and what does a participant cost the server?

`python -m benchmarks.voting` opens `--people` phones (1,000 unless given), each votes once a second for `--seconds` at a moment of its
own, and prints the times from a vote to its acknowledgement, beside the same messages sent to a server that only echoes them, and once
more while projector, facilitator and the leader app are open in a browser and a leader makes a choice every second. With `--database URL`
another database than SQLite.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import json
import os
import random
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

import psutil
from tornado.websocket import WebSocketClientConnection, websocket_connect

from benchmarks.browsing import CONTEXT, IN_PAGE, browsing
from benchmarks.report import percentile, table
from strategylib.workshop.session import fold
from strategylib.workshop.store import New, Opened, Store

_ECHO = """
import asyncio, sys
from tornado.web import Application
from tornado.websocket import WebSocketHandler
class Echo(WebSocketHandler):
    def on_message(self, message):
        self.write_message(message)
async def main():
    server = Application([("/.*", Echo)]).listen(0, "127.0.0.1")
    print("http://127.0.0.1:%d/" % next(iter(server._sockets.values())).getsockname()[1], flush=True)
    await asyncio.Event().wait()
asyncio.run(main())
"""
_ITEMS = [{"id": f"i{number}", "text": f"Emne {number}", "elements": []} for number in range(1, 9)]
_JOIN_AT_ONCE = 50


@contextmanager
def running(command: list[str], database: str) -> Iterator[tuple[str, psutil.Process]]:
    """Run a server over a database; give its address and process."""
    environment = {**os.environ, "STRATEGYLIB_DATABASE_URL": database}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, encoding="utf-8", env=environment) as process:  # noqa: S603 - our own
        found = re.search(r"http://\S+", process.stdout.readline() if process.stdout else "")
        if found is None:
            sys.exit("The server did not start.")
        yield found.group(), psutil.Process(process.pid)
        process.terminate()


@contextmanager
def _used_beside(url: str, session: Opened, choices: list[float]) -> Iterator[None]:
    """Keep projector, facilitator and leader app open, and choose something in the last each second; gather the milliseconds."""
    there, stop = threading.Event(), threading.Event()

    def use() -> None:
        with browsing() as browser:
            page = browser.new_page(**CONTEXT)
            page.add_init_script(path=IN_PAGE)
            for address in (
                f"skaerm#{session.projector}",
                f"voila/render/facilitator.ipynb#moede={session.facilitator}.{session.projector}",
            ):
                browser.new_page(**CONTEXT).goto(f"{url}{address}")
            page.goto(f"{url}voila/render/leder.ipynb#roed-traad/viborg")
            page.wait_for_selector("html[data-app-ready]")
            there.set()
            for name in itertools.cycle(("hilleroed", "holstebro", "viborg")):
                if stop.wait(1):
                    return
                choices.append(page.evaluate("benchmark.choose", f"#roed-traad/{name}"))

    thread = threading.Thread(target=use)
    thread.start()
    there.wait(60)
    yield
    stop.set()
    thread.join()


async def _vote(socket: WebSocketClientConnection, number: int, seconds: int, run: str, times: list[float]) -> None:
    random_ = random.Random(number)
    await asyncio.sleep(random_.random())
    start = time.monotonic()
    for second in range(seconds):
        await asyncio.sleep(max(0.0, start + second - time.monotonic()))
        key = f"{run}-{number:08}-{second:08}"
        vote = {"t": "ballot", "key": key, "exercise_id": "x", "round": 1, "ballot": {random_.choice(_ITEMS)["id"]: 1}}
        began = time.perf_counter()
        await socket.write_message(json.dumps(vote))
        while True:
            said = await socket.read_message()
            if said is None:
                return
            if key in str(said):
                if json.loads(said)["t"] in ("ack", "ballot"):
                    times.append(time.perf_counter() - began)
                break


async def _all_vote(url: str, path: str, people: int, seconds: int, server: psutil.Process) -> dict[str, Any]:
    first = await websocket_connect(f"{url.replace('http', 'ws')}{path}")  # loads what a workshop needs
    await first.write_message(json.dumps({"participant": "participant-of-none"}))
    await first.read_message()
    before = server.memory_full_info().pss
    sockets: list[WebSocketClientConnection] = []
    for start in range(0, people, _JOIN_AT_ONCE):
        opening = [websocket_connect(f"{url.replace('http', 'ws')}{path}") for _ in range(start, min(people, start + _JOIN_AT_ONCE))]
        sockets += await asyncio.gather(*opening)
    for number, socket in enumerate(sockets):
        await socket.write_message(json.dumps({"participant": f"participant-{number:08}"}))
        await socket.read_message()
    memory = (server.memory_full_info().pss - before) / people / 1024
    times: list[float] = []
    await asyncio.gather(*(_vote(socket, number, seconds, os.urandom(4).hex(), times) for number, socket in enumerate(sockets)))
    for socket in [first, *sockets]:
        socket.close()
    return {"times": times, "kb": memory}


def main() -> None:
    """Measure, and print what was found."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--people", type=int, default=1000)
    options.add_argument("--seconds", type=int, default=10)
    options.add_argument("--database")
    asked = options.parse_args()
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        database = asked.database or f"sqlite:///{Path(folder, 'møder.sqlite')}"
        store = Store(database)
        opened = store.create("Måling")
        session = opened.id
        exercise = {"id": "x", "kind": "dots", "title": "Måling", "items": _ITEMS}
        store.append([New(session, "exercise", {"exercise": exercise}), New(session, "opened", {"exercise_id": "x"})])
        echo = [sys.executable, "-c", _ECHO]
        serve = [sys.executable, "-m", "strategylib", "serve", "--no-browser", "--port", "0"]
        choices: list[float] = []
        own = f"deltag/ws/{session}"
        for name, command, path, used in (
            ("echo", echo, "x", False),
            ("strategylib", serve, own, False),
            ("used beside", serve, own, True),
        ):
            with running(command, database) as (url, process), _used_beside(url, opened, choices) if used else nullcontext():
                time.sleep(5)
                found = asyncio.run(_all_vote(url, path, asked.people, asked.seconds, process))
            times = [1000 * one for one in found["times"]]
            spread = f"{statistics.median(times):.1f}", f"{percentile(times, 95):.1f}", f"{min(times):.1f}-{max(times):.1f}"
            rows.append((name, f"{len(times)} of {asked.people * asked.seconds}", *spread, f"{found['kb']:.1f}"))
        kept = sum(one.kind == "ballot" for one in store.events(session))
        where = f"{statistics.median(choices):.0f} ({min(choices):.0f}-{max(choices):.0f}, n = {len(choices)})"
        last = fold(store.events(session)).rounds["x"].done
        store.close()
    print(table(("server", "acknowledged", "median ms", "p95", "min-max", "kB PSS a phone"), rows))
    print(f"\n{kept} votes kept of two times {asked.people * asked.seconds}, {last} participants counted.")
    print(f"A choice in the leader app beside, median ms (min-max): {where}")


if __name__ == "__main__":
    main()
