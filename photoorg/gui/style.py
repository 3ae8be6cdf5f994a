"""The look of the window: two palettes, one accent colour, three type sizes, an 8-pixel rhythm.

Widgets that paint themselves take their colours from the palette, so that a change of the
system's scheme needs no more than a repaint:

    Window  panels and bars          Base            the neutral wall behind the photos
    Button  raised controls          AlternateBase   the side panels
    Text    words                    PlaceholderText words of second rank (contrast >= 4.5:1)
    Mid     hairlines                Highlight       the accent colour, HighlightedText on it
    BrightText words of a warning
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication

from photoorg import paths

UNIT = 8
RADIUS = 6


@dataclass(frozen=True, slots=True)
class Theme:
    """The colours of one scheme, as "#rrggbb"."""

    window: str
    side: str
    wall: str
    raised: str
    hover: str
    line: str
    text: str
    dim: str
    accent: str
    on_accent: str
    warning: str


LIGHT = Theme(
    window="#f8f8f9",
    side="#f1f1f3",
    wall="#e9e9ea",
    raised="#ffffff",
    hover="#e1e2e5",
    line="#d3d4d8",
    text="#1b1c1f",
    dim="#585c63",
    accent="#1a62d0",
    on_accent="#ffffff",
    warning="#a4262c",
)
DARK = Theme(
    window="#25262a",
    side="#202124",
    wall="#18181a",
    raised="#34363b",
    hover="#3c3e44",
    line="#3a3c42",
    text="#e9eaec",
    dim="#a8acb4",
    accent="#7db1ff",
    on_accent="#0a1a33",
    warning="#ff9a92",
)

_SHEET = """
QToolTip {{ background: {raised}; color: {text}; border: 1px solid {line}; padding: 4px 6px; }}
QToolBar {{ background: {window}; border: 0; border-bottom: 1px solid {line};
    padding: 6px 8px; spacing: 4px; }}
QToolButton {{ border: 0; border-radius: 6px; padding: 6px 8px; color: {text}; }}
QToolButton:hover, QToolButton:open {{ background: {hover}; }}
QToolButton:checked {{ background: transparent; }}
QToolButton:checked:hover {{ background: {hover}; }}
QToolButton:pressed, QToolButton[toggle="true"]:checked {{ background: {line}; }}
QToolButton[toggle="true"]:checked:disabled {{ background: transparent; }}
QToolButton:focus {{ border: 2px solid {accent}; padding: 4px 6px; }}
QToolButton:disabled {{ color: {dim}; }}
QToolButton::menu-indicator {{ image: none; }}
QPushButton {{ background: {raised}; color: {text}; border: 1px solid {line};
    border-radius: 6px; padding: 6px 14px; min-height: 18px; }}
QPushButton:hover {{ background: {hover}; }}
QPushButton:focus {{ border: 2px solid {accent}; padding: 5px 13px; }}
QPushButton:disabled {{ color: {dim}; background: transparent; }}
QPushButton[primary="true"] {{ background: {accent}; color: {on_accent};
    border: 1px solid {accent}; }}
QPushButton[primary="true"]:disabled {{ background: {hover}; color: {dim};
    border-color: {line}; }}
QPushButton[primary="true"]:focus {{ border: 2px solid {text}; }}
QPushButton[big="true"] {{ padding: 10px 22px; font-weight: 600; }}
QPushButton[big="true"]:focus {{ padding: 9px 21px; }}
QPushButton[link="true"] {{ background: transparent; border: 0; color: {accent};
    padding: 2px 0; min-height: 16px; text-align: left; }}
QPushButton[link="true"]:hover {{ text-decoration: underline; }}
QPushButton[link="true"]:focus {{ border: 1px solid {accent}; padding: 1px 0; }}
QPushButton[link="true"]:disabled {{ color: {text}; }}
QDialogButtonBox {{ dialogbuttonbox-buttons-have-icons: 0; }}
QLineEdit {{ background: {raised}; color: {text}; border: 1px solid {line}; border-radius: 6px;
    padding: 5px 8px; selection-background-color: {accent}; selection-color: {on_accent}; }}
QLineEdit:focus {{ border: 2px solid {accent}; padding: 4px 7px; }}
QComboBox {{ background: {raised}; color: {text}; border: 1px solid {line}; border-radius: 6px;
    padding: 5px 8px; min-height: 18px; }}
QComboBox:hover {{ background: {hover}; }}
QComboBox:focus {{ border: 2px solid {accent}; padding: 4px 7px; }}
QComboBox::drop-down {{ border: 0; width: 28px; }}
QComboBox::down-arrow {{ image: url("{chevron}"); width: 12px; height: 12px; }}
QAbstractSpinBox {{ background: {raised}; color: {text}; border: 1px solid {line};
    border-radius: 6px; padding: 5px 8px; min-height: 18px;
    selection-background-color: {accent}; selection-color: {on_accent}; }}
