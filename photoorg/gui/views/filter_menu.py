"""The menu of filters: what the photos in view can be narrowed by, with how many each leaves."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QWidget

from photoorg.gui import icons, texts
from photoorg.gui.models.filter_chips import country, mark, megapixels, source, stars

if TYPE_CHECKING:
    from photoorg.gui.library_view import LibraryView
    from photoorg.gui.models.snapshot import Snapshot
    from photoorg.records import DateCount, Facet, FacetCount, Filter

MOST = 40  # entries of a submenu; a screen holds no more
LARGER = (500_000, 1_000_000, 5_000_000, 10_000_000, 50_000_000)
SMALLER = (100_000, 500_000, 1_000_000)
MEGAPIXELS = (2, 8, 12, 24, 48)


_OFFERED: tuple[Facet, ...] = (
    "rule", "source", "format", "camera", "rating", "mark", "favourite", "guess", "cluster",
    "place",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Choices:
    """What the photos of a view have, counted."""

    wanted: Filter
    photos: int
    days: Sequence[DateCount]
    facets: Mapping[Facet, Sequence[FacetCount]]

    def count(self, facet: Facet, value: str | int) -> int:
        """How many photos have this value."""
        return sum(row.count for row in self.facets[facet] if row.value == value)


def choices_of(library: LibraryView, wanted: Filter) -> Choices:
    """Read them; 0.1 s for a view of 100,000 photos, so off the window's thread."""
    facets = {name: library.facet(name, wanted) for name in _OFFERED}
    photos = sum(row.count for row in facets["format"])
    return Choices(wanted, photos, library.days(wanted), facets)


