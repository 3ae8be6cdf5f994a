"""Titles from evidence, and identity over re-clustering."""

import numpy as np
import pytest

from photoorg.clusters import identity, titles
from photoorg.clusters.titles import Evidence, Word

DOG, CAT, SITE, MENU, COMIC, ENVELOPE = 207, 281, 916, 922, 917, 549
OTHER = 398  # an abacus: in no theme


def words(*classes: int, m: int = 10, first: float = 0.6) -> tuple[Word, ...]:
    """Ten photos of the same likeliest classes, the first of probability `first`."""
    likely = np.tile(np.array([[*classes, *[OTHER] * 5][:5]]), (m, 1))
    probabilities = np.tile(np.array([[first, 0.05, 0.04, 0.03, 0.02]], dtype=np.float32), (m, 1))
    return titles.agreed_words(likely, probabilities)


def test_breeds_agree_on_dogs() -> None:
    breeds = np.array(
        [[151, 1, 2, 3, 4], [200, 1, 2, 3, 4], [268, 1, 2, 3, 4], [500, 480, 507, 3, 4]]
    )
    probabilities = np.full((4, 5), 0.2, dtype=np.float32)
    (dogs,) = [w for w in titles.agreed_words(breeds, probabilities) if w.theme == "Dogs"]
    assert dogs.share == 0.75
    assert dogs.sure == pytest.approx(0.15)  # three photos of four, one class of 0.2 each
    assert titles.title(Evidence(4, (Word("Dogs", 0.75),))) == "Dogs"


def test_a_guess_is_no_title() -> None:
    """All photos have the same likeliest class, but the backbone believes none of it."""
    assert titles.title(Evidence(9, words(DOG, first=0.6))) == "Dogs"
    assert titles.title(Evidence(9, words(DOG, first=0.1))) == "Similar photos"
    assert titles.title(Evidence(9, words(COMIC, first=0.1))) == "Similar photos"


def test_paper_on_a_table_is_no_poster() -> None:
    """Every receipt has something of a poster; what the backbone is surer of wins."""
    seen = (Word("Written pages", 1.0, 0.29), Word("Posters and pictures with text", 0.8, 0.07))
    assert titles.title(Evidence(10, seen)) == "Boards and written pages"


def test_two_themes_read_well_together() -> None:
    assert titles.both("Cats", "Dogs") == "Cats and dogs"
    assert titles.both("Landscapes", "Beach and sea") == "Landscapes, beach and sea"


def test_two_kinds_of_pets_share_a_title() -> None:
    assert titles.title(Evidence(9, (Word("Cats", 0.6), Word("Dogs", 0.55)))) == "Cats and dogs"


def test_thin_evidence_says_little() -> None:
    assert titles.title(Evidence(10, (Word("Dogs", 0.3),))) == "Similar photos"
    years = [2019] * 7 + [2018] * 3
    assert titles.title(Evidence(10, years=years)) == "Similar photos, mostly 2019"
    assert titles.title(Evidence(10, years=[2019] * 10)) == "Similar photos, 2019"
    spread = [2015, 2016, 2017, 2018, 2019] * 2
    assert titles.title(Evidence(10, years=spread)) == "Similar photos, 2015 to 2019"
    assert titles.title(Evidence(10, years=[2019] * 3)) == "Similar photos"
    assert titles.title(Evidence(4, places=["Lisbon"] * 4)) == "Similar photos from Lisbon"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Screenshot_2021-03-01-10-11-12.png", "Screenshots"),
        ("Bildschirmfoto 2020-01-01 um 10.00.00.png", "Screenshots"),
        ("IMG-20190401-WA0007.jpg", "WhatsApp pictures"),
        ("WhatsApp Image 2020-01-01 at 10.00.00.jpeg", "WhatsApp pictures"),
        ("signal-2021-05-05-101112.jpg", "Signal pictures"),
        ("IMG_2041.JPG", "Similar photos"),
    ],
)
def test_file_names_speak(name: str, expected: str) -> None:
    assert titles.title(Evidence(5, names=[name] * 5)) == expected


def test_what_is_shown_beats_the_messenger_but_not_screenshots() -> None:
    dogs = words(DOG)
    assert titles.title(Evidence(5, dogs, names=["IMG-20190401-WA0007.jpg"] * 5)) == "Dogs"
    assert titles.title(Evidence(5, dogs, names=["Screenshot_1.png"] * 5)) == "Screenshots"


