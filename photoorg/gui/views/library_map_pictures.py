"""How large photos are on the map of the library, by how far apart they lie. Pure."""

from __future__ import annotations

SMALLEST, LARGEST = 34.0, 176.0  # sides of a picture, in logical pixels
SCATTERED = 62.0  # from one picture to the next where photos are too close to be pictures
FIRST = 9.0  # photos this far apart: more of them become pictures from here on
FILLED = 0.8  # of the distance between photos, for a picture: some are closer than others


def side_and_gap(space: float) -> tuple[float, float]:
    """The side of pictures, and how far apart the middles of two must be at least.

    `space`: pixels between photos. The gap shrinks steadily, so that pictures come one by one.
    """
    side = min(LARGEST, max(SMALLEST, FILLED * space))
    dense = SMALLEST / FILLED
    if space >= dense:
        return side, 0.6 * space
    share = min(1.0, max(0.0, (space - FIRST) / (dense - FIRST)))
    return side, SCATTERED + share * (0.6 * dense - SCATTERED)


def square_of(space: float) -> float:
    """The side of a photo that is a square."""
    return min(14.0, max(2.0, 0.66 * space))
