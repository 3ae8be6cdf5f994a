"""The part of the library in memory with which groups are corrected."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from photoorg.errors import UsageError
from photoorg.records import Arranged, Decided, Follower

Moved = dict[int, int | None]


@dataclass
class FakeGroups:
    """`moved`: where the user put photos (None: unsorted); `made`: the titles of new groups."""

    moved: Moved = field(default_factory=dict)
    made: dict[int, str] = field(default_factory=dict)
    pinned: set[int] = field(default_factory=set)
    like: dict[int, list[int]] = field(default_factory=dict)  # group -> photos that would follow
    steps: dict[int, tuple[Moved, set[int]]] = field(default_factory=dict)

    def group_now(self, photo_id: int) -> int | None:
        raise NotImplementedError

    def members(self, cluster: int) -> list[int]:
        return [i for i in self.alive() if self.group_now(i) == cluster]  # type: ignore[attr-defined]

    def arrange(
        self, kind: str, moved: Moved, pinned: set[int], clusters: Sequence[int]
    ) -> Arranged:
        """`pinned`: all that are pinned afterwards."""
        with self.lock:  # type: ignore[attr-defined]
            before = (dict(self.moved), set(self.pinned))
            if ({**self.moved, **moved}, pinned) == before:
                return Arranged()
            self.moved, self.pinned = {**self.moved, **moved}, pinned
            decided: list[tuple[Decided, dict[int, object]]] = self.decided  # type: ignore[attr-defined]
            number = len(decided) + 1
            about = tuple(set(moved) or pinned ^ before[1])
            decided.append((Decided(number, kind, list(clusters), about, kind, True), {}))
            self.steps[number] = before
            self.undone.clear()  # type: ignore[attr-defined]
        return Arranged(tuple(clusters), len(about))

    def put(self, kind: str, moved: Moved, clusters: Sequence[int]) -> Arranged:
        return self.arrange(kind, moved, self.pinned | set(moved), clusters)

    def groups_of(self, ids: Sequence[int]) -> list[int]:
        return sorted({group for i in ids if (group := self.group_now(i))})

    def step_groups(self, decided: Decided) -> None:
        if decided.id in self.steps:
            now = (self.moved, self.pinned)
            self.moved, self.pinned = self.steps[decided.id]
            self.steps[decided.id] = now

    def move(self, ids: Sequence[int], cluster: int) -> Arranged:
        return self.put("move", dict.fromkeys(ids, cluster), [cluster])

    def new_group(self, ids: Sequence[int], title: str = "") -> Arranged:
        number = 100 + len(self.made)
        self.made[number] = title or "New group"
        return self.put("new-group", dict.fromkeys(ids, number), [number])

    def merge(self, clusters: Sequence[int]) -> Arranged:
        ids = [i for cluster in clusters for i in self.members(cluster)]
        return self.put("merge", dict.fromkeys(ids, clusters[0]), clusters[:1])

    def split(self, cluster: int, parts: Sequence[Sequence[int]]) -> Arranged:
        numbers = [cluster]
        moved: Moved = dict.fromkeys(parts[0], cluster)
        for part in parts[1:]:
            numbers.append(100 + len(self.made))
            self.made[numbers[-1]] = f"Part {len(numbers)}"
            moved |= dict.fromkeys(part, numbers[-1])
        return self.put("split", moved, numbers)

    def pin(self, ids: Sequence[int]) -> Arranged:
        return self.arrange("pin", {}, self.pinned | set(ids), self.groups_of(ids))

    def pin_cluster(self, cluster: int) -> Arranged:
        return self.pin(self.members(cluster))

    def unpin(self, ids: Sequence[int]) -> Arranged:
        return self.arrange("unpin", {}, self.pinned - set(ids), self.groups_of(ids))

    def unpin_cluster(self, cluster: int) -> Arranged:
        return self.unpin(self.members(cluster))

    def not_here(self, ids: Sequence[int]) -> Arranged:
        left = self.pinned - set(ids)
        return self.arrange("not-here", dict.fromkeys(ids, None), left, self.groups_of(ids))

    def parts(self, cluster: int, parts: int | None) -> list[tuple[int, ...]]:
        ids, count = self.members(cluster), parts or 2
        if len(ids) < count:
            raise UsageError("There are too few pictures in this group to split it so.")
        return [tuple(ids[n::count]) for n in range(count)]

    def followers(self, cluster: int) -> list[Follower]:
        there = [i for i in self.like.get(cluster, ()) if self.group_now(i) != cluster]
        return [Follower(i, cluster, 0.8) for i in there]
