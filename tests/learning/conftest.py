"""One thread for all arithmetic, as the program sets it: on busy cores threads wait for others."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from threadpoolctl import threadpool_limits

from photoorg.learn.train import fixed_threads


@pytest.fixture(autouse=True)
def _one_thread() -> Iterator[None]:
    with threadpool_limits(1), fixed_threads():
        yield
