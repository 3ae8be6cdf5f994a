"""Offline gazetteer: coordinates to country, region and city.

`gazetteer` holds the rule and the words, `grid` finds the places near many positions at once. The
table itself is `resources/gazetteer.npz`, made by `packaging/build_gazetteer.py`.
"""

from photoorg.places.gazetteer import AT_SEA, Gazetteer, is_position

__all__ = ["AT_SEA", "Gazetteer", "is_position"]
