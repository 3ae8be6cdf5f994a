"""Exports as JSON documents: what the command `export` answers."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from photoorg.pipeline.listing import Listing
    from photoorg.records import ExportPlan, ExportReport, Failure

Document = dict[str, Any]


def exported(plan: ExportPlan, report: ExportReport | None) -> Document:
    """A plan, and what came of it; None: nothing was done."""
    document = {
        "dry_run": report is None,
        "kind": plan.kind,
        "folder": plan.folder or None,
        "photos": plan.photos,
        "companions": plan.companions,
        "bytes": plan.bytes,
        "free": plan.free,
        "fits": plan.fits,
        "silent": plan.silent,
        "renamed": [{"path": path, "name": name} for path, name in plan.renamed],
        "plan": [{"path": item.path, "to": item.target} for item in plan.items],
        "refused": _failures(plan.refused),
        "done": [],
        "failed": [],
        "operation": None,
    }
    if report is not None:
        document["done"] = [{"path": path, "to": to} for path, to in report.done]
        document["failed"] = _failures(report.failed)
        document["operation"] = report.operation
    return document


def listed(listing: Listing, path: str | None, dry_run: bool) -> Document:
    """A list of verdicts; its text only if it went into no file."""
    document: Document = {
        "dry_run": dry_run,
        "kind": listing.kind,
        "photos": listing.photos,
        "bytes": listing.bytes,
        "file": path,
        "left_out": _failures(listing.left_out),
    }
    if path is None and not dry_run:
        document["text"] = os.fsdecode(listing.data)
    return document


def _failures(failures: Sequence[Failure]) -> list[Document]:
    return [{"path": failure.path, "reason": failure.reason} for failure in failures]
