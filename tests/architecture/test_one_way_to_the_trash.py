"""The promise of the whole program, read from its source: files go to the trash, one way only."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[2] / "photoorg"
MODULES = sorted(PACKAGE.rglob("*.py"))
REMOVING = {"unlink", "rmtree", "remove", "removedirs", "moveToTrash", "truncate"}
# who may remove files, and which: never a photo of the user's
MAY_REMOVE = {
    "files/trash.py": "notes of the trash, and second names of files that keep their first",
    "files/transfer.py": "its own unfinished copies",
    "files/thumbnails.py": "the log of a damaged cache",
    "learn/checkpoint.py": "its own unfinished checkpoints",
    "benchmark/speed/photos.py": "photos that it drew itself, in a folder of its own",
    "benchmark/speed/libraries.py": "nothing: it makes sparse files longer",
    "pipeline/runs.py": "checkpoints of older runs",
}


def calls(path: Path) -> set[str]:
    """Names of all functions and methods that a file calls on something, and of what it imports."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            on = ast.unparse(node.func.value)
            if node.func.attr != "remove" or on in ("os", "shutil"):  # lists have a `remove`, too
                found.add(node.func.attr)
    return found


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_only_the_trash_and_the_programs_own_files_are_removed(path: Path) -> None:
    if path.relative_to(PACKAGE).as_posix() not in MAY_REMOVE:
        assert not calls(path) & REMOVING


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_the_one_way_to_the_trash_asks_what_is_protected(path: Path) -> None:
    """`trash.move_to_trash` is called by the guard; everybody else asks a guard."""
    if path.relative_to(PACKAGE).as_posix() in ("pipeline/protection.py", "files/trash.py"):
        return
    text = path.read_text(encoding="utf-8")
    assert "trash.move_to_trash(" not in text
    assert "import move_to_trash" not in text
