"""Groupings in words: how many photos moved, between which groups, and why."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication, QObject

from photoorg.gui import texts

if TYPE_CHECKING:
    from photoorg.records import Groupings, GroupMove, GroupRef, Regrouped

SHORT = 30  # characters

translate = QCoreApplication.translate


class CountedGroups(QObject):
    """Phrases with a count, as in `counted.Counted`."""

    def moved(self, count: int) -> str:
        """ "31 photos moved" """
        return self.tr("%Ln photo(s) moved", "", count)

    def groups_new(self, count: int) -> str:
        """ "2 new groups" """
        return self.tr("%Ln new group(s)", "", count)

    def groups_gone(self, count: int) -> str:
        """ "1 group given up" """
        return self.tr("%Ln group(s) given up", "", count)

    def elsewhere(self, count: int) -> str:
        """The first sentence of the sheet."""
        return self.tr("%Ln photo(s) are in another group now.", "", count)

    def stayed(self, count: int) -> str:
        """The second one."""
        return self.tr("%Ln stayed where they were.", "", count)

    def came_since(self, count: int) -> str:
        """How many photos were new at a grouping, or are now."""
        return self.tr("%Ln photo(s) came since the last grouping.", "", count)

    def unsorted(self, count: int) -> str:
        """Photos that a new grouping may find a place for."""
        return self.tr("%Ln are in no group.", "", count)

    def selected(self, count: int) -> str:
        """What is chosen on the wall."""
        return self.tr("%Ln photo(s) that moved are selected.", "", count)

    def made(self, count: int) -> str:
        """Why: {0} is the group that new photos made."""
        return self.tr("%Ln new photo(s) made {0} a group of its own", "", count)

    def parted(self, count: int, of: str) -> str:
        """Why: {0} is the group that these were a part of, `of` how many photos that had."""
        words = self.tr("%Ln of the {1} photos of {0} make a group of their own now", "", count)
        return words.replace("{1}", of)

    def drew(self, count: int) -> str:
        """Why: {0} is the group that has so many new photos."""
        return self.tr("%Ln new photo(s) in {0} resemble them", "", count)


COUNTED_GROUPS = CountedGroups()


def summary(result: Mapping[str, Any]) -> str:
    """What the bar says of a finished job, from its document."""
    if not result["moved"] and not result["clusters_new"] and not result["clusters_gone"]:
        return translate("regroup", "Grouped again: every photo stayed in its group.")
    parts = [COUNTED_GROUPS.moved(result["moved"])]
    if result["clusters_new"]:
        parts.append(COUNTED_GROUPS.groups_new(len(result["clusters_new"])))
    if result["clusters_gone"]:
        parts.append(COUNTED_GROUPS.groups_gone(len(result["clusters_gone"])))
    return translate("regroup", "Grouped again: {0}.").format(", ".join(parts))


def offer(state: Groupings) -> str:
    """Why grouping again is worth it."""
    parts = [COUNTED_GROUPS.came_since(state.new)]
    if state.unsorted:
        parts.append(COUNTED_GROUPS.unsorted(state.unsorted))
    return " ".join(parts)


def totals(found: Regrouped) -> str:
    """How many photos moved and stayed."""
    if not found.moved:
        return translate("regroup", "No photo went to another group.")
    return f"{COUNTED_GROUPS.elsewhere(found.moved)} {COUNTED_GROUPS.stayed(found.kept)}"


def why(found: Regrouped) -> str:
    """When and why the photos were grouped anew."""
    reasons = {
        "asked": translate("regroup", "Grouped on {0}, since you asked for it."),
        "share": translate("regroup", "Grouped on {0}, since over a fifth of the photos were new."),
        "features": translate("regroup", "Grouped on {0}, since contents are recognised anew."),
        "lost": translate("regroup", "Grouped on {0}, since what was learned before was damaged."),
    }
    words = reasons.get(found.why, translate("regroup", "Grouped on {0}."))
    said = words.format(texts.moment(found.created))
    return f"{said} {COUNTED_GROUPS.came_since(found.new)}" if found.new else said


def refs(groups: tuple[GroupRef, ...], most: int = 6) -> str:
    """ "Shoes, 15 photos; Bills, 12 photos and more" """
    named = [f"{texts.shown(ref.title)}, {texts.photos(ref.photos)}" for ref in groups[:most]]
    words = "; ".join(named)
    if len(groups) > most:
        return translate("regroup", "{0} and more").format(words)
    return words


def way(move: GroupMove) -> str:
    """ "Clothes → Shoes" """
    nowhere = translate("regroup", "Unsorted")
    source, target = move.source_title or nowhere, move.target_title or nowhere
    return f"{texts.shown(source)} → {texts.shown(target)}"


def _short(title: str) -> str:
    """A title within a sentence; the line above it has it whole."""
    shown = texts.shown(title)
    return shown if len(shown) <= SHORT else f"{shown[: SHORT - 1].rstrip()}…"


def reason(move: GroupMove) -> str:
    """Why these photos are in another group."""
    source, target = _short(move.source_title), _short(move.target_title)
    was, now = texts.percent(move.was_sure), texts.percent(move.is_sure)
    if move.reason == "came":
        return COUNTED_GROUPS.made(move.newcomers).format(target)
    if move.reason == "drawn":
        return COUNTED_GROUPS.drew(move.newcomers).format(target)
    if move.reason == "parted":
        size = texts.number(move.source_size)
        return COUNTED_GROUPS.parted(len(move.ids), size).format(source)
    words = {
        "joined": translate("regroup", "{0} became a part of {1}"),
        "divided": translate("regroup", "{0} was divided among other groups"),
        "found": translate("regroup", "They resembled no group before; certainty {3}"),
        "torn": translate("regroup", "They resemble no group enough now; certainty {3}"),
        "border": translate(
            "regroup", "They were on the border of two groups: certainty {2}, now {3}"
        ),
        "nearer": translate("regroup", "They resemble {1} more now: certainty {3}"),
    }
    return words[move.reason].format(source, target, was, now)
