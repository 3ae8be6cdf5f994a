"""The user's own names for places: "Home" for a city, or for a circle on the map.

A name is a decision about a place, not about photos: those to come have it, too. It changes only
what a place is called; region, country and position stay as they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from photoorg.catalog import corrections, decisions
from photoorg.decisions.names import cleaned
from photoorg.errors import UsageError
from photoorg.records import NamedPlace, Place

if TYPE_CHECKING:
    from photoorg.catalog.connection import Connection

KIND = "place-name"
LARGEST_KM = 200.0


def name_place(
    db: Connection,
    place: Place,
    name: str,
    center: tuple[float, float] | None = None,
    radius_km: float = 0.0,
) -> tuple[set[str], bool]:
    """Name a place; empty: the gazetteer's name again. (Contents to settle, whether it is new).

    `place` is as it is shown, so that a name can be changed again. With `center` the name holds
    for what is within `radius_km` of it. Call inside a transaction. Raises `UsageError`.
    """
    title = cleaned(name)
    _check(place, title, center, radius_km)
    old = _meant(corrections.named_places(db), place, center, radius_km)
    if old:
        new = [replace(named, name=title) for named in old if title]
    elif title and (center or title != place.city):
        lat, lon = center or (None, None)
        made = corrections.next_name(db)
        new = [NamedPlace(made, title, place, lat, lon, radius_km if center else 0.0)]
    else:
        new = []
    if new == old:
        return set(), False
    payload = {
        "before": [_plain(named) for named in old],
        "after": [_plain(named) for named in new],
        "value": title,
        "title": place.city,
    }
    decisions.append(db, KIND, payload)
    return apply(db, payload, back=False), True


def apply(db: Connection, payload: dict[str, Any], *, back: bool) -> set[str]:
    """Set the names of a decision, or those before it; the contents that are to be settled."""
    gone = [_from_plain(row) for row in payload["after" if back else "before"]]
    come = [_from_plain(row) for row in payload["before" if back else "after"]]
    for named in gone:
        corrections.drop_named(db, named.id)
    for named in come:
        corrections.put_named(db, named)
    return _touched(db, [*gone, *come])


def _check(place: Place, title: str, center: tuple[float, float] | None, radius_km: float) -> None:
    if center is None and not place.city and not place.region:
        raise UsageError("Only a city or an area can be named, not a whole country.")
    if center is not None and not 0 < radius_km <= LARGEST_KM:
        raise UsageError(f"The radius of a named area goes up to {LARGEST_KM:g} km.")
    if title and "/" in title:
        raise UsageError("A name of a place has no slash: these stand between its parts.")


def _meant(
    known: Sequence[NamedPlace], place: Place, center: tuple[float, float] | None, radius_km: float
) -> list[NamedPlace]:
    """The names that stand for what is to be named: by its shown name, or as the same circle."""
    if center is not None:
        return [n for n in known if (n.latitude, n.longitude, n.radius_km) == (*center, radius_km)]
    return [
        n
        for n in known
        if (n.place.country_code, n.place.region) == (place.country_code, place.region)
        and place.city in ((n.name,) if n.radius_km else (n.name, n.place.city))
    ]


def _touched(db: Connection, names: Iterable[NamedPlace]) -> set[str]:
    """The contents that are shown under one of these names, or could be."""
    found: set[str] = set()
    for named in names:
        if named.radius_km:
            found |= corrections.hashes_near(
                db, named.latitude or 0.0, named.longitude or 0.0, named.radius_km
            )
        found |= corrections.hashes_in(db, named.place, (named.name, named.place.city))
    return found


def _plain(named: NamedPlace) -> list[Any]:
    place = named.place
    return [
        named.id, named.name, place.country_code, place.country, place.region, place.city,
        named.latitude, named.longitude, named.radius_km,
    ]  # fmt: skip


def _from_plain(row: Sequence[Any]) -> NamedPlace:
    place = Place(row[2], row[3], row[4], row[5], 0.0)
    return NamedPlace(row[0], row[1], place, row[6], row[7], row[8])
