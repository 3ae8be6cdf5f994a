"""What a view is asked for, and the numbers that come first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from photoorg.records.verdicts import Mark

# confidence: surest of its cluster first; odd: least sure first; sharpness: most blurred first
Order = Literal["date", "oldest", "confidence", "odd", "size", "sharpness"]


@dataclass(frozen=True, slots=True)
class Filter:
    """Which photos a view shows; the conditions that are set hold together (AND).

    `date` is (year,), (year, month) or (year, month, day). `place` is (country code,),
    (country code, region) or (country code, region, city). `marked` False: neither kept nor
    rejected. `unreviewed`: never part of a review that was ended. `protected`: nothing deletes it
    (itself, as a favourite, or by its folder). `folder` is absolute; a root is one.

    `days` are the first and the last day, 20190512. `bounds` are (south, west, north, east) in
    degrees; with west > east they cross the date line. `rules` are names of `Dated.rule`, and
    `guessed_dates` those that are weak. `place_sources` are where positions come from ("exif",
    "xmp", "takeout", "user", "estimate"); `estimated` is the last alone. `formats` are as in
    `Photo.format`. `least_pixels` is width times height. `text` is in the path, the place's names
    or the camera's, whatever its case. `ids` are photos that were chosen by hand. Of several values
    in a tuple one must be true.
    """

    cluster: int | None = None
    unsorted: bool = False
    date: tuple[int, ...] | None = None
    undated: bool = False
    place: tuple[str, ...] | None = None
    unplaced: bool = False
    mark: Mark | None = None
    marked: bool | None = None
    least_rating: int = 0
    favourite: bool = False
    protected: bool = False
    unreviewed: bool = False
    folder: str | None = None
    days: tuple[int, int] | None = None
    bounds: tuple[float, float, float, float] | None = None
    rules: tuple[str, ...] = ()
    guessed_dates: bool = False
    place_sources: tuple[str, ...] = ()
    estimated: bool = False
    formats: tuple[str, ...] = ()
    camera: str | None = None
    least_bytes: int = 0
    most_bytes: int | None = None
    least_pixels: int = 0
    text: str = ""
    ids: tuple[int, ...] = ()


# the values that a filter chooses from; "rule" has the names of `Dated.rule`, "source" those of
# `Located.source`, "rating" 0 to 5, "favourite" and "guess" 0 or 1, "cluster" the ids of leaves
# (less than 0: unsorted), "place" what `place_names` takes apart
Facet = Literal[
    "rule", "source", "format", "camera", "rating", "mark", "favourite", "guess", "cluster", "place"
]


@dataclass(frozen=True, slots=True)
class FacetCount:
    """A value of a facet, with how many photos have it; "" for those that have none."""

    value: str | int
    count: int
    bytes: int

    @property
    def place_names(self) -> tuple[str, ...]:
        """Country code, region, city and country of a value of "place"; () if unplaced."""
        return tuple(str(self.value).split("\x1f")) if self.value else ()


@dataclass(frozen=True, slots=True)
class Counts:
    """The numbers beside the entries of the tree."""

    photos: int
    bytes: int
    clustered: int
    unsorted: int
    undated: int
    unplaced: int
    problems: int
    offline: int
    kept: int = 0
    rejected: int = 0
    favourites: int = 0
