"""Decisions, their undo and redo: exact, of any depth, after a restart, one entry per action."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from photoorg.catalog import facts, machine, verdicts
from photoorg.catalog.facts import FileRow
from photoorg.catalog.machine import Assignment, ClusterRow
from photoorg.errors import UsageError
from photoorg.pipeline.decide import MOST_NOT_ALIKE
from photoorg.pipeline.library import Library
from photoorg.records import Changes, Decided, Filter, Metadata, Picture, Verdict


def fill(library: Library, folder: str, count: int) -> None:
    hashes = [f"h{n:03}" for n in range(count)]
    root, _ = facts.ensure_root(library.db, folder)
    with library.db.transaction():
        facts.put_contents(
            library.db,
            [Picture(h, 1, 1, h, "JPEG", 1, 1, 1, b"", 0, Metadata()) for h in hashes],
        )
        rows = [FileRow(h.encode(), 1, 1, "photo", h) for h in hashes]
        facts.put_files(library.db, root, rows)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    opened = Library.open(tmp_path / "library")
    (tmp_path / "photos").mkdir()
    fill(opened, str(tmp_path / "photos"), 6)
    machine.put_run(
        opened.db, model="m", checkpoint="r", level=0, parameters={},
        clusters=[ClusterRow(1, "Cats", 0.9, leaf=0)],
        assignments=[Assignment("h000", 1, 0.9, 0, True)],
    )  # fmt: skip
    yield opened
    opened.close()


def ids(library: Library) -> list[int]:
    return sorted(library.photo_ids(Filter()))


def state(library: Library) -> object:
    """All that decisions can change, as a user sees it."""
    hashes = [f"h{n:03}" for n in range(6)]
    return (
        library.verdicts(ids(library)), library.protected_folders(),
        [c.title for c in library.clusters()], verdicts.not_alike(library.db, hashes),
    )  # fmt: skip


def rows(library: Library) -> int:
    return int(library.db.execute("SELECT count(*) FROM decisions").fetchone()[0])


ACTIONS: list[tuple[str, Callable[[Library], Changes]]] = [
    ("mark", lambda lib: lib.mark(ids(lib)[:3], "rejected")),
    ("mark", lambda lib: lib.mark(ids(lib)[2:4], "kept")),
    ("rate", lambda lib: lib.rate(ids(lib), 5)),
    ("rate", lambda lib: lib.rate(ids(lib)[:1], 0)),
    ("favour", lambda lib: lib.favour(ids(lib)[1:2], True)),
    ("protect", lambda lib: lib.protect(ids(lib)[3:], True)),
    ("protect-folder", lambda lib: lib.protect_folder(str(lib.folder.parent / "photos"), True)),
    ("review", lambda lib: lib.finish_review(ids(lib)[:4])),
    ("not-alike", lambda lib: lib.not_alike(ids(lib)[:3])),
    ("not-alike", lambda lib: lib.not_alike(ids(lib)[1:4])),
    ("rename", lambda lib: lib.rename_cluster(1, "My cats")),
    ("mark", lambda lib: lib.mark(ids(lib)[:3], None)),
]


def test_undo_goes_back_step_by_step_and_redo_forth_also_after_a_restart(
    library: Library, tmp_path: Path
) -> None:
    states = [state(library)]
    for _, act in ACTIONS:
        assert act(library).decisions
        states.append(state(library))
    for n in range(len(ACTIONS) - 1, -1, -1):
        decided = library.undo_decision()
        assert decided is not None
        assert (decided.kind, decided.undone) == (ACTIONS[n][0], True)
        assert state(library) == states[n]
    assert library.undo_decision() is None

    library.close()
    reopened = Library.open(tmp_path / "library")
    for n, (kind, _) in enumerate(ACTIONS):
        decided = reopened.redo_decision()
        assert decided is not None
        assert (decided.kind, decided.undone) == (kind, False)
        assert state(reopened) == states[n + 1]
    assert reopened.redo_decision() is None
    reopened.close()


def test_new_decision_ends_what_could_be_redone(library: Library) -> None:
    library.mark(ids(library)[:1], "kept")
    library.undo_decision()
    library.rate(ids(library)[:1], 2)
    assert library.redo_decision() is None
    undone = library.undo_decision()
    assert undone is not None
    assert undone.kind == "rate"
    assert library.undo_decision() is None  # the mark was taken back before


def test_what_was_undone_is_said_with_its_photos(library: Library) -> None:
    chosen = ids(library)[:2]
    library.mark(chosen, "rejected")
    decided = library.undo_decision()
    assert isinstance(decided, Decided)
    assert (decided.value, decided.text) == ("rejected", "rejected 2 photos")
    assert sorted(decided.photos) == chosen


def test_undo_of_a_protected_folder_names_its_photos(library: Library, tmp_path: Path) -> None:
    library.protect_folder(str(tmp_path / "photos"), True)
    assert len(library.photo_ids(Filter(protected=True))) == 6
    decided = library.undo_decision()
    assert decided is not None
    assert sorted(decided.photos) == ids(library)
    assert decided.text == f"protected the folder {tmp_path / 'photos'}"
    assert library.photo_ids(Filter(protected=True)) == library.photo_ids(Filter(favourite=True))


def test_many_photos_are_one_decision_and_no_change_is_none(library: Library) -> None:
    assert library.mark(ids(library), "kept") == Changes(decisions=True)
    assert rows(library) == 1
    for nothing in (
        library.mark(ids(library), "kept"), library.rate(ids(library), 0),
        library.favour(ids(library), False), library.mark([], "kept"), library.mark([999], "kept"),
        library.protect_folder("/never/protected", False),
    ):  # fmt: skip
        assert nothing == Changes()
    assert rows(library) == 1
    library.mark(ids(library)[:1], "rejected")
    library.mark(ids(library), "rejected")  # one of six has it already, and keeps it at the undo
    library.undo_decision()
    marks = [v.mark for _, v in sorted(library.verdicts(ids(library)).items())]
    assert marks == ["rejected", *["kept"] * 5]


def test_later_reviews_have_later_dates_and_undo_gives_the_earlier_back(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    def when() -> str | None:
        return library.verdicts(ids(library)[:1])[ids(library)[0]].reviewed

    for day in ("2026-01-01", "2026-02-01"):
        monkeypatch.setattr("photoorg.pipeline.decide.now", lambda day=day: f"{day}T10:00:00+00:00")
        assert library.finish_review(ids(library)[:1]) == Changes(clusters=True, decisions=True)
    assert when() == "2026-02-01T10:00:00+00:00"
    library.undo_decision()
    assert when() == "2026-01-01T10:00:00+00:00"
    library.undo_decision()
    assert when() is None


def test_wrong_ratings_and_unknown_folders_are_refused(library: Library, tmp_path: Path) -> None:
    for rating in (-1, 6):
        with pytest.raises(UsageError, match="1 to 5"):
            library.rate(ids(library), rating)
    with pytest.raises(UsageError, match="no folder"):
        library.protect_folder(str(tmp_path / "fotos"), True)
    assert rows(library) == 0


def test_folder_of_a_disk_that_is_away_can_be_protected(library: Library, tmp_path: Path) -> None:
    (tmp_path / "photos").rmdir()
    assert library.protect_folder(str(tmp_path / "photos"), True).decisions


def test_folder_is_protected_under_its_true_name(library: Library, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "photos")
    library.protect_folder(f"{tmp_path / 'link'}/", True)
    assert library.protected_folders() == [str(tmp_path / "photos")]
    assert all(v.untouchable for v in library.verdicts(ids(library)).values())


def test_not_alike_needs_two_different_photos_and_has_a_bound(library: Library) -> None:
    with pytest.raises(UsageError, match="two different"):
        library.not_alike(ids(library)[:1])
    with pytest.raises(UsageError, match="at most 500"):
        library.not_alike(list(range(MOST_NOT_ALIKE + 1)))
    library.not_alike(ids(library)[:3])
    pairs = {("h000", "h001"), ("h000", "h002"), ("h001", "h002")}
    assert verdicts.not_alike(library.db, ["h002", "h001", "h000", "h005"]) == pairs


def test_decisions_are_never_rewritten(library: Library) -> None:
    def log() -> list[tuple[object, ...]]:
        return library.db.execute("SELECT * FROM decisions ORDER BY id").fetchall()

    seen: list[tuple[object, ...]] = []
    for _, act in ACTIONS[:4]:
        act(library)
        library.undo_decision()
        library.redo_decision()
        assert log()[: len(seen)] == seen
        seen = log()
    assert len(seen) == 12


def test_a_write_that_fails_leaves_neither_verdict_nor_decision(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*args: object, **kwargs: object) -> int:
        raise OSError("disk full")

    before = state(library)
    monkeypatch.setattr("photoorg.catalog.decisions.append", fails)
    with pytest.raises(OSError, match="disk full"):
        library.mark(ids(library), "rejected")
    assert state(library) == before
    assert list(library.verdicts(ids(library)).values()) == [Verdict()] * 6


def test_two_programs_on_one_library_share_one_history(library: Library, tmp_path: Path) -> None:
    other = Library.open(tmp_path / "library")
    library.mark(ids(library)[:1], "kept")
    library.mark(ids(library)[:1], "rejected")
    undone = other.undo_decision()
    assert undone is not None
    assert library.verdicts(ids(library)[:1]).popitem()[1].mark == "kept"
    other.close()
