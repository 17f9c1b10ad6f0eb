"""Which kinds of value can an argument have? `ValueError` is what argparse puts into words."""

from __future__ import annotations


def count(text: str) -> int:
    """Return a whole number from 0 up. Raises `ValueError`, which argparse puts into words."""
    number = int(text)
    if number < 0:
        raise ValueError(text)
    return number


def share(text: str) -> float:
    """Return a number from 0 to 1. Raises `ValueError`, which argparse puts into words."""
    number = float(text)
    if not 0 <= number <= 1:
        raise ValueError(text)
    return number
