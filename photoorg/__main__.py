"""Entry point: chooses between the window and the commands; imports neither before it knows."""

from __future__ import annotations

import os
import sys
from pathlib import Path

COMMANDS = (
    "demo", "index", "regroup", "clusters", "dates", "places", "map", "photos", "delete",
    "undo", "history", "redo", "stacks", "free",
    "mark", "rate", "favourite", "protect", "reviewed", "not-alike", "verdicts",
    "move", "merge", "split", "pin", "unpin", "not-here", "rename", "followers",
    "date", "place", "export",
    "benchmark", "doctor", "run-job",
)  # fmt: skip


def main(argv: list[str] | None = None) -> int:
    """`photoorg`: a command, or the window (in the terminal where there is no screen)."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # closed by the caller, or a program without a console
            setattr(sys, name, os.fdopen(os.open(os.devnull, os.O_WRONLY), "w"))
    try:
        return _run(sys.argv[1:] if argv is None else argv)
    except KeyboardInterrupt:
        return 130


def _run(args: list[str]) -> int:
    if args[:1] == ["run-job"]:
        from photoorg.pipeline.child import serve

        return serve()
    if args and (args[0] in COMMANDS or args[0] in ("-h", "--help", "--version")):
        from photoorg import cli

        return cli.main(args, open_window)
    command = next((a for a in args if a in COMMANDS), None)
    if command and not Path(command).exists():
        print(f"Write the command first: photoorg {command} ...", file=sys.stderr)
        return 2
    from photoorg import start

    return start.open_folder(args, open_window, [name for name in COMMANDS if name != "run-job"])


def gui_main() -> int:
    """`photoorg-gui`: the same, started without a console where the platform makes a difference."""
    return main()


def open_window(folder: str | None, library: str | None, demo: Path | None = None) -> int:
    """Show the window; returns its exit status."""
    import gc

    gc.disable()  # until the window is made: it would look through all that is made for good, often
    from photoorg.gui.app import main as show

    return show(sys.argv[:1], folder, Path(library) if library else None, demo)


if __name__ == "__main__":
    sys.exit(main())
