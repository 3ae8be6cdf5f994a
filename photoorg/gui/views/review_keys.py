"""The keys of the review, by command; the same in the comparison."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QKeyEvent

if TYPE_CHECKING:
    from photoorg.gui.dialogs.keys import Group

translate = QCoreApplication.translate

_KEY = Qt.Key
_CTRL = Qt.KeyboardModifier.ControlModifier
_SHIFT = Qt.KeyboardModifier.ShiftModifier
PLAIN: dict[int, str] = {
    _KEY.Key_Right: "next",
    _KEY.Key_Down: "next",
    _KEY.Key_PageDown: "next",
    _KEY.Key_Left: "previous",
    _KEY.Key_Up: "previous",
    _KEY.Key_PageUp: "previous",
    _KEY.Key_Backspace: "previous",
    _KEY.Key_Home: "first",
    _KEY.Key_End: "last",
    _KEY.Key_Space: "mark",
    _KEY.Key_Delete: "reject",
    _KEY.Key_9: "reject",
    _KEY.Key_K: "keep",
    _KEY.Key_0: "clear",
    _KEY.Key_1: "rate 1",
    _KEY.Key_2: "rate 2",
    _KEY.Key_3: "rate 3",
    _KEY.Key_4: "rate 4",
    _KEY.Key_5: "rate 5",
    _KEY.Key_F: "favourite",
    _KEY.Key_Return: "open",
    _KEY.Key_Enter: "open",
    _KEY.Key_Z: "zoom",
    _KEY.Key_Plus: "larger",
    _KEY.Key_Equal: "larger",
    _KEY.Key_Minus: "smaller",
    _KEY.Key_C: "compare",
    _KEY.Key_Escape: "leave",
    _KEY.Key_F11: "full",
    _KEY.Key_Question: "keys",
    _KEY.Key_F1: "keys",
}
WITH_SHIFT: dict[int, str] = {
    _KEY.Key_Right: "choose next",
    _KEY.Key_Down: "choose next",
    _KEY.Key_Left: "choose previous",
    _KEY.Key_Up: "choose previous",
    _KEY.Key_Question: "keys",
    _KEY.Key_Plus: "larger",
}
WITH_CTRL: dict[int, str] = {
    _KEY.Key_Z: "undo",
    _KEY.Key_Return: "finish",
    _KEY.Key_Enter: "finish",
    _KEY.Key_Right: "pan right",
    _KEY.Key_Left: "pan left",
    _KEY.Key_Up: "pan up",
    _KEY.Key_Down: "pan down",
}
# What the wall and the viewer understand of it, for the photos that are chosen there.
ON_SELECTION = ("keep", "reject", "clear", "favourite", "compare")


def command(event: QKeyEvent) -> str:
    """What a key means; empty if nothing. The keypad counts like the rest of the keyboard."""
    held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    if held == _CTRL | _SHIFT:
        return "redo" if event.key() == _KEY.Key_Z else ""
    if held == _CTRL:
        return WITH_CTRL.get(event.key(), "")
    if held == _SHIFT:
        return WITH_SHIFT.get(event.key(), PLAIN.get(event.key(), ""))
    return PLAIN.get(event.key(), "") if held == Qt.KeyboardModifier.NoModifier else ""


def key_groups() -> list[Group]:
    """What the page of keys says of the review."""
    return [
        (
            translate("keys", "Deciding"),
            [
                (translate("keys", "Delete or 9"), translate("keys", "Reject and go on")),
                ("K", translate("keys", "Keep and go on")),
                (translate("keys", "Space"), translate("keys", "Reject or not, and stay")),
                (translate("keys", "1 to 5"), translate("keys", "Rate")),
                ("0", translate("keys", "Clear mark and rating")),
                ("F", translate("keys", "Favourite: protected from deleting")),
                ("Ctrl+Z", translate("keys", "Undo the last thing done")),
                ("Ctrl+Shift+Z", translate("keys", "Redo a decision")),
            ],
        ),
        (
            translate("keys", "Going on"),
            [
                (translate("keys", "Arrows"), translate("keys", "Next photo, the one before")),
                (translate("keys", "Home, End"), translate("keys", "First, last photo")),
                (translate("keys", "Return"), translate("keys", "The photo alone, and back")),
                ("F11", translate("keys", "Full screen")),
                (translate("keys", "Esc"), translate("keys", "Back: ends the review, asks once")),
            ],
        ),
        (
            translate("keys", "Looking closely"),
            [
                ("Z", translate("keys", "100 %, at the same spot of the next photo too")),
                (translate("keys", "Plus, minus"), translate("keys", "Zoom")),
                (translate("keys", "Ctrl+arrows"), translate("keys", "Move a zoomed photo")),
            ],
        ),
        (
            translate("keys", "Comparing"),
            [
                ("C", translate("keys", "Side by side: the chosen ones, or this and the next")),
                (
                    translate("keys", "Shift+arrows"),
                    translate("keys", "Choose 2 to 4 photos to compare"),
                ),
                (translate("keys", "Return"), translate("keys", "Go on with this one")),
            ],
        ),
    ]
