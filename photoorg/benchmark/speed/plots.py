"""The plots of a run: throughput against the floors, memory over time, cost by library size."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from photoorg.benchmark.plots import COLOURS, FAINT, INK, new, plain, png

Document = dict[str, Any]
UNITS = {"ms a photo": 1000.0, "ms a step": 1000.0, "us a file": 1e6}  # as parts of a second


def all_of(document: Document, memory: dict[str, list[tuple[float, float]]]) -> dict[str, bytes]:
    """PNG files by name; a plot of which nothing was measured is left out."""
    found = {"throughput.png": throughput(document["rows"])}
    if document["curves"]:
        found["cost-by-size.png"] = growth(document["curves"])
    if any(memory.values()):
        found["memory.png"] = memory_plot({name: line for name, line in memory.items() if line})
    return found


def throughput(rows: Sequence[Document]) -> bytes:
    """Items a second of each stage, ours and the floor's, on a logarithmic axis."""
    shown = [row for row in rows if row["unit"] in UNITS and row["against"]][::-1]
    figure = new(8.0, 0.5 * len(shown) + 1.6, "Throughput by stage, against its floor")
    axes = figure.add_subplot()
    places = np.arange(len(shown))
    for shift, key, tone, label in (
        (0.19, "against", FAINT, "floor or peer"), (-0.19, "value", COLOURS[0], "photoorg")
    ):  # fmt: skip
        rates = [UNITS[row["unit"]] / row[key] for row in shown]
        axes.barh(places + shift, rates, 0.36, color=tone, label=label)
        for place, rate in zip(places + shift, rates, strict=True):
            axes.text(
                rate * 1.05,
                place,
                f"{rate:,.0f}" if rate >= 100 else f"{rate:.3g}",
                va="center",
                fontsize=8,
                color=INK,
            )
    axes.set_yticks(places, [f"{row['name']}  ({row['ratio']:.2f}x)" for row in shown])
    axes.set_xscale("log")
    axes.margins(x=0.12)
    axes.set_xlabel("photos, files or steps a second", fontsize=9, color=INK)
    axes.legend(frameon=False, fontsize=9, loc="upper center", bbox_to_anchor=(0.5, -0.12), ncols=2)
    plain(axes)
    return png(figure)


def growth(curves: Sequence[Document]) -> bytes:
    """Seconds by number of photos, both logarithmic, each with the power that fits."""
    figure = new(7.6, 4.8, "Cost against library size")
    axes = figure.add_subplot()
    for number, curve in enumerate(curves):
        sizes, seconds = np.array(curve["sizes"]), np.array(curve["seconds"])
        tone, slope = COLOURS[number % len(COLOURS)], curve["exponent"]
        axes.plot(sizes, seconds, "o", color=tone, markersize=5)
        middle = np.exp(np.log(seconds).mean() - slope * np.log(sizes).mean())
        label = f"{curve['name']}: size^{slope:.2f}"
        axes.plot(sizes, middle * sizes**slope, color=tone, linewidth=1.2, label=label)
    axes.set_xscale("log")
    axes.set_yscale("log")
    axes.set_xlabel("photos", fontsize=9, color=INK)
    axes.set_ylabel("seconds", fontsize=9, color=INK)
    axes.legend(frameon=False, fontsize=9)
    axes.grid(color="#E5E5E5", linewidth=0.8)
    axes.set_axisbelow(True)
    plain(axes)
    return png(figure)


def memory_plot(lines: dict[str, list[tuple[float, float]]]) -> bytes:
    """A panel a process: megabytes by seconds or photos, as the name says."""
    figure = new(4.6 * len(lines), 3.6, "Memory")
    for number, (name, points) in enumerate(lines.items()):
        axes = figure.add_subplot(1, len(lines), number + 1)
        x, y = zip(*points, strict=True)
        axes.plot(x, y, color=COLOURS[number % len(COLOURS)])
        what, _, by = name.partition(" by ")
        axes.set_title(what, fontsize=10, color=INK)
        axes.set_xlabel(by, fontsize=9, color=INK)
        axes.set_ylabel("MB", fontsize=9, color=INK)
        axes.set_ylim(0, 1.15 * max(y))
        axes.grid(axis="y", color="#E5E5E5", linewidth=0.8)
        axes.set_axisbelow(True)
        plain(axes)
    return png(figure)
