"""The schema's thirteenth step: what a million photos need to be counted in 50 ms.

`files_cells` stands for `files_where`: a rectangle of the map reads the cells of 5 degrees that it
touches, where an order by latitude had it read the whole way around the earth (a rectangle over the
date line: 39 ms to 4). `files_seen` has the photos that were reviewed: those that were not are most
of them, and are counted as the others without these. It is written by reviews alone.
"""

from __future__ import annotations

from photoorg.catalog.facets import FACET_KEYS

#: The cell of a position as an expression; `{0}` is the table.
CELL = FACET_KEYS["cell"][1]

COUNTING = f"""
DROP INDEX files_where;
CREATE INDEX files_cells ON files(state, gone, {CELL.replace("{0}.", "")}, latitude, longitude)
    WHERE latitude IS NOT NULL;
CREATE INDEX files_seen ON files(state, gone, format, size, reviewed, rating, mark, favourite,
    pixels, taken_guess, taken_from, camera) WHERE reviewed IS NOT NULL;
"""
