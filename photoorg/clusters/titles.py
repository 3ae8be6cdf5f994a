"""Titles a person understands, from evidence only. Where the evidence is thin, so is the title.

The backbone knows 1,000 classes of ImageNet, many of them breeds and obscure objects; `THEMES`
gathers them under words people use. A theme counts for a photo that has one of its classes among
its `LOOK_AT` likeliest. Nothing here was learned from anyone's labels.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float32]

LOOK_AT = 3
AGREED = 0.5  # share of a cluster's photos that makes a theme its title
LEAST_NOTED = 0.1
LEAST_SURE = 0.2  # probability, in the mean over the photos, under which a theme is a guess
MOSTLY = 0.6

Spans = tuple[int | tuple[int, int], ...]  # class numbers, or first and last of a range

THEMES: dict[str, Spans] = {
    "Dogs": ((151, 268), 273),
    "Cats": ((281, 285), 383),
    "Big cats": ((286, 293),),
    "Birds": ((7, 24), (80, 100), (127, 146)),
    "Fish": ((0, 6), (389, 397)),
    "Frogs and reptiles": ((25, 50), (52, 68)),
    "Insects and spiders": ((70, 79), (300, 326)),
    "Rabbits and small pets": ((330, 333), 338),
    "Horses": (339, 603),
    "Wild animals": (
        (101, 106),
        (269, 272),
        (274, 280),
        (294, 299),
        (334, 337),
        (340, 382),
        (384, 388),
    ),
    "Sea life": ((107, 126), (147, 150), (327, 329), 973),
    "Landscapes": (970, 972, 974, 975, 976, 979, 980, 500),
    "Beach and sea": (977, 978, 460),
    "Flowers and plants": ((984, 986), 989, 580, 738),
    "Mushrooms": (947, (991, 997)),
    "Food": (415, (924, 928), (930, 935), 940, 923, 809, (959, 963), 964, 965),
    "Fruit and vegetables": ((936, 939), (941, 946), (948, 957), 987, 988),
    "Drinks": (440, 441, 503, 504, 572, 737, 907, (966, 969), 898, 901),
    "Kitchens": (534, 651, 760, 827, 729, 859, 521, 550, 766),
    "Bedrooms": (564, 750, 721, 516, 520, 669, 831),
    "Bathrooms": (435, 648, 794, 804, 861, 876, 896, 999, 434),
    "Living rooms": (532, 548, 559, 598, 765, 846, 851, 453),
    "Houses and gardens": (425, 660, 706, 716, 853, 858, 449, 637, 912, 621),
    "Churches and monuments": (442, 483, 497, 538, 649, 663, 668, 682, 698, 708, 832, 873, 863),
    "City and streets": (
        920,
        919,
        704,
        829,
        874,
        877,
        821,
        839,
        888,
        536,
        718,
        900,
        424,
        467,
        509,
        582,
        788,
        860,
        865,
        762,
    ),
    "Cars": (407, 436, 468, 479, 511, 609, 627, 656, 661, 717, 734, 751, 817, 864, 475, 581, 654),
    "Bicycles and motorbikes": (444, 665, 670, 671, 870, 880),
    "Trucks and machines": (555, 569, 595, 675, 803, 856, 866, 867, 730, 586, 561),
    "Trains": (466, 547, 565, 705, 820),
    "Boats": (403, 472, 484, 510, 554, 576, 625, 628, 724, 780, 814, 833, 871, 914),
    "Aeroplanes": (404, 405, 726, 895, 908, 417),
    "Sport": (
        422,
        429,
        430,
        522,
        560,
        574,
        602,
        615,
        702,
        722,
        746,
        747,
        752,
        768,
        795,
        805,
        852,
        890,
        981,
    ),
    "Snow and mountains": (450, 537, 802, 672, 796),
    "Music": (
        (401, 402),
        420,
        432,
        486,
        513,
        541,
        546,
        558,
        566,
        579,
        593,
        594,
        642,
        683,
        687,
        699,
        776,
        822,
        875,
        881,
        889,
        819,
        650,
    ),
    "People": (400, 457, 678, 834, 903, 906, 982, 617, 667, 836, 837, 584, 445, 459, 652, 439, 452),
    "Clothes": (
        399,
        411,
        474,
        568,
        578,
        601,
        608,
        610,
        614,
        638,
        639,
        655,
        689,
        697,
        735,
        775,
        824,
        841,
        842,
        869,
        885,
        911,
    ),
    "Shoes": (502, 514, 630, 770, 774, 806),
    "Bags": (414, 636, 728, 748, 893),
    "Toys": (850, 719, 645, 611),
    "Tools": (477, 587, 596, 740, 783, 784, 792),
    "Electronics": (487, 508, 527, 590, 592, 605, 620, 662, 673, 713, 742, 745, 754, 759, 732, 761),
    "Clocks and instruments": (409, 426, 530, 531, 604, 635, 685, 688, 778, 826, 892),
    "Screens": (916, 782, 664),
    "Written pages": (446, 549, 918, 922, 769, 798, 692),
    "Posters and pictures with text": (917, 921, 781),
}

# What a file name says, most telling first: (pattern, title, whether it beats what is shown)
NAMES: tuple[tuple[str, str, bool], ...] = (
    (r"screen[ _-]?(shot|grab|cap)|bildschirmfoto|capture d.cran|captura de pantalla", "", True),
    (r"whatsapp|^(img|vid)-\d{8}-wa\d+", "WhatsApp pictures", False),
    (r"^signal-\d{4}", "Signal pictures", False),
    (r"telegram|^photo_\d{4}-\d\d-\d\d_\d\d-\d\d-\d\d", "Telegram pictures", False),
    (r"^snapchat-", "Snapchat pictures", False),
    (r"^fb_img_|^received_\d+", "Facebook pictures", False),
    (r"^scan|^img_scan|scanned", "Scanned pages", True),
)
SCREENSHOTS = "Screenshots"
THIN = "Similar photos"  # when the evidence says nothing


class Word(NamedTuple):
    """A theme, the share of a cluster's photos that show it, and how sure the backbone is (0..1).

    Drawings and odd things have likeliest classes too; only the probability tells that the
    backbone has never seen the like.
    """

    theme: str
    share: float
    sure: float = 1.0


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known about a cluster's photos.

    words: what the backbone's classes agree on, see `agreed_words`. cues: mean pixel cues 0..1
    by name. names: file names. camera: share whose file names a camera. years: one per dated photo.
    places: one place name per placed photo. size: number of photos.
    """

    size: int
    words: Sequence[Word] = ()
    cues: dict[str, float] = field(default_factory=dict)
    names: Sequence[str] = ()
    camera: float = 0.0
    years: Sequence[int] = ()
    places: Sequence[str] = ()


