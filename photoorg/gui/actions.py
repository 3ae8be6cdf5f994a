"""What can be done in the window, each with its key; also the page of keys."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QObject
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from photoorg.gui import icons
from photoorg.gui.dialogs.keys import Group

translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class Spec:
    """An action: its name in the code, its words, its keys, its icon."""

    name: str
    words: str
    keys: tuple[str, ...] = ()
    icon: str = ""


def specs() -> list[Spec]:
    """All actions of the window."""
    tr = translate
    return [
        Spec("open", tr("actions", "Open folder..."), ("Ctrl+O",), "folder-open"),
        Spec("rescan", tr("actions", "Scan again"), ("F5", "Ctrl+R"), "refresh"),
        Spec("stop", tr("actions", "Stop the running task"), ("Ctrl+.",), "stop"),
        Spec("demo", tr("actions", "Show me a demo"), (), "photos"),
        Spec("view", tr("actions", "Open photo"), (), "photos"),
        Spec("reveal", tr("actions", "Show in file manager"), ("Ctrl+Shift+R",), "reveal"),
        Spec("copy", tr("actions", "Copy path"), ("Ctrl+C",)),
        Spec("delete", tr("actions", "Delete..."), ("Delete",), "trash"),
        Spec("undo", tr("actions", "Take the last deletion back"), ("Ctrl+Z",), "undo"),
        Spec("history", tr("actions", "History"), ("Ctrl+H",), "history"),
        Spec("rename", tr("actions", "Rename cluster..."), ("F2",), "rename"),
        Spec("filter", tr("actions", "Filter the tree"), ("Ctrl+F",), "search"),
        Spec("larger", tr("actions", "Larger photos"), ("Ctrl++", "Ctrl+=")),
        Spec("smaller", tr("actions", "Smaller photos"), ("Ctrl+-",)),
        Spec("sidebar", tr("actions", "Show the library"), ("F9",), "sidebar"),
        Spec("details", tr("actions", "Show details"), ("F8", "Ctrl+I"), "details"),
        Spec("full", tr("actions", "Full screen"), ("F11",)),
        Spec("keys", tr("actions", "Keys"), ("F1", "?"), "keys"),
        Spec("quit", tr("actions", "Quit"), ("Ctrl+Q",)),
    ]


CHECKABLE = ("sidebar", "details", "full")


class Actions(QObject):
    """The actions of a window by name."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._made: dict[str, QAction] = {}
        for spec in specs():
            action = QAction(spec.words, window)
            action.setShortcuts([QKeySequence(key) for key in spec.keys])
            action.setCheckable(spec.name in CHECKABLE)
            action.setToolTip(_tip(spec))
            if spec.icon:
                icons.dress(action, spec.icon)
            window.addAction(action)
            self._made[spec.name] = action

    def __getitem__(self, name: str) -> QAction:
        return self._made[name]

    def connect_all(self, acts: dict[str, Callable[[], object]]) -> None:
        """Say what each does."""
        for name, act in acts.items():
            self._made[name].triggered.connect(lambda _checked=False, act=act: act())


def _tip(spec: Spec) -> str:
    words = spec.words.removesuffix("...")
    if not spec.keys:
        return words
    return f"{words} ({QKeySequence(spec.keys[0]).toString(QKeySequence.SequenceFormat.NativeText)})"


def key_groups() -> list[Group]:
    """What the page of keys says."""
    tr = translate
    return [
        (
            tr("keys", "Photos"),
            [
                (tr("keys", "Arrows"), tr("keys", "Go from photo to photo")),
                (tr("keys", "Home, End"), tr("keys", "First, last photo")),
                (tr("keys", "Page up, down"), tr("keys", "One screen on")),
                (tr("keys", "Shift+arrows"), tr("keys", "Select as you go")),
                (tr("keys", "Space"), tr("keys", "Select or deselect this photo")),
                (tr("keys", "Ctrl+A"), tr("keys", "Select all in view")),
                (tr("keys", "Return"), tr("keys", "Open the photo")),
                (tr("keys", "Ctrl+plus, minus"), tr("keys", "Larger, smaller photos")),
            ],
        ),
        (
            tr("keys", "One photo"),
            [
                (tr("keys", "Right, Space"), tr("keys", "Next photo")),
                (tr("keys", "Left, Backspace"), tr("keys", "The one before")),
                ("Z", tr("keys", "Its own pixels, 100 %")),
                (tr("keys", "Plus, minus"), tr("keys", "Zoom")),
                (tr("keys", "Esc"), tr("keys", "Back to the photos")),
            ],
        ),
        (
            tr("keys", "Cleaning"),
            [
                (tr("keys", "Delete"), tr("keys", "Move the selection to the trash (asks)")),
                ("Ctrl+Z", tr("keys", "Take the last deletion back")),
                ("Ctrl+H", tr("keys", "History of deletions")),
                ("F2", tr("keys", "Rename the cluster")),
            ],
        ),
        (
            tr("keys", "Window"),
            [
                ("Ctrl+O", tr("keys", "Open a folder")),
                ("F5", tr("keys", "Scan again")),
                ("Ctrl+F", tr("keys", "Filter the tree")),
                ("F9, F8", tr("keys", "Show or hide the library, the details")),
                ("F11", tr("keys", "Full screen")),
                ("Ctrl+Q", tr("keys", "Quit")),
            ],
        ),
    ]
