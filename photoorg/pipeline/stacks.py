"""Stacks: measuring thumbnails, finding what is alike, and what the window shows of it.

Part of indexing, after the contents are recognised. Each photo is measured once and compared once
with all that are there, so new photos cost what they are, not what the library is. What is stored
are pairs; the stacks themselves are folded from them whenever they are read (0.2 s for 30,000
pairs), so that a word of the user ("these are not alike") holds at once.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from photoorg.catalog import stacks as catalog
from photoorg.catalog.stacks import Link, LookRow
from photoorg.records import Changes, Stack, file_time

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from photoorg.catalog.stacks import Shot
    from photoorg.clusters.best import Candidate
    from photoorg.clusters.folding import Fold
    from photoorg.pipeline.library import Library
    from photoorg.records import Context, Photo, StackKind

STAGE_LOOK = "Looking closely"
STAGE_COMPARE = "Comparing photos"
BATCH = 256
BURST_GAP = 5.0  # seconds between two shots of a burst
BURST_REACH = 3  # each is compared with so many before it: one blink breaks no burst
ONE_SHOT = 60.0  # seconds; versions of one shot bear one time, or none
LEAST_CONTRAST = 4.0  # of the luma: under that a picture has nothing to compare
LEAST_LIKE = {"variant": 0.6, "burst": 0.7}  # cosine of the recognised contents
BURST_CERTAINTY = 0.7  # a burst's other shots are no copies: somebody may have wanted two


def update(ctx: Context, library: Library) -> int:
    """Measure and compare the photos that were not yet; how many pairs were found."""
    _look(ctx, library)
    if not catalog.any_to_compare(library.db):
        return 0
    found = _compare(ctx, library)
    if found:
        ctx.changed(Changes(clusters=True))
    return found


# --- Measuring -----------------------------------------------------------------------------------


def _look(ctx: Context, library: Library) -> None:
    from photoorg.files import looks

    todo = catalog.hashes_without_look(library.db, looks.VERSION)
    for start in range(0, len(todo), BATCH):
        ctx.progress(STAGE_LOOK, start, len(todo))
        ctx.check_cancelled()
        jpegs = library.thumbnail_store.get_many(todo[start : start + BATCH])
        measured = ((digest, looks.look_at(jpeg)) for digest, jpeg in jpegs.items())
        rows = [
            LookRow(
                digest, look.hashes.astype("<u8").tobytes(),
                look.sharpness, look.exposure, look.contrast,
            )
            for digest, look in measured if look is not None
        ]  # fmt: skip
        catalog.put_looks(library.db, looks.VERSION, rows)


# --- Comparing -----------------------------------------------------------------------------------


def _compare(ctx: Context, library: Library) -> int:
    shots = catalog.shots(library.db)
    links = 0
    for kind, pairs in (("variant", _near(shots)), ("burst", _in_a_row(shots))):
        links += _judge_all(ctx, library, shots, pairs, kind)
    catalog.set_compared(library.db, [shot.hash for shot in shots if not shot.compared])
    return links


def _near(shots: Sequence[Shot]) -> NDArray[np.int64]:
    """Pairs of indices of shots with like hashes, at least one of them new."""
    import numpy as np

    from photoorg.clusters.candidates import near_pairs
    from photoorg.files.looks import HASHES

    rich = [n for n, shot in enumerate(shots) if shot.contrast >= LEAST_CONTRAST]
    joined = b"".join(shots[n].hashes for n in rich)
    hashes = np.frombuffer(joined, "<u8").astype(np.uint64).reshape(-1, HASHES)
    fresh = np.array([not shots[n].compared for n in rich], dtype=bool)
    pairs = np.array(rich, dtype=np.int64)[near_pairs(hashes, fresh)]
    one_time = [p for p in pairs.tolist() if not _taken_apart(shots[p[0]], shots[p[1]])]
    return np.array(one_time, dtype=np.int64).reshape(-1, 2)


def _taken_apart(one: Shot, other: Shot) -> bool:
    """Whether cameras say that these are two shots: what is made of a shot keeps its time."""
    if not one.camera or not other.camera:
        return False
    seconds = _seconds(one.taken), _seconds(other.taken)
    return None not in seconds and abs((seconds[0] or 0.0) - (seconds[1] or 0.0)) > ONE_SHOT


def _in_a_row(shots: Sequence[Shot]) -> NDArray[np.int64]:
    """Pairs of indices of shots of one camera, taken seconds apart, at least one of them new."""
    import numpy as np

    from photoorg.clusters.candidates import in_a_row

    cameras: dict[str, int] = {}
    group = [cameras.setdefault(s.camera, len(cameras)) if s.camera else -1 for s in shots]
    seconds = [_seconds(shot.taken) for shot in shots]
    times = np.array([np.nan if s is None else s for s in seconds], dtype=np.float64)
    pairs = in_a_row(np.array(group, dtype=np.int64), times, BURST_GAP, BURST_REACH)
    fresh = np.array([not shot.compared for shot in shots], dtype=bool)
    return pairs[fresh[pairs].any(axis=1)]


def _seconds(taken: str | None) -> float | None:
    """Seconds since 1970 as if local time were UTC; None without a time of day."""
    if taken is None or "T" not in taken:
        return None
    return datetime.fromisoformat(taken).replace(tzinfo=UTC).timestamp()


def _judge_all(
    ctx: Context, library: Library, shots: Sequence[Shot], pairs: NDArray[np.int64], kind: str
) -> int:
    """Lay the pairs over each other and store those that fit; how many did.

    A pair that is joined already, by others, is passed over: n copies cost n comparisons.
    """
    joined = _Joined()
    links = 0
    for start in range(0, len(pairs), BATCH):
        ctx.progress(STAGE_COMPARE, start, len(pairs))
        ctx.check_cancelled()
        part = [(shots[i].hash, shots[j].hash) for i, j in pairs[start : start + BATCH].tolist()]
        found = list(_judge(ctx, library, part, kind, joined))
        catalog.put_links(library.db, found)
        links += len(found)
    return links


class _Joined:
    """Which contents are joined so far (union-find with path halving)."""

    def __init__(self) -> None:
        self._above: dict[str, str] = {}

    def root(self, digest: str) -> str:
        above = self._above
        while (up := above.get(digest, digest)) != digest:
            above[digest] = above.get(up, up)
            digest = up
        return digest

    def join(self, a: str, b: str) -> None:
        self._above[self.root(a)] = self.root(b)


def _judge(
    ctx: Context,
    library: Library,
    pairs: Sequence[tuple[str, str]],
    kind: str,
    joined: _Joined,
) -> Iterator[Link]:
    from photoorg.files.looks import colours_of, luma_of
    from photoorg.files.overlay import is_sparse, overlay, same_colours, same_scene, same_shot

    wanted = {digest for pair in pairs for digest in pair}
    jpegs = library.thumbnail_store.get_many(sorted(wanted))
    lumas = {digest: luma_of(jpeg) for digest, jpeg in jpegs.items()}
    colours = {digest: colours_of(jpeg) for digest, jpeg in jpegs.items()}
    for a, b in pairs:
        one, other = lumas.get(a), lumas.get(b)
        if one is None or other is None or joined.root(a) == joined.root(b):
            continue
        fit = overlay(one, other)
        if not (same_shot(fit) if kind == "variant" else same_scene(fit)):
            continue
        seen, against = colours[a], colours[b]
        if seen is None or against is None or not same_colours(seen, against):
            continue
        if _resemblance(library, a, b) < LEAST_LIKE[kind]:
            continue
        if kind == "variant" and is_sparse(fit) and not _look_closer(ctx, library, a, b):
            continue
        joined.join(a, b)
        likeness = fit.low if kind == "variant" else fit.typical
        yield Link(min(a, b), max(a, b), kind, round(min(max(likeness, 0.0), 1.0), 4))


def _look_closer(ctx: Context, library: Library, a: str, b: str) -> bool:
    """Whether two pages or screens are the same in large, too; no if a file is not at hand.

    Reads both files (0.1 to 1 s), so it is done only where thumbnails found no difference.
    """
    from photoorg.files.looks import luma_of
    from photoorg.files.overlay import LARGE, look_closer, same_page

    files = catalog.files_of(library.db, [a, b])
    lumas = []
    for digest in (a, b):
        here = next((p for p in library.photos(files.get(digest, [])) if is_on_disk(p)), None)
        jpeg = library.preview(here.path, ctx.check_cancelled) if here else None
        lumas.append(luma_of(jpeg, LARGE) if jpeg else None)
    one, other = lumas
    return one is not None and other is not None and same_page(look_closer(one, other))


def _resemblance(library: Library, a: str, b: str) -> float:
    """The cosine of two photos' recognised contents; 1 where they were not recognised."""
    import numpy as np

    from photoorg.pipeline.grouping import FEATURE_MODEL, HAS_WEIGHTS

    rows = [catalog.feature(library.db, FEATURE_MODEL, digest) for digest in (a, b)]
    if not HAS_WEIGHTS or None in rows:
        return 1.0
    # 255 sqrt(x / 6) of 1,280 pooled features come first (see pipeline.grouping)
    one, other = (
        np.square(np.frombuffer(row or b"", np.uint8)[:1280].astype(np.float32)) for row in rows
    )
    size = float(np.linalg.norm(one) * np.linalg.norm(other))
    return float(one @ other) / size if size else 1.0