@cache
def theme_table() -> NDArray[np.bool_]:
    """Whether class c belongs to theme t: (1000, themes)."""
    table = np.zeros((1000, len(THEMES)), dtype=np.bool_)
    for column, spans in enumerate(THEMES.values()):
        for span in spans:
            first, last = (span, span) if isinstance(span, int) else span
            table[first : last + 1, column] = True
    return table


def agreed_words(classes: Ints, probabilities: Floats) -> tuple[Word, ...]:
    """Themes of photos, most frequent first.

    `classes` (m, 5) are ImageNet class numbers per photo, likeliest first, with their
    `probabilities` (m, 5).
    """
    if len(classes) == 0:
        return ()
    themes = theme_table()[classes]  # (m, 5, themes)
    shares = themes[:, :LOOK_AT].any(axis=1).mean(axis=0)
    sure = (themes * probabilities[:, :, None]).sum(axis=1).mean(axis=0)
    names = list(THEMES)
    order = np.argsort(-shares, kind="stable")
    return tuple(
        Word(names[i], float(shares[i]), float(sure[i])) for i in order if shares[i] >= LEAST_NOTED
    )


def title(evidence: Evidence) -> str:
    """The title of a cluster folder."""
    by_name = named_by_files(evidence.names)
    if by_name and by_name[1]:
        return by_name[0]
    shown = what_is_shown(evidence)
    if shown:
        return shown
    if by_name:
        return by_name[0]
    return THIN + where_and_when(evidence)


def named_by_files(names: Sequence[str]) -> tuple[str, bool] | None:
    """The title most file names agree on, and whether it beats what the pictures show."""
    if not names:
        return None
    for pattern, text, strong in NAMES:
        hits = sum(bool(re.search(pattern, name.lower())) for name in names)
        if hits >= MOSTLY * len(names):
            return text or SCREENSHOTS, strong
    return None


