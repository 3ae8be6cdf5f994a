"""How large everything is for a given `--size`; at 2,000 each row has the size its bar names."""

from __future__ import annotations

from dataclasses import dataclass

from photoorg.errors import UsageError

NORMAL = 2000
SMALLEST = 20


@dataclass(frozen=True, slots=True)
class Sizes:
    """Counts of photos, files or rows, and how often each pair is repeated.

    `library`: photos in the library of the window, the rescan and the wall. `rows`: in that of the
    views. `settled`: photos that are grouped already when `added` more come. `read`: photos a pass.
    `stored`: thumbnails. `scanned`: small files of the memory row. `indexed`: photos that the
    window reads and learns while its stalls are noted. `learned`: photos of the largest grouping in
    the plot of costs, 0 for none. `shape`: pixels of the photos that are drawn.
    """

    library: int
    rows: int
    settled: int
    added: int
    read: int
    stored: int
    scanned: int
    indexed: int
    learned: int
    turns: int
    starts: int
    shape: tuple[int, int]


def sizes_for(size: int) -> Sizes:
    """The sizes of a run; raises `UsageError` for too small a one."""
    if size < SMALLEST:
        raise UsageError(f"--size must be at least {SMALLEST}, not {size}.")
    small = size < NORMAL // 10
    return Sizes(
        library=50 * size,
        rows=500 * size,
        settled=10 * size,
        added=min(50, size),
        read=max(6, min(size // 50, 200)),
        stored=max(100, min(size, 20_000)),
        scanned=4 * size,
        indexed=max(10, min(size // 10, 1000)),
        learned=0 if small else size,
        turns=2 if small else 7,
        starts=1 if small else 5,
        shape=(1000, 750) if small else (4000, 3000),
    )
