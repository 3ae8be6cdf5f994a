"""Drawn pictures for the demo and the tests: scenes, animals, papers, screens; no photo of anyone.

`draw` makes one from its kind and a seed, always the same; `save` writes it as a camera would.

    brush      colours, gradients, light, ridges, text: what all drawings share
    outdoors   mountains, lakes, beaches, deserts
    towns      skylines at night, rows of houses
    living     flowers, cats, dogs, food
    papers     receipts, whiteboards, slides, posters
    screens    chats and settings of a phone
"""

from photoorg.files.samples.kinds import KINDS, Sample, burst, draw, save

__all__ = ["KINDS", "Sample", "burst", "draw", "save"]
