"""`photoorg [FOLDER]`: the window, or the same job in the terminal where there is no screen.

All that `cli` knows of commands and their arguments is imported only when somebody asks for one;
here nothing is that the window's start does not need.
"""

from __future__ import annotations

import os
import sys
from contextlib import closing
from typing import TYPE_CHECKING

from photoorg import __version__
from photoorg.errors import Cancelled, PhotoorgError, SurroundingsError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    OpenWindow = Callable[..., int]  # __main__.open_window


def open_folder(argv: list[str], open_window: OpenWindow, commands: Sequence[str]) -> int:
    """`photoorg [FOLDER]`; `commands` are those that its help names."""
    folder, library, as_json = _arguments(argv, commands) if argv else (None, None, False)

    def opened() -> int:
        return open_here(folder, library, as_json, open_window)

    if "RANK" not in os.environ:
        return guarded(opened)
    from photoorg.pipeline import ranks

    return ranks.end(guarded(lambda: ranks.run("open", opened)))


def _arguments(argv: list[str], commands: Sequence[str]) -> tuple[str | None, str | None, bool]:
    import argparse

    from photoorg.commands.common import add_common

    parser = argparse.ArgumentParser(
        prog="photoorg",
        description="Open the photoorg window, on FOLDER if given.",
        epilog=f"Commands: {', '.join(commands)}. Help on one: photoorg COMMAND --help",
    )
    parser.add_argument("folder", nargs="?", metavar="FOLDER")
    add_common(parser)
    args = parser.parse_args(argv)
    return args.folder, args.library, args.json


def open_here(
    folder: str | None, library: str | None, as_json: bool, open_window: OpenWindow
) -> int:
    """Open the window, or do its job in the terminal; returns the exit status."""
    why = no_screen()
    if why is None:
        return open_window(folder, library)
    if folder is None:
        raise SurroundingsError(
            f"photoorg can not open its window: {why}",
            "Name a folder to do the same job in the terminal: photoorg FOLDER",
        )
    from photoorg import cli, output

    output.say(f"No window: {why} Doing the same job in the terminal.")
    return cli.do_in_terminal(folder, library, as_json)


def no_screen() -> str | None:
    """Why no window can be shown; None if it can."""
    if os.environ.get("QT_QPA_PLATFORM", "") in ("offscreen", "minimal", "vnc", "linuxfb"):
        return None
    if sys.platform.startswith("linux"):
        if not os.environ.get("DISPLAY") and not os.environ.get("WAYLAND_DISPLAY"):
            return "there is no screen (neither DISPLAY nor WAYLAND_DISPLAY is set)."
        if not os.environ.get("WAYLAND_DISPLAY") and not _x_answers(os.environ["DISPLAY"]):
            return f"the screen {os.environ['DISPLAY']} does not answer."
    return None


def _x_answers(display: str) -> bool:
    """Whether an X server listens; Qt would end the process if none does."""
    import socket

    host, _, number = display.rpartition(":")
    if host not in ("", "unix"):
        return True  # a forwarded screen: Qt will tell
    try:
        with closing(socket.socket(socket.AF_UNIX)) as probe:
            probe.connect(f"/tmp/.X11-unix/X{number.split('.')[0]}")
    except OSError:
        return False
    return True


# --- What went wrong, in words -------------------------------------------------------------------


def guarded(run: Callable[[], int]) -> int:
    """The exit status of `run`; never a traceback for anything the user caused."""
    try:
        return run()
    except KeyboardInterrupt:
        _say(str(Cancelled()))
        return Cancelled.exit_status
    except PhotoorgError as error:
        _say(str(error))
        return error.exit_status
    except OSError as error:
        _say(_os_advice(error))
        return SurroundingsError.exit_status
    except Exception:
        import traceback

        _say(
            "photoorg failed; this is our fault. Please report the following lines "
            f"(photoorg {__version__}, Python {sys.version.split()[0]}, {sys.platform}):\n"
            + traceback.format_exc()
        )
        return 1


def _say(words: str) -> None:
    from photoorg import output

    output.say(words)


def _os_advice(error: OSError) -> str:
    where = f" ({error.filename})" if error.filename else ""
    return (
        f"The computer refused: {error.strerror or error}{where}. "
        "Check the disk's free space and the folder's permissions, then try again."
    )
