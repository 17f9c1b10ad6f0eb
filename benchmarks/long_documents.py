"""`python -m benchmarks.long_documents [PAGES …]`: how long does a draft of a long PDF take, and how much memory?

Each PDF is set by typst: on every page a heading, 300 words of prose, two goals and three initiatives, of words drawn at random.
Seconds are those of one whole `sl.ingest`, its process included; memory is the most that this process held at once (Linux and macOS).
"""

from __future__ import annotations

import argparse
import resource
import sys
import tempfile
import time
from pathlib import Path
from random import Random

import pypdfium2
import typst

import strategylib as sl

_WORDS = (
    "flere får brug for hjælp tæt på deres hjem og vi begynder der hvor behovet er størst gode kolleger er den vigtigste ressource "
    "et fagligt stærkt hus lærer af sine fejl foreninger naboer kan det som ingen forvaltning kan borgere pårørende sundhed trivsel"
)


def _document(pages: int) -> bytes:
    draw, words = Random(1), _WORDS.split()

    def prose(count: int) -> str:
        return " ".join(draw.choices(words, k=count))

    parts = [
        '#set text(lang: "da", size: 10.5pt)',
        "#set page(margin: 2.5cm, header: [Strandby Kommune], footer: context counter(page).display())",
    ]
    for number in range(1, pages + 1):
        goals, done = ("\n".join(f"- {prose(9)}" for _ in range(count)) for count in (2, 3))
        parts += [f"= Fokusområde {number}: {prose(3)}", prose(180), prose(120), "== Mål", goals, "== Det gør vi", done]
        parts.append("#pagebreak(weak: true)")
    return typst.compile("\n\n".join(parts).encode())


def _measured(pages: int) -> str:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "strategi.pdf"
        file.write_bytes(_document(pages))
        real = len(pypdfium2.PdfDocument(file))
        began = time.perf_counter()
        draft = sl.ingest(file, municipality="Strandby")
        seconds = time.perf_counter() - began
    unit = 2**20 if sys.platform == "darwin" else 2**10
    most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / unit
    return f"| {real:,} | {len(draft.text.split()):,} | {len(draft.elements):,} | {seconds:.1f} | {most:.0f} |"


def main() -> None:
    """Measure and print the table; memory is the most so far, so the pages go from few to many."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pages", nargs="*", type=int, default=[30, 300, 1_000])
    print("| pages | words | elements | seconds | MB |\n|---|---|---|---|---|")
    for pages in sorted(parser.parse_args().pages):
        print(_measured(pages), flush=True)


if __name__ == "__main__":
    main()
