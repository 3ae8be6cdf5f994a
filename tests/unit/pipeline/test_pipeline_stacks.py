"""Stacks of a real library: found, kept up to date, chosen from; and the plan to win space."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

import pytest
from helpers.variants import another_shot, variants
from PIL import ImageDraw

from photoorg.errors import UsageError
from photoorg.files.samples import Sample, draw, save
from photoorg.pipeline import goal, stacks
from photoorg.pipeline.jobs import delete_job, index_job
from photoorg.pipeline.library import Library
from photoorg.records import NULL_CONTEXT, Filter, Photo, Stack

PHONE = ("Google", "Pixel 5")
NOON = datetime(2024, 5, 1, 12, 0, 0)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "photos").mkdir()
    return tmp_path


@pytest.fixture
def library(home: Path) -> Iterator[Library]:
    opened = Library.open(home / "library")
    yield opened
    opened.close()


def index(library: Library, home: Path) -> int:
    """Scan and compare; how many pairs were found."""
    index_job(NULL_CONTEXT, library, [str(home / "photos")], cluster=False)
    return stacks.update(NULL_CONTEXT, library)


def shoot(folder: Path, name: str, kind: str, seed: int, taken: datetime = NOON) -> Path:
    path = folder / name
    save(draw(kind, seed), path, Sample(taken, camera=PHONE), quality=92)
    return path


def write(path: Path, data: bytes) -> Path:
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(data)
    return path


def photo(library: Library, path: Path) -> Photo:
    (found,) = library.photos([library.ids_of_paths([str(path)])[str(path)]])
    return found


def names(library: Library, stack: Stack) -> list[str]:
    return [os.path.basename(p.path) for p in library.photos(stack.ids)]


@pytest.fixture
def variety(library: Library, home: Path) -> Path:
    """One original with two variants and a copy; a burst of three; two that stand alone."""
    folder = home / "photos"
    first = shoot(folder, "lake.jpg", "lake", 1)
    made = dict(variants(draw("lake", 1), Random(1)))
    write(folder / "lake-sent.jpg", made["sent on"])
    write(folder / "lake-cropped.jpg", made["cropped"])
    write(folder / "backup" / "lake.jpg", first.read_bytes())
    for n in range(3):
        shot = another_shot(draw("houses", 2), Random(n)) if n else draw("houses", 2)
        taken = NOON + timedelta(days=1, seconds=2 * n)
        save(shot, folder / f"burst-{n}.jpg", Sample(taken, camera=PHONE), quality=92)
    shoot(folder, "cat.jpg", "cat", 3, NOON + timedelta(days=2))
    shoot(folder, "food.jpg", "food", 4, NOON + timedelta(days=2, seconds=2))
    index(library, home)
    return folder


def test_copies_variants_and_bursts_are_found_with_their_best(
    library: Library, variety: Path
) -> None:
    found = {s.kind: s for s in library.stacks()}
    assert sorted(found) == ["burst", "variants"]
    shots, burst = found["variants"], found["burst"]
    assert sorted(names(library, shots)) == [
        "lake-cropped.jpg", "lake-sent.jpg", "lake.jpg", "lake.jpg",
    ]  # fmt: skip
    assert names(library, shots)[0] == "lake.jpg"
    assert "pixels" in shots.reasons
    assert len(shots.copies) == 1
    assert len(shots.rejectable) == 2
    assert sorted(names(library, burst)) == ["burst-0.jpg", "burst-1.jpg", "burst-2.jpg"]


def test_exact_copies_alone_are_a_stack_of_which_nothing_can_be_rejected(
    library: Library, home: Path
) -> None:
    first = shoot(home / "photos", "cat.jpg", "cat", 1)
    write(home / "photos" / "cat (1).jpg", first.read_bytes())
    index(library, home)
    (stack,) = library.stacks()
    assert stack.kind == "copies"
    assert stack.rejectable == ()
    assert stack.bytes == first.stat().st_size
    assert not library.keep_best([stack]).decisions
    assert library.photo_ids(Filter(mark="rejected")).tolist() == []
    assert library.spare_copies([stack]) == list(stack.copies)


def test_a_hard_link_wins_nothing_and_is_not_spare(library: Library, home: Path) -> None:
    first = shoot(home / "photos", "cat.jpg", "cat", 1)
    os.link(first, home / "photos" / "linked.jpg")
    index(library, home)
    assert library.spare_copies(library.stacks()) == []


def test_keep_best_rejects_the_others_in_one_step_and_undo_takes_it_back(
    library: Library, variety: Path
) -> None:
    library.keep_best(library.stacks())
    rejected = {
        os.path.basename(p.path) for p in library.photos(library.photo_ids(Filter(mark="rejected")))
    }
    assert {"lake-sent.jpg", "lake-cropped.jpg"} < rejected
    assert len(rejected) == 4
    assert "lake.jpg" not in rejected  # neither the best nor its copy, which shares its mark
    assert all(s.rejectable == () for s in library.stacks())
    library.undo_decision()
    assert library.photo_ids(Filter(mark="rejected")).tolist() == []


def test_the_user_chooses_another_best_also_after_it_was_rejected(
    library: Library, variety: Path
) -> None:
    stack = next(s for s in library.stacks() if s.kind == "burst")
    library.keep_best([stack])
    other = stack.ids[1]
    library.choose_best(stack, other)
    now = next(s for s in library.stacks() if s.kind == "burst")
    assert now.best == other
    marks = {i: v.mark for i, v in library.verdicts(stack.ids).items()}
    assert marks == {i: None if i == other else "rejected" for i in stack.ids}


def test_a_stack_whose_best_is_gone_from_the_disk_is_left_alone(
    library: Library, variety: Path
) -> None:
    stack = next(s for s in library.stacks() if s.kind == "burst")
    Path(library.photos([stack.best])[0].path).unlink()
    assert not library.keep_best([stack]).decisions


def test_photos_that_the_user_spoke_for_are_never_offered(library: Library, variety: Path) -> None:
    sent = photo(library, variety / "lake-sent.jpg").id
    cropped = photo(library, variety / "lake-cropped.jpg").id
    library.rate([sent], 3)
    library.protect_folder(str(variety / "backup"), True)
    stack = next(s for s in library.stacks() if s.kind == "variants")
    assert sent not in stack.rejectable
    everything = {i for p in library.plan_space(10**12).proposals for i in p.ids}
    library.favour([cropped], True)
    everything |= {i for p in library.plan_space(10**12).proposals for i in p.ids}
    assert sent not in everything
    assert photo(library, variety / "backup" / "lake.jpg").id not in everything


def test_not_alike_parts_a_stack_for_good(library: Library, home: Path, variety: Path) -> None:
    stack = next(s for s in library.stacks() if s.kind == "burst")
    library.not_alike(stack.ids)
    assert [s.kind for s in library.stacks()] == ["variants"]
    index(library, home)
    assert [s.kind for s in library.stacks()] == ["variants"]
    library.undo_decision()
    assert sorted(s.kind for s in library.stacks()) == ["burst", "variants"]


def test_new_photos_join_and_only_they_are_measured_and_compared(
    library: Library, home: Path, variety: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from photoorg.files import looks, overlay

    measured, compared = [], []
    look_at, lay_over = looks.look_at, overlay.overlay
    monkeypatch.setattr(looks, "look_at", lambda j: measured.append(1) or look_at(j))
    monkeypatch.setattr(overlay, "overlay", lambda *pair: compared.append(1) or lay_over(*pair))
    assert index(library, home) == 0
    assert (measured, compared) == ([], [])
    made = dict(variants(draw("cat", 3), Random(5)))
    write(variety / "cat-sent.jpg", made["sent on"])
    assert index(library, home) == 1
    assert len(measured) == 1
    assert len(compared) <= 4
    assert "cat-sent.jpg" in {n for s in library.stacks() for n in names(library, s)}


def test_two_shots_of_two_cameras_or_far_apart_are_no_burst(library: Library, home: Path) -> None:
    folder = home / "photos"
    image = draw("houses", 2)
    later = another_shot(image, Random(1))
    save(image, folder / "a.jpg", Sample(NOON, camera=PHONE))
    save(later, folder / "b.jpg", Sample(NOON + timedelta(minutes=5), camera=PHONE))
    save(another_shot(image, Random(2)), folder / "c.jpg", Sample(NOON, camera=("Apple", "iPhone")))
    index(library, home)
    assert library.stacks() == []


def test_what_a_camera_took_another_day_is_no_version_of_this_shot(
    library: Library, home: Path
) -> None:
    image, folder = draw("mountains", 3), home / "photos"
    folder.mkdir(exist_ok=True)
    save(image, folder / "a.jpg", Sample(NOON, camera=PHONE), quality=92)
    save(image, folder / "b.jpg", Sample(NOON + timedelta(days=1), camera=PHONE), quality=80)
    index(library, home)
    assert library.stacks() == []


def test_two_receipts_that_differ_in_one_line_are_no_versions_of_each_other(
    library: Library, home: Path
) -> None:
    page = draw("receipt", 3).resize((1536, 2048))
    for name, words in (("a", "total 14.90"), ("b", "still to be paid")):
        image = page.copy()
        ImageDraw.Draw(image).text((300, 900), words, fill="black", font_size=44)
        save(image, home / "photos" / f"{name}.jpg", Sample(NOON), quality=92)
        if name == "a":
            write(home / "photos" / "sent.jpg", dict(variants(image, Random(1)))["sent on"])
    index(library, home)
    (stack,) = library.stacks()
    assert sorted(names(library, stack)) == ["a.jpg", "sent.jpg"]


def test_a_view_shows_the_stacks_that_reach_into_it(library: Library, variety: Path) -> None:
    burst = next(s for s in library.stacks() if s.kind == "burst")
    assert [s.kind for s in library.stacks([burst.ids[1]])] == ["burst"]
    assert library.stacks([photo(library, variety / "cat.jpg").id]) == []


def test_deleted_photos_leave_their_stack_and_come_back_with_undo(
    library: Library, variety: Path
) -> None:
    stack = next(s for s in library.stacks() if s.kind == "burst")
    delete_job(NULL_CONTEXT, library, list(stack.ids[1:]), "Shots")
    assert [s.kind for s in library.stacks()] == ["variants"]
    from photoorg.pipeline.jobs import undo_job

    undo_job(NULL_CONTEXT, library)
    assert sorted(s.kind for s in library.stacks()) == ["burst", "variants"]


def test_the_order_by_sharpness_puts_blurred_photos_first(library: Library, home: Path) -> None:
    from PIL import ImageFilter

    image = draw("houses", 2)
    for name, radius in (("sharp", 0), ("soft", 4), ("blurred", 12)):
        soft = image.filter(ImageFilter.GaussianBlur(radius))
        save(soft, home / "photos" / f"{name}.jpg", Sample(NOON))
    index(library, home)
    shown = library.photos(library.photo_ids(Filter(), "sharpness"))
    assert [Path(p.path).stem for p in shown] == ["blurred", "soft", "sharp"]


# --- the plan ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "size"),
    [("5GB", 5 * 10**9), ("500 mb", 5 * 10**8), ("1.5GiB", 1_610_612_736), ("10k", 10_000),
     ("1,5 GB", 1_500_000_000), ("123", 123), ("2TB", 2 * 10**12)],
)  # fmt: skip
def test_sizes_are_understood(text: str, size: int) -> None:
    assert goal.parse_size(text) == size


@pytest.mark.parametrize("text", ["", "GB", "5 apples", "-3GB", "0", "1e9", "5 GB 3"])
def test_what_is_no_size_is_refused(text: str) -> None:
    with pytest.raises(UsageError):
        goal.parse_size(text)


def test_a_plan_stops_at_its_goal_and_never_names_the_last_of_a_stack(
    library: Library, variety: Path
) -> None:
    everything = library.plan_space(10**12)
    small = library.plan_space(1)
    assert len(small.proposals) == 1
    assert small.won >= 1
    proposed = {i for p in everything.proposals if p.sure for i in p.ids}
    for stack in library.stacks():
        assert stack.best not in proposed
    assert photo(library, variety / "cat.jpg").id not in proposed
    assert everything.won == sum(p.bytes for p in library.photos(sorted(proposed)))


def test_what_is_rejected_comes_first_and_marking_leaves_the_copies_alone(
    library: Library, variety: Path
) -> None:
    cat = photo(library, variety / "cat.jpg").id
    library.mark([cat], "rejected")
    plan = library.plan_space(10**12)
    assert plan.proposals[0].kind == "rejected"
    assert plan.proposals[0].ids == (cat,)
    library.mark_proposed(plan)
    rejected = set(library.photo_ids(Filter(mark="rejected")))
    copies = {i for p in plan.proposals if p.kind == "copies" for i in p.ids}
    assert copies
    assert not rejected & copies
    assert library.photo_ids(Filter()).tolist()  # nothing was deleted
    assert len(library.photo_ids(Filter())) == 9


def test_space_that_was_won_is_counted_by_month_until_it_is_taken_back(
    library: Library, variety: Path
) -> None:
    from photoorg.pipeline.jobs import undo_job

    assert library.freed() == []
    gone = photo(library, variety / "food.jpg")
    delete_job(NULL_CONTEXT, library, [gone.id], "Food")
    (month,) = library.freed()
    assert (month.photos, month.bytes) == (1, gone.bytes)
    undo_job(NULL_CONTEXT, library)
    assert library.freed() == []
