"""Where photoorg keeps its own things. The only place that decides it.

A library is one folder: catalogue, thumbnails and models together, so that `--library DIR` moves
all of it and a backup is one copy. Nothing is ever written into a folder of photos.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

APP = "photoorg"


def default_library() -> Path:
    """The library used when none is named: the platform's data folder."""
    import platformdirs  # 26 ms: only when no folder was named

    return Path(platformdirs.user_data_dir(APP, appauthor=False)) / "library"


def settings_file() -> Path:
    """The user's settings, one JSON file."""
    import platformdirs

    return Path(platformdirs.user_config_dir(APP, appauthor=False)) / "settings.json"


def log_folder() -> Path:
    """Where the window writes its log."""
    import platformdirs

    return Path(platformdirs.user_log_dir(APP, appauthor=False))


@cache
def resources() -> Path:
    """The `resources` folder: in a checkout beside the package, in a wheel inside it."""
    package = Path(__file__).resolve().parent
    inside = package / "resources"
    return inside if inside.is_dir() else package.parent / "resources"


@dataclass(frozen=True, slots=True)
class LibraryPaths:
    """The files of one library."""

    folder: Path

    @property
    def catalog(self) -> Path:
        """Facts, machine output and decisions. The one file that must not be lost."""
        return self.folder / "catalog.db"

    @property
    def thumbnails(self) -> Path:
        """A cache: may be deleted, is made again by the next scan."""
        return self.folder / "thumbnails.db"

    @property
    def models(self) -> Path:
        """Checkpoints of trained networks."""
        return self.folder / "models"

    @property
    def backups(self) -> Path:
        """Copies of the catalogue made before each migration."""
        return self.folder / "backups"

    @property
    def writer_lock(self) -> Path:
        """Held while a job scans, deletes or restores; see `pipeline.lock`."""
        return self.folder / "writer.lock"

    @property
    def window_lock(self) -> Path:
        """Held by a window as long as it has the library open; others then only read."""
        return self.folder / "window.lock"

    @property
    def learning_lock(self) -> Path:
        """Held while a job embeds and trains: minutes in which the user may well delete."""
        return self.folder / "learning.lock"
