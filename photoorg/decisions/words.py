"""A decision in words, as the commands say it; the window has words of its own, translated."""

from __future__ import annotations

from typing import Any

from photoorg.decisions.arranged import KINDS
from photoorg.decisions.corrections import shift_text


def said(kind: str, value: Any, photos: int, name: str = "") -> str:
    """E.g. "rejected 3 photos". `name` is the folder or the cluster's title, where it is of one."""
    some = "1 photo" if photos == 1 else f"{photos:,} photos"
    if kind == "mark":
        return f"{value} {some}" if value else f"cleared the mark of {some}"
    if kind == "rate":
        return f"rated {some} with {value}" if value else f"cleared the rating of {some}"
    if kind == "favour":
        return f"made {some} favourite" if value else f"took {some} from the favourites"
    if kind == "protect":
        return f"protected {some}" if value else f"ended the protection of {some}"
    if kind == "protect-folder":
        return f"protected the folder {name}" if value else f"ended the protection of {name}"
    if kind == "review":
        return f"ended the review of {some}"
    if kind.startswith(("date-", "place-")):
        return _corrected(kind, value, some, name)
    if kind in KINDS:
        return _arranged(kind, value, some, name)
    if kind == "regroup":
        return "showed another grouping"
    if kind == "not-alike":
        return f"noted that {some} are not alike"
    return f"named a cluster {name}" if name else "gave a cluster its first name back"


def _arranged(kind: str, value: Any, some: str, name: str) -> str:
    """Decisions about groups; `value` are the clusters, `name` the title of one, if it was one."""
    words = {
        "move": f"moved {some} to {name}",
        "new-group": f"made the group {name} of {some}",
        "merge": f"merged {some} into {name}",
        "split": f"split {name} into {len(value or ())} groups",
        "pin": f"pinned {some}",
        "unpin": f"unpinned {some}",
        "not-here": f"took {some} out of {name or 'their groups'}",
    }
    return words[kind]


def _corrected(kind: str, value: Any, some: str, name: str) -> str:
    """Corrections of dates and places; `value` is what was set."""
    if kind == "date-shift":
        return f"moved the date of {some} by {shift_text(value)}"
    if kind == "place-name":
        return f"named {name} {value}" if value else f"gave {name} its own name back"
    words = {
        "date-set": f"set the date of {some} to {value}",
        "date-zone": f"set the time zone of {some} to {value}",
        "date-clear": f"cleared the corrected date of {some}",
        "place-set": f"set the place of {some} to {value}",
        "place-none": f"took the place of {some} away",
        "place-clear": f"cleared the corrected place of {some}",
        "place-estimate": f"estimated the place of {some}",
    }
    return words[kind]
