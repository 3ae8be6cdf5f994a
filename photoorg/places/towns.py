"""The towns of the gazetteer by size, for the names on a map.

How many people a town has says which of two names is to be written first.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from photoorg import paths
from photoorg.log import log_time
from photoorg.places.mercator import square_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_UNITS = 10_000.0  # of positions, a degree


@dataclass(frozen=True, slots=True)
class Towns:
    """Towns, largest first; `x` and `y` in the square of `mercator`. Quarters are left out."""

    x: NDArray[np.float64]
    y: NDArray[np.float64]
    people: NDArray[np.int64]
    names: list[bytes]

    def name(self, index: int) -> str:
        """What a town is called."""
        return self.names[index].decode()


@cache
def towns() -> Towns:
    """Read them (0.1 s, 40 MB), once."""
    import numpy as np

    with (
        log_time("places", "reading the towns"),
        np.load(paths.resources() / "gazetteer.npz", allow_pickle=False) as table,
    ):
        people = table["population"].astype(np.int64)
        wanted = np.ones(len(people), dtype=bool)
        wanted[table["quarter"]] = False
        order = np.argsort(-people, kind="stable")
        order = order[wanted[order]]
        x, y = square_of(table["lat"] / _UNITS, table["lon"] / _UNITS)
        names = bytes(table["names"]).split(b"\n")
        return Towns(x[order], y[order], people[order], [names[i] for i in order.tolist()])


@cache
def country_names() -> dict[str, str]:
    """Countries by their codes, in English; a millisecond, without the rest of the table."""
    import numpy as np

    with np.load(paths.resources() / "gazetteer.npz", allow_pickle=False) as table:
        codes, names = (
            bytes(table[part]).decode().split("\n") for part in ("country_codes", "country_names")
        )
    return dict(zip(codes, names, strict=True))
