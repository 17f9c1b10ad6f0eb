"""How soon can a phone with a poor connection answer? From the address to the PIN's field, and with the QR code's address to being in.

`python -m benchmarks.phone` opens the participants' page with nothing cached, `--runs` times in each network, and prints the times and
the bytes that came over HTTP.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Browser

from benchmarks.browsing import browsing
from benchmarks.report import table
from benchmarks.voting import running
from strategylib.workshop.store import Store

NETWORKS = {"4G, 20 Mbit/s, 40 ms": (20e6, 40), "3G, 1.6 Mbit/s, 150 ms": (1.6e6, 150), "poor, 0.4 Mbit/s, 400 ms": (0.4e6, 400)}
"""Bits a second and milliseconds for each request, as Chromium emulates them (latency is per request, not per packet)."""


def _opened(browser: Browser, address: str, until: str, bits: float, latency: float) -> tuple[float, float]:
    context = browser.new_context(viewport={"width": 360, "height": 740}, locale="da-DK")
    page = context.new_page()
    devtools = context.new_cdp_session(page)
    devtools.send("Network.enable")
    speed = {"offline": False, "latency": latency, "downloadThroughput": bits / 8, "uploadThroughput": bits / 8}
    devtools.send("Network.emulateNetworkConditions", speed)
    received: list[float] = []
    devtools.on("Network.loadingFinished", lambda said: received.append(said["encodedDataLength"]))
    began = time.perf_counter()
    page.goto(address, wait_until="commit")
    page.wait_for_selector(until)
    seconds = time.perf_counter() - began
    context.close()
    return seconds, sum(received)


def main() -> None:
    """Measure, and print what was found."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--runs", type=int, default=7)
    runs = options.parse_args().runs
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        database = f"sqlite:///{Path(folder, 'phone.sqlite')}"
        store = Store(database)
        pin = store.create("Måling").pin
        serve = [sys.executable, "-m", "strategylib", "serve", "--no-browser", "--port", "0"]
        with running(serve, database) as (url, _), browsing() as browser:
            for name, (bits, latency) in NETWORKS.items():
                for what, address, until in (("PIN asked", "deltag", "#pin"), ("in, by QR", f"deltag#pin={pin}", "h1:text('Du er med')")):
                    found = [_opened(browser, f"{url}{address}", until, bits, latency) for _ in range(runs)]
                    times = [one for one, _ in found]
                    spread = f"{statistics.median(times):.2f} ({min(times):.2f}-{max(times):.2f})"
                    rows.append((name, what, spread, f"{found[-1][1] / 1000:.1f}"))
        store.close()
    print(table(("network", "until", f"median s (min-max), n = {runs}", "kB over HTTP"), rows))


if __name__ == "__main__":
    main()
