"""Whatever files say, dating a photo never fails and never gives an impossible date."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from photoorg.dates import date_photo
from photoorg.records import Metadata, Sidecar

NOW = datetime(2026, 11, 1, 12, 0)


DATE_LIKE = st.from_regex(
    r"[0-9]{0,5}[:/-][0-9]{0,2}[:-][0-9]{0,2}[ T]?[0-9:.+Z-]{0,16}"
) | st.text(max_size=30)
SAID = st.none() | DATE_LIKE
OFFSET = st.none() | st.from_regex(r"[+-]?[0-9]{0,2}:?[0-9]{0,2}") | st.text(max_size=8)


@settings(deadline=None)  # the first position loads the zones
@given(
    st.builds(
        Metadata,
        date_time_original=SAID, sub_sec_original=st.none() | st.text(max_size=5),
        offset_time_original=OFFSET, date_time_digitized=SAID, offset_time_digitized=OFFSET,
        date_time=SAID, offset_time=OFFSET, gps_time=SAID, xmp_date=SAID,
        sub_sec_digitized=st.none() | st.text(max_size=5),
    ),
    st.builds(
        Sidecar, seen=st.just(""), xmp_date=SAID, takeout_time=SAID, movie_time=SAID
    ),
    st.text(max_size=40) | DATE_LIKE,
    st.integers(-(2**63), 2**63 - 1),
    st.none() | st.tuples(st.floats(), st.floats()) | st.tuples(
        st.floats(-90, 90), st.floats(-180, 180)
    ),
)  # fmt: skip
def test_whatever_is_said_a_photo_gets_a_possible_date_or_none(
    metadata: Metadata, sidecar: Sidecar, name: str, mtime_ns: int,
    position: tuple[float, float] | None,
) -> None:  # fmt: skip
    photo = date_photo(
        metadata, f"/a/{name}.jpg", mtime_ns, NOW, sidecar=sidecar, position=position
    )
    if photo.taken is None:
        assert photo.rule == "none"
        return
    taken = datetime.fromisoformat(photo.taken)
    assert taken.year > 1825
    assert taken < NOW + timedelta(days=4)
    assert photo.utc_offset is None or re.fullmatch(r"[+-]\d\d:\d\d", photo.utc_offset)
