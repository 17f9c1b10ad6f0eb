"""How soon is a vote acknowledged when many vote at once, and what does a participant cost the server?

`python -m benchmarks.voting` opens `--people` phones (1,000 unless given), each votes once a second for `--seconds` at a moment of its
own, and prints the times from a vote to its acknowledgement, beside the same messages sent to a server that only echoes them. With
`--database URL` another database than SQLite.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil
from tornado.websocket import WebSocketClientConnection, websocket_connect

from benchmarks.report import percentile, table
from strategylib.workshop.session import fold
from strategylib.workshop.store import New, Store

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
def _running(command: list[str], database: str) -> Iterator[tuple[str, psutil.Process]]:
    environment = {**os.environ, "STRATEGYLIB_DATABASE_URL": database}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, encoding="utf-8", env=environment) as process:  # noqa: S603 - our own
        found = re.search(r"http://\S+", process.stdout.readline() if process.stdout else "")
        if found is None:
            sys.exit("The server did not start.")
        yield found.group(), psutil.Process(process.pid)
        process.terminate()


async def _vote(socket: WebSocketClientConnection, number: int, seconds: int, times: list[float]) -> None:
    random_ = random.Random(number)
    await asyncio.sleep(random_.random())
    start = time.monotonic()
    for second in range(seconds):
        await asyncio.sleep(max(0.0, start + second - time.monotonic()))
        key = f"{number:08}-{second:08}"
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
    await asyncio.gather(*(_vote(socket, number, seconds, times) for number, socket in enumerate(sockets)))
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
        session = store.create("Måling").id
        exercise = {"id": "x", "kind": "dots", "title": "Måling", "items": _ITEMS}
        store.append([New(session, "exercise", {"exercise": exercise}), New(session, "opened", {"exercise_id": "x"})])
        echo = [sys.executable, "-c", _ECHO]
        serve = [sys.executable, "-m", "strategylib", "serve", "--no-browser", "--port", "0"]
        for name, command, path in (("echo", echo, "x"), ("strategylib", serve, f"deltag/ws/{session}")):
            with _running(command, database) as (url, process):
                time.sleep(5)
                found = asyncio.run(_all_vote(url, path, asked.people, asked.seconds, process))
            times = [1000 * one for one in found["times"]]
            spread = f"{statistics.median(times):.1f}", f"{percentile(times, 95):.1f}", f"{min(times):.1f}-{max(times):.1f}"
            rows.append((name, f"{len(times)} of {asked.people * asked.seconds}", *spread, f"{found['kb']:.1f}"))
        kept = sum(one.kind == "ballot" for one in store.events(session))
        last = fold(store.events(session)).rounds["x"].done
        store.close()
    print(table(("server", "acknowledged", "median ms", "p95", "min-max", "kB PSS a phone"), rows))
    print(f"\n{kept} votes kept, {last} participants counted.")


if __name__ == "__main__":
    main()
