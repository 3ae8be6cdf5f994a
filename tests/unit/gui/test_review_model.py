"""One review: places, marks, what is read ahead, what is compared."""

from __future__ import annotations

from dataclasses import replace

import pytest

from photoorg.gui.models.review import AHEAD, NEAR, Review, first_unreviewed
from photoorg.records import NO_VERDICT, Mark, Photo, Verdict

PHOTO = Photo(
    id=0, path="/p/a.jpg", hash="0", bytes=1000, mtime_ns=0, format="JPEG", width=40, height=30,
    mean_color=0, taken=None, taken_from="none", utc_offset=None, latitude=None, longitude=None,
    place=None, camera=None, cluster=None, cluster_title=None, confidence=None,
)  # fmt: skip


def review(count: int = 10, **marks: Mark) -> Review:
    verdicts = {int(name[1:]): Verdict(mark=mark) for name, mark in marks.items()}
    made = Review(list(range(count)), "Cats", verdicts=verdicts)
    photos = [replace(PHOTO, id=i, hash=str(i), bytes=1000 * (i + 1)) for i in range(count)]
    made.learn(photos)
    return made


def test_it_stops_at_both_ends() -> None:
    made = review(3)
    assert not made.go(-5)
    assert made.go(99)
    assert made.index == 2
    assert made.at_end
    assert not made.go(3)


def test_the_heading_counts_marks_and_bytes_as_they_change() -> None:
    made = review(5, i1="rejected", i2="kept")
    assert made.tally().rejected == 1
    assert made.tally().bytes == 2000
    made.decide({3: Verdict(mark="rejected"), 1: NO_VERDICT, 99: Verdict(mark="rejected")})
    tally = made.tally()
    assert (tally.rejected, tally.kept, tally.bytes) == (1, 1, 4000)
    assert made.rejected() == [3]


def test_what_was_decided_here_is_newer_than_what_was_read() -> None:
    made = review(2)
    made.decide({0: Verdict(mark="kept")})
    made.learn([replace(PHOTO, id=0, hash="0")])
    assert made.verdict(0).mark == "kept"


def test_the_copies_of_a_photo_are_counted_without_itself() -> None:
    made = Review([0, 1, 2, 3], "Cats")
    photos = [replace(PHOTO, id=i, hash="other" if i == 3 else "same") for i in range(4)]
    made.learn(photos)
    assert made.copies_of(photos[0]) == 2
    assert made.copies_of(photos[3]) == 0


def test_a_copy_has_the_same_verdict_also_when_it_is_read_later() -> None:
    made = Review([0, 1, 2])
    made.learn([replace(PHOTO, id=i, hash="same") for i in (0, 1)])
    made.decide({0: Verdict(mark="rejected")})
    made.learn([replace(PHOTO, id=2, hash="same")])
    assert made.rejected() == [0, 1, 2]


def test_it_reads_ahead_in_the_direction_of_travel() -> None:
    made = review(40)
    made.go(20)
    assert made.ahead()[:3] == [21, 22, 19]
    assert set(made.ahead()) == {*range(21, 21 + AHEAD), 19, 18}
    made.go(19)
    assert made.ahead()[:2] == [18, 17]


def test_a_large_library_is_not_held_in_memory() -> None:
    made = Review(list(range(50_000)))
    for start in range(0, 50_000, 500):
        made.go(start)
        made.learn([replace(PHOTO, id=i, hash=str(i)) for i in made.near()])
    assert len(made.photos) <= 8 * NEAR + 2 * NEAR + 1


def test_the_comparison_takes_what_was_chosen_else_this_and_the_next() -> None:
    made = review(6)
    assert made.to_compare() == [0, 1]
    made.go(5)
    assert made.to_compare() == [4, 5]
    for photo_id in (3, 1, 2):
        made.toggle_chosen(photo_id)
    assert made.to_compare() == [1, 2, 3]
    made.toggle_chosen(2)
    assert made.to_compare() == [1, 3]
    for photo_id in (0, 4, 5):
        made.toggle_chosen(photo_id)
    assert len(made.to_compare()) == 4
    assert review(1).to_compare() == [0]


def test_photos_that_are_gone_leave_the_list() -> None:
    made = review(6, i2="rejected", i4="rejected")
    made.go(2)
    made.drop({1, 2})
    assert made.ids == [0, 3, 4, 5]
    assert made.current == 3
    assert made.rejected() == [4]
    made.go(3)
    made.drop({5, 4})
    assert made.current == 3


@pytest.mark.parametrize(("reviewed", "start"), [((), 0), ((0, 1), 2), ((0, 1, 2), 0)])
def test_a_review_begins_with_what_no_review_has_shown(
    reviewed: tuple[int, ...], start: int
) -> None:
    verdicts = {i: Verdict(reviewed="2026-11-21T10:00:00+00:00") for i in reviewed}
    assert first_unreviewed([0, 1, 2], verdicts) == start
