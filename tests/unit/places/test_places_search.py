"""Finding a place by typing it, and calling it what the user's language calls it."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from photoorg import paths
from photoorg.places import names
from photoorg.places.folding import fold
from photoorg.places.search import Candidate, find
from photoorg.places.table import load


def first(text: str, language: str = "") -> tuple[str, str, str]:
    best = find(text, 1, language)[0]
    return best.name, best.region, best.country_code


@pytest.mark.parametrize(
    ("typed", "name", "region", "code"),
    [
        ("paris", "Paris", "Île-de-France", "FR"),
        ("  PARIS ", "Paris", "Île-de-France", "FR"),
        ("Paris, Texas", "Paris", "Texas", "US"),
        ("Paris, TX", "Paris", "Texas", "US"),
        ("paris tx", "Paris", "Texas", "US"),
        ("paris texas", "Paris", "Texas", "US"),
        ("London, Ontario", "London", "Ontario", "CA"),
        ("london, canada", "London", "Ontario", "CA"),
        ("springfield, il", "Springfield", "Illinois", "US"),
        ("Kochi, India", "Kochi", "Kerala", "IN"),
        ("kochi, jp", "Kochi", "Kochi", "JP"),
        ("saint etienne", "Saint-Étienne", "Auvergne-Rhône-Alpes", "FR"),
        ("Saint-Étienne", "Saint-Étienne", "Auvergne-Rhône-Alpes", "FR"),
        ("malmo", "Malmö", "Skåne", "SE"),
        ("lodz", "Łódź", "Łódź Voivodeship", "PL"),
        ("münch", "Munich", "Bavaria", "DE"),
        ("München", "Munich", "Bavaria", "DE"),
        ("Wien", "Vienna", "Vienna", "AT"),
        ("東京", "Tokyo", "Tokyo", "JP"),
        ("Москва", "Moscow", "Moscow", "RU"),
        ("मुम्बई", "Mumbai", "Maharashtra", "IN"),
        ("new york", "New York City", "New York", "US"),
        ("york city", "New York City", "New York", "US"),
        ("ndjamena", "N'Djamena", "N’Djaména", "TD"),
    ],
)
def test_the_likeliest_comes_first(typed: str, name: str, region: str, code: str) -> None:
    assert first(typed) == (name, region, code)


def test_a_country_narrows_in_the_users_language() -> None:
    assert first("halle, deutschland", "de")[2] == "DE"
    assert find("halle, deutschland") == []


def test_a_beginning_finds_the_large_places() -> None:
    found = find("san", 10)
    assert len(found) == 10
    assert found[0].name == "San"  # in Mali: the whole of what was typed
    assert sum(candidate.population > 500_000 for candidate in found) >= 5
    assert sum(word_begins(candidate.name, "san") for candidate in found) >= 5
    assert len(set(found)) == 10


def word_begins(name: str, letters: str) -> bool:
    return any(word.startswith(letters) for word in fold(name).split())


@pytest.mark.parametrize(
    "typed", ["", "   ", ",", ", texas", "qqqzzz", "paris, qqq", "\x00", "%", "word " * 50_000]
)
def test_nothing_is_found_for_nothing(typed: str) -> None:
    assert find(typed) == []


def test_a_candidate_lies_where_it_is() -> None:
    assert find("Reykjavik", 1) == [
        Candidate(
            name="Reykjavík", region="Capital Region", country="Iceland", country_code="IS",
            latitude=pytest.approx(64.1355, abs=0.01), longitude=pytest.approx(-21.8954, abs=0.01),
            population=find("Reykjavik", 1)[0].population,
        )
    ]  # fmt: skip


def test_quarters_are_found_though_photos_there_are_in_their_city() -> None:
    assert first("brooklyn, new york") == ("Brooklyn", "New York", "US")
    assert first("kreuzberg, berlin")[0] == "Kreuzberg"


def test_it_beats_looking_at_every_name() -> None:
    """Against comparing name by name, in one run; an answer at each key that is pressed."""
    find("paris")
    folded = [fold(name) for name in load().names]

    def plain() -> None:
        assert [name for name in folded if f" {name}".find(" san") >= 0]

    def cost(act: Callable[[], object]) -> float:
        start = time.perf_counter()
        act()
        return time.perf_counter() - start

    ours = min(cost(lambda: find("san")) for _ in range(7))
    every = min(cost(plain) for _ in range(7))
    assert ours * 3 <= every


# --- Names ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "germany", "vienna"),
    [
        ("de", "Deutschland", "Wien"),
        ("de_AT.UTF-8", "Deutschland", "Wien"),
        ("fr-FR", "Allemagne", "Vienne"),
        ("hi", "जर्मनी", "विएना"),
        ("ja_JP", "ドイツ", "ウィーン"),
        ("zh_CN", "德国", "维也纳"),
        ("zh_TW", "德國", "維也納"),
        ("ar", "ألمانيا", "فيينا"),
        ("es_MX", "Alemania", "Viena"),
        ("pt_BR", "Alemanha", "Viena"),
        ("no", "Tyskland", "Wien"),
        ("en_GB", "Germany", "Vienna"),
        ("", "Germany", "Vienna"),
        ("tlh", "Germany", "Vienna"),
    ],
)
def test_names_in_the_users_language(language: str, germany: str, vienna: str) -> None:
    assert names.display("DE", "Germany", language) == germany
    assert names.city("Vienna", "AT", language) == vienna


def test_every_country_has_a_name_in_every_language() -> None:
    table = load()
    former = {"AN", "CS"}  # no longer countries
    assert len(names.languages()) >= 30
    for language in names.languages():
        missing = [
            code
            for code in table.country_codes
            if code not in former and not names.display(code, "", language)
        ]
        assert missing == [], language


def test_unknown_names_stay_as_they_are() -> None:
    assert names.display("", "At sea", "de") == "At sea"
    assert names.display("ZZ", "Atlantis", "de") == "Atlantis"
    assert names.city("Kleinkleckersdorf", "DE", "fr") == "Kleinkleckersdorf"
    assert names.city("Vienna", "US", "de") == "Vienna"  # in Virginia
    assert names.city("near Vienna", "AT", "de") == "near Wien"


def test_resources_stay_small() -> None:
    files = ("gazetteer.npz", "outlines.npz", "names.zip")
    assert sum((paths.resources() / name).stat().st_size for name in files) < 6e6
