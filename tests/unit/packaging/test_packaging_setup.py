"""The set-up scripts, with stand-ins for Python, pip and the package manager.

A computer is a folder of commands: real small tools, and scripts that note how they were called.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import time
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[3]
TOOLS = ("sh", "env", "cat", "cksum", "dirname", "uname", "find", "head", "rm", "mkdir", "ln")

pytestmark = pytest.mark.skipif(
    os.name != "posix" or not Path("/bin/sh").exists(), reason="needs a POSIX shell"
)

PYTHON = """
echo "python $*" >>"$LOG"
case "$*" in
*version_info\\[:2\\]*) echo {version} ;;
*version_info*) [ {version} != 3.9 ] ;;
*ensurepip*) [ {venv} = yes ] || [ -e "$COMPUTER/venv-installed" ] ;;
--version) echo "Python {version}" ;;
*"-m venv"*)
    shift 3
    mkdir -p "$1/bin"
    cat "$0" >"$1/bin/python"
    chmod +x "$1/bin/python" ;;
*"-m pip"*) [ ! -e "$COMPUTER/pip-fails" ] ;;
*"-m photoorg"*) shift 3; for word; do echo "argument: $word"; done; pwd ;;
esac
"""


@dataclass
class Computer:
    """A checkout and the only commands that its set-up can find."""

    folder: Path
    checkout: Path

    def command(self, name: str, script: str) -> None:
        """Give the computer a command."""
        path = self.folder / "bin" / name
        path.unlink(missing_ok=True)
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)

    def python(self, name: str, version: str, *, venv: bool = True) -> None:
        """Give it a Python of this version, with or without the module that makes environments."""
        self.command(name, PYTHON.format(version=version, venv="yes" if venv else "no"))

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Start photoorg by its script from a folder of photos."""
        photos = self.folder / "my photos"
        photos.mkdir(exist_ok=True)
        return subprocess.run(
            ["/bin/sh", str(self.checkout / "packaging" / "run.sh"), *arguments],
            cwd=photos,
            env={
                "PATH": str(self.folder / "bin"),
                "HOME": str(self.folder),
                "LOG": str(self.folder / "log"),
                "COMPUTER": str(self.folder),
            },
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )

    def log(self) -> str:
        """What was called since the last question."""
        path = self.folder / "log"
        text = path.read_text() if path.exists() else ""
        path.unlink(missing_ok=True)
        return text


@pytest.fixture
def computer(tmp_path: Path) -> Computer:
    """A Linux computer with Python 3.12, all of Qt's libraries and a font, and no root."""
    checkout = tmp_path / "a checkout, it's mine"
    (checkout / "packaging").mkdir(parents=True)
    for name in ("setup.sh", "run.sh", "test.sh", "constraints.txt"):
        shutil.copy(REPOSITORY / "packaging" / name, checkout / "packaging")
    shutil.copy(REPOSITORY / "pyproject.toml", checkout)
    machine = Computer(tmp_path, checkout)
    (tmp_path / "bin").mkdir()
    for tool in (*TOOLS, "chmod"):
        (tmp_path / "bin" / tool).symlink_to(shutil.which(tool) or f"/bin/{tool}")
    machine.python("python3", "3.12")
    machine.command("uname", "echo Linux")
    machine.command("id", "echo 1000")
    fonts = tmp_path / ".local" / "share" / "fonts"
    fonts.mkdir(parents=True)
    (fonts / "Some.ttf").touch()
    give_libraries(machine, missing=())
    return machine


def libraries() -> list[tuple[str, str]]:
    """(library, Debian package) pairs of the script."""
    text = (REPOSITORY / "packaging" / "setup.sh").read_text()
    table = text.split("qt_libraries='")[1].split("'")[0]
    return [(line.split()[0], line.split()[1]) for line in table.strip().splitlines()]


def give_libraries(machine: Computer, missing: tuple[str, ...]) -> None:
    lines = [
        f"\t{library} (libc6,x86-64) => /lib/{library}"
        for library, package in libraries()
        if package not in missing
    ]
    (machine.folder / "libraries").write_text("\n".join(lines) + "\n")
    machine.command("ldconfig", 'cat "$COMPUTER/libraries"')


def test_fresh_computer_is_set_up_and_photoorg_starts(computer: Computer) -> None:
    done = computer.run("a folder", "it's")
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[:2] == ["argument: a folder", "argument: it's"]
    assert done.stdout.splitlines()[-1].endswith("my photos")  # the user's folder is kept
    log = computer.log()
    assert (
        f"-m pip install --disable-pip-version-check --no-compile --editable {computer.checkout}"
        in log
    )
    assert f"--constraint {computer.checkout}/packaging/constraints.txt" in log


def test_second_start_installs_nothing_and_is_quick(computer: Computer) -> None:
    computer.run()
    computer.log()
    start = time.monotonic()
    done = computer.run("x")
    took = time.monotonic() - start
    assert done.returncode == 0
    assert done.stderr == ""
    assert " pip " not in computer.log()
    assert took < 1.0


@pytest.mark.parametrize("changed", ["pyproject.toml", "packaging/constraints.txt"])
def test_changed_versions_are_installed(computer: Computer, changed: str) -> None:
    computer.run()
    computer.log()
    with (computer.checkout / changed).open("a") as file:
        file.write("# newer\n")
    assert computer.run().returncode == 0
    assert "-m pip install" in computer.log()


