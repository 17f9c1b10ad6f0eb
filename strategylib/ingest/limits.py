"""How much may a document hold before it is refused? Far above any strategy, far below what would fill a machine."""

from __future__ import annotations

LARGEST_FILE = 200 * 2**20  # bytes
LARGEST_UNPACKED = 400 * 2**20  # bytes of all the parts of a packed document together
LARGEST_PART = 100 * 2**20  # bytes of one part, when it is not a picture
HIGHEST_RATIO = 200  # how many times larger than packed a part of more than a megabyte may be
MOST_PARTS = 20_000  # files in a packed document
MOST_PAGES = 1_000
MOST_LINES = 60_000
SECONDS = 120  # for one file
MEMORY = 2 * 2**30  # bytes for the process that reads