def test_paper_screens_and_memes_are_told_apart_by_their_pixels() -> None:
    paper = {"white": 0.9, "grey": 0.97, "bands": 0.4, "dark": 0.0}
    screen = {"white": 0.3, "grey": 0.7, "bands": 0.5, "dark": 0.2}
    board = {"white": 0.0, "grey": 0.7, "bands": 0.4, "dark": 0.0}
    picture = {"white": 0.1, "grey": 0.4, "bands": 0.05, "dark": 0.2}
    assert titles.title(Evidence(9, words(MENU, SITE), paper)) == "Receipts and documents"
    assert titles.title(Evidence(9, words(SITE), screen)) == "Screenshots"
    assert titles.title(Evidence(9, words(MENU, ENVELOPE), board)) == "Boards and written pages"
    assert titles.title(Evidence(9, words(COMIC), picture)) == "Memes and posters"


def test_a_camera_takes_no_screenshots() -> None:
    screen = {"white": 0.3, "grey": 0.7, "bands": 0.5, "dark": 0.2}
    assert titles.title(Evidence(9, words(SITE), screen, camera=1.0)) != "Screenshots"


def test_equal_titles_are_told_apart() -> None:
    first = Evidence(5, words(DOG), years=[2017] * 5)
    second = Evidence(5, words(DOG), years=[2020] * 5)
    assert titles.titles([first, second]) == ["Dogs, 2017", "Dogs, 2020"]
    plain = Evidence(5, words(DOG))
    assert titles.titles([plain, plain, Evidence(3, words(CAT))]) == ["Dogs", "Dogs (2)", "Cats"]


def test_folder_titles() -> None:
    assert titles.folder_title(["Cats", "Dogs"]) == "Cats and dogs"
    assert titles.folder_title(["Dogs", "Dogs (2)"]) == "Dogs"
    assert titles.folder_title(["Cats", "Dogs", "Birds"]) == "Cats, dogs and more"
    assert titles.folder_title(["Similar photos, mostly 2019", "Dogs"]) == "Dogs"
    assert titles.folder_title(["Similar photos, 2019", "Similar photos"]) == "Similar photos, 2019"


def test_no_class_is_in_two_contradicting_animal_themes() -> None:
    table = titles.theme_table()
    names = list(titles.THEMES)
    animals = [
        names.index(name) for name in ("Dogs", "Cats", "Birds", "Fish", "Wild animals", "Sea life")
    ]
    assert int(table[:, animals].sum(axis=1).max()) == 1


def test_clusters_keep_their_identity() -> None:
    old = np.array([0, 0, 0, 1, 1, 1, 2, 2, -1])
    new = np.array([1, 1, 1, 0, 0, 0, 2, 2, 2])
    assert identity.match(old, new, 3, 3).tolist() == [1, 0, 2]


def test_a_split_cluster_lives_on_in_its_larger_part() -> None:
    old = np.zeros(10, dtype=int)
    new = np.array([0] * 7 + [1] * 3)
    assert identity.match(old, new, 1, 2).tolist() == [0, -1]


def test_a_cluster_of_new_photos_is_new() -> None:
    old = np.array([0, 0, 0, -1, -1])
    new = np.array([0, 0, 0, 1, 1])
    assert identity.match(old, new, 1, 2).tolist() == [0, -1]


def test_scattered_remains_are_no_identity() -> None:
    old = np.zeros(12, dtype=int)
    new = np.arange(12) // 3  # four parts of a quarter each
    assert identity.match(old, new, 1, 4).tolist() == [-1, -1, -1, -1]


def test_nothing_before_or_after() -> None:
    none = np.full(3, -1)
    assert identity.match(none, np.array([0, 0, 1]), 0, 2).tolist() == [-1, -1]
    assert identity.match(np.array([0, 0, 0]), none, 1, 0).tolist() == []


def test_joined_folders_keep_their_identity() -> None:
    """Joins lie inside each other: each continues the one it shares most with."""
    old = np.array([0] * 10 + [1] * 10 + [2] * 10)
    new = np.array([2] * 10 + [0] * 10 + [1] * 10)  # the same leaves, numbered otherwise
    old_joins, new_joins = [[0, 1], [0, 1, 2]], [[2, 0], [0, 1, 2]]
    assert identity.match_joins(old, new, old_joins, new_joins).tolist() == [0, 1]
    assert identity.match_joins(old, new, [[0, 1]], [[1]]).tolist() == [-1]
    assert identity.match_joins(old, new, [], new_joins).tolist() == [-1, -1]
