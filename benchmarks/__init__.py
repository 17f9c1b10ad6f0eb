"""How fast is it? Measured beside what it is compared with, in one run; `python -m benchmarks` prints the tables of docs/benchmarks.md."""
