"""Titles a person understands, from evidence only."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def agreed_words(classes: NDArray[np.int64]) -> tuple[tuple[str, float], ...]:
    """x"""
    return ()
