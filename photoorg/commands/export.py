"""`photoorg export`: verdicts as a file, photos into a folder, tags to sidecars."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path
from typing import Any

from photoorg import output
from photoorg.commands.common import Document, add, add_view, filter_of, known, open_library
from photoorg.errors import UsageError
from photoorg.records import ExportKind, ExportPlan, Filter

_KINDS = ("list", "csv", "json", "sh")
_DESCRIPTION = (
    "Write the verdicts on photos as a list of paths, CSV, JSON or a shell script; or copy photos "
    "into a folder (--to DIR), move them there (--move), or write ratings, clusters, corrections "
    "to XMP sidecars beside them (--xmp). Copies, moves and sidecars only with --yes; undo takes "
    "them back. Without a view a list or script is of the rejected photos, CSV and JSON of all."
)


def add_command(commands: Any) -> None:
    """`export`."""
    export = add(commands, "export", "verdicts as a file, photos into a folder", _export)
    export.description = _DESCRIPTION
    export.add_argument("kind", nargs="?", choices=_KINDS, metavar="list|csv|json|sh")
    export.add_argument("--out", metavar="FILE", help="write to a new file (default: print)")
    export.add_argument("--null", action="store_true", help="list: end paths by a zero byte")
    export.add_argument("--to", metavar="DIR", help="copy the photos into this folder")
    export.add_argument("--move", action="store_true", help="with --to: move, do not copy")
    export.add_argument("--xmp", action="store_true", help="write ratings, tags, corrections")
    export.add_argument("--photos", nargs="+", metavar="PATH", help="these, instead of a view")
    add_view(export, ranges=False)
    export.add_argument("--dry-run", action="store_true", help="only say what would happen")
    export.add_argument("--yes", action="store_true", help="do it")


def _export(args: argparse.Namespace) -> Document:
    _check(args)
    with open_library(args) as library:
        if args.kind:
            return _list(args, library)
        return _run(args, library)


def _check(args: argparse.Namespace) -> None:
    """One thing at a time, and nothing that would be silently ignored."""
    if sum((args.kind is not None, args.to is not None, args.xmp)) != 1:
        raise UsageError("Say what to export: list, csv, json or sh, --to DIR, or --xmp.")
    if args.move and args.to is None:
        raise UsageError("--move needs a folder: --to DIR --move.")
    if args.out and not args.kind:
        raise UsageError("--out is for list, csv, json and sh; a folder is named with --to DIR.")
    if args.null and args.kind != "list":
        raise UsageError("--null is for a list.")


# --- a file of verdicts --------------------------------------------------------------------------


def _list(args: argparse.Namespace, library: Any) -> Document:
    from photoorg.pipeline import export_report
    from photoorg.pipeline.listing import listing, save

    wanted = filter_of(args, library)
    if not args.photos and wanted == Filter() and args.kind in ("list", "sh"):
        wanted = replace(wanted, mark="rejected")
    ids = _named(args, library) if args.photos else library.photo_ids(wanted)
    made = listing(library, ids, args.kind, null=args.null)
    path = str(Path(args.out).absolute()) if args.out else None
    for failure in made.left_out:
        output.say(f"Left out: {failure.path}: {failure.reason}")
    if path and not args.dry_run:
        save(made, path)
    elif not args.dry_run and not args.json:
        output.print_bytes(made.data)
    return export_report.listed(made, path, args.dry_run)


def _named(args: argparse.Namespace, library: Any) -> list[int]:
    if filter_of(args, library) != Filter():
        raise UsageError("Name photos, or a view such as --cluster ID, not both.")
    return list(known(args.photos, library).values())


# --- files ---------------------------------------------------------------------------------------


def _run(args: argparse.Namespace, library: Any) -> Document:
    from photoorg.pipeline import export_report
    from photoorg.pipeline.export import ExportStopped
    from photoorg.pipeline.jobs import export_job

    ids, title = _chosen(args, library)
    kind: ExportKind = "xmp" if args.xmp else "move" if args.move else "copy"
    plan: ExportPlan = library.plan_export(ids, kind, args.to or "")
    if args.dry_run or not args.yes:
        if not args.dry_run:
            output.say("Nothing was done. To do it, add --yes.")
        return export_report.exported(plan, None)
    try:
        with output.console() as ctx:
            report = export_job(ctx, library, ids, kind, args.to or "", title)
    except ExportStopped as stopped:
        if args.json:
            output.print_json(export_report.exported(plan, stopped.report))
        raise
    return export_report.exported(plan, report)


def _chosen(args: argparse.Namespace, library: Any) -> tuple[list[int], str]:
    """The photos that are named, or those of the view; and how the history names them."""
    from photoorg.pipeline.delete import title_of

    if args.photos:
        return _named(args, library), "Photos"
    wanted = filter_of(args, library)
    if wanted == Filter():
        raise UsageError("Name the photos, or a view of them such as --cluster ID.")
    return list(library.photo_ids(wanted)), title_of(library, wanted)
