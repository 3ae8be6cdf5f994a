"""Badges as they are painted."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage, QPainter
from pytestqt.qtbot import QtBot

from photoorg.gui.views import verdict_paint
from photoorg.records import Verdict

ALL = Verdict(mark="rejected", rating=3, favourite=True, protected=True)


def painted_columns(side: int, verdict: Verdict) -> list[int]:
    """The columns, counted from the photo's left edge, in which anything was painted."""
    image = QImage(400, 100, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(QColor(0, 0, 0, 0))
    painter = QPainter(image)
    verdict_paint.badges(painter, QRect(200, 10, side, side), verdict)
    painter.end()
    rows, columns = range(image.height()), range(image.width())
    return [x - 200 for x in columns if any(image.pixelColor(x, y).alpha() for y in rows)]


@pytest.mark.parametrize("side", [60, 76, 96, 168])
def test_badges_stay_within_their_photo_however_small_it_is(qtbot: QtBot, side: int) -> None:
    columns = painted_columns(side, ALL)
    assert columns
    assert min(columns) >= 0
    assert max(columns) < side


def test_badges_are_as_large_as_ever_where_there_is_room(qtbot: QtBot) -> None:
    columns = painted_columns(168, ALL)
    assert len(columns) > 70
