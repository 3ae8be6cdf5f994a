"""Review mode: goes through a list of photos with the keyboard, and asks once at the end.

Nothing is deleted here. Marks are written as they are made; at the end one sheet, the same as
for every deletion, asks about those that this review rejected.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from photoorg.gui import texts
from photoorg.gui.counted import COUNTED
from photoorg.gui.models.review import Review, first_unreviewed
from photoorg.gui.nearby import Nearby
from photoorg.gui.parts import when_made
from photoorg.gui.views import verdict_paint

if TYPE_CHECKING:
    from photoorg.gui.deciding import Deciding
    from photoorg.gui.deleting import Deleting
    from photoorg.gui.models.tree import Key
    from photoorg.gui.nearby import Near
    from photoorg.gui.session import Session
    from photoorg.gui.views.bars import NoticeBar
    from photoorg.gui.views.centre import Centre
    from photoorg.gui.views.review import ReviewView
    from photoorg.records import Changes, Decided, Photo, Verdict

GOES_ON = ("reject", "keep")
PAN = 0.25  # of what is seen


class Reviewing(QObject):
    """One review at a time."""

    begun = Signal()
    left = Signal()
    full_wanted = Signal()
    keys_wanted = Signal()

    def __init__(
        self,
        session: Session,
        centre: Centre,
        deciding: Deciding,
        deleting: Deleting,
        notice: NoticeBar,
    ) -> None:
        super().__init__(centre)
        self._session, self._centre, self._notice = session, centre, notice
        self._deciding, self._deleting = deciding, deleting
        self.review: Review | None = None
        self._near = Nearby(session, self)
        self._origin: Key | None = None
        self._after: list[int] = []  # rejected in the last review, not deleted
        self._asking = False
        self._compare_at_once = False
        self._look = False  # a comparison, or a stack looked at: asks only about what is new
        self._before: frozenset[int] = frozenset()  # rejected when it began
        self._acts = self._make_acts()
        when_made(centre, "review", self._connect_view)
        deciding.decided.connect(self._on_decided)
        deciding.stepped.connect(self._on_stepped)
        deciding.said.connect(self._on_said)
        deleting.answered.connect(self._on_answered)
        notice.acted.connect(self._delete_rejected)
        session.changed.connect(self._on_changed)
        self._near.arrived.connect(self._on_arrived)
        self._near.sized.connect(lambda: self.view.show_verdicts({}))
        session.reads.failed.connect(self._on_failed)

    @property
    def view(self) -> ReviewView:
        """The page of the review."""
        return self._centre.review

    def _connect_view(self, view: ReviewView) -> None:
        view.command.connect(self.obey)
        view.go_wanted.connect(self.go)
        view.choose_wanted.connect(self._choose)

    # --- beginning

    def begin(
        self,
        ids: Sequence[int],
        title: str,
        origin: Key | None = None,
        at: int | None = None,
        compare: bool = False,
    ) -> None:
        """Review these photos, from `at` or from the first one that no review has shown."""
        if not ids or self.review is not None:
            return
        library, wanted = self._session.library, list(ids)
        self._origin, self._compare_at_once = origin, compare
        self._look = compare or origin is None

        def read() -> tuple[Review, Near]:
            verdicts = library.verdicts(wanted)
            review = Review(wanted, title, verdicts=verdicts)
            review.index = first_unreviewed(wanted, verdicts) if at is None else wanted.index(at)
            return review, self._near.read(review.near())

        # After all that is still to be written, so that no mark of a moment ago is missed.
        self._session.writes.put(read, lambda found: self._start(*found))

    def _start(self, review: Review, near: Near) -> None:
        if self.review is not None:
            return
        self.review, self._after = review, []
        self._before = frozenset(review.rejected())
        self._notice.clear()
        self._deciding.quiet = True
        self.view.show_single()
        self.view.fit()
        self.view.set_alone(False)
        self._centre.show_review()
        self._near.begin(review, near)
        if not review.ids:
            self._close()
            return
        review.go(review.index)
        self.begun.emit()
        self._show()
        if self._compare_at_once:
            review.chosen = list(review.ids[:4])
            self._compare()

    def _on_arrived(self) -> None:
        if self.review is not None and not self.review.ids:
            self._close()
        else:
            self._show()

    def _on_changed(self, changes: Changes) -> None:
        if changes.photos:
            self._near.ask_again()

    def _show(self) -> None:
        if self.review is not None and self.review.ids:
            self.view.show_review(self.review, self._near.small)
            self._near.ask()

    # --- commands

    def _make_acts(self) -> dict[str, Callable[[], object]]:
        return {
            "next": lambda: self._step(1),
            "previous": lambda: self._step(-1),
            "first": lambda: self._step(-(2**31)),
            "last": lambda: self._step(2**31),
            "choose next": lambda: self._extend(1),
            "choose previous": lambda: self._extend(-1),
            "open": self._open,
            "zoom": lambda: self.view.toggle_full(),
            "larger": lambda: self.view.zoom(True),
            "smaller": lambda: self.view.zoom(False),
            "pan right": lambda: self.view.pan(PAN, 0),
            "pan left": lambda: self.view.pan(-PAN, 0),
            "pan up": lambda: self.view.pan(0, -PAN),
            "pan down": lambda: self.view.pan(0, PAN),
            "compare": self._toggle_compare,
            "undo": self._deciding.undo,
            "redo": self._deciding.redo,
            "full": self.full_wanted.emit,
            "keys": self.keys_wanted.emit,
            "leave": self._leave,
            "finish": self.finish,
        }

    def obey(self, command: str) -> None:
        """Act on a key or a button of the review."""
        if self.review is None or self._asking:
            return
        if command in self._acts:
            self._acts[command]()
            return
        photo = self.view.active
        photo_id = photo.id if photo else self.review.current
        before = {photo_id: self.review.verdict(photo_id)}
        self._deciding.obey(command, before)
        if command in GOES_ON:
            self._say_mark(photo, self.review.verdict(photo_id))
            self._step(1)

    def _say_mark(self, photo: Photo | None, verdict: Verdict) -> None:
        if photo is None or not verdict.mark:
            return
        words = [verdict_paint.words(verdict.mark), texts.file_name(photo.path)]
        copies = self.review.copies_of(photo) if self.review is not None else 0
        if copies:  # a mark holds for all copies: nobody shall learn that from the sheet
            words.append(COUNTED.copies_too(copies))
        if verdict.mark == "rejected" and verdict.untouchable:
            words.append(self.tr("protected: it will not be deleted"))
        elif self.review is not None and self.review.at_end and not self.view.comparing:
            words.append(self.tr("that was the last one, Esc ends the review"))
        self.view.say(" · ".join(words))

    def _step(self, by: int) -> None:
        if self.review is None:
            return
        if self.view.comparing:
            self.view.compare.go(self.view.compare.index + by)
        else:
            self.go(self.review.index + by)

    def go(self, place: int) -> None:
        """Go to a place in the list, stopping at both ends."""
        if self.review is None:
            return
        if self.view.comparing:
            self._end_compare()
        if self.review.go(place):
            self._show()

    def _extend(self, by: int) -> None:
        """Choose this photo and the one gone to, for a comparison."""
        review = self.review
        if review is None or self.view.comparing:
            return
        before = review.current
        if review.go(review.index + by):
            for photo_id in (before, review.current):
                if photo_id not in review.chosen:
                    review.toggle_chosen(photo_id)
            self._show()

    def _choose(self, place: int) -> None:
        if self.review is not None and not self.view.comparing:
            self.review.toggle_chosen(self.review.ids[place])
            self.view.strip.update()

    def _open(self) -> None:
        """Out of the comparison with this photo; or the photo alone, and back."""
        if self.view.comparing:
            self._end_compare()
            self._show()
        else:
            self.view.set_alone(not self.view.alone)

    # --- comparing

    def _toggle_compare(self) -> None:
        self._compare_at_once = False
        if self.view.comparing:
            self._end_compare()
            self._show()
        else:
            self._compare()

    def _compare(self) -> None:
        """Put the chosen photos side by side; those far away are read first."""
        review = self.review
        if review is None or not review.ids:
            return
        ids = review.to_compare()  # what is gone has left the list by the second time round
        missing = [i for i in ids if i not in review.photos]
        if missing:
            self._near.ask_for(missing, self._compare)
        elif len(ids) > 1:
            review.seen.update(ids)
            photos = [review.photos[i] for i in ids]
            self.view.show_compare(photos, self._near.small, review.current)

    def _end_compare(self) -> None:
        photo = self.view.compare.active
        self.view.show_single()
        if self.review is not None:
            self.review.chosen = []
            if photo is not None and self.review.place_of(photo.id) >= 0:
                self.review.go(self.review.place_of(photo.id))

    # --- what others did

    def _on_decided(self, verdicts: Mapping[int, Verdict]) -> None:
        if self.review is not None:
            self.review.decide(verdicts)
            self.view.show_verdicts(verdicts)
            self._near.ask_sizes()

    def _on_stepped(self, decided: Decided) -> None:
        """Show the photo of which a decision was undone or redone."""
        if self.review is None:
            return
        here = {photo.id for photo in self._compared()} or {self.review.current}
        if not decided.photos or here & set(decided.photos):
            return
        place = next((p for p in map(self.review.place_of, decided.photos) if p >= 0), -1)
        if place >= 0:
            self.go(place)

    def _compared(self) -> list[Photo]:
        sides = self.view.compare.sides if self.view.comparing else []
        return [side.pane.photo for side in sides if side.pane.photo is not None]

    def _on_said(self, words: str) -> None:
        if self.review is not None:
            self.view.say(words)

    # --- the end

    def _leave(self) -> None:
        """Back by one step: from the comparison, from being alone, from the review.

        What began as a comparison goes back to where it was asked for.
        """
        if self.view.comparing and not self._compare_at_once:
            self._toggle_compare()
        elif self.view.alone:
            self.view.set_alone(False)
        else:
            self.finish()

    def finish(self) -> None:
        """The review is done: what it showed counts as reviewed; ask about what it rejected."""
        review = self.review
        if review is None:
            return
        if self._session.library.readonly:
            self._close()
            return
        self._asking = True
        shown = [i for i in review.ids if i in review.seen]
        self._deciding.finish_review(shown, self._ask_rejected)

    def _ask_rejected(self) -> None:
        review = self.review
        if review is None:
            return
        self._after = review.rejected()
        if self._look and self._before.issuperset(self._after):
            self._after = []
        if self._after:
            title = self.tr("Rejected in the review of {0}").format(review.title)
            self._deleting.ask(self._after, title, self._origin)
        else:
            self._close()

    def _on_answered(self, accepted: bool) -> None:
        if not self._asking:
            return
        self._close()
        if accepted:
            self._after = []
        elif self._after:
            count = len(self._after)
            words, action = COUNTED.still_rejected(count), COUNTED.delete_them(count)
            self._notice.show_words(words, "trash", action)

    def _on_failed(self, _failed: object) -> None:
        """The sheet could not be made; the review goes on, its marks are safe."""
        self._asking = False

    def _delete_rejected(self) -> None:
        """From the bar: ask again about what was rejected."""
        if self._after:
            self._deleting.ask(self._after, self.tr("Rejected photos"), self._origin)
            self._notice.clear()
            self._after = []

    def _close(self) -> None:
        review, self.review = self.review, None
        self._asking = False
        self._near.end()
        self._deciding.quiet = False
        self._deciding.flush()
        self._centre.show_photos()
        if review is not None and review.ids:
            self._centre.grid.focus_on(review.current)
        self._centre.grid.setFocus()
        self.left.emit()
