"""How well stacks find copies: recall and precision on variants made of photos.

    .venv/bin/python packaging/measure_stacks.py [FOLDER] [--photos N] [--skip N]

makes nine variants (recompressed, resized, cropped, brightened, turned by EXIF) and two further
shots of each of N photos of FOLDER (without one: of drawn pictures), compares all with all as
`index` does, and prints JSON. A pair of different originals that is taken for one shot counts
against precision, also where the folder itself holds the same picture twice: look at `wrong`.
"""

from __future__ import annotations

import argparse
import io
import json
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random

import numpy as np
from PIL import Image, ImageOps

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from helpers.variants import another_shot, jpeg, variants

from photoorg.clusters.candidates import near_pairs
from photoorg.files.looks import Floats, look_at, luma_of
from photoorg.files.overlay import (
    LARGE,
    is_sparse,
    look_closer,
    overlay,
    same_page,
    same_scene,
    same_shot,
)
from photoorg.files.reader import read_picture
from photoorg.files.samples import KINDS, draw
from photoorg.records import Picture

SUFFIXES = (".jpg", ".jpeg", ".png", ".webp")
Made = tuple[int, str, bytes, bytes]  # number of the original, what was done, thumbnail, file


def originals(folder: str | None, count: int, skip: int) -> Iterator[tuple[str, Image.Image]]:
    """Names and pictures: of a folder in an order of chance, or drawn."""
    if folder is None:
        kinds = list(KINDS)
        for number in range(skip, skip + count):
            kind = kinds[number % len(kinds)]
            yield f"{kind} {number}", draw(kind, number)
        return
    paths = sorted(p for p in Path(folder).rglob("*") if p.suffix.lower() in SUFFIXES)
    Random(7).shuffle(paths)
    for path in paths[skip : skip + count]:
        with Image.open(path) as image:
            yield str(path), image.convert("RGB")


def thumbnail(data: bytes, place: Path) -> bytes:
    """As a scan makes it."""
    place.write_bytes(data)
    picture = read_picture(str(place), len(data), 0)
    assert isinstance(picture, Picture), picture
    return picture.thumbnail


def make(folder: str | None, count: int, skip: int) -> tuple[list[str], list[Made]]:
    """The names of the originals, and all pictures."""
    names, made, rng = [], [], Random(1)
    with tempfile.TemporaryDirectory() as home:
        place = Path(home) / "photo.jpg"
        for number, (name, image) in enumerate(originals(folder, count, skip)):
            names.append(name)
            first = jpeg(image, 92)
            made.append((number, "original", thumbnail(first, place), first))
            for what, data in variants(image, rng):
                made.append((number, what, thumbnail(data, place), data))
            for _ in range(2):
                shot = jpeg(another_shot(image, rng))
                made.append((number, "burst", thumbnail(shot, place), shot))
    return names, made


def is_same(made: list[Made], lumas: list[Floats], i: int, j: int) -> bool:
    """As `index` decides: by thumbnails, and by a closer look at pages and screens."""
    fit = overlay(lumas[i], lumas[j])
    if not same_shot(fit) or not is_sparse(fit):
        return same_shot(fit)
    return same_page(look_closer(large(made[i][3]), large(made[j][3])))


def large(data: bytes) -> Floats:
    """The luma of a whole file, upright."""
    found = luma_of(jpeg(ImageOps.exif_transpose(Image.open(io.BytesIO(data)))), LARGE)
    assert found is not None
    return found


def measure(names: list[str], made: list[Made]) -> dict[str, object]:
    """Recall by kind, precision over all pairs found, and what it cost."""
    begun = time.perf_counter()
    looks = [look_at(small) for _, _, small, _ in made]
    per_look = (time.perf_counter() - begun) / len(made)
    lumas = [luma_of(small) for _, _, small, _ in made]
    still = [n for n, (_, what, _, _) in enumerate(made) if what != "burst"]
    hashes = np.stack([looks[n].hashes for n in still])
    near = [(still[i], still[j]) for i, j in near_pairs(hashes, np.ones(len(still), bool))]
    # of one original's variants only those with itself: the others would only flatter precision
    pairs = [(i, j) for i, j in near if made[i][0] != made[j][0] or made[i][1] == "original"]
    begun = time.perf_counter()
    same = [(i, j) for i, j in pairs if is_same(made, lumas, i, j)]
    per_pair = (time.perf_counter() - begun) / max(1, len(pairs))
    right = {(i, j) for i, j in same if made[i][0] == made[j][0]}
    wrong = sorted({tuple(sorted((names[made[i][0]], names[made[j][0]])))
                    for i, j in same if made[i][0] != made[j][0]})  # fmt: skip
    first = {number: n for n, (number, what, _, _) in enumerate(made) if what == "original"}
    total, hit = Counter(), Counter()
    for n, (number, what, _, _) in enumerate(made):
        if what == "burst":
            hit[what] += same_scene(overlay(lumas[first[number]], lumas[n]))
        elif what != "original":
            hit[what] += (first[number], n) in right
        total[what] += what != "original"
    variants_ = [what for what in total if what not in ("burst", "original")]
    return {
        "originals": len(first),
        "recall": round(sum(hit[w] for w in variants_) / sum(total[w] for w in variants_), 4),
        "precision": round(len(right) / max(1, len(same)), 4),
        "recall_by_kind": {w: round(hit[w] / total[w], 3) for w in total if total[w]},
        "pairs_compared": len(pairs),
        "wrong": wrong,
        "milliseconds": {"measure a photo": 1e3 * per_look, "compare a pair": 1e3 * per_pair},
    }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", nargs="?")
    parser.add_argument("--photos", type=int, default=100)
    parser.add_argument("--skip", type=int, default=0)
    args = parser.parse_args()
    names, made = make(args.folder, args.photos, args.skip)
    print(json.dumps(measure(names, made), indent=2))


if __name__ == "__main__":
    main()
