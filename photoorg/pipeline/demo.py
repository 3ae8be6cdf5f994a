"""A small library of drawn pictures: something to see in the first minute, without own photos.

It holds what phones hold: journeys with dates and places, pets, lunch, and between them the
screenshots, receipts, slides and good-morning posters that one would like to be rid of; some
pictures twice, some as a burst. The same every time.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from photoorg.errors import SurroundingsError

if TYPE_CHECKING:
    from photoorg.files.samples import Sample
    from photoorg.records import Context

PHONES = {
    "Pixel": ("Google", "Pixel 5"),
    "Galaxy": ("samsung", "SM-G973F"),
    "iPhone": ("Apple", "iPhone 13"),
    "Camera": ("FUJIFILM", "X-T30"),
}


@dataclass(frozen=True, slots=True)
class Stop:
    """A place on a journey: photos of these kinds, a day or two apart. `burst` of the last one."""

    first_day: str
    offset: str
    position: tuple[float, float]
    phone: str
    kinds: tuple[str, ...]
    burst: int = 0


STOPS = (
    Stop("2018-07-21", "+02:00", (52.3676, 4.9041), "Camera", ("houses:day",) * 3),
    Stop("2018-12-29", "+01:00", (45.9237, 6.8694), "Camera", ("mountains:winter",) * 4, 2),
    Stop("2019-01-14", "+05:30", (9.9658, 76.2421), "Galaxy", ("beach:day", "beach:dusk", "food")),
    Stop("2019-01-16", "+05:30", (10.0889, 77.0595), "Galaxy", ("mountains:dawn", "flower") * 2),
    Stop("2019-01-18", "+05:30", (9.4930, 76.3180), "Galaxy", ("lake:dusk", "beach:dusk"), 2),
    Stop("2019-08-03", "+02:00", (46.6863, 7.8632), "Camera", ("lake:day",) * 3 + ("mountains",)),
    Stop("2020-06-07", "+02:00", (52.0907, 5.1214), "Galaxy", ("flower",) * 5 + ("houses:dusk",)),
    Stop("2021-05-22", "+02:00", (48.8584, 2.2945), "Pixel", ("houses:dusk", "food", "night")),
    Stop("2021-10-09", "+02:00", (47.5576, 10.7498), "Pixel", ("lake:autumn",) * 3, 2),
    Stop("2022-04-04", "+09:00", (35.6595, 139.7005), "Pixel", ("night:violet", "night", "food")),
    Stop("2022-04-07", "+09:00", (35.2324, 139.1069), "Pixel", ("mountains:dawn", "lake:dawn")),
    Stop("2022-04-09", "+09:00", (34.9671, 135.7727), "Pixel", ("flower:rose", "flower:violet")),
    Stop("2022-12-27", "+02:00", (-33.9628, 18.4098), "iPhone", ("beach",) * 4),
    Stop("2022-12-31", "+02:00", (-24.7270, 15.3420), "iPhone", ("desert:dusk", "desert") * 2),
    Stop("2023-09-12", "-04:00", (40.7580, -73.9855), "iPhone", ("night:blue",) * 4),
    Stop("2023-09-17", "-06:00", (51.4254, -116.1773), "iPhone", ("lake:day", "mountains:day"), 2),
    Stop(
        "2024-02-20", "+00:00", (64.1466, -21.9426), "iPhone", ("mountains:winter", "lake:winter")
    ),
    Stop("2024-07-06", "+03:00", (36.4618, 25.3753), "iPhone", ("beach:dawn", "beach:day") * 2),
    Stop("2025-03-15", "+00:00", (38.7139, -9.1334), "iPhone", ("houses:day",) * 3 + ("food",)),
    Stop("2025-10-03", "+04:00", (25.1972, 55.2744), "iPhone", ("night:black", "desert:dusk")),
)
HOME = (52.0907, 5.1214)


@dataclass(frozen=True, slots=True)
class _Item:
    """One picture to draw: where it goes, what it shows, and copies of it."""

    path: Path
    kind: str
    seed: int
    style: str | None
    sample: Sample
    burst: int = 0
    copies: tuple[tuple[Path, Sample], ...] = ()


def make_demo(folder: Path, ctx: Context) -> Path:
    """Draw the demo library into a folder and return it; pictures that are there are kept."""
    try:
        items = list(_items(folder))
        for done, item in enumerate(items):
            ctx.check_cancelled()
            ctx.progress("Drawing the demo", done, len(items))
            _write(item)
    except OSError as error:
        raise SurroundingsError(
            f"The demo could not be written into {folder}: {error.strerror or error}.",
            "Choose another folder with --out.",
        ) from error
    ctx.progress("Drawing the demo", len(items), len(items))
    return folder


def _write(item: _Item) -> None:
    """Draw one picture and write it, its copies, and the rest of its burst."""
    from photoorg.files.samples import burst, draw, save

    if item.path.exists():
        return
    item.path.parent.mkdir(parents=True, exist_ok=True)
    image = draw(item.kind, item.seed, item.style)
    for i, frame in enumerate(burst(image, item.burst, item.seed)):
        path, sample = _camera_file(
            item.path.parent, item.sample, item.sample.taken + timedelta(seconds=1 + i)
        )
        save(frame, path, sample)
    for path, sample in item.copies:
        path.parent.mkdir(parents=True, exist_ok=True)
        save(image, path, sample, 70 if "WA" in path.name else 88)
    save(image, item.path, item.sample)


def _items(folder: Path) -> Iterator[_Item]:
    yield from _journeys(folder)
    yield from _at_home(folder)
    yield from _papers(folder)
    yield from _received(folder)
    yield from _screenshots(folder)


def _journeys(folder: Path) -> Iterator[_Item]:
    """Photos with date, offset and place; every fifth came back from a friend by messenger."""
    from photoorg.files.samples import Sample

    rng = Random("journeys")
    for number, stop in enumerate(STOPS):
        day = datetime.fromisoformat(stop.first_day)
        for i, named in enumerate(stop.kinds):
            kind, _, style = named.partition(":")
            taken = _at(day + timedelta(days=i // 2), kind, style, rng)
            lat, lon = (degrees + rng.gauss(0, 0.004) for degrees in stop.position)
            sample = Sample(taken, stop.offset, (lat, lon), PHONES[stop.phone])
            path, sample = _camera_file(folder / "Camera" / str(taken.year), sample, taken)
            last = i == len(stop.kinds) - 1
            copies = _copies(folder, path, sample, number) if i == 0 else ()
            seed = number * 10 + i
            yield _Item(path, kind, seed, style or None, sample, stop.burst if last else 0, copies)


def _copies(
    folder: Path, path: Path, sample: Sample, number: int
) -> tuple[tuple[Path, Sample], ...]:
    """An exact duplicate of some, and a smaller copy without metadata of others."""
    from photoorg.files.samples import Sample

    if number % 5 == 1:
        return ((path.with_name(f"{path.stem} (1){path.suffix}"), sample),)
    if number % 5 == 3:
        later = sample.taken + timedelta(days=1, hours=2)
        name = f"IMG-{later:%Y%m%d}-WA{number:04}.jpg"
        return ((folder / "WhatsApp Images" / name, Sample(later)),)
    return ()


def _at_home(folder: Path) -> Iterator[_Item]:
    """Pets through the years and dinners, most with a place."""
    from photoorg.files.samples import Sample

    rng = Random("home")
    for kind, style, count in (
        ("cat", "ginger", 7), ("cat", "black", 3), ("cat", None, 3), ("dog", "spotted", 4),
        ("dog", None, 5), ("food", None, 4), ("flower", None, 2),
    ):  # fmt: skip
        for i in range(count):
            day = datetime(2019, 3, 1) + timedelta(days=rng.randrange(2300))
            taken = _at(day, kind, "", rng)
            phone = "Galaxy" if taken.year < 2021 else "Pixel" if taken.year < 2022 else "iPhone"
            offset = "+02:00" if 4 <= taken.month <= 10 else "+01:00"
            position = HOME if rng.random() < 0.7 else None
            path, sample = _camera_file(
                folder / "Camera" / str(taken.year),
                Sample(taken, offset, position, PHONES[phone]),
                taken,
            )
            yield _Item(path, kind, 500 + i, style, sample, 2 if i == 2 and style else 0)


def _papers(folder: Path) -> Iterator[_Item]:
    """Receipts and whiteboards, photographed; slides, saved."""
    from photoorg.files.samples import Sample

    rng = Random("papers")
    for kind, count in (("receipt", 10), ("whiteboard", 8)):
        for i in range(count):
            taken = _at(datetime(2020, 1, 7) + timedelta(days=rng.randrange(1900)), kind, "", rng)
            sample = Sample(taken, None, None, PHONES["Galaxy" if taken.year < 2022 else "iPhone"])
            path, sample = _camera_file(folder / "Camera" / str(taken.year), sample, taken)
            yield _Item(path, kind, i, None, sample)
    for i in range(9):
        taken = datetime(2019, 9, 3, 10, 5) + timedelta(days=i * 211)
        name = f"Screenshot {taken:%Y-%m-%d %H%M%S}.png" if i % 3 else f"chart-{i + 1}.png"
        yield _Item(folder / "Downloads" / name, "slide", i, None, Sample(taken))


def _received(folder: Path) -> Iterator[_Item]:
    """A poster every few months; the name knows the day, the file the time."""
    from photoorg.files.samples import Sample

    rng = Random("posters")
    for i in range(11):
        taken = datetime(2019, 2, 4, 7, 12) + timedelta(
            days=i * 178 + rng.randrange(40), minutes=rng.randrange(100)
        )
        path = folder / "WhatsApp Images" / f"IMG-{taken:%Y%m%d}-WA{rng.randrange(60):04}.jpg"
        yield _Item(path, "poster", i, None, Sample(taken))


def _screenshots(folder: Path) -> Iterator[_Item]:
    from photoorg.files.samples import Sample

    rng = Random("screens")
    for kind, count in (("chat", 11), ("settings", 6)):
        for i in range(count):
            day = datetime(2019, 6, 1) + timedelta(days=rng.randrange(2200))
            taken = day + timedelta(hours=rng.randint(8, 22), seconds=rng.randrange(3600))
            path = folder / "Screenshots" / f"Screenshot_{taken:%Y-%m-%d-%H-%M-%S}.png"
            yield _Item(path, kind, i, None, Sample(taken))


def _at(day: datetime, kind: str, style: str, rng: Random) -> datetime:
    """A time of day that fits the light."""
    hour = {"dawn": 6, "dusk": 19, "winter": 11}.get(style)
    if hour is None:
        hour = {"night": 21, "food": 19, "receipt": 17}.get(kind, rng.randint(9, 17))
    return day.replace(hour=hour) + timedelta(seconds=rng.randrange(3600))


def _camera_file(folder: Path, sample: Sample, taken: datetime) -> tuple[Path, Sample]:
    """The name that this camera gives, and the sample at that time."""
    moment = replace(sample, taken=taken)
    model = sample.camera[1] if sample.camera else ""
    if model == "Pixel 5" and sample.offset:
        hours, minutes = int(sample.offset[:3]), int(sample.offset[0] + sample.offset[4:])
        utc = taken - timedelta(hours=hours, minutes=minutes)
        return folder / f"PXL_{utc:%Y%m%d_%H%M%S}{taken.second * 7:03}.jpg", moment
    counter = int((taken - datetime(2018, 1, 1)).total_seconds()) % 8999 + 1000
    if model == "iPhone 13":
        return folder / f"IMG_{counter}.jpg", moment
    if model == "X-T30":
        return folder / f"DSCF{counter}.jpg", moment
    return folder / f"IMG_{taken:%Y%m%d_%H%M%S}.jpg", moment
