"""Modules that are imported when something in them is first asked for.

For modules of which the window's start needs nothing. Write them so that types are still checked:

    if TYPE_CHECKING:
        from photoorg.pipeline import decide
    else:
        decide = late("photoorg.pipeline.decide")
"""

from __future__ import annotations

from importlib import import_module
from types import ModuleType
from typing import Any


class _Late:
    """Stands for a module; safe in threads, for the import system is."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._module: ModuleType | None = None

    def __getattr__(self, attribute: str) -> Any:
        if self._module is None:
            self._module = import_module(self._name)
        return getattr(self._module, attribute)


def late(name: str) -> Any:
    """A module by its full name, imported with the first look at one of its attributes."""
    return _Late(name)
