"""`photoorg benchmark`: its arguments, and which benchmark they mean."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import Any

from photoorg.records import Context

Add = Callable[[argparse.ArgumentParser], None]


def add_arguments(parser: argparse.ArgumentParser, common: Add, device: Add) -> None:
    """The sub-commands of `benchmark`."""
    kinds = parser.add_subparsers(dest="kind", required=True, metavar="KIND")
    folder = kinds.add_parser("folder", help="a folder of images with a CSV of labels")
    folder.add_argument("folder", metavar="DIR")
    folder.add_argument("--labels", required=True, metavar="CSV", help="columns path and label")
    folder.add_argument("--k", default="auto", metavar="N|auto", help="clusters (default: found)")
    folder.add_argument("--junk", default="", metavar="LABEL,...", help="score triage on these")
    _add_runs(folder)
    common(folder)
    device(folder)


def _add_runs(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--methods", default="", metavar="M,...", help="default: all")
    parser.add_argument("--seeds", default="0", metavar="0,1,...")
    parser.add_argument("--out", metavar="DIR", help="write tables and JSON here")


def run(args: argparse.Namespace, ctx: Context) -> dict[str, Any]:
    """Run the benchmark that `args` names; returns the JSON document."""
    raise NotImplementedError
