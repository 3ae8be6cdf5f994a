"""Which plots a run gets, and where they are written. Labels colour the plots; all is over then."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from photoorg.benchmark import metrics
from photoorg.benchmark.kmeans import principal
from photoorg.benchmark.method import Bytes, Floats, Found, Ints

if TYPE_CHECKING:
    from photoorg.benchmark.harness import Run


@dataclass(frozen=True, slots=True)
class Gallery:
    """The plots of one seed's runs. names: what each label number is called; ink: see `plots`."""

    images: Bytes
    seed: int
    names: Sequence[str]
    ink: bool = False

    def of_run(self, run: Run, labels: Ints, row: dict[str, Any]) -> dict[str, bytes]:
        """PNG files by name for one run; none for further seeds."""
        if run.seed != self.seed:
            return {}
        if run.found.truth is not None:
            return of_points(run.found, run.method)
        title = f"{run.method}, seed {run.seed}: accuracy {row['acc']:.3f}, NMI {row['nmi']:.3f}"
        return {
            f"{run.method}-{kind}.png": content
            for kind, content in self.drawn(run.found, labels, title, row).items()
        }

    def drawn(
        self, found: Found, labels: Ints, title: str, row: dict[str, Any]
    ) -> dict[str, bytes]:
        """All that can be drawn of a run, by kind of plot."""
        from photoorg.benchmark import plots

        made = {}
        if found.originals is not None and found.rebuilt is not None:
            error = f"{title.split(':')[0]}: mean squared error {found.mse:.4f}"
            shape = self.images.shape[1:]
            made["reconstructions"] = plots.reconstructions(
                found.originals, found.rebuilt, shape, self.ink, error
            )
        if found.codes is not None and len(labels) > 2:
            points, axis = flattened(found.codes)
            made["scatter"] = plots.scatter(points, labels, self.names, title, axis)
        if row["curves"]:
            made["curves"] = plots.curves(row["curves"], title)
        table = metrics.confusion(found.clusters, labels)
        made["confusion"] = plots.confusion(table, self.names, title)
        words = captions(found.clusters, labels, self.names)
        if words:
            made["clusters"] = plots.samples(self.images, found.clusters, words, self.ink, title)
        return made


def of_points(found: Found, method: str) -> dict[str, bytes]:
    """The plots of a method that made its own points in the plane."""
    from photoorg.benchmark import plots

    assert found.codes is not None
    assert found.originals is not None
    assert found.rebuilt is not None
    assert found.truth is not None
    latent = flattened(found.codes)[0]
    return {
        f"{method}.png": plots.blobs(found.originals, latent, found.rebuilt, found.truth),
        f"{method}-curves.png": plots.curves(found.curves, "blobs: reconstruction"),
    }


def overview(summary: Sequence[dict[str, Any]], n: int) -> dict[str, bytes]:
    """The plot of all methods."""
    from photoorg.benchmark import plots

    rows = [row for row in summary if row["method"] != "blobs"]  # it has data of its own
    return {"overview.png": plots.overview(rows, f"Clustering {n:,} images without labels")}


def flattened(codes: Floats) -> tuple[Floats, str]:
    """Codes (n, c) in two dimensions, and what these are."""
    if codes.shape[1] == 2:
        return codes, "number"
    return principal(codes, 2).project(codes), "principal component of the code"


def captions(clusters: Ints, labels: Ints, names: Sequence[str]) -> dict[int, str]:
    """ "812 images, 97 % 3" for each cluster."""
    number = np.unique(labels, return_inverse=True)[1]
    found = {}
    for cluster in np.unique(clusters[clusters >= 0]):
        counts = np.bincount(number[clusters == cluster], minlength=len(names))
        share = 100 * counts.max() / counts.sum()
        found[int(cluster)] = f"{counts.sum():,}: {share:.0f} % “{names[int(counts.argmax())]}”"
    return found
