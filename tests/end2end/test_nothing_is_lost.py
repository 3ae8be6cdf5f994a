"""Random sessions on a real library of real files, against a small model of what must hold.

After every step: each byte is at its place or in the trash and listed, no protected file has left,
and what the user decided is exactly what the model says, whatever was scanned, clustered, renamed,
deleted and restored in between.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass, field, replace
from itertools import combinations, count
from pathlib import Path
from typing import Any

import pytest
from helpers.pictures import save
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from photoorg.catalog import machine, verdicts
from photoorg.catalog.machine import Assignment, ClusterRow
from photoorg.errors import UsageError
from photoorg.pipeline import decide
from photoorg.pipeline.jobs import delete_job, index_job, undo_job
from photoorg.pipeline.library import Library
from photoorg.records import NULL_CONTEXT, Changes, Filter, Photo, Verdict

PICTURES = (".jpg", ".png")
Step = tuple[str, int, int]


@dataclass
class Decided:
    """All that a user can decide, by content hash."""

    verdicts: dict[str, Verdict] = field(default_factory=dict)
    folders: frozenset[str] = frozenset()
    apart: frozenset[tuple[str, str]] = frozenset()
    title: str = ""


class Session:
    """A user, the library under test, and the model."""

    def __init__(self, folder: Path, trash: Path) -> None:
        self.folder, self.trash, self.photos = folder, trash, folder / "photos"
        self.library = Library.open(folder / "library")
        self.now = Decided()
        self.past: list[Decided] = []
        self.future: list[Decided] = []
        self.fresh = count(1)
        self.edited: set[str] = set()  # contents that another program wrote
        self.stale = False  # files were renamed or copied since the last scan

    # --- what the user sees, and what the disk holds

    def ids(self, bits: int = -1) -> list[int]:
        shown = sorted(self.library.photo_ids(Filter()))
        return [photo for n, photo in enumerate(shown) if bits >> n & 1]

    def hashes(self, ids: Sequence[int]) -> dict[int, str]:
        return {p.id: p.hash for p in self.library.photos(ids)}

    def on_disk(self) -> dict[str, bytes]:
        return {str(p): p.read_bytes() for p in sorted(self.photos.rglob("*")) if p.is_file()}

    def in_trash(self) -> dict[str, bytes]:
        files = self.trash / "files"
        return {str(p): p.read_bytes() for p in sorted(files.glob("*"))} if files.exists() else {}

    def contents(self) -> Counter[bytes]:
        return Counter([*self.on_disk().values(), *self.in_trash().values()])

    def untouchable(self) -> set[str]:
        safe = set()
        for path, content in self.on_disk().items():
            verdict = self.now.verdicts.get(hashlib.sha256(content).hexdigest(), Verdict())
            if verdict.untouchable or any(path.startswith(f"{f}/") for f in self.now.folders):
                safe.add(path)
        shown = self.library.photos(self.ids())
        held = verdicts.formerly(self.library.db, [p.hash for p in shown])
        return safe | {path for path in held if held[path].untouchable and Path(path).exists()}

    # --- decisions

    def decide(self, act: Callable[[], Changes], **change: Any) -> None:
        """Do it, and the same in the model: a change is one more step of the history."""
        after = replace(deepcopy(self.now), **change)
        assert act().decisions == (after != self.now)
        if after != self.now:
            self.past.append(self.now)
            self.future.clear()
            self.now = after

    def judged(self, ids: Sequence[int], **change: Any) -> dict[str, Verdict]:
        after = dict(self.now.verdicts)
        judged = set(self.hashes(ids).values())
        if False in (change.get("favourite"), change.get("protected")):
            judged |= verdicts.former_hashes(self.library.db, ids)
        for digest in judged:
            verdict = replace(after.get(digest, Verdict()), **change)
            after[digest] = verdict
            if verdict == Verdict():
                del after[digest]
        return after

    def mark(self, bits: int, value: int) -> None:
        mark = (None, "kept", "rejected")[value % 3]
        ids = self.ids(bits)
        self.decide(
            lambda: self.library.mark(ids, mark),  # type: ignore[arg-type]
            verdicts=self.judged(ids, mark=mark),
        )

    def rate(self, bits: int, value: int) -> None:
        ids = self.ids(bits)
        self.decide(
            lambda: self.library.rate(ids, value % 6), verdicts=self.judged(ids, rating=value % 6)
        )

    def favour(self, bits: int, value: int) -> None:
        ids, on = self.ids(bits & bits >> 3), value > 1
        self.decide(lambda: self.library.favour(ids, on), verdicts=self.judged(ids, favourite=on))

    def protect(self, bits: int, value: int) -> None:
        ids, on = self.ids(bits & bits >> 3), value > 1
        self.decide(lambda: self.library.protect(ids, on), verdicts=self.judged(ids, protected=on))

    def protect_folder(self, bits: int, value: int) -> None:
        name, on = str(self.photos / ("one", "two")[bits % 2]), value > 2
        folders = self.now.folders | {name} if on else self.now.folders - {name}
        self.decide(lambda: self.library.protect_folder(name, on), folders=folders)

    def review(self, bits: int, value: int) -> None:
        ids, when = self.ids(bits), f"2026-01-01T00:00:{next(self.fresh) % 60:02}+00:00"
        decide.now = lambda: when  # type: ignore[assignment]
        self.decide(
            lambda: self.library.finish_review(ids), verdicts=self.judged(ids, reviewed=when)
        )

    def not_alike(self, bits: int, value: int) -> None:
        hashes = sorted(set(self.hashes(self.ids(bits)).values()))
        if len(hashes) > 1:
            apart = self.now.apart | frozenset(combinations(hashes, 2))
            self.decide(lambda: self.library.not_alike(self.ids(bits)), apart=apart)

    def rename_cluster(self, bits: int, value: int) -> None:
        if self.library.clusters():
            title = f"Name {next(self.fresh)}"
            self.decide(lambda: self.library.rename_cluster(1, title), title=title)

    def undo(self, bits: int, value: int) -> None:
        for _ in range(value + 1):
            assert (self.library.undo_decision() is not None) == bool(self.past)
            if self.past:
                self.future.append(self.now)
                self.now = self.past.pop()

    def redo(self, bits: int, value: int) -> None:
        for _ in range(value + 1):
            assert (self.library.redo_decision() is not None) == bool(self.future)
            if self.future:
                self.past.append(self.now)
                self.now = self.future.pop()

    # --- deletions

    def delete(self, bits: int, value: int) -> None:
        safe = self.untouchable()
        ids = self.ids(bits)
        photos = self.library.photos(ids)
        try:
            report = delete_job(NULL_CONTEXT, self.library, ids, "Photos")
        except UsageError:
            return  # nothing to delete
        assert safe <= set(self.on_disk())
        assert not set(report.trashed) & set(self.on_disk())
        if not self.stale:  # each that was asked for is gone, or is said to have stayed
            stayed = {p.path for p in photos} & set(self.on_disk())
            assert stayed == {p.path for p in photos} - set(report.trashed)
            assert stayed <= {failure.path for failure in report.failed}

    def restore(self, bits: int, value: int) -> None:
        operations = self.library.operations()
        chosen = operations[bits % len(operations)].id if operations and value % 2 else None
        before = self.on_disk()
        try:
            report = undo_job(NULL_CONTEXT, self.library, chosen)
        except UsageError:
            return  # nothing is in the trash
        after = self.on_disk()
        assert before.items() <= after.items()  # nothing was overwritten
        assert set(report.restored) <= set(after)

    def reject_and_delete(self, bits: int, value: int) -> None:
        """The end of every review."""
        self.mark(bits, 2)
        self.review(bits, value)
        rejected = self.library.photo_ids(Filter(mark="rejected"))
        with_reports = [p.path for p in self.library.photos(rejected)]
        try:
            delete_job(NULL_CONTEXT, self.library, rejected, "Review")
        except UsageError:
            return
        assert self.untouchable() >= set(with_reports) & set(self.on_disk()) or self.stale

    # --- the world

    def scan(self, bits: int, value: int) -> None:
        if any(path.endswith(PICTURES) for path in self.on_disk()):  # else it says there are none
            index_job(NULL_CONTEXT, self.library, [str(self.photos)], cluster=False)
            self.stale = False

    def cluster(self, bits: int, value: int) -> None:
        hashes = sorted(set(self.hashes(self.ids()).values()))
        machine.put_run(
            self.library.db, model="m", checkpoint="r", level=0, parameters={},
            clusters=[ClusterRow(n, f"Cluster {n}", 0.9, leaf=n - 1) for n in (1, 2, 3)],
            assignments=[
                Assignment(digest, 1 if not n else (bits >> n) % 4 or None, 0.5, n, True)
                for n, digest in enumerate(hashes)
            ],
        )  # fmt: skip

    def rename(self, bits: int, value: int) -> None:
        """In a file manager: another name, another folder."""
        paths = [Path(path) for path in self.on_disk()]
        if not paths:
            return
        old = paths[bits % len(paths)]
        new = self.photos / ("one", "two")[value % 2] / f"n{next(self.fresh)}{old.suffix}"
        if not any(str(old).startswith(f"{folder}/") for folder in self.now.folders):
            old.rename(new)
            self.stale = True

    def copy(self, bits: int, value: int) -> None:
        paths = [Path(path) for path in self.on_disk()]
        if not paths:
            return
        old = paths[bits % len(paths)]
        shutil.copy2(old, self.photos / "two" / f"c{next(self.fresh)}{old.suffix}")
        self.stale = True

    def edit(self, bits: int, value: int) -> None:
        """With another program: other content under the same name."""
        pictures = [Path(path) for path in self.on_disk() if path.endswith(PICTURES)]
        if pictures:
            path = pictures[bits % len(pictures)]
            save(path, 100 + next(self.fresh))
            self.edited.add(hashlib.sha256(path.read_bytes()).hexdigest())
            self.stale = True

    def swap(self, bits: int, value: int) -> None:
        """Two files change names."""
        pictures = [Path(path) for path in self.on_disk() if path.endswith(PICTURES)]
        if len(pictures) > 1:
            first, second = pictures[bits % len(pictures)], pictures[bits % len(pictures) - 1]
            aside = self.folder / "aside"
            first.rename(aside)
            second.rename(first)
            aside.rename(second)
            self.stale = True

    def reopen(self, bits: int, value: int) -> None:
        self.library.close()
        self.library = Library.open(self.folder / "library")

    def formerly(self, photo: Photo) -> Verdict:
        """What still protects a file that another program wrote into."""
        found = verdicts.formerly(self.library.db, [photo.hash]).get(photo.path, Verdict())
        assert self.edited or not found.untouchable, photo.path
        return found

    # --- what must hold after every step

    def check(self) -> None:
        photos = self.library.photos(self.ids())
        folders = sorted(self.now.folders)
        for photo in photos:
            over = next((f for f in folders if photo.path.startswith(f"{f}/")), None)
            wanted = self.now.verdicts.get(photo.hash, Verdict())
            held = self.formerly(photo)
            wanted = replace(
                wanted,
                favourite=wanted.favourite or held.favourite,
                protected=wanted.protected or held.protected,
                protected_folder=over,
            )
            assert photo.verdict == wanted, photo.path
        assert self.library.protected_folders() == folders
        assert verdicts.not_alike(self.library.db, [p.hash for p in photos]) == {
            pair for pair in self.now.apart if set(pair) <= {p.hash for p in photos}
        }
        if self.now.title and any(c.id == 1 for c in self.library.clusters()):
            assert {c.id: c.title for c in self.library.clusters()}[1] == self.now.title
        counts = self.library.counts()
        assert counts.rejected == sum(p.verdict.mark == "rejected" for p in photos)
        assert counts.favourites == sum(p.verdict.favourite for p in photos)
        listed = self.library.db.execute(
            "SELECT trash_path FROM operation_files WHERE state = 'trashed'"
        ).fetchall()
        assert {os.fsdecode(path) for (path,) in listed} == set(self.in_trash())
        if not self.stale:
            pictures = {p for p in self.on_disk() if p.endswith(PICTURES)}
            assert {p.path for p in photos} == pictures


STEPS = [
    "mark", "rate", "favour", "protect", "protect_folder", "review", "not_alike",
    "rename_cluster", "undo", "redo", "delete", "delete", "restore", "restore",
    "reject_and_delete", "scan", "scan", "cluster", "rename", "copy", "edit",
    "swap", "reopen",
]  # fmt: skip
SESSIONS = st.lists(
    st.tuples(st.sampled_from(STEPS), st.integers(0, 4095), st.integers(0, 5)),
    min_size=8,
    max_size=25,
)
FOREIGN = ("copy", "edit")  # the steps by which the user makes or overwrites bytes


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Eight pictures with a pair of copies, companions, and a library that has scanned them."""
    folder = tmp_path_factory.mktemp("template") / "session"
    for n in range(7):
        save(folder / "photos" / ("one", "two")[n % 2] / f"p{n}.jpg", n)
    shutil.copy2(folder / "photos" / "one" / "p0.jpg", folder / "photos" / "two" / "copy.jpg")
    (folder / "photos" / "one" / "p2.xmp").write_text("<x:xmpmeta xmlns:x='adobe:ns:meta/'/>")
    (folder / "photos" / "two" / "p1.jpg.json").write_text("{}")
    library = Library.open(folder / "library")
    index_job(NULL_CONTEXT, library, [str(folder / "photos")], cluster=False)
    library.close()
    kept = folder.parent / "kept"
    shutil.copytree(folder, kept)
    return kept


