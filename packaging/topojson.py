"""TopoJSON for build_outlines.py: arcs in steps of a grid, and rings cut at the date line."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

HALF_TURN = 50_000  # of the 100,000 steps of a grid around the globe


def absolute(topology: dict[str, Any]) -> list[NDArray[np.int64]]:
    """Arcs as grid points (n, 2); the file holds steps."""
    return [np.cumsum(np.array(arc, np.int64), axis=0) for arc in topology["arcs"]]


def cut_at_date_line(topology: dict[str, Any], arcs: list[NDArray[np.int64]]) -> set[int]:
    """Cut arcs and rings where they step over 180 degrees, so that every ring can be filled.

    world-atlas joins both halves of Chukotka into one ring; drawn flat it would cross the map.
    Returns the new arcs that close rings along the date line: nobody's coast or border.
    """
    seams: set[int] = set()
    pieces: dict[int, list[int]] = {}
    for i in range(len(arcs)):
        jumps = np.flatnonzero(np.abs(np.diff(arcs[i][:, 0])) > HALF_TURN) + 1
        if len(jumps):
            parts = up_to_the_line(np.split(arcs[i], jumps))
            arcs[i] = parts[0]
            pieces[i] = [i, *range(len(arcs), len(arcs) + len(parts) - 1)]
            arcs += parts[1:]
    south = round((-90 - topology["transform"]["translate"][1]) / topology["transform"]["scale"][1])
    for shapes in topology["objects"].values():
        for shape in shapes["geometries"]:
            polygons = [shape["arcs"]] if shape["type"] == "Polygon" else shape.get("arcs", [])
            for rings in polygons:
                rings[:] = [
                    part for ring in rings for part in whole(ring, pieces, arcs, south, seams)
                ]
    return seams


def up_to_the_line(parts: list[NDArray[np.int64]]) -> list[NDArray[np.int64]]:
    """Let both sides of each cut end on 180 degrees."""
    for i in range(1, len(parts)):
        before, after = parts[i - 1][-1], parts[i][0]
        edge = 2 * HALF_TURN - 1 if before[0] > HALF_TURN else 0
        if before[0] != edge:
            parts[i - 1] = np.append(parts[i - 1], [[edge, after[1]]], axis=0)
        if after[0] != 2 * HALF_TURN - 1 - edge:
            parts[i] = np.insert(parts[i], 0, [2 * HALF_TURN - 1 - edge, before[1]], axis=0)
    return parts


def whole(
    ring: list[int],
    pieces: dict[int, list[int]],
    arcs: list[NDArray[np.int64]],
    south: int,
    seams: set[int],
) -> list[list[int]]:
    """The rings on both sides of the date line, closed along it (Antarctica's by the pole)."""
    if not any((arc if arc >= 0 else ~arc) in pieces for arc in ring):
        return [ring]
    walk = [
        part
        for arc in ring
        for part in (
            pieces.get(arc, [arc]) if arc >= 0 else [~i for i in pieces.get(~arc, [~arc])[::-1]]
        )
    ]
    ends = [(walk_points(i, arcs)[0], walk_points(i, arcs)[-1]) for i in walk]
    breaks = [i for i in range(len(walk)) if abs(ends[i - 1][1][0] - ends[i][0][0]) > HALF_TURN]
    result = []
    for start, stop in zip(breaks, [*breaks[1:], breaks[0] + len(walk)], strict=True):
        part = [walk[i % len(walk)] for i in range(start, stop)]
        last, first = ends[(stop - 1) % len(walk)][1], ends[start][0]
        if abs(last[0] - first[0]) < HALF_TURN:
            closing = np.array([last, first])
        else:
            across = [(x, south) for x in np.linspace(last[0], first[0], 9).round().astype(int)]
            closing = np.array([last, *across, first])
        result.append([*part, len(arcs)])
        seams.add(len(arcs))
        arcs.append(closing.astype(np.int64))
    return result


def walk_points(i: int, arcs: list[NDArray[np.int64]]) -> NDArray[np.int64]:
    return arcs[i] if i >= 0 else arcs[~i][::-1]


def degrees(topology: dict[str, Any], arcs: list[NDArray[np.int64]]) -> list[Floats]:
    scale, shift = topology["transform"]["scale"], topology["transform"]["translate"]
    return [arc * np.array(scale) + np.array(shift) for arc in arcs]


def ring_points(ring: list[int], arcs: list[Any]) -> Any:
    parts = [arcs[i] if i >= 0 else arcs[~i][::-1] for i in ring]
    return np.concatenate([parts[0], *(part[1:] for part in parts[1:])])
