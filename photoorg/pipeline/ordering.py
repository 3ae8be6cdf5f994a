"""The order of the library by time: known offsets from UTC count, unknown ones are assumed.

Runs at the end of a scan and after a correction. If any photo changed, the whole library is worked
out anew (2 s for a million photos; 18 s where all of them change): one photo with a known offset
may move all those around it. Only what changed is written.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from photoorg.catalog import moments as store

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from photoorg.catalog.connection import Connection
    from photoorg.catalog.moments import Row

_BATCH = 50_000
_SEPARATOR = os.fsencode(os.sep)


def order(db: Connection) -> int:
    """Set the moment of all dated photos; returns how many changed. Not inside a transaction.

    Nothing is read if nothing has changed that the order depends on since it was made last.
    """
    changes = store.changes(db)
    if changes is None:
        return 0
    changed = _order(db)
    with db.transaction():  # the moments that were just written count as changes, too
        store.set_ordered(db, changes + changed)
    return changed


def _order(db: Connection) -> int:
    import numpy as np

    from photoorg.dates.order import moments

    table = _Table()
    for rows in store.dated_rows(db):
        table.add(rows)
    ids, local, offset, camera, folder, old = table.columns()
    if not len(ids):
        return 0
    new = moments(local, offset, camera, folder)
    changed = np.flatnonzero(new != old)
    for start in range(0, len(changed), _BATCH):
        part = changed[start : start + _BATCH]
        with db.transaction():
            store.set_moments(db, zip(new[part].tolist(), ids[part].tolist(), strict=True))
    return len(changed)


@dataclass(slots=True)
class _Table:
    """Rows as columns of numbers; a million of them take 50 MB."""

    parts: list[tuple[NDArray[np.int64], ...]] = field(default_factory=list)
    cameras: dict[str | None, int] = field(default_factory=lambda: {None: -1, "": -1})
    folders: dict[tuple[int, bytes], int] = field(default_factory=dict)
    offsets: dict[str | None, int] = field(default_factory=dict)

    def add(self, rows: list[Row]) -> None:
        import numpy as np

        def column(values: Iterable[int]) -> NDArray[np.int64]:
            return np.fromiter(values, dtype=np.int64, count=len(rows))

        taken = np.array([row[1] for row in rows], dtype="datetime64[ms]")
        self.parts.append((
            column(row[0] for row in rows),
            taken.astype(np.int64),
            column(self._offset(row[2]) for row in rows),
            column(self.cameras.setdefault(row[3], len(self.cameras)) for row in rows),
            column(self._folder(row[4], row[5]) for row in rows),
            column(_NONE if row[6] is None else row[6] for row in rows),
        ))  # fmt: skip

    def columns(self) -> tuple[NDArray[np.int64], ...]:
        import numpy as np

        if not self.parts:
            return (np.empty(0, dtype=np.int64),) * 6
        return tuple(np.concatenate(part) for part in zip(*self.parts, strict=True))

    def _offset(self, text: str | None) -> int:
        if text not in self.offsets:
            self.offsets[text] = _minutes(text)
        return self.offsets[text]

    def _folder(self, root: int, path: bytes) -> int:
        place = (root, path[: path.rfind(_SEPARATOR) + 1])
        return self.folders.setdefault(place, len(self.folders))


_NONE = -(2**63)  # no moment is that long ago


def _minutes(offset: str | None) -> int:
    from photoorg.dates.order import UNKNOWN
    from photoorg.dates.stamp import offset_delta, parse_offset

    known = parse_offset(offset)
    return int(offset_delta(known).total_seconds()) // 60 if known else UNKNOWN
