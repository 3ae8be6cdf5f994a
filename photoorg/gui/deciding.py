"""Marks, ratings, favourites and protection: shown at once, written in order, undone with Ctrl+Z.

Ctrl+Z takes back the latest thing done, whatever it was: a decision, or a deletion (through
`Deleting`). The library knows the order of both, so it holds across restarts too.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from photoorg.gui.counted import COUNTED
from photoorg.gui.group_words import GROUP_WORDS
from photoorg.gui.group_words import KINDS as GROUP_KINDS
from photoorg.records import Changes, Verdict

if TYPE_CHECKING:
    from photoorg.gui.deleting import Deleting
    from photoorg.gui.jobs.writes import Deliver
    from photoorg.gui.session import Session
    from photoorg.gui.views.bars import NoticeBar
    from photoorg.records import Decided, Mark

SETTLE_MS = 1200  # views count anew when the keys have paused
Verdicts = Mapping[int, Verdict]


class Deciding(QObject):
    """Every decision of the window about photos goes through here."""

    decided = Signal(object)  # Verdicts: what holds now, before it is written
    stepped = Signal(object)  # Decided: a decision was undone or redone
    said = Signal(str)  # the same in words

    def __init__(self, session: Session, deleting: Deleting, notice: NoticeBar) -> None:
        super().__init__(notice)
        self._session, self._deleting, self._notice = session, deleting, notice
        self.quiet = False  # somebody else shows what `said` says
        self.titles: Mapping[int, str] = {}  # of groups, also of those that are gone
        self._pending = Changes()
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(SETTLE_MS)
        self._soon.timeout.connect(self.flush)

    # --- decisions; each takes what is known to hold before

    def mark(self, before: Verdicts, mark: Mark | None) -> None:
        """Keep or reject these, or clear their mark."""
        library, ids = self._session.library, list(before)
        after = {i: replace(verdict, mark=mark) for i, verdict in before.items()}
        self._decide(before, after, lambda: library.mark(ids, mark))

    def rate(self, before: Verdicts, rating: int) -> None:
        """Rate these 1 to 5, or 0 for no rating."""
        library, ids = self._session.library, list(before)
        after = {i: replace(verdict, rating=rating) for i, verdict in before.items()}
        self._decide(before, after, lambda: library.rate(ids, rating))

    def clear(self, before: Verdicts) -> None:
        """Clear mark and rating; each that was set is a step of its own for Ctrl+Z."""
        if any(verdict.mark for verdict in before.values()):
            self.mark(before, None)
        unmarked = {i: replace(verdict, mark=None) for i, verdict in before.items()}
        if any(verdict.rating for verdict in before.values()):
            self.rate(unmarked, 0)

    def favour(self, before: Verdicts, favourite: bool) -> None:
        """Make these favourites, or not any more."""
        library, ids = self._session.library, list(before)
        after = {i: replace(verdict, favourite=favourite) for i, verdict in before.items()}
        self._decide(before, after, lambda: library.favour(ids, favourite))

    def protect(self, before: Verdicts, protected: bool) -> None:
        """Protect these from every deletion, or not any more."""
        library, ids = self._session.library, list(before)
        after = {i: replace(verdict, protected=protected) for i, verdict in before.items()}
        self._decide(before, after, lambda: library.protect(ids, protected))

    def obey(self, command: str, before: Verdicts) -> bool:
        """Act on a command of `review_keys` about decisions; False if it is none."""
        if command.startswith("rate "):
            self.rate(before, int(command.removeprefix("rate ")))
        elif command in ("reject", "keep", "unmark"):
            marks: dict[str, Mark] = {"reject": "rejected", "keep": "kept"}
            self.mark(before, marks.get(command))
        elif command == "mark":
            all_rejected = all(verdict.mark == "rejected" for verdict in before.values())
            self.mark(before, None if all_rejected else "rejected")
        elif command == "clear":
            self.clear(before)
        elif command == "favourite":
            self.favour(before, not all(verdict.favourite for verdict in before.values()))
        else:
            return False
        return True

    def obey_for(self, command: str, ids: Sequence[int]) -> None:
        """The same for photos of which only the ids are known."""
        if ids:
            self.ask(ids, lambda before: self._obey(command, before))

    def _obey(self, command: str, before: Verdicts) -> None:
        self.obey(command, before)

    def finish_review(self, ids: Sequence[int], then: Callable[[], None]) -> None:
        """These have been reviewed; go on when that is written, or could not be."""
        library, shown = self._session.library, list(ids)

        def written(changes: Changes) -> None:
            self._note(changes)
            then()

        self._session.writes.put(
            lambda: library.finish_review(shown), written, lambda _failed: then()
        )

    def ask(self, ids: Sequence[int], then: Deliver) -> None:
        """Read what holds for these, after all that is still to be written; then go on."""
        library, wanted = self._session.library, list(ids)
        self._session.writes.put(lambda: library.verdicts(wanted), then)

    def _decide(self, before: Verdicts, after: Verdicts, write: Callable[[], Changes]) -> None:
        if after == before:
            return
        self._show(after)
        self._session.writes.put(write, self._note, lambda _failed: self._show(before))

    def _show(self, verdicts: Verdicts) -> None:
        self._session.thumbnails.amend(verdicts)
        self.decided.emit(verdicts)

    def _note(self, changes: Changes) -> None:
        self._pending = self._pending | changes
        self._soon.start()

    def flush(self) -> None:
        """Let all views count anew now."""
        self._soon.stop()
        pending, self._pending = self._pending, Changes()
        if pending != Changes():
            self._session.notify(pending)

    # --- back and forth

    def undo(self) -> None:
        """Take back the latest thing done: a decision, or a deletion."""
        library = self._session.library

        def take_back() -> tuple[int | None, Decided | None, dict[int, Verdict]]:
            operation = library.newest_operation()
            if operation is not None:
                return operation, None, {}
            decided = library.undo_decision()
            return None, decided, library.verdicts(decided.photos) if decided else {}

        self._session.writes.put(take_back, lambda found: self._undone(*found))

    def redo(self) -> None:
        """Make the decision again that was undone last."""
        library = self._session.library

        def again() -> tuple[Decided | None, dict[int, Verdict]]:
            decided = library.redo_decision()
            return decided, library.verdicts(decided.photos) if decided else {}

        self._session.writes.put(again, lambda found: self._stepped(*found))

    def _undone(
        self, operation: int | None, decided: Decided | None, verdicts: dict[int, Verdict]
    ) -> None:
        if operation is not None:
            self._deleting.undo(operation)
        else:
            self._stepped(decided, verdicts)

    def _stepped(self, decided: Decided | None, verdicts: dict[int, Verdict]) -> None:
        if decided is None:
            self._say(self.tr("There is nothing more to take back or to do again."))
            return
        self._show(verdicts)
        frame = self.tr("Undone: {0}") if decided.undone else self.tr("Done again: {0}")
        self._say(frame.format(told(decided, self.titles)))
        self._note(
            Changes(
                photos=is_correction(decided.kind),
                clusters=decided.kind in ("review", "rename", "regroup", *GROUP_KINDS),
                decisions=True,
            )
        )
        self.stepped.emit(decided)

    def _say(self, words: str) -> None:
        self.said.emit(words)
        self._deleting.put_away()
        if not self.quiet:
            self._notice.show_words(words, "undo", passing=True)


def is_correction(kind: str) -> bool:
    """Whether a decision of this kind is about dates or places."""
    return kind.startswith(("date-", "place-"))


def told(decided: Decided, titles: Mapping[int, str] | None = None) -> str:
    """What a decision was, in the user's language: "3 photos rejected". `titles` are of groups."""
    count, value = len(decided.photos), decided.value
    if decided.kind in GROUP_KINDS:
        one = value and (len(value) == 1 or decided.kind == "split")
        return GROUP_WORDS.told(decided, (titles or {}).get(value[0], "") if one else "")
    if decided.kind == "mark":
        phrases = {"rejected": COUNTED.rejected, "kept": COUNTED.kept}
        return phrases.get(str(value), COUNTED.unmarked)(count)
    if decided.kind == "rate":
        return COUNTED.rated(count, int(value)) if value else COUNTED.unrated(count)
    if decided.kind == "favour":
        return (COUNTED.favoured if value else COUNTED.unfavoured)(count)
    if decided.kind == "protect":
        return (COUNTED.now_protected if value else COUNTED.unprotected)(count)
    if decided.kind == "review":
        return COUNTED.reviewed(count)
    if decided.kind == "not-alike":
        return COUNTED.not_alike(count)
    if is_correction(decided.kind):
        return COUNTED.corrected(decided.kind, count)
    return COUNTED.other(decided.kind, str(value or ""))
