"""What every test gets: no screen, no network, no home folder but its own, no leaked log errors."""

from __future__ import annotations

import logging
import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"


@pytest.fixture(autouse=True)
def _home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Libraries, settings and the trash go to a folder of the test's own."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("HOME", str(home))
    for name in ("DATA", "CONFIG", "CACHE", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(home / name.lower()))


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing leaves the user's computer: every address but loopback is refused."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: object) -> None:
        if self.family != getattr(socket, "AF_UNIX", None):
            host = address[0] if isinstance(address, tuple) else str(address)
            if host not in ("127.0.0.1", "::1", "localhost"):
                raise AssertionError(f"a test tried to reach {host}")
        connect(self, address)  # type: ignore[arg-type]

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(autouse=True)
def _no_error_logged(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """An unexpected error in the log fails the test."""
    yield
    errors = [r for r in caplog.get_records("call") if r.levelno >= logging.ERROR]
    assert not errors, [r.getMessage() for r in errors]


def shared(name: str) -> Path:
    """A folder of the shared development data; skips the test where it is absent."""
    folder = SHARED / name
    if not folder.exists():
        pytest.skip(f"needs the shared development data ({name}), which is not here")
    return folder


@pytest.fixture(scope="session")
def phone_library() -> Path:
    return shared("phone-library")


@pytest.fixture(scope="session")
def hostile() -> Path:
    return shared("hostile")


@pytest.fixture(scope="session")
def camera_files() -> Path:
    return shared("camera-files")


@pytest.fixture(scope="session")
def mnist() -> Path:
    return shared("mnist")
