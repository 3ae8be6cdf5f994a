"""A library in memory, with pictures it draws itself; what the window is tested against."""

from __future__ import annotations

import threading
import time
from array import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QLinearGradient, QPainter

from photoorg.gui.library_view import Order, Task
from photoorg.records import (
    Changes,
    Cluster,
    Context,
    Counts,
    DateCount,
    DeleteReport,
    Filter,
    Forecast,
    Operation,
    Photo,
    Place,
    PlaceCount,
    Problem,
    Root,
    UndoReport,
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


@dataclass
class FakeLibrary:
    """`count` photos; `grouped` False is a library before its first learning."""

    count: int = 200
    folder: Path = Path("/nowhere")
    photo_folder: str = "/home/ada/Pictures"
    grouped: bool = True
    problem_list: list[Problem] = field(default_factory=list)
    level_count: int = 1
    offline: bool = False
    has_trash: bool = True
    rooted: bool = True
    names: dict[int, str] = field(default_factory=dict)
    gone: set[int] = field(default_factory=set)
    done: list[Operation] = field(default_factory=list)
    operation_ids: dict[int, list[int]] = field(default_factory=dict)
    closed: bool = False
    variety: int = 400
    delay: float = 0.0
    reads: int = 0
    lock: threading.RLock = field(default_factory=threading.RLock)

    def alive(self) -> list[int]:
        return [i for i in range(1, self.count + 1) if i not in self.gone]

    def close(self) -> None:
        self.closed = True

    def cluster_of(self, photo_id: int) -> int | None:
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
            Cluster(n, None, self.title(n), len(i), len(i) * BYTES, 0.97, tuple(i[:4]), years)
            for n, i in members.items()
        ]
        found.sort(key=lambda cluster: -cluster.size)
        return found if level is None else found[: max(1, len(found) - 2 * level)]

    def title(self, number: int) -> str:
        return self.names.get(number, TITLES[number - 1])

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

    def photo_ids(self, wanted: Filter, order: Order = "date") -> array[int]:
        self.reads += 1
        time.sleep(self.delay)
        ids = [i for i in self.alive() if self.matches(i, wanted)]
        return array("q", ids if order == "date" else reversed(ids))

    def matches(self, i: int, wanted: Filter) -> bool:
        date, place = self.date_of(i), self.place_of(i)
        names = (place[0], place[2], place[3]) if place else ()
        return (
            (wanted.cluster is None or self.cluster_of(i) == wanted.cluster)
            and (not wanted.unsorted or self.cluster_of(i) is None)
            and (not wanted.undated or date is None)
            and (not wanted.unplaced or place is None)
            and (wanted.date is None or (date or ())[: len(wanted.date)] == wanted.date)
            and (wanted.place is None or names[: len(wanted.place)] == wanted.place)
        )

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
        )

    def thumbnails(self, ids: Sequence[int]) -> dict[int, bytes]:
        return {i: thumbnail(i % self.variety) for i in ids if i not in self.gone}

    def preview(self, path: str, while_waiting: Callable[[], None]) -> bytes | None:
        return None

    def operations(self) -> list[Operation]:
        return list(reversed(self.done))

    def rename_cluster(self, cluster: int, title: str) -> Changes:
        self.names[cluster] = title
        return Changes(clusters=True, decisions=True)

    def forecast_delete(self, ids: Sequence[int]) -> Forecast:
        return Forecast(
            photo_ids=tuple(ids),
            paths=tuple(photo.path for photo in self.photos(ids)),
            bytes=len(ids) * BYTES,
            volumes=(VolumeForecast("/", len(ids), self.has_trash),),
            offline=tuple(photo.path for photo in self.photos(ids) if photo.offline),
        )

    # --- what the jobs do

    def delete(self, ids: Sequence[int], title: str) -> DeleteReport:
        with self.lock:
            self.gone |= set(ids)
            number = len(self.done) + 1
            self.operation_ids[number] = list(ids)
            stamp = "2026-11-21T10:15:00+00:00"
            size = len(ids) * BYTES
            self.done.append(Operation(number, stamp, title, len(ids), size, "done"))
        return DeleteReport(number, tuple(str(i) for i in ids), (), size)

    def undo(self, operation: int | None) -> UndoReport:
        with self.lock:
            number = operation or len(self.done)
            ids = self.operation_ids[number]
            self.gone -= set(ids)
            self.done[number - 1] = replace(self.done[number - 1], state="undone")
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

    def demo(self) -> Task:
        self.calls.append(("demo", None))
        return lambda ctx: self.library.photo_folder

    def delete(self, photo_ids: Sequence[int], title: str) -> Task:
        def job(ctx: Context) -> object:
            self.calls.append(("delete", list(photo_ids)))
            ctx.progress("Moving to trash", 0, len(photo_ids))
            report = self.library.delete(photo_ids, title)
            ctx.changed(Changes(photos=True, decisions=True))
            return report

        return job

    def undo(self, operation: int | None) -> Task:
        def job(ctx: Context) -> object:
            self.calls.append(("undo", operation))
            report = self.library.undo(operation)
            ctx.changed(Changes(photos=True, decisions=True))
            return report

        return job
