"""What any grouping of photos must beat: mean colours, raw pixels, the backbone's features."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from photoorg.benchmark.kmeans import kmeans
from photoorg.benchmark.method import Clock, Floats, Found, Ints, Method, Task, unit
from photoorg.benchmark.space import Space

ALWAYS = ("mean-colour", "raw-pixels")
RAW_SIDE = 64
NEIGHBOURS = 20

Look = Callable[[Space], Floats]
Cluster = Callable[[Floats, Task], Ints]


def by_kmeans(x: Floats, task: Task) -> Ints:
    """k-means with 20 starts."""
    return kmeans(x, task.clusters, task.seed, task.ctx).clusters


def by_spectral(x: Floats, task: Task) -> Ints:
    """scikit-learn's spectral clustering on a graph of 20 nearest neighbours."""
    from sklearn.cluster import SpectralClustering

    model = SpectralClustering(
        task.clusters,
        affinity="nearest_neighbors",
        n_neighbors=min(NEIGHBOURS, len(x)),
        random_state=task.seed,
    )
    return np.asarray(model.fit_predict(x), dtype=np.int64)


def on(look: Look, cluster: Cluster) -> Method:
    """A method that looks at the pictures of a folder in one way and clusters what it sees."""

    def method(task: Task) -> Found:
        space = task.data
        assert isinstance(space, Space)
        x = look(space)
        clock = Clock(embed=space.embed_seconds if look is Space.features else 0.0)
        with clock.on("cluster"):
            clusters = cluster(x, task)
        return Found(clusters, clock.total())

    return method


def colours(space: Space) -> Floats:
    """Mean colour and aspect, standardised."""
    return standardised(space.pictures.colours)


def raw_pixels(space: Space) -> Floats:
    """Pictures of 64 x 64 as rows (n, 12288), 0..1."""
    return unit(space.pixels(0, len(space.pictures.thumbnails), RAW_SIDE))


def standardised(x: Floats) -> Floats:
    """Columns with mean 0 and spread 1 (constant ones 0)."""
    spread = x.std(axis=0)
    scaled: Floats = (x - x.mean(axis=0)) / np.where(spread > 1e-9, spread, 1.0)
    return scaled


METHODS: dict[str, Method] = {
    "mean-colour": on(colours, by_kmeans),
    "raw-pixels": on(raw_pixels, by_kmeans),
    "features-kmeans": on(Space.features, by_kmeans),
    "features-spectral": on(Space.features, by_spectral),
}
