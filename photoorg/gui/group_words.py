"""What is said of groups that are corrected: phrases with a count, in Qt's plural forms.

Of `gui.counted` in all but the file: "%Ln" is the count, "{0}" a title.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from photoorg.gui import texts

if TYPE_CHECKING:
    from photoorg.records import Arranged, Decided

KINDS = ("move", "new-group", "merge", "split", "pin", "unpin", "not-here")
SHORT = 40  # characters of a title within a sentence


def short(title: str) -> str:
    """A title within a sentence."""
    shown = texts.shown(title)
    return shown if len(shown) <= SHORT else f"{shown[: SHORT - 1].rstrip()}…"


class GroupWords(QObject):
    """One method per phrase; titles are shortened here."""

    # --- what was done, as a sentence of the bar; and the same as undo and redo say it

    def done(self, kind: str, done: Arranged, title: str) -> str:
        """ "12 photos moved to Receipts." """
        return f"{self.said(kind, done.photos, title, len(done.clusters))}."

    def told(self, decided: Decided, title: str) -> str:
        """What was undone or done again; `decided.value` are its groups."""
        return self.said(decided.kind, len(decided.photos), title, len(decided.value or ()))

    def said(self, kind: str, count: int, title: str, groups: int = 1) -> str:
        """ "12 photos moved to Receipts"; without a title "12 photos moved to a group"."""
        if kind == "split":
            words = self.tr("{0} split into %Ln group(s)", "", groups)
            return words.format(short(title) if title else self.tr("group"))
        if not title or (kind in ("pin", "unpin") and groups > 1):
            return self._untitled(kind, count)
        words = {
            "move": self.tr("%Ln photo(s) moved to {0}", "", count),
            "new-group": self.tr("New group {0} of %Ln photo(s)", "", count),
            "merge": self.tr("%Ln photo(s) merged into {0}", "", count),
            "pin": self.tr("%Ln photo(s) pinned in {0}", "", count),
            "unpin": self.tr("%Ln photo(s) of {0} left to the grouping", "", count),
            "not-here": self.tr("%Ln photo(s) taken out of {0}", "", count),
        }[kind]
        return words.format(short(title))

    def _untitled(self, kind: str, count: int) -> str:
        return {
            "move": self.tr("%Ln photo(s) moved to a group", "", count),
            "new-group": self.tr("New group of %Ln photo(s)", "", count),
            "merge": self.tr("%Ln photo(s) merged into one group", "", count),
            "pin": self.tr("%Ln photo(s) pinned in their groups", "", count),
            "unpin": self.tr("%Ln photo(s) left to the grouping", "", count),
            "not-here": self.tr("%Ln photo(s) taken out of their groups", "", count),
        }[kind]

    def nothing(self, kind: str) -> str:
        """Nothing had to be changed."""
        if kind in ("pin", "unpin"):
            return self.tr("Nothing to change: these photos are so already.")
        return self.tr("Nothing to change: these photos are there already.")

    # --- before it is done

    def move_to(self, count: int, title: str) -> str:
        """The tip of a drop, and of the chooser."""
        return self.tr("Move %Ln photo(s) to {0}", "", count).format(short(title))

    def move_button(self, count: int) -> str:
        """The button of the chooser and of those that would follow."""
        return self.tr("Move %Ln photo(s)", "", count)

    def move_heading(self, count: int) -> str:
        """The heading of the chooser."""
        return self.tr("Move %Ln photo(s) to a group", "", count)

    def new_heading(self, count: int) -> str:
        """The heading of the sheet that names a new group."""
        return self.tr("New group of %Ln photo(s)", "", count)

    def merge_button(self, groups: int) -> str:
        """The button of the chooser; it counts the group that the others join."""
        return self.tr("Merge %Ln group(s)", "", groups)

    def one_of_these(self, groups: int) -> str:
        """The entry of a folder's menu."""
        return self.tr("Make one group of these %Ln", "", groups)

    def split_button(self, groups: int) -> str:
        """The button of the sheet that splits."""
        return self.tr("Split into %Ln group(s)", "", groups)

    def folder_of(self, groups: int) -> str:
        """Why a folder is no target."""
        return self.tr("A folder of %Ln group(s). Open it and choose one of them.", "", groups)

    # --- what is pinned, what would follow

    def pinned(self, count: int) -> str:
        """ "12 pinned" """
        return self.tr("%Ln pinned", "", count)

    def would_follow(self, count: int) -> str:
        """Behind what was done."""
        return self.tr("%Ln similar photo(s) would follow.", "", count)

    def alike(self, count: int) -> str:
        """The heading of the sheet that shows them."""
        return self.tr("%Ln photo(s) like those you put there", "", count)


GROUP_WORDS = GroupWords()
