"""The conditions of a `records.Filter` as SQL; `f` is `files`. All that are set hold together."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from photoorg.catalog import tallies
from photoorg.catalog.facets import SEPARATOR
from photoorg.late import late

if TYPE_CHECKING:
    from photoorg.catalog import path_text, verdicts
    from photoorg.catalog.connection import Connection
    from photoorg.records import Filter
else:
    path_text = late("photoorg.catalog.path_text")
    verdicts = late("photoorg.catalog.verdicts")

#: Photos on disk, or on a disk that is away; the partial indexes are of these.
SHOWN = "f.state = 'photo' AND f.gone IS NULL"

_Clause = tuple[str, list[Any]]


def where(
    db: Connection, wanted: Filter, leaves: Sequence[int], of: str = SHOWN
) -> tuple[str, list[Any]]:
    """The condition of a view, with its values. `leaves` are what `wanted.cluster` means.

    `of` is what holds for every row that may be shown at all.
    """
    clauses: list[str] = [of]
    values: list[Any] = []
    for part, more in (
        *_clustered(wanted, leaves), *_dated(wanted), *_placed(wanted), *_shaped(wanted),
        *_judged(wanted), *_protected(db, wanted), *_in_folder(db, wanted.folder),
        *_named(db, wanted.text), *_chosen(wanted),
    ):  # fmt: skip
        clauses.append(part)
        values += more
    return " AND ".join(clauses), values


def _chosen(wanted: Filter) -> Iterator[_Clause]:
    """As one value: SQLite takes at most 32,766 of them."""
    if wanted.ids:
        yield "f.id IN (SELECT value FROM json_each(?))", [json.dumps(wanted.ids)]


def _clustered(wanted: Filter, leaves: Sequence[int]) -> Iterator[_Clause]:
    if wanted.cluster is not None:
        yield _one_of("f.cluster", leaves)
    if wanted.unsorted:
        yield "f.cluster IS NULL", []


def _dated(wanted: Filter) -> Iterator[_Clause]:
    if wanted.date:
        yield _in_days(*day_range(wanted.date))
    if wanted.days:
        yield _in_days(*wanted.days)
    if wanted.undated:
        yield "f.ymd IS NULL AND f.moment IS NULL", []
    if wanted.rules:
        yield _one_of("f.taken_from", wanted.rules)
    if wanted.guessed_dates:
        yield "f.taken_guess", []


def _in_days(first: int, last: int) -> _Clause:
    """By `ymd`, and by the moments that these days can have, by which the index is ordered."""
    edges = [_edge(first, -1), _edge(last, 1)]
    if None in edges:
        return "f.ymd BETWEEN ? AND ?", [first, last]
    return "f.ymd BETWEEN ? AND ? AND f.moment BETWEEN ? AND ?", [first, last, *edges]


def _edge(ymd: int, sign: int) -> int | None:
    """A moment outside of the day in every time zone; None for what is no day of our calendar."""
    from datetime import UTC, datetime

    year, month, day = ymd // 10_000, ymd // 100 % 100, ymd % 100
    if month > 12 or not 1 <= year <= 9998:
        year, month, day = year + 1, 1, 1
    try:
        start = datetime(year, max(month, 1), min(max(day, 1), 28), tzinfo=UTC)
    except ValueError:
        return None
    # a day has up to 14 hours to each side; the last days of a month were taken as its 28th
    return round(start.timestamp() * 1000) + sign * (5 if sign > 0 else 2) * 86_400_000


def _placed(wanted: Filter) -> Iterator[_Clause]:
    if wanted.place:
        names = ("f.country_code", "f.region", "f.city")
        for name, value in zip(names, wanted.place, strict=False):
            yield f"{name} = ?", [value]
    if wanted.unplaced:
        yield "f.country_code IS NULL", []
    if wanted.bounds:
        yield _in_bounds(*wanted.bounds)
    if wanted.place_sources:
        part, values = _one_of("f.place_from", wanted.place_sources)
        yield f"f.place_from IS NOT NULL AND {part}", values
    if wanted.estimated:
        yield "f.place_from IS NOT NULL AND f.place_from = 'estimate'", []


def _in_bounds(south: float, west: float, north: float, east: float) -> _Clause:
    over = "OR" if west > east else "AND"
    return (
        f"f.latitude BETWEEN ? AND ? AND (f.longitude >= ? {over} f.longitude <= ?)",
        [south, north, west, east],
    )


def touched(south: float, west: float, north: float, east: float) -> list[int]:
    """The cells of 5 degrees (keys of the tallies) that a rectangle touches.

    Never one too few: a latitude of 90 and a longitude of 180 lie in cells of their own.
    """
    rows = range(_cell(south + 90, 36), _cell(north + 90, 36) + 1)
    first, last = _cell(west + 180, 72), _cell(east + 180, 72)
    columns = [*range(first, last + 1)] if west <= east else [*range(last + 1), *range(first, 73)]
    return [row * 100 + column for row in rows for column in dict.fromkeys(columns)]


def _cell(degrees: float, most: int) -> int:
    """Which one of them, from 0 to `most`."""
    return int(max(0.0, min(degrees / 5, most)))


def _shaped(wanted: Filter) -> Iterator[_Clause]:
    if wanted.formats:
        yield _one_of("f.format", wanted.formats)
    if wanted.camera is not None:
        yield ("f.camera = ?", [wanted.camera]) if wanted.camera else ("f.camera IS NULL", [])
    if wanted.least_bytes:
        yield "f.size >= ?", [wanted.least_bytes]
    if wanted.most_bytes is not None:
        yield "f.size <= ?", [wanted.most_bytes]
    if wanted.least_pixels:
        yield "f.pixels >= ?", [wanted.least_pixels]


def _judged(wanted: Filter) -> Iterator[_Clause]:
    """The conditions on marks, ratings, favourites and reviews; `files` has a copy of them."""
    if wanted.mark is not None:
        yield "f.mark = ?", [wanted.mark]
    if wanted.marked is not None:
        yield f"f.mark IS {'NOT ' if wanted.marked else ''}NULL", []
    if wanted.least_rating:
        yield "f.rating > 0 AND f.rating >= ?", [wanted.least_rating]
    if wanted.favourite:
        yield "f.favourite", []
    if wanted.unreviewed:
        yield "f.reviewed IS NULL", []


def _protected(db: Connection, wanted: Filter) -> Iterator[_Clause]:
    if not wanted.protected:
        return
    inside = [_inside(db, folder) for folder in verdicts.protected_folders(db)]
    parts = ["f.protected", "f.favourite", *(part for part, _ in inside)]
    yield f"({' OR '.join(parts)})", [value for _, values in inside for value in values]


def _in_folder(db: Connection, folder: str | None) -> Iterator[_Clause]:
    if folder is not None:
        yield _inside(db, folder)


def _inside(db: Connection, folder: str) -> _Clause:
    """The condition for files below an absolute folder: by root, and by a range of paths in it."""
    parts, values = ["f.root_id = -1"], []  # "0" would make INDEXED BY fail
    for root_id, path in db.execute("SELECT id, path FROM roots").fetchall():
        root = os.fsdecode(path)
        if verdicts.folder_over(root, [folder]):
            parts.append("f.root_id = ?")
            values.append(root_id)
        elif verdicts.folder_over(folder, [root]):
            first = os.fsencode(os.path.join(os.path.relpath(folder, root), ""))
            last = first[:-1] + bytes([first[-1] + 1])  # the first name after "folder/..."
            parts.append("(f.root_id = ? AND f.path >= ? AND f.path < ?)")
            values += [root_id, first, last]
    return f"({' OR '.join(parts)})", values


_MOST_PLACES = 1000  # that are listed in a statement for a word; SQLite takes 32,766 values


def _named(db: Connection, text: str) -> Iterator[_Clause]:
    """Each word in the path, the names of the place, or the camera's; in either case of letters."""
    for word in text.split():
        part, values = _in_path(db, word)
        found = [part]
        for clause, more in (*_in_names(db, word.casefold()),):
            found.append(clause)
            values += more
        yield f"({' OR '.join(found)})", values


