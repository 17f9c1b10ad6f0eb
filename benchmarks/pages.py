"""What does a page cost: until it is ready, in bytes, over a slow line, and from a choice to its answer?

`python -m benchmarks.pages` measures and prints it as Markdown tables; `--only leader,voila,panel` measures those alone (an id
stands for all ids that begin with it), `--parts opening,bytes` those parts, and `--tables` prints what was measured last.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

from playwright.sync_api import Browser, Page

from benchmarks.browsing import IN_PAGE, Traffic, browsing, open_ready, throttle, visiting, weigh
from benchmarks.options import asked, chosen, parser
from benchmarks.report import Measured, load, pages_tables, save
from benchmarks.servers import Running, running

VIEW = "roed-traad"
_HOVERED = "hilleroed"
MUNICIPALITIES = ("holstebro", "viborg", "hilleroed", "norddjurs", "hedensted")
CHOICES: dict[str, list[str]] = {
    "overblik": [f"?vi={one}" for one in MUNICIPALITIES],
    "sammenlign": [
        "",
        "?kommuner=viborg+hilleroed",
        "?a=cosine&b=dice",
        "?a=congruence&b=overlap_coefficient",
        "?kommuner=holstebro+viborg",
    ],
    "netvaerk": [
        "?niveau=goal",
        "?fokus=viborg",
        "?kommuner=viborg+hedensted",
        "/norddjurs?efter=kaskade",
        "?fokus=theme:ledelse&skridt=2",
    ],
    VIEW: [f"/{one}" for one in MUNICIPALITIES],
    "reformer": [f"/{one}" for one in MUNICIPALITIES],
    "soeg": [f"?q={word}" for word in ("teknologi", "ledelse", "borger", "sundhed", "medarbejder")],
}
"""By view, the choices that are timed."""


def opening(browser: Browser, servers: dict[str, Running], runs: int, *, slow: bool = False) -> Measured:
    """Return the seconds until each page is ready, an opening of each in turn, and how often the machine had other work to do."""
    times: dict[str, list[float]] = {key: [] for key in servers}
    restless, processes = dict.fromkeys(servers, 0), dict.fromkeys(servers, 0)
    traffic = {key: Traffic() for key in servers}
    for run, (key, server) in itertools.product(range(runs + 1), servers.items()):
        idle = server.rest(processes[key])
        processes[key] = len(server.tree())
        with visiting(browser, traffic[key]) as page:
            if slow:
                throttle(page)
            seconds = open_ready(page, server)
        if run:  # the first one warms the server
            times[key].append(seconds)
            restless[key] += not idle
    return {"seconds": times, "restless": restless, "outside": {key: sorted(found.outside) for key, found in traffic.items()}}


def throttled(browser: Browser, servers: dict[str, Running], runs: int) -> Measured:
    """Return the same over a line of 20 Mbit/s and 40 ms."""
    return opening(browser, servers, runs, slow=True)


def weighing(browser: Browser, servers: dict[str, Running], _runs: int) -> Measured:
    """Return the bytes of each page's first view."""
    found = {}
    for key, server in servers.items():
        server.rest()
        traffic = Traffic()
        with visiting(browser, traffic) as page:
            weigh(page, server, traffic)
        found[key] = {"http": traffic.http, "answers": traffic.answers, "socket": traffic.socket}
    return found


def choosing(browser: Browser, servers: dict[str, Running], runs: int) -> Measured:
    """Return for each view the milliseconds from a choice to the frame that shows it, `runs` rounds of its choices in an open view."""

    def measure(page: Page) -> dict[str, list[float]]:
        found: dict[str, list[float]] = {}
        for view, choices in CHOICES.items():
            page.evaluate("benchmark.choose", f"#{view}{choices[-1]}")
            found[view] = [page.evaluate("benchmark.choose", f"#{view}{choice}") for _ in range(runs) for choice in choices]
        return found

    return {"milliseconds": _in_leader(browser, servers, _HOVERED, measure)}


def hovering(browser: Browser, servers: dict[str, Running], runs: int) -> Measured:
    """Move the pointer 20 times `runs` over a box of the red thread; return the time to the next frame, and if it marks others."""

    def measure(page: Page) -> list[dict[str, Any]]:
        boxes = page.locator(".sv-box")
        places = page.evaluate("benchmark.marking()")
        page.evaluate("benchmark.watchHovers()")
        for place in itertools.islice(itertools.cycle(places), 20 * runs):
            page.mouse.move(0, 0)
            boxes.nth(place).hover()
            page.wait_for_timeout(50)
        hovers: list[dict[str, Any]] = page.evaluate("benchmark.hovers")
        return hovers

    return {"hovers": _in_leader(browser, servers, _HOVERED, measure)}


def _in_leader(browser: Browser, servers: dict[str, Running], municipality: str, measure: Callable[[Page], Any]) -> Any:
    server = servers["leader"]
    server.rest()
    with visiting(browser, Traffic()) as page:
        page.add_init_script(path=IN_PAGE)
        open_ready(page, server, f"#{VIEW}/{municipality}")
        return measure(page)


PARTS: dict[str, Callable[[Browser, dict[str, Running], int], Measured]] = {
    "opening": opening,
    "throttled": throttled,
    "bytes": weighing,
    "choice": choosing,
    "hover": hovering,
}


def main() -> None:
    """Measure what was asked for, keep it, and print it."""
    options = asked(parser(__doc__ or "", PARTS, runs=7))
    if not options.tables:
        with ExitStack() as stack:
            servers = {key: stack.enter_context(running(side)) for key, side in chosen(options).items()}
            browser = stack.enter_context(browsing())
            parts = [part for part in options.parts if "leader" in servers or part not in ("choice", "hover")]
            for part in parts:
                found = PARTS[part](browser, servers, options.runs)
                save("pages", {part: found}, {key: server.side.name for key, server in servers.items()})
    print(pages_tables(load("pages")))


if __name__ == "__main__":
    main()
