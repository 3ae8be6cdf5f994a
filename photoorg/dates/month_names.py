"""Names of months in the languages that put them into file names and folders."""

from __future__ import annotations

import unicodedata

# English, German, French, Spanish, Italian, Portuguese, Dutch, Swedish; without accents
_NAMES = (
    "january januar janvier enero gennaio janeiro januari",
    "february februar fevrier febrero febbraio fevereiro februari feb",
    "march marz maerz mars marzo marco maart mrt",
    "april avril abril aprile avr",
    "may mai mayo maggio maio mei maj",
    "june juni juin junio giugno junho",
    "july juli juillet julio luglio julho",
    "august aout agosto augustus augusti",
    "september septembre septiembre settembre setembro",
    "october oktober octobre octubre ottobre outubro",
    "november novembre noviembre novembro",
    "december dezember decembre diciembre dicembre dezembro",
)
_SHORTEST = 3  # letters of an abbreviation


def month_of(word: str) -> int | None:
    """The number of the month that a word, or an abbreviation of at least three letters, names."""
    letters = unicodedata.normalize("NFKD", word.casefold())
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    if len(plain) < _SHORTEST:
        return None
    for number, names in enumerate(_NAMES, 1):
        if any(name.startswith(plain) for name in names.split()):
            return number
    return None
