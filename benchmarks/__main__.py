"""`python -m benchmarks` measures everything and prints it as Markdown tables."""

from benchmarks.measures import measuring
from benchmarks.opening import importing, opening

importing()
opening()
measuring()
