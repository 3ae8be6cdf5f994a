"""Dates and places put right from the command line: previews, many at once, undo, rescan."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from helpers.pictures import save, snapshot
from helpers.shell import Shell as CommandShell

from photoorg.pipeline.jobs import index_job
from photoorg.pipeline.library import Library
from photoorg.records import NULL_CONTEXT

PARIS = (48.8584, 2.2945)


class Shell(CommandShell):
    """Also knows the folder of photos, and asks for what is corrected."""

    def __init__(self, library: Path, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        super().__init__(library, capsys)
        self.folder = folder

    def photos(self, *args: object) -> dict[str, Any]:
        return {Path(p["path"]).name: p for p in self.json("photos", *args)["photos"]}

    def taken(self) -> dict[str, tuple[str, str | None, str]]:
        return {
            name: (p["taken"], p["utc_offset"], p["taken_from"])
            for name, p in self.photos().items()
        }

    def cities(self) -> dict[str, str | None]:
        return {n: p["place"] and p["place"]["city"] for n, p in self.photos().items()}

    def index(self) -> None:
        library = Library.open(self.library)
        index_job(NULL_CONTEXT, library, [str(self.folder)], cluster=False)
        library.close()


@pytest.fixture
def shell(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Shell:
    folder = tmp_path / "photos"
    for n in range(4):
        save(folder / f"p{n}.jpg", n, taken=f"2019:05:12 13:37:0{n}", gps=PARIS if n == 3 else None)
    made = Shell(tmp_path / "library", folder, capsys)
    made.index()
    return made


def test_shift_is_previewed_made_kept_and_undone(shell: Shell) -> None:
    before, files = shell.taken(), snapshot(shell.folder)
    paths = [shell.folder / "p0.jpg", shell.folder / "p3.jpg"]
    preview = shell.json("date", "shift", "-1d2h", "--dry-run", "--photos", *paths)
    assert (preview["dry_run"], preview["photos"], preview["changed"]) == (True, 2, 2)
    assert preview["examples"][0]["after"]["taken"] == "2019-05-11T11:37:00"
    assert shell.taken() == before

    assert shell.json("date", "shift", "-1d2h", "--photos", *paths)["changed"] == 2
    assert shell.taken() == {
        **before,
        "p0.jpg": ("2019-05-11T11:37:00", None, "user"),
        "p3.jpg": ("2019-05-11T11:37:03", "+02:00", "user"),
    }
    assert list(shell.photos()) == ["p2.jpg", "p1.jpg", "p3.jpg", "p0.jpg"]  # in the new order

    (shell.folder / "p0.jpg").rename(shell.folder / "IMG_20010101_101010.jpg")
    shell.index()
    assert shell.taken()["IMG_20010101_101010.jpg"] == ("2019-05-11T11:37:00", None, "user")
    (shell.folder / "IMG_20010101_101010.jpg").rename(shell.folder / "p0.jpg")
    shell.index()

    assert "moved the date of 2 photos by -1 d 02:00:00" in shell("undo", "--decision")
    assert shell.taken() == before
    assert "-1 d 02:00:00" in shell("redo")
    assert shell.taken()["p0.jpg"][0] == "2019-05-11T11:37:00"
    assert snapshot(shell.folder) == files  # no photo was ever written to


def test_daylight_saving_follows_a_shift_into_winter(shell: Shell) -> None:
    shell("date", "shift", "+200d", "--photos", shell.folder / "p3.jpg")
    assert shell.taken()["p3.jpg"] == ("2019-11-28T13:37:03", "+01:00", "user")


def test_clock_that_said_something_else(shell: Shell) -> None:
    shell("date", "shift", "--clock-said", "2019-05-12 13:37:00", "--it-was",
          "2020-05-12 14:37:00", "--folder", shell.folder)  # fmt: skip
    assert [taken for taken, _, _ in sorted(shell.taken().values())] == [
        f"2020-05-12T14:37:0{n}" for n in range(4)
    ]


def test_set_gives_a_moment_a_day_or_keeps_distances(shell: Shell) -> None:
    one = shell.folder / "p1.jpg"
    shell("date", "set", "1987-06-05 04:03", "--photos", one)
    assert shell.taken()["p1.jpg"] == ("1987-06-05T04:03:00", None, "user")
    shell("date", "set", "1987-06-07", "--photos", one)
    assert shell.taken()["p1.jpg"] == ("1987-06-07T04:03:00", None, "user")  # only the day
    shell("date", "set", "2001-02-03 04:05:06+05:30", "--distances", "--date", "2019")
    assert shell.taken()["p0.jpg"] == ("2001-02-03T04:05:06", "+05:30", "user")
    assert shell.taken()["p3.jpg"] == ("2001-02-03T04:05:09", "+05:30", "user")
    assert list(shell.photos("--date", "2001-02-03")) == ["p3.jpg", "p2.jpg", "p0.jpg"]
    assert shell.json("date", "clear", "--rating", "0", "--date", "2001")["changed"] == 3
    assert shell.taken()["p0.jpg"] == ("2019-05-12T13:37:00", None, "exif-original")


def test_zone_keeps_the_local_time_or_the_moment(shell: Shell) -> None:
    one, two = shell.folder / "p0.jpg", shell.folder / "p1.jpg"
    shell("date", "zone", "Asia/Kolkata", "--photos", one, two)
    assert shell.taken()["p0.jpg"] == ("2019-05-12T13:37:00", "+05:30", "exif-original")
    shell("date", "zone", "Asia/Tokyo", "--clock", "Asia/Kolkata", "--photos", one)
    assert shell.taken()["p0.jpg"] == ("2019-05-12T17:07:00", "+09:00", "user")
    # the moment stayed, so the order did, too
    assert list(shell.photos("--order", "oldest"))[:2] == ["p0.jpg", "p1.jpg"]


def test_place_set_by_position_cleared_taken_away(shell: Shell) -> None:
    one = shell.folder / "p0.jpg"
    shell("place", "set", "-33.8568,151.2153", "--photos", one)
    place = shell.photos()["p0.jpg"]["place"]
    assert (place["country_code"], place["city"], place["from"]) == ("AU", "Sydney", "user")
    assert list(shell.photos("--place", "AU")) == ["p0.jpg"]
    shell.index()
    assert shell.cities()["p0.jpg"] == "Sydney"
    shell("place", "clear", "--photos", one)
    assert shell.cities()["p0.jpg"] is None

    shell("place", "set", "none", "--photos", shell.folder / "p3.jpg")
    assert shell.photos()["p3.jpg"]["place"] is None
    assert shell.json("places")["unplaced"] == 4
    shell("undo", "--decision")
    assert shell.cities()["p3.jpg"] == "Paris"


def test_renamed_place_holds_for_photos_to_come_and_is_given_back(shell: Shell) -> None:
    shell("place", "rename", "Home", "--place", "FR")
    assert shell.cities()["p3.jpg"] == "Home"
    save(shell.folder / "new.jpg", 9, taken="2020:01:01 10:00:00", gps=(48.8600, 2.3000))
    shell.index()
    assert shell.cities()["new.jpg"] == "Home"
    region = shell.photos()["new.jpg"]["place"]["region"]
    assert set(shell.photos("--place", f"FR/{region}/Home")) == {"p3.jpg", "new.jpg"}
    shell("place", "rename", "Our house", "--radius", "0.2", "--photos", shell.folder / "p3.jpg")
    assert (shell.cities()["p3.jpg"], shell.cities()["new.jpg"]) == ("Our house", "Home")
    shell("undo", "--decision")
    shell("place", "rename", "", "--place", "FR")
    assert set(shell.cities().values()) == {None, "Paris"}
    shell("undo", "--decision")
    assert shell.cities()["p3.jpg"] == "Home"


def test_copies_are_corrected_together(shell: Shell) -> None:
    (shell.folder / "copy.jpg").write_bytes((shell.folder / "p0.jpg").read_bytes())
    shell.index()
    shell("date", "set", "2000-02-02 02:02:02", "--photos", shell.folder / "copy.jpg")
    assert shell.taken()["p0.jpg"] == shell.taken()["copy.jpg"]


@pytest.mark.parametrize(
    "command",
    [
        ("date", "set", "31.12.2019"), ("date", "set", "2019-13-01"), ("date", "shift", "a while"),
        ("date", "shift"), ("date", "zone", "Mars/Olympus"), ("date", "zone", "+25:00"),
        ("place", "set", "95,10"), ("place", "set", "0,0"), ("place", "estimate", "--within", "0s"),
        ("place", "rename", "Home/Away"), ("place", "rename", "Home", "--radius", "-1"),
    ],
)  # fmt: skip
def test_nonsense_is_refused_and_changes_nothing(shell: Shell, command: tuple[str, ...]) -> None:
    before = shell.photos()
    shell(*command, "--photos", shell.folder / "p3.jpg")
    assert shell.status == 2
    assert shell.photos() == before


def test_all_photos_are_never_meant_by_leaving_them_out(shell: Shell) -> None:
    shell("date", "shift", "+1h")
    assert shell.status == 2
    assert "Name the photos" in shell.err


def test_corrections_go_to_sidecars_on_request_and_come_back_from_them(
    shell: Shell, tmp_path: Path
) -> None:
    one, other = shell.folder / "p0.jpg", shell.folder / "p1.jpg"
    shell("date", "set", "2001-02-03 04:05:06+05:30", "--photos", one)
    shell("place", "set", "-33.8568,151.2153", "--photos", one)
    shell("place", "set", "48.8584,2.2945", "--photos", other)
    before = snapshot(shell.folder)
    assert len(shell.json("export", "--xmp", "--yes", "--folder", shell.folder)["done"]) == 2
    after = snapshot(shell.folder)
    assert {name: after[name] for name in before} == before
    assert set(after) - set(before) == {"p0.jpg.xmp", "p1.jpg.xmp"}

    fresh = Shell(tmp_path / "fresh", shell.folder, shell.capsys)  # knows no correction
    fresh.index()
    place = fresh.photos()["p0.jpg"]["place"]
    assert (place["city"], place["from"]) == ("Sydney", "xmp")
    assert (round(place["lat"], 6), round(place["lon"], 6)) == (-33.8568, 151.2153)
    (one.with_name("p0.jpg")).rename(one.with_name("p4.jpg"))
    text = (shell.folder / "p0.jpg.xmp").read_text()
    assert 'exif:DateTimeOriginal="2001-02-03T04:05:06+05:30"' in text
    assert 'photoshop:City="Sydney"' in text
    one.with_name("p4.jpg").rename(one)

    shell("undo")
    assert snapshot(shell.folder) == before


def test_estimates_are_made_on_request_shown_as_such_and_not_written(shell: Shell) -> None:
    for n in range(3):
        save(shell.folder / f"c{n}.jpg", 20 + n, taken=f"2020:05:12 13:3{n}:00",
             gps=PARIS if n == 1 else None, camera="Pixel 3")  # fmt: skip
    shell.index()
    done = shell.json("place", "estimate", "--within", "2m", "--folder", shell.folder)
    assert done["changed"] == 2
    assert {"reason": "no camera", "photos": 3} in done["left_out"]

    def estimated() -> set[str]:
        photos = shell.photos().items()
        return {n for n, p in photos if p["place"] and p["place"]["from"] == "estimate"}

    assert estimated() == {"c0.jpg", "c2.jpg"}
    shell("export", "--xmp", "--yes", "--folder", shell.folder)
    assert shell.status == 2
    assert "nothing to write" in shell.err
    assert shell.json("place", "clear", "--estimates")["changed"] == 2
    assert estimated() == set()


def test_town_is_found_by_name_and_others_are_named(shell: Shell) -> None:
    shell("place", "set", "Paris, Texas", "--photos", shell.folder / "p0.jpg")
    place = shell.photos()["p0.jpg"]["place"]
    assert (place["country_code"], place["region"], place["city"]) == ("US", "Texas", "Paris")
    shell("place", "set", "Paris", "--dry-run", "--photos", shell.folder / "p0.jpg")
    assert "could also be" in shell.err
    shell("place", "set", "Nosuchplacequx", "--photos", shell.folder / "p0.jpg")
    assert shell.status == 2
