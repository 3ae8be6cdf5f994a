"""Names as people type them: without accents, case, hyphens and apostrophes."""

from __future__ import annotations

import re
import unicodedata

_LETTERS = str.maketrans(
    {
        **{"ø": "o", "ł": "l", "đ": "d", "ı": "i", "ħ": "h", "æ": "ae", "œ": "oe", "þ": "th"},
        **{"ð": "d", "ə": "e", "ŋ": "n", "-": " ", "’": "", "'": "", "‘": "", "`": "", "ʻ": ""},
        **{"ʼ": "", "ʿ": "", "ʾ": "", "/": " ", "–": " ", ".": "", "(": "", ")": ""},
    }
)


def fold(text: str) -> str:
    """The text to compare by; lines stay lines. "Saint-Étienne" becomes "saint etienne"."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    marks = {ord(letter): None for letter in set(letters) if unicodedata.combining(letter)}
    return re.sub(" {2,}", " ", letters.translate(marks).translate(_LETTERS))
