"""What a decision about groups changes, whatever its kind, and its inverse.

Moving, making a group, merging, splitting, pinning and "does not belong here" all come to this:
contents are placed in clusters or no longer, barred from clusters or no longer, and clusters are
kept or no longer. The whole is stored with the decision, before and after, so an undo is exact.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from photoorg.records import Kept

#: How these decisions are called.
KINDS = ("move", "new-group", "merge", "split", "pin", "unpin", "not-here")

Pair = tuple[str, int]  # content, cluster


@dataclass(frozen=True, slots=True)
class Arrangement:
    """`before` and `after`: the cluster each of `hashes` is placed in, None for the machine's.

    `barred` and `freed`: (content, cluster) that are from now on, or no longer, kept apart.
    `kept`: cluster id -> what was kept of it before and is after; None: nothing.
    """

    hashes: tuple[str, ...]
    before: tuple[int | None, ...]
    after: tuple[int | None, ...]
    barred: tuple[Pair, ...] = ()
    freed: tuple[Pair, ...] = ()
    kept: Mapping[int, tuple[Kept | None, Kept | None]] = field(default_factory=dict)

    @property
    def empty(self) -> bool:
        """Whether nothing about photos changes by it."""
        return self.before == self.after and not self.barred and not self.freed

    @property
    def contents(self) -> list[str]:
        """All contents it is about, sorted."""
        return sorted({*self.hashes, *(h for h, _ in (*self.barred, *self.freed))})

    @property
    def placed(self) -> list[tuple[str, int | None]]:
        """(content, cluster) as it is to be written."""
        return list(zip(self.hashes, self.after, strict=True))

    def turned(self) -> Arrangement:
        """What takes it back."""
        return Arrangement(
            self.hashes, self.after, self.before, self.freed, self.barred,
            {i: (after, before) for i, (before, after) in self.kept.items()},
        )  # fmt: skip

    def plain(self) -> dict[str, Any]:
        """As JSON; a list of equal values as one of them."""
        return {
            "hashes": list(self.hashes),
            "before": _short(self.before),
            "after": _short(self.after),
            "barred": [list(pair) for pair in self.barred],
            "freed": [list(pair) for pair in self.freed],
            "kept": [[i, _plain(was), _plain(now)] for i, (was, now) in self.kept.items()],
        }


def from_plain(payload: Mapping[str, Any]) -> Arrangement:
    """The inverse of `Arrangement.plain`."""
    hashes = tuple(payload["hashes"])
    return Arrangement(
        hashes,
        _long(payload["before"], len(hashes)),
        _long(payload["after"], len(hashes)),
        tuple((h, c) for h, c in payload["barred"]),
        tuple((h, c) for h, c in payload["freed"]),
        {i: (_kept(was), _kept(now)) for i, was, now in payload["kept"]},
    )


def changed(
    before: Mapping[str, int | None],
    after: Mapping[str, int | None],
    barred: Iterable[Pair] = (),
    freed: Iterable[Pair] = (),
    kept: Mapping[int, tuple[Kept | None, Kept | None]] | None = None,
) -> Arrangement:
    """The arrangement that leaves out what stays as it is. `after` names contents of `before`."""
    hashes = tuple(sorted(h for h, cluster in after.items() if before[h] != cluster))
    return Arrangement(
        hashes,
        tuple(before[h] for h in hashes),
        tuple(after[h] for h in hashes),
        tuple(sorted(barred)),
        tuple(sorted(freed)),
        {i: pair for i, pair in (kept or {}).items() if pair[0] != pair[1]},
    )


def part_title(title: str, taken: Iterable[str]) -> str:
    """A title for a part of a group until a better one is known: "Beach 2", "Beach 3"."""
    known = set(taken)
    number = 2
    while f"{title} {number}" in known:
        number += 1
    return f"{title} {number}"


def _short(values: Sequence[int | None]) -> list[int | None]:
    return list(values[:1]) if len(set(values)) == 1 else list(values)


def _long(values: Sequence[int | None], count: int) -> tuple[int | None, ...]:
    return tuple(values) * count if len(values) == 1 else tuple(values)


def _plain(kept: Kept | None) -> list[Any] | None:
    return [kept.title, kept.named] if kept else None


def _kept(value: Sequence[Any] | None) -> Kept | None:
    return Kept(value[0], value[1]) if value else None
