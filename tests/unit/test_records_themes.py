"""Records are found by name, whichever theme they belong to."""

from __future__ import annotations

import ast
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

import photoorg.records
from photoorg.records import THEMES

FOLDER = Path(photoorg.records.__file__).parent


def defined(theme: str) -> set[str]:
    """The public names that a module of records makes."""
    names: set[str] = set()
    for node in ast.parse((FOLDER / f"{theme}.py").read_text(encoding="utf-8")).body:
        if isinstance(node, ast.ClassDef | ast.FunctionDef):
            names.add(node.name)
        elif isinstance(node, ast.Assign):
            names |= {target.id for target in node.targets if isinstance(target, ast.Name)}
    return {name for name in names if not name.startswith("_")}


def test_the_table_knows_every_theme() -> None:
    assert set(THEMES) == {path.stem for path in FOLDER.glob("*.py")} - {"__init__"}


@pytest.mark.parametrize("theme", THEMES)
def test_the_table_names_what_a_theme_makes(theme: str) -> None:
    assert set(THEMES[theme].split()) == defined(theme)
    module = import_module(f"photoorg.records.{theme}")
    for name in defined(theme):
        assert getattr(photoorg.records, name) is getattr(module, name)


def test_what_is_no_record_is_said() -> None:
    with pytest.raises(ImportError, match="Nothing"):
        from photoorg.records import Nothing  # noqa: F401


def test_one_record_brings_its_own_theme_alone() -> None:
    code = (
        "import sys; from photoorg.records import Stack\n"
        "print(sorted(m for m in sys.modules if m.startswith('photoorg.records.')))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.stdout.strip() == "['photoorg.records.stacks']", done.stderr
