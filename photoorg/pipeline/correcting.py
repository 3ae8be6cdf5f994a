"""Corrections of dates and places: what a change would do, doing it, and taking it back.

A correction is one row in `decisions`, by content hash, with what was said before. What files say
is never put back from a copy: `recomputing.settle` works it out anew, by the scan's own rules.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from photoorg.catalog import corrections, decisions, settled
from photoorg.decisions.corrected import (
    OF_DATES,
    OF_PLACES,
    from_plain,
    kind_of,
    plain,
    value_of,
)
from photoorg.decisions.corrections import (
    changed,
    parse_date,
    parse_shift,
    shift_text,
    zone_names,
    zone_of,
)
from photoorg.errors import UsageError
from photoorg.pipeline import naming
from photoorg.pipeline.recomputing import seen_of, settle
from photoorg.pipeline.rows import Rows
from photoorg.records import (
    NO_CORRECTION,
    Changes,
    ClearDate,
    ClearPlace,
    Corrected,
    Correction,
    CorrectionPlan,
    EstimatePlace,
    NoPlace,
    SetDate,
    SetPlace,
    SetZone,
)

if TYPE_CHECKING:
    from photoorg.catalog.connection import Connection
    from photoorg.catalog.decisions import Decision
    from photoorg.catalog.settled import Shown
    from photoorg.decisions.corrected import (
        Change,
    )
    from photoorg.records import (
        DateChange,
        Place,
    )

__all__ = [  # what was typed is read, and said, in one way by the commands and the window
    "KINDS", "apply", "clear_estimates", "correct", "name_place", "order_after", "parse_date",
    "parse_shift", "plan", "shift_text", "zone_names", "zone_of",
]  # fmt: skip

KINDS = (*OF_DATES, *OF_PLACES, naming.KIND)
EXAMPLES = 50  # photos of which a preview shows what becomes of them

_MOVING = (*OF_DATES, "place-set", "place-none", "place-clear")  # a place may bring a time zone
_CORRECTED = Changes(photos=True, decisions=True)


def correct(db: Connection, ids: Sequence[int], change: Change) -> Changes:
    """Correct the date or the place of photos, as one decision. Raises `UsageError`."""
    _check(change)
    with db.transaction():
        work = _worked_out(db, ids, change)
        done = _decide(db, kind_of(change), work.new, value_of(change))
    if done:
        order_after(db, kind_of(change))
    return _CORRECTED if done else Changes()


def clear_estimates(db: Connection) -> Changes:
    """Take all estimated places away, as one decision."""
    with db.transaction():
        new = dict.fromkeys(corrections.estimated(db), NO_CORRECTION)
        done = _decide(db, "place-clear", new, None)
    return _CORRECTED if done else Changes()  # an estimate sets no time zone: the order stays


def plan(db: Connection, ids: Sequence[int], change: Change) -> CorrectionPlan:
    """What a correction would do. Changes nothing; raises `UsageError`."""
    _check(change)
    work = _worked_out(db, ids, change)
    told = [photo for photo in work.photos if photo.hash in work.new]
    return CorrectionPlan(
        photos=len(work.photos),
        changed=len(told),
        examples=tuple(_examples(db, kind_of(change), told[:EXAMPLES], work.new)),
        left_out=tuple(work.left_out.most_common()),
    )


def name_place(
    db: Connection,
    place: Place,
    name: str,
    center: tuple[float, float] | None = None,
    radius_km: float = 0.0,
) -> Changes:
    """Name a place, as `naming.name_place`, for all photos of it."""
    with db.transaction():
        hashes, done = naming.name_place(db, place, name, center, radius_km)
        settle(db, hashes)
    return _CORRECTED if done else Changes()


# --- undo and redo, for `pipeline.decide` --------------------------------------------------------


def apply(db: Connection, decided: Decision, *, back: bool) -> None:
    """Say again what was said before a correction, or what it had said. In a transaction."""
    payload = decided.payload
    if decided.kind == naming.KIND:
        settle(db, naming.apply(db, payload, back=back))
        return
    hashes = payload["hashes"]
    said = payload["before" if back else "after"]
    values = [from_plain(decided.kind, value) for value in said]
    values = values * len(hashes) if len(values) == 1 else values
    _put(db, decided.kind, dict(zip(hashes, values, strict=True)))
    settle(db, hashes)


def order_after(db: Connection, kind: str) -> None:
    """Bring photos into the order of their new dates; not inside a transaction."""
    if kind in _MOVING:
        from photoorg.pipeline.ordering import order

        order(db)


# --- working a change out ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Work:
    """`new` are the corrections that differ from what was said; `left_out` counts photos."""

    photos: list[Shown]
    new: dict[str, Correction]
    left_out: Counter[str]


def _check(change: Change) -> None:
    from photoorg.places.gazetteer import is_position

    if isinstance(change, SetZone):
        for name in filter(None, (change.zone, change.clock)):
            if zone_of(name) is None:
                raise UsageError(
                    f"There is no time zone {name}. Write one such as Europe/Paris or +05:30."
                )
    elif isinstance(change, SetPlace) and not is_position(change.latitude, change.longitude):
        raise UsageError(
            f"{change.latitude:g}, {change.longitude:g} is no position. Latitude goes from -90 to "
            "90, longitude from -180 to 180; 0, 0 is what devices without a position write."
        )
    elif isinstance(change, EstimatePlace) and change.within_seconds <= 0:
        raise UsageError("An estimate needs a time between photos, such as 30 minutes.")


def _worked_out(db: Connection, ids: Sequence[int], change: Change) -> _Work:
    photos = settled.shown(db, ids)
    firsts = {photo.hash: photo for photo in reversed(photos)}  # of copies, the first one counts
    chosen = [firsts[digest] for digest in dict.fromkeys(photo.hash for photo in photos)]
    before = corrections.of_hashes(db, sorted(firsts))
    if isinstance(change, EstimatePlace):
        from photoorg.pipeline.estimating import estimates

        found = estimates(db, chosen, before, change.within_seconds)
    elif isinstance(change, SetPlace | NoPlace | ClearPlace):
        found = {photo.hash: _place(photo, change) for photo in chosen}
    else:
        found = _dates(chosen, before, change)
    new = {
        digest: said
        for digest, said in found.items()
        if isinstance(said, Correction)
        and _differs(kind_of(change), said, before.get(digest, NO_CORRECTION))
    }
    why = {digest: said for digest, said in found.items() if isinstance(said, str)}
    return _Work(photos, new, Counter(why[p.hash] for p in photos if p.hash in why))


def _differs(kind: str, new: Correction, old: Correction) -> bool:
    return plain(kind, new) != plain(kind, old)


def _dates(
    chosen: Sequence[Shown], before: Mapping[str, Correction], change: DateChange
) -> dict[str, Correction | str]:
    found: dict[str, Correction | str] = {}
    results = changed([photo.dated for photo in chosen], change)
    for photo, result in zip(chosen, results, strict=True):
        if result is None:
            found[photo.hash] = _why_not(photo, change)
            continue
        taken, offset = result
        said = before.get(photo.hash, NO_CORRECTION)
        if _is_so(photo, taken, offset) and not isinstance(change, ClearDate):
            found[photo.hash] = said
            continue
        if _follows(photo, said, change):
            offset = None
        found[photo.hash] = Correction(taken=taken, utc_offset=offset)
    return found


def _is_so(photo: Shown, taken: str | None, offset: str | None) -> bool:
    """Whether a photo has that very date already; a guess becomes certain when it is said."""
    dated = photo.dated
    return not dated.guess and (taken, offset or dated.utc_offset) == (
        dated.taken,
        dated.utc_offset,
    )


def _follows(photo: Shown, before: Correction, change: DateChange) -> bool:
    """Whether the offset of a new date is left to the photo's position.

    It is where only the position can have said the offset: another day may have daylight saving.
    """
    if isinstance(change, SetZone) or (isinstance(change, SetDate) and change.utc_offset):
        return False
    return before.utc_offset is None and not photo.has_offset and photo.latitude is not None


def _why_not(photo: Shown, change: DateChange) -> str:
    if photo.dated.taken is None:
        return "undated"
    return "no offset" if isinstance(change, SetZone) and change.moves else "out of range"


def _place(photo: Shown, change: SetPlace | NoPlace | ClearPlace) -> Correction | str:
    if isinstance(change, SetPlace):
        return Correction(
            latitude=change.latitude, longitude=change.longitude, place=change.place,
            place_from="user",
        )  # fmt: skip
    if isinstance(change, ClearPlace):
        return NO_CORRECTION
    return "unplaced" if photo.latitude is None else Correction(place_from="none")


def _examples(
    db: Connection, kind: str, photos: Sequence[Shown], new: Mapping[str, Correction]
) -> Iterable[Corrected]:
    """What becomes of these; what is said of the other of date and place goes on."""
    hashes = sorted({photo.hash for photo in photos})
    known = corrections.of_hashes(db, hashes)
    instead = {h: _merged(kind, known.get(h, NO_CORRECTION), new[h]) for h in hashes}
    files = {f.id: f for part in settled.unsettled(db, hashes) for f in part}
    rows = Rows(db, instead).make([seen_of(files[photo.id]) for photo in photos])
    for photo, row in zip(photos, rows, strict=True):
        assert row.dated is not None
        yield Corrected(photo.id, photo.path, photo.dated, row.dated, photo.place, row.place)


def _merged(kind: str, old: Correction, new: Correction) -> Correction:
    if kind in OF_DATES:
        return replace(old, taken=new.taken, utc_offset=new.utc_offset)
    return replace(new, taken=old.taken, utc_offset=old.utc_offset)


# --- deciding ------------------------------------------------------------------------------------


def _decide(
    db: Connection, kind: str, new: Mapping[str, Correction], value: str | int | None
) -> bool:
    if not new:
        return False
    hashes = sorted(new)
    known = corrections.of_hashes(db, hashes)
    after = [plain(kind, new[digest]) for digest in hashes]
    payload = {
        "hashes": hashes,
        "before": [plain(kind, known.get(digest, NO_CORRECTION)) for digest in hashes],
        "after": after[:1] if all(one == after[0] for one in after) else after,
        "value": value,
    }
    _put(db, kind, new)
    decisions.append(db, kind, payload)
    settle(db, hashes)
    return True


def _put(db: Connection, kind: str, rows: Mapping[str, Correction]) -> None:
    if kind in OF_DATES:
        corrections.put_dates(db, rows)
    else:
        corrections.put_places(db, rows)
