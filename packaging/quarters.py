"""Towns and quarters for build_gazetteer.py: which places are parts of a larger city."""

from __future__ import annotations

import csv
import math
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

PEOPLE_PER_KM2 = 3000  # of a usual town; gives each place its radius
CITY_STATES = {"SG", "HK", "MO", "MC", "VA", "GI"}
# Beside a larger city, and no part of it
OWN_TOWNS = {
    ("BD", "Gazipur"),
    ("IN", "Navi Mumbai"),
    ("JP", "Higashiosaka"),
    ("PS", "East Jerusalem"),
}
NEW_YORK_BOROUGHS = {"Manhattan", "Brooklyn", "Queens", "The Bronx", "Bronx", "Staten Island"}
# Legally cities, but together they are what everybody else calls Tokyo; and GeoNames has only some
# of them, with Chuo in the middle of Minato
TOKYO_WARDS = {
    *("adachi", "arakawa", "bunkyo", "chiyoda", "chuo", "edogawa", "itabashi", "katsushika"),
    *("kita", "koto", "meguro", "minato", "nakano", "nerima", "ota", "setagaya", "shibuya"),
    *("shinagawa", "shinjuku", "suginami", "sumida", "taito", "toshima"),
}

# Quarters that GeoNames counts as towns, or that lie too far out for the rules below
PARTS = {
    ("AU", "02", "Sydney"): "Maroubra|Earlwood|Kogarah Bay",
    ("AU", "07", "Melbourne"): "Malvern East|Camberwell|Balwyn North|Brighton East|Templestowe "
    "Lower|Hampton East|Tullamarine",
    ("CA", "08", "Toronto"): "Malvern|West Hill|Morningside",
    ("DE", "04", "Hamburg"): "Ohlsdorf",
    ("DE", "16", "Berlin"): "Buch|Grünau|Konradshöhe|Gatow",
    ("GB", "ENG", "London"): "Islington|Camden Town|City of London|Blackheath|Acton|Barking|Sutton|"
    "Dagenham|Hayes|Southall|Purley|Mitcham|Feltham|Beckenham|Carshalton|Welling|Surbiton|"
    "Greenford|Ruislip|Barnet|Northolt|Coulsdon|Isleworth|Woodford Green|Hadley Wood|Hampton|"
    "Chessington|Pinner|Chislehurst|Orpington|West Drayton|Elm Park|Belvedere|Collier Row|Erith|"
    "Chadwell Heath|Hainault|Bexleyheath",
    ("IT", "20", "Venice"): "Lido|Giudecca|Murano|Burano|Marghera|Tessera|Campalto|Alberoni",
    ("NL", "11", "The Hague"): "Scheveningen",
    ("US", "CA", "Los Angeles"): "Venice|San Pedro|Van Nuys|Sylmar|Woodland Hills|Northridge|Reseda"
    "|North Hollywood|Canoga Park|Valley Glen|North Hills|Sherman Oaks|Winnetka|Encino|West Hills|"
    "Chatsworth|Brentwood|Tarzana|Studio City|Pacoima|Granada Hills|Sun Valley|Pacific Palisades|"
    "Porter Ranch|Sunland|Tujunga|Wilmington|Harbor City|Century City|Playa del Rey|Westchester",
    ("US", "CA", "San Diego"): "La Jolla|Mira Mesa|Rancho Penasquitos|Sorrento Valley|San Ysidro",
    ("US", "HI", "Honolulu"): "Airport|Kaimukī|Kalihi Valley|Palolo|Upper Palolo|Diamond Head|"
    "Moanalua|Waialae - Kahala|Waialae Iki|Aina Haina|Niu Valley|East Honolulu",
    ("US", "IL", "Chicago"): "West Ridge|Rogers Park|Morgan Park|Mount Greenwood",
    ("US", "MA", "Boston"): "Jamaica Plain|Faneuil",
    ("US", "NY", "New York City"): "Jamaica|Bensonhurst|Coney Island",
}
_FURTHEST_PART_KM = 45


@dataclass(slots=True)
class City:
    """A place of GeoNames. `trusted`: known as a town of its own, `seat`: and of an authority.

    `parent` is the city that a quarter is part of. `stray`: its time zone is another country's.
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
    aliases: tuple[str, ...] = ()
    parent: City | None = None
    stray: bool = False

    @property
    def radius_km(self) -> float:
        """Radius of a disc with the population at a usual density; at least one kilometre."""
        return math.sqrt(1 + self.population / PEOPLE_PER_KM2 / math.pi)


def plain(name: str) -> str:
    """A name without accents, case and signs, to compare lists made in different years."""
    letters = unicodedata.normalize("NFKD", name).casefold()
    return "".join(letter for letter in letters if letter.isalnum() and letter.isascii())


def mark_trusted(cities: list[City], sources: Path) -> None:
    """Trust what older lists knew as a town; large newcomers inside a city are its quarters."""
    codes = feature_codes(sources / "geotext/data/cities15000.txt")
    older = older_places(next(sources.glob("**/rg_cities1000.csv")))
    for city in cities:
        if city.country == "JP" and plain(city.name).removesuffix("ku") in TOKYO_WARDS:
            city.trusted = city.seat = False
        elif (city.country, city.name) in OWN_TOWNS:
            city.trusted = True
        elif (city.country, city.region) == ("US", "NY") and city.name in NEW_YORK_BOROUGHS:
            city.trusted = city.seat = False
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
    parts = named_parts(cities)
    near = Neighbourhood(
        city
        for city in cities
        if city.trusted and (city.population >= 15_000 or city.country in CITY_STATES)
    )
    for city in cities:
        city.parent = parts.get(city.id) or min(
            (other for other in near.around(city) if is_part(city, other)),
            key=lambda other: km_between(city, other) / other.radius_km**0.3,  # as in `nearest`
            default=None,
        )


def named_parts(cities: list[City]) -> dict[int, City]:
    """The cities of the places in `PARTS`, by the places' ids."""
    found: dict[int, City] = {}
    for (country, region, name), listed in PARTS.items():
        there = [city for city in cities if (city.country, city.region) == (country, region)]
        whole = max((c for c in there if c.name == name), key=lambda c: c.population)
        names = set(listed.split("|"))
        found |= {
            city.id: whole
            for city in there
            if city.name in names and km_between(city, whole) < _FURTHEST_PART_KM
        }
    return found


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
        small = city.population <= 15_000 and city.population < other.population / 20
        reach = (0.6 if small else 0.3) * other.radius_km
        central = km_between(city, other) < reach
        return central and not city.seat and city.population < other.population / 10
    rivals = other.population / 3 < city.population < other.population
    if rivals and km_between(city, other) > 0.35 * other.radius_km:
        return False  # neighbours of like size: Pasay is no part of Makati
    known_size = other.population if other.population < 50_000 else 2 * other.population
    return city.population < known_size  # lists count large cities and their districts apart


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
