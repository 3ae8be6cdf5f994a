"""Decisions about photos: written once as what the user did, once as what it comes to.

Every function is one transaction with one row in `decisions`, for however many photos: it holds
their content hashes and what stood there before, so that an undo puts back exactly that. What
changes nothing is no decision. A verdict belongs to the content: all copies of a photo share it.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import closing
from itertools import combinations
from typing import TYPE_CHECKING, Any

from photoorg.catalog import decisions, machine, queries, verdicts, views
from photoorg.catalog.clock import now
from photoorg.decisions import arranged, timeline, words
from photoorg.decisions.timeline import Entry
from photoorg.errors import UsageError
from photoorg.pipeline import arranging, correcting, grouping
from photoorg.records import Changes, Decided, Filter

if TYPE_CHECKING:
    from photoorg.catalog.connection import Connection
    from photoorg.catalog.decisions import Decision
    from photoorg.catalog.verdicts import Pair
    from photoorg.records import Mark

#: Decisions about photos, and the column of `verdicts` that each sets.
COLUMNS = {
    "mark": "mark", "rate": "rating", "favour": "favourite", "protect": "protected",
    "review": "reviewed",
}  # fmt: skip
OF_FILES = ("favour", "protect")  # these hold for the file, too, when its content changes
KINDS = (
    *COLUMNS, "protect-folder", "not-alike", "rename", "regroup", *arranged.KINDS,
    *correcting.KINDS,
)  # fmt: skip
MOST_NOT_ALIKE = 500  # photos at once: 124,750 pairs, half a second

_NOTHING = Changes()
_JUDGED = Changes(decisions=True)
_REVIEWED = Changes(clusters=True, decisions=True)


def mark(db: Connection, ids: Sequence[int], value: Mark | None) -> Changes:
    """Keep or reject photos, or (None) take that back. Rejecting deletes nothing."""
    return _set(db, "mark", ids, value)


def rate(db: Connection, ids: Sequence[int], rating: int) -> Changes:
    """Rate photos 1 to 5; 0 takes the rating away."""
    if not 0 <= rating <= 5:
        raise UsageError(f"A rating is 1 to 5, or 0 for none, not {rating}.")
    return _set(db, "rate", ids, rating)


def favour(db: Connection, ids: Sequence[int], on: bool) -> Changes:
    """Make photos favourites, or no longer. Nothing deletes a favourite."""
    return _set(db, "favour", ids, int(on))


def protect(db: Connection, ids: Sequence[int], on: bool) -> Changes:
    """Protect photos from every deletion, or no longer."""
    return _set(db, "protect", ids, int(on))


def finish_review(db: Connection, ids: Sequence[int]) -> Changes:
    """Count photos as reviewed now; their cluster is done when all of its photos are."""
    return _REVIEWED if _set(db, "review", ids, now()).decisions else _NOTHING


def _set(db: Connection, kind: str, ids: Sequence[int], value: Any) -> Changes:
    column = COLUMNS[kind]
    with db.transaction():
        hashes = _hashes(db, ids)
        if kind in OF_FILES and not value:  # also of what the files held before
            hashes = sorted(verdicts.former_hashes(db, ids).union(hashes))
        before = dict(zip(hashes, verdicts.values(db, column, hashes), strict=True))
        changed = [digest for digest in hashes if before[digest] != value]
        if not changed:
            return _NOTHING
        verdicts.put(db, column, [(digest, value) for digest in changed])
        was = [before[digest] for digest in changed]
        decisions.append(db, kind, {"hashes": changed, "before": was, "value": value})
    return _JUDGED


def _hashes(db: Connection, ids: Sequence[int]) -> list[str]:
    """The contents of photos, each once; sorted, since 30,000 are written faster in order."""
    return sorted(set(queries.hashes(db, ids).values()))


def protect_folder(db: Connection, path: str, on: bool) -> Changes:
    """Protect all that is, or will be, below a folder from every deletion, or no longer.

    Raises `UsageError` where there is no such folder: a slip of the pen would protect nothing.
    """
    folder = _folder_name(path)
    with db.transaction():
        was = folder in verdicts.protected_folders(db)
        if was == on:
            return _NOTHING
        if on and not os.path.isdir(folder) and not _photos_in(db, folder):
            raise UsageError(f"There is no folder {path}, so it can not be protected.")
        verdicts.set_protected_folder(db, folder, on)
        decisions.append(db, "protect-folder", {"path": folder, "before": was, "value": on})
    return _JUDGED


def _folder_name(path: str) -> str:
    """A folder as the catalogue names files: absolute, links in its path resolved."""
    return os.path.realpath(os.path.expanduser(path))


def _photos_in(db: Connection, folder: str) -> tuple[int, ...]:
    return tuple(views.photo_ids(db, Filter(folder=folder), "date", ()))


def not_alike(db: Connection, ids: Sequence[int]) -> Changes:
    """Never stack any two of these photos together again.

    Raises `UsageError` for more than 500 photos, and for fewer than two different ones: exact
    copies are alike.
    """
    hashes = _hashes(db, ids[: MOST_NOT_ALIKE + 1])
    if len(ids) > MOST_NOT_ALIKE:
        raise UsageError(f"Choose at most {MOST_NOT_ALIKE} photos that are not alike.")
    if len(hashes) < 2:
        raise UsageError("Choose two different photos; copies of one file are alike.")
    with db.transaction():
        known = verdicts.not_alike(db, hashes)
        if len(known) == len(hashes) * (len(hashes) - 1) // 2:
            return _NOTHING
        verdicts.set_not_alike(db, combinations(hashes, 2), True)
        payload = {"hashes": hashes, "before": sorted(known), "value": True}
        decisions.append(db, "not-alike", payload)
    return _JUDGED


def rename(db: Connection, cluster: int, title: str) -> Changes:
    """Give a cluster the user's title (empty: the machine's again)."""
    with db.transaction():
        decisions.append(db, "rename", {"title": title}, cluster=cluster)
    return _REVIEWED


def choose_grouping(db: Connection, before: int, run: int) -> Changes:
    """Show another of the groupings that are kept; photos that are there now do not make it old."""
    with db.transaction():
        _show_grouping(db, run)
        decisions.append(db, "regroup", {"before": before, "value": run})
    return _REVIEWED


def note_regrouping(db: Connection, before: int, run: int) -> None:
    """The user had the library grouped again: an undo shows the grouping before."""
    with db.transaction():
        decisions.append(db, "regroup", {"before": before, "value": run})


def _show_grouping(db: Connection, run: int) -> bool:
    """False if it is not kept any more."""
    if all(kept.id != run for kept in machine.kept_runs(db)):
        return False
    machine.show_run(db, run)
    new = machine.unlearned(db, run, grouping.FEATURE_MODEL)
    machine.note_of_run(db, run, "accepted", new)
    return True


# --- Undo and redo -------------------------------------------------------------------------------


def undo(db: Connection) -> Decided | None:
    """Take back the newest decision that stands; None if there is none."""
    return _step(db, "undo")


def redo(db: Connection) -> Decided | None:
    """Make again the decision that was undone last; None once another was made since."""
    return _step(db, "redo")


def newest(db: Connection) -> int | None:
    """The newest decision that stands, by id; None if none does."""
    with closing(decisions.newest_first(db, (*KINDS, "undo", "redo"))) as rows:
        return timeline.to_undo(Entry.of(*row) for row in rows)


def newest_operation(db: Connection) -> int | None:
    """The newest operation that can be taken back, if no decision that stands came after it."""
    undoable = decisions.undoable(db)
    if not undoable:
        return None
    last = newest(db)
    after = last is not None and last > decisions.turn_of(db, undoable[0])
    return None if after else undoable[0]


def _step(db: Connection, kind: str) -> Decided | None:
    with db.transaction():
        with closing(decisions.newest_first(db, (*KINDS, "undo", "redo"))) as rows:
            entries = (Entry.of(*row) for row in rows)
            target = timeline.to_undo(entries) if kind == "undo" else timeline.to_redo(entries)
        if target is None:
            return None
        decided = decisions.decision(db, target)
        _apply(db, decided, back=kind == "undo")
        decisions.append(db, kind, {"decision": target}, cluster=decided.cluster)
    correcting.order_after(db, decided.kind)
    return _said(db, decided, undone=kind == "undo")


def _apply(db: Connection, decided: Decision, *, back: bool) -> None:
    """Put back what stood before a decision, or set again what it had set."""
    payload = decided.payload
    if decided.kind in COLUMNS:
        hashes = payload["hashes"]
        values = payload["before"] if back else [payload["value"]] * len(hashes)
        verdicts.put(db, COLUMNS[decided.kind], zip(hashes, values, strict=True))
    elif decided.kind == "protect-folder":
        verdicts.set_protected_folder(db, payload["path"], payload["before" if back else "value"])
    elif decided.kind == "not-alike":
        known = {(a, b) for a, b in payload["before"]}
        pairs: list[Pair] = [p for p in combinations(payload["hashes"], 2) if p not in known]
        verdicts.set_not_alike(db, pairs, not back)
    elif decided.kind in arranged.KINDS:
        arranging.apply(db, decided, back=back)
    elif decided.kind in correcting.KINDS:
        correcting.apply(db, decided, back=back)
    elif decided.kind == "regroup":
        _show_grouping(db, payload["before" if back else "value"])


def _said(db: Connection, decided: Decision, *, undone: bool) -> Decided:
    payload, kind = decided.payload, decided.kind
    name = payload.get("path") or payload.get("title") or ""
    value = payload.get("value", payload.get("title"))
    hashes = _contents(decided)
    if kind == "protect-folder":
        photos = _photos_in(db, payload["path"])
    else:
        photos = _photos_of(db, kind, hashes)
    text = words.said(kind, value, len(hashes), name)
    return Decided(decided.id, kind, value, photos, text, undone)


def _contents(decided: Decision) -> list[str]:
    if decided.kind in arranged.KINDS:
        return arranged.from_plain(decided.payload).contents
    hashes: list[str] = decided.payload.get("hashes", [])
    return hashes


def _photos_of(db: Connection, kind: str, hashes: Sequence[str]) -> tuple[int, ...]:
    found = queries.ids_of_hashes(db, hashes)
    if kind in OF_FILES:
        found += queries.ids_that_held(db, hashes)
    return tuple(dict.fromkeys(found))
