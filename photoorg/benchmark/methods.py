"""All methods by name."""

from __future__ import annotations

from collections.abc import Sequence

from photoorg.benchmark import ours, peers, tutorials
from photoorg.benchmark.method import Method
from photoorg.errors import UsageError

METHODS: dict[str, Method] = {**tutorials.METHODS, **ours.METHODS, **peers.METHODS}
# the order of the table; clustpy-dec and what cae-dec starts from only when they are named
DEFAULT = (*tutorials.METHODS, "cae-kmeans", "cae-dec")


def check(names: Sequence[str], known: Sequence[str]) -> None:
    """Raises `UsageError` for a method that does not exist."""
    unknown = [name for name in names if name not in known]
    if unknown:
        raise UsageError(f"Unknown method {unknown[0]!r}. Choose from: {', '.join(known)}.")
