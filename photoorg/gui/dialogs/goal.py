"""The goal: how much space to win, what is lined up for it, what was won so far."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDoubleSpinBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QProgressBar,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from photoorg.gui import texts
from photoorg.gui.counted import COUNTED
from photoorg.gui.dialogs.sheet import Sheet

if TYPE_CHECKING:
    from photoorg.records import Freed, Plan, Proposal

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
UNITS = {"MB": 10**6, "GB": 10**9}
TYPED_MS = 400  # after the last key a new plan is worked out
MONTHS_SHOWN = 6
_ROLE = Qt.ItemDataRole.UserRole

translate = QCoreApplication.translate


def what(proposal: Proposal) -> str:
    """What a line of the plan is about."""
    frames = {
        "rejected": translate("goal", "Rejected already"),
        "copies": translate("goal", "Exact copies of {0}"),
        "variants": translate("goal", "Other versions of {0}"),
        "burst": translate("goal", "Other shots beside {0}"),
        "cluster": translate("goal", "To look through: {0}"),
    }
    name = proposal.title if proposal.cluster else texts.file_name(proposal.title)
    return frames[proposal.kind].format(name)


class GoalDialog(Sheet):
    """Proposes; each button does one kind of thing, and none deletes without the delete sheet."""

    plan_wanted = Signal(object)  # int: bytes, more than 32 bits hold
    mark_wanted = Signal(object)  # Plan
    copies_wanted = Signal(object)  # list of ids
    rejected_wanted = Signal(object)  # list of ids
    cluster_wanted = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(translate("goal", "Free space"), parent, width=680)
        self.resize(760, 560)
        self._plan: Plan | None = None
        self.amount = QDoubleSpinBox(self)
        self.amount.setRange(0.1, 99_999.0)
        self.amount.setDecimals(1)
        self.amount.setValue(1.0)
        self.amount.setAccessibleName(self.tr("How much space to free"))
        self.unit = QComboBox(self)
        self.unit.addItems(list(UNITS))
        self.unit.setCurrentText("GB")
        self.unit.setAccessibleName(self.tr("Unit"))
        self._typed = QTimer(self)
        self._typed.setSingleShot(True)
        self._typed.setInterval(TYPED_MS)
        self._typed.timeout.connect(lambda: self.plan_wanted.emit(self.goal_bytes()))
        self.amount.valueChanged.connect(lambda _: self._typed.start())
        self.unit.currentTextChanged.connect(lambda _: self._typed.start())
        self._add_question()
        self.bar = QProgressBar(self)
        self.bar.setTextVisible(False)
        self.bar.setRange(0, 1000)
        self.body.addWidget(self.bar)
        self.words = self.add_line(self.tr("Working it out..."))
        self.list = self._make_list()
        self.body.addWidget(self.list, 1)
        self.freed = self.add_line("", dim=True)
        self._add_buttons()

    def _add_question(self) -> None:
        row = QHBoxLayout()
        row.addWidget(QLabel(self.tr("Free"), self))
        row.addWidget(self.amount)
        row.addWidget(self.unit)
        row.addStretch(1)
        self.body.addLayout(row)

    def _make_list(self) -> QTreeWidget:
        made = QTreeWidget(self)
        made.setObjectName("card")
        made.setFrameShape(QTreeWidget.Shape.NoFrame)
        made.setRootIsDecorated(False)
        made.setUniformRowHeights(True)
        made.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        made.setAccessibleName(self.windowTitle())
        made.setHeaderLabels(
            [self.tr("What"), self.tr("Photos"), self.tr("Size"), self.tr("Certainty")]
        )
        header = made.header()
        header.setSectionsMovable(False)
        header.setStretchLastSection(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column in (1, 2, 3):
            made.headerItem().setTextAlignment(column, _RIGHT)
        made.itemActivated.connect(self._on_activated)
        made.currentItemChanged.connect(self._on_current)
        return made

    def _add_buttons(self) -> None:
        self.look = self.add_button(self.tr("Look through"))
        self.look.clicked.connect(lambda: self._on_activated(self.list.currentItem()))
        self.copies = self.add_button("")
        self.copies.clicked.connect(lambda: self.copies_wanted.emit(self._ids("copies")))
        self.trash = self.add_button("")
        self.trash.clicked.connect(lambda: self.rejected_wanted.emit(self._ids("rejected")))
        self.mark = self.add_button(self.tr("Reject versions and other shots"))
        self.mark.clicked.connect(lambda: self.mark_wanted.emit(self._plan))
        close = self.add_button(self.tr("Close"))
        close.clicked.connect(self.reject)
        close.setDefault(True)
        for button in (self.look, self.copies, self.trash, self.mark):
            button.hide()

    def goal_bytes(self) -> int:
        """The goal that is typed in."""
        return round(self.amount.value() * UNITS[self.unit.currentText()])

    # --- what it shows

    def show_plan(self, plan: Plan, freed: Sequence[Freed]) -> None:
        """Show what is lined up, and what was won so far."""
        self._plan = plan
        self.bar.setValue(min(1000, plan.won * 1000 // plan.goal))
        self.words.setText(self._summary(plan))
        self.list.clear()
        for proposal in plan.proposals:
            self.list.addTopLevelItem(_item(proposal))
        self.freed.setText(self._won_so_far(freed))
        self.freed.setVisible(bool(freed))
        self._offer()

    def _summary(self, plan: Plan) -> str:
        won, goal = texts.size(plan.won), texts.size(plan.goal)
        if plan.won >= plan.goal:
            return self.tr(
                "{0} can go, the goal of {1} is reached. Nothing is deleted yet."
            ).format(won, goal)
        words = self.tr("{0} of {1} can go; the best of each stack stays.").format(won, goal)
        if plan.to_review:
            more = self.tr("For the rest there are clusters of {0} to look through.")
            words = f"{words} {more.format(texts.size(plan.to_review))}"
        return words

    def _won_so_far(self, freed: Sequence[Freed]) -> str:
        total = self.tr("Freed so far: {0}.").format(texts.size(sum(m.bytes for m in freed)))
        months = []
        for one in reversed(freed[-MONTHS_SHOWN:]):
            year, month = one.month.split("-")
            months.append(f"{texts.date_title((int(year), int(month)))} {texts.size(one.bytes)}")
        return f"{total} {' · '.join(months)}"

    def _offer(self) -> None:
        """Show the buttons that have something to do."""
        copies, rejected = self._ids("copies"), self._ids("rejected")
        self.copies.setText(COUNTED.delete_copies(len(copies)))
        self.copies.setVisible(bool(copies))
        self.trash.setText(self.tr("Delete rejected..."))
        self.trash.setVisible(bool(rejected))
        self.mark.setVisible(bool(self._ids("variants") or self._ids("burst")))
        self._on_current()

    def _ids(self, kind: str) -> list[int]:
        found = self._plan.proposals if self._plan else ()
        return [i for proposal in found if proposal.kind == kind for i in proposal.ids]

    def _chosen(self) -> Proposal | None:
        item = self.list.currentItem()
        return item.data(0, _ROLE) if item else None

    def _on_current(self) -> None:
        chosen = self._chosen()
        self.look.setVisible(chosen is not None and chosen.cluster is not None)

    def _on_activated(self, item: QTreeWidgetItem | None) -> None:
        proposal: Proposal | None = item.data(0, _ROLE) if item else None
        if proposal is not None and proposal.cluster is not None:
            self.cluster_wanted.emit(proposal.cluster)


def _item(proposal: Proposal) -> QTreeWidgetItem:
    item = QTreeWidgetItem(
        [
            what(proposal),
            texts.number(len(proposal.ids)),
            texts.size(proposal.bytes),
            texts.percent(proposal.certainty),
        ]
    )
    item.setData(0, _ROLE, proposal)
    for column in (1, 2, 3):
        item.setTextAlignment(column, _RIGHT)
    if not proposal.cluster:
        item.setToolTip(0, texts.shown(proposal.title))
    return item
