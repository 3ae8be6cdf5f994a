"""Drawing the map of a library: one that had none, photos that come later, and the command."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from photoorg.__main__ import main
from photoorg.catalog import facts, machine
from photoorg.catalog.facts import FileRow
from photoorg.catalog.machine import Assignment, ClusterRow
from photoorg.learn import checkpoint
from photoorg.learn.autoencoder import design_for, new_encoder
from photoorg.pipeline import drawing, evidence, grouping, placing
from photoorg.pipeline.library import Library
from photoorg.records import NULL_CONTEXT, Filter, Metadata, Picture

KINDS, EACH = 3, 40


def rows(kind: int, count: int, seed: int) -> np.ndarray:
    """Stored features of photos of a kind: its own pattern and some noise."""
    pattern = np.random.default_rng(kind).integers(0, 200, grouping.FEATURE_BYTES)
    noise = np.random.default_rng(seed).integers(0, 40, (count, grouping.FEATURE_BYTES))
    return (pattern + noise).astype(np.uint8)


def add(library: Library, kind: int, count: int, seed: int) -> list[str]:
    names = [f"{kind}-{seed}-{n}" for n in range(count)]
    root, _ = facts.ensure_root(library.db, "/x")
    pictures = [Picture(f"/x/{n}", 9, 1, n, "JPEG", 9, 9, 1, b"", 0, Metadata()) for n in names]
    with library.db.transaction():
        facts.put_contents(library.db, pictures)
        facts.put_files(library.db, root, [FileRow(n.encode(), 9, 1, "photo", n) for n in names])
    blobs = [row.tobytes() for row in rows(kind, count, seed)]
    machine.put_features(library.db, grouping.FEATURE_MODEL, zip(names, blobs, strict=True))
    return names


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """Grouped, as before there was a map."""
    opened = Library.open(tmp_path)
    names = [(n, kind) for kind in range(KINDS) for n in add(opened, kind, EACH, kind)]
    machine.put_run(
        opened.db, model=grouping.FEATURE_MODEL, checkpoint="c", level=0, parameters={},
        clusters=[ClusterRow(kind + 1, f"Kind {kind}", 0.9, leaf=kind) for kind in range(KINDS)],
        assignments=[Assignment(n, kind + 1, 0.9, 0, True) for n, kind in names],
    )  # fmt: skip
    yield opened
    opened.close()


def spots(library: Library) -> dict[str, tuple[float, float]]:
    ids, x, y, _ = library.map_spots(Filter())
    names = {photo.id: photo.hash for photo in library.photos(ids)}
    return {names[i]: (a, b) for i, a, b in zip(ids, x, y, strict=True)}


def middle(of: dict[str, tuple[float, float]], kind: int) -> np.ndarray:
    return np.median([xy for name, xy in of.items() if name.startswith(f"{kind}-")], axis=0)


def test_a_library_that_was_grouped_before_there_was_a_map_gets_one(library: Library) -> None:
    assert drawing.is_due(library)
    drawing.fill(NULL_CONTEXT, library)
    assert not drawing.is_due(library)
    found = spots(library)
    assert len(found) == KINDS * EACH
    for name, xy in found.items():
        away = [np.hypot(*(np.array(xy) - middle(found, kind))) for kind in range(KINDS)]
        assert int(np.argmin(away)) == int(name[0])


def keep_model(library: Library) -> None:
    """A checkpoint as the training of this library would leave it; its network learned nothing."""
    every = np.concatenate([rows(kind, EACH, kind) for kind in range(KINDS)])
    views = evidence.fit(every, grouping.FEATURE_MODEL)
    known = evidence.apply(views, every, grouping.FEATURE_MODEL, NULL_CONTEXT)
    design = design_for(320, 3, 32)
    flat = np.ones((320, 1, 1), dtype=np.float32)
    model = placing.Model(
        grouping.FEATURE_MODEL, new_encoder(design, 0), flat, flat, 1.0, "gaussian", (), views,
        tuple(known), np.repeat(np.arange(KINDS), EACH), np.zeros((KINDS, 32), np.float32), 1.0,
    )  # fmt: skip
    checkpoint.save(library.paths.models / "c", model.plain())


@pytest.mark.parametrize("kept", [True, False])
def test_photos_that_come_later_go_beside_those_they_resemble(
    library: Library, kept: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawing.fill(NULL_CONTEXT, library)
    if kept:  # then nothing is fitted to the whole library again: it would take seconds
        keep_model(library)
        monkeypatch.setattr(evidence, "fit", lambda *_: pytest.fail("projected anew"))
    before = spots(library)
    new = add(library, 1, 5, 77)
    assert not drawing.is_due(library)  # not grouped yet
    run = machine.current_run(library.db)
    assert run is not None
    placed = [Assignment(name, 2, 0.8, None, False) for name in new]
    machine.add_assignments(library.db, run.id, placed)
    drawing.fill(NULL_CONTEXT, library)
    after = spots(library)
    assert {name: after[name] for name in before} == before
    for name in new:
        away = [np.hypot(*(np.array(after[name]) - middle(before, kind))) for kind in range(KINDS)]
        assert int(np.argmin(away)) == 1


def test_the_command_says_where_photos_lie(
    library: Library, capsys: pytest.CaptureFixture[str]
) -> None:
    where = ["--library", str(library.folder)]
    assert main(["map", *where]) == 0
    assert "120 photos are not on the map yet" in capsys.readouterr().out
    drawing.fill(NULL_CONTEXT, library)
    assert main(["map", "--json", "--cluster", "2", *where]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["missing"] == 0
    assert len(document["photos"]) == EACH
    assert {photo["cluster"] for photo in document["photos"]} == {2}
    assert all(0 <= photo["x"] <= 1 and 0 <= photo["y"] <= 1 for photo in document["photos"])
    assert main(["map", *where]) == 0
    assert len(capsys.readouterr().out.splitlines()) == KINDS * EACH