QAbstractSpinBox:focus {{ border: 2px solid {accent}; padding: 4px 7px; }}
QAbstractSpinBox:disabled {{ color: {dim}; background: {window}; }}
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button {{ border: 0; width: 20px;
    background: transparent; }}
QAbstractSpinBox::up-arrow {{ image: url("{chevron_up}"); width: 9px; height: 9px; }}
QAbstractSpinBox::down-arrow {{ image: url("{chevron}"); width: 9px; height: 9px; }}
QDateTimeEdit::drop-down {{ border: 0; width: 28px; }}
QDateTimeEdit::down-arrow {{ width: 12px; height: 12px; }}
QComboBox QAbstractItemView {{ background: {raised}; border: 1px solid {line}; padding: 4px;
    selection-background-color: {accent}; selection-color: {on_accent}; }}
QCheckBox {{ padding: 3px 4px; spacing: 8px; border: 1px solid transparent; border-radius: 4px; }}
QCheckBox:focus {{ border-color: {accent}; }}
QCheckBox::indicator {{ width: 16px; height: 16px; border: 1px solid {dim}; border-radius: 4px;
    background: {raised}; }}
QCheckBox::indicator:checked {{ border-color: {accent}; background: {accent};
    image: url("{checked}"); }}
QRadioButton {{ padding: 2px 4px; border: 1px solid transparent; border-radius: 4px;
    spacing: 8px; }}
QRadioButton:focus {{ border-color: {accent}; }}
QRadioButton::indicator {{ width: 14px; height: 14px; border: 1px solid {dim};
    border-radius: 8px; background: {raised}; }}
QRadioButton::indicator:checked {{ width: 6px; height: 6px; border: 5px solid {accent};
    background: {on_accent}; }}
QMenu {{ background: {raised}; color: {text}; border: 1px solid {line}; padding: 4px; }}
QMenu::item {{ padding: 6px 28px 6px 12px; border-radius: 4px; }}
QMenu::item:selected {{ background: {accent}; color: {on_accent}; }}
QMenu::item:disabled {{ color: {dim}; }}
QMenu::icon:checked {{ background: {line}; border: 1px solid {accent}; border-radius: 4px; }}
QMenu::separator {{ height: 1px; background: {line}; margin: 4px 8px; }}
QTreeView, QListView, QTableView {{ border: 0; outline: 0; }}
QScrollArea {{ border: 0; background: transparent; }}
QSplitter::handle {{ background: {line}; }}
QScrollBar:vertical {{ background: transparent; width: 12px; margin: 0; }}
QScrollBar:horizontal {{ background: transparent; height: 12px; margin: 0; }}
QScrollBar::handle {{ background: {thumb}; border-radius: 4px; margin: 2px; }}
QScrollBar::handle:vertical {{ min-height: 36px; }}
QScrollBar::handle:horizontal {{ min-width: 36px; }}
QScrollBar::handle:hover {{ background: {dim}; }}
QScrollBar::handle:disabled {{ background: transparent; }}
QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page
    {{ background: transparent; border: 0; width: 0; height: 0; }}
QProgressBar {{ background: {hover}; border: 0; border-radius: 3px; min-height: 6px;
    max-height: 6px; }}
QProgressBar::chunk {{ background: {accent}; border-radius: 3px; }}
QSlider::groove:horizontal {{ background: {line}; height: 4px; border-radius: 2px; }}
QSlider::handle:horizontal {{ background: {dim}; width: 14px; height: 14px; margin: -5px 0;
    border-radius: 7px; }}
QSlider::handle:horizontal:hover, QSlider::handle:horizontal:focus {{ background: {accent}; }}
QAbstractItemView#card:focus {{ border: 2px solid {accent}; }}
#card::item {{ padding: 6px 8px; }}
#card::item:selected {{ background: {hover}; color: {text}; }}
QHeaderView {{ background: transparent; }}
QHeaderView::section {{ background: transparent; color: {dim}; border: 0;
    border-bottom: 1px solid {line}; padding: 6px 8px; }}
QLabel[dim="true"] {{ color: {dim}; }}
QLabel[warning="true"] {{ color: {warning}; }}
#strip, #bar, #header {{ background: {window}; }}
#strip {{ border-top: 1px solid {line}; }}
#bar {{ background: {raised}; border: 1px solid {line}; border-radius: 8px; }}
#bar QPushButton {{ background: transparent; color: {accent}; font-weight: 600; }}
#bar QPushButton:hover {{ background: {hover}; }}
#header {{ border-bottom: 1px solid {line}; }}
#wall {{ background: {wall}; }}
#side, #tree, #details {{ background: {side}; }}
#toast {{ background: rgba(22, 22, 24, 215); color: #ffffff; border-radius: 8px;
    padding: 7px 14px; }}
