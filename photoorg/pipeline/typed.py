"""What typed words are compared with, for the commands, which import no other stage."""

from __future__ import annotations

from photoorg.dates import RULES
from photoorg.places import folding


def folded(name: str) -> str:
    """A name of a place to compare by, without accents and case."""
    return folding.fold(name)


def rule_names() -> list[str]:
    """The rules that date photos, in their order; "none" is that of photos without a date."""
    return [*dict.fromkeys(rule.name for rule in RULES), "none"]
