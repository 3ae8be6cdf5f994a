"""How hard a job works: fully, gently (half of the time), or not at all for now.

Jobs ask often whether to stop (`check_cancelled`, per photo or batch): that is where one is held.
So each can pause and be gentle, and none needs to know. What worker processes have begun they end.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from photoorg.pipeline.power import on_battery

if TYPE_CHECKING:
    from photoorg.records import Effort

LOOK_SECONDS = 30.0  # how often to look whether the computer runs on its battery
LONGEST_REST = 0.25  # seconds, for a stop to be obeyed soon


class Throttle:
    """Holds the threads of one job back. On battery it is gentle unless told to work fully."""

    def __init__(self, drained: Callable[[], bool] = on_battery) -> None:
        self._drained = drained
        self._wanted: Effort = "auto"
        self._free = threading.Event()
        self._free.set()
        self._own = threading.local()
        self._saving, self._look_again = False, 0.0

    def want(self, effort: Effort) -> None:
        """Go on at this effort. From any thread."""
        self._wanted = effort
        if effort == "paused":
            self._free.clear()
        else:
            self._free.set()

    def hold(self) -> None:
        """Return when the calling thread may go on."""
        self._free.wait()
        if self._is_gentle():
            now = time.monotonic()
            time.sleep(min(now - getattr(self._own, "since", now), LONGEST_REST))
        self._own.since = time.monotonic()

    def _is_gentle(self) -> bool:
        if self._wanted != "auto":
            return self._wanted == "gentle"
        now = time.monotonic()
        if now >= self._look_again:
            self._look_again = now + LOOK_SECONDS
            self._saving = self._drained()
        return self._saving