# --- Reading -------------------------------------------------------------------------------------


def stacks(library: Library, ids: Iterable[int] | None = None) -> list[Stack]:
    """The stacks that hold any of these photos (None: all), those that win most bytes first."""
    folds, files = _folded(library)
    wanted = None if ids is None else set(ids)
    chosen = [
        fold for fold in folds
        if wanted is None or any(i in wanted for d in fold.members for i in files.get(d, ()))
    ]  # fmt: skip
    digests = [digest for fold in chosen for digest in fold.members]
    photos = {p.id: p for p in library.photos([i for d in digests for i in files.get(d, ())])}
    quality = catalog.quality(library.db, digests)
    made = [
        _stack(fold, [photos[i] for d in fold.members for i in files.get(d, ()) if i in photos],
               quality)
        for fold in chosen
    ]  # fmt: skip
    return sorted((s for s in made if s is not None), key=lambda s: (-s.bytes, s.ids))


def _folded(library: Library) -> tuple[list[Fold], dict[str, list[int]]]:
    """The groups of contents that stack, and the files of each content."""
    from photoorg.clusters.folding import Fold, fold

    links = catalog.links(library.db)
    digests = sorted({d for link in links for d in (link.a, link.b)})
    taken = catalog.taken(library.db, digests)
    present = catalog.files_of(library.db, digests)
    found = fold(
        [(x.a, x.b, x.kind == "burst", x.likeness) for x in links
         if x.a in present and x.b in present],
        catalog.apart(library.db),
        lambda digest: _seconds(taken.get(digest)),
    )  # fmt: skip
    folded = {digest for group in found for digest in group.members}
    alone = [digest for digest in catalog.copied(library.db) if digest not in folded]
    files = present | catalog.files_of(library.db, alone)
    return found + [Fold([digest]) for digest in alone], files


