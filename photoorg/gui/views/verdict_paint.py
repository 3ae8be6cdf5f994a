"""What the user decided about a photo, painted: badges on the wall, a large pill in the review.

Never by colour alone: rejected is a bin on a dimmed photo, kept a flag, a favourite a heart, a
rating a star with its number, protection a shield. The colours stand on photos of any tone, so
they are the same in both schemes; white on each has a contrast of at least 4.5:1.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QPoint, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen, QPixmap

from photoorg.gui import icons, style, texts

if TYPE_CHECKING:
    from photoorg.records import Mark, Verdict

REJECTED, KEPT, QUIET = QColor("#b3261e"), QColor("#1b6e3c"), QColor(22, 22, 24, 205)
REJECTED_OPACITY = 0.4
BADGE = 22
GAP = 4
_WHITE = QColor("#ffffff")
_PINK = QColor("#ff9db0")
_GOLD = QColor("#ffd257")

translate = QCoreApplication.translate


def words(mark: Mark | None) -> str:
    """ "Rejected", "Kept" or nothing."""
    known = {
        "rejected": translate("verdict", "Rejected"),
        "kept": translate("verdict", "Kept"),
    }
    return known.get(mark or "", "")


def spoken(verdict: Verdict) -> str:
    """All of it in words, for tool tips, details and screen readers: "Kept · rated 4 of 5"."""
    parts = [words(verdict.mark)] if verdict.mark else []
    if verdict.rating:
        stars = translate("verdict", "rated {0} of 5")
        parts.append(stars.format(texts.number(verdict.rating)))
    if verdict.favourite:
        parts.append(translate("verdict", "favourite"))
    if verdict.protected and not verdict.favourite:
        parts.append(translate("verdict", "protected"))
    if verdict.protected_folder:
        parts.append(translate("verdict", "in a protected folder"))
    said = " · ".join(parts)
    return said[:1].upper() + said[1:]


def color_of(mark: Mark | None) -> QColor:
    """The ground on which a mark stands."""
    return {"rejected": REJECTED, "kept": KEPT}.get(mark or "", QUIET)


def icon_of(mark: Mark) -> str:
    """The icon of a mark."""
    return "trash" if mark == "rejected" else "keep"


def badges(
    painter: QPainter, rect: QRect, verdict: Verdict, inset: int = 0, pinned: bool = False
) -> None:
    """Draw the badges in the upper right corner, `inset` pixels further in.

    `pinned`: the user put the photo in its group.

    On a small photo they are drawn smaller: they never reach over the photo beside it.
    """
    if _is_plain(verdict) and not pinned:
        return
    ratio = painter.device().devicePixelRatioF()
    room = rect.width() - 10 - inset
    made = _badges(
        verdict.mark, verdict.rating, verdict.favourite, verdict.untouchable, pinned, room, ratio
    )
    width = round(made.width() / ratio)
    painter.drawPixmap(QPoint(rect.right() - 5 - inset - width, rect.top() + 6), made)


def _is_plain(verdict: Verdict) -> bool:
    return not (verdict.mark or verdict.rating or verdict.untouchable)


@lru_cache(maxsize=256)
def _badges(
    mark: Mark | None,
    rating: int,
    favourite: bool,
    safe: bool,
    pinned: bool,
    room: int,
    ratio: float,
) -> QPixmap:
    """Drawn once per combination: a blit costs a tenth of the smooth outlines."""
    parts: list[tuple[str, QColor, QColor, str]] = []
    if pinned:
        parts.append(("pin-full", QUIET, _WHITE, ""))
    if rating:
        parts.append(("star-full", QUIET, _GOLD, texts.number(rating)))
    if favourite:
        parts.append(("heart-full", QUIET, _PINK, ""))
    elif safe:
        parts.append(("shield", QUIET, _WHITE, ""))
    if mark:
        parts.append((icon_of(mark), color_of(mark), _WHITE, ""))
    wide = [BADGE + (11 if label else 0) for *_, label in parts]
    whole = sum(wide) + 3 * len(wide)
    shrunk = min(1.0, room / whole)
    made = QPixmap(round(whole * shrunk * ratio), round(BADGE * shrunk * ratio))
    made.setDevicePixelRatio(ratio)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.scale(shrunk, shrunk)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    left = 0
    for (icon, ground, color, label), width in zip(parts, wide, strict=True):
        _badge(painter, QRect(left, 0, width, BADGE), icon, ground, color, label, ratio)
        left += width + 3
    painter.end()
    return made


def _badge(
    painter: QPainter,
    box: QRect,
    icon: str,
    ground: QColor,
    color: QColor,
    label: str,
    ratio: float,
) -> None:
    painter.setPen(QPen(QColor(255, 255, 255, 200), 1.2))
    painter.setBrush(ground)
    painter.drawRoundedRect(QRectF(box).adjusted(0.8, 0.8, -0.8, -0.8), BADGE / 2, BADGE / 2)
    painter.drawPixmap(box.left() + 4, 4, icons.pixmap(icon, color, BADGE - 8, ratio))
    if label:
        font = QFont(painter.font())
        font.setPixelSize(12)
        font.setWeight(QFont.Weight.Bold)
        painter.setFont(font)
        painter.setPen(_WHITE)
        place = box.adjusted(BADGE - 5, 0, -4, 0)
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, label)


def frame(painter: QPainter, rect: QRectF, mark: Mark, width: float = 4) -> None:
    """A frame around a marked photo, in its colour with a white line inside."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(_WHITE, 1.2))
    inner = width + 0.6
    painter.drawRect(rect.adjusted(inner, inner, -inner, -inner))
    painter.setPen(QPen(color_of(mark), width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.SquareCap))
    half = width / 2
    painter.drawRect(rect.adjusted(half, half, -half, -half))


