"""Windows in processes of their own, on the user's screen or on none."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from photoorg.records import Context

LIMIT_S = 3600
PARTS = "photoorg.benchmark.speed.apart."


@dataclass(slots=True)
class Screen:
    """Starts windows. `kind`: what they are shown on, for the notes."""

    kind: str
    environment: dict[str, str]

    def run(self, part: str, *args: object, ctx: Context) -> dict[str, Any]:
        """The document that a module of `onscreen` prints; raises `NoWindow`."""
        command = [sys.executable, "-P", "-m", PARTS + part, *map(str, args)]
        ctx.check_cancelled()
        try:
            done = subprocess.run(
                command, env=self.environment, capture_output=True, text=True, timeout=LIMIT_S
            )
        except (OSError, subprocess.SubprocessError) as fault:
            raise NoWindow(str(fault)) from fault
        try:
            return dict(json.loads(done.stdout.strip().splitlines()[-1]))
        except (IndexError, ValueError) as fault:
            told = done.stderr.strip().splitlines() or [f"it ended with {done.returncode}"]
            raise NoWindow(told[-1]) from fault


class NoWindow(Exception):
    """A window could not be shown, or ended early; says why."""


def screen(scratch: Path) -> Screen:
    """The user's screen, or Qt's offscreen one where there is none; with folders of its own."""
    home = scratch / "home"
    home.mkdir(exist_ok=True)
    own = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    own.pop("PYTHONDONTWRITEBYTECODE", None)  # who starts a program twice has its bytecode
    own["PYTHONPYCACHEPREFIX"] = str(scratch / "bytecode")
    own |= {name: str(home) for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME")}
    kind = own.get("QT_QPA_PLATFORM", "")
    if not kind and sys.platform.startswith("linux"):
        kind = "" if own.get("DISPLAY") or own.get("WAYLAND_DISPLAY") else "offscreen"
    if kind:
        own["QT_QPA_PLATFORM"] = kind
    return Screen("no screen, Qt's offscreen one" if kind == "offscreen" else "on screen", own)


def has_own_trash() -> bool:
    """Whether what the window deletes lands in a trash of our own: by the freedesktop rules."""
    return sys.platform.startswith("linux")
