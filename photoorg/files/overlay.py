"""Whether two thumbnails show the very same shot: lay one over the other and compare in places.

A hash only nominates; here it is decided. A resized, recompressed, brightened or slightly cropped
copy fits everywhere once it is laid over the original; another page of the same form, another
caption on the same picture or the next frame of a burst does not fit somewhere. About 5 ms a pair.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

import numpy as np

from photoorg.files.looks import GRID, WINDOWS, Floats, on_grid, resample

Part = tuple[float, float]  # of a side, from..to, 0..1
FINE = 128  # side of the grid on which the fit is judged
BLOCK = 8  # side of a place on it: a sixteenth of the picture
CLOSE, CLOSEST = 256, 512  # the same for a closer look at pages and screens
LARGE = 2 * CLOSEST  # pixels of the longer side that a closer look needs
_STEPS = 8
_NOISE = 20.0  # variance of luma that JPEG alone makes: 4 to 5 levels
_TEXTURE = 60.0  # variance from which a place shows something that must be there in both
_LEVELS = 32
_MOST_SHIFTED = 0.01
_LEAST_LOW, _LEAST_WORST, _LEAST_TYPICAL = 0.86, 0.2, 0.6
_LEAST_SHOWN = 0.02  # under that there is nothing by which to tell one from another
_PAGE, _SPARSE = 0.35, 0.5
_GREY, _LEAST_COLOURS = 4.0, 0.75  # levels of chroma; cosine
_LEAST_WORST_OF_A_PAGE, _LEAST_WORST_CLOSE = 0.6, 0.25
_LEAST_TYPICAL_OF_A_PAGE, _LEAST_LOW_OF_A_PAGE = 0.9, 0.6


@dataclass(frozen=True, slots=True)
class Fit:
    """How well two pictures fit once laid over each other.

    `overall` is their correlation, -1..1. `worst`, `low` and `typical` are the structural
    similarity, -1..1, of the places that show anything: the least, the 5th percentile and the
    median; `shown` is the share of such places. `window` is the part of the first's sides that the
    second shows, ((left, right), (top, bottom)), 0..1; it may reach outside.
    """

    overall: float
    worst: float
    low: float
    typical: float
    shown: float
    window: tuple[Part, Part]

    @property
    def shifted(self) -> float:
        """How far, in parts of a side, each reaches beyond the other: 0 if one holds the other.

        A copy is cut out of its original. Two sheets on one scanner, two shots by one hand, show
        something to the left that the other has not, and the other something to the right.
        """
        cut = max(max(-low, high - 1.0) for low, high in self.window)
        grown = max(max(low, 1.0 - high) for low, high in self.window)
        return max(0.0, min(cut, grown))


def same_shot(fit: Fit) -> bool:
    """Whether one is the other saved anew, resized, cropped a little, brighter or darker.

    The limits were chosen on one half of the development photos and their made variants (recall
    0.99 without a false pair), and tried on the other half.
    """
    if fit.shifted > _MOST_SHIFTED or fit.shown < _LEAST_SHOWN:
        return False
    # on pages and screens a word more or less is another picture
    worst = _LEAST_WORST_OF_A_PAGE if fit.shown < _SPARSE else _LEAST_WORST
    return fit.low >= _LEAST_LOW and fit.worst >= worst


def same_colours(one: Floats, other: Floats) -> bool:
    """Whether the colours (8, 8, 2) of two pictures agree; a grey one agrees with any.

    Their cosine: what was recompressed or resized keeps 0.98 and more, cropped 0.94, brightened
    until colours blow out 0.77; another cat on the same sofa has 0.2 to 0.7.
    """
    strength = sqrt(np.square(one).mean()), sqrt(np.square(other).mean())
    if min(strength) < _GREY:
        return True
    product = float((one * other).mean())
    return product >= _LEAST_COLOURS * strength[0] * strength[1]


def is_sparse(fit: Fit) -> bool:
    """Whether little is to be seen, as on pages and screens: look closer before you believe it.

    On a thumbnail two receipts of one shop, or two screens that differ in a number, are alike.
    """
    return fit.shown < _SPARSE


def same_page(fit: Fit) -> bool:
    """Whether a closer look (`look_closer`) finds no difference.

    `worst`, measured on pages and screens: under -0.2 where a line differs, over 0.6 for nineteen
    in twenty copies, over 0.25 for those cropped, or brightened until words vanish in white.
    """
    return fit.worst >= _LEAST_WORST_CLOSE


def same_scene(fit: Fit) -> bool:
    """Whether two shots taken seconds apart show the same scene from the same place.

    Half of the places must fit, so that a subject may move. Pages, on which little is to be seen,
    must fit nearly everywhere: the next page of a document is no second try at this one.
    """
    if fit.shown < _PAGE:
        return fit.typical >= _LEAST_TYPICAL_OF_A_PAGE and fit.low >= _LEAST_LOW_OF_A_PAGE
    return fit.typical >= _LEAST_TYPICAL


def overlay(one: Floats, other: Floats, fine: int = FINE) -> Fit:
    """Fit the second luma (h, w) over the first by shift and scale, and judge it in places.

    `fine` is the side of the grid on which it is judged: `FINE`, or more for a closer look at
    pictures larger than thumbnails.
    """
    x, y = _register(on_grid(one, GRID), on_grid(other, GRID))
    if fine > FINE:
        x, y = _refine(on_grid(one, CLOSE), on_grid(other, CLOSE), x, y)
    return _judge(one, other, x, y, fine)


def look_closer(one: Floats, other: Floats) -> Fit:
    """`overlay` of two large pictures, as fine as the smaller of them allows."""
    side = min(max(one.shape), max(other.shape))
    return overlay(one, other, min(max(side // 2, CLOSE), CLOSEST))


def _register(one: Floats, other: Floats) -> tuple[Part, Part]:
    """The window (x, y) of the first that the second shows.

    Lucas and Kanade (1981) with shift and scale a side, gain and offset, from the best of the
    crops in `WINDOWS` (either may be the cropped one) as the start.
    """
    start = max(_starts(), key=lambda w: _correlation(_cut(one, *w), other))
    return _refine(one, other, *start)


def _starts() -> list[tuple[Part, Part]]:
    cuts = [(low, high) for low, high in WINDOWS]
    grown = [(-low / (high - low), 1 + (1 - high) / (high - low)) for low, high in WINDOWS[1:]]
    return [(x, y) for side in (cuts, [WINDOWS[0], *grown]) for x in side for y in side]


def _cut(image: Floats, x: Part, y: Part) -> Floats:
    """The window of a picture on a grid, stretched over that grid."""
    side = len(image)
    cut = resample(side, side, *y) @ image @ resample(side, side, *x).T
    return cut.astype(np.float32, copy=False)


def _correlation(one: Floats, other: Floats) -> float:
    a, b = one - one.mean(), other - other.mean()
    size = float(np.sqrt((a * a).sum() * (b * b).sum()))
    return float((a * b).sum()) / size if size > 0.0 else 0.0


def _refine(one: Floats, other: Floats, x: Part, y: Part) -> tuple[Part, Part]:
    """Gauss-Newton steps until the correlation grows no more; both on one grid."""
    side = len(other)
    place = ((np.arange(side) + 0.5) / side).astype(np.float32)
    best, kept = -2.0, (x, y)
    for _ in range(_STEPS):
        seen = _cut(one, x, y)
        fit = _correlation(seen, other)
        if fit < best + 1e-4:
            break
        best, kept = fit, (x, y)
        down, right = np.gradient(seen)
        # moving a window's end by 1 moves its content by `side` columns, weighted by nearness
        width, height = x[1] - x[0], y[1] - y[0]
        right, down = right * side / width, down * side / height
        columns = [
            right * (1 - place),
            right * place,
            down * (1 - place)[:, None],
            down * place[:, None],
            seen,
            np.ones_like(seen),
        ]
        a = np.stack([c[2:-2, 2:-2].ravel() for c in columns], axis=1)
        # gain times the moved picture, to first order; the gain multiplies the moves too
        square = (a.T @ a).astype(np.float64)
        square += np.diag(1e-6 * np.diag(square) + 1e-9)  # nothing to see in one direction
        solved = np.linalg.solve(square, a.T @ other[2:-2, 2:-2].ravel())
        gain = solved[4] if abs(solved[4]) > 0.2 else 1.0
        move = np.clip(solved[:4] / gain, -0.05, 0.05)
        x = (x[0] + float(move[0]), x[1] + float(move[1]))
        y = (y[0] + float(move[2]), y[1] + float(move[3]))
        if min(x[1] - x[0], y[1] - y[0]) < 0.5:
            break
    return kept


def _judge(one: Floats, other: Floats, x: Part, y: Part, fine: int) -> Fit:
    """Compare on the part that both show."""
    xs, other_xs = _common(*x)
    ys, other_ys = _common(*y)
    a = _sample(one, xs, ys, fine)
    b = _sample(other, other_xs, other_ys, fine)
    a, b = _same_tones(_soften(a), _soften(b))
    places, shown = _structure(a, b)
    worst, low, typical = np.quantile(places, (0.0, 0.05, 0.5))
    return Fit(_correlation(a, b), float(worst), float(low), float(typical), shown, (x, y))


def _common(low: float, high: float) -> tuple[Part, Part]:
    """The part that both show, in the first's coordinates and in the second's."""
    left, right = max(0.0, low), min(1.0, high)
    width = high - low
    return (left, right), ((left - low) / width, (right - low) / width)


def _sample(luma: Floats, x: Part, y: Part, side: int) -> Floats:
    rows, columns = luma.shape
    sampled = resample(rows, side, *y) @ luma @ resample(columns, side, *x).T
    return sampled.astype(np.float32, copy=False)


def _soften(image: Floats) -> Floats:
    """A 1-2-1 filter: what recompressing loses first does not count."""
    padded = np.pad(image, 1, "edge")
    rows = (padded[:-2] + 2 * padded[1:-1] + padded[2:]) / 4
    soft = (rows[:, :-2] + 2 * rows[:, 1:-1] + rows[:, 2:]) / 4
    return soft.astype(np.float32, copy=False)


def _same_tones(a: Floats, b: Floats) -> tuple[Floats, Floats]:
    """Give the picture with fewer blown pixels the tone curve of the other.

    A brightened copy has lost its lights to white; seen through its curve, the original has too.
    """
    if _blown(a) > _blown(b):
        a, b = b, a
    level = np.clip(a * (_LEVELS / 256.0), 0, _LEVELS - 1).astype(int).ravel()
    count = np.bincount(level, minlength=_LEVELS)
    known = count > 0
    mean = np.bincount(level, b.ravel(), _LEVELS)[known] / count[known]
    inside = np.bincount(level, a.ravel(), _LEVELS)[known] / count[known]
    curve = np.maximum.accumulate(mean)
    return np.interp(a, inside, curve).astype(np.float32), b


def _blown(image: Floats) -> float:
    return float(((image > 250.0) | (image < 5.0)).mean())


def _structure(a: Floats, b: Floats) -> tuple[Floats, float]:
    """Contrast-structure similarity (Wang et al. 2004, equations 9 and 10 joined) in places.

    Only of places (8 x 8, a half apart) where one of the two shows something: on a page, blank
    paper fits any other. One number, 1, if both are blank. With the share of the places.
    """
    a, b = _blocks(a), _blocks(b)
    a, b = a - a.mean(axis=-1, keepdims=True), b - b.mean(axis=-1, keepdims=True)
    in_a, in_b, both = (a * a).mean(axis=-1), (b * b).mean(axis=-1), (a * b).mean(axis=-1)
    shown = np.maximum(in_a, in_b) > _TEXTURE
    if not shown.any():
        return np.ones(1, dtype=np.float32), 0.0
    return ((2 * both + _NOISE) / (in_a + in_b + _NOISE))[shown], float(shown.mean())


def _blocks(image: Floats) -> Floats:
    """Overlapping places (n, n, BLOCK^2), a half block apart."""
    view = np.lib.stride_tricks.sliding_window_view(image, (BLOCK, BLOCK))
    view = view[:: BLOCK // 2, :: BLOCK // 2]
    return view.reshape(*view.shape[:2], -1)
