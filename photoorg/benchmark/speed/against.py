"""A run compared with an earlier one: by ratios where there are any, for machines differ."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from photoorg.errors import UsageError

Document = dict[str, Any]


def load(path: Path) -> Document:
    """The JSON of an earlier run; raises `UsageError` if it is none."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        rows = found["rows"]
        if all({"name", "value", "ratio", "holds"} <= set(row) for row in rows):
            return dict(found)
    except OSError as fault:
        raise UsageError(f"{path} can not be read ({fault.strerror}).") from fault
    except (ValueError, KeyError, TypeError):
        pass
    raise UsageError(f"{path} is not the JSON of a `photoorg benchmark speed` run.")


def compared(path: Path, before: Document, rows: Sequence[Document]) -> Document:
    """The rows of both runs side by side, in the order of the new one."""
    known = {row["name"]: row for row in before["rows"]}
    found = [change(known[row["name"]], row) for row in rows if row["name"] in known]
    return {"file": str(path), "rows": found}


def change(before: Document, now: Document) -> Document:
    """One row then and now: its ratio, or its value where it has none; less is faster."""
    key = "ratio" if before["ratio"] is not None and now["ratio"] is not None else "value"
    then, here = before[key], now[key]
    factor = here / then if then and here is not None else None
    return {
        "name": now["name"], "by": key, "before": then, "now": here, "factor": factor,
        "said": said(bool(before["holds"]), bool(now["holds"])),
    }  # fmt: skip


def said(before: bool, now: bool) -> str:
    """What became of the bar, if anything did."""
    if before == now:
        return ""
    return "the bar holds now" if now else "the bar no longer holds"
