"""What the commands print: results on standard output, everything else on standard error."""

from __future__ import annotations

import contextlib
import json
import signal
import sys
import time
from collections.abc import Iterator
from typing import Any

from photoorg.errors import Cancelled
from photoorg.records import Changes

Document = dict[str, Any]
BAR = 24


def say(text: str) -> None:
    """A message for the user; one that nobody reads stops nothing."""
    with contextlib.suppress(OSError, ValueError):
        print(printable(text), file=sys.stderr)


def printable(text: str) -> str:
    """Text that any terminal encoding takes; file names may hold bytes that are no Unicode."""
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    return text.encode(encoding, "backslashreplace").decode(encoding)


def print_json(document: Document) -> None:
    """One JSON document; ASCII, so undecodable file names survive as lone surrogates."""
    json.dump(document, sys.stdout)
    sys.stdout.write("\n")
    sys.stdout.flush()


# --- Progress ------------------------------------------------------------------------------------


class ConsoleContext:
    """Shows a job as one line that is written over; Ctrl+C stops the job at its next step."""

    def __init__(self) -> None:
        self.stopped = False
        self._stage, self._started, self._shown = "", 0.0, 0.0
        self._bar = sys.stderr.isatty()

    def progress(self, stage: str, done: int, total: int, text: str = "") -> None:
        """Stage, bar, rate, time left, five times a second; without a terminal a line a stage."""
        now = time.monotonic()
        if stage != self._stage:
            self.end_line()
            self._stage, self._started = stage, now
            if not self._bar:
                say(f"{stage} ...")
        if self._bar and (done == total or now - self._shown > 0.2):
            self._shown = now
            line = progress_line(stage, done, total, now - self._started, text)
            with contextlib.suppress(OSError, ValueError):
                sys.stderr.write("\r\033[K" + printable(line))
                sys.stderr.flush()

    def end_line(self) -> None:
        """Leave the progress line as it is."""
        if self._bar and self._stage:
            say("")
        self._stage = ""

    def check_cancelled(self) -> None:
        """Raise `Cancelled` after Ctrl+C."""
        if self.stopped:
            raise Cancelled

    def changed(self, changes: Changes) -> None:
        """Nothing to redraw."""

    def message(self, text: str) -> None:
        """Say it, on a line of its own."""
        self.end_line()
        say(text)


def progress_line(stage: str, done: int, total: int, seconds: float, text: str) -> str:
    """E.g. "Reading photos  [=====>      ]  120 of 900 · 52/s · 15 s left"."""
    if not total:
        return f"{stage}  {done:,}"
    filled = BAR * done // total
    bar = "=" * filled + ">" * (filled < BAR) + " " * (BAR - filled - 1)
    parts = [f"{stage}  [{bar}]  {done:,} of {total:,}"]
    if done and seconds > 1:
        rate = done / seconds
        parts.append(f"{rate:,.0f}/s" if rate >= 2 else f"{1 / rate:,.1f} s each")
        parts.append(f"{duration((total - done) / rate)} left")
    return " · ".join([*parts, text] if text else parts)


def duration(seconds: float) -> str:
    """ "15 s", "4 min", "2 h 10 min"."""
    if seconds < 90:
        return f"{seconds:.0f} s"
    if seconds < 5_400:
        return f"{seconds / 60:.0f} min"
    return f"{seconds // 3_600:.0f} h {seconds % 3_600 / 60:.0f} min"


@contextlib.contextmanager
def console() -> Iterator[ConsoleContext]:
    """A context for a job; the first Ctrl+C stops it in good order, a second one at once."""
    ctx = ConsoleContext()

    def stop(*_: object) -> None:
        if ctx.stopped:
            raise KeyboardInterrupt
        ctx.stopped = True

    before = signal.signal(signal.SIGINT, stop)
    terminate = signal.signal(signal.SIGTERM, stop)
    try:
        yield ctx
    finally:
        signal.signal(signal.SIGINT, before)
        signal.signal(signal.SIGTERM, terminate)
        ctx.end_line()


# --- Text ----------------------------------------------------------------------------------------


