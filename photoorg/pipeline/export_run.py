"""The files of a move or copy, one after the other, noted in the journal before and after."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from photoorg.catalog import decisions, facts, transfers
from photoorg.pipeline import export_undo
from photoorg.pipeline.protection import Guard

if TYPE_CHECKING:
    from photoorg.catalog.decisions import JournalRow
    from photoorg.pipeline.library import Library
    from photoorg.records import Context

BATCH = 32  # files between two commits, and what a kill leaves to settle
STAGES = {"move": "Moving photos", "copy": "Copying photos"}
PROTECTED = "It is protected, so it is not moved. A copy can be made."
TransferKind = Literal["move", "copy"]


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What became of one file: its state in the journal, its bytes' hash, why it stays."""

    row: JournalRow
    state: str
    digest: str | None = None
    reason: str | None = None


class Transfer:
    """One move or copy while it runs."""

    def __init__(
        self, ctx: Context, library: Library, operation: int, kind: TransferKind, token: str
    ) -> None:
        self._ctx, self._library, self._operation = ctx, library, operation
        self._kind, self._token = kind, token
        self._stayed: set[int] = set()  # positions of photos that could not go

    def run(self) -> None:
        """All files, in batches; raises `Cancelled` between two files."""
        rows = decisions.journal(self._library.db, self._operation, ["planned"])
        for start in range(0, len(rows), BATCH):
            batch = rows[start : start + BATCH]
            with self._library.db.transaction():
                for row in batch:
                    decisions.mark(self._library.db, self._operation, row.position, "moving")
            self._batch(batch, len(rows))

    def _batch(self, batch: Sequence[JournalRow], total: int) -> None:
        from photoorg.files import transfer

        guard = Guard(self._library.db, [row.hash for row in batch])
        outcomes: list[_Outcome] = []
        try:
            for row in batch:
                outcomes.append(self._one(row, guard))
                self._ctx.progress(STAGES[self._kind], row.position + 1, total)
                self._ctx.check_cancelled()
        finally:
            transfer.sync_folder(batch[0].trash_path or "")  # all go into one folder
            with self._library.db.transaction():
                originals = [row for outcome in outcomes for row in self._note(outcome)]
            self._put_away(originals)

    def _one(self, row: JournalRow, guard: Guard) -> _Outcome:
        """Move or copy one file, on the disk alone."""
        from photoorg.files import transfer

        if row.belongs in self._stayed:
            return _Outcome(row, "failed", reason="Its photo stays, so it stays too.")
        target = row.trash_path
        assert target is not None
        try:
            transfer.check_same(row.path, row.size, row.mtime_ns)
            if self._kind == "move" and guard.reason(row.path, row.hash):
                raise transfer.TransferError(PROTECTED)
            if self._kind == "move" and transfer.move(row.path, target):
                return _Outcome(row, "moved")
            part = export_undo.part_of(target, self._token, row.position)
            return _Outcome(row, "copied", transfer.copy(row.path, target, part, row.hash))
        except transfer.TransferError as error:
            self._stayed.add(row.position)
            return _Outcome(row, "failed", reason=error.reason)

    def _note(self, outcome: _Outcome) -> list[tuple[JournalRow, int]]:
        """Journal an outcome; (row, position of its original) if that must go to the trash now."""
        db, row = self._library.db, outcome.row
        decisions.mark(db, self._operation, row.position, outcome.state, reason=outcome.reason)
        if outcome.state == "failed":
            return []
        if outcome.digest:
            transfers.set_hash(db, self._operation, row.position, outcome.digest)
        export_undo.show_new_place(self._library, row)
        if outcome.state == "moved" and row.file_id is not None:
            facts.set_gone(db, [row.file_id], "missing")
        if self._kind == "move" and outcome.state == "copied":
            return [(row, transfers.add_original(db, self._operation, row))]
        return []

    def _put_away(self, originals: Sequence[tuple[JournalRow, int]]) -> None:
        """The originals of a move to another disk go to the trash; the copies are checked."""
        from photoorg.files import transfer, trash

        guard = Guard(self._library.db, (row.hash for row, _ in originals))
        results: list[tuple[JournalRow, int, str | None, str | None]] = []
        for row, position in originals:
            try:
                # minutes may lie between a copy and this: what was edited meanwhile stays
                transfer.check_same(row.path, row.size, row.mtime_ns)
                results.append((row, position, guard.move_to_trash(row.path, row.hash), None))
            except (transfer.TransferError, trash.TrashError) as error:
                results.append((row, position, None, f"It was copied, and stays: {error.reason}"))
        with self._library.db.transaction():
            for row, position, where, reason in results:
                export_undo.note_original(
                    self._library, self._operation, row.file_id, position, where, reason
                )
