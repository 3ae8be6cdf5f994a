"""What photoorg is, and whose work it stands on."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QLabel, QWidget

from photoorg import __version__, paths
from photoorg.gui import icons
from photoorg.gui.dialogs.sheet import Sheet

GEONAMES = '<a href="https://www.geonames.org">GeoNames</a>'
CC_BY = '<a href="https://creativecommons.org/licenses/by/4.0/">CC BY 4.0</a>'
NATURAL_EARTH = '<a href="https://www.naturalearthdata.com">Natural Earth</a>'
CLDR = '<a href="https://cldr.unicode.org">Unicode CLDR</a>'
OPEN_STREET_MAP = '<a href="https://www.openstreetmap.org/copyright">OpenStreetMap</a>'
ODBL = '<a href="https://opendatacommons.org/licenses/odbl/">ODbL</a>'


class AboutDialog(Sheet):
    """Version, privacy, credits. The links open in the user's browser, nothing else does."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("photoorg", parent, width=520)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("About photoorg"))
        mark = QLabel(self)
        mark.setPixmap(icons.app_icon().pixmap(QSize(64, 64), self.devicePixelRatioF()))
        self.body.addWidget(mark)
        self.add_line(self.tr("Version {0}, under the MIT licence").format(__version__))
        self.add_line(
            self.tr("Nothing leaves this computer: the map, the names of places and all that is "
                    "learned about your photos are on it."),
            dim=True,
        )  # fmt: skip
        self._credit(
            self.tr("Names and positions of places: {0}, under {1}; changed by us.").format(
                GEONAMES, CC_BY
            )
        )
        self._credit(self.tr("Coasts and borders: {0}, public domain.").format(NATURAL_EARTH))
        self._credit(
            self.tr("Borders of time zones: contributors of {0}, under {1}.").format(
                OPEN_STREET_MAP, ODBL
            )
        )
        self._credit(self.tr("Names of countries: {0}.").format(CLDR))
        path = paths.resources() / "CREDITS.md"
        self._credit(self.tr("All of it: {0}").format(
            f'<a href="{path.as_uri()}">CREDITS.md</a>'
        ))  # fmt: skip
        close = self.add_button(self.tr("Close"))
        close.clicked.connect(self.reject)
        close.setFocus()

    def _credit(self, words: str) -> None:
        label = QLabel(words, self)
        label.setWordWrap(True)
        label.setTextFormat(Qt.TextFormat.RichText)
        label.setOpenExternalLinks(True)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextBrowserInteraction)
        self.body.addWidget(label)
