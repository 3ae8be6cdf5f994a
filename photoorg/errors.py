"""What can go wrong, in two kinds: the user's surroundings, and our bug.

Anything that is not a `PhotoorgError` is a bug: it reaches the top with its traceback and is
reported as one. A `PhotoorgError` is never printed with a traceback; its text is for the user.
"""

from __future__ import annotations


class PhotoorgError(Exception):
    """Something the user can understand. `exit_status` is the command's (design: CLI)."""

    exit_status = 3


class SurroundingsError(PhotoorgError):
    """The user's surroundings: a missing folder, no permission, a full disk, a damaged catalogue.

    `message` says what happened, `advice` what to do about it; both are full sentences.
    """

    def __init__(self, message: str, advice: str = "") -> None:
        super().__init__(message, advice)
        self.message = message
        self.advice = advice

    def __str__(self) -> str:
        return f"{self.message} {self.advice}".strip()


class UsageError(PhotoorgError):
    """The command was called in a way that cannot work (an unknown cluster, a wrong date)."""

    exit_status = 2


class Cancelled(PhotoorgError):
    """The user stopped a job. What was done is kept, the next run resumes; or as `message` says."""

    exit_status = 130

    def __init__(
        self, message: str = "Stopped. What was done is kept; the next run goes on from here."
    ) -> None:
        super().__init__(message)
