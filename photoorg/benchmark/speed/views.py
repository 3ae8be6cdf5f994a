"""A library of a million rows: first pages, jumps and counts of everything the window asks for."""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from photoorg.benchmark.speed import libraries
from photoorg.benchmark.speed.measure import several
from photoorg.benchmark.speed.plan import Sizes
from photoorg.benchmark.speed.rows import Bar, Row, of_value
from photoorg.pipeline.library import Library
from photoorg.records import Context, Filter, Order

PAGE, JUMP, COUNT = (Bar(limit, "ms", of_value=True) for limit in (5, 5, 50))
PAGED = 200  # ids that a page shows at once
SCREEN = 100  # records that the wall asks for when it comes to rest: what is seen and what is near
TURNS = 5
NEW_WORD = "a word after another"
WHY_WORDS = (
    "A word that was not asked for before is looked for in the text of all paths, 38 MB of a "
    "million photos: at the 1.6 GB a second that Python searches, 24 ms; 5 would take more than "
    "memory gives. An index of trigrams costs every scan 32 us and 125 bytes a photo and is no "
    "faster for names that are dates and numbers (photoorg/catalog/path_text.py)."
)
ORDERS: tuple[Order, ...] = ("oldest", "size", "confidence", "odd", "sharpness")


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of a library, and what kind it is: "page", "jump", "count" or "all"."""

    name: str
    kind: str
    ask: Callable[[], Any]


@dataclass(frozen=True, slots=True)
class Answer:
    """Milliseconds of one question: the median of several, and the worst."""

    name: str
    kind: str
    median: float
    worst: float

    def plain(self) -> dict[str, Any]:
        """As a line of a table."""
        return {
            "kind": self.kind, "name": self.name, "median_ms": round(self.median, 2),
            "worst_ms": round(self.worst, 2),
        }  # fmt: skip


def rows(scratch: Path, sizes: Sizes, ctx: Context) -> tuple[list[Row], list[Answer]]:
    """The three rows, and all questions with their times, for a table of their own."""
    library = Library.open(scratch / "rows")
    try:
        made = libraries.fill(library, sizes.rows, ctx)
        answers = [answered(question, ctx) for question in questions(library)]
    finally:
        library.close()
    return [
        worst_of(name, kind, bar, answers, made)
        for name, kind, bar in (
            ("first page", "page", PAGE), ("any jump", "jump", JUMP), ("any count", "count", COUNT)
        )
    ], answers  # fmt: skip


def worst_of(name: str, kind: str, bar: Bar, answers: list[Answer], made: int) -> Row:
    """The row of the slowest question of its kind."""
    asked = [answer for answer in answers if answer.kind == kind]
    slowest = max(asked, key=lambda answer: answer.median)
    over = [a for a in asked if not bar.holds(a.median)]
    named = ", ".join(f"{a.name} {a.median:.0f} ms" for a in sorted(over, key=lambda a: -a.median))
    note = f"the slowest of {len(asked)} ({slowest.name}); {made:,} rows; median of {TURNS}"
    why = f"Over the bar: {named}." + (f" {WHY_WORDS}" if NEW_WORD in named else "")
    return of_value(name, slowest.median, "ms", bar, note, why)


def answered(question: Question, ctx: Context) -> Answer:
    """Ask several times."""
    ctx.check_cancelled()
    times = [1000 * seconds for seconds in sorted(several(question.ask, TURNS))]
    return Answer(question.name, question.kind, times[TURNS // 2], times[-1])


def questions(library: Library) -> Iterator[Question]:
    """Everything that the window and the commands ask."""
    for name, ask in (
        ("beside the tree", library.counts), ("years, months, days", library.dates),
        ("places", library.places), ("clusters with covers", library.clusters),
        ("folders", library.roots), ("rules", lambda: library.facet("rule")),
    ):  # fmt: skip
        yield Question(name, "count", ask)
    for name, wanted in filters(library).items():
        yield Question(name, "count", partial(library.photo_count, wanted))
        yield Question(name, "page", partial(library.photo_ids, wanted, limit=PAGED))
    words = typed()
    yield Question(NEW_WORD, "count", lambda: library.photo_count(next(words)))
    yield Question(NEW_WORD, "page", lambda: library.photo_ids(next(words), limit=PAGED))
    for order in ORDERS:
        yield Question(
            f"by {order}", "page",
            partial(library.photo_ids, Filter(), order, limit=PAGED),
        )  # fmt: skip
    yield from jumps(library)
    yield Question("all ids (streamed)", "all", lambda: library.photo_ids(Filter()))
    yield Question("all positions", "all", lambda: library.positions(Filter()))


def typed() -> Iterator[Filter]:
    """Words that were not asked for before: what was found of one is remembered."""
    for month in itertools.cycle(range(1, 13)):
        for day in range(10, 29):
            yield Filter(text=f"IMG_2018{month:02}{day}")


def jumps(library: Library) -> Iterator[Question]:
    """A screen of photos somewhere in the list, which the window holds as ids."""
    ids = library.photo_ids(Filter())
    chance = random.Random(3)
    for part in range(4):
        first = max(0, part * len(ids) // 4 + chance.randrange(max(1, len(ids) // 4)) - SCREEN)
        screen = ids[first : first + SCREEN]
        name = f"{SCREEN} photos after {first:,}"
        yield Question(name, "jump", partial(library.photos, screen))


def filters(library: Library) -> dict[str, Filter]:
    """Views of one condition and of several."""
    largest = library.clusters()[0].id
    year = (20190101, 20191231)
    city = library.places()[0]
    named = (city.country_code, city.region, city.city)
    return {
        "all photos": Filter(),
        "a large cluster": Filter(cluster=largest),
        "unsorted": Filter(unsorted=True),
        "a year": Filter(days=year),
        "a day": Filter(date=(2024, 5, 17)),
        "undated": Filter(undated=True),
        "a country": Filter(place=("FR",)),
        "a city": Filter(place=named),
        "unplaced": Filter(unplaced=True),
        "a rectangle": Filter(bounds=(30.0, -10.0, 55.0, 30.0)),
        "a rectangle over the date line": Filter(bounds=(-60.0, 170.0, 10.0, -160.0)),
        "rated 4 or better": Filter(least_rating=4),
        "kept": Filter(mark="kept"),
        "favourites": Filter(favourite=True),
        "HEIF": Filter(formats=("HEIF",)),
        "a camera": Filter(camera=libraries.CAMERAS[0]),
        "dated by the file's time": Filter(rules=("file-time",)),
        "guessed dates": Filter(guessed_dates=True),
        "estimated places": Filter(estimated=True),
        "over 10 MB": Filter(least_bytes=10_000_000),
        "over 100 kB": Filter(least_bytes=100_000),
        "12 megapixels": Filter(least_pixels=12_000_000),
        "not reviewed": Filter(unreviewed=True),
        "text in the path": Filter(text="IMG_20190517"),
        "text nowhere": Filter(text="zebra"),
        **combined(largest, year),
    }


def combined(largest: int, year: tuple[int, int]) -> dict[str, Filter]:
    """Views of several conditions at once."""
    large_heif = Filter(days=(20240101, 20241231), formats=("HEIF",), least_bytes=1_000_000)
    return {
        "a cluster in a year": Filter(cluster=largest, days=year),
        "a cluster in a country, rated": Filter(cluster=largest, place=("FR",), least_rating=3),
        "a year in a country": Filter(place=("FR",), date=(2024,)),
        "a year, HEIF, over 1 MB": large_heif,
        "JPEG over 500 kB, not reviewed": Filter(
            formats=("JPEG",), least_bytes=500_000, unreviewed=True
        ),
        "everything together": Filter(
            cluster=largest, days=(20100101, 20261231), place=("FR",), formats=("JPEG",),
            least_bytes=100_000, least_rating=1,
        ),
    }  # fmt: skip