def print_text(command: str, document: Document) -> None:
    """The document for a person."""
    for line in _TEXTS.get(command, _as_is)(document):
        print(printable(line))


def _as_is(document: Document) -> Iterator[str]:
    yield json.dumps(document, indent=2)


def _index(d: Document) -> Iterator[str]:
    yield (
        f"{d['photos']:,} photos: {d['new']:,} new, {d['changed']:,} changed, {d['moved']:,} moved,"
        f" {d['unchanged']:,} unchanged, {d['missing']:,} missing"
    )
    if d["offline"]:
        yield f"{d['offline']:,} photos are on a disk that is not there; they stay known"
    if d["problems"]:
        yield f"{len(d['problems']):,} files could not be read (photoorg photos --problems)"
    yield f"{d['clusters']:,} cluster folders, {d['seconds']['total']:.1f} s"


def _clusters(d: Document) -> Iterator[str]:
    inside: dict[int | None, list[Document]] = {}
    for cluster in d["clusters"]:
        inside.setdefault(cluster["parent"], []).append(cluster)
    for cluster in inside.get(None, []):
        yield _cluster_line(cluster, "")
        for child in inside.get(cluster["id"], []):
            yield _cluster_line(child, "  ")
    yield f"Unsorted  {len(d['unsorted']):,}"


def _cluster_line(cluster: Document, indent: str) -> str:
    return (
        f"{indent}{cluster['title']}  {cluster['size']:,} photos, {size(cluster['bytes'])}"
        f"  (cluster {cluster['id']})"
    )


def size(count: int) -> str:
    """Bytes for a person: "18 MB" (decimal, as file managers show them)."""
    value = float(count)
    for unit in ("bytes", "kB", "MB", "GB", "TB"):
        if value < 1000 or unit == "TB":
            return (
                f"{value:.0f} {unit}" if value >= 10 or unit == "bytes" else f"{value:.1f} {unit}"
            )
        value /= 1000
    raise AssertionError


def _dates(d: Document) -> Iterator[str]:
    for year in d["years"]:
        yield f"{year['year']}  {year['count']:,}"
        for month in year["months"]:
            yield f"  {year['year']}-{month['month']:02}  {month['count']:,}"
    yield f"Undated  {d['undated']:,}"


def _places(d: Document) -> Iterator[str]:
    for country in d["countries"]:
        yield f"{country['name']}  {country['count']:,}"
        for region in country["regions"]:
            yield f"  {region['name'] or '(no region)'}  {region['count']:,}"
            for city in region["cities"]:
                yield f"    {city['name'] or '(no city)'}  {city['count']:,}"
    yield f"Unplaced  {d['unplaced']:,}"


def _tree(d: Document) -> Iterator[str]:
    for name, lines in (("clusters", _clusters), ("dates", _dates), ("places", _places)):
        yield f"\n{name.capitalize()}"
        yield from lines(d[name])


def _photos(d: Document) -> Iterator[str]:
    for photo in d.get("photos", []):
        yield photo["path"]
    for problem in d.get("problems", []):
        yield f"{problem['path']}: {problem['reason']}"


def _delete(d: Document) -> Iterator[str]:
    if d["operation"] is None and not d["failed"]:
        yield f"{d['photos']:,} photos, {size(d['bytes'])} would go to the trash"
    elif not d["trashed"]:
        yield "Nothing was moved to the trash."
    else:
        yield f"{len(d['trashed']):,} photos moved to the trash. Take it back: photoorg undo"
    for volume in d["volumes"]:
        if not volume["trash"]:
            yield f"{volume['root']} has no trash: its {volume['photos']:,} photos stay"
    for failure in d["failed"]:
        yield f"{failure['path']}: {failure['reason']}"


def _undo(d: Document) -> Iterator[str]:
    if d["restored"]:
        yield f"{len(d['restored']):,} photos are back in their folders"
    else:
        yield "Nothing could be taken back."
    for failure in d["failed"]:
        yield f"{failure['path']}: {failure['reason']}"


_TEXTS = {
    "index": _index, "clusters": _clusters, "dates": _dates, "places": _places, "tree": _tree,
    "photos": _photos, "delete": _delete, "undo": _undo,
}  # fmt: skip
