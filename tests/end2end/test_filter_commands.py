"""`photos` and the other commands with several conditions at once, on files that were scanned."""

from __future__ import annotations

from pathlib import Path

import pytest
from helpers.pictures import picture, save
from helpers.shell import Shell

from photoorg.pipeline.jobs import index_job
from photoorg.pipeline.library import Library
from photoorg.records import NULL_CONTEXT

PARIS, KOCHI, FIJI, SAMOA = (
    (48.8584, 2.2945),
    (9.9312, 76.2673),
    (-16.43, 179.36),
    (-13.83, -171.76),
)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("filters")
    photos = home / "photos"
    save(photos / "paris.jpg", 1, taken="2019:05:12 13:37:06", gps=PARIS, camera="Pixel 3")
    save(photos / "paris2.jpg", 2, taken="2019:08:01 10:00:00", gps=PARIS, camera="Canon EOS")
    save(photos / "kochi.jpg", 3, taken="2021:01:02 08:00:00", gps=KOCHI, camera="Pixel 3")
    save(photos / "fiji.jpg", 4, taken="2022:03:04 09:00:00", gps=FIJI)
    save(photos / "samoa.jpg", 5, taken="2022:03:05 09:00:00", gps=SAMOA)
    save(photos / "IMG_20200101_101112.jpg", 6)
    picture(7, (400, 300)).save(photos / "drawing.png")
    library = Library.open(home / "library")
    index_job(NULL_CONTEXT, library, [str(photos)], cluster=False)
    library.close()
    return home


@pytest.fixture
def shell(made: Path, capsys: pytest.CaptureFixture[str]) -> Shell:
    return Shell(made / "library", capsys)


def test_conditions_join(shell: Shell) -> None:
    assert shell.names("--since", "2019-06", "--until", "2021") == [
        "kochi.jpg", "IMG_20200101_101112.jpg", "paris2.jpg",
    ]  # fmt: skip
    assert shell.names("--from", "2019", "--to", "2019-05", "--camera", "Pixel 3") == ["paris.jpg"]
    assert shell.names("--place", "FR", "--camera", "Canon EOS") == ["paris2.jpg"]
    assert shell.names("--place", "france", "--date", "2019-05") == ["paris.jpg"]
    assert shell.names("--place", "fr/ile-de-france", "--date", "2019-05") == ["paris.jpg"]
    assert shell.names("--format", "png") == ["drawing.png"]
    assert shell.names("--format", "jpg", "--rule", "file-name") == ["IMG_20200101_101112.jpg"]
    assert shell.names("--bounds=-20,170,-10,-165", "--order", "oldest") == [
        "fiji.jpg",
        "samoa.jpg",
    ]
    assert shell.names("--bounds=-20,170,-10,180") == ["fiji.jpg"]
    assert shell.names("--megapixels", "0.1") == ["drawing.png"]
    assert shell.names("--larger-than", "100MB") == []
    assert shell.names("--text", "PARIS", "--until", "2019-07") == ["paris.jpg"]
    assert set(shell.names("--text", "india")) == {"kochi.jpg"}
    assert set(shell.names("--place-from", "exif", "--until", "2021")) == {
        "paris.jpg", "paris2.jpg", "kochi.jpg",
    }  # fmt: skip


def test_a_limit_says_how_many_there_are(shell: Shell) -> None:
    document = shell.json("photos", "--limit", 2)
    assert len(document["photos"]) == 2
    assert document["total"] == 7
    (photo,) = shell.json("photos", "--text", "kochi")["photos"]
    assert photo["taken_from"] == "exif-original"
    assert photo["place"]["country_code"] == "IN"
    assert photo["place"]["from"] == "exif"
    assert photo["place"]["lat"] == pytest.approx(KOCHI[0], abs=1e-3)


def test_nothing_found_says_what_to_drop(shell: Shell) -> None:
    document = shell.json("photos", "--place", "IN", "--camera", "Pixel 3", "--date", "2019")
    assert document["photos"] == []
    assert document["without"] == [
        {"condition": "date", "photos": 1}, {"condition": "place", "photos": 1},
    ]  # fmt: skip
    assert "Without the condition date: 1 photos" in shell(
        "photos", "--place", "IN", "--date", "2019"
    )


def test_rules_and_sources_are_listed_with_counts(shell: Shell) -> None:
    rules = {row["rule"]: row["count"] for row in shell.json("dates")["rules"]}
    assert rules["exif-original"] == 5
    assert rules["file-name"] == 1
    assert sum(rules.values()) == 7
    assert shell.json("places")["sources"] == [{"from": "exif", "count": 5}]


def test_decisions_take_the_same_conditions(shell: Shell) -> None:
    assert shell.json("rate", 4, "--place", "FR", "--since", "2019-06")["photos"] == 1
    assert shell.names("--rating", 4, "--camera", "Canon EOS") == ["paris2.jpg"]
    assert shell.json("rate", 0, "--rating", 4)["changed"] == 1
    assert shell.names("--rating", 4) == []


@pytest.mark.parametrize(
    "wrong",
    [
        ("--bounds=1,2,3",), ("--bounds=50,0,40,1",), ("--bounds=a,b,c,d",), ("--since", "soon"),
        ("--since", "2020", "--until", "2019"), ("--larger-than", "big"), ("--rule", "guess"),
        ("--place-from", "gps"),
    ],
)  # fmt: skip
def test_what_is_no_condition_is_said(shell: Shell, wrong: tuple[str, ...]) -> None:
    shell("photos", *wrong)
    assert shell.status == 2
    assert shell.err.strip()
