"""Places by what is typed or pasted: positions in many forms, towns, the user's own names."""

from __future__ import annotations

from pathlib import Path

import pytest

from photoorg.pipeline.finding import position_in
from photoorg.pipeline.library import Library
from photoorg.records import Place

EIFFEL = (48.8584, 2.2945)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("48.8584, 2.2945", EIFFEL), (" 48.8584 2.2945 ", EIFFEL), ("48.8584;2.2945", EIFFEL),
        ("-33.8568,151.2153", (-33.8568, 151.2153)), ("48, 2", (48.0, 2.0)),
        ("geo:48.8584,2.2945?z=17", EIFFEL),
        ("https://maps.example/@48.8584,2.2945,15z", EIFFEL),
        ("https://map.example/#map=18/48.8584/2.2945", EIFFEL),
        ("48°51'30.24\"N 2°17'40.2\"E", EIFFEL), ("48° 51.504′ N, 2° 17.67′ E", EIFFEL),
        ("33°51'24.48\"S 151°12'55.08\"E", (-33.8568, 151.2153)),
        ("2.2945°W 48.8584°N", (48.8584, -2.2945)),
        ("91.5, 2.25", None), ("48.85, 181", None), ("Paris, Texas", None), ("Area 51, 7", None),
        ("48.8584", None), ("", None), ("48°N", None), ("10°N 20°N", None),
    ],
)  # fmt: skip
def test_positions_are_read_as_they_are_written_and_pasted(
    text: str, expected: tuple[float, float] | None
) -> None:
    found = position_in(text)
    assert (found is None) == (expected is None)
    if found and expected:
        assert found == pytest.approx(expected, abs=1e-6)


def test_circles_of_the_user_are_found_by_name_before_towns(tmp_path: Path) -> None:
    library = Library.open(tmp_path / "library")
    library.name_place(
        Place("FR", "France", "Île-de-France", "Paris", 0.0), "Paris flat", EIFFEL, 0.3
    )
    found = library.find_places("paris")
    assert (found[0].place.city, found[0].latitude) == ("Paris flat", EIFFEL[0])
    assert any(one.place.region == "Texas" for one in found[1:])
    assert [one.place.city for one in library.find_places("48.8584, 2.2945")] == ["Paris flat"]
    assert library.find_places("95, 10") == []
    assert library.find_places("   ") == []
    library.close()
