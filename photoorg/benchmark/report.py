"""What both benchmarks write: one JSON document, a CSV and a Markdown table."""

from __future__ import annotations

import csv
import io
import json
import platform
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

from photoorg.errors import SurroundingsError

PACKAGES = ("torch", "timm", "scikit-learn", "numpy", "Pillow")
COLUMNS = ("method", "seed", "split", "k", "acc", "nmi", "ari", "purity", "unsorted")


def versions() -> dict[str, str]:
    """Versions of what decides the figures."""
    return {"python": platform.python_version(), **{name: version(name) for name in PACKAGES}}


def summary(results: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Mean and (population) standard deviation over seeds, per method and split."""
    keys = dict.fromkeys((row["method"], row["split"]) for row in results)
    return [summary_row(results, method, split) for method, split in keys]


def summary_row(results: Sequence[dict[str, Any]], method: str, split: str) -> dict[str, Any]:
    """One method on one split."""
    rows = [row for row in results if (row["method"], row["split"]) == (method, split)]
    row: dict[str, Any] = {"method": method, "split": split, "seeds": len(rows)}
    for score in ("acc", "nmi", "purity"):
        values = [one[score] for one in rows]
        row[f"{score}_mean"], row[f"{score}_std"] = float(np.mean(values)), float(np.std(values))
    if all(one["triage"] for one in rows):
        for part in ("recall", "collateral"):
            row[f"{part}_mean"] = float(np.mean([one["triage"][part] for one in rows]))
    row["k_mean"] = float(np.mean([one["k"] for one in rows]))
    row["unsorted_mean"] = float(np.mean([one["unsorted"] for one in rows]))
    row["seconds_mean"] = float(np.mean([one["seconds"]["total"] for one in rows]))
    return row


def markdown(rows: Sequence[dict[str, Any]]) -> str:
    """The summary as a Markdown table."""
    lines = [
        "| method | split | seeds | k | acc | NMI | purity | recall | collateral | unsorted | s |",
        "|---|---|---|---|---|---|---|---|---|---|---|",
    ]
    for row in rows:
        recall = f"{row['recall_mean']:.3f}" if "recall_mean" in row else "-"
        collateral = f"{row['collateral_mean']:.2%}" if "collateral_mean" in row else "-"
        lines.append(
            f"| {row['method']} | {row['split']} | {row['seeds']} | {row['k_mean']:.1f} "
            f"| {row['acc_mean']:.3f} ± {row['acc_std']:.3f} "
            f"| {row['nmi_mean']:.3f} ± {row['nmi_std']:.3f} | {row['purity_mean']:.3f} "
            f"| {recall} | {collateral} | {row['unsorted_mean']:.1%} | {row['seconds_mean']:.1f} |"
        )
    return "\n".join(lines) + "\n"


def table(results: Sequence[dict[str, Any]]) -> str:
    """All results as CSV."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([*COLUMNS, "recall", "collateral", "seconds"])
    for row in results:
        junk = row["triage"] or {"recall": "", "collateral": ""}
        seconds = row["seconds"]["total"]
        writer.writerow([row[c] for c in COLUMNS] + [junk["recall"], junk["collateral"], seconds])
    return text.getvalue()


def write(document: dict[str, Any], out: Path | None) -> dict[str, Any]:
    """Write JSON, CSV and Markdown under `out` (if given) and name them under "files"."""
    if out is None:
        return {**document, "files": []}
    names = ("results.json", "results.csv", "results.md")
    document = {**document, "files": [str(out / name) for name in names]}
    texts = (
        json.dumps(document, indent=1),
        table(document["results"]),
        markdown(document["summary"]),
    )
    try:
        out.mkdir(parents=True, exist_ok=True)
        for name, text in zip(names, texts, strict=True):
            (out / name).write_text(text, encoding="utf-8")
    except OSError as fault:
        raise SurroundingsError(
            f"The results could not be written to {out} ({fault.strerror}).",
            "Choose another folder with --out.",
        ) from fault
    return document
