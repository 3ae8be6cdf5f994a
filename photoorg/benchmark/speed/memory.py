"""How much memory a process holds, without another package."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path


def resident(pid: int | None = None) -> float | None:
    """Megabytes in memory of a process (None: this one), by the system; None: it does not say."""
    number = os.getpid() if pid is None else pid
    try:
        if sys.platform.startswith("linux"):
            pages = int(Path(f"/proc/{number}/statm").read_text().split()[1])
            return pages * os.sysconf("SC_PAGE_SIZE") / 1e6
        if sys.platform == "darwin":
            told = subprocess.run(
                ["ps", "-o", "rss=", "-p", str(number)], capture_output=True, text=True, check=True
            )
            return int(told.stdout) * 1024 / 1e6
    except (OSError, ValueError, IndexError, subprocess.SubprocessError):
        return None
    return None


def below() -> float | None:
    """Megabytes of the largest process that this one started, and of those that it started."""
    if not sys.platform.startswith("linux"):
        return None
    held = [resident(child) or 0.0 for child in descendants(os.getpid())]
    return max(held) if held else None


def descendants(pid: int) -> list[int]:
    """The processes below one, as far as they are still there."""
    found: list[int] = []
    for listed in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            children = [int(word) for word in listed.read_text().split()]
        except OSError:
            continue
        for child in children:
            found += [child, *descendants(child)]
    return found
