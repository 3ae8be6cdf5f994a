"""The conditions of a view as options of a command: `records.Filter`, said in words."""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence
from typing import Any, get_args

from photoorg.errors import UsageError
from photoorg.records import Filter, Mark

_SOURCES = ("exif", "xmp", "takeout", "user", "estimate")  # of positions
_FORMATS = {"jpg": "JPEG", "heic": "HEIF", "tif": "TIFF"}  # endings that are not the format's name


def filter_of(args: argparse.Namespace, library: Any) -> Filter:
    """The view that the arguments of `add_view` describe."""
    if args.cluster is not None and not library.leaves(args.cluster):
        raise UsageError(f"There is no cluster {args.cluster}. List them with: photoorg clusters")
    return Filter(
        cluster=args.cluster,
        unsorted=args.unsorted,
        date=None if args.date is None else date_of(args.date),
        days=_days(args.since, args.until),
        undated=args.undated,
        rules=_rules(args.rule),
        guessed_dates=args.guessed_dates,
        place=None if args.place is None else _known_place(place_of(args.place), library),
        unplaced=args.unplaced,
        bounds=None if args.bounds is None else _bounds(args.bounds),
        place_sources=_of(_listed(args.place_from), _SOURCES, "source"),
        formats=_formats(args.format, library),
        camera=args.camera,
        least_bytes=_bytes(args.larger_than, 0),
        most_bytes=None if args.smaller_than is None else _bytes(args.smaller_than, 0),
        least_pixels=round(args.megapixels * 1_000_000),
        mark=None if args.mark == "none" else args.mark,
        marked=False if args.mark == "none" else None,
        least_rating=args.rating,
        favourite=args.favourite,
        protected=args.protected,
        unreviewed=args.unreviewed,
        folder=None if args.folder is None else os.path.realpath(args.folder),
        text=args.text,
    )


def place_of(text: str) -> tuple[str, ...]:
    """("IN",), ("IN", "Kerala") or ("IN", "Kerala", "Kochi"); a name that is not said is empty."""
    if not text.strip():
        raise UsageError("The place is empty. Write IN, IN/Kerala or IN/Kerala/Kochi.")
    return tuple(text.split("/", 2))


def _known_place(place: tuple[str, ...], library: Any) -> tuple[str, ...]:
    """The same as the library writes it: "peru/ancash" is PE/Áncash. What it has not stays."""
    from photoorg.pipeline.typed import folded

    wanted = [folded(name) for name in place]
    for row in library.places():
        there = (row.country_code, row.region, row.city)[: len(place)]
        names = [folded(name) for name in there]
        if wanted[0] in (names[0], folded(row.country)) and wanted[1:] == names[1:]:
            return tuple(there)
    return place


def date_of(text: str) -> tuple[int, ...]:
    """(2024,), (2024, 5) or (2024, 5, 17) from "2024[-05[-17]]"."""
    from datetime import date

    try:
        parts = tuple(int(part) for part in text.split("-"))
        date(*(*parts, 1, 1)[:3])
        if len(parts) > 3:
            raise ValueError
    except (ValueError, TypeError):
        raise UsageError(f"{text} is no date. Write 2024, 2024-05 or 2024-05-17.") from None
    return parts


def _days(since: str | None, until: str | None) -> tuple[int, int] | None:
    """The days from the start of one date to the end of another; either may be open."""
    if since is None and until is None:
        return None
    first = (*date_of(since), 1, 1)[:3] if since else (1, 1, 1)
    last = (*date_of(until), 99, 99)[:3] if until else (9999, 99, 99)
    if first > last:
        raise UsageError(f"{since} is later than {until}.")
    return _ymd(first), _ymd(last)


def _ymd(day: Sequence[int]) -> int:
    return day[0] * 10_000 + day[1] * 100 + day[2]


def _bounds(text: str) -> tuple[float, float, float, float]:
    try:
        south, west, north, east = (float(part) for part in text.split(","))
    except ValueError:
        south, west, north, east = 1.0, 0.0, 0.0, 0.0
    if not (-90 <= south <= north <= 90 and all(-180 <= x <= 180 for x in (west, east))):
        raise UsageError(
            f"{text} is no rectangle. Write --bounds=SOUTH,WEST,NORTH,EAST in degrees, such as "
            "--bounds=48.8,2.2,48.9,2.5; with WEST greater than EAST it crosses the date line."
        )
    return south, west, north, east


