"""How fast a job goes and how long it still takes, from its reports."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from photoorg.records import Progress

WINDOW_S = 12.0
SETTLE_S = 2.0


class Pace:
    """Rate over the last seconds of one stage.

    Nothing is said in the first two seconds of a stage: a time left that jumps about is worse
    than none.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._stage = ""
        self._points: deque[tuple[float, int]] = deque()

    def add(self, progress: Progress) -> None:
        """Take in a report."""
        now = self._clock()
        if progress.stage != self._stage or (self._points and progress.done < self._points[-1][1]):
            self._stage = progress.stage
            self._points.clear()
        self._points.append((now, progress.done))
        while len(self._points) > 2 and now - self._points[1][0] > WINDOW_S:
            self._points.popleft()

    @property
    def rate(self) -> float:
        """Items per second; 0 while unknown."""
        if not self._points:
            return 0.0
        (first, start), (last, done) = self._points[0], self._points[-1]
        if last - first < SETTLE_S:
            return 0.0
        return (done - start) / (last - first)

    def seconds_left(self, progress: Progress) -> float | None:
        """Seconds until `progress` reaches its total; None while unknown."""
        if not progress.total or self.rate <= 0:
            return None
        return max(0.0, (progress.total - progress.done) / self.rate)
