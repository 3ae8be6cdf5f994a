"""Build resources/names.zip: countries and some cities in many languages.

Run once in a while, by hand, after build_gazetteer.py; the sources are needed at build time only:

    pip install --no-deps --target SOURCES babel==2.18.0
    PYTHONPATH=SOURCES:. python packaging/build_names.py resources/names.zip

Babel carries Unicode's CLDR (Unicode License v3): the names of territories, and the
name of the example city of each time zone. A city is known by its country and the gazetteer's
name for it: of the places of that name in the zone's countries, the largest.
"""

from __future__ import annotations

import argparse
import json
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import numpy as np
from babel import Locale

from photoorg.places.table import Table, load

LANGUAGES = [
    "ar", "bg", "bn", "ca", "cs", "da", "de", "el", "es", "et", "fa", "fi", "fil", "fr",
    "gu", "he", "hi", "hr", "hu", "id", "it", "ja", "kn", "ko", "lt", "lv", "ml", "mr", "ms", "nb",
    "nl", "pa", "pl", "pt", "pt_PT", "ro", "ru", "sk", "sl", "sr", "sv", "ta", "te", "th", "tr",
    "uk", "ur", "vi", "zh", "zh_Hant",
]  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("target", type=Path)
    target: Path = parser.parse_args().target
    table = load()
    codes = table.country_codes
    cities = dict(known_cities(table))
    with ZipFile(target, "w", ZIP_DEFLATED, compresslevel=9) as file:
        for language in LANGUAGES:
            words = names(Locale.parse(language), codes, cities)
            entry = ZipInfo(f"{language}.json", date_time=(2026, 1, 1, 0, 0, 0))
            entry.compress_type = ZIP_DEFLATED
            text = json.dumps(words, ensure_ascii=False, separators=(",", ":"))
            file.writestr(entry, text.replace("\N{SOFT HYPHEN}", ""))
    sys.stdout.write(f"{len(cities)} cities, {target.stat().st_size / 1e6:.2f} MB\n")


def names(
    locale: Locale, codes: list[str], cities: dict[str, tuple[str, str]]
) -> dict[str, dict[str, str]]:
    """What places/names.py reads: countries by code, cities by country and English name."""
    local = {key: locale.time_zones.get(zone, {}).get("city") for zone, key in cities.items()}
    return {
        "countries": {
            code: locale.territories[code] for code in codes if code in locale.territories
        },
        "cities": {" ".join(key): name for key, name in local.items() if name and name != key[1]},
    }


def known_cities(table: Table) -> Iterator[tuple[str, tuple[str, str]]]:
    """Zones whose example city is in the gazetteer, with its country and name there."""
    largest: dict[tuple[int, str], int] = {}
    for i in np.argsort(table.population, kind="stable").tolist():
        largest[int(table.country[i]), plain(table.names[i])] = i
    english = Locale.parse("en").time_zones
    for zone, owners in table.zones.items():
        example = english.get(zone, {}).get("city", zone.rsplit("/", 1)[-1].replace("_", " "))
        wanted = SAME.get(example, example)
        for country in owners:
            if (country, plain(wanted)) in largest:
                i = largest[country, plain(wanted)]
                yield zone, (table.country_codes[country], table.names[i])


SAME = {"New York": "New York City"}  # CLDR's words, and GeoNames'


def plain(name: str) -> str:
    letters = unicodedata.normalize("NFKD", name).casefold()
    return "".join(letter for letter in letters if letter.isalnum() and letter.isascii())


if __name__ == "__main__":
    main()
