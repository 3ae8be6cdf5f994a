"""The plots of a benchmark. matplotlib is imported here and nowhere else; no screen is needed.

Colours are safe for colour-blind readers (Tol's muted scheme), and scatter plots name each group
at its middle, so that nothing hangs on colour alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator
from numpy.typing import NDArray

Bytes = NDArray[np.uint8]
Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

COLOURS = (
    "#332288", "#88CCEE", "#117733", "#DDCC77", "#CC6677",
    "#882255", "#44AA99", "#999933", "#AA4499", "#777777",
)  # fmt: skip
INK, FAINT = "#222222", "#B8B8B8"
SHOWN_POINTS = 6000
EACH = 14  # pictures a row in a sample sheet
SHEET = 40
CELLS = 12  # of a scatter plot's grid, for the places of names
WRITTEN = 20  # up to so many labels, a confusion matrix has its numbers written in
RESOLUTION = 130


def png(figure: Figure) -> bytes:
    """The figure as a PNG file."""
    stream = BytesIO()
    figure.savefig(stream, format="png", dpi=RESOLUTION, facecolor="white")
    return stream.getvalue()


def new(width: float, height: float, title: str) -> Figure:
    """An empty figure of so many inches with a title."""
    figure = Figure(figsize=(width, height), layout="constrained")
    figure.suptitle(title, fontsize=12, color=INK)
    return figure


def plain(axes: Axes) -> None:
    """Axes without a box above and to the right."""
    axes.spines[["top", "right"]].set_visible(False)
    axes.tick_params(labelsize=9, colors=INK)


def colour(number: int) -> str:
    """The colour of a group."""
    return COLOURS[number % len(COLOURS)]


# --- Pictures -------------------------------------------------------------------------------------


def picture(axes: Axes, pixels: NDArray[Any], ink: bool) -> None:
    """One picture, grey or in colour, without axes. `ink`: high values are dark, as on paper."""
    top, tones = 255 if pixels.dtype == np.uint8 else 1.0, "gray_r" if ink else "gray"
    axes.imshow(np.clip(pixels, 0, top), cmap=tones, vmin=0, vmax=top, interpolation="nearest")
    axes.set_axis_off()


def reconstructions(
    originals: Floats, rebuilt: Floats, shape: tuple[int, ...], ink: bool, title: str
) -> bytes:
    """Originals above, what the decoder makes of their codes below; rows (m, d) of 0..1."""
    count = len(originals)
    figure = new(max(0.75 * count, 4.0), 2.3, title)
    for line, (name, rows) in enumerate((("original", originals), ("rebuilt", rebuilt))):
        for column in range(count):
            axes = figure.add_subplot(2, count, line * count + column + 1)
            picture(axes, rows[column].reshape(shape), ink)
            if not column:
                axes.set_title(name, fontsize=9, loc="left", color=INK)
    return png(figure)


def samples(images: Bytes, clusters: Ints, names: dict[int, str], ink: bool, title: str) -> bytes:
    """A row of random pictures per cluster, with its name; drawn by lot, not chosen.

    Only the 40 largest clusters: the sheet would not fit on a screen.
    """
    sizes = {cluster: int((clusters == cluster).sum()) for cluster in names}
    found = sorted(sorted(names, key=lambda cluster: -sizes[cluster])[:SHEET])
    figure = new(0.5 * EACH + 1.9, 0.54 * len(found) + 0.6, title)
    grid = figure.add_gridspec(len(found), 2, width_ratios=[3.2, EACH])
    draws = np.random.default_rng(0)
    for line, cluster in enumerate(found):
        label = figure.add_subplot(grid[line, 0])
        label.set_axis_off()
        label.text(1.0, 0.5, names[cluster], ha="right", va="center", fontsize=8.5, color=INK)
        chosen = draws.permutation(np.flatnonzero(clusters == cluster))[:EACH]
        picture(figure.add_subplot(grid[line, 1]), strip(images[chosen], ink), ink)
    return png(figure)


def strip(pictures: Bytes, ink: bool) -> Bytes:
    """Up to 14 pictures (m, side, side[, 3]) side by side on white, with room between them."""
    side, gap = pictures.shape[1], max(1, pictures.shape[1] // 14)
    blank = 0 if ink else 255
    shape = (side, EACH * (side + gap), *pictures.shape[3:])
    row = np.full(shape, blank, dtype=np.uint8)
    for number, one in enumerate(pictures):
        row[:, number * (side + gap) : number * (side + gap) + side] = one
    return row


# --- Points ---------------------------------------------------------------------------------------


def scatter(points: Floats, labels: Ints, kinds: Sequence[str], title: str, axis: str) -> bytes:
    """Points (n, 2) coloured by label; at most 6,000 of them, drawn by lot."""
    figure = new(7.2, 6.4, title)
    axes = figure.add_subplot()
    chosen = np.random.default_rng(0).permutation(len(points))[:SHOWN_POINTS]
    groups(axes, points[chosen], np.unique(labels, return_inverse=True)[1][chosen], kinds)
    axes.set_xlabel(f"{axis} 1", fontsize=9, color=INK)
    axes.set_ylabel(f"{axis} 2", fontsize=9, color=INK)
    return png(figure)


def groups(axes: Axes, points: Floats, labels: Ints, kinds: Sequence[str]) -> None:
    """Coloured points, each group's name where most of it is; the outermost 0.5 % are cut off."""
    tones = [colour(int(label)) for label in labels]
    axes.scatter(points[:, 0], points[:, 1], c=tones, s=6, alpha=0.7, linewidths=0)
    low, high = np.percentile(points, [0.5, 99.5], axis=0)
    room = np.maximum(high - low, 1e-6)
    found = np.unique(labels)
    middles = np.array([thickest(points[labels == number], room / CELLS) for number in found])
    for number, (x, y) in zip(found, apart(middles / room) * room, strict=True):
        box = {"boxstyle": "round,pad=0.25", "fc": "white", "ec": colour(int(number)), "lw": 1.6}
        axes.text(x, y, kinds[number], ha="center", va="center", fontsize=10, bbox=box, color=INK)
    axes.set_xlim(low[0] - 0.06 * room[0], high[0] + 0.06 * room[0])
    axes.set_ylim(low[1] - 0.06 * room[1], high[1] + 0.06 * room[1])
    plain(axes)


