"""A library in memory, with pictures it draws itself; what the window is tested against."""

from __future__ import annotations

import math
import threading
import time
from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path

from fake_groups import FakeGroups
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QLinearGradient, QPainter

from photoorg.gui.library_view import Task
from photoorg.records import (
    Changes,
    Cluster,
    Context,
    Counts,
    DateCount,
    Decided,
    DeleteReport,
    ExportItem,
    ExportKind,
    ExportPlan,
    ExportReport,
    Facet,
    FacetCount,
    Failure,
    Filter,
    Follower,
    Forecast,
    Freed,
    Glimpsed,
    Groupings,
    GroupMove,
    GroupRef,
    ListingKind,
    Mark,
    Operation,
    Order,
    Photo,
    Place,
    PlaceCount,
    Plan,
    Problem,
    Proposal,
    Regrouped,
    Root,
    Saved,
    Stack,
    UndoReport,
    Verdict,
    VolumeForecast,
)

TITLES = (
    "Screenshots", "Cats", "Receipts", "Kitchens", "Beaches at sunset",
    "Whiteboards and handwritten notes from meetings", "Faces", "Food", "Mountains", "Houses",
)  # fmt: skip
PLACES = (
    ("IN", "India", "Kerala", "Kochi"), ("IN", "India", "Kerala", "Munnar"),
    ("DE", "Germany", "Bavaria", "Munich"), ("IT", "Italy", "Tuscany", "Florence"),
    ("JP", "Japan", "Tokyo", "Shibuya"), ("", "", "", ""),
)  # fmt: skip
BYTES = 2_400_000
REVIEWED = "2026-11-21T10:15:00+00:00"
Before = dict[int, Verdict]


def hue(photo_id: int) -> int:
    return (photo_id % len(TITLES)) * 36 + (photo_id * 7) % 24


def draw(photo_id: int, width: int, height: int) -> QImage:
    """A scene of its own for every id: sky, sun, two hills, a little house."""
    image = QImage(width, height, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    tone = hue(photo_id)
    sky = QLinearGradient(0, 0, 0, height)
    sky.setColorAt(0, QColor.fromHsv(tone, 110, 235))
    sky.setColorAt(1, QColor.fromHsv((tone + 40) % 360, 60, 250))
    painter.fillRect(image.rect(), sky)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor.fromHsv((tone + 180) % 360, 40, 255))
    sun = width * (0.2 + (photo_id * 13 % 60) / 100)
    painter.drawEllipse(QPointF(sun, height * 0.3), width * 0.09, width * 0.09)
    for hill in range(2):
        painter.setBrush(QColor.fromHsv((tone + 90) % 360, 120, 170 - 50 * hill))
        left = -width * 0.3 + width * (photo_id * (hill + 3) % 50) / 100
        painter.drawEllipse(QRectF(left, height * (0.6 + 0.1 * hill), width * 1.2, height))
    painter.setBrush(QColor.fromHsv(tone, 160, 120))
    painter.drawRect(QRectF(width * 0.6, height * 0.7, width * 0.12, height * 0.14))
    painter.end()
    return image


def jpeg(image: QImage) -> bytes:
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "JPEG", 85)
    return bytes(data.data())


@lru_cache(maxsize=2048)
def thumbnail(kind: int) -> bytes:
    tall = kind % 3 == 0
    return jpeg(draw(kind, 144 if tall else 256, 256 if tall else 192))


def inside(path: str, folder: str) -> bool:
    return path == folder or path.startswith(f"{folder}/")


