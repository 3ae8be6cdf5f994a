"""Signs of life: each rank beats twice a second, and says why when it leaves.

A collective call can not tell who is missing: it fails with a broken connection, or waits (a
stopped process on the CPU; any death on a graphics card). So a thread of each rank writes into the
store that all of them share, and reads what it must know of the others: rank 0 all of them, the
others rank 0. Cost: two small messages twice a second.
"""

from __future__ import annotations

import contextlib
import json
import os
import select
import signal
import sys
import threading
import time
from collections.abc import Callable, Sequence
from typing import Any, Protocol

EVERY_S = 0.5
SILENT_S = 3.0  # enough to count as dead, once a signal or an error says that something is wrong
GRACE_S = 10.0  # for the main thread to end in good order; the launcher kills after 30 s
STOPPED, DONE, PARTED, FAULT = "stopped", "done", "parted", "fault"


class Store(Protocol):
    """The part of torch's store that is used."""

    def set(self, key: str, value: str) -> None:
        """Write."""

    def multi_get(self, keys: list[str]) -> list[bytes]:
        """Read; waits for keys that are not there."""


class Pulse:
    """Beats of this rank, and what is heard of `watched`.

    `patience` seconds of silence count as death in quiet times. `last_words(lost)` is what to print
    when the main thread cannot, because it hangs in a call: the process then ends with status 3.
    """

    def __init__(
        self,
        store: Store,
        rank: int,
        watched: Sequence[int],
        patience: float,
        last_words: Callable[[Sequence[int]], str],
    ) -> None:
        self._store, self._rank, self._watched = store, rank, list(watched)
        self._patience, self._last_words = patience, last_words
        self._lock = threading.Lock()
        self._count, self._left, self._text = 0, "", ""
        self._heard: dict[int, dict[str, Any]] = {}
        self._since = dict.fromkeys(self._watched, time.monotonic())
        self._beats = dict.fromkeys(self._watched, 0)  # heard so far
        self._alarmed = False
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def announce(self) -> None:
        """Say for the first time that this rank is there; before anybody watches."""
        self._say()

    def start(self) -> None:
        """Beat and listen. From the main thread: signals wake the listener from now on."""
        self._wake, write = os.pipe()
        os.set_blocking(write, False)
        with contextlib.suppress(ValueError):  # not the main thread: signals are not seen at once
            signal.set_wakeup_fd(write, warn_on_full_buffer=False)
        self._thread.start()

    def leave(self, why: str, text: str = "") -> None:
        """Tell the others that this rank goes, and why; `text` of a fault is for the user."""
        if self._left:
            return
        self._left, self._text = why, text
        with contextlib.suppress(Exception):  # the store may be gone already
            self._say()

    def stop(self) -> None:
        """No more beats."""
        self._ended.set()
        with contextlib.suppress(ValueError):
            signal.set_wakeup_fd(-1)

    def left(self, rank: int) -> str:
        """Why a rank left; empty if it has not."""
        return str(self._heard.get(rank, {}).get("left", ""))

    def fault(self, rank: int) -> str:
        """What a rank that left with a fault said."""
        return str(self._heard.get(rank, {}).get("text", ""))

    def lost(self, patience: float) -> list[int]:
        """Ranks that left with a fault, or without a word so many seconds ago."""
        now = time.monotonic()
        with self._lock:
            return [
                rank
                for rank in self._watched
                if self.left(rank) == FAULT
                or (not self.left(rank) and now - self._since[rank] > patience)
            ]

    def search(self) -> list[int]:
        """Wait until it is clear which ranks are lost; at most some seconds.

        A rank is there if two new beats are heard: the first may have been written before it died.
        """
        self._alarmed = True
        asked, before = time.monotonic(), dict(self._beats)
        while time.monotonic() - asked < SILENT_S + 2 * EVERY_S:
            lost = self.lost(SILENT_S)
            if lost or all(
                self.left(rank) or self._beats[rank] >= before[rank] + 2 for rank in self._watched
            ):
                return lost
            time.sleep(EVERY_S / 5)
        return self.lost(SILENT_S)

    # --- The thread ------------------------------------------------------------------------------

    def _run(self) -> None:
        found: float | None = None
        told = False
        while not self._ended.is_set():
            if select.select([self._wake], [], [], EVERY_S)[0]:
                os.read(self._wake, 64)
                self._alarmed = True
            with contextlib.suppress(Exception):  # a store that is gone is silence
                self._say()
                self._listen()
            lost = self.lost(SILENT_S if self._alarmed else self._patience)
            if not (lost or self.leader_left()):
                found, told = None, False
                continue
            found = found or time.monotonic()
            if lost and not told:
                told = True
                os.kill(os.getpid(), signal.SIGTERM)  # the job stops at its next step
            if time.monotonic() - found > GRACE_S and not self._ended.is_set():
                self._end_at_once(lost)

    def leader_left(self) -> bool:
        """Whether rank 0 said that it goes."""
        return self._rank != 0 and bool(self.left(0))

    def _say(self) -> None:
        self._count += 1
        state = {"beat": self._count, "left": self._left, "text": self._text}
        self._store.set(key(self._rank), json.dumps(state))

    def _listen(self) -> None:
        if not self._watched:
            return
        answers = self._store.multi_get([key(rank) for rank in self._watched])
        now = time.monotonic()
        with self._lock:
            for rank, answer in zip(self._watched, answers, strict=True):
                state = json.loads(answer)
                if state != self._heard.get(rank):
                    self._heard[rank], self._since[rank] = state, now
                    self._beats[rank] += 1

    def _end_at_once(self, lost: Sequence[int]) -> None:
        text = self._last_words(lost)
        if text:
            with contextlib.suppress(OSError, ValueError):
                print(text, file=sys.stderr, flush=True)
        os._exit(3)


def key(rank: int) -> str:
    """Where a rank's signs of life are kept."""
    return f"life/{rank}"