def thickest(points: Floats, cell: Floats) -> Floats:
    """The median (2,) of the points (n, 2) in that cell of a grid that holds the most of them."""
    cells = np.floor(points / cell).astype(np.int64)
    _, member, counts = np.unique(cells, axis=0, return_inverse=True, return_counts=True)
    inside = member.ravel() == counts.argmax()
    return np.asarray(np.median(points[inside], axis=0), dtype=np.float32)


def apart(places: Floats, least: float = 0.045) -> Floats:
    """Places (m, 2), moved so that no two names cover each other: each a little up, from below."""
    moved = places.copy()
    order = np.argsort(places[:, 1], kind="stable")
    for position, one in enumerate(order):
        for other in order[:position]:
            gap = np.abs(moved[one] - moved[other])
            if gap[0] < least and gap[1] < least:
                moved[one, 1] = moved[other, 1] + least
    return moved


def blobs(data: Floats, latent: Floats, rebuilt: Floats, labels: Ints) -> bytes:
    """The points, their codes' two principal components, and the reconstruction, side by side."""
    figure = new(12.5, 4.3, "Two Gaussian blobs through an autoencoder 2-32-16-32-2")
    panels = (
        ("data", data), ("latent space (two principal components of 16)", latent),
        ("reconstruction", rebuilt),
    )  # fmt: skip
    for number, (name, points) in enumerate(panels):
        axes = figure.add_subplot(1, 3, number + 1)
        groups(axes, points, labels, ["A", "B"])
        axes.set_title(name, fontsize=10, color=INK)
    return png(figure)


# --- Scores ---------------------------------------------------------------------------------------