@pytest.fixture
def play(
    template: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[Sequence[Step]], None]]:
    """Plays a session on a fresh copy of the template, at the place that its catalogue knows."""
    monkeypatch.setattr(decide, "now", decide.now)  # put back after `Session.review`
    folder = template.parent / "session"
    trash = Path(os.environ["XDG_DATA_HOME"]) / "Trash"

    def run(steps: Sequence[Step]) -> None:
        for place in (folder, trash):
            shutil.rmtree(place, ignore_errors=True)
        shutil.copytree(template, folder)
        session = Session(folder, trash)
        try:
            for name, bits, value in steps:
                before = session.contents()
                getattr(session, name)(bits, value)
                if name not in FOREIGN:
                    assert session.contents() == before
                session.check()
            session.scan(0, 0)
            session.check()
        finally:
            session.library.close()

    yield run
    shutil.rmtree(folder, ignore_errors=True)


RULES = {"deadline": None, "suppress_health_check": list(HealthCheck), "database": None}


def test_a_whole_life_of_a_library(play: Callable[[Sequence[Step]], None]) -> None:
    """Every kind of step at least once, in an order that a user could have."""
    play([
        ("cluster", 1234, 0), ("mark", 0b1010101, 2), ("rate", 0b11, 4), ("rename_cluster", 0, 0),
        ("favour", 0b1001, 3), ("protect_folder", 0, 5), ("delete", 0b11111111, 0), ("copy", 3, 0),
        ("scan", 0, 0), ("undo", 0, 2), ("redo", 0, 0), ("restore", 0, 0), ("review", 0b1111, 0),
        ("rename", 2, 1), ("scan", 0, 0), ("not_alike", 0b111, 0), ("protect", 0b1001, 5),
        ("reject_and_delete", 0b10111101, 0), ("reopen", 0, 0), ("cluster", 99, 0),
        ("swap", 1, 0), ("edit", 3, 0), ("scan", 0, 0),
        ("restore", 0, 1), ("restore", 0, 0), ("undo", 0, 5), ("mark", 0b110, 1), ("scan", 0, 0),
    ])  # fmt: skip


@settings(max_examples=12, derandomize=True, **RULES)  # type: ignore[arg-type]
@given(SESSIONS)
def test_nothing_is_lost_and_decisions_are_the_users(
    play: Callable[[Sequence[Step]], None], steps: list[Step]
) -> None:
    play(steps)


@pytest.mark.long
@pytest.mark.slow
@pytest.mark.timeout(900)
@settings(max_examples=120, phases=(Phase.generate,), **RULES)  # type: ignore[arg-type]  # unshrunk: shrinking takes longer than all sessions
@given(SESSIONS)
def test_nothing_is_lost_in_many_sessions(
    play: Callable[[Sequence[Step]], None], steps: list[Step]
) -> None:
    play(steps)
