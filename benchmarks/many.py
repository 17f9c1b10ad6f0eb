"""What happens with many at once: when is the last of 30 pages ready, what does a page hold in memory, and does it grow in time?

`python -m benchmarks.many` measures and prints it as Markdown tables; each round has a server of its own. `--parts together` opens
pages at once, `--parts soak` keeps them open while each makes a choice every few seconds; `--tables` prints what was measured last.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import random
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

from playwright.async_api import Browser, Error, Page, async_playwright

from benchmarks.browsing import CONTEXT, IN_PAGE, LAUNCH
from benchmarks.options import asked, chosen, parser
from benchmarks.pages import MUNICIPALITIES, VIEW
from benchmarks.report import Measured, load, many_tables, save
from benchmarks.servers import Running, running
from benchmarks.sides import Side
from tests.browser.conftest import chromium

SIDES = ("leader", "voila-page", "voila-page-cold")
_MILLISECONDS = 180_000
_CHOOSE_EVERY = (3.0, 7.0)
_SAMPLE_EVERY = 60


@asynccontextmanager
async def _visitors(browser: Browser, count: int) -> AsyncIterator[list[Page]]:
    """Give so many pages, each of a visitor who was never here."""
    async with AsyncExitStack() as stack:
        contexts = [await browser.new_context(**CONTEXT) for _ in range(count)]
        for context in contexts:
            context.set_default_timeout(_MILLISECONDS)
            stack.push_async_callback(context.close)
        yield [await context.new_page() for context in contexts]


async def _open_ready(page: Page, server: Running, fragment: str = "") -> float | None:
    """Open the server's page; return the seconds until it is ready, or None when it never is."""
    start = time.perf_counter()
    try:
        await page.goto(server.address + fragment, wait_until="commit")
        for selector in server.side.ready:
            await page.locator(selector).first.wait_for(state="attached")
    except Error:
        return None
    return time.perf_counter() - start


async def together(browser: Browser, sides: dict[str, Side], runs: int, pages: int) -> Measured:
    """Open that many pages at once, `runs` times for each side in turn; return when each was ready, and PSS before and after."""
    found: dict[str, list[Measured]] = {key: [] for key in sides}
    for _, (key, side) in itertools.product(range(runs), sides.items()):
        with running(side) as server:
            await _warm(browser, server)
            before = server.pss()
            async with _visitors(browser, pages) as visitors:
                ready = await asyncio.gather(*(_open_ready(page, server) for page in visitors))
                await asyncio.to_thread(server.rest)
                found[key].append({"pages": pages, "ready": [one for one in ready if one], "pss_before": before, "pss_after": server.pss()})
    return found


async def _warm(browser: Browser, server: Running) -> None:
    """Open one page and close it, so that what is loaded once is loaded; wait until the server is at rest."""
    await asyncio.to_thread(server.rest)
    async with _visitors(browser, 1) as (page,):
        await _open_ready(page, server)
    await asyncio.to_thread(server.rest)


async def soak(browser: Browser, side: Side, pages: int, minutes: float) -> Measured:
    """Keep that many pages open and choosing; return PSS, open files and processes at the start, each minute and the end."""
    found: dict[str, Any] = {"pages": pages, "samples": [], "milliseconds": [], "failed": 0}
    with running(side) as server:
        await _warm(browser, server)
        async with _visitors(browser, pages) as visitors:
            for page in visitors:
                await page.add_init_script(path=IN_PAGE)
                await _open_ready(page, server, f"#{VIEW}/{MUNICIPALITIES[0]}")
            await asyncio.to_thread(server.rest)
            start = time.monotonic()
            choosers = [_choose(page, start + 60 * minutes, found, random.Random(seed)) for seed, page in enumerate(visitors)]
            await asyncio.gather(_sample(server, start, minutes, found["samples"]), *choosers)
    return found


async def _choose(page: Page, end: float, found: Measured, random_: random.Random) -> None:
    for one in itertools.cycle([*MUNICIPALITIES[1:], MUNICIPALITIES[0]]):
        await asyncio.sleep(random_.uniform(*_CHOOSE_EVERY))
        if time.monotonic() > end:
            return
        try:
            choice = page.evaluate("benchmark.choose", f"#{VIEW}/{one}")
            found["milliseconds"].append(await asyncio.wait_for(choice, 30))
        except (Error, TimeoutError):
            found["failed"] += 1


async def _sample(server: Running, start: float, minutes: float, samples: list[Measured]) -> None:
    for at in [*range(0, int(60 * minutes), _SAMPLE_EVERY), 60 * minutes]:
        await asyncio.sleep(max(0.0, start + at - time.monotonic()))
        samples.append({"minute": at / 60, "pss": server.pss(), "files": server.files(), "processes": len(server.tree())})


async def _measure(options: argparse.Namespace, sides: dict[str, Side]) -> None:
    names = {key: side.name for key, side in sides.items()}
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium(), **LAUNCH)
        if "together" in options.parts:
            save("many", {"together": await together(browser, sides, options.runs, options.pages)}, names)
        if "soak" in options.parts and "leader" in sides:
            save("many", {"soak": await soak(browser, sides["leader"], options.open, options.minutes)}, names)
        await browser.close()


def main() -> None:
    """Measure what was asked for, keep it, and print it."""
    arguments = parser(__doc__ or "", ("together", "soak"), runs=3)
    arguments.add_argument("--pages", type=int, default=30, help="how many pages are opened at once (default: %(default)s)")
    arguments.add_argument("--open", type=int, default=60, help="how many pages are kept open (default: %(default)s)")
    arguments.add_argument("--minutes", type=float, default=10, help="for how long (default: %(default)s)")
    options = asked(arguments)
    if not options.tables:
        sides = {key: side for key, side in chosen(options).items() if key in SIDES}
        asyncio.run(_measure(options, sides))
    print(many_tables(load("many")))


if __name__ == "__main__":
    main()
