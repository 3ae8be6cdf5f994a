"""What nothing may delete: protected photos, favourites, and all that lies in a protected folder.

A photo stays protected where another program changed its file since, until the user says otherwise.

The one way to the trash of the whole program is `Guard.move_to_trash`, which asks at the last
moment; a test sees to it that nothing else calls the trash for a photo.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import TYPE_CHECKING

from photoorg.catalog import verdicts
from photoorg.files import trash
from photoorg.records import Verdict

if TYPE_CHECKING:
    from photoorg.catalog.connection import Connection

PROTECTED = "It is protected, so it stays. Take the protection away first if it is to go."
FAVOURITE = "It is a favourite, so it stays."
IN_FOLDER = "It lies in the protected folder {folder}, so it stays."


class Guard:
    """The protection as it stands when this is made; make a new one for each batch."""

    def __init__(self, db: Connection, hashes: Iterable[str | None]) -> None:
        known = [h for h in dict.fromkeys(hashes) if h]
        self._verdicts = verdicts.of_hashes(db, known)
        # another program wrote into a protected file: it is another content, but the same photo
        self._formerly = verdicts.formerly(db, known)
        folders = verdicts.protected_folders(db)
        # a folder is protected by its name and by the place that its name leads to
        self._folders = list(dict.fromkeys([*folders, *map(os.path.realpath, folders)]))
        self._of_folder: dict[str, str | None] = {}

    def reason(self, path: str, digest: str | None) -> str | None:
        """Why a file must stay; None if it may go. `digest` is its content hash, if it has one."""
        said = [self._verdicts.get(digest or "", Verdict()), self._formerly.get(path, Verdict())]
        if any(verdict.favourite for verdict in said):
            return FAVOURITE
        if any(verdict.protected for verdict in said):
            return PROTECTED
        folder = self._folder_over(path)
        return IN_FOLDER.format(folder=folder) if folder else None

    def move_to_trash(self, path: str, digest: str | None) -> str:
        """Move one file to the trash; its path there. Raises `TrashError`, also if it must stay."""
        reason = self.reason(path, digest)
        if reason:
            raise trash.TrashError(reason)
        return trash.move_to_trash(path)

    def _folder_over(self, path: str) -> str | None:
        where = os.path.dirname(path)
        if where not in self._of_folder:
            real = os.path.realpath(where)
            self._of_folder[where] = verdicts.folder_over(
                where, self._folders
            ) or verdicts.folder_over(real, self._folders)
        return self._of_folder[where] or verdicts.folder_over(path, self._folders)
