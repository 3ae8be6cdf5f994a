"""The history of deletions and exports, with what can still be taken back, checked on disk."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING

from photoorg.catalog import decisions

if TYPE_CHECKING:
    from photoorg.catalog.decisions import JournalRow
    from photoorg.pipeline.library import Library
    from photoorg.records import Operation


def history(library: Library) -> list[Operation]:
    """Operations, newest first; what somebody took out of the trash counts as lost."""
    return [_checked(library, operation) for operation in decisions.operations(library.db)]


def _checked(library: Library, operation: Operation) -> Operation:
    if not operation.held:
        return operation
    rows = decisions.journal(library.db, operation.id, ["trashed", "moved", "copied"])
    gone = sum(row.role == "photo" and _is_emptied(row) for row in rows)
    return replace(operation, held=operation.held - gone, lost=operation.lost + gone)


def _is_emptied(row: JournalRow) -> bool:
    """Whether a file has left the trash; on a disk that is away it may well be there."""
    where = row.trash_path or ""
    return not os.path.lexists(where) and os.path.isdir(os.path.dirname(where))
