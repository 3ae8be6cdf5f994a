"""One command in several processes, started by `torchrun`: who leads, who follows, how it ends.

Rank 0 runs the ordinary command: it alone opens the library, prints and asks. The others open
nothing and print nothing; they do their share of learning and recognising when rank 0 says so
(`pipeline.acts`). Imports nothing heavy unless there are several processes.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout, suppress
from types import FrameType
from typing import TYPE_CHECKING

from photoorg.errors import Cancelled, PhotoorgError, SurroundingsError
from photoorg.records import NullContext

if TYPE_CHECKING:
    from photoorg.learn.team import Team

SHARED = ("index", "benchmark", "doctor")  # the others are done by rank 0 alone


def size() -> int:
    """How many processes this command was started in."""
    names = ("RANK", "WORLD_SIZE", "MASTER_ADDR", "MASTER_PORT")
    if not all(os.environ.get(name) for name in names):
        return 1
    with suppress(ValueError):
        return max(1, int(os.environ["WORLD_SIZE"]))
    return 1


def is_follower() -> bool:
    """Whether this process is one of several, and not the one that leads."""
    return size() > 1 and os.environ["RANK"] != "0"


def run(command: str, lead: Callable[[], int]) -> int:
    """Run a command, in all processes or in the one that leads; the exit status of this one.

    Raises what `lead` raises, and `SurroundingsError` if another process was lost.
    """
    if size() == 1:
        return lead()
    if command not in SHARED:
        return 0 if is_follower() else lead()
    try:
        if is_follower():
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # one process prints results
            return follow()
        return lead_others(lead)
    except PhotoorgError as error:
        note(str(error))
        raise


def note(text: str) -> None:
    """Leave a sentence where `torchrun` looks for what its final report is to say."""
    path = os.environ.get("TORCHELASTIC_ERROR_FILE")
    if path:
        extra = {"timestamp": str(int(time.time()))}
        with suppress(OSError), open(path, "w", encoding="utf-8") as stream:
            json.dump({"message": {"message": text, "extraInfo": extra}}, stream)


@contextmanager
def quiet() -> Iterator[None]:
    """What is said inside, the process that leads says for all."""
    if not is_follower():
        yield
        return
    with open(os.devnull, "w") as nowhere, redirect_stdout(nowhere), redirect_stderr(nowhere):
        yield


def end(status: int) -> int:
    """The exit status; a process whose team broke ends at once, for the engine may wait for it."""
    if size() > 1 and status != 0 and "photoorg.learn.team" in sys.modules:
        for stream in (sys.stdout, sys.stderr):
            with suppress(OSError, ValueError):
                stream.flush()
        os._exit(status)
    return status


# --- Rank 0 --------------------------------------------------------------------------------------


def lead_others(lead: Callable[[], int]) -> int:
    """Rank 0: the command itself, then the end for all."""
    from photoorg.learn import pulse
    from photoorg.learn.team import join

    signal.signal(signal.SIGTERM, _interrupt)
    team = join()
    try:
        status = lead()
        team.order("end", {}, {})
    except BaseException as error:
        raise _explained(team, error) from error
    team.leave(pulse.DONE)
    return status


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise Cancelled


def _explained(team: Team, error: BaseException) -> BaseException:
    """The error that the user should see: the lost process rather than what came of it."""
    from photoorg.learn import pulse, ranks

    for number in (signal.SIGTERM, signal.SIGINT):  # the launcher's comes while we find out
        signal.signal(number, signal.SIG_IGN)
    told = isinstance(error, PhotoorgError) and not isinstance(error, Cancelled)
    lost = None if told else team.find_lost()
    stopped = any(team.pulse.left(rank) == pulse.STOPPED for rank in range(1, team.size))
    team.leave(pulse.STOPPED)
    if lost is not None:
        return lost
    if isinstance(error, ranks.Parted):
        return Cancelled() if stopped else _parted(error)
    return error


def _parted(error: Exception) -> SurroundingsError:
    from photoorg.learn.team import AGAIN

    return SurroundingsError(f"The processes of this job lost one another ({error}).", AGAIN)


# --- The others ----------------------------------------------------------------------------------


class FollowerContext(NullContext):
    """Reports nothing; stops when asked to, or when rank 0 has gone."""

    def __init__(self, team: Team) -> None:
        self._team = team
        self.stopped = False

    def stop(self, number: int, frame: FrameType | None) -> None:
        """The handler of Ctrl+C and of a friendly kill."""
        self.stopped = True

    def check_cancelled(self) -> None:
        """Raise `Cancelled`."""
        from photoorg.learn import pulse

        if self.stopped or self._team.pulse.left(0) not in ("", pulse.DONE):
            raise Cancelled


def follow() -> int:
    """Do what rank 0 says until it says that all is done; the exit status.

    Raises `SurroundingsError` if it fell to this process to say that rank 0 was lost.
    """
    from photoorg.learn import pulse, ranks
    from photoorg.learn.team import join

    try:
        team = join()
    except SurroundingsError:
        if os.environ["RANK"] == "1":  # rank 0 may not be there to say it
            raise
        return SurroundingsError.exit_status
    ctx = FollowerContext(team)
    signal.signal(signal.SIGTERM, ctx.stop)
    signal.signal(signal.SIGINT, ctx.stop)
    try:
        from photoorg.pipeline import acts

        acts.serve(team, ctx)
        team.leave(pulse.DONE)
        return 0
    except (Cancelled, ranks.Parted) as error:
        parted = isinstance(error, ranks.Parted) and not ctx.stopped
        return _deserted(team, pulse.PARTED if parted else pulse.STOPPED)
    except Exception as error:
        known = isinstance(error, PhotoorgError)
        team.leave(pulse.FAULT, str(error) if known else traceback.format_exc())
        return error.exit_status if isinstance(error, PhotoorgError) else 1


def _deserted(team: Team, why: str) -> int:
    """Go, as others did; if rank 0 was lost, the first of the others says so."""
    from photoorg.learn import pulse

    team.leave(why)
    lost = team.find_lost()
    if lost is not None and team.rank == 1:
        raise lost
    if lost is None and (why == pulse.STOPPED or team.pulse.left(0) == pulse.STOPPED):
        return Cancelled.exit_status
    return SurroundingsError.exit_status
