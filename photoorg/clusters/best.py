"""Which photo of a stack to keep, and why. Pure Python."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log2

from photoorg.records import Photo, StackKind

#: What a photo can be better in, in English; the window has words of its own for each.
REASONS: Mapping[str, str] = {
    "favourite": "your favourite",
    "kept": "you kept it",
    "rating": "your best rating",
    "protected": "protected",
    "chosen": "you chose it",
    "pixels": "largest picture",
    "quality": "least compressed",
    "sharpness": "sharpest",
    "exposure": "best exposed",
    "metadata": "knows most of when and where",
    "same": "the same file, byte for byte",
    "alike": "as good as the others",
}

_CLEAR = 0.02  # of sharpness and exposure: less is noise of the measure


@dataclass(frozen=True, slots=True)
class Candidate:
    """A photo with what was measured of it; None where it was not."""

    photo: Photo
    sharpness: float | None
    exposure: float | None


def best_first(kind: StackKind, candidates: Sequence[Candidate]) -> list[Candidate]:
    """The candidates, the one to keep first; ties by path, so that the choice is always the same.

    What the user said goes first, and a rejected photo last. Then, for variants, the size of the
    picture, that of the file, exposure and what it knows of itself; for a burst, whose shots are
    of one size, sharpness and exposure.
    """
    return sorted(candidates, key=lambda c: (*(-x for x in _standing(c)), -_worth(kind, c),
                                             c.photo.taken or "9", len(c.photo.path),
                                             c.photo.path))  # fmt: skip


def _standing(candidate: Candidate) -> tuple[float, ...]:
    """What the user said of it; more is better."""
    verdict = candidate.photo.verdict
    return (
        float(verdict.mark != "rejected"),
        float(verdict.untouchable),
        float(verdict.favourite),
        float(verdict.mark == "kept"),
        float(verdict.rating),
        float(not candidate.photo.offline),
    )


def _worth(kind: StackKind, candidate: Candidate) -> float:
    """A sum of what speaks for it; a doubling of the pixels counts 1 (of bytes half, see below)."""
    photo = candidate.photo
    size = log2(max(1, photo.width * photo.height))
    if kind == "burst":
        seen = 20.0 * (candidate.sharpness or 0.0) + 4.0 * (candidate.exposure or 0.0)
        return size + seen + 0.1 * _facts(photo)
    # rounded: a crop's or a resizing's few pixels more or less decide nothing
    saved = round(size, 1) + 0.4 * log2(max(1, photo.bytes))
    return saved + 4.0 * (candidate.exposure or 0.0) + 0.3 * _facts(photo)


def _facts(photo: Photo) -> int:
    """How many of time, place and camera the file itself tells."""
    sure = photo.taken is not None and photo.taken_from.startswith(("exif", "xmp", "gps"))
    return sum((sure, photo.latitude is not None, photo.camera is not None))


def reasons(kind: StackKind, ordered: Sequence[Candidate]) -> tuple[str, ...]:
    """In what the first is better than the others, as keys of `REASONS`."""
    first, others = ordered[0], ordered[1:]
    found = [*_said(first, others), *_measured(kind, first, others)]
    if not found and kind != "copies" and all(c.photo.verdict.mark == "rejected" for c in others):
        return ("chosen",)
    return tuple(found[:3]) or ("same" if kind == "copies" else "alike",)


def _said(first: Candidate, others: Sequence[Candidate]) -> list[str]:
    own, theirs = first.photo.verdict, [c.photo.verdict for c in others]
    found = []
    if own.favourite and not any(v.favourite for v in theirs):
        found.append("favourite")
    elif own.untouchable and not any(v.untouchable for v in theirs):
        found.append("protected")
    if own.mark == "kept" and not any(v.mark == "kept" for v in theirs):
        found.append("kept")
    if own.rating > max((v.rating for v in theirs), default=0):
        found.append("rating")
    return found


def _measured(kind: StackKind, first: Candidate, others: Sequence[Candidate]) -> list[str]:
    photo, rest = first.photo, [c.photo for c in others]
    found = []
    size, sizes = photo.width * photo.height, [p.width * p.height for p in rest]
    if size >= max(sizes) and size > 1.05 * min(sizes):
        found.append("pixels")
    if _over(first.sharpness, [c.sharpness for c in others]):
        found.append("sharpness")
    if _over(first.exposure, [c.exposure for c in others]):
        found.append("exposure")
    if kind == "variants" and not found and photo.bytes > 1.05 * max(p.bytes for p in rest):
        found.append("quality")
    if kind != "copies" and _facts(photo) > max(_facts(p) for p in rest):
        found.append("metadata")
    return found


def _over(own: float | None, theirs: Sequence[float | None]) -> bool:
    return own is not None and all(own > (value or 0.0) + _CLEAR for value in theirs)
