"""Finding places by what somebody types: "paris", "münch", "Paris, Texas", "東京".

All names of the gazetteer lie folded in one text; where a word begins with what was typed, the
line says which place it is. Narrowing 400,000 beginnings letter by letter takes a few
milliseconds; folding the names at the first question takes half a second, so ask it in a thread.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from math import asin, atan2, degrees
from typing import TYPE_CHECKING

from photoorg import paths
from photoorg.log import log_time
from photoorg.places import names
from photoorg.places.folding import fold
from photoorg.places.table import Table, lines, load

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.floating]
    Ints = NDArray[np.integer]

_NEW_LINE, _SPACE = 10, 32
_LONGEST = 120  # letters that are looked at; somebody may paste a page
# Added to the logarithm of the population: the whole name was typed, the name begins with it, it
# is its name in some other language
_EXACT, _BEGINS, _FOREIGN = 2.5, 1.5, -1.2


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place of that name. `name`, `region` and `country` are as the catalogue keeps them."""

    name: str
    region: str
    country: str
    country_code: str
    latitude: float
    longitude: float
    population: int


def find(text: str, limit: int = 20, language: str = "") -> list[Candidate]:
    """Places that have a word beginning with `text`, the likeliest first.

    What follows a comma narrows by region or country, by name or code: "Paris, TX", "Paris, US".
    Without a comma, the last words do where nothing has the whole for its name: "paris texas".
    `language` lets country names of that language narrow too.
    """
    wanted, *narrow = map(_words, text[:_LONGEST].split(","))
    narrow = [part for part in narrow if part]
    if not wanted:
        return []
    found = _ranked(wanted, narrow, limit, language)
    words = wanted.split(" ")
    for cut in range(len(words) - 1, 0, -1):
        if found or narrow:
            break
        name, place = " ".join(words[:cut]), " ".join(words[cut:])
        found = _ranked(name, [place], limit, language)
    return found


def _words(text: str) -> str:
    return " ".join(fold(text).split())


@dataclass(frozen=True, slots=True)
class _Index:
    """`blob` holds all folded names, a line each; `begins` where lines begin, `words` where words
    do; `place` is the index of the place each line names; from line `foreign` on they are names
    in other languages."""

    blob: NDArray[np.uint8]
    begins: Ints
    words: Ints
    place: Ints
    foreign: int


def _ranked(wanted: str, narrow: list[str], limit: int, language: str) -> list[Candidate]:
    import numpy as np

    index, table = _index(), load()
    letters = np.frombuffer(wanted.encode(), np.uint8)
    hits = index.words[index.words + len(letters) < len(index.blob)]
    for offset, letter in enumerate(letters):
        hits = hits[index.blob[hits + offset] == letter]
    line = np.searchsorted(index.begins, hits, side="right") - 1
    place = index.place[line]
    for qualifier in narrow:
        inside = np.isin(table.region[place], _regions(qualifier, language))
        hits, line, place = hits[inside], line[inside], place[inside]
    begins = hits == index.begins[line]
    exact = begins & (index.blob[hits + len(letters)] == _NEW_LINE)
    rank = np.log10(table.population[place] + 1.0) + _BEGINS * begins + _EXACT * exact
    rank += _FOREIGN * (line >= index.foreign)
    best = np.argsort(-rank, kind="stable")
    unique: dict[int, None] = dict.fromkeys(place[best[: limit * 20]].tolist())
    return [_candidate(table, i) for i in list(unique)[:limit]]


def _regions(qualifier: str, language: str) -> list[int]:
    """Regions whose name, code, country or country's code this may be the beginning of."""
    result = []
    for i, (code, country) in enumerate(_qualifiers(language)):
        if qualifier in code or any(_begins(name, qualifier) for name in country):
            result.append(i)
    return result


def _begins(name: str, wanted: str) -> bool:
    return name.startswith(wanted) or f" {wanted}" in name


@cache
def _qualifiers(language: str) -> list[tuple[set[str], set[str]]]:
    """For each region: codes that must be typed whole, and names that may be begun."""
    table = load()
    codes = [code.lower() for code in table.country_codes]
    countries = [
        {fold(name), fold(names.display(code, name, language))}
        for code, name in zip(table.country_codes, table.country_names, strict=True)
    ]
    return [
        ({code.lower(), codes[country]}, countries[country] | {fold(region)})
        for code, region, country in zip(
            table.region_codes, table.region_names, table.region_country.tolist(), strict=True
        )
    ]


def _candidate(table: Table, i: int) -> Candidate:
    x, y, z = table.vectors[i].tolist()
    country = int(table.country[i])
    return Candidate(
        name=table.names[i],
        region=table.region_names[int(table.region[i])],
        country=table.country_names[country],
        country_code=table.country_codes[country],
        latitude=round(degrees(asin(z)), 4),
        longitude=round(degrees(atan2(y, x)), 4),
        population=int(table.population[i]),
    )


@cache
def _index() -> _Index:
    import numpy as np

    with log_time("places", "preparing the search by name"):
        table = load()
        with np.load(paths.resources() / "gazetteer.npz", allow_pickle=False) as file:
            alias_of, aliases = file["alias_of"], lines(file["aliases"])
        own = np.arange(len(table.names))
        others = [row.split("|") for row in aliases]
        foreign = np.repeat(alias_of, [len(row) for row in others])
        text = fold("\n".join(table.names)) + "\n"
        text += "".join(f"{name}\n" for row in others for name in row)
        blob = np.frombuffer(text.encode(), np.uint8)
        ends = np.flatnonzero(blob == _NEW_LINE)
        begins = np.concatenate([[0], ends[:-1] + 1])
        gaps = np.flatnonzero(blob == _SPACE) + 1
        words = np.sort(np.concatenate([begins, gaps]))
        return _Index(blob, begins, words, np.concatenate([own, foreign]), len(own))