def _in_path(db: Connection, word: str) -> _Clause:
    ids = path_text.ids_with(db, _forms(word))
    parts: list[str]
    values: list[Any]
    if ids is not None:
        parts, values = ["f.id IN (SELECT value FROM json_each(?))"], [json.dumps(ids)]
    else:
        parts = ["CAST(f.path AS TEXT) LIKE ? ESCAPE '\\'" for _ in _forms(word)]
        values = [_pattern(form) for form in _forms(word)]
    for root_id in _roots_named(db, word):
        parts.append("f.root_id = ?")
        values.append(root_id)
    return f"({' OR '.join(parts)})", values


def _forms(word: str) -> tuple[str, ...]:
    """SQLite lowers ASCII alone, so other words are also tried as "Été", "ÉTÉ" and "été"."""
    if word.isascii():
        return (word,)
    return tuple(dict.fromkeys((word, word.lower(), word.upper(), word.capitalize())))


def _roots_named(db: Connection, word: str) -> list[int]:
    roots = db.execute("SELECT id, path FROM roots").fetchall()
    return [i for i, path in roots if word.casefold() in os.fsdecode(path).casefold()]


def few_named(db: Connection, text: str) -> bool:
    """Whether a word of `text` is in the paths of few photos and nowhere else: those are known."""
    return any(
        path_text.remembered(db, _forms(word))
        and not _roots_named(db, word)
        and not [*_in_names(db, word.casefold())]
        for word in text.split()
    )


def _in_names(db: Connection, word: str) -> Iterator[_Clause]:
    """By the tallies, which know all places and cameras: so no photo's names are read."""
    cameras = [c for c in tallies.photos(db, "camera") if word in c.casefold()]
    if cameras:
        yield _one_of("f.camera", cameras)
    places = [k.split(SEPARATOR) for k in tallies.photos(db, "place") if word in k.casefold()]
    if len(places) > _MOST_PLACES:  # a word of a letter or two
        for column in ("f.country_code", "f.country", "f.region", "f.city"):
            yield f"{column} LIKE ? ESCAPE '\\'", [_pattern(word)]
    elif places:
        listed = ", ".join(["(?, ?, ?)"] * len(places))
        yield (
            f"(f.country_code, f.region, f.city) IN (VALUES {listed})",
            [name for place in places for name in place[:3]],
        )


def _pattern(word: str) -> str:
    """For LIKE: the word anywhere, with its own signs for wildcards taken literally."""
    quoted = word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{quoted}%"


def _one_of(column: str, values: Sequence[Any]) -> _Clause:
    return f"{column} IN ({', '.join('?' * len(values))})", list(values)


def day_range(date: tuple[int, ...]) -> tuple[int, int]:
    """First and last `ymd` of a year, a month or a day."""
    year, month, day = (*date, 0, 0)[:3]
    first = year * 10_000 + month * 100 + day
    last = year * 10_000 + (month or 99) * 100 + (day or 99)
    return first, last
