"""The import rules of the package, read from the source, and the weight of the window's start."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[2] / "photoorg"
BASE = {"records", "errors", "settings", "paths", "log", "late", "weights"}
STAGES = {"files", "catalog", "learn", "clusters", "places", "dates", "decisions"}
MAY_IMPORT = {
    **{stage: BASE | {stage} for stage in STAGES},
    **dict.fromkeys(BASE, BASE),
    "output": BASE,
    "pipeline": BASE | STAGES | {"pipeline"},
    "gui": BASE | {"pipeline", "gui"},
    "start": BASE | {"pipeline", "output", "commands", "cli"},
    "cli": BASE | {"pipeline", "output", "benchmark", "commands", "start"},
    "commands": BASE | {"pipeline", "output", "commands"},
    "benchmark": BASE | STAGES | {"pipeline", "benchmark"},
    "__main__": {"start", "cli", "gui", "pipeline"},
    "__init__": set(),
}
# run as processes of their own to measure the window, imported by nobody
APART = PACKAGE / "benchmark" / "speed" / "apart"
OWNERS = {
    # the benchmark measures our work against the bare libraries
    "PIL": {"files", "benchmark"},
    "pi_heif": {"files", "benchmark"},
    "rawpy": {"files", "benchmark"},
    "torch": {"learn", "benchmark"},
    "torchvision": {"learn", "benchmark"},
    "timm": {"learn"},
    "sqlite_utils": {"catalog"},
    "matplotlib": {"benchmark"},
}
# the parts of the pipeline that join learn/ and clusters/; imported inside functions only
LEARNERS = {
    PACKAGE / "pipeline" / f"{name}.py"
    for name in ("acts", "evidence", "learning", "likeness", "placing", "starting")
}
MODULES = sorted(PACKAGE.rglob("*.py"))


def part(path: Path) -> str:
    """The stage or base module a file belongs to."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports(path: Path, *, top_level: bool = False) -> list[str]:
    """Full names of the modules a file imports; `top_level`: only when it is itself imported."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    nodes = _top_level(tree) if top_level else list(ast.walk(tree))
    found: list[str] = []
    for node in nodes:
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            assert node.module
            found += [f"{node.module}.{alias.name}" for alias in node.names]
    return found


def _top_level(tree: ast.Module) -> list[ast.AST]:
    nodes: list[ast.AST] = []
    for node in tree.body:
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            continue
        nodes += [node] if isinstance(node, ast.Import | ast.ImportFrom) else []
    return nodes


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_only_allowed_parts_are_imported(path: Path) -> None:
    allowed = MAY_IMPORT[part(path)] | ({"gui", "start"} if path.parent == APART else set())
    for name in imports(path):
        words = name.split(".")
        if words[0] == "photoorg" and len(words) > 1 and words[1] != "__version__":
            assert words[1] in allowed, f"{part(path)} must not import {name}"


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_each_library_has_one_owner(path: Path) -> None:
    for name in imports(path):
        owners = OWNERS.get(name.split(".")[0])
        assert owners is None or part(path) in owners, f"{part(path)} must not import {name}"


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_qt_stays_in_the_window_and_the_trash(path: Path) -> None:
    if part(path) == "gui" or path.name == "trash.py" or path.parent == APART:
        return
    assert not [n for n in imports(path) if n.startswith("PySide6")]


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_what_runs_apart_is_imported_by_nobody_else(path: Path) -> None:
    apart = ".".join(("photoorg", *APART.relative_to(PACKAGE).parts))
    if path.parent != APART:
        assert not [n for n in imports(path) if n.startswith(apart)]


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_learning_is_imported_inside_functions_only(path: Path) -> None:
    if part(path) not in ("pipeline", "gui", "start", "cli", "commands", "__main__"):
        return
    if path in LEARNERS:
        return
    heavy = ("photoorg.learn", "photoorg.clusters", "torch", "sklearn", "scipy", "numpy", "PIL")
    heavy += tuple(f"photoorg.pipeline.{learner.stem}" for learner in LEARNERS)
    assert not [n for n in imports(path, top_level=True) if n.startswith(heavy)]


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_sql_stays_in_the_catalogue_and_the_thumbnail_cache(path: Path) -> None:
    if part(path) == "catalog" or path.name == "thumbnails.py":
        return
    assert "sqlite3" not in imports(path)
    assert ".execute(" not in path.read_text(encoding="utf-8")


def test_the_window_starts_without_anything_heavy() -> None:
    code = (
        "import sys, photoorg.gui.app, photoorg.gui.main_window, photoorg.pipeline.library\n"
        "heavy = ('torch', 'sklearn', 'scipy', 'PIL', 'numpy', 'timm', 'sqlite_utils')\n"
        "print([m for m in heavy if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.stdout.strip() == "[]", done.stderr


def test_the_commands_start_without_qt_or_torch() -> None:
    code = (
        "import sys, photoorg.__main__, photoorg.cli\n"
        "print([m for m in ('PySide6', 'torch', 'sklearn', 'PIL', 'numpy') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.stdout.strip() == "[]", done.stderr
