"""The map of the library for the window: its photos in memory, ready to be drawn."""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from photoorg.clusters.plane import Colors as Colors
    from photoorg.clusters.plane import Ints as Ints
    from photoorg.clusters.plane import Island as Island
    from photoorg.clusters.plane import Plane as Plane
    from photoorg.records import Cluster

Spots = tuple["array[int]", "array[float]", "array[float]", "array[int]"]


def plane_of(spots: Spots, clusters: Sequence[Cluster], hues: int) -> Plane:
    """What `Library.map_spots` gave, ready to be drawn in these clusters (0.2 s at 100,000)."""
    from photoorg.clusters.plane import Plane

    plane = Plane(*spots)
    plane.prepare()
    for groups in (broad(clusters), fine(clusters)):
        plane.groups(groups, hues)
    return plane


def broad(clusters: Sequence[Cluster]) -> dict[int, int]:
    """Leaf cluster -> the folder on the first level that holds it, or itself."""
    parents = {cluster.id: cluster.parent for cluster in clusters}

    def top(cluster: int) -> int:
        above = parents.get(cluster)
        return cluster if above is None or above not in parents else top(above)

    return {cluster: top(cluster) for cluster in parents}


def fine(clusters: Sequence[Cluster]) -> dict[int, int]:
    """Leaf cluster -> itself."""
    return {cluster.id: cluster.id for cluster in clusters}


def colors(groups: Ints, islands: Sequence[Island], palette: Sequence[int], rest: int) -> Colors:
    """0xffRRGGBB of each photo by its group's hue; `rest` for those in none."""
    import numpy as np

    hue = {island.group: palette[island.hue] for island in islands}
    numbers, back = np.unique(groups, return_inverse=True)
    table = np.array([hue.get(int(number), rest) for number in numbers], dtype=np.uint32)
    return table[back]


def own_colors(plane: Plane, means: Mapping[int, int], rest: int) -> Colors:
    """0xffRRGGBB of each photo by its mean colour."""
    import numpy as np

    found = [means.get(photo, rest) | 0xFF000000 for photo in plane.ids.tolist()]
    return np.array(found, dtype=np.uint32)


def faded(colors: Colors, chosen: Ints, ground: int, share: float) -> Colors:
    """All but the chosen indices mixed with the ground, of which they get `share`."""
    import numpy as np

    mixed = np.full(len(colors), 0xFF000000, dtype=np.uint32)
    for shift in (16, 8, 0):
        own = (colors >> np.uint32(shift)) & np.uint32(0xFF)
        part = own * (1 - share) + (ground >> shift & 0xFF) * share
        mixed |= part.astype(np.uint32) << np.uint32(shift)
    mixed[chosen] = colors[chosen]
    return mixed
