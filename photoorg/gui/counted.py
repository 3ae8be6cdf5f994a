"""Phrases with a count, each in Qt's plural forms.

They live in one class, because the translation tools find plural forms only in calls of `tr`.
"%Ln" is the count in the user's own digits and separators.
"""

from __future__ import annotations

from PySide6.QtCore import QObject


class Counted(QObject):
    """One method per phrase."""

    def photos(self, count: int) -> str:
        """ "72 photos" """
        return self.tr("%Ln photo(s)", "", count)

    def selected(self, count: int) -> str:
        """ "3 photos selected" """
        return self.tr("%Ln photo(s) selected", "", count)

    def move_them(self, count: int) -> str:
        """The question of the delete sheet."""
        return self.tr("Move %Ln photo(s) to the trash?", "", count)

    def disks(self, count: int) -> str:
        """On how many disks photos lie."""
        return self.tr("They lie on %Ln disk(s).", "", count)

    def companions(self, count: int) -> str:
        """Files that go with their photos."""
        return self.tr("%Ln file(s) that belong to them go along.", "", count)

    def protected(self, count: int) -> str:
        """Photos that are protected."""
        return self.tr("%Ln protected photo(s) stay where they are.", "", count)

    def without_trash(self, count: int, disk: str) -> str:
        """Photos on a disk without a trash."""
        return self.tr("{0} has no trash: %Ln photo(s) there stay.", "", count).format(disk)

    def offline(self, count: int) -> str:
        """Photos whose disk is away."""
        return self.tr("%Ln photo(s) lie on a disk that is away and stay.", "", count)

    def new(self, count: int) -> str:
        """ "12 new photos" """
        return self.tr("%Ln new photo(s)", "", count)

    def changed(self, count: int) -> str:
        """ "1 changed" """
        return self.tr("%Ln changed", "", count)

    def moved(self, count: int) -> str:
        """ "3 moved" """
        return self.tr("%Ln moved", "", count)

    def missing(self, count: int) -> str:
        """ "2 no longer there" """
        return self.tr("%Ln no longer there", "", count)


COUNTED = Counted()
