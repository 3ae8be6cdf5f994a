"""Verdicts as a file for other programs: a list of paths, CSV, JSON, or a shell script.

Reads only, so it works for a read-only library too. Paths are written byte for byte: a name that is
no valid Unicode stays what it is (in JSON as lone surrogates, as everywhere in photoorg).
"""

from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from photoorg import __version__
from photoorg.catalog import clock
from photoorg.errors import SurroundingsError
from photoorg.pipeline.forecast import Member, families, with_belongings
from photoorg.pipeline.protection import Guard
from photoorg.records import Failure, Saved

if TYPE_CHECKING:
    from photoorg.pipeline.forecast import Family
    from photoorg.pipeline.library import Library
    from photoorg.records import ListingKind, Photo

COLUMNS = (
    "path", "hash", "bytes", "mark", "rating", "favourite", "protected", "protected_folder",
    "reviewed", "cluster", "cluster_title", "taken",
)  # fmt: skip
_TWO_LINES = "Its name holds a line break, which a list of lines can not say. Add --null."
_PROTECTED = "It is protected, so no script may move it."


@dataclass(frozen=True, slots=True)
class Listing:
    """A file about photos, in memory (about 200 bytes a photo); `left_out` says what is not in."""

    kind: ListingKind
    data: bytes
    photos: int
    bytes: int
    left_out: tuple[Failure, ...]


def listing(
    library: Library, ids: Sequence[int], kind: ListingKind, *, null: bool = False
) -> Listing:
    """Write up these photos. `null`: a list with a zero byte after each path, for `xargs -0`."""
    if kind == "sh":
        return _script(library, ids)
    photos = library.photos(ids)
    left_out: tuple[Failure, ...] = ()
    if kind == "list" and not null:
        left_out = tuple(Failure(p.path, _TWO_LINES) for p in photos if "\n" in p.path)
        photos = [photo for photo in photos if "\n" not in photo.path]
    if kind == "list":
        data = b"".join(os.fsencode(p.path) + (b"\0" if null else b"\n") for p in photos)
    elif kind == "csv":
        data = _csv(photos)
    else:
        data = _json(photos)
    return Listing(kind, data, len(photos), sum(p.bytes for p in photos), left_out)


def save(listing: Listing, path: str) -> Saved:
    """Write it to a new file, whole or not at all; raises `SurroundingsError`."""
    from photoorg.files import transfer

    try:
        part = os.path.join(os.path.dirname(path), f".{os.path.basename(path)}.part")
        transfer.write_new(path, listing.data, part)
    except transfer.TransferError as error:
        raise SurroundingsError(f"{path} was not written. {error.reason}") from error
    return Saved(path, listing.photos, listing.left_out)


def row(photo: Photo) -> dict[str, Any]:
    """What is said of a photo, by the names of `COLUMNS`."""
    verdict = photo.verdict
    return {
        "path": photo.path,
        "hash": photo.hash,
        "bytes": photo.bytes,
        "mark": verdict.mark,
        "rating": verdict.rating,
        "favourite": verdict.favourite,
        "protected": verdict.untouchable,
        "protected_folder": verdict.protected_folder,
        "reviewed": verdict.reviewed,
        "cluster": photo.cluster,
        "cluster_title": photo.cluster_title,
        "taken": photo.taken,
    }


def _csv(photos: Sequence[Photo]) -> bytes:
    """RFC 4180, with a header; yes is 1, no is 0, nothing is empty."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, COLUMNS)
    writer.writeheader()
    for photo in photos:
        values = row(photo)
        writer.writerow({k: int(v) if isinstance(v, bool) else v for k, v in values.items()})
    return text.getvalue().encode("utf-8", "surrogateescape")


def _json(photos: Sequence[Photo]) -> bytes:
    document = {
        "photoorg": __version__,
        "written": clock.now(),
        "photos": [row(photo) for photo in photos],
    }
    return json.dumps(document, indent=1).encode() + b"\n"


# --- the shell script ----------------------------------------------------------------------------

_HEAD = r"""#!/bin/sh
# @WHAT@
#
#     sh FILE            says what would happen, and does nothing
#     sh FILE --trash    moves the files to the trash (with gio, trash-put or trash)
#     sh FILE --to DIR   moves the files into DIR, never over another file
#
# A file whose bytes are no longer those that were judged stays where it is, and is said. Files that
# belong to a photo go along with it. Nothing here deletes anything.
set -u
LC_ALL=C
export LC_ALL
way=show
to=
case ${1-} in
'') ;;
--trash) way=trash ;;
--to)
    way=to
    to=${2:?name a folder after --to}
    case $to in /*) ;; *) to=$PWD/$to ;; esac
    mkdir -p -- "$to" || exit 3
    ;;
*)
    printf 'Usage: sh %s [--trash | --to DIR]\n' "$0" >&2
    exit 2
    ;;
esac
went=0
stayed=0

sum_of() {
    if command -v sha256sum >/dev/null 2>&1; then
        sha256sum <"$1"
    elif command -v shasum >/dev/null 2>&1; then
        shasum -a 256 <"$1"
    else
        openssl dgst -sha256 -r <"$1"
    fi
}

trash_one() {
    if command -v gio >/dev/null 2>&1; then
        gio trash -- "$1"
    elif command -v trash-put >/dev/null 2>&1; then
        trash-put -- "$1"
    else
        trash "$1"
    fi
}

new_name() { # into $new: the name of file $1 in the folder, with the number $n from 2 on
    new=${1##*/}
    [ "$n" -gt 1 ] || return 0
    case $new in
    "$stem"*) new="$stem ($n)${new#"$stem"}" ;;
    *.*) new="${new%.*} ($n).${new##*.}" ;;
    *) new="$new ($n)" ;;
    esac
}

