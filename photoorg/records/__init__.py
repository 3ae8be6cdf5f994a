"""Records that cross the borders between the stages, by theme, and the context of a long job.

`from photoorg.records import Photo` reads the module of its theme and no other: to make a frozen
dataclass takes a millisecond, there are 59, and the window's start needs a dozen.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from photoorg.records.corrections import *  # noqa: F403
    from photoorg.records.decisions import *  # noqa: F403
    from photoorg.records.deleting import *  # noqa: F403
    from photoorg.records.exports import *  # noqa: F403
    from photoorg.records.files import *  # noqa: F403
    from photoorg.records.filters import *  # noqa: F403
    from photoorg.records.groupings import *  # noqa: F403
    from photoorg.records.origins import *  # noqa: F403
    from photoorg.records.stacks import *  # noqa: F403
    from photoorg.records.verdicts import *  # noqa: F403
    from photoorg.records.views import *  # noqa: F403
    from photoorg.records.work import *  # noqa: F403

THEMES = {
    "work": "Progress Changes Context NullContext NULL_CONTEXT wishes_of Effort effort_of",
    "files": "THUMBNAIL_SIDE LARGEST file_time FoundFile Metadata Sidecar Picture Refused",
    "origins": "Dated Located Place PlaceSource",
    "corrections": "Correction NO_CORRECTION SetDate ShiftDate SetZone ClearDate SetPlace NoPlace "
    "ClearPlace EstimatePlace DateChange PlaceChange Corrected CorrectionPlan FoundPlace "
    "NamedPlace",
    "verdicts": "Mark Verdict NO_VERDICT",
    "decisions": "Decided Kept Arranged Follower",
    "filters": "Order Filter Facet FacetCount Counts",
    "views": "Photo Problem Cluster DateCount PlaceCount Root Glimpsed read_ones",
    "groupings": "MoveReason GroupingReason GroupRef GroupMove Regrouped Groupings",
    "deleting": "VolumeForecast Forecast Failure DeleteReport UndoReport Operation",
    "stacks": "StackKind Stack ProposalKind Proposal Plan Freed",
    "exports": "ExportKind ListingKind ExportItem ExportPlan ExportReport Saved",
}
_THEME_OF = {name: theme for theme, names in THEMES.items() for name in names.split()}


def __getattr__(name: str) -> Any:
    """What was not asked for before."""
    theme = _THEME_OF.get(name)
    if theme is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = globals()[name] = getattr(import_module(f"{__name__}.{theme}"), name)
    return found
