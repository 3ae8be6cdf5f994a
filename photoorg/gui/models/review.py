"""One review: which photos, where it is, what was decided so far. Pure; knows no widget."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from photoorg.records import NO_VERDICT

if TYPE_CHECKING:
    from photoorg.records import Mark, Photo, Verdict

AHEAD, BEHIND = 6, 2  # photos decoded before they are asked for
NEAR = 24  # photos on each side whose facts and small pictures are at hand
AT_ONCE = 4  # photos compared


@dataclass
class Review:
    """A list of photos that is gone through. The list stays as it was when the review began."""

    ids: list[int]
    title: str = ""
    index: int = 0
    seen: set[int] = field(default_factory=set)
    chosen: list[int] = field(default_factory=list)  # for a comparison, in the order of choosing
    verdicts: dict[int, Verdict] = field(default_factory=dict)
    photos: dict[int, Photo] = field(default_factory=dict)
    sizes: dict[int, int] = field(default_factory=dict)
    _forwards: bool = True
    _by_content: dict[str, Verdict] = field(default_factory=dict)  # decided here, by content hash
    _copies: dict[str, set[int]] = field(default_factory=dict)
    _marked: dict[Mark, set[int]] = field(
        default_factory=lambda: {"kept": set(), "rejected": set()}
    )

    def __post_init__(self) -> None:
        self._places = {photo_id: place for place, photo_id in enumerate(self.ids)}
        given, self.verdicts = self.verdicts, {}
        self.decide(given)

    @property
    def current(self) -> int:
        """The id that is shown."""
        return self.ids[self.index]

    @property
    def at_end(self) -> bool:
        """Whether the last photo is shown."""
        return self.index == len(self.ids) - 1

    def copies_of(self, photo: Photo) -> int:
        """How many other photos of the list, as far as it was read, have the very same bytes."""
        return len(self._copies.get(photo.hash, set()) - {photo.id})

    def place_of(self, photo_id: int) -> int:
        """Where a photo lies in the list; -1 if it does not."""
        return self._places.get(photo_id, -1)

    def go(self, index: int) -> bool:
        """Go to a place, stopping at both ends; False if that is where it was."""
        index = min(max(index, 0), len(self.ids) - 1)
        self.seen.add(self.ids[index])
        if index == self.index:
            return False
        self._forwards, self.index = index > self.index, index
        return True

    def verdict(self, photo_id: int) -> Verdict:
        """What is known to be decided."""
        return self.verdicts.get(photo_id, NO_VERDICT)

    def learn(self, photos: Iterable[Photo]) -> None:
        """Photos have been read. What was decided here meanwhile is newer than what they say."""
        for photo in photos:
            self.photos[photo.id] = photo
            self.sizes[photo.id] = photo.bytes
            self._copies.setdefault(photo.hash, set()).add(photo.id)
            if photo.hash in self._by_content:
                self._set(photo.id, self._by_content[photo.hash])
            elif photo.id not in self.verdicts:
                self._set(photo.id, photo.verdict)
        self._forget_far()

    def _forget_far(self) -> None:
        """A whole library is not held: only what is near, and sizes, which are numbers."""
        if len(self.photos) <= 8 * NEAR:
            return
        near = set(self.near()) | set(self.chosen)
        self.photos = {i: photo for i, photo in self.photos.items() if i in near}

    def decide(self, verdicts: Mapping[int, Verdict]) -> None:
        """These hold now, for each photo and for every copy of it in the list."""
        for photo_id, verdict in verdicts.items():
            photo = self.photos.get(photo_id)
            if photo is not None:
                self._by_content[photo.hash] = verdict
                for copy in self._copies.get(photo.hash, ()):
                    folder = self.verdict(copy).protected_folder  # of the file, not the content
                    self._set(copy, replace(verdict, protected_folder=folder))
            self._set(photo_id, verdict)

    def _set(self, photo_id: int, verdict: Verdict) -> None:
        if photo_id not in self._places:
            return
        self.verdicts[photo_id] = verdict
        for mark, ids in self._marked.items():
            (ids.add if verdict.mark == mark else ids.discard)(photo_id)

    def drop(self, gone: set[int]) -> None:
        """These photos are no longer there; where it is stays as near as it can."""
        here = next((i for i in self.ids[self.index :] if i not in gone), None)
        self.ids = [i for i in self.ids if i not in gone]
        self.chosen = [i for i in self.chosen if i not in gone]
        self._places = {photo_id: place for place, photo_id in enumerate(self.ids)}
        self.index = self._places[here] if here is not None else max(0, len(self.ids) - 1)
        for known in (self.verdicts, self.photos, self.sizes):
            for photo_id in gone:
                known.pop(photo_id, None)
        for ids in self._marked.values():
            ids -= gone

    def near(self) -> list[int]:
        """The ids around the one that is shown, nearest first."""
        order = [self.index]
        for step in range(1, NEAR + 1):
            order += [self.index + step, self.index - step]
        return [self.ids[i] for i in order if 0 <= i < len(self.ids)]

    def ahead(self, room: int = AHEAD) -> list[int]:
        """What to decode before it is asked for: on in the direction of travel, then back."""
        sign = 1 if self._forwards else -1
        steps = [sign * n for n in range(1, room + 1)] + [-sign * n for n in range(1, BEHIND + 1)]
        steps.sort(key=lambda step: abs(step) if step * sign > 0 else abs(step) + 1.5)
        return [self.ids[self.index + s] for s in steps if 0 <= self.index + s < len(self.ids)]

    def rejected(self) -> list[int]:
        """What the confirmation at the end is about, in the review's order."""
        return sorted(self._marked["rejected"], key=self.place_of)

    def tally(self) -> Tally:
        """The numbers of the heading."""
        rejected, kept = self._marked["rejected"], self._marked["kept"]
        total = sum(self.sizes.get(photo_id, 0) for photo_id in rejected)
        return Tally(len(self.ids), len(rejected), len(kept), total)

    def unsized(self) -> list[int]:
        """Rejected photos whose size is not known yet."""
        return [i for i in self.rejected() if i not in self.sizes]

    def toggle_chosen(self, photo_id: int) -> None:
        """Choose a photo for the comparison, or not any more; the fifth pushes the first out."""
        if photo_id in self.chosen:
            self.chosen.remove(photo_id)
        else:
            self.chosen = [*self.chosen, photo_id][-AT_ONCE:]

    def to_compare(self) -> list[int]:
        """The chosen photos, else the one that is shown and the next (at the end: the one before).

        In the order of the list.
        """
        if len(self.chosen) >= 2:
            return sorted(self.chosen, key=self.place_of)
        others = [i for i in self.chosen if i != self.current]
        if not others and len(self.ids) > 1:
            others = [self.ids[self.index + (-1 if self.at_end else 1)]]
        return sorted([self.current, *others], key=self.place_of)


@dataclass(frozen=True, slots=True)
class Tally:
    """How many photos, how many of them rejected and kept, how many bytes are rejected."""

    photos: int
    rejected: int
    kept: int
    bytes: int


def first_unreviewed(ids: Sequence[int], verdicts: Mapping[int, Verdict]) -> int:
    """Where a review begins: the first photo that no review has shown, else the first."""
    for index, photo_id in enumerate(ids):
        if verdicts.get(photo_id, NO_VERDICT).reviewed is None:
            return index
    return 0
