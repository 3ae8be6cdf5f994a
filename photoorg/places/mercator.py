"""The map's projection: degrees to a square of side 1, north up, as every web map has it.

(0, 0) is the upper left corner: 180 degrees west, 85.05 north. What lies nearer to a pole is moved
to the edge, so that a photo from the pole is on the map too.
"""

from __future__ import annotations

from math import atan, exp, log, pi, radians, sin
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

LIMIT = 85.05112877980659  # degrees; where the square ends
EQUATOR_M = 40_075_016.7


def to_square(lat: float, lon: float) -> tuple[float, float]:
    """A position in degrees as (x, y) in the square."""
    sine = sin(radians(max(-LIMIT, min(LIMIT, lat))))
    return lon / 360 + 0.5, 0.5 - log((1 + sine) / (1 - sine)) / (4 * pi)


def to_degrees(x: float, y: float) -> tuple[float, float]:
    """(x, y) of the square as latitude and longitude; x may be beyond it, the world goes on."""
    lat = 360 / pi * atan(exp((0.5 - y) * 2 * pi)) - 90
    return lat, (x % 1.0) * 360 - 180


def square_of(lat: Floats, lon: Floats) -> tuple[Floats, Floats]:
    """Many positions at once."""
    import numpy as np

    sine = np.sin(np.radians(np.clip(lat, -LIMIT, LIMIT)))
    return lon / 360 + 0.5, 0.5 - np.log((1 + sine) / (1 - sine)) / (4 * np.pi)