class FilterMenu(QMenu):
    """`chosen` has the fields to set; `days_wanted` asks for a first and a last day."""

    chosen = Signal(dict)
    text_wanted = Signal()
    days_wanted = Signal()

    def __init__(self, choices: Choices, shot: Snapshot, parent: QWidget) -> None:
        super().__init__(parent)
        self._choices = choices
        self._shot = shot
        words = self.addAction(self.tr("Words in the name or place..."))
        icons.dress(words, "search")
        words.triggered.connect(self.text_wanted)
        self.addSeparator()
        self._clusters(self._below(self.tr("Cluster"), "clusters"))
        self._dates(self._below(self.tr("Date"), "calendar"))
        self._places(self._below(self.tr("Place"), "place"))
        self._formats(self._below(self.tr("Format"), "photos"))
        self._sizes(self._below(self.tr("Size"), "goal"))
        self._cameras(self._below(self.tr("Camera"), "camera"))
        self._ratings(self._below(self.tr("Rating and marks"), "star"))

    def _below(self, title: str, icon: str) -> QMenu:
        menu = self.addMenu(title)
        icons.dress(menu.menuAction(), icon)
        menu.setToolTipsVisible(True)
        return menu

    def _offer(self, menu: QMenu, words: str, count: int | None = None, **values: Any) -> None:
        """An entry; one that would leave nothing is not offered."""
        if count == 0:
            return
        said = words if count is None else f"{words}\t{texts.number(count)}"
        action = menu.addAction(said.replace("&", "&&"))
        wanted = self._choices.wanted
        action.setEnabled(any(getattr(wanted, name) != value for name, value in values.items()))
        action.triggered.connect(lambda _=False: self.chosen.emit(values))

    def _listed(
        self, menu: QMenu, found: Sequence[FacetCount], words: Callable[[Any], str], field: str
    ) -> None:
        """The values of a facet, the most frequent first."""
        for row in sorted(found, key=lambda row: -row.count)[:MOST]:
            if row.value:
                self._offer(menu, words(row.value), row.count, **{field: (row.value,)})
        if not menu.actions():
            menu.setEnabled(False)

    # --- the submenus

    def _clusters(self, menu: QMenu) -> None:
        counts = {row.value: row.count for row in self._choices.facets["cluster"]}
        clusters = self._shot.clusters
        for cluster in clusters:
            below = [c.id for c in clusters if c.parent == cluster.id] or [cluster.id]
            counts[cluster.id] = sum(counts.get(leaf, 0) for leaf in below)
        shown = sorted(clusters, key=lambda cluster: -counts[cluster.id])
        for cluster in shown[:MOST]:
            self._offer(menu, cluster.title, counts[cluster.id], cluster=cluster.id)
        menu.addSeparator()
        unsorted = sum(n for leaf, n in counts.items() if isinstance(leaf, int) and leaf < 0)
        if clusters:
            self._offer(menu, self.tr("Unsorted"), unsorted, unsorted=True)
        menu.setEnabled(bool(clusters))

    def _dates(self, menu: QMenu) -> None:
        between = menu.addAction(self.tr("From a day to a day..."))
        between.triggered.connect(self.days_wanted)
        menu.addSeparator()
        for year, in_year in groupby(self._choices.days, key=lambda d: d.year):
            days = list(in_year)
            below = menu.addMenu(f"{year}\t{texts.number(sum(d.count for d in days))}")
            self._offer(below, self.tr("All of {0}").format(year), date=(year,))
            below.addSeparator()
            for month, in_month in groupby(days, key=lambda d: d.month):
                count = sum(d.count for d in in_month)
                self._offer(below, texts.month(month), count, date=(year, month))
        menu.addSeparator()
        undated = self._choices.photos - sum(day.count for day in self._choices.days)
        self._offer(menu, self.tr("Undated"), undated, undated=True)
        guessed = self._choices.count("guess", 1)
        self._offer(menu, self.tr("Date is a guess"), guessed, guessed_dates=True)
        rules = menu.addMenu(self.tr("Where the date comes from"))
        self._listed(rules, self._choices.facets["rule"], texts.rule, "rules")

    def _places(self, menu: QMenu) -> None:
        countries: dict[str, dict[tuple[str, str], int]] = {}
        for row in self._choices.facets["place"]:
            if row.value:
                code, region, city, *_ = row.place_names
                cities = countries.setdefault(code, {})
                cities[(region, city)] = cities.get((region, city), 0) + row.count
        ordered = sorted(countries.items(), key=lambda pair: -sum(pair[1].values()))
        for code, cities in ordered[:MOST]:
            total = texts.number(sum(cities.values()))
            below = menu.addMenu(f"{country(code)}\t{total}".replace("&", "&&"))
            self._offer(below, self.tr("All of {0}").format(country(code)), place=(code,))
            below.addSeparator()
            self._cities(below, code, cities)
        menu.addSeparator()
        self._offer(menu, self.tr("Unplaced"), self._choices.count("place", ""), unplaced=True)
        sources = menu.addMenu(self.tr("Where the position comes from"))
        self._listed(sources, self._choices.facets["source"], source, "place_sources")

    def _cities(self, menu: QMenu, code: str, cities: dict[tuple[str, str], int]) -> None:
        for (region, city), count in sorted(cities.items(), key=lambda pair: -pair[1])[:MOST]:
            name = city or region
            if name:
                place = (code, region, city) if city else (code, region)
                self._offer(menu, name, count, place=place)

    def _formats(self, menu: QMenu) -> None:
        self._listed(menu, self._choices.facets["format"], str, "formats")

    def _sizes(self, menu: QMenu) -> None:
        for size in LARGER:
            words = self.tr("Larger than {0}").format(texts.size(size))
            self._offer(menu, words, least_bytes=size, most_bytes=None)
        menu.addSeparator()
        for size in SMALLER:
            words = self.tr("Smaller than {0}").format(texts.size(size))
            self._offer(menu, words, least_bytes=0, most_bytes=size)
        menu.addSeparator()
        for number in MEGAPIXELS:
            pixels = number * 1_000_000
            self._offer(menu, megapixels(pixels), least_pixels=pixels)

    def _cameras(self, menu: QMenu) -> None:
        for row in sorted(self._choices.facets["camera"], key=lambda row: -row.count)[:MOST]:
            if row.value:
                self._offer(menu, str(row.value), row.count, camera=row.value)
        menu.setEnabled(bool(menu.actions()))

    def _ratings(self, menu: QMenu) -> None:
        counts = {row.value: row.count for row in self._choices.facets["rating"]}
        for least in range(5, 0, -1):
            count = sum(counts.get(n, 0) for n in range(least, 6))
            self._offer(menu, stars(least), count, least_rating=least)
        menu.addSeparator()
        favourites = self._choices.count("favourite", 1)
        self._offer(menu, self.tr("Favourites"), favourites, favourite=True)
        for name in ("kept", "rejected"):
            self._offer(menu, mark(name), self._choices.count("mark", name), mark=name)
        self._offer(menu, self.tr("Not reviewed yet"), unreviewed=True)
