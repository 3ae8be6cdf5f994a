"""Names of places as the user's language has them; the catalogue keeps the English ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QLocale

from photoorg.late import late

if TYPE_CHECKING:
    from photoorg.pipeline import place_words
    from photoorg.records import Place
else:
    place_words = late("photoorg.pipeline.place_words")

NEAR = "near "  # how the gazetteer begins the city of a spot far from every town


def country(code: str, name: str) -> str:
    """A country's name; `name` is the one that is kept, "At sea" where there is no country."""
    if not code:
        return QCoreApplication.translate("texts", "At sea") if name else ""
    return place_words.country(code, name, QLocale().name())


def city(code: str, name: str) -> str:
    """A city's name; most cities have only the one that is kept."""
    town = name.removeprefix(NEAR)
    local = place_words.city(code, town, QLocale().name())
    return local if town == name else QCoreApplication.translate("texts", "near {0}").format(local)


def names(found: Place) -> str:
    """City, region and country, as far as known."""
    code = found.country_code
    town = city(code, found.city)
    if found.city.startswith(NEAR):  # "near Yulara, 40 km"
        far = QLocale().toString(round(found.distance_km))
        town = QCoreApplication.translate("texts", "{0}, {1} km").format(town, far)
    parts = [town, found.region, country(code, found.country)]
    return ", ".join(dict.fromkeys(part for part in parts if part))
