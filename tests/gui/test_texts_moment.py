"""Times of the history are stored in UTC and shown on the user's own clock."""

from __future__ import annotations

import sys
import time

import pytest

from photoorg.gui import texts


@pytest.mark.skipif(sys.platform == "win32", reason="the zone can not be set there")
def test_a_stored_moment_is_shown_on_the_users_clock(
    looks: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "Asia/Kolkata")
    time.tzset()
    assert "15:45" in texts.moment("2026-11-21T10:15:00+00:00")
    assert "10:15" in texts.moment("2026-11-21T10:15:00")  # a photo's own time is never shifted
    monkeypatch.undo()
    time.tzset()
