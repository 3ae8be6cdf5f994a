"""Writing the files of a benchmark."""

from __future__ import annotations

from pathlib import Path

from photoorg.errors import SurroundingsError


def write_file(path: Path, content: bytes) -> None:
    """Write a file whole or not at all; raises `SurroundingsError`."""
    new = path.with_name(path.name + ".new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        new.write_bytes(content)
        new.replace(path)
    except OSError as fault:
        raise SurroundingsError(
            f"The results could not be written to {path.parent} ({fault.strerror}).",
            "Choose another folder with --out.",
        ) from fault