def _listed(given: list[str] | None) -> tuple[str, ...]:
    """The values of an option that may be repeated, or hold several with commas between."""
    return tuple(dict.fromkeys(v.strip() for text in given or () for v in text.split(",") if v))


def _rules(given: list[str] | None) -> tuple[str, ...]:
    from photoorg.pipeline.typed import rule_names

    return _of(_listed(given), rule_names(), "rule") if given else ()


def _of(named: tuple[str, ...], known: Sequence[str], what: str) -> tuple[str, ...]:
    for name in named:
        if name not in known:
            raise UsageError(f"There is no {what} {name}. Write one of: {', '.join(known)}.")
    return named


def _formats(given: list[str] | None, library: Any) -> tuple[str, ...]:
    wanted = _listed(given)
    if not wanted:
        return ()
    known = {str(row.value).casefold(): str(row.value) for row in library.facet("format")}
    said = [_FORMATS.get(name.casefold(), name) for name in wanted]
    return tuple(known.get(name.casefold(), name.upper()) for name in said)


def _bytes(text: str | None, default: int) -> int:
    if text is None:
        return default
    from photoorg.pipeline.goal import parse_size

    return parse_size(text)


# --- Arguments -----------------------------------------------------------------------------------


def add_view(parser: argparse.ArgumentParser, *, ranges: bool = True) -> None:
    """The conditions of a view; those that are given hold together.

    `ranges`: --from and --to stand for --since and --until (a command may have its own --to).
    """
    kind = parser.add_mutually_exclusive_group()
    kind.add_argument("--cluster", type=int, metavar="ID")
    kind.add_argument("--unsorted", action="store_true")
    _add_dates(parser, ranges)
    _add_places(parser)
    _add_shapes(parser)
    parser.add_argument("--folder", metavar="DIR", help="the photos below this folder")
    parser.add_argument(
        "--text", default="", metavar="WORDS", help="words in the path, the place or the camera"
    )
    parser.add_argument(
        "--mark", choices=(*get_args(Mark), "none"), help="kept, rejected, or neither of them"
    )
    parser.add_argument(
        "--rating", type=rating, default=0, metavar="N", help="rated N or better, 1 to 5"
    )
    parser.add_argument("--favourite", action="store_true", help="favourites only")
    parser.add_argument("--protected", action="store_true", help="what nothing deletes")
    parser.add_argument("--unreviewed", action="store_true", help="in no review that was ended")


def _add_dates(parser: argparse.ArgumentParser, ranges: bool) -> None:
    parser.add_argument("--date", metavar="2024[-05[-17]]")
    since, until = ["--since", "--from"], ["--until", "--to"]
    if not ranges:
        since, until = since[:1], until[:1]
    parser.add_argument(
        *since, dest="since", metavar="DATE", help="taken on this day, month or year, or later"
    )
    parser.add_argument(
        *until, dest="until", metavar="DATE", help="taken before its end: 2024 is all of that year"
    )
    parser.add_argument("--undated", action="store_true")
    parser.add_argument(
        "--rule", action="append", metavar="RULE",
        help="dated by this rule, such as file-name (photoorg dates lists them)",
    )  # fmt: skip
    parser.add_argument("--guessed-dates", action="store_true", help="dated by a weak rule")


def _add_places(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--place", metavar="COUNTRY[/REGION[/CITY]]")
    parser.add_argument("--unplaced", action="store_true")
    parser.add_argument(
        "--bounds", metavar="S,W,N,E", help="a rectangle in degrees: --bounds=48.8,2.2,48.9,2.5"
    )
    parser.add_argument(
        "--place-from", action="append", metavar="SOURCE",
        help="positions from exif, xmp, takeout, user or estimate",
    )  # fmt: skip


def _add_shapes(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--format", action="append", metavar="NAME", help="such as JPEG or HEIF")
    parser.add_argument("--camera", metavar="NAME", help="as `photos --json` says it; '': without")
    parser.add_argument("--larger-than", metavar="SIZE", help="of so many bytes or more: 5MB")
    parser.add_argument("--smaller-than", metavar="SIZE", help="of so many bytes or less")
    parser.add_argument(
        "--megapixels", type=_megapixels, default=0.0, metavar="N", help="of so many or more"
    )


def _megapixels(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = -1.0
    if not 0 <= number < 1e6:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of megapixels")
    return number


def rating(text: str) -> int:
    """0 to 5."""
    if text not in tuple("012345"):
        raise argparse.ArgumentTypeError(f"{text!r} is no rating; write 1 to 5, or 0 for none")
    return int(text)
