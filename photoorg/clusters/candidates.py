"""Which photos may be the same shot: pairs of near-equal perceptual hashes, in linear time.

Comparing all with all is what makes duplicate finders take hours and fill the memory. Here photos
that agree in some random choice of bits of their hash meet in a bucket (locality-sensitive hashing,
Indyk and Motwani 1998), and only those are compared: measured 100,000 photos in a few seconds.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

Hashes = NDArray[np.uint64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

MOST_APART = 8  # bits of 63: every variant of the development photos lies within
TABLES = 20
CROWD = 24  # photos looked at in a bucket: pages of one colour would else all meet each other
_SEED = 20_240_501
_BLOCK = 1 << 20  # rows handled at a time: the memory stays at some tens of megabytes


def near_pairs(hashes: Hashes, fresh: Flags) -> Ints:
    """Pairs (m, 2), first < second, of photos with like hashes of which at least one is fresh.

    `hashes` (n, 16): the whole and the parts a crop would leave; two photos are alike if the whole
    of one and any of the other's differ in at most `MOST_APART` bits. With 8 differing bits a pair
    is found with a probability of over 0.9, with 4 and fewer over 0.99 (100,000 photos).
    """
    n = len(hashes)
    new = np.flatnonzero(fresh)
    if n < 2 or not len(new):
        return np.zeros((0, 2), dtype=np.int64)
    found = [np.zeros(0, dtype=np.int64)]
    everything = np.arange(n)
    for bits in _choices(n):
        found.append(_meetings(hashes, new, everything, bits))
        if len(new) < n:
            found.append(_meetings(hashes, everything, new, bits))
        if sum(map(len, found)) > 4 * _BLOCK:
            found = [np.unique(np.concatenate(found))]
    codes = np.unique(np.concatenate(found))
    return np.stack([codes // n, codes % n], axis=1)


def _choices(n: int) -> Iterator[Ints]:
    """The bits of each table: as many as make a bucket of strangers hold about one photo."""
    rng = np.random.default_rng(_SEED)
    count = int(np.clip(np.ceil(np.log2(n)), 8, 22))
    for _ in range(TABLES):
        yield 1 + rng.permutation(63)[:count]  # bit 0 stands for the brightness and is never set


def _keys(hashes: Hashes, bits: Ints) -> Ints:
    key = np.zeros(hashes.shape, dtype=np.uint64)
    for place, bit in enumerate(bits):
        key |= ((hashes >> np.uint64(bit)) & np.uint64(1)) << np.uint64(place)
    return key.astype(np.int64)


def _meetings(hashes: Hashes, kept: Ints, asking: Ints, bits: Ints) -> Ints:
    """Codes (first * n + second) of close pairs: the whole of a kept, any part of an asking one."""
    own = _keys(hashes[kept, 0], bits)
    order = np.argsort(own, kind="stable")
    slots = 1 << len(bits)
    begin = np.zeros(slots + 1, dtype=np.int64)
    np.cumsum(np.bincount(own, minlength=slots), out=begin[1:])
    found = [np.zeros(0, dtype=np.int64)]
    step = max(1, _BLOCK // hashes.shape[1])
    for start in range(0, len(asking), step):
        part = asking[start : start + step]
        keys = _keys(hashes[part], bits)
        found.append(_close(hashes, kept[order], part, begin[keys], begin[keys + 1]))
    return np.unique(np.concatenate(found))


def _close(hashes: Hashes, kept: Ints, part: Ints, low: Ints, high: Ints) -> Ints:
    """Of each asking row's bucket the members that are near, at most `CROWD` of them looked at."""
    n, found = len(hashes), [np.zeros(0, dtype=np.int64)]
    size = high - low
    # a crowd: each looks at another stretch of it, so that all stay connected
    spare = np.maximum(size - CROWD, 0)
    low = low + (part[:, None] * 2_654_435_761) % (spare + 1)
    for step in range(min(CROWD, int(size.max(initial=0)))):
        row, column = np.nonzero(size > step)
        other, one = kept[low[row, column] + step], part[row]
        apart = np.bitwise_count(hashes[other, 0] ^ hashes[one, column])
        near = (apart <= MOST_APART) & (other != one)
        first, second = np.minimum(one, other)[near], np.maximum(one, other)[near]
        found.append(first * n + second)
    return np.concatenate(found)


def in_a_row(groups: Ints, seconds: NDArray[np.float64], gap: float, reach: int) -> Ints:
    """Pairs (m, 2) of photos of one camera, each with the next `reach` ones within `gap` seconds.

    `groups` (n,): which camera; -1 and NaN seconds take part in nothing.
    """
    usable = np.flatnonzero((groups >= 0) & np.isfinite(seconds))
    order = usable[np.lexsort((seconds[usable], groups[usable]))]
    found = [np.zeros((0, 2), dtype=np.int64)]
    for step in range(1, reach + 1):
        one, other = order[:-step], order[step:]
        same = groups[one] == groups[other]
        soon = seconds[other] - seconds[one] <= gap
        pairs = np.stack([one, other], axis=1)[same & soon]
        found.append(np.sort(pairs, axis=1))
    return np.unique(np.concatenate(found), axis=0)
