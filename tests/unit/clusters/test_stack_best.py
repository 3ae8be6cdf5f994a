"""Which photo of a stack is kept, and the reason that is given."""

from __future__ import annotations

from dataclasses import replace

from photoorg.clusters.best import REASONS, Candidate, best_first, reasons
from photoorg.records import Photo, StackKind, Verdict

PLAIN = Photo(
    id=1, path="/p/a.jpg", hash="a", bytes=1_000_000, mtime_ns=0, format="JPEG", width=4000,
    height=3000, mean_color=0, taken="2024-05-01T10:00:00", taken_from="exif-original",
    utc_offset=None, latitude=None, longitude=None, place=None, camera="Pixel", cluster=1,
    cluster_title="Cats", confidence=0.9,
)  # fmt: skip


def other(**changes: object) -> Photo:
    return replace(PLAIN, id=2, hash="b", path="/p/b.jpg", **changes)  # type: ignore[arg-type]


def chosen(
    kind: StackKind, *photos: Photo, quality: dict[int, tuple[float, float]] | None = None
) -> tuple[int, tuple[str, ...]]:
    measured = quality or {}
    ordered = best_first(kind, [Candidate(p, *measured.get(p.id, (None, None))) for p in photos])
    return ordered[0].photo.id, reasons(kind, ordered)


def test_the_largest_variant_is_best_also_without_metadata() -> None:
    small = other(width=2000, height=1500, bytes=300_000)
    assert chosen("variants", small, PLAIN) == (1, ("pixels",))
    bare = replace(PLAIN, taken=None, taken_from="none", camera=None)
    assert chosen("variants", small, bare)[0] == 1


def test_of_equal_size_the_one_that_knows_more_of_itself_is_best() -> None:
    bare = other(taken_from="file-name", camera=None)
    assert chosen("variants", bare, PLAIN) == (1, ("metadata",))


def test_of_equal_size_the_less_compressed_is_best() -> None:
    assert chosen("variants", other(bytes=200_000), PLAIN) == (1, ("quality",))


def test_the_sharpest_shot_of_a_burst_is_best() -> None:
    quality = {1: (0.55, 0.5), 2: (0.70, 0.5)}
    assert chosen("burst", PLAIN, other(), quality=quality) == (2, ("sharpness",))
    quality = {1: (0.70, 0.3), 2: (0.70, 0.6)}
    assert chosen("burst", PLAIN, other(), quality=quality) == (2, ("exposure",))


def test_a_difference_within_the_noise_is_no_reason() -> None:
    quality = {1: (0.700, 0.50), 2: (0.705, 0.50)}
    assert chosen("burst", PLAIN, other(), quality=quality)[1] == ("alike",)


def test_what_the_user_said_goes_before_everything_measured() -> None:
    small = {"width": 400, "height": 300}
    for verdict, reason in (
        (Verdict(favourite=True), "favourite"),
        (Verdict(protected=True), "protected"),
        (Verdict(mark="kept"), "kept"),
        (Verdict(rating=4), "rating"),
    ):
        best, why = chosen("variants", PLAIN, other(**small, verdict=verdict))
        assert (best, why[0]) == (2, reason)


def test_a_rejected_photo_is_never_the_best_while_another_is_there() -> None:
    large = replace(PLAIN, verdict=Verdict(mark="rejected", rating=5))
    assert chosen("variants", large, other(width=400, height=300))[0] == 2


def test_copies_say_that_they_are_the_same_and_the_choice_does_not_depend_on_the_order() -> None:
    twin = replace(PLAIN, id=2, path="/p/longer/a.jpg")
    assert chosen("copies", twin, PLAIN) == chosen("copies", PLAIN, twin) == (1, ("same",))


def test_every_reason_has_words() -> None:
    assert all(REASONS.values())