def pill(painter: QPainter, center: QPointF, verdict: Verdict, large: bool = True) -> QRectF:
    """The mark as icon and word, centred at a point; where it was drawn comes back."""
    parts = [words(verdict.mark)] if verdict.mark else []
    if verdict.rating:
        parts.append("★" * verdict.rating)
    label = "  ".join(parts)
    icon = icon_of(verdict.mark) if verdict.mark else ""
    hearts = ["heart-full"] if verdict.favourite else ["shield"] if verdict.untouchable else []
    if not label and not hearts:
        return QRectF()
    font = style.font_of(painter.font(), "title" if large else "body")
    font.setWeight(QFont.Weight.DemiBold)
    metrics = QFontMetrics(font)
    side, height = (22, 42) if large else (16, 28)
    signs = ([icon] if icon else []) + hearts
    width = 2 * height // 3 + len(signs) * (side + 8) + metrics.horizontalAdvance(label)
    width -= 0 if label else 8  # a sign alone has nothing to keep apart from
    box = QRectF(0, 0, width, height)
    box.moveCenter(center)
    _draw_pill(painter, box, signs, label, font, side, color_of(verdict.mark))
    return box


def _draw_pill(
    painter: QPainter,
    box: QRectF,
    signs: list[str],
    label: str,
    font: QFont,
    side: int,
    ground: QColor,
) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(255, 255, 255, 220), 1.6))
    painter.setBrush(ground)
    painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
    ratio = painter.device().devicePixelRatioF()
    left = box.left() + box.height() / 3
    for sign in signs:
        color = _PINK if sign == "heart-full" else _WHITE
        top = round(box.center().y() - side / 2)
        painter.drawPixmap(round(left), top, icons.pixmap(sign, color, side, ratio))
        left += side + 8
    painter.setFont(font)
    painter.setPen(_WHITE)
    rest = QRectF(left, box.top(), box.right() - left, box.height())
    painter.drawText(rest, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), label)