def what_is_shown(evidence: Evidence) -> str:
    """The theme that most photos share, or "" if there is none."""
    if not evidence.words or evidence.words[0].share < AGREED:
        return ""
    first = evidence.words[0]
    if first.theme in TEXT:
        return page_or_screen(evidence)
    if first.sure < LEAST_SURE:
        return ""
    near = [w for w in evidence.words[1:] if w.share >= max(AGREED, 0.8 * first.share)]
    pair = next((w.theme for w in near if frozenset((first.theme, w.theme)) in PAIRS), None)
    return both(first.theme, pair) if pair else first.theme


TEXT = ("Screens", "Written pages", "Posters and pictures with text")


PAIRS = {
    frozenset(pair)
    for pair in (
        ("Dogs", "Cats"),
        ("Food", "Drinks"),
        ("Food", "Fruit and vegetables"),
        ("Clothes", "Shoes"),
        ("Landscapes", "Beach and sea"),
    )
}


def both(first: str, second: str) -> str:
    """Two themes as one title."""
    second = second[0].lower() + second[1:]
    return f"{first}, {second}" if " and " in second else f"{first} and {second}"


def page_or_screen(evidence: Evidence) -> str:
    """Tell papers, screens and memes apart by the pixels: white, grey, flat from side to side.

    Paper is white and colourless; a screen has bands of one colour from edge to edge; a camera's
    name in the file rules screenshots out.
    """
    cues, words = evidence.cues, {word.theme: word.share for word in evidence.words}
    screens = words.get("Screens", 0.0)
    if cues.get("white", 0.0) >= 0.6 and cues.get("grey", 0.0) >= 0.85:
        return "Receipts and documents"
    if sum(word.sure for word in evidence.words if word.theme in TEXT) < LEAST_SURE:
        return ""
    if screens >= AGREED and cues.get("bands", 0.0) >= 0.25 and evidence.camera < 0.5:
        sharp = cues.get("white", 0.0) + cues.get("dark", 0.0) >= 0.25
        return SCREENSHOTS if sharp else "Boards and written pages"
    sure = {word.theme: word.sure for word in evidence.words}
    poster = "Posters and pictures with text"
    if words.get(poster, 0.0) >= AGREED and sure[poster] >= sure.get("Written pages", 0.0):
        return "Memes and posters"
    return "Boards and written pages"


def where_and_when(evidence: Evidence) -> str:
    """ ", mostly 2019", " from Lisbon, 2017 to 2019" or ""."""
    where = mostly(evidence.places, evidence.size)
    return (f" from {where}" if where else "") + when(evidence.years, evidence.size)


def when(years: Sequence[int], size: int) -> str:
    """The year most photos are from, else the span of years, else nothing."""
    if len(years) < MOSTLY * max(size, 1):
        return ""
    year = mostly([str(year) for year in years], size)
    if year:
        return f", {year}" if len(set(years)) == 1 else f", mostly {year}"
    return f", {min(years)} to {max(years)}"


def mostly(values: Sequence[str], size: int) -> str:
    """The value that at least `MOSTLY` of `size` photos share, or ""."""
    if not values:
        return ""
    value, count = Counter(values).most_common(1)[0]
    return value if count >= MOSTLY * size else ""


def titles(clusters: Sequence[Evidence]) -> list[str]:
    """Titles of all leaf clusters; equal ones are told apart by place and year, else numbered."""
    plain = [title(evidence) for evidence in clusters]
    shared = {text for text, count in Counter(plain).items() if count > 1}
    longer = [
        text + where_and_when(evidence) if text in shared and not text.startswith(THIN) else text
        for text, evidence in zip(plain, clusters, strict=True)
    ]
    return numbered(longer)


def numbered(texts: Sequence[str]) -> list[str]:
    """The second and later of equal titles get a number."""
    seen: Counter[str] = Counter()
    result = []
    for text in texts:
        seen[text] += 1
        result.append(text if seen[text] == 1 else f"{text} ({seen[text]})")
    return result


def folder_title(children: Sequence[str]) -> str:
    """The title of a folder of leaves from their titles, biggest first: "Cats and dogs".

    Of three and more the first two, shortened: "Screenshots, boards and more".
    """
    plain = list(dict.fromkeys(re.sub(r" \(\d+\)$", "", child) for child in children))
    telling = [child for child in plain if not child.startswith(THIN)] or plain[:1]
    if len(telling) == 1:
        return telling[0]
    if len(telling) == 2 and " and " not in "".join(telling):
        return both(telling[0], telling[1])
    more = len(telling) > 2
    first, second = (child.split(" and ")[0] if more else child for child in telling[:2])
    return f"{first}, {second[0].lower()}{second[1:]}" + (" and more" if more else "")
