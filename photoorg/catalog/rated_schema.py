"""The schema's fifteenth step: the rated photos of each cluster, for views of several conditions.

"Of this cluster, in this country, with three stars": one photo in twenty of the cluster fits, and
with an index of the cluster alone all of it is passed over (72,500 of a million photos, 10 ms; now
0.5). It has what else filters ask for, as the large indexes do, and of rated photos alone: it costs
150 bytes each, and a scan nothing.
"""

from __future__ import annotations

RATED = """
CREATE INDEX files_best ON files(state, gone, cluster, rating, moment DESC, path, ymd, country_code,
    region, city, latitude, longitude, format, camera, size, pixels, mark, favourite, reviewed,
    taken_from, taken_guess, place_from, root_id, protected, country) WHERE rating > 0;
"""
