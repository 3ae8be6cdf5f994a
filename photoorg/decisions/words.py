"""A decision in words, as the commands say it; the window has words of its own, translated."""

from __future__ import annotations

from typing import Any


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
    if kind == "not-alike":
        return f"noted that {some} are not alike"
    return f"named a cluster {name}" if name else "gave a cluster its first name back"
