"""What time it is, as the catalogue writes it."""

from __future__ import annotations

from datetime import UTC, datetime


def now() -> str:
    """The current moment as stored everywhere: ISO 8601 UTC, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")
