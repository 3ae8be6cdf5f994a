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

    def on_disk(self, count: int, disk: str) -> str:
        """How much goes to the trash of a disk; {0} is for the size."""
        words = self.tr("{1}: %Ln photo(s), {0}", "", count)
        return words.replace("{1}", disk.replace("{", "{{").replace("}", "}}"))

    def companions(self, count: int) -> str:
        """Files that go with their photos; {0} is for their kinds."""
        return self.tr("%Ln file(s) that belong to them go along ({0}).", "", count)

    def leave_rated(self, count: int) -> str:
        """A choice of the delete sheet."""
        return self.tr("Leave out %Ln that are rated or marked as kept", "", count)

    def leave_sole(self, count: int) -> str:
        """A choice of the delete sheet."""
        return self.tr("Leave out %Ln of which no copy would stay", "", count)

    def stay(self, count: int) -> str:
        """Photos that can not go; {0} is for the reason."""
        return self.tr("%Ln photo(s) can not go: {0}", "", count)

    def stay_too(self, count: int) -> str:
        """Photos that can not go for other reasons than those said."""
        return self.tr("%Ln more can not go, for other reasons.", "", count)

    def moved_to_trash(self, count: int) -> str:
        """What a deletion did; {0} is for the size."""
        return self.tr("%Ln photo(s) moved to the trash, {0}.", "", count)

    def went_along(self, count: int) -> str:
        """Files that went with their photos."""
        return self.tr("%Ln file(s) that belong to them went along.", "", count)

    def undone(self, kind: str, count: int) -> str:
        """What an undo did, by the kind of the operation."""
        if kind == "copy":
            return self.tr("%Ln copies are in the trash; their originals are untouched.", "", count)
        if kind == "xmp":
            return self.tr("%Ln sidecar(s) are as they were.", "", count)
        return self.back(count)

    def back(self, count: int) -> str:
        """What an undo did."""
        return self.tr("%Ln photo(s) are back in their place.", "", count)

    def stayed(self, count: int) -> str:
        """What an operation could not do; {0} is for the first reason."""
        return self.tr("%Ln file(s) stayed where they are: {0}", "", count)

    def of_them_back(self, count: int) -> str:
        """In the history."""
        return self.tr("%Ln taken back", "", count)

    def of_them_lost(self, count: int) -> str:
        """In the history."""
        return self.tr("%Ln no longer in the trash", "", count)

    def restorable(self, count: int) -> str:
        """Under the history."""
        return self.tr("The trash holds %Ln photo(s) that can be taken back.", "", count)

    def protected(self, count: int) -> str:
        """Photos that are protected."""
        return self.tr("%Ln protected photo(s) stay where they are.", "", count)

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

    # --- decisions, as undo and redo say them

    def rejected(self, count: int) -> str:
        """ "3 photos rejected" """
        return self.tr("%Ln photo(s) rejected", "", count)

    def kept(self, count: int) -> str:
        """ "3 photos kept" """
        return self.tr("%Ln photo(s) kept", "", count)

    def unmarked(self, count: int) -> str:
        """A mark that was cleared."""
        return self.tr("mark of %Ln photo(s) cleared", "", count)

    def rated(self, count: int, rating: int) -> str:
        """ "1 photo rated 4 of 5" """
        return self.tr("%Ln photo(s) rated {0} of 5", "", count).format(rating)

    def unrated(self, count: int) -> str:
        """A rating that was cleared."""
        return self.tr("rating of %Ln photo(s) cleared", "", count)

    def favoured(self, count: int) -> str:
        """ "1 photo made favourite" """
        return self.tr("%Ln photo(s) made favourite", "", count)

    def unfavoured(self, count: int) -> str:
        """ "1 photo taken from the favourites" """
        return self.tr("%Ln photo(s) taken from the favourites", "", count)

    def now_protected(self, count: int) -> str:
        """ "1 photo protected" """
        return self.tr("%Ln photo(s) protected", "", count)

    def unprotected(self, count: int) -> str:
        """ "1 photo no longer protected" """
        return self.tr("%Ln photo(s) no longer protected", "", count)

    def reviewed(self, count: int) -> str:
        """ "review of 12 photos ended" """
        return self.tr("review of %Ln photo(s) ended", "", count)

    def not_alike(self, count: int) -> str:
        """ "2 photos noted as not alike" """
        return self.tr("%Ln photo(s) noted as not alike", "", count)

    # --- corrections

    def change_them(self, count: int) -> str:
        """The button of a sheet of corrections."""
        return self.tr("Change %Ln photo(s)", "", count)

    def will_change(self, count: int) -> str:
        """What such a sheet would do."""
        return self.tr("%Ln photo(s) will change.", "", count)

    def so_already(self, count: int) -> str:
        """Photos for which a correction would say nothing new."""
        return self.tr("%Ln are so already.", "", count)

    def dates_changed(self, count: int) -> str:
        """What the bar says after a correction of dates."""
        return self.tr("Dates of %Ln photo(s) changed. Ctrl+Z takes it back.", "", count)

    def places_changed(self, count: int) -> str:
        """What the bar says after a correction of places."""
        return self.tr("Places of %Ln photo(s) changed. Ctrl+Z takes it back.", "", count)

    def place_named(self) -> str:
        """What the bar says after a change that is of no certain photos."""
        return self.tr("Done. Ctrl+Z takes it back.")

    def corrected(self, kind: str, count: int) -> str:
        """A correction that was undone or made again."""
        if kind == "place-name":
            return self.tr("name of a place")
        if kind.startswith("date-"):
            return self.tr("date of %Ln photo(s) corrected", "", count)
        if kind == "place-estimate":
            return self.tr("place of %Ln photo(s) estimated", "", count)
        return self.tr("place of %Ln photo(s) corrected", "", count)

    def other(self, kind: str, name: str) -> str:
        """A decision about a folder or a cluster."""
        if kind == "protect-folder":
            return self.tr("protection of a folder")
        if kind == "regroup":
            return self.tr("another grouping shown")
        return (
            self.tr("cluster renamed to {0}").format(name) if name else self.tr("cluster renamed")
        )

    def still_rejected(self, count: int) -> str:
        """What the bar says after a review that deleted nothing."""
        return self.tr("%Ln photo(s) stay marked as rejected; nothing was deleted.", "", count)

    def delete_them(self, count: int) -> str:
        """The button beside it."""
        return self.tr("Delete %Ln photo(s)...", "", count)

    def unreviewed(self, count: int) -> str:
        """ "3 new photos to review" """
        return self.tr("%Ln to review", "", count)

    # --- stacks

    def stacks(self, count: int) -> str:
        """ "12 stacks" """
        return self.tr("%Ln stack(s)", "", count)

    def copies(self, count: int) -> str:
        """What a stack is: the same bytes several times."""
        return self.tr("%Ln exact copies", "", count)

    def copies_too(self, count: int) -> str:
        """What else a mark holds for, after the name of the photo that was marked."""
        return self.tr("and %Ln exact copies of it", "", count)

    def variants(self, count: int) -> str:
        """What a stack is: one shot, saved anew, resized, cropped or brightened."""
        return self.tr("%Ln versions of one shot", "", count)

    def burst(self, count: int) -> str:
        """What a stack is: shots taken seconds apart."""
        return self.tr("%Ln shots in a row", "", count)

    def delete_copies(self, count: int) -> str:
        """The button for exact copies."""
        return self.tr("Delete %Ln exact copies...", "", count)


COUNTED = Counted()