def _stack(
    fold: Fold, photos: Sequence[Photo], quality: dict[str, tuple[float, float]]
) -> Stack | None:
    from photoorg.clusters.best import Candidate, best_first, reasons

    if len(photos) < 2:
        return None
    kind: StackKind = "variants"
    if len({p.hash for p in photos}) == 1:
        kind = "copies"
    elif fold.burst:
        kind = "burst"
    none = (None, None)
    ordered = best_first(kind, [Candidate(p, *quality.get(p.hash, none)) for p in photos])
    return _offered(kind, fold, ordered, reasons(kind, ordered))


def _offered(
    kind: StackKind, fold: Fold, ordered: Sequence[Candidate], why: tuple[str, ...]
) -> Stack:
    best = ordered[0].photo
    free = [c.photo for c in ordered[1:] if is_free(c.photo)]
    rejectable = [p for p in free if p.hash != best.hash]
    copies = [p for p in free if p.hash == best.hash]
    sure = {"copies": 1.0, "variants": fold.likeness, "burst": BURST_CERTAINTY * fold.likeness}
    return Stack(
        kind=kind,
        ids=tuple(c.photo.id for c in ordered),
        reasons=why,
        rejectable=tuple(p.id for p in rejectable),
        copies=tuple(p.id for p in copies),
        bytes=sum(p.bytes for p in (*rejectable, *copies)),
        certainty=sure[kind],
    )


