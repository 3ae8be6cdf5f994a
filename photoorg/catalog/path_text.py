"""Words in the paths of photos, found in memory: 25 ms for a million, where `LIKE` takes 180.

All paths of the library stand in one text, 54 bytes each with their numbers. To make it costs as
much as five searches in the catalogue (1 s for a million; 0.1 for 100,000), so it is made at the
second search since photos came, moved or went: what is typed into a search field is a search a
letter, and each view asks for its page, its count and its days. What was found of a word is
remembered until then, too.

An index of trigrams (FTS5) was measured at 32 us and 125 bytes a photo, paid by every scan. It
knows at once that a word is nowhere, but names are dates and numbers, of which each trigram is in
very many: "IMG_20190517" among 300,000 took 19 ms, and grows with them, where this takes 8.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import accumulate
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

if TYPE_CHECKING:
    from photoorg.catalog.connection import Connection

FEW = 2000  # photos that a word is in; of more, a page is found by reading on, which ends early
_NUL = b"\0"  # between paths: no path has one


@dataclass(slots=True)
class _Text:
    """All paths in lower case (ASCII alone, as `LIKE` does), one after another."""

    text: bytes
    starts: array[int]  # where each path begins
    ids: array[int]

    def holding(self, word: bytes) -> list[int] | None:
        """Ids of the rows with `word` in their path; None if there are more than `FEW`."""
        found: list[int] = []
        at = self.text.find(word)
        while at >= 0 and len(found) <= FEW:
            row = bisect_right(self.starts, at)
            found.append(self.ids[row - 1])
            at = self.text.find(word, self.starts[row]) if row < len(self.starts) else -1
        return found if len(found) <= FEW else None


@dataclass(slots=True)
class _State:
    changes: int  # of the catalogue, when it was last searched
    text: _Text | None = None
    answers: dict[tuple[str, ...], list[int] | None] = field(default_factory=dict)


_states: WeakKeyDictionary[Connection, _State] = WeakKeyDictionary()


def ids_with(db: Connection, forms: Iterable[str]) -> list[int] | None:
    """Ids of the rows with any of these in their path; None: not known here, or more than `FEW`.

    In either case of ASCII letters. Rows of all states, also of files that are gone.
    """
    asked = tuple(forms)
    state = _current(db)
    if state.text is None:
        return None
    if asked not in state.answers:
        state.answers[asked] = _any_of(state.text, asked)
    return state.answers[asked]


def remembered(db: Connection, forms: Iterable[str]) -> bool:
    """Whether `ids_with` has found them, and will say so again without a look.

    Of use to choose how a view is read: it makes nothing, so that within one question the choice
    fits the condition that was written with `ids_with`.
    """
    state = _states.get(db)
    asked = tuple(forms)
    return (
        state is not None
        and state.answers.get(asked) is not None
        and (state.changes == _changes(db))
    )


def _any_of(text: _Text, forms: Iterable[str]) -> list[int] | None:
    found: set[int] = set()
    for form in forms:
        ids = text.holding(form.encode("utf-8", "replace").lower())
        if ids is None:
            return None
        found.update(ids)
    return sorted(found) if len(found) <= FEW else None


def _current(db: Connection) -> _State:
    changes = _changes(db)
    state = _states.get(db)
    if state is None or state.changes != changes:
        _states[db] = _State(changes)
        return _states[db]
    if state.text is None:
        text = _read(db)
        if _changes(db) == changes:
            state.text = text
    return state


def _changes(db: Connection) -> int:
    """Counted by triggers: files that came, went, moved, or changed their state."""
    return int(db.execute("SELECT changes FROM order_state").fetchone()[0])


def _read(db: Connection) -> _Text:
    parts: list[bytes] = []
    starts, ids, at = array("q"), array("q"), 0
    rows = db.execute("SELECT id, path FROM files INDEXED BY sqlite_autoindex_files_1")
    while part := rows.fetchmany(10_000):
        numbers, paths = zip(*part, strict=True)
        ids.extend(numbers)
        begins = [*accumulate((len(path) + 1 for path in paths), initial=at)]
        at = begins.pop()
        starts.extend(begins)
        parts.append(_NUL.join(paths) + _NUL)
    return _Text(b"".join(parts).lower(), starts, ids)
