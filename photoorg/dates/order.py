"""One order for photos whose clocks were in different zones, known and unknown.

A photo with a known offset has its place on the line of time. One without, a camera's that only has
a local clock, is placed by what was around it:

1. the offset of the nearest photo by the same camera,
2. of the nearest photo in the same folder (both within `NEAR`),
3. the most common offset of the library in that week, or in the nearest week that has one,
4. UTC.

A camera whose clock just runs must stay in its own order, so all photos of one outing (no break
longer than `BREAK`) are placed by one offset, the one that most of them were given; and where the
next outing would begin before the last one ended, it goes by the last one's offset.

Arrays in, array out, n log n: a million photos take about a second.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]

UNKNOWN = -32768  # in `offset`
NEAR = 12 * 3_600_000  # milliseconds
BREAK = 6 * 3_600_000
_WEEK = 7 * 86_400_000
_SPAN = 2**34  # seconds, more than there are between the years 1 and 9999 around 1970


def moments(local: Ints, offset: Ints, camera: Ints, folder: Ints) -> Ints:
    """Milliseconds since 1970 UTC of each photo.

    `local` (n,) are milliseconds since 1970 on the photo's own clock, `offset` (n,) minutes from
    UTC or `UNKNOWN`. `camera` and `folder` (n,) are numbers from 0; camera -1: none is known.
    """
    given = offset != UNKNOWN
    minutes = np.where(given, offset, 0)
    missing = np.flatnonzero(~given)
    if len(missing) and given.any():
        minutes[missing] = _assumed(local, offset, camera, folder, missing)
    found: Ints = local - minutes * 60_000
    return found


def _assumed(local: Ints, offset: Ints, camera: Ints, folder: Ints, missing: Ints) -> Ints:
    """Minutes for the photos `missing`: (m,)."""
    clock = np.where(camera >= 0, camera, camera.max() + 1 + folder)  # whose clock it was
    in_order = np.lexsort((local[missing], clock[missing]))
    missing = missing[in_order]
    outing = _outings(clock[missing], local[missing])
    votes, weight = _votes(local, offset, camera, folder, missing)
    chosen = _settled(outing, votes, weight)
    kept = _in_own_order(clock[missing], local[missing], outing, chosen)
    result = np.empty_like(kept)
    result[in_order] = kept
    return result


def _outings(clock: Ints, local: Ints) -> Ints:
    """The number of the outing of each photo; sorted by clock, then time."""
    begins = (np.diff(clock) != 0) | (np.diff(local) > BREAK)
    return np.concatenate(([0], np.cumsum(begins)))


def _votes(
    local: Ints, offset: Ints, camera: Ints, folder: Ints, missing: Ints
) -> tuple[Ints, Ints]:
    """For each of `missing` an offset, and how good its reason is: 2 camera, 1 folder, 0 week."""
    known = np.flatnonzero(offset != UNKNOWN)
    votes = _of_week(local, offset, known, missing)
    weight = np.zeros(len(missing), dtype=np.int64)
    for level, group in ((1, folder), (2, camera)):
        nearest = _nearest(group, local, known[group[known] >= 0], missing)
        near = (nearest >= 0) & (group[missing] >= 0)
        votes[near], weight[near] = offset[nearest[near]], level
    return votes, weight


def _nearest(group: Ints, local: Ints, known: Ints, missing: Ints) -> Ints:
    """The nearest in time of `known` in the same group, -1 if none is within `NEAR`."""
    found = np.full(len(missing), -1, dtype=np.int64)
    if not len(known):
        return found
    keys = group * _SPAN + local // 1000
    known = known[np.argsort(keys[known], kind="stable")]
    at = np.searchsorted(keys[known], keys[missing])
    best = np.full(len(missing), NEAR + 1, dtype=np.int64)
    for neighbour in (at - 1, at):
        inside = (neighbour >= 0) & (neighbour < len(known))
        index = known[np.clip(neighbour, 0, len(known) - 1)]
        gap = np.abs(local[index] - local[missing])
        better = inside & (group[index] == group[missing]) & (gap < best)
        found[better], best[better] = index[better], gap[better]
    return found


def _of_week(local: Ints, offset: Ints, known: Ints, missing: Ints) -> Ints:
    """The most common offset in the week of each of `missing`, else in the nearest week."""
    weeks, most = _most_common(local[known] // _WEEK, offset[known])
    wanted = local[missing] // _WEEK
    after = np.clip(np.searchsorted(weeks, wanted), 0, len(weeks) - 1)
    before = np.clip(after - 1, 0, None)
    nearer = np.abs(weeks[before] - wanted) < np.abs(weeks[after] - wanted)
    found: Ints = most[np.where(nearer, before, after)]
    return found


def _most_common(group: Ints, value: Ints) -> tuple[Ints, Ints]:
    """The groups, sorted, and the most common value of each; of equals the smallest."""
    pairs, counts = np.unique(np.stack((group, value)), axis=1, return_counts=True)
    best = np.lexsort((pairs[1], -counts, pairs[0]))
    groups, first = np.unique(pairs[0][best], return_index=True)
    return groups, pairs[1][best][first]


def _settled(outing: Ints, votes: Ints, weight: Ints) -> Ints:
    """One offset for each outing: the most common of those with the best reason in it."""
    best = np.zeros(outing[-1] + 1, dtype=np.int64)
    np.maximum.at(best, outing, weight)
    counted = weight == best[outing]
    _, chosen = _most_common(outing[counted], votes[counted])
    return chosen


def _in_own_order(clock: Ints, local: Ints, outing: Ints, chosen: Ints) -> Ints:
    """The offset of each photo; an outing never begins before the last of its clock ended."""
    first = np.flatnonzero(np.diff(outing, prepend=-1))
    last = np.append(first[1:], len(outing)) - 1
    kept = chosen.tolist()
    starts, ends, clocks = local[first].tolist(), local[last].tolist(), clock[first].tolist()
    for n in range(1, len(kept)):
        if clocks[n] == clocks[n - 1] and kept[n] != kept[n - 1]:
            begins = starts[n] - kept[n] * 60_000
            if begins < ends[n - 1] - kept[n - 1] * 60_000:
                kept[n] = kept[n - 1]
    return np.array(kept, dtype=np.int64)[outing]
