"""What both benchmarks write in words and numbers: JSON, CSV, Markdown."""

from __future__ import annotations

import csv
import io
import os
import platform
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import numpy as np

from photoorg.benchmark.literature import OTHERS

Row = dict[str, Any]

PACKAGES = ("torch", "timm", "scikit-learn", "numpy", "Pillow")
COLUMNS = ("method", "seed", "split", "k", "acc", "nmi", "ari", "purity", "unsorted")
SCORES = ("acc", "nmi", "ari", "purity")


def versions(*more: str) -> dict[str, str]:
    """Versions of what decides the figures."""
    found = {"python": platform.python_version()}
    for name in (*PACKAGES, *more):
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found


def machine() -> str:
    """The class of the machine, without its name."""
    return f"{platform.system()}, {platform.machine()}, {os.cpu_count() or 1} cores"


def summary(results: Sequence[Row]) -> list[Row]:
    """Mean and (population) standard deviation over seeds, per method and split."""
    keys = dict.fromkeys((row["method"], row["split"]) for row in results)
    return [summary_row(results, method, split) for method, split in keys]


def summary_row(results: Sequence[Row], method: str, split: str) -> Row:
    """One method on one split."""
    rows = [row for row in results if (row["method"], row["split"]) == (method, split)]
    row: Row = {"method": method, "split": split, "seeds": len(rows)}
    for score in SCORES:
        values = [one[score] for one in rows]
        row[f"{score}_mean"], row[f"{score}_std"] = float(np.mean(values)), float(np.std(values))
    if all(one["triage"] for one in rows):
        for part in ("recall", "collateral"):
            row[f"{part}_mean"] = mean([one["triage"][part] for one in rows])
    errors = [one["reconstruction_mse"] for one in rows]
    row["mse_mean"] = None if None in errors else mean(errors)
    row["k_mean"] = mean([one["k"] for one in rows])
    row["unsorted_mean"] = mean([one["unsorted"] for one in rows])
    row["seconds_mean"] = mean([one["seconds"]["total"] for one in rows])
    return row


def mean(values: Sequence[float]) -> float:
    """Arithmetic mean."""
    return float(np.mean(values))


# --- CSV ------------------------------------------------------------------------------------------


def table(results: Sequence[Row]) -> str:
    """All results as CSV."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([*COLUMNS, "recall", "collateral", "reconstruction_mse", "seconds"])
    for row in results:
        junk = row["triage"] or {"recall": "", "collateral": ""}
        error = "" if row["reconstruction_mse"] is None else row["reconstruction_mse"]
        rest = [junk["recall"], junk["collateral"], error, row["seconds"]["total"]]
        writer.writerow([row[column] for column in COLUMNS] + rest)
    return text.getvalue()


# --- Markdown -------------------------------------------------------------------------------------


def markdown(document: Row) -> str:
    """The summary as a Markdown table and a line about how it was made."""
    rows, results = document["summary"], document["results"]
    columns = ["method", "split", "seeds", "k", "acc", "NMI", "ARI"]
    columns += ["junk found", "treasures hit"] if any("recall_mean" in row for row in rows) else []
    columns += ["unsorted", "MSE", "s"]
    columns += ["others report", "why it differs"] if document.get("mnist") else []
    lines = ["| " + " | ".join(columns) + " |", "|" + "---|" * len(columns)]
    for row in rows:
        first = next(one for one in results if one["method"] == row["method"])
        cells = {**cells_of(row), **words_of(first)}
        lines.append("| " + " | ".join(cells[column] for column in columns) + " |")
    return "\n".join([*lines, "", *footer(document)]) + "\n"


def cells_of(row: Row) -> dict[str, str]:
    """The cells of one summary row, by column."""
    return {
        "method": f"`{row['method']}`",
        "split": row["split"],
        "seeds": str(row["seeds"]),
        "k": f"{row['k_mean']:.1f}".removesuffix(".0"),
        "acc": spread(row, "acc"),
        "NMI": spread(row, "nmi"),
        "ARI": f"{row['ari_mean']:.3f}",
        "junk found": percent(row.get("recall_mean"), 1),
        "treasures hit": percent(row.get("collateral_mean"), 2),
        "unsorted": percent(row["unsorted_mean"], 1),
        "MSE": "-" if row["mse_mean"] is None else f"{row['mse_mean']:.4f}",
        "s": f"{row['seconds_mean']:,.0f}" if row["seconds_mean"] >= 9.95 else seconds(row),
    }


def seconds(row: Row) -> str:
    """Few seconds, with a decimal."""
    return f"{row['seconds_mean']:.1f}"


def spread(row: Row, score: str) -> str:
    """Mean and, for several seeds, standard deviation."""
    text = f"{row[f'{score}_mean']:.3f}"
    return text if row["seeds"] == 1 else f"{text} ± {row[f'{score}_std']:.3f}"


def percent(value: float | None, digits: int) -> str:
    """A share as text."""
    return "-" if value is None else f"{100 * value:.{digits}f} %"


def words_of(first: Row) -> dict[str, str]:
    """What others report, filled with figures of this method's first run."""
    others = OTHERS.get(first["method"])
    if others is None:
        return {"others report": "-", "why it differs": "-"}
    extra = {name: number(value) for name, value in first["extra"].items()}
    return {"others report": others.report, "why it differs": others.why.format_map(extra)}


def number(value: float) -> str:
    """Whole numbers whole, others with three decimals."""
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:.3f}"


def footer(document: Row) -> list[str]:
    """How the table was made."""
    made = ", ".join(f"{name} {number}" for name, number in document["versions"].items())
    return [
        f"{document['n']:,} images of {document['classes']} classes; "
        "mean ± standard deviation over the seeds.",
        f"Device {document['device']}, {document['threads']} thread(s); {document['machine']}; "
        f"{made}.",
        f"Made by `{document['command']}`.",
    ]
