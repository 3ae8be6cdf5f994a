"""Names of countries and of some cities in the user's language, from Unicode's CLDR.

The catalogue keeps English names and the country's code, which never change with the language of
the window; what is shown goes through here. Countries have names in every language of the table.
Of cities only some three hundred do, those that CLDR names for the time zones; other cities and
all regions keep the name that GeoNames gives them, which is often the local one. A language takes
two milliseconds to read, without numpy: the window asks while it starts.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from zipfile import ZipFile

from photoorg import paths

_ALIASES = {"no": "nb", "nn": "nb", "iw": "he", "in": "id", "tl": "fil"}
_TRADITIONAL = {"tw", "hk", "mo", "hant"}  # where Chinese is written in traditional characters


def display(country_code: str, name: str, language: str = "") -> str:
    """The country's name in a language ("de", "pt_BR", "zh-Hant"); `name` where none is known."""
    return _words(best_language(language))["countries"].get(country_code, name)


def city(name: str, country_code: str, language: str = "") -> str:
    """A city's name in a language where the table has it, else `name`; "near X" keeps its near."""
    prefix = "near " if name.startswith("near ") else ""
    cities = _words(best_language(language))["cities"]
    known = cities.get(f"{country_code} {name.removeprefix(prefix)}")
    return prefix + known if known else name


@cache
def languages() -> frozenset[str]:
    """Those of the table: "de", "fr", ..., "zh", "zh_Hant"."""
    with ZipFile(_path()) as file:
        return frozenset(name.removesuffix(".json") for name in file.namelist())


@cache
def best_language(wanted: str) -> str:
    """The language of the table nearest to a locale's name, or "" (English, as stored)."""
    parts = wanted.split(".")[0].replace("-", "_").split("_")
    language = _ALIASES.get(parts[0].lower(), parts[0].lower())
    variants = {part.lower() for part in parts[1:]}
    if language == "zh" and variants & _TRADITIONAL:
        return "zh_Hant"
    if language == "pt" and variants and "br" not in variants:
        return "pt_PT"
    return language if language in languages() else ""


@cache
def _words(language: str) -> dict[str, dict[str, str]]:
    """Countries by code, and cities by "AT Vienna"; nothing for English, which is stored."""
    if not language:
        return {"countries": {}, "cities": {}}
    with ZipFile(_path()) as file:
        words: dict[str, dict[str, str]] = json.loads(file.read(f"{language}.json"))
        return words


def _path() -> Path:
    return paths.resources() / "names.zip"