all_free() {
    for one in "$@"; do
        new_name "$one"
        if [ -e "$to/$new" ] || [ -L "$to/$new" ]; then return 1; fi
    done
}

go() {
    if [ "$way" = trash ]; then
        trash_one "$1"
    else
        new_name "$1"
        mv -n -- "$1" "$to/$new"
    fi
    if [ ! -e "$1" ] && [ ! -L "$1" ]; then return 0; fi
    printf 'stays, could not be moved: %s\n' "$1" >&2
    return 1
}

photo() { # SHA-256, path, paths of what belongs to it
    sha=$1
    shift
    if [ -L "$1" ] || [ ! -f "$1" ]; then
        printf 'is not there: %s\n' "$1" >&2
        stayed=$((stayed + 1))
        return
    fi
    found=$(sum_of "$1")
    if [ "${found%% *}" != "$sha" ]; then
        printf 'stays, it has changed: %s\n' "$1" >&2
        stayed=$((stayed + 1))
        return
    fi
    if [ "$way" = show ]; then
        printf '%s\n' "$@"
        went=$((went + 1))
        return
    fi
    stem=${1##*/}
    stem=${stem%.*}
    n=1
    if [ "$way" = to ]; then
        until all_free "$@"; do n=$((n + 1)); done
    fi
    if ! go "$1"; then
        stayed=$((stayed + 1))
        return
    fi
    went=$((went + 1))
    shift
    for also in "$@"; do
        if [ -f "$also" ] && [ ! -L "$also" ]; then go "$also"; fi
    done
}

"""

_TAIL = r"""
case $way in
show) printf '%s photos would go, %s stay. Add --trash or --to DIR to do it.\n' "$went" "$stayed" ;;
*) printf '%s photos moved, %s stayed.\n' "$went" "$stayed" ;;
esac
[ "$stayed" -eq 0 ] || exit 3
"""


def _script(library: Library, ids: Sequence[int]) -> Listing:
    """Each photo with what belongs to it on one line; none of which a part is protected."""
    going: list[Family] = []
    left_out: list[Failure] = []
    found = _families(library, ids)
    guard = Guard(library.db, [member.hash for family in found for member in family])
    for family in found:
        if any(guard.reason(member.path, member.hash) for member in family):
            left_out += [Failure(m.path, _PROTECTED) for m in family if m.chosen]
        else:
            going.append(family)
    lines: list[bytes] = []
    photos: list[Photo] = []
    for family in with_belongings(going):
        words = [quoted(member.path) for member in family]
        lines.append(b" ".join([b"photo", (family[0].hash or "").encode(), *words]))
        photos += [member.photo for member in family if member.photo and member.chosen]
    what = f"{len(photos)} photos chosen in photoorg, {clock.now()}."
    if left_out:
        what += f" {len(left_out)} protected photos are not among them."
    head = _HEAD.replace("@WHAT@", what)
    data = b"\n".join([head.encode(), *lines, _TAIL.encode()])
    return Listing("sh", data, len(photos), sum(p.bytes for p in photos), tuple(left_out))


def _families(library: Library, ids: Sequence[int]) -> list[Family]:
    photos = library.photos(ids)
    away = [[Member(p.path, p.bytes, p.mtime_ns, p, True)] for p in photos if p.offline]
    return families(library, [photo for photo in photos if not photo.offline]) + away


def quoted(path: str) -> bytes:
    """A path as one word of a POSIX shell, whatever bytes it holds."""
    return b"'" + os.fsencode(path).replace(b"'", b"'\\''") + b"'"
