"""Take pictures of every view at desktop, projector and phone width, for a person to look at.

python tools/screenshots.py [FOLDER]
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

sys.path.insert(0, str(Path(__file__).parents[1]))
from tests.browser.conftest import LEADER, chromium

SIZES = {"1440": (1440, 900), "1920": (1920, 1080), "360": (360, 740)}
VIEWS = {
    "forside": "",
    "overblik": LEADER,
    "roed-traad-hilleroed": f"{LEADER}#roed-traad/hilleroed",
    "roed-traad-viborg": f"{LEADER}#roed-traad/viborg",
    "ordlyd": f"{LEADER}#roed-traad/hilleroed/indicator-10",
    "vi-er-viborg": f"{LEADER}#overblik?vi=viborg",
    "bag-tallet": f"{LEADER}#overblik?se=tema/ledelse/viborg",
    "sammenlign": f"{LEADER}#sammenlign",
    "sammenlign-to": f"{LEADER}#sammenlign?kommuner=viborg+hilleroed",
    "netvaerk": f"{LEADER}#netvaerk",
    "netvaerk-kaskade": f"{LEADER}#netvaerk/hilleroed?efter=kaskade",
    "reformer": f"{LEADER}#reformer/hilleroed",
    "tidslinje": f"{LEADER}#tidslinje",
    "moeder": f"{LEADER}#moeder",
    "soeg": f"{LEADER}#soeg?q=teknologi",
    "om-tallene": f"{LEADER}#om-tallene",
    "deltag": "deltag",
    "facilitator": "voila/render/facilitator.ipynb",
    "ikke-fundet": "findes-ikke",
}


def main(folder: Path) -> None:
    """Write one picture a view, size and colour scheme into the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    line = [sys.executable, "-m", "strategylib", "serve", "--no-browser", "--port", "0"]
    with subprocess.Popen(line, stdout=subprocess.PIPE, text=True, encoding="utf-8") as server, sync_playwright() as playwright:
        url = re.search(r"http://\S+", server.stdout.readline() if server.stdout else "")
        if url is None:
            sys.exit("The server did not start.")
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox", "--disable-gpu"])
        for scheme in ("light", "dark"):
            for size, (width, height) in SIZES.items():
                page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=scheme)
                for name, address in VIEWS.items():
                    page.goto("about:blank")
                    page.goto(f"{url.group()}{address}")
                    if "voila/" in address:
                        page.wait_for_selector("html[data-app-ready]")
                    whole = name not in ("ordlyd", "bag-tallet")  # a dialog covers what is on the screen
                    page.screenshot(path=folder / f"{name}-{size}-{scheme}.png", full_page=whole)
                page.close()
        browser.close()
        server.terminate()


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path("build/screenshots"))