def confusion(table: Ints, kinds: Sequence[str], title: str) -> bytes:
    """Labels (rows) by matched cluster (columns); colours are shares of the row."""
    table = table if table[:, -1].any() else table[:, :-1]
    shares = table / np.maximum(table.sum(axis=1, keepdims=True), 1)
    size = min(max(5.0, 0.55 * len(kinds) + 1.6), 18.0)
    figure = new(size + 0.6, size, title)
    axes = figure.add_subplot()
    axes.imshow(shares, cmap="Blues", vmin=0.0, vmax=1.0, aspect="auto")
    columns = [*kinds, "none"][: table.shape[1]]
    axes.set_xticks(range(len(columns)), columns, rotation=0 if max(map(len, kinds)) < 4 else 60)
    axes.set_yticks(range(len(kinds)), kinds)
    axes.set_xlabel("cluster, matched to a label", fontsize=9, color=INK)
    axes.set_ylabel("label", fontsize=9, color=INK)
    if len(kinds) <= WRITTEN:
        for (i, j), share in np.ndenumerate(shares):
            tone = "white" if share > 0.55 else INK if table[i, j] else FAINT
            axes.text(j, i, f"{table[i, j]:,}", ha="center", va="center", fontsize=7, color=tone)
    plain(axes)
    return png(figure)


def curves(found: dict[str, list[float]], title: str) -> bytes:
    """Learning curves: losses, scores and the share of changed clusters, a panel each."""
    panels = [panel for panel in panels_of(found) if panel[1]]
    figure = new(4.6 * len(panels), 3.5, title)
    for number, (name, lines, low, high) in enumerate(panels):
        axes = figure.add_subplot(1, len(panels), number + 1)
        for tone, (label, values) in enumerate(lines.items()):
            first = 0 if name == "score" else 1
            places = np.arange(first, first + len(values))
            tint = COLOURS[(0, 4, 2, 3, 6)[tone % 5]]
            mark = "o" if len(values) <= 40 else ""
            axes.plot(places, values, color=tint, label=label, marker=mark, markersize=3)
        axes.set_title(name, fontsize=10, color=INK)
        axes.set_xlabel(steps_of(name), fontsize=9, color=INK)
        axes.set_ylim(low, high)
        axes.xaxis.set_major_locator(MaxNLocator(integer=True))
        if len(lines) > 1:
            axes.legend(frameon=False, fontsize=9)
        axes.grid(axis="y", color="#E5E5E5", linewidth=0.8)
        axes.set_axisbelow(True)
        plain(axes)
    return png(figure)


def panels_of(
    found: dict[str, list[float]],
) -> list[tuple[str, dict[str, list[float]], float | None, float | None]]:
    """Name, lines by label, and the limits of the vertical axis of each panel."""
    refined = "changed" in found
    losses = {name: v for name, v in found.items() if name.endswith("loss") and v}
    before = {name: v for name, v in losses.items() if name != "loss" or not refined}
    after = {"loss": losses["loss"]} if refined and "loss" in losses else {}
    scores = {n: found[k] for k, n in (("acc", "accuracy"), ("nmi", "NMI")) if found.get(k)}
    changed = {"share": found["changed"]} if found.get("changed") else {}
    return [
        ("reconstruction loss", before, 0.0, None),
        ("clustering loss", after, None, None),
        ("share of changed clusters", changed, 0.0, None),
        ("score", scores, 0.0, 1.0),
    ]


def steps_of(panel: str) -> str:
    """What the horizontal axis counts."""
    return "epoch" if panel == "reconstruction loss" else "interval between two targets"


def overview(summary: Sequence[dict[str, Any]], title: str) -> bytes:
    """Accuracy and NMI of every method, one bar each, with the deviation over the seeds."""
    rows = list(reversed(summary))
    figure = new(8.0, 0.55 * len(rows) + 1.5, title)
    axes = figure.add_subplot()
    places = np.arange(len(rows))
    for shift, (score, name, tone) in zip(
        (0.19, -0.19), (("acc", "accuracy", "#332288"), ("nmi", "NMI", "#88CCEE")), strict=True
    ):
        means = [row[f"{score}_mean"] for row in rows]
        spread = [row[f"{score}_std"] for row in rows]
        axes.barh(places + shift, means, 0.36, xerr=spread, color=tone, ecolor=INK, label=name)
        for place, value, wide in zip(places, means, spread, strict=True):
            text = f"{value:.3f}"
            axes.text(value + wide + 0.008, place + shift, text, va="center", fontsize=8, color=INK)
    names = [r["method"] + ("" if r["split"] == "all" else f" ({r['split']})") for r in rows]
    axes.set_yticks(places, names)
    axes.set_xlim(0.0, 1.08)
    axes.legend(frameon=False, fontsize=9, loc="upper center", bbox_to_anchor=(0.5, -0.1), ncols=2)
    plain(axes)
    return png(figure)
