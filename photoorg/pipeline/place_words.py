"""Places in the user's language, for the window, which never imports the places' own modules.

The catalogue keeps English names, so that sorting, filters and corrections do not depend on who
looks; these are for showing only.
"""

from __future__ import annotations

from photoorg.places import names


def country(code: str, name: str, language: str) -> str:
    """A country's name in a language ("de_DE"); the name that is kept where none is known."""
    return names.display(code, name, language)


def city(code: str, name: str, language: str) -> str:
    """A city's name in a language; most cities have only the one that is kept."""
    return names.city(name, code, language)
