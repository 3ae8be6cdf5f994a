"""Parts of the window that are made when they are first asked for, with the modules they need.

class Centre(QStackedWidget):
    @part
    def viewer(self) -> Viewer:
        from photoorg.gui.views.viewer import Viewer

        return self._page(Viewer(self._images))

centre.viewer                                   the viewer, made now if it was not there
made(centre, "viewer")                          the same, or None if nobody has asked for it yet
when_made(centre, "viewer", lambda viewer: ...) says what to do with it, now or then
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar, overload

Owner = TypeVar("Owner")
Made = TypeVar("Made")

_WAITING = "_waiting_for_parts"


class part(Generic[Owner, Made]):  # noqa: N801 - used as a decorator, like `property`
    """An attribute that is made by a method when it is first read, and kept."""

    def __init__(self, make: Callable[[Owner], Made]) -> None:
        self._make = make
        self._name = make.__name__
        self.__doc__ = make.__doc__

    @overload
    def __get__(self, owner: None, kind: type[Owner]) -> part[Owner, Made]: ...
    @overload
    def __get__(self, owner: Owner, kind: type[Owner]) -> Made: ...
    def __get__(self, owner: Owner | None, kind: type[Owner]) -> part[Owner, Made] | Made:
        """Called only until the part is made: then it hides this."""
        if owner is None:
            return self
        made_now = self._make(owner)
        vars(owner)[self._name] = made_now
        for act in vars(owner).get(_WAITING, {}).pop(self._name, ()):
            act(made_now)
        return made_now


def made(owner: object, name: str) -> Any:
    """A part if it is there; None while nobody has asked for it."""
    return vars(owner).get(name)


def when_made(owner: object, name: str, act: Callable[[Any], object]) -> None:
    """Do this with a part: now if it is there, else as soon as it is."""
    found = made(owner, name)
    if found is not None:
        act(found)
    else:
        vars(owner).setdefault(_WAITING, {}).setdefault(name, []).append(act)
