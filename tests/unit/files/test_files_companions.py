"""What goes with a photo, in the spellings of the programs that write such files."""

from __future__ import annotations

from pathlib import Path

import pytest

from photoorg.files import companions as module
from photoorg.files.companions import Companions, companions


def with_it(folder: Path, photo: str, *names: str) -> set[str]:
    """The names that go with `photo` in a folder of these names."""
    for name in (photo, *names):
        (folder / name).write_bytes(b"x")
    (found,) = companions([str(folder / photo)]).values()
    assert len(set(found)) == len(found)
    return {Path(path).name for path in found}


@pytest.mark.parametrize(
    ("photo", "beside"),
    [
        ("IMG_1234.JPG", "IMG_1234.CR2"),
        ("IMG_1234.CR2", "IMG_1234.JPG"),
        ("DSCF1.RAF", "dscf1.jpg"),
        ("a.dng", "a.heic"),
        ("IMG_1234.HEIC", "IMG_1234.MOV"),
        ("IMG_1234.HEIC", "IMG_1234.mp4"),
        ("PXL_20230101_120000.MP.jpg", "PXL_20230101_120000.MP"),
        ("IMG_1.HEIC", "IMG_1.HEIC.MOV"),
        ("a.jpg", "a.xmp"),
        ("a.jpg", "a.jpg.xmp"),
        ("a.cr2", "a.CR2.XMP"),
        ("a.cr2", "a_01.cr2.xmp"),
        ("a.cr2", "a.cr2.pp3"),
        ("a.cr2", "a.cr2.dop"),
        ("IMG_1234.HEIC", "IMG_1234.AAE"),
        ("IMG_1234.HEIC", "IMG_O1234.AAE"),
        ("IMG_1234.HEIC", "IMG_E1234.JPG"),
        ("IMG_E1234.JPG", "IMG_1234.HEIC"),
        ("a.jpg", "a.json"),
        ("a.jpg", "a.jpg.json"),
        ("a.jpg", "a.jpg.supplemental-metadata.json"),
        ("a.jpg", "a.jpg.supplemental-meta.json"),
        ("a.jpg", "a.jpg.s.json"),
        ("a.jpg", "a.jpg..json"),
        ("a(1).jpg", "a.jpg(1).json"),
        ("a(1).jpg", "a.jpg.supplemental-metadata(1).json"),
        ("a-edited.jpg", "a.jpg"),
        ("a.jpg", "a-bearbeitet.jpg"),
        ("PXL_1.jpg", "PXL_1~2.jpg"),
        ("a.nef", "a.wav"),
        ("écran.jpg", "Écran.xmp"),
    ],
)
def test_goes_along(tmp_path: Path, photo: str, beside: str) -> None:
    assert with_it(tmp_path, photo, beside) == {beside}


@pytest.mark.parametrize(
    ("photo", "beside"),
    [
        ("IMG_1234.JPG", "IMG_12345.CR2"),
        ("IMG_1234.JPG", "IMG_1234.PNG"),  # two ordinary pictures
        ("IMG_1234.JPG", "IMG_1234.txt"),
        ("IMG_1234.JPG", "IMG_1234 (1).JPG"),
        ("IMG_1234.JPG", "IMG_1235.MOV"),
        ("a.jpg", "a.jpg(1).json"),  # of a(1).jpg, which is not here
        ("a.jpg", "metadata.json"),
        ("a.jpg", "ab.xmp"),
        ("a.jpg", ".a.xmp"),
        ("a~2.jpg", "b~2.jpg"),
        ("IMG_E1234.JPG", "IMG_E1235.JPG"),
    ],
)
def test_stays(tmp_path: Path, photo: str, beside: str) -> None:
    assert with_it(tmp_path, photo, beside) == set()


