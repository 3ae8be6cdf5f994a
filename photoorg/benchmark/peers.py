"""Other people's programs beside ours, if they are installed."""

from __future__ import annotations

import sys
from contextlib import redirect_stdout
from importlib import import_module
from importlib.util import find_spec

import numpy as np

from photoorg.benchmark.method import Clock, Found, Method, Task, unit
from photoorg.errors import SurroundingsError
from photoorg.files.pool import default_workers
from photoorg.pipeline import starting


def clustpy_dec(task: Task) -> Found:
    """ClustPy's DEC with its defaults on the pixels. It can neither be watched nor stopped.

    It may use as many cores as ours does: on two it takes 0.55 of the time that it takes on one.
    """
    if find_spec("clustpy") is None:
        raise SurroundingsError(
            "The method clustpy-dec needs the package ClustPy, which is not installed.",
            "Install it with: pip install 'photoorg[peers]', or leave the method out.",
        )
    peer = import_module("clustpy.deep").DEC(task.clusters, random_state=task.seed)
    clock, every_core = Clock(), starting.fixed_arithmetic(default_workers())
    with clock.on("train"), every_core, redirect_stdout(sys.stderr):  # it talks; ours is JSON
        task.ctx.progress("ClustPy at work", 0, 0)
        peer.fit(unit(task.data.images))
    placed = None if task.unseen is None else peer.predict(unit(task.unseen.images))
    return Found(
        np.asarray(peer.labels_, dtype=np.int64),
        clock.total(),
        placed=None if placed is None else np.asarray(placed, dtype=np.int64),
    )


METHODS: dict[str, Method] = {"clustpy-dec": clustpy_dec}
