"""Words in paths: what is found in memory is what the catalogue itself would find."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from photoorg.catalog import facts, path_text
from photoorg.catalog.facts import FileRow
from photoorg.pipeline.library import Library
from photoorg.records import Filter, Metadata, Picture

NAMES = ("Beach/IMG_0012.jpg", "beach/IMG_0013.JPG", "été/a_b.jpg", "x/100%.jpg", "b/each.jpg")


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    opened = Library.open(tmp_path / "library")
    root, _ = facts.ensure_root(opened.db, "/photos")
    put(opened, root, *NAMES)
    yield opened
    opened.close()


def put(library: Library, root: int, *names: str) -> None:
    found = [(name, f"hash of {name}") for name in names]
    with library.db.transaction():
        facts.put_contents(
            library.db,
            [Picture("", 1, 1, h, "JPEG", 9, 9, 1, b"", 0, Metadata()) for _, h in found],
        )
        facts.put_files(
            library.db, root, [FileRow(name.encode(), 1, 1, "photo", h) for name, h in found]
        )


def names(library: Library, text: str) -> set[str]:
    """What is found the first time, and again once the paths are in memory."""
    wanted = Filter(text=text)
    answers = []
    for _ in range(3):
        photos = library.photos(library.photo_ids(wanted))
        answers.append({photo.path.removeprefix("/photos/") for photo in photos})
        assert library.photo_count(wanted) == len(photos)
    assert answers[0] == answers[1] == answers[2]
    assert path_text.ids_with(library.db, (text.split()[0],)) is not None
    return answers[0]


def test_words_are_found_in_either_case_and_within_one_path(library: Library) -> None:
    assert names(library, "BEACH") == {"Beach/IMG_0012.jpg", "beach/IMG_0013.JPG"}
    assert names(library, "beach 13") == {"beach/IMG_0013.JPG"}
    assert names(library, "each") == {"Beach/IMG_0012.jpg", "beach/IMG_0013.JPG", "b/each.jpg"}
    assert names(library, "a_b") == {"été/a_b.jpg"}  # no wildcards
    assert names(library, "0%") == {"x/100%.jpg"}
    assert names(library, "ÉTÉ") == {"été/a_b.jpg"}
    assert names(library, "jpgbeach") == set()  # from the end of one path to the next


def test_what_comes_goes_or_moves_is_noticed(library: Library) -> None:
    assert names(library, "img") == {"Beach/IMG_0012.jpg", "beach/IMG_0013.JPG"}
    put(library, 1, "new/IMG_0014.jpg")
    assert "new/IMG_0014.jpg" in names(library, "img")
    with library.db.transaction():
        facts.set_gone(library.db, list(library.photo_ids(Filter(text="0012"))), "trashed")
    assert names(library, "img") == {"beach/IMG_0013.JPG", "new/IMG_0014.jpg"}
    (moved,) = library.photo_ids(Filter(text="0013"))
    with library.db.transaction():
        row = FileRow(b"other/DSC_1.jpg", 1, 1, "photo", "hash of beach/IMG_0013.JPG")
        facts.move_files(library.db, 1, [(moved, row)])
    assert names(library, "img") == {"new/IMG_0014.jpg"}
    assert names(library, "dsc_1") == {"other/DSC_1.jpg"}


def test_another_connection_sees_what_was_written(library: Library) -> None:
    second = Library.open(library.paths.folder)
    assert names(second, "0014") == set()
    put(library, 1, "new/IMG_0014.jpg")
    assert names(second, "0014") == {"new/IMG_0014.jpg"}
    second.close()


def test_a_word_in_many_photos_is_left_to_the_catalogue(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(path_text, "FEW", 1)
    for _ in range(3):
        assert library.photo_count(Filter(text="beach")) == 2
        assert len(library.photo_ids(Filter(text="beach"))) == 2
    assert path_text.ids_with(library.db, ("beach",)) is None
    assert path_text.ids_with(library.db, ("0013",)) is not None