def test_moved_checkout_is_set_up_again(computer: Computer) -> None:
    computer.run()
    computer.log()
    computer.checkout = computer.checkout.rename(computer.folder / "moved")
    assert computer.run().returncode == 0
    assert f"--editable {computer.checkout}" in computer.log()


def test_broken_environment_is_made_anew(computer: Computer) -> None:
    computer.run()
    (computer.checkout / ".venv/bin/python").unlink()
    done = computer.run()
    assert done.returncode == 0
    assert "not usable; making it anew" in done.stderr


def test_interrupted_installation_goes_on(computer: Computer) -> None:
    (computer.folder / "pip-fails").touch()
    failed = computer.run()
    assert failed.returncode == 1
    assert "could not be installed" in failed.stderr
    (computer.folder / "pip-fails").unlink()
    computer.log()
    assert computer.run().returncode == 0
    assert "-m pip install" in computer.log()


def test_only_an_older_python(computer: Computer) -> None:
    computer.python("python3", "3.9")
    done = computer.run()
    assert done.returncode == 1
    assert "needs Python 3.11 or newer; found only Python 3.9" in done.stderr
    assert "python.org/downloads" in done.stderr
    assert not (computer.checkout / ".venv").exists()


def test_no_python_at_all(computer: Computer) -> None:
    (computer.folder / "bin" / "python3").unlink()
    done = computer.run()
    assert done.returncode == 1
    assert "needs Python 3.11 or newer." in done.stderr


def test_the_newest_python_is_taken(computer: Computer) -> None:
    computer.python("python3.13", "3.13")
    computer.python("python3.11", "3.11")
    assert "with Python 3.13" in computer.run().stderr


def test_wrappers_of_missing_versions_are_passed_over(computer: Computer) -> None:
    computer.command("python3.13", "echo 'version not installed' >&2; exit 127")
    assert "with Python 3.12" in computer.run().stderr


def test_python_without_venv_says_what_to_install(computer: Computer) -> None:
    computer.python("python3", "3.12", venv=False)
    done = computer.run()
    assert done.returncode == 1
    assert "sudo apt-get install python3.12-venv" in done.stderr


def test_python_without_venv_is_mended_by_root(computer: Computer) -> None:
    computer.python("python3", "3.12", venv=False)
    computer.command("id", "echo 0")
    computer.command("apt-get", 'echo "apt-get $*" >>"$LOG"; : >"$COMPUTER/venv-installed"')
    done = computer.run()
    assert done.returncode == 0, done.stderr
    assert "apt-get install -y --no-install-recommends python3.12-venv" in computer.log()


def test_missing_libraries_without_rights_give_one_command(computer: Computer) -> None:
    give_libraries(computer, missing=("libxcb-cursor0", "libegl1"))
    computer.command("apt-get", 'echo "apt-get $*" >>"$LOG"')
    done = computer.run("x")
    assert "    sudo apt-get install libegl1 libxcb-cursor0\n" in done.stderr
    assert "apt-get" not in computer.log()
    assert "argument: x" in done.stdout  # it starts all the same: commands need no window


@pytest.mark.parametrize("by", ["root", "sudo"])
def test_missing_libraries_are_installed_where_that_is_allowed(computer: Computer, by: str) -> None:
    give_libraries(computer, missing=("libxcb-cursor0",))
    if by == "root":
        computer.command("id", "echo 0")
    else:
        computer.command("sudo", 'shift; "$@"')
        computer.command("true", "exit 0")
    whole = "\\n".join(f"\\t{library} (x) => y" for library, _ in libraries())
    script = f'echo "apt-get $*" >>"$LOG"; printf "{whole}\\n" >"$COMPUTER/libraries"'
    computer.command("apt-get", script)
    done = computer.run()
    assert "apt-get install -y --no-install-recommends libxcb-cursor0\n" in computer.log()
    assert "sudo apt-get" not in done.stderr
    computer.run()
    assert "apt-get" not in computer.log()


def test_other_systems_are_told_the_names_of_the_libraries(computer: Computer) -> None:
    give_libraries(computer, missing=("libxcb-cursor0",))
    done = computer.run()
    assert "libxcb-cursor.so.0" in done.stderr
    assert "apt-get" not in done.stderr


def test_constraints_pin_every_direct_dependency() -> None:
    import tomllib

    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text())["project"]
    lines = (REPOSITORY / "packaging" / "constraints.txt").read_text().splitlines()
    pinned = {
        line.split("==")[0].lower().replace("_", "-") for line in lines if not line.startswith("#")
    }
    wanted = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    for requirement in wanted:
        name = requirement.split(">")[0].split("=")[0].split("<")[0].strip()
        assert name.lower().replace("_", "-") in pinned, requirement
    assert not any("://" in line for line in lines)


def test_an_installed_photoorg_brings_its_resources(tmp_path: Path) -> None:
    """In a wheel `resources` lies inside the package, where paths.resources() looks first."""
    import sys

    build = ["pip", "wheel", "--no-deps", "--no-build-isolation", "-w", str(tmp_path), "."]
    subprocess.run([sys.executable, "-m", *build], cwd=REPOSITORY, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path)
    assert (tmp_path / "photoorg/resources/gazetteer.npz").stat().st_size > 1e6
    assert list((tmp_path / "photoorg/resources/icons").glob("*.svg"))
    assert (tmp_path / "photoorg/files/samples/brush.py").exists()
    packages = {path.parent for path in (REPOSITORY / "photoorg").rglob("__init__.py")}
    missing = [p for p in packages if not (tmp_path / p.relative_to(REPOSITORY)).is_dir()]
    assert not missing