def with_best(library: Library, stack: Stack, best: int) -> Stack:
    """The stack with another photo of it as the one to keep, as the user chose."""
    photos = {p.id: p for p in library.photos(stack.ids)}
    if best not in photos:
        return stack
    own = photos[best]
    others = [photos[i] for i in stack.ids if i != best and i in photos]
    free = [p for p in others if is_free(p)]
    return replace(
        stack,
        ids=(best, *(p.id for p in others)),
        reasons=("chosen",),
        rejectable=tuple(p.id for p in free if p.hash != own.hash),
        copies=tuple(p.id for p in free if p.hash == own.hash),
        bytes=sum(p.bytes for p in free),
    )


def choose_best(library: Library, stack: Stack, best: int) -> Changes:
    """Keep this photo of a stack and reject the others, two decisions if it was rejected before."""
    changes = library.mark([best], None) if _is_rejected(library, best) else Changes()
    return changes | keep_best(library, [with_best(library, stack, best)])[0]


def _is_rejected(library: Library, photo_id: int) -> bool:
    return library.verdicts([photo_id])[photo_id].mark == "rejected"


def is_free(photo: Photo) -> bool:
    """Whether nothing the user said stands against proposing a photo for deletion."""
    verdict = photo.verdict
    return verdict.mark is None and not verdict.rating and not verdict.untouchable


def reason(name: str) -> str:
    """A reason of `Stack.reasons` in English."""
    from photoorg.clusters.best import REASONS

    return REASONS[name]


# --- Choosing ------------------------------------------------------------------------------------


def keep_best(library: Library, chosen: Sequence[Stack]) -> tuple[Changes, list[int]]:
    """Reject what each stack offers, as one decision; (changes, ids that were rejected).

    A stack whose best photo is not on disk any more, as it was read, is passed over: its others
    may be the last of this picture. Copies of the best's own bytes are not marked: a mark holds
    for all copies, the best among them.
    """
    standing = {p.id for p in library.photos([s.best for s in chosen]) if is_on_disk(p)}
    ids = [i for stack in chosen if stack.best in standing for i in stack.rejectable]
    return library.mark(ids, "rejected"), ids


def is_on_disk(photo: Photo) -> bool:
    """Whether the file is there, unchanged since it was read."""
    if photo.offline:
        return False
    try:
        found = os.lstat(photo.path)
    except OSError:
        return False
    return (found.st_size, file_time(found)) == (photo.bytes, photo.mtime_ns)


def spare_copies(library: Library, chosen: Sequence[Stack]) -> list[int]:
    """Ids of the copies that may go: each stack's best stays, and is another file on disk.

    A hard link is the same file under a second name: deleting it would win nothing.
    """
    photos = {
        p.id: p
        for p in library.photos([i for s in chosen if s.copies for i in (s.best, *s.copies)])
    }
    spare = []
    for stack in chosen:
        best = photos.get(stack.best)
        if best is None or not is_on_disk(best):
            continue
        there = os.lstat(best.path)
        for photo in (photos[i] for i in stack.copies if i in photos):
            if is_on_disk(photo) and not os.path.samestat(there, os.lstat(photo.path)):
                spare.append(photo.id)
    return spare