QPushButton[chip="true"] {{ border-radius: 13px; padding: 3px 10px; min-height: 18px;
    border-color: {accent}; }}
QPushButton[chip="true"]:focus {{ padding: 2px 9px; }}
QToolButton[narrowed="true"] {{ color: {accent}; font-weight: 600; }}
QToolButton[verdict="reject"]:checked {{ background: #b3261e; color: #ffffff; }}
QToolButton[verdict="keep"]:checked {{ background: #1b6e3c; color: #ffffff; }}
QToolButton[verdict="favourite"]:checked {{ background: {line}; }}
#card {{ background: {raised}; border: 1px solid {line}; border-radius: 8px; }}
#mapbar {{ background: {raised}; border: 1px solid {line}; border-radius: 8px; }}
#mapbar QToolButton {{ padding: 5px; }}
#mapbar QToolButton:focus {{ padding: 3px; }}
#onmap {{ padding: 3px 10px; border-radius: 8px; }}
#onmap:focus {{ padding: 2px 9px; }}
#onmap:disabled {{ background: {raised}; }}
"""


def palette(theme: Theme) -> QPalette:
    """The palette of a theme; every role that Fusion reads is set, in all groups."""
    made = QPalette(QColor(theme.raised), QColor(theme.window))
    role = QPalette.ColorRole
    colors = {
        role.Window: theme.window,
        role.Base: theme.wall,
        role.AlternateBase: theme.side,
        role.Button: theme.raised,
        role.ToolTipBase: theme.raised,
        role.Mid: theme.line,
        role.Midlight: theme.hover,
        role.WindowText: theme.text,
        role.Text: theme.text,
        role.ButtonText: theme.text,
        role.ToolTipText: theme.text,
        role.PlaceholderText: theme.dim,
        role.BrightText: theme.warning,
        role.Highlight: theme.accent,
        role.Accent: theme.accent,
        role.Link: theme.accent,
        role.HighlightedText: theme.on_accent,
    }
    for key, value in colors.items():
        made.setColor(key, QColor(value))
    for key in (role.WindowText, role.Text, role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, key, QColor(theme.dim))
    return made


def sheet(theme: Theme) -> str:
    """The style sheet of a theme, for what a palette cannot say (corners, padding)."""
    thumb = QColor(theme.dim)
    thumb.setAlpha(110)
    values = {name: getattr(theme, name) for name in Theme.__slots__}
    chevron = (paths.resources() / "icons" / "chevron.svg").as_posix()
    chevron_up = (paths.resources() / "icons" / "chevron-up.svg").as_posix()
    color = thumb.name(QColor.NameFormat.HexArgb)
    name = "checked-dark" if theme is DARK else "checked"  # a style sheet can not tint
    checked = (paths.resources() / "icons" / f"{name}.svg").as_posix()
    return _SHEET.format(
        checked=checked, thumb=color, chevron=chevron, chevron_up=chevron_up, **values
    )


def tint(colors: QPalette) -> QColor:
    """The background of a chosen row: a breath of the accent, words keep their colour."""
    color = colors.highlight().color()
    dark = colors.base().color().lightness() < 128
    color.setAlphaF(0.28 if dark else 0.17)
    return color


def font_of(base: QFont, rank: str) -> QFont:
    """One of the three sizes: "title", "body" or "small", made from the system's font."""
    font = QFont(base)
    if rank == "title":
        font.setPointSizeF(base.pointSizeF() + 5)
        font.setWeight(QFont.Weight.DemiBold)
    elif rank == "small":
        font.setPointSizeF(max(8.0, base.pointSizeF() - 1))
    return font


class Look(QObject):
    """Gives the application its look and follows the system's scheme while it runs.

    `appearance` is "system", "light" or "dark".
    """

    def __init__(self, app: QApplication, appearance: str = "system") -> None:
        super().__init__(app)
        self._app = app
        self._appearance = appearance
        app.styleHints().colorSchemeChanged.connect(self._apply)
        self._apply()

    @property
    def appearance(self) -> str:
        """What was asked for: "system", "light" or "dark"."""
        return self._appearance

    def set_appearance(self, appearance: str) -> None:
        """Change the scheme now."""
        self._appearance = appearance
        self._apply()

    def theme(self) -> Theme:
        """The theme in force."""
        if self._appearance == "system":
            dark = self._app.styleHints().colorScheme() == Qt.ColorScheme.Dark
            return DARK if dark else LIGHT
        return DARK if self._appearance == "dark" else LIGHT

    def _apply(self) -> None:
        theme = self.theme()
        self._app.setPalette(palette(theme))
        self._app.setStyleSheet(sheet(theme))