@dataclass
class FakeLibrary(FakeGroups):
    """`count` photos; `grouped` False is a library before its first learning."""

    count: int = 200
    folder: Path = Path("/nowhere")
    photo_folder: str = "/home/ada/Pictures"
    grouped: bool = True
    mapped: bool = True
    problem_list: list[Problem] = field(default_factory=list)
    level_count: int = 1
    offline: bool = False
    has_trash: bool = True
    doubles: set[int] = field(default_factory=set)  # photos of which a copy lies elsewhere
    readonly: str | None = None
    rooted: bool = True
    names: dict[int, str] = field(default_factory=dict)
    gone: set[int] = field(default_factory=set)
    done: list[Operation] = field(default_factory=list)
    operation_ids: dict[int, list[int]] = field(default_factory=dict)
    judged: dict[int, Verdict] = field(default_factory=dict)
    folders: set[str] = field(default_factory=set)
    decided: list[tuple[Decided, Before]] = field(default_factory=list)
    undone: list[tuple[Decided, Before]] = field(default_factory=list)
    piles: list[list[int]] = field(default_factory=list)
    turns: dict[int, int] = field(default_factory=dict)
    closed: bool = False
    grouping: int = 1  # of two; what the second one changed is `regrouped`
    regrouped: Regrouped | None = None
    came_since: int = 0
    unplaced: int = 0
    variety: int = 400
    delay: float = 0.0
    reads: int = 0
    lock: threading.RLock = field(default_factory=threading.RLock)

    def alive(self) -> list[int]:
        return [i for i in range(1, self.count + 1) if i not in self.gone]

    def close(self) -> None:
        self.closed = True

    def group_now(self, photo_id: int) -> int | None:
        return self.cluster_of(photo_id)

    def cluster_of(self, photo_id: int) -> int | None:
        if photo_id in self.moved:
            return self.moved[photo_id]
        number = photo_id % (len(TITLES) + 1)
        return number + 1 if self.grouped and number < len(TITLES) else None

    def date_of(self, photo_id: int) -> tuple[int, int, int] | None:
        if photo_id % 17 == 0:
            return None
        return 2023 - photo_id * 5 // max(1, self.count), photo_id % 12 + 1, photo_id % 28 + 1

    def place_of(self, photo_id: int) -> tuple[str, str, str, str] | None:
        return None if photo_id % 3 == 0 else PLACES[photo_id % len(PLACES)]

    def counts(self) -> Counts:
        ids = self.alive()
        unsorted = sum(self.cluster_of(i) is None for i in ids) if self.grouped else 0
        return Counts(
            photos=len(ids),
            bytes=len(ids) * BYTES,
            clustered=len(ids) - unsorted if self.grouped else 0,
            unsorted=unsorted,
            undated=sum(self.date_of(i) is None for i in ids),
            unplaced=sum(self.place_of(i) is None for i in ids),
            problems=len(self.problem_list),
            offline=len(ids) if self.offline else 0,
            kept=sum(self.verdict(i).mark == "kept" for i in ids),
            rejected=sum(self.verdict(i).mark == "rejected" for i in ids),
            favourites=sum(self.verdict(i).favourite for i in ids),
        )

    def roots(self) -> list[Root]:
        if not self.rooted:
            return []
        return [Root(1, self.photo_folder, not self.offline, self.count - len(self.gone))]

    def levels(self) -> int:
        return self.level_count

    def clusters(self, level: int | None = None) -> list[Cluster]:
        members: dict[int, list[int]] = {}
        for i in self.alive():
            number = self.cluster_of(i)
            if number is not None:
                members.setdefault(number, []).append(i)
        years = (2019, 2021)
        found = [
            Cluster(
                n, None, self.title(n), len(i), len(i) * BYTES, 0.97, tuple(i[:4]), years,
                unreviewed=sum(self.verdict(x).reviewed is None for x in i),
                reviewed=REVIEWED if all(self.verdict(x).reviewed for x in i) else None,
                named=n in self.names, placed=len(self.pinned.intersection(i)),
            )
            for n, i in members.items()
        ]  # fmt: skip
        found.sort(key=lambda cluster: -cluster.size)
        return found if level is None else found[: max(1, len(found) - 2 * level)]

    def groupings(self) -> Groupings:
        times = ("2026-11-20T10:00:00+00:00", "2026-11-28T17:30:00+00:00")
        two, later = self.regrouped is not None, self.grouping == 2
        return Groupings(
            run=self.grouping if self.grouped else None,
            created=times[self.grouping - 1],
            before=times[0] if two and later else None,
            after=times[1] if two and not later else None,
            new=self.came_since,
            unsorted=self.counts().unsorted,
            unplaced=self.unplaced,
            offered=self.came_since >= 20,
        )

    def regrouping(self) -> Regrouped | None:
        return self.regrouped if self.grouping == 2 else None

    def group_again(self) -> dict[str, object]:
        """Every third photo of the second group is now in the first; a few are unsorted."""
        ids = [i for i in self.alive() if self.cluster_of(i) == 2][::3]
        torn = [i for i in self.alive() if self.cluster_of(i) is None][:2]
        moves = (
            GroupMove(2, 1, TITLES[1], TITLES[0], tuple(ids), "border", 30, 40, 2, 0.54, 0.7),
            GroupMove(3, None, TITLES[2], "", tuple(torn), "torn", 30, 8, 0, 0.9, 0.31),
        )
        self.grouping = 2
        self.regrouped = Regrouped(
            2, 1, "2026-11-28T17:30:00+00:00", "asked", self.came_since, len(TITLES),
            self.count - len(ids) - len(torn), len(ids) + len(torn),
            (GroupRef(1, TITLES[0], 12),), (), moves,
        )  # fmt: skip
        self.came_since = 0
        return {
            "run": 2, "before": 1, "moved": len(ids) + len(torn), "clusters_gone": [],
            "clusters_new": [{"id": 1, "title": TITLES[0], "photos": 12}],
        }  # fmt: skip

    def group_back(self) -> Changes:
        self.grouping = 1
        return Changes(clusters=True, decisions=True)

    def group_forward(self) -> Changes:
        self.grouping = 2
        return Changes(clusters=True, decisions=True)

    def title(self, number: int) -> str:
        made = self.made.get(number) or TITLES[number - 1]
        return self.names.get(number, made)

    def dates(self) -> list[DateCount]:
        days: dict[tuple[int, int, int], int] = {}
        for i in self.alive():
            day = self.date_of(i)
            if day:
                days[day] = days.get(day, 0) + 1
        return [DateCount(*day, n) for day, n in sorted(days.items(), reverse=True)]

    def places(self) -> list[PlaceCount]:
        cities: dict[tuple[str, str, str, str], int] = {}
        for i in self.alive():
            place = self.place_of(i)
            if place:
                cities[place] = cities.get(place, 0) + 1
        return [PlaceCount(*place, n) for place, n in cities.items()]

    def problems(self) -> list[Problem]:
        return self.problem_list

    def photo_ids(
        self, wanted: Filter, order: Order = "date", limit: int | None = None
    ) -> array[int]:
        self.reads += 1
        time.sleep(self.delay)
        ids = [i for i in self.alive() if self.matches(i, wanted)]
        return array("q", ids if order == "date" else reversed(ids))[:limit]

    def wall_ids(
        self, wanted: Filter, order: Order = "date", limit: int | None = None
    ) -> array[int]:
        return self.photo_ids(wanted, order, limit)

    def wall_count(self, wanted: Filter) -> int:
        return self.photo_count(wanted)

    def wall_photos(self, ids: Sequence[int]) -> list[Photo]:
        return self.photos(ids)

    def wall_days(self, wanted: Filter) -> tuple[list[DateCount], int]:
        days = self.days(wanted)
        return days, self.photo_count(wanted) - sum(day.count for day in days)

    def glimpsed(self) -> Glimpsed:
        return Glimpsed()

    def photo_count(self, wanted: Filter) -> int:
        return len(self.photo_ids(wanted))

    def days(self, wanted: Filter) -> list[DateCount]:
        days = Counter(date for i in self.photo_ids(wanted) if (date := self.date_of(i)))
        return [DateCount(*day, n) for day, n in sorted(days.items(), reverse=True)]

    def positions(self, wanted: Filter) -> tuple[array[int], array[float], array[float]]:
        photos = [self.photo(i) for i in self.photo_ids(wanted)]
        placed = [(p.id, p.latitude, p.longitude) for p in photos if p.latitude is not None]
        ids, latitudes, longitudes = zip(*placed, strict=True) if placed else ((), (), ())
        return array("q", ids), array("d", latitudes), array("d", longitudes)

    def map_spots(
        self, wanted: Filter
    ) -> tuple[array[int], array[float], array[float], array[int]]:
        """Clusters in a ring, each a small square of photos."""
        ids = [i for i in self.photo_ids(wanted) if self.cluster_of(i)] if self.mapped else []
        leaves = [self.cluster_of(i) or -1 for i in ids]
        both = list(zip(ids, leaves, strict=True))
        xs = [0.5 + 0.4 * math.cos(n) + i // 11 % 4 * 0.02 for i, n in both]
        ys = [0.5 + 0.4 * math.sin(n) + i // 44 * 0.02 for i, n in both]
        return array("q", ids), array("d", xs), array("d", ys), array("q", leaves)

    def mean_colors(self, ids: Sequence[int]) -> dict[int, int]:
        return {i: self.photo(i).mean_color for i in ids}

    def facet(self, name: Facet, wanted: Filter | None = None) -> list[FacetCount]:
        photos = [self.photo(i) for i in self.photo_ids(wanted or Filter())]
        values = Counter(self.facet_value(photo, name) for photo in photos)
        return [FacetCount(value, n, n * BYTES) for value, n in sorted(values.items())]

    @staticmethod
    def facet_value(photo: Photo, name: Facet) -> str | int:
        place = photo.place
        names = (place.country_code, place.region, place.city, place.country) if place else ()
        return {
            "cluster": -1 if photo.cluster is None else photo.cluster,
            "place": "\x1f".join(names), "mark": photo.verdict.mark or "",
            "favourite": int(photo.verdict.favourite), "guess": int(photo.guessed_date),
            "rule": photo.taken_from, "source": photo.place_from or "", "format": photo.format,
            "camera": photo.camera or "", "rating": photo.verdict.rating,
        }[name]  # fmt: skip

    def matches(self, i: int, wanted: Filter) -> bool:
        date, place, verdict = self.date_of(i), self.place_of(i), self.verdict(i)
        names = (place[0], place[2], place[3]) if place else ()
        return (
            (not wanted.ids or i in wanted.ids)
            and (wanted.mark is None or verdict.mark == wanted.mark)
            and (wanted.marked is None or (verdict.mark is not None) == wanted.marked)
            and verdict.rating >= wanted.least_rating
            and (not wanted.favourite or verdict.favourite)
            and (not wanted.protected or verdict.untouchable)
            and (not wanted.unreviewed or verdict.reviewed is None)
            and (wanted.folder is None or inside(self.photo_folder, wanted.folder))
            and (wanted.cluster is None or self.cluster_of(i) == wanted.cluster)
            and (not wanted.unsorted or self.cluster_of(i) is None)
            and (not wanted.undated or date is None)
            and (not wanted.unplaced or place is None)
            and (wanted.date is None or (date or ())[: len(wanted.date)] == wanted.date)
            and (wanted.place is None or names[: len(wanted.place)] == wanted.place)
            and self.fits(self.photo(i), wanted)
        )

    def fits(self, photo: Photo, wanted: Filter) -> bool:
        day = int(photo.taken[:10].replace("-", "")) if photo.taken else 0
        lat, lon, box = photo.latitude, photo.longitude, wanted.bounds
        return (
            (wanted.days is None or wanted.days[0] <= day <= wanted.days[1])
            and (not wanted.rules or photo.taken_from in wanted.rules)
            and (not wanted.formats or photo.format in wanted.formats)
            and (wanted.camera is None or photo.camera == wanted.camera)
            and (not wanted.place_sources or photo.place_from in wanted.place_sources)
            and (not wanted.estimated or photo.place_from == "estimate")
            and (not wanted.guessed_dates or photo.guessed_date)
            and photo.bytes >= wanted.least_bytes
            and (wanted.most_bytes is None or photo.bytes <= wanted.most_bytes)
            and photo.width * photo.height >= wanted.least_pixels
            and all(word.lower() in photo.path.lower() for word in wanted.text.split())
            and (
                box is None
                or (lat is not None and lon is not None and box[0] <= lat <= box[2]
                    and (box[1] <= lon <= box[3] if box[1] <= box[3]
                         else lon >= box[1] or lon <= box[3]))
            )
        )  # fmt: skip

    def photos(self, ids: Sequence[int]) -> list[Photo]:
        return [self.photo(i) for i in ids if i <= self.count and i not in self.gone]

    def photo(self, i: int) -> Photo:
        date, place, cluster = self.date_of(i), self.place_of(i), self.cluster_of(i)
        color = QColor.fromHsv(hue(i), 90, 200).rgb() & 0xFFFFFF
        where = Place(place[0], place[1], place[2], place[3], 1.0) if place else None
        return Photo(
            id=i,
            path=f"{self.photo_folder}/IMG_{i:05d}.jpg",
            hash=f"{i:064x}",
            bytes=BYTES,
            mtime_ns=0,
            format="JPEG",
            width=2268 if i % self.variety % 3 == 0 else 4032,
            height=4032 if i % self.variety % 3 == 0 else 3024,
            mean_color=color,
            taken="{:04d}-{:02d}-{:02d}T13:37:06".format(*date) if date else None,
            taken_from="exif-original" if date else "none",
            utc_offset="+05:30" if date else None,
            latitude=9.93 if where else None,
            longitude=76.26 if where else None,
            place=where,
            camera="Pixel 3",
            cluster=cluster,
            cluster_title=self.title(cluster) if cluster else None,
            confidence=0.93 if self.grouped else None,
            offline=self.offline,
            details={"exposure_time": 0.008, "f_number": 1.8, "iso": 100, "focal_length": 4.4},
            verdict=self.verdict(i),
            place_from="exif" if where else None,
            placed=i in self.pinned,
        )

    def thumbnails(self, ids: Sequence[int]) -> dict[int, bytes]:
        return {i: thumbnail(i % self.variety) for i in ids if i not in self.gone}

    def preview(self, path: str, while_waiting: Callable[[], None]) -> bytes | None:
        return None

    def operations(self) -> list[Operation]:
        return list(reversed(self.done))

    def history(self) -> list[Operation]:
        return self.operations()

    def rename_cluster(self, cluster: int, title: str) -> Changes:
        self.names[cluster] = title
        return Changes(clusters=True, decisions=True)

    # --- what the user decides

    def verdict(self, i: int) -> Verdict:
        over = [folder for folder in self.folders if inside(self.photo_folder, folder)]
        return replace(self.judged.get(i, Verdict()), protected_folder=over[0] if over else None)

    def verdicts(self, ids: Sequence[int]) -> dict[int, Verdict]:
        return {i: self.verdict(i) for i in ids if 0 < i <= self.count}

    def judge(self, kind: str, ids: Sequence[int], value: object, **fields: object) -> Changes:
        with self.lock:
            before = {i: self.judged.get(i, Verdict()) for i in ids}
            after = {i: replace(v, **fields) for i, v in before.items()}  # type: ignore[arg-type]
            if after == before:
                return Changes()
            self.judged |= after
            text = f"{kind} {len(before)} photos"
            number = len(self.decided) + 1
            self.decided.append((Decided(number, kind, value, tuple(ids), text, True), before))
            self.undone.clear()
        return Changes(clusters=kind == "review", decisions=True)

    def mark(self, ids: Sequence[int], mark: Mark | None) -> Changes:
        return self.judge("mark", ids, mark, mark=mark)

    def rate(self, ids: Sequence[int], rating: int) -> Changes:
        return self.judge("rate", ids, rating, rating=rating)

    def favour(self, ids: Sequence[int], favourite: bool) -> Changes:
        return self.judge("favour", ids, favourite, favourite=favourite)

    def protect(self, ids: Sequence[int], protected: bool) -> Changes:
        return self.judge("protect", ids, protected, protected=protected)

    def protect_folder(self, path: str, protected: bool) -> Changes:
        (self.folders.add if protected else self.folders.discard)(path)
        return Changes(decisions=True)

    def protected_folders(self) -> list[str]:
        return sorted(self.folders)

    def finish_review(self, ids: Sequence[int]) -> Changes:
        return self.judge("review", ids, REVIEWED, reviewed=REVIEWED)

    def not_alike(self, ids: Sequence[int]) -> Changes:
        return Changes(decisions=True)

    def undo_decision(self) -> Decided | None:
        return self.step(self.decided, self.undone, True)

    def newest_operation(self) -> int | None:
        standing = [operation.id for operation in self.done if operation.state == "done"]
        newer = standing and len(self.decided) > self.turns[standing[-1]]
        return standing[-1] if standing and not newer else None

    def redo_decision(self) -> Decided | None:
        return self.step(self.undone, self.decided, False)

    def step(
        self,
        source: list[tuple[Decided, Before]],
        target: list[tuple[Decided, Before]],
        undone: bool,
    ) -> Decided | None:
        with self.lock:
            if not source:
                return None
            decided, values = source.pop()
            target.append((decided, {i: self.judged.get(i, Verdict()) for i in values}))
            self.judged |= values
            self.step_groups(decided)
        return replace(decided, undone=undone)

    def forecast_delete(self, ids: Sequence[int], keep: Sequence[int] = ()) -> Forecast:
        wanted = [photo for photo in self.photos(ids) if photo.id not in keep]
        going = [p for p in wanted if self.has_trash and not p.verdict.untouchable]
        rated = [p for p in going if p.verdict.rating or p.verdict.mark == "kept"]
        sole = [p for p in going if p.id not in self.doubles]
        size = len(going if self.has_trash else wanted) * BYTES
        volume = VolumeForecast(
            "/", len(going if self.has_trash else wanted), self.has_trash, size,
            "" if self.has_trash else "The disk at / has no trash.",
        )  # fmt: skip
        stays = [] if self.has_trash else [Failure(p.path, volume.reason) for p in wanted]
        return Forecast(
            photo_ids=tuple(p.id for p in going),
            paths=tuple(p.path for p in going),
            bytes=len(going) * BYTES,
            protected=tuple(p.path for p in wanted if p.verdict.untouchable),
            volumes=(volume,) if volume.photos else (),
            offline=tuple(p.path for p in wanted if p.offline),
            rated=tuple(p.path for p in rated),
            sole=tuple(p.path for p in sole),
            refused=tuple(stays),
            rated_ids=tuple(p.id for p in rated),
            sole_ids=tuple(p.id for p in sole),
        )

    def plan_export(self, ids: Sequence[int], kind: ExportKind, folder: str = "") -> ExportPlan:
        items = [
            ExportItem(p.path, f"{folder}/{Path(p.path).name}", p.bytes, 0, p.hash, p.id)
            for p in self.photos(ids) if not (kind == "move" and p.verdict.untouchable)
        ]  # fmt: skip
        safe = [p.path for p in self.photos(ids) if kind == "move" and p.verdict.untouchable]
        refused = tuple(Failure(path, "It is protected, so it is not moved.") for path in safe)
        return ExportPlan(kind, folder, tuple(items), refused, free=10**10)

    def preview_listing(self, ids: Sequence[int], kind: ListingKind) -> bytes:
        return "".join(f"{photo.path}\n" for photo in self.photos(ids)).encode()

    # --- stacks: those of `piles`, the first of each is the best

    def stacks(self, ids: Iterable[int] | None = None) -> list[Stack]:
        wanted = set(self.alive() if ids is None else ids)
        piles = [[i for i in pile if i not in self.gone] for pile in self.piles]
        return [self.stack(pile) for pile in piles if len(pile) > 1 and wanted & set(pile)]

    def stack(self, pile: Sequence[int]) -> Stack:
        order = sorted(pile, key=lambda i: self.verdict(i).mark == "rejected")
        free = [i for i in order[1:] if self.verdict(i) == Verdict()]
        twins = [i for i in free if i in self.doubles]
        others = [i for i in free if i not in self.doubles]
        kind = "copies" if set(order[1:]) <= self.doubles else "burst"
        why = ("same",) if kind == "copies" else ("sharpness", "exposure")
        size = len(free) * BYTES
        return Stack(kind, tuple(order), why, tuple(others), tuple(twins), size, 0.9)

    def keep_best(self, chosen: Sequence[Stack]) -> Changes:
        return self.mark([i for stack in chosen for i in stack.rejectable], "rejected")

    def choose_best(self, stack: Stack, best: int) -> Changes:
        self.mark([best], None)
        return self.mark([i for i in stack.ids if i != best], "rejected")

    def spare_copies(self, chosen: Sequence[Stack]) -> list[int]:
        return [i for stack in chosen for i in stack.copies]

    def plan_space(self, goal: int) -> Plan:
        found = [
            Proposal(s.kind, f"{self.photo_folder}/IMG_{s.best:05d}.jpg", s.rejectable or s.copies,
                     s.bytes, s.certainty, best=s.best)
            for s in self.stacks() if s.bytes
        ]  # fmt: skip
        clusters = [
            Proposal("cluster", c.title, c.cover, c.bytes, c.quality, cluster=c.id)
            for c in self.clusters()
        ]
        return Plan(goal, tuple(found + clusters[:2]))

    def mark_proposed(self, made: Plan) -> Changes:
        ids = [i for p in made.proposals if p.kind in ("variants", "burst") for i in p.ids]
        return self.mark(ids, "rejected")

    def freed(self) -> list[Freed]:
        return [Freed("2026-10", 12, 30_000_000), Freed("2026-11", 3, 7_000_000)]

    # --- what the jobs do

    def delete(self, ids: Sequence[int], title: str) -> DeleteReport:
        with self.lock:
            self.gone |= set(ids)
            number = len(self.done) + 1
            self.operation_ids[number] = list(ids)
            self.turns[number] = len(self.decided)
            stamp = "2026-11-21T10:15:00+00:00"
            size = len(ids) * BYTES
            self.done.append(Operation(number, stamp, title, len(ids), size, "done", held=len(ids)))
        return DeleteReport(number, tuple(str(i) for i in ids), (), size)

    def undo(self, operation: int | None) -> UndoReport:
        with self.lock:
            number = operation or len(self.done)
            ids = self.operation_ids[number]
            self.gone -= set(ids)
            self.done[number - 1] = replace(
                self.done[number - 1], state="undone", held=0, restored=len(ids)
            )
        return UndoReport(number, tuple(str(i) for i in ids), ())


class FakeTasks:
    """Jobs on a fake library; `index_job` can be replaced by a test."""

    def __init__(self, library: FakeLibrary) -> None:
        self.library = library
        self.calls: list[tuple[str, object]] = []
        self.index_job: Callable[[Context], object] = lambda ctx: {}

    def index(self, folders: Sequence[str]) -> Task:
        def job(ctx: Context) -> object:
            self.calls.append(("index", list(folders)))
            return self.index_job(ctx)

        return job

    def regroup(self) -> Task:
        def job(ctx: Context) -> object:
            self.calls.append(("regroup", None))
            found = self.library.group_again()
            ctx.changed(Changes(clusters=True))
            return found

        return job

    def place(self) -> Task:
        def job(ctx: Context) -> object:
            self.calls.append(("place", None))
            placed, self.library.unplaced = self.library.unplaced, 0
            ctx.changed(Changes(clusters=True))
            return {"placed": placed}

        return job

    def propose_split(
        self, cluster: int, parts: int | None
    ) -> Callable[[Context], list[tuple[int, ...]]]:
        return lambda ctx: self.library.parts(cluster, parts)

    def followers(self, cluster: int) -> Callable[[Context], list[Follower]]:
        return lambda ctx: self.library.followers(cluster)

    def rest(self) -> None:
        pass

    def demo(self) -> Task:
        self.calls.append(("demo", None))
        return lambda ctx: self.library.photo_folder

    def delete(self, photo_ids: Sequence[int], title: str, keep: Sequence[int] = ()) -> Task:
        def job(ctx: Context) -> object:
            going = [i for i in photo_ids if i not in keep]
            self.calls.append(("delete", going))
            ctx.progress("Moving to trash", 0, len(going))
            report = self.library.delete(going, title)
            ctx.changed(Changes(photos=True, decisions=True))
            return report

        return job

    def export(self, kind: ExportKind, photo_ids: Sequence[int], folder: str, title: str) -> Task:
        def job(ctx: Context) -> object:
            self.calls.append(("export", (kind, list(photo_ids), folder)))
            plan = self.library.plan_export(photo_ids, kind, folder)
            done = tuple((item.path, item.target) for item in plan.items)
            return ExportReport(1, kind, folder, done, 0, plan.refused, plan.bytes)

        return job

    def save_listing(self, kind: ListingKind, photo_ids: Sequence[int], path: str) -> Task:
        def job(ctx: Context) -> object:
            self.calls.append(("listing", (kind, list(photo_ids), path)))
            return Saved(path, len(photo_ids))

        return job

    def undo(self, operation: int | None) -> Task:
        def job(ctx: Context) -> object:
            self.calls.append(("undo", operation))
            report = self.library.undo(operation)
            ctx.changed(Changes(photos=True, decisions=True))
            return report

        return job

    def undo_all(self) -> Task:
        def job(ctx: Context) -> object:
            self.calls.append(("undo all", None))
            standing = [o.id for o in self.library.done if o.state == "done"]
            restored = [i for o in standing for i in self.library.undo(o).restored]
            ctx.changed(Changes(photos=True, decisions=True))
            return UndoReport(None, tuple(restored), ())

        return job