def test_a_whole_apple_photo_is_one(tmp_path: Path) -> None:
    names = {"IMG_7.AAE", "IMG_7.MOV", "IMG_E0007.JPG", "IMG_7.HEIC", "IMG_0007.HEIC"}
    beside = {"IMG_0007.AAE", "IMG_0007.MOV", "IMG_E0007.JPG", "IMG_E0007.MOV", "IMG_O0007.AAE"}
    assert with_it(tmp_path, "IMG_0007.HEIC", *names, *beside) == beside
    found = companions([str(tmp_path / "IMG_E0007.JPG")])
    assert {Path(p).name for p in found[str(tmp_path / "IMG_E0007.JPG")]} == {
        "IMG_0007.HEIC", *beside - {"IMG_E0007.JPG"}
    }  # fmt: skip


def test_raw_jpeg_their_sidecars_and_edits_are_one(tmp_path: Path) -> None:
    beside = {"a.JPG", "a.xmp", "a.CR2.xmp", "a.JPG.xmp", "a-edited.jpg"}
    assert with_it(tmp_path, "a.CR2", *beside) == beside


def test_a_sidecar_of_two_photos_goes_only_with_both(tmp_path: Path) -> None:
    for name in ("a.jpg", "a.png", "a.xmp", "a.mov"):
        (tmp_path / name).write_bytes(b"x")
    jpg, png = str(tmp_path / "a.jpg"), str(tmp_path / "a.png")
    assert companions([jpg]) == {jpg: []}
    both = companions([jpg, png])
    assert sorted(Path(p).name for files in both.values() for p in files) == ["a.mov", "a.xmp"]


def test_which_original_an_edit_has_must_be_certain(tmp_path: Path) -> None:
    assert with_it(tmp_path, "IMG_E1234.JPG", "IMG_1234.HEIC", "IMG_1234.PNG") == set()


def test_a_long_film_is_no_live_photo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LONGEST_LIVE", 0)
    assert with_it(tmp_path, "IMG_1234.JPG", "IMG_1234.MOV", "IMG_1234.AAE") == {"IMG_1234.AAE"}


def test_a_movie_takes_its_own_sidecar_along(tmp_path: Path) -> None:
    beside = {"a.mov", "a.mov.json"}
    assert with_it(tmp_path, "a.heic", *beside) == beside


def test_a_name_that_takeout_cut_short(tmp_path: Path) -> None:
    photo = "Screenshot_20230101_120000_com.example.whatever.app.jpg"
    cut = photo[:46] + ".json"
    assert with_it(tmp_path, photo, cut, "other.jpg") == {cut}


def test_links_and_folders_do_not_belong(tmp_path: Path) -> None:
    (tmp_path / "far.xmp").write_bytes(b"x")
    (tmp_path / "a.xmp").symlink_to(tmp_path / "far.xmp")
    (tmp_path / "a.aae").mkdir()
    assert with_it(tmp_path, "a.jpg") == set()


def test_names_that_are_no_unicode(tmp_path: Path) -> None:
    assert with_it(tmp_path, "a\udcff.jpg", "a\udcff.xmp") == {"a\udcff.xmp"}


def test_a_folder_that_is_gone_has_none(tmp_path: Path) -> None:
    photo = str(tmp_path / "gone" / "a.jpg")
    assert companions([photo]) == {photo: []}


def test_twenty_thousand_files_are_looked_at_once_each(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = [f"IMG_{n:04}.{suffix}" for n in range(300) for suffix in ("JPG", "CR2", "xmp")]
    for name in names:
        (tmp_path / name).touch()
    calls: list[str] = []
    original = module._owners
    monkeypatch.setattr(module, "_owners", lambda f, n, m: calls.append(n) or original(f, n, m))
    known = Companions()
    jpegs = [str(tmp_path / name) for name in names if name.endswith("JPG")]
    assert all(len(known.pictures(path)) == 1 for path in jpegs)
    assert len(known.belongings([*jpegs, *(known.pictures(p)[0] for p in jpegs)])) == 300
    assert len(calls) == 300
