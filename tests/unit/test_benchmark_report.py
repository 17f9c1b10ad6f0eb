"""What was measured reads as tables that say what was counted and what went wrong."""

from __future__ import annotations

import pytest

from benchmarks.report import many_tables, pages_tables, percentile, table

MACHINE = {"system": "Linux", "cores": 2, "memory_gb": 24, "python": "3.11.7", "voila": "0.5.13"}
NAMES = {"leader": "leader app", "voila": "plain Voila"}


def test_a_table_has_a_head_a_rule_and_its_rows() -> None:
    assert table(("page", "kB"), [("a", 1), ("b", 2)]) == "| page | kB |\n| --- | --- |\n| a | 1 |\n| b | 2 |"


def test_the_95th_percentile_leaves_one_in_twenty_above() -> None:
    assert percentile(range(101), 95) == 95


def test_openings_are_compared_with_plain_voila_and_say_what_disturbed_them() -> None:
    opening = {
        "seconds": {"leader": [0.4, 0.5, 0.9], "voila": [1.0, 1.0, 1.2]},
        "restless": {"leader": 0, "voila": 2},
        "outside": {"leader": [], "voila": ["https://cdn.example/a.css", "https://cdn.example/b.css"]},
    }
    written = pages_tables({"machine": MACHINE, "sides": NAMES, "parts": {"opening": opening}})
    assert "ratio to plain Voila |" in written
    assert "| leader app | 3 | 500 | 400-900 | 0.50 |" in written
    assert "- plain Voila: the machine was not idle before 2 of them." in written
    assert "- plain Voila: asked cdn.example, and was refused." in written


def test_without_plain_voila_the_first_side_is_the_measure() -> None:
    opening = {"seconds": {"leader": [0.4, 0.6]}, "restless": {"leader": 0}, "outside": {"leader": []}}
    written = pages_tables({"machine": MACHINE, "sides": NAMES, "parts": {"opening": opening}})
    assert written.endswith("| leader app | 2 | 500 | 400-600 | 1.00 |")


@pytest.mark.parametrize(
    ("ready", "row"), [([2.0, 4.0], "| 1 | 2 | 0 | 4.0 (4.0-4.0) | 50.0"), ([3.0], "| 1 | 2 | 1 | 3.0 (3.0-3.0) | 100.0")]
)
def test_a_page_that_never_became_ready_is_counted_and_holds_no_memory(ready: list[float], row: str) -> None:
    rounds = [{"pages": 2, "ready": ready, "pss_before": 10e6, "pss_after": 110e6}]
    assert row in many_tables({"machine": MACHINE, "sides": NAMES, "parts": {"together": {"leader": rounds}}})


def test_a_soak_shows_its_minutes_and_its_failures() -> None:
    sample = {"minute": 0, "pss": 2e9, "files": 700, "processes": 61}
    soak = {"pages": 60, "samples": [sample], "milliseconds": [10.0, 20.0], "failed": 3}
    written = many_tables({"machine": MACHINE, "sides": NAMES, "parts": {"soak": soak}})
    assert "| 0.0 | 2000 | 700 | 61 |" in written
    assert "60 pages; 2 choices, median 15.0 ms" in written
    assert "3 choices failed" in written
