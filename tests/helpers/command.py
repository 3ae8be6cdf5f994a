"""Running photoorg as a user does: in a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

CHECKOUT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Answer:
    """What a command said. `document` is its JSON, None if it printed none."""

    status: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        return json.loads(self.out)


def environment(**changes: str | None) -> dict[str, str]:
    """The test's environment, with changes; None takes a variable out."""
    env = {**os.environ, "PYTHONPATH": str(CHECKOUT)}
    for name, value in changes.items():
        if value is None:
            env.pop(name, None)
        else:
            env[name] = value
    return env


def photoorg(
    *args: object, library: Path | None = None, timeout: float = 120, **changes: str | None
) -> Answer:
    """Run a command and wait; `library` adds --library. Never raises for its exit status."""
    command = [sys.executable, "-m", "photoorg", *map(str, args)]
    if library is not None:
        command += ["--library", str(library)]
    done = subprocess.run(
        command, capture_output=True, text=True, timeout=timeout, env=environment(**changes)
    )
    return Answer(done.returncode, done.stdout, done.stderr)
