"""Memory of a scan, in a process that does nothing else.

python -m photoorg.benchmark.speed.apart.scanned LIBRARY FOLDER
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from photoorg.benchmark.speed.memory import resident
from photoorg.pipeline.library import Library
from photoorg.pipeline.scan import scan
from photoorg.records import NullContext

SAMPLES = 200


class Watch(NullContext):
    """Notes the memory of this process while photos are read."""

    def __init__(self) -> None:
        self.samples: list[tuple[int, float | None]] = []

    def progress(self, stage: str, done: int, total: int, text: str = "") -> None:
        """Note it now and then."""
        if stage == "Reading photos" and (done == total or done % max(1, total // SAMPLES) == 0):
            self.samples.append((done, resident()))


def main(folder: Path, photos: str) -> None:
    """Scan and tell."""
    library, watch = Library.open(folder), Watch()
    try:
        scan(watch, library, [photos])
    finally:
        library.close()
    print(json.dumps({"samples": watch.samples}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
