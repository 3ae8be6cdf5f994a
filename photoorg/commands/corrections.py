"""The commands that put dates and places right: `date` and `place`.

None of them touches a photo: what is said is kept in the library, by content, and can be undone
(`undo --decision`, `redo`). With --dry-run they only say what would happen.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from statistics import median
from typing import Any

from photoorg import output
from photoorg.commands.common import Document, add, add_view, filter_of, known, open_library
from photoorg.errors import UsageError
from photoorg.records import (
    ClearDate,
    ClearPlace,
    Corrected,
    CorrectionPlan,
    DateChange,
    Dated,
    EstimatePlace,
    Filter,
    FoundPlace,
    NoPlace,
    Photo,
    Place,
    PlaceChange,
    SetDate,
    SetPlace,
    SetZone,
    ShiftDate,
)

Change = DateChange | PlaceChange
_SHOWN = 10  # examples in text; --json has more
#: Why photos stay as they are, by the keys of `records.CorrectionPlan.left_out`.
WHY = {
    "undated": "have no date",
    "no offset": "have no known offset from UTC; name the zone of the clock with --clock",
    "out of range": "would get a date that no photo can have",
    "unplaced": "have no place",
    "placed": "have a place of their own",
    "taken away": "had their place taken away by you",
    "no camera": "name no camera: screenshots and pictures that were received",
    "received": "look like screenshots or pictures that were received",
    "vague date": "have a date that is too vague",
    "nothing near": "have no photo by the same camera that near in time",
    "on the way": "lie between photos far apart",
}


def add_commands(commands: Any) -> None:
    """`date` and `place`."""
    date = commands.add_parser("date", help="correct the dates of photos (undoable)")
    ways = date.add_subparsers(dest="way", required=True, metavar="set|shift|zone|clear")
    _add_dates(ways)
    place = commands.add_parser("place", help="correct the places of photos (undoable)")
    ways = place.add_subparsers(dest="way", required=True, metavar="set|clear|rename|estimate")
    _add_places(ways)


def _add_dates(ways: Any) -> None:
    one = _add(ways, "set", "give photos a date", _date_set)
    one.add_argument("local", metavar="DATE", help="2019-05-12 or '2019-05-12 13:37:06+02:00'")
    one.add_argument(
        "--distances", action="store_true",
        help="the earliest photo gets this date, the others follow at their distance",
    )  # fmt: skip
    shift = _add(ways, "shift", "move dates by a duration: the camera's clock was wrong", _shift)
    shift.add_argument("by", nargs="?", metavar="BY", help="+1h30m, -2d, +05:30")
    shift.add_argument("--clock-said", metavar="DATE", help="instead of BY: what the clock showed")
    shift.add_argument("--it-was", metavar="DATE", help="and what time it really was")
    zone = _add(ways, "zone", "say in which time zone photos were taken", _zone)
    zone.add_argument("zone", metavar="ZONE", help="Europe/Paris or +05:30")
    zone.add_argument(
        "--clock", metavar="ZONE",
        help="the camera's clock had stayed in this zone: the local time is moved",
    )  # fmt: skip
    _add(ways, "clear", "take your own dates away again", lambda args: _run(args, ClearDate()))


def _add_places(ways: Any) -> None:
    one = _add(ways, "set", "put photos at a place", _place_set)
    one.add_argument(
        "where", metavar="PLACE", help="a town ('Paris, Texas'), LAT,LON, or 'none' for no place"
    )
    clear = _add(ways, "clear", "take your own places away again", _place_clear)
    clear.add_argument("--estimates", action="store_true", help="all estimates, of all photos")
    rename = _add(ways, "rename", "give the place of these photos a name of yours", _rename)
    rename.add_argument("name", metavar="NAME", help="such as Home; empty: its own name again")
    rename.add_argument(
        "--radius", type=_km, metavar="KM", help="only what is so near to them, not the whole city"
    )
    guess = _add(ways, "estimate", "take places from photos by the same camera", _estimate)
    guess.add_argument(
        "--within", default="30m", metavar="TIME", help="taken so near in time (default: 30m)"
    )


def _add(ways: Any, name: str, text: str, run: Any) -> argparse.ArgumentParser:
    parser = add(ways, name, text, run)
    # "-2d" and "-33.9,151.2" are values, not options; argparse has no public way to say so
    parser._negative_number_matcher = re.compile(r"^-\d")
    parser.add_argument("--photos", nargs="+", metavar="PATH", help="these, instead of a view")
    parser.add_argument("--dry-run", action="store_true", help="only say what would happen")
    add_view(parser)
    parser.set_defaults(lines=corrected_text)
    return parser


def _km(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of kilometres") from None


# --- dates ---------------------------------------------------------------------------------------


def _date_set(args: argparse.Namespace) -> Document:
    taken, offset, timed = _date(args.local)
    if args.distances:
        return _run(args, SetDate(taken, offset, "distances"))
    return _run(args, SetDate(taken, offset, "nothing" if timed else "time"))


def _date(text: str) -> tuple[str, str | None, bool]:
    from photoorg.pipeline.correcting import parse_date

    found = parse_date(text)
    if found is None:
        raise UsageError(f"{text} is no date of a photo. Write 2019-05-12 or '2019-05-12 13:37'.")
    return found


def _shift(args: argparse.Namespace) -> Document:
    from datetime import datetime

    from photoorg.pipeline.correcting import parse_shift

    if args.clock_said and args.it_was and not args.by:
        said, was = (datetime.fromisoformat(_date(d)[0]) for d in (args.clock_said, args.it_was))
        return _run(args, ShiftDate(round((was - said).total_seconds())))
    if not args.by or args.clock_said or args.it_was:
        raise UsageError("Say by how much, such as +1h30m; or --clock-said DATE --it-was DATE.")
    seconds = parse_shift(args.by)
    if seconds is None:
        raise UsageError(f"{args.by} is no duration. Write +1h30m, -2d or +05:30.")
    return _run(args, ShiftDate(seconds))


def _zone(args: argparse.Namespace) -> Document:
    return _run(args, SetZone(args.zone, args.clock is not None, args.clock))


# --- places --------------------------------------------------------------------------------------


def _place_set(args: argparse.Namespace) -> Document:
    if args.where.strip().lower() == "none":
        return _run(args, NoPlace())
    with open_library(args) as library:
        found: list[FoundPlace] = library.find_places(args.where, 6)
    if not found:
        raise UsageError(f"There is no place {args.where}. Write a town, or LAT,LON up to 90,180.")
    best, others = found[0], found[1:]
    if others:
        output.say(f"Taken as {_named(best.place)}; it could also be "
                   + "; ".join(_named(other.place) for other in others) + ".")  # fmt: skip
    named = best.place if best.population else None  # of a mere position: the gazetteer's names
    return _run(args, SetPlace(best.latitude, best.longitude, named))


def _place_clear(args: argparse.Namespace) -> Document:
    if not args.estimates:
        return _run(args, ClearPlace())
    with open_library(args) as library:
        ids = list(library.photo_ids(Filter(estimated=True)))
        plan = library.plan_correction(ids, ClearPlace())
        if not args.dry_run:
            library.clear_estimates()
        return _document(args, plan)


def _estimate(args: argparse.Namespace) -> Document:
    from photoorg.pipeline.correcting import parse_shift

    seconds = parse_shift(args.within)
    if not seconds or seconds < 0:
        raise UsageError(f"{args.within} is no duration. Write 30m, 2h or 1d.")
    return _run(args, EstimatePlace(seconds))


def _rename(args: argparse.Namespace) -> Document:
    with open_library(args) as library:
        placed = [p for p in library.photos(_targets(args, library)) if p.place is not None]
        place = _the_place(placed)
        center = None
        if args.radius is not None:
            center = median(p.latitude for p in placed), median(p.longitude for p in placed)
        if not args.dry_run:
            library.name_place(place, args.name, center, args.radius or 0.0)
        return {
            "dry_run": args.dry_run, "place": _named(place), "name": args.name,
            "photos": len(placed),
        }  # fmt: skip


def _the_place(photos: Sequence[Photo]) -> Place:
    places = {(p.place.country_code, p.place.region, p.place.city): p.place
              for p in photos if p.place is not None}  # fmt: skip
    if not places:
        raise UsageError("None of these photos has a place that could be named.")
    if len(places) > 1:
        names = "; ".join(sorted(_named(place) for place in places.values())[:6])
        raise UsageError(f"These photos are of several places: {names}. Name one at a time.")
    return next(iter(places.values()))


# --- what all share ------------------------------------------------------------------------------


def _run(args: argparse.Namespace, change: Change) -> Document:
    with open_library(args) as library:
        ids = _targets(args, library)
        plan = library.plan_correction(ids, change)
        if not args.dry_run:
            library.correct(ids, change)
        return _document(args, plan)


def _targets(args: argparse.Namespace, library: Any) -> list[int]:
    """The photos that are named, or else those of the view; never all by leaving both out."""
    wanted = filter_of(args, library)
    if args.photos and wanted != Filter():
        raise UsageError("Name photos, or a view such as --date 2019, not both.")
    if args.photos:
        return list(known(args.photos, library).values())
    if wanted == Filter():
        raise UsageError("Name the photos (--photos PATH...), or a view such as --date 2019.")
    return list(library.photo_ids(wanted))


def _document(args: argparse.Namespace, plan: CorrectionPlan) -> Document:
    return {
        "dry_run": args.dry_run,
        "photos": plan.photos,
        "changed": plan.changed,
        "left_out": [{"reason": why, "photos": n} for why, n in plan.left_out],
        "examples": [_example(one) for one in plan.examples],
    }


def _example(one: Corrected) -> Document:
    return {
        "path": one.path,
        "before": {**_dated(one.before), "place": one.place_before and asdict(one.place_before)},
        "after": {**_dated(one.after), "place": one.place_after and asdict(one.place_after)},
    }


def _dated(dated: Dated) -> Document:
    return {"taken": dated.taken, "utc_offset": dated.utc_offset, "taken_from": dated.rule}


def _named(place: Place) -> str:
    return ", ".join(filter(None, (place.city, place.region, place.country)))


def corrected_text(document: Document) -> Iterator[str]:
    """The result in words."""
    if "name" in document:
        said = "would be named" if document["dry_run"] else "is now named"
        name = document["name"] or "by its own name"
        undo = "" if document["dry_run"] else " Undo: photoorg undo --decision"
        yield f"{document['place']} {said} {name} ({document['photos']:,} photos).{undo}"
        return
    for one in document["examples"][:_SHOWN]:
        yield f"{one['path']}\n    {_line(one['before'])}\n    -> {_line(one['after'])}"
    if document["changed"] > _SHOWN:
        yield f"... and {document['changed'] - _SHOWN:,} more"
    for left in document["left_out"]:
        yield f"{left['photos']:,} stay as they are: they {WHY[left['reason']]}."
    said = "would change" if document["dry_run"] else "changed"
    done = document["changed"] and not document["dry_run"]
    undo = " Undo: photoorg undo --decision" if done else ""
    yield f"{document['changed']:,} of {document['photos']:,} photos {said}.{undo}"


def _line(side: Document) -> str:
    when = f"{side['taken'] or 'undated'}{side['utc_offset'] or ''} ({side['taken_from']})"
    place = side["place"]
    return f"{when} · {_named(Place(**place)) if place else 'no place'}"
