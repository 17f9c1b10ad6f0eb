"""How fast is it? Measured beside what it is compared with, in one run, and printed as the tables of docs/benchmarks.md.

`python -m benchmarks` measures the library; `python -m benchmarks.pages` and `python -m benchmarks.many` the page and the server.
"""
