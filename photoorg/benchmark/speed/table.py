"""The rows as text for a terminal, as CSV, and as a Markdown table."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from typing import Any

Document = dict[str, Any]
COLUMNS = (
    "name", "value", "unit", "against", "ratio", "bar", "holds", "peer", "note", "reason"
)  # fmt: skip
YES, NO = "yes", "NO"


def number(value: float | None) -> str:
    """Three digits that say something, or a dash."""
    if value is None:
        return "-"
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def lines(document: Document) -> Iterator[str]:
    """For the terminal: a line a row, and below it why a bar does not hold."""
    rows = document["rows"]
    wide = max(len(row["name"]) for row in rows)
    yield f"{'':<{wide}}  {'value':>8} {'against':>8} {'ratio':>6}  {'bar':<16} holds"
    for row in rows:
        holds = YES if row["holds"] else NO
        yield (
            f"{row['name']:<{wide}}  {number(row['value']):>8} {number(row['against']):>8}"
            f" {number(row['ratio']):>6}  {row['bar']:<16} {holds:<5} {row['unit']}"
        )
        if row["reason"]:
            yield f"{'':<{wide}}  {row['reason']}"
    yield from curves(document["curves"])
    yield from against_lines(document.get("compared"))
    held = sum(row["holds"] for row in rows)
    yield f"{held} of {len(rows)} bars hold; {document['seconds']:,.0f} s"
    yield from document["files"]


def curves(found: Sequence[Document]) -> Iterator[str]:
    """How costs grow with the library."""
    if found:
        yield "Cost by library size, as a power of it:"
    for curve in found:
        first, last = curve["sizes"][0], curve["sizes"][-1]
        yield f"  {curve['name']:<28} {curve['exponent']:>6.2f}   ({first:,} to {last:,} photos)"


def against_lines(compared: Document | None) -> Iterator[str]:
    """What changed since an earlier run."""
    if compared is None:
        return
    yield f"Against {compared['file']}:"
    for change in compared["rows"]:
        before, now = number(change["before"]), number(change["now"])
        told = "" if change["factor"] is None else f"  x {change['factor']:.2f}"
        yield f"  {change['name']:<44} {before:>8} -> {now:>8}{told}  {change['said']}".rstrip()


def as_csv(rows: Sequence[Document]) -> str:
    """All columns of all rows."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in rows:
        cells = [row[column] for column in COLUMNS]
        writer.writerow(["" if cell is None else cell for cell in cells])
    return text.getvalue()


def questions_csv(answers: Sequence[Document]) -> str:
    """Each question that a view asks, with its times in milliseconds."""
    text = io.StringIO()
    writer = csv.DictWriter(text, ("kind", "name", "median_ms", "worst_ms"), lineterminator="\n")
    writer.writeheader()
    writer.writerows(answers)
    return text.getvalue()


def markdown(document: Document) -> str:
    """A table for a README, and below it how it was made."""
    head = "| what | measured against | value | against | ratio | bar | holds |"
    made = [head, "|---|---|---|---|---|---|---|"]
    made += [markdown_row(row) for row in document["rows"]]
    made += ["", *growth(document["curves"]), *footer(document)]
    return "\n".join(made) + "\n"


def markdown_row(row: Document) -> str:
    """One line; a miss says why under its name."""
    name = row["name"] + (f"<br>*{row['reason']}*" if row["reason"] else "")
    value = "-" if row["value"] is None else f"{number(row['value'])} {row['unit']}"
    against, ratio = number(row["against"]), number(row["ratio"])
    peer, holds = row["peer"] or "-", YES if row["holds"] else "**no**"
    return f"| {name} | {peer} | {value} | {against} | {ratio} | {row['bar']} | {holds} |"


def growth(found: Sequence[Document]) -> list[str]:
    """A sentence on the exponents."""
    if not found:
        return []
    told = ", ".join(f"{curve['name']} {curve['exponent']:.2f}" for curve in found)
    return [f"Cost by library size, as a power of it: {told}.", ""]


def footer(document: Document) -> list[str]:
    """How it was made."""
    machine = ", ".join(str(value) for value in document["machine"].values())
    versions = ", ".join(f"{name} {value}" for name, value in document["versions"].items())
    return [f"{machine}; {versions}.", f"Made by `{document['command']}`."]
