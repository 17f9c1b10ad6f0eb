"""`python -m benchmarks` measures everything and prints it as Markdown tables."""

from benchmarks.exchange import exchanging
from benchmarks.measures import measuring
from benchmarks.opening import importing, opening

importing()
opening()
measuring()
exchanging()
