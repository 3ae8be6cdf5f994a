"""Whether the computer runs on its battery. Where it can not be known: no."""

from __future__ import annotations

import contextlib
import subprocess
import sys
from pathlib import Path

SUPPLIES = Path("/sys/class/power_supply")
ASK_SECONDS = 2.0


def on_battery() -> bool:
    """Whether no mains is plugged in and a battery is there."""
    with contextlib.suppress(OSError, subprocess.SubprocessError, ValueError):
        if sys.platform == "win32":
            return _windows()
        if sys.platform == "darwin":
            said = subprocess.run(
                ["pmset", "-g", "batt"], capture_output=True, text=True, timeout=ASK_SECONDS
            )
            return "Battery Power" in said.stdout
        return linux(SUPPLIES)
    return False


def linux(supplies: Path) -> bool:
    """By the kernel's list: no mains supply is online, and a battery of its own discharges."""
    kinds: dict[str, list[Path]] = {}
    for supply in supplies.iterdir() if supplies.is_dir() else ():
        kinds.setdefault(_read(supply / "type"), []).append(supply)
    plugged = any(_read(mains / "online") == "1" for mains in kinds.get("Mains", []))
    own = [one for one in kinds.get("Battery", []) if _read(one / "scope") != "Device"]
    return not plugged and any(_read(one / "status") == "Discharging" for one in own)


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii", errors="replace").strip()
    except OSError:
        return ""


def _windows() -> bool:
    import ctypes

    class Status(ctypes.Structure):
        """SYSTEM_POWER_STATUS; the first byte is 0 on battery, 1 on mains, 255 if unknown."""

        _fields_ = (
            ("line", ctypes.c_ubyte), ("flag", ctypes.c_ubyte), ("percent", ctypes.c_ubyte),
            ("saver", ctypes.c_ubyte), ("left", ctypes.c_ulong), ("full", ctypes.c_ulong),
        )  # fmt: skip

    status = Status()
    system = ctypes.windll.kernel32  # type: ignore[attr-defined, unused-ignore]
    return bool(system.GetSystemPowerStatus(ctypes.byref(status))) and status.line == 0
