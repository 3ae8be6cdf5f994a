"""What the commands print: results on standard output, everything else on standard error."""

from __future__ import annotations

import contextlib
import json
import signal
import sys
import time
from collections.abc import Iterable, Iterator
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


def print_document(command: str, document: Document, as_json: bool) -> None:
    """The result of a command, for a program or for a person."""
    if as_json:
        print_json(document)
    else:
        print_text(command, document)


def print_json(document: Document) -> None:
    """One JSON document; ASCII, so undecodable file names survive as lone surrogates."""
    json.dump(document, sys.stdout)
    sys.stdout.write("\n")
    sys.stdout.flush()


def print_bytes(data: bytes) -> None:
    """A file for another program, byte for byte."""
    sys.stdout.buffer.write(data)
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
    print_lines(_TEXTS.get(command, _as_is)(document))


def print_lines(lines: Iterable[str]) -> None:
    """Lines for a person, as far as the terminal can show them."""
    for line in lines:
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
    if d["regrouped"]:
        again = d["regrouped"]
        yield (
            f"Grouped again, {again['moved']:,} photos moved: {again['why']} "
            "Take it back with: photoorg regroup --back"
        )
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
    done = f", reviewed {cluster['reviewed'][:10]}" if cluster["reviewed"] else ""
    return (
        f"{indent}{cluster['title']}  {cluster['size']:,} photos, {size(cluster['bytes'])}{done}"
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
    yield "Dated by (photoorg photos --rule RULE)"
    for rule in d["rules"]:
        yield f"  {rule['rule']}  {rule['count']:,}"


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
    if d.get("total") == 0:
        yield "No photo fits."
    for less in d.get("without", []):
        option = less["condition"].replace("_", "-")
        yield f"Without the condition {option}: {less['photos']:,} photos"
    for problem in d.get("problems", []):
        yield f"{problem['path']}: {problem['reason']}"


def _delete(d: Document) -> Iterator[str]:
    if d["dry_run"]:
        yield from _forecast(d)
        return
    if not d["trashed"]:
        yield "Nothing was moved to the trash."
    else:
        yield f"{len(d['trashed']):,} photos moved to the trash. Take it back: photoorg undo"
        if d["companion_files"]:
            yield f"{len(d['companion_files']):,} files that belong to them went along"
    yield from _failures(d["failed"])


def _forecast(d: Document) -> Iterator[str]:
    yield f"{d['photos']:,} photos, {size(d['bytes'])} would go to the trash"
    for volume in d["volumes"]:
        if volume["trash"] and len(d["volumes"]) > 1:
            yield f"{volume['root']}: {volume['photos']:,} photos, {size(volume['bytes'])}"
        elif not volume["trash"]:
            yield f"{volume['root']} has no trash: its {volume['photos']:,} photos stay"
    said = (
        ("companion_files", "files that belong to them would go along"),
        ("rated", "of them are rated or marked as kept (--keep-rated leaves them)"),
        ("sole", "pictures would have no copy left (--keep-sole leaves one of each)"),
        ("protected", "photos are protected and stay"),
        ("offline", "photos are on a disk that is away and stay"),
    )
    for name, words in said:
        if d[name]:
            yield f"{len(d[name]):,} {words}"
    yield from _failures(d["refused"])


def _failures(failures: list[Document]) -> Iterator[str]:
    for failure in failures:
        yield f"{failure['path']}: {failure['reason']}"


def _decided(d: Document) -> Iterator[str]:
    if d["photos"]:
        yield f"{d['changed']:,} of {d['photos']:,} photos changed"
    for folder in d.get("protected_folders", []):
        yield f"Protected folder: {folder}"
    yield "Take it back: photoorg undo --decision"


def _verdicts(d: Document) -> Iterator[str]:
    for photo in d["photos"]:
        said = [photo["mark"]] if photo["mark"] else []
        said += [f"{photo['rating']} stars"] if photo["rating"] else []
        said += [name for name in ("favourite", "protected", "reviewed") if photo[name]]
        yield f"{photo['path']}: {', '.join(said)}"
    for folder in d["protected_folders"]:
        yield f"{folder}: protected folder"


def _stepped(d: Document) -> Iterator[str]:
    yield f"{'Undone' if d['undone'] else 'Done again'}: {d['text']}."


def _undo(d: Document) -> Iterator[str]:
    if "decision" in d:
        yield from _stepped(d)
        return
    if d["restored"]:
        said = {
            "copy": "copies are in the trash; their originals are untouched",
            "xmp": "sidecars are as they were; the new ones are in the trash",
        }
        words = said.get(d["kind"], "photos are back in their folders")
        yield f"{len(d['restored']):,} {words}"
    else:
        yield "Nothing could be taken back."
    yield from _failures(d["failed"])


def _history(d: Document) -> Iterator[str]:
    for o in d["operations"]:
        parts = [f"{o['held']:,} can be taken back"] if o["held"] else []
        parts += [f"{o['restored']:,} are back"] if o["restored"] else []
        parts += [f"{o['lost']:,} are no longer in the trash"] if o["lost"] else []
        yield (
            f"{o['id']}  {o['created']}  {o['kind']}  {o['title']}  {o['photos']:,} photos, "
            f"{size(o['bytes'])}: {', '.join(parts)}"
        )
    if not d["operations"]:
        yield "Nothing was deleted yet."


def _export(d: Document) -> Iterator[str]:
    if "file" in d:
        yield from _listed(d)
        return
    verb = {"move": "moved to", "copy": "copied to", "xmp": "written beside their photos"}
    what = "sidecars" if d["kind"] == "xmp" else "photos"
    where = f"{verb[d['kind']]} {d['folder'] or ''}".strip()
    if d["dry_run"]:
        yield f"{d['photos']:,} {what}, {size(d['bytes'])} would be {where}"
        yield from _export_plan(d)
    elif d["done"]:
        yield f"{len(d['done']):,} {what} {where}. Take it back: photoorg undo"
    else:
        yield "Nothing was done."
    yield from _failures(d["failed"] or d["refused"])


def _export_plan(d: Document) -> Iterator[str]:
    if d["companions"]:
        yield f"{d['companions']:,} files that belong to them would go along"
    if d["renamed"]:
        yield f"{len(d['renamed']):,} files would get another name, as theirs is taken:"
    for one in d["renamed"]:
        yield f"  {one['path']} -> {one['name']}"
    if d["silent"]:
        yield f"{d['silent']:,} photos have nothing (new) to say"
    if not d["fits"]:
        yield f"There is no room for them: {size(d['free'])} are free there"


def _listed(d: Document) -> Iterator[str]:
    if d["dry_run"]:
        yield f"{d['photos']:,} photos, {size(d['bytes'])} would be listed"
    elif d["file"]:
        yield f"{d['photos']:,} photos, {size(d['bytes'])} written to {d['file']}"


def _benchmark(d: Document) -> Iterator[str]:
    yield f"{'method':<18} {'split':<6} {'seeds':>5} {'k':>5} {'acc':>6} {'NMI':>6} {'seconds':>8}"
    for row in d["summary"]:
        yield (
            f"{row['method']:<18} {row['split']:<6} {row['seeds']:>5} {row['k_mean']:>5.1f}"
            f" {row['acc_mean']:>6.3f} {row['nmi_mean']:>6.3f} {row['seconds_mean']:>8.1f}"
        )
    yield from d["files"]


_TEXTS = {
    "index": _index, "clusters": _clusters, "dates": _dates, "places": _places, "tree": _tree,
    "photos": _photos, "delete": _delete, "undo": _undo, "export": _export,
    "mark": _decided, "rate": _decided, "favourite": _decided, "protect": _decided,
    "reviewed": _decided, "not-alike": _decided, "verdicts": _verdicts, "redo": _stepped,
    "history": _history, "benchmark": _benchmark,
}  # fmt: skip


def map_text(document: Document) -> list[str]:
    """`photoorg map`."""
    lines = [f"{p['x']:.4f}  {p['y']:.4f}  {p['path']}" for p in document["photos"]]
    if document["missing"]:
        lines.append(f"{document['missing']:,} photos are not on the map yet: index their folder.")
    return lines
