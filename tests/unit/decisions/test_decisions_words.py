"""Decisions in words."""

import pytest

from photoorg.decisions.words import said


@pytest.mark.parametrize(
    ("kind", "value", "photos", "name", "text"),
    [
        ("mark", "rejected", 3, "", "rejected 3 photos"),
        ("mark", None, 1, "", "cleared the mark of 1 photo"),
        ("rate", 4, 1200, "", "rated 1,200 photos with 4"),
        ("rate", 0, 2, "", "cleared the rating of 2 photos"),
        ("favour", 0, 2, "", "took 2 photos from the favourites"),
        ("protect-folder", True, 0, "/photos", "protected the folder /photos"),
        ("rename", "Cats", 0, "Cats", "named a cluster Cats"),
        ("rename", "", 0, "", "gave a cluster its first name back"),
    ],
)
def test_words(kind: str, value: object, photos: int, name: str, text: str) -> None:
    assert said(kind, value, photos, name) == text
