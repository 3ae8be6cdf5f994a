"""The main job on real photos, through the commands, with the numbers that must come out.

    python .ci/main_job.py DATA WORK

DATA is the development data (phone-library, hostile, camera-files), WORK an empty folder. Skips,
with a message, what DATA does not hold. Ends with status 1 at the first thing that is not so.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import resource
import shutil
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any
from urllib.parse import unquote

PHONE_PHOTOS = 1487
SECOND_RUN_S = 5.0
PROCESS_BYTES = 1_500_000_000


def main() -> int:
    """Run all checks in order; returns the exit status."""
    data, work = Path(sys.argv[1]), Path(sys.argv[2])
    if not data.is_dir():
        say("Skipped: the development data is not beside this checkout.")
        return 0
    for name, check in (
        ("hostile", every_file_is_accounted_for),
        ("camera-files", every_file_is_accounted_for),
        ("phone-library", phone_library),
    ):
        if not (data / name).is_dir():
            say(f"Skipped: no {name}.")
            continue
        start = time.monotonic()
        check(data / name, work / check.__name__ / name)
        say(f"{check.__name__} on {name}: good, {time.monotonic() - start:.0f} s.")
    return 0


def every_file_is_accounted_for(folder: Path, work: Path) -> None:
    """Each visible file is a photo, a problem with a reason, or skipped as no picture."""
    index = photoorg(work, "index", str(folder), "--no-cluster")
    files = len(visible_files(folder))
    accounted = index["photos"] + len(index["problems"]) + index["skipped"]
    expect(accounted == files, f"{accounted} of {files} files accounted for")
    bare = [problem for problem in index["problems"] if len(problem["reason"]) < 15]
    expect(not bare, f"problems without a reason: {bare[:3]}")
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
    expect(peak < PROCESS_BYTES, f"a process took {peak / 1e9:.2f} GB")


def phone_library(folder: Path, work: Path) -> None:
    """All photos in exactly one place each; a second run finds nothing to do, quickly.

    Then a cluster is deleted, so all is done with a copy of the photos.
    """
    copy, library = work / "photos", work / "library"
    shutil.copytree(folder / "photos", copy)
    first = photoorg(library, "index", str(copy))
    expect(first["photos"] == first["new"] == PHONE_PHOTOS, f"first run: {brief(first)}")
    every_photo_has_one_place(library, PHONE_PHOTOS)
    start = time.monotonic()
    second = photoorg(library, "index", str(copy))
    took = time.monotonic() - start
    expect(second["new"] == second["changed"] == 0, f"second run: {brief(second)}")
    expect(second["unchanged"] == PHONE_PHOTOS, f"second run: {brief(second)}")
    expect(took < SECOND_RUN_S, f"the second run took {took:.1f} s")
    say(
        f"first run {first['seconds']['total']:.0f} s, {first['clusters']} clusters; "
        f"second run {took:.1f} s"
    )
    delete_and_undo(copy, library)


def every_photo_has_one_place(work: Path, photos: int) -> None:
    """Each photo is in exactly one leaf cluster or in unsorted."""
    tree = photoorg(work, "clusters")
    parents = {cluster["parent"] for cluster in tree["clusters"]}
    leaves = [cluster for cluster in tree["clusters"] if cluster["id"] not in parents]
    places = Counter(photo["path"] for leaf in leaves for photo in leaf["photos"])
    places.update(photo["path"] for photo in tree["unsorted"])
    expect(len(places) == photos, f"{len(places)} of {photos} photos have a place")
    twice = [path for path, count in places.items() if count > 1]
    expect(not twice, f"in two places: {twice[:3]}")


def delete_and_undo(copy: Path, library: Path) -> None:
    """A cluster goes to the trash and comes back, byte for byte and time for time."""
    before = state_of(copy)
    clusters = photoorg(library, "clusters")["clusters"]
    expect(bool(clusters), "no clusters to delete")
    victim = max(clusters, key=lambda cluster: cluster["size"] if cluster["photos"] else 0)
    condemned = {photo["path"] for photo in victim["photos"]}
    forecast = photoorg(library, "delete", "--cluster", str(victim["id"]))
    expect(state_of(copy) == before, "the forecast alone changed something")
    expect(forecast["photos"] == len(condemned), "the forecast counts other photos")
    done = photoorg(library, "delete", "--cluster", str(victim["id"]), "--yes")
    gone = before.keys() - state_of(copy).keys()
    expect(gone == condemned, f"{len(gone)} files gone, {len(condemned)} were to go")
    expect(set(done["trashed"]) == condemned, "the report names other files")
    expect(in_trash() == condemned, f"the trash holds {len(in_trash())} files")
    undone = photoorg(library, "undo")
    expect(len(undone["restored"]) == len(condemned), f"undo failed for {undone['failed'][:3]}")
    expect(state_of(copy) == before, "undo did not bring back bytes or times")
    expect(not in_trash(), "undo left something in the trash")


def photoorg(library: Path, *arguments: str) -> Any:
    """Run a command on a library; its JSON."""
    command = [sys.executable, "-P", "-m", "photoorg", *arguments, "--library", str(library)]
    done = subprocess.run([*command, "--json"], capture_output=True, text=True, check=False)
    expect(
        done.returncode == 0, f"{arguments[0]} ended with {done.returncode}: {done.stderr[-2000:]}"
    )
    return json.loads(done.stdout)


def in_trash() -> set[str]:
    """Where the files in this run's trash came from (freedesktop trash specification)."""
    notes = Path(os.environ["XDG_DATA_HOME"], "Trash", "info").glob("*.trashinfo")
    paths = [re.search(r"^Path=(.*)$", note.read_text(), re.MULTILINE) for note in notes]
    return {unquote(path[1]) for path in paths if path}


def visible_files(folder: Path) -> list[Path]:
    """Regular files outside of hidden folders, not hidden themselves."""
    found: list[Path] = []
    for place, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        found += [Path(place, name) for name in names if not name.startswith(".")]
    return [path for path in found if not path.is_symlink()]


def state_of(folder: Path) -> dict[str, tuple[str, int]]:
    """Content and time of every file."""
    return {
        str(path): (hashlib.sha256(path.read_bytes()).hexdigest(), path.stat().st_mtime_ns)
        for path in folder.rglob("*")
        if path.is_file()
    }


def brief(index: dict[str, Any]) -> dict[str, Any]:
    """An index report without its long parts."""
    return {key: value for key, value in index.items() if key != "problems"}


def expect(holds: bool, otherwise: str) -> None:
    """Stop with a message unless this holds."""
    if not holds:
        say(f"FAILED: {otherwise}")
        sys.exit(1)


def say(text: str) -> None:
    """One line of progress."""
    sys.stdout.write(f"main job: {text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
