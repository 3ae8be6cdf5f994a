"""What can be done in the window, each with its key; also the page of keys."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from photoorg.gui import icons

if TYPE_CHECKING:
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
    return [
        Spec("open", translate("actions", "Open folder..."), ("Ctrl+O",), "folder-open"),
        Spec("rescan", translate("actions", "Scan again"), ("F5", "Ctrl+R"), "refresh"),
        Spec("stop", translate("actions", "Stop the running task"), ("Ctrl+.",), "stop"),
        Spec("pause", translate("actions", "Pause the running task"), ("F7", "Pause")),
        Spec("gentle", translate("actions", "Work gently")),
        Spec("demo", translate("actions", "Show me a demo"), (), "photos"),
        Spec("view", translate("actions", "Open photo"), (), "photos"),
        Spec("reveal", translate("actions", "Show in file manager"), ("Ctrl+Shift+R",), "reveal"),
        Spec("copy", translate("actions", "Copy path"), ("Ctrl+C",)),
        Spec("export", translate("actions", "Export..."), ("Ctrl+E",), "export"),
        Spec("favourite", translate("actions", "Favourite"), (), "heart"),
        Spec("protect", translate("actions", "Protected"), ("Ctrl+P",), "shield"),
        Spec("protect-folders", translate("actions", "Protected folders..."), (), "shield"),
        Spec("date", translate("actions", "Change date..."), ("Ctrl+D",), "calendar"),
        Spec("place", translate("actions", "Change place..."), ("Ctrl+Shift+L",), "place"),
        Spec("estimate", translate("actions", "Estimate places..."), (), "place"),
        Spec("name-place", translate("actions", "Name this place..."), (), "rename"),
        Spec("delete", translate("actions", "Delete..."), ("Delete",), "trash"),
        Spec("undo", translate("actions", "Undo"), ("Ctrl+Z",), "undo"),
        Spec("redo", translate("actions", "Redo"), ("Ctrl+Shift+Z", "Ctrl+Y"), "redo"),
        Spec("review", translate("actions", "Review"), ("R",), "review"),
        Spec("compare", translate("actions", "Compare side by side"), ("C",), "compare"),
        Spec("stacks", translate("actions", "Stacks of alike photos"), ("S",), "stacks"),
        Spec("goal", translate("actions", "Free space..."), ("Ctrl+G",), "goal"),
        Spec("regroup", translate("actions", "Group again"), ("Ctrl+Shift+G",), "clusters"),
        Spec("regrouped", translate("actions", "What the last grouping changed..."), (), "details"),
        Spec("group-back", translate("actions", "Back to the grouping before"), (), "undo"),
        Spec("group-forward", translate("actions", "Forward to the later grouping"), (), "redo"),
        Spec("broader", translate("actions", "Broader groups"), ("Alt+Up",), "minus"),
        Spec("finer", translate("actions", "Finer groups"), ("Alt+Down",), "plus"),
        Spec("history", translate("actions", "History"), ("Ctrl+H",), "history"),
        Spec("move-group", translate("actions", "Move to group..."), ("G",), "group-move"),
        Spec(
            "new-group", translate("actions", "New group from these..."), ("Shift+G",), "group-new"
        ),
        Spec("not-here", translate("actions", "Doesn't belong here"), ("U",), "not-here"),
        Spec("pin", translate("actions", "Keep in this group"), ("H",), "pin"),
        Spec("merge", translate("actions", "Merge with..."), ("Ctrl+M",), "merge"),
        Spec("split", translate("actions", "Split..."), ("Ctrl+Shift+M",), "split"),
        Spec("pin-group", translate("actions", "Keep as it is"), (), "pin"),
        Spec("rename", translate("actions", "Rename cluster..."), ("F2",), "rename"),
        Spec("filter", translate("actions", "Filter the tree"), ("Ctrl+F",), "search"),
        Spec("add-filter", translate("actions", "Add filter..."), ("Ctrl+Shift+F",), "filter"),
        Spec("find", translate("actions", "Find photos by words"), ("Ctrl+L", "/"), "search"),
        Spec("only", translate("actions", "Show only these"), ("O",), "filter"),
        Spec("clear-filters", translate("actions", "Clear all filters"), ("Ctrl+Backspace",)),
        Spec("map", translate("actions", "Map"), ("M",), "map"),
        Spec("library-map", translate("actions", "Map of the library"), ("L",), "library-map"),
        Spec("timeline", translate("actions", "Timeline"), ("T",), "timeline"),
        Spec("larger", translate("actions", "Larger photos"), ("Ctrl++", "Ctrl+=")),
        Spec("smaller", translate("actions", "Smaller photos"), ("Ctrl+-",)),
        Spec("sidebar", translate("actions", "Show the library"), ("F9",), "sidebar"),
        Spec("details", translate("actions", "Show details"), ("F8", "Ctrl+I"), "details"),
        Spec("full", translate("actions", "Full screen"), ("F11",)),
        Spec("keys", translate("actions", "Keys"), ("F1", "?"), "keys"),
        Spec("about", translate("actions", "About photoorg"), (), "about"),
        Spec("quit", translate("actions", "Quit"), ("Ctrl+Q",)),
    ]


CHECKABLE = (
    "sidebar", "details", "full", "favourite", "protect", "map", "timeline", "library-map",
    "pause", "gentle",
)  # fmt: skip


class Actions(QObject):
    """The actions of a window by name."""

    unmet = Signal(str)  # an action was asked for that nobody does so far

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._made: dict[str, QAction] = {}
        self._acts: dict[str, Callable[[], object]] = {}
        for spec in specs():
            action = QAction(spec.words, window)
            action.setShortcuts([QKeySequence(key) for key in spec.keys])
            action.setCheckable(spec.name in CHECKABLE)
            if action.isCheckable():
                action.setIconVisibleInMenu(False)  # its place is the tick's
            action.setToolTip(_tip(spec))
            if spec.icon:
                icons.promise(action, spec.icon)
            action.triggered.connect(lambda _checked=False, name=spec.name: self._run(name))
            window.addAction(action)
            self._made[spec.name] = action

    def __getitem__(self, name: str) -> QAction:
        return self._made[name]

    def draw(self) -> None:
        """Draw the icons that are not in sight at first."""
        for action in self._made.values():
            icons.draw(action)

    def connect_all(self, acts: dict[str, Callable[[], object]]) -> None:
        """Say what each does."""
        self._acts |= acts

    def _run(self, name: str) -> None:
        if name not in self._acts:
            self.unmet.emit(name)  # whoever does it may not be there yet
        act = self._acts.get(name)
        if act is not None:  # of some only the tick is of interest
            act()


def _tip(spec: Spec) -> str:
    words = spec.words.removesuffix("...")
    if not spec.keys:
        return words
    return (
        f"{words} ({QKeySequence(spec.keys[0]).toString(QKeySequence.SequenceFormat.NativeText)})"
    )


def key_groups() -> list[Group]:
    """What the page of keys says."""
    return [
        (
            translate("keys", "Photos"),
            [
                (translate("keys", "Arrows"), translate("keys", "Go from photo to photo")),
                (translate("keys", "Home, End"), translate("keys", "First, last photo")),
                (translate("keys", "Page up, down"), translate("keys", "One screen on")),
                (translate("keys", "Shift+arrows"), translate("keys", "Select as you go")),
                (translate("keys", "Space"), translate("keys", "Select or deselect this photo")),
                (translate("keys", "Ctrl+A"), translate("keys", "Select all in view")),
                (translate("keys", "Return"), translate("keys", "Open the photo")),
                (
                    translate("keys", "Ctrl+plus, minus"),
                    translate("keys", "Larger, smaller photos"),
                ),
            ],
        ),
        (
            translate("keys", "One photo"),
            [
                (translate("keys", "Right, Space"), translate("keys", "Next photo")),
                (translate("keys", "Left, Backspace"), translate("keys", "The one before")),
                ("Z", translate("keys", "Its own pixels, 100 %")),
                (translate("keys", "Plus, minus"), translate("keys", "Zoom")),
                (translate("keys", "Esc"), translate("keys", "Back to the photos")),
            ],
        ),
        (
            translate("keys", "Cleaning"),
            [
                (
                    translate("keys", "Delete"),
                    translate("keys", "Move the selection to the trash (asks)"),
                ),
                ("R", translate("keys", "Review photo by photo; ? there shows its keys")),
                ("K, 9, F", translate("keys", "Keep, reject, make favourite")),
                (translate("keys", "1 to 5, 0"), translate("keys", "Rate, clear")),
                ("C", translate("keys", "Compare two to four selected photos")),
                (
                    "Ctrl+Z, Ctrl+Shift+Z",
                    translate("keys", "Undo the last decision or deletion, redo a decision"),
                ),
                ("S", translate("keys", "Stacks: copies, versions, bursts, with the best")),
                ("Ctrl+G", translate("keys", "Free space: a goal, and what could go")),
                ("Ctrl+H", translate("keys", "History of deletions")),
                ("Ctrl+E", translate("keys", "Export: copy, move, lists, sidecars")),
                ("Ctrl+P", translate("keys", "Protect from every deletion, or no longer")),
                ("Ctrl+D", translate("keys", "Put the date and time of photos right")),
                ("Ctrl+Shift+L", translate("keys", "Put the place of photos right")),
            ],
        ),
        (
            translate("keys", "Groups"),
            [
                ("G", translate("keys", "Move the selection to a group: type, arrows, Return")),
                ("Shift+G", translate("keys", "A new group of the selection")),
                ("U", translate("keys", "The selection does not belong in its group")),
                ("H", translate("keys", "Keep the selection where it is, or no longer")),
                ("F2", translate("keys", "Rename the group")),
                (
                    "Ctrl+M, Ctrl+Shift+M",
                    translate("keys", "Merge the group with others, split it"),
                ),
            ],
        ),
        (
            translate("keys", "Map and timeline"),
            [
                ("M, T", translate("keys", "Show or hide the map, the timeline")),
                (translate("keys", "Arrows, plus, minus"), translate("keys", "Move, zoom")),
                ("0", translate("keys", "All in sight")),
                ("N, P", translate("keys", "Next bubble of the map, the one before")),
                (
                    translate("keys", "Return"),
                    translate("keys", "Only the photos of this bubble, or of the map in sight"),
                ),
                (translate("keys", "Shift+drag"), translate("keys", "Only those in a rectangle")),
                (
                    translate("keys", "Shift+arrows"),
                    translate("keys", "Choose days, as by dragging"),
                ),
            ],
        ),
        (
            translate("keys", "Map of the library"),
            [
                ("L", translate("keys", "Show the map of the library, or go back")),
                (translate("keys", "Shift+drag"), translate("keys", "Select with a lasso")),
                (
                    translate("keys", "Ctrl+Shift+drag"),
                    translate("keys", "Select these too"),
                ),
                (translate("keys", "Tab, N, P"), translate("keys", "From cluster to cluster")),
                (translate("keys", "Space"), translate("keys", "Select the marked cluster")),
                (
                    translate("keys", "Return"),
                    translate("keys", "Open the marked cluster, or the photo"),
                ),
            ],
        ),
        (
            translate("keys", "Window"),
            [
                ("Ctrl+O", translate("keys", "Open a folder")),
                ("F5", translate("keys", "Scan again")),
                ("F7", translate("keys", "Pause reading and learning, go on")),
                ("Ctrl+Shift+G", translate("keys", "Group all photos again")),
                (translate("keys", "Alt+Up, Down"), translate("keys", "Broader, finer groups")),
                ("Ctrl+F", translate("keys", "Filter the tree")),
                ("Ctrl+Shift+F", translate("keys", "Add a filter to what is shown")),
                ("O", translate("keys", "Show only the selected photos")),
                ("Ctrl+L, /", translate("keys", "Find photos by words in name or place")),
                (translate("keys", "Esc"), translate("keys", "Remove all filters")),
                ("F9, F8", translate("keys", "Show or hide the library, the details")),
                ("F11", translate("keys", "Full screen")),
                ("Ctrl+Q", translate("keys", "Quit")),
            ],
        ),
    ]
