"""The sentences a user reads about a file that was not read: what happened, and what to do."""

from __future__ import annotations

EMPTY = "The file is empty (0 bytes). Copy it again from the camera or a backup."
TRUNCATED = (
    "The file ends too early, so a part of the picture is missing. "
    "Copy it again from the camera or a backup."
)
DAMAGED = (
    "The picture data is damaged and cannot be shown whole. "
    "Copy the file again from the camera or a backup, or save it anew in another program."
)
TOO_BIG_A_FILE = (
    "The file is larger than {limit} MB, which photoorg does not read. "
    "Save a smaller copy to include it."
)
TOO_MANY_PIXELS = (
    "The picture claims {width:,} x {height:,} pixels; reading it would need more memory than "
    "photoorg allows a single picture. Save a smaller copy to include it."
)
TOO_MUCH_MEMORY = (
    "Reading this picture needs more memory than photoorg allows a single picture. "
    "Save a smaller copy to include it."
)
TIMEOUT = (
    "Reading this picture took longer than {seconds:g} seconds and was stopped. "
    "The file may be damaged; save it anew in another program to include it."
)
CRASHED = (
    "The decoder broke down on this file, which is probably damaged. "
    "Copy it again from the camera or a backup, or save it anew in another program."
)
OUR_FAULT = (
    "photoorg failed on this file by a fault of its own, which is in the log. "
    "The file is untouched; please report it."
)
CHANGED = "The file changed while it was being read. The next scan reads it again."
VANISHED = "The file was moved or deleted while photoorg was reading the folder."
NO_PERMISSION = "photoorg may not read this file. Allow your user to read it, then scan again."
UNREADABLE = (
    "The file could not be read from the disk ({why}). "
    "Check the disk and its cable, then scan again."
)
NOT_REGULAR = "This is a link or a device, not a file."
UNSUPPORTED = "photoorg does not read {name} pictures. Convert it to JPEG or PNG to include it."
UNSUPPORTED_VARIANT = (
    "This picture uses a variant of {name} that photoorg does not read, or it is damaged. "
    "Convert it to JPEG or PNG in another program to include it."
)
NO_PREVIEW = (
    "This camera RAW file holds no preview picture that photoorg can read. "
    "Export it as JPEG from a RAW program to include it."
)
NO_RAW_SUPPORT = (
    "Camera RAW files need the package rawpy, which is missing here. "
    "Install it with: pip install rawpy"
)
NO_HEIF_SUPPORT = (
    "HEIC pictures need the package pi-heif, which is missing here. "
    "Install it with: pip install pi-heif"
)
NAMED_LIKE_A_PICTURE = (
    "The name ends in {suffix}, but the content is {what}. "
    "Give it the right name, or replace it by the picture it should be."
)
UNKNOWN_CONTENT = (
    "The name ends in {suffix}, but the content is no picture that photoorg knows. "
    "The file may be damaged: copy it again from the camera or a backup."
)
NOT_A_PICTURE = "Not a picture: {what}."


class UnreadableError(Exception):
    """A file that cannot be a `Picture`; `reason` is one of the sentences above."""

    def __init__(self, reason: str, *, retry: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.retry = retry
