"""The labels of a folder: a CSV file with a header, in the spellings that are about."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

from photoorg.errors import SurroundingsError

PATHS = (
    "path", "filename", "file_name", "file", "filepath", "file_path", "image", "image_name", "img",
    "name", "id",
)  # fmt: skip
LABELS = ("label", "labels", "class", "class_name", "category", "target", "digit")


def read_labels(path: Path) -> tuple[list[str], list[str]]:
    """Relative paths and labels from a CSV file; further columns are ignored.

    Raises `SurroundingsError` if it cannot be read, names no such columns, or has gaps.
    """
    try:
        with open(path, newline="", encoding="utf-8-sig") as stream:
            reader = csv.DictReader(stream)
            names, kinds = columns(path, reader.fieldnames or [])
            rows = [(row[names], row[kinds]) for row in reader]
    except (OSError, UnicodeDecodeError, csv.Error) as fault:
        raise SurroundingsError(
            f"The labels {path} could not be read ({fault}).", "Check the path given as --labels."
        ) from fault
    if not rows or any(not name or not label for name, label in rows):
        raise SurroundingsError(f"{path} is empty or has incomplete lines.", "Check the file.")
    return [name for name, _ in rows], [label for _, label in rows]


def columns(path: Path, header: Sequence[str]) -> tuple[str, str]:
    """The names of the two columns as the file spells them; the first spelling in the list wins."""
    name, label = spelled(header, PATHS), spelled(header, LABELS)
    if name is None or label is None:
        raise SurroundingsError(
            f"{path} has no columns named path and label.",
            "Its first line must name them (filename, file or image and class or category will "
            "do as well); further columns are ignored.",
        )
    return name, label


def spelled(header: Sequence[str], known: Sequence[str]) -> str | None:
    """The first of the known spellings that the header has, in the header's own writing."""
    found = {str(name).strip().lower().replace(" ", "_"): name for name in reversed(header)}
    return next((found[name] for name in known if name in found), None)
