"""Mountains, lakes, beaches and deserts, at different times of the day."""

from __future__ import annotations

import math
from itertools import pairwise
from random import Random

from PIL import Image, ImageDraw, ImageFilter

from photoorg.files.samples.brush import (
    HEIGHT,
    WIDTH,
    Color,
    clouds,
    disc,
    finish,
    glow,
    gradient,
    ground,
    mix,
    ridge,
    scene,
    vary,
    wave,
)

WHITE: Color = (255, 255, 255)
# sky from top to horizon, light of the sun, far hills, near ground
SKIES: dict[str, tuple[list[Color], Color, Color, Color]] = {
    "day": (
        [(62, 122, 196), (128, 180, 226), (214, 232, 244)],
        (255, 250, 224),
        (126, 156, 186),
        (62, 98, 52),
    ),
    "dawn": (
        [(86, 104, 168), (198, 150, 176), (255, 206, 160)],
        (255, 236, 190),
        (134, 118, 158),
        (50, 62, 66),
    ),
    "dusk": (
        [(48, 38, 92), (188, 80, 98), (255, 170, 84)],
        (255, 214, 130),
        (112, 72, 110),
        (34, 30, 48),
    ),
    "autumn": (
        [(96, 146, 196), (176, 206, 222), (242, 232, 210)],
        (255, 246, 214),
        (150, 148, 156),
        (146, 92, 34),
    ),
    "winter": (
        [(110, 150, 196), (182, 206, 228), (236, 240, 246)],
        (255, 252, 240),
        (158, 178, 204),
        (222, 230, 240),
    ),
}


def mountains(rng: Random, style: str) -> Image.Image:
    """Ridges behind each other, paler with distance, snow on the highest, pines in front."""
    sky, sun, far, near = SKIES[style]
    image, draw = scene([*sky, sky[-1]])
    _sun(image, rng, sun, style)
    clouds(image, rng, 5, 460, mix(sky[-1], WHITE, 0.6))
    layers = 5
    for i in range(layers):
        share = i / (layers - 1)
        level = 420 + 520 * share**1.25
        heights = ridge(rng, level, 200 * (1 - 0.72 * share))
        color = mix(far, near, share**1.3)
        draw.polygon(ground(heights), color)
        if i == 0:
            _snow(draw, rng, heights, color)
    _pines(draw, rng, 1000, mix(near, (14, 30, 22), 0.6), 34)
    return finish(image, rng)


def lake(rng: Random, style: str) -> Image.Image:
    """Mountains that stand on their heads in still water."""
    sky, sun, far, near = SKIES[style]
    image, draw = scene([*sky, *sky[-1:] * 3])
    _sun(image, rng, sun, style)
    clouds(image, rng, 4, 400, mix(sky[-1], WHITE, 0.6))
    shore = 700
    for i, (level, rough) in enumerate(((390, 190), (520, 110), (640, 40))):
        heights = [min(y, shore - 4) for y in ridge(rng, level, rough)]
        color = mix(far, near, i * 0.42)
        draw.polygon(ground(heights, shore), color)
        if i == 0:
            _snow(draw, rng, heights, color)
    _pines(draw, rng, shore, mix(near, (10, 26, 22), 0.55), 46, small=True)
    water = image.crop((0, 2 * shore - HEIGHT, WIDTH, shore)).transpose(
        Image.Transpose.FLIP_TOP_BOTTOM
    )
    water = water.filter(ImageFilter.BoxBlur(4))
    water = Image.blend(water, gradient(water.size, [mix(sky[0], far, 0.5), (20, 50, 74)]), 0.38)
    image.paste(water, (0, shore))
    for _ in range(80):
        y = shore + 440 * rng.random() ** 1.5 + 6
        x, length = rng.uniform(0, WIDTH), rng.uniform(30, 190)
        draw.line((x, y, x + length, y), mix(sky[-1], far, rng.random() * 0.7), 2)
    if rng.random() < 0.5:
        _boat(draw, (rng.uniform(500, 1000), 860), 1.0, (120, 54, 40))
    return finish(image, rng)


def beach(rng: Random, style: str) -> Image.Image:
    """Sea, foam and sand; a palm, an umbrella or a sail."""
    sky, sun, _, _ = SKIES[style]
    image, draw = scene([*sky, *sky[-1:] * 3])
    _sun(image, rng, sun, style, height=330)
    clouds(image, rng, 4, 380, mix(sky[-1], WHITE, 0.7))
    horizon = 520
    deep = {"day": (14, 106, 160), "dusk": (92, 54, 92), "dawn": (88, 108, 148)}[style]
    image.paste(
        gradient((WIDTH, 400), [deep, mix(deep, (94, 206, 206), 0.55), (150, 222, 214)]),
        (0, horizon),
    )
    for _ in range(130):
        y = horizon + 8 + 300 * rng.random() ** 1.6
        x, length = rng.uniform(-60, WIDTH), rng.uniform(20, 60 + (y - horizon) * 0.7)
        draw.line((x, y, x + length, y), mix(mix(deep, WHITE, 0.25), sun, rng.random() * 0.6), 2)
    sand = mix((236, 208, 156), sky[-1], 0.2)
    phase = rng.uniform(0, 6)
    for rise, color in ((0, WHITE), (16, mix(sand, (120, 130, 120), 0.45)), (52, sand)):
        draw.polygon(ground(wave(850 + rise, 26, 240, phase)), color)
    for _ in range(400):
        x, y = rng.uniform(0, WIDTH), rng.uniform(950, HEIGHT)
        draw.line((x, y, x + rng.uniform(2, 14), y + 1), vary(rng, sand, 26), 2)
    extra = rng.choice(["palm", "umbrella", "boat", "palm"])
    if extra == "palm":
        _palm(draw, rng, (rng.choice([180, 1340]), 1040), style)
    elif extra == "umbrella":
        _umbrella(draw, rng, (rng.uniform(380, 1150), 1010))
    if extra == "boat" or rng.random() < 0.4:
        _boat(draw, (rng.uniform(300, 1200), 560), 0.55, (240, 240, 240))
    return finish(image, rng)


def desert(rng: Random, style: str) -> Image.Image:
    """Dunes with a lit and a shaded side."""
    sky, sun, _, _ = SKIES[style]
    image, draw = scene([*sky, sky[-1]])
    _sun(image, rng, sun, style, height=260)
    lit, dark = mix((226, 160, 84), sky[-1], 0.15), mix((128, 70, 38), sky[0], 0.2)
    for i in range(4):
        length, phase = 250 + 60 * i, rng.uniform(0, 6)
        heights = wave(560 + i * 150, 70 + 18 * i, length, phase)
        haze = 0.45 - 0.15 * i
        draw.polygon(ground(heights), mix(lit, sky[-1], haze))
        crest = [(x * 16.0, y) for x, y in enumerate(heights)]
        deep = 150 + 60 * i
        foot = [(x, y + deep * max(0, math.cos(x / length + phase + 0.5))) for x, y in crest]
        draw.polygon(crest + foot[::-1], mix(mix(lit, dark, 0.75), sky[-1], haze * 0.8))
        draw.line(crest, mix(lit, WHITE, 0.35), 3)
    return finish(image, rng)


def _sun(image: Image.Image, rng: Random, color: Color, style: str, height: float = 300) -> None:
    low = style in ("dusk", "dawn")
    center = rng.uniform(0.2, 0.8) * WIDTH, height + (150 if low else -140) * rng.uniform(0.7, 1)
    glow(image, center, 620 if low else 460, color, 0.85)
    disc(ImageDraw.Draw(image), center, 62 if low else 44, mix(color, WHITE, 0.5))


def _snow(draw: ImageDraw.ImageDraw, rng: Random, heights: list[float], color: Color) -> None:
    """Caps where the ridge is high, with a ragged lower edge."""
    line = min(heights) + (max(heights) - min(heights)) * 0.52
    step = WIDTH / (len(heights) - 1)
    run: list[tuple[float, float]] = []
    for i, y in enumerate([*heights, math.inf]):
        if y < line:
            run.append((i * step, y))
            continue
        if len(run) > 2:
            lower = [
                (x, y + max(0.0, line - y) * rng.uniform(0.35, 0.95)) for x, y in reversed(run)
            ]
            draw.polygon(run + lower, mix(color, WHITE, 0.82))
        run = []


def _pines(
    draw: ImageDraw.ImageDraw,
    rng: Random,
    foot: float,
    color: Color,
    count: int,
    *,
    small: bool = False,
) -> None:
    for _ in range(count):
        x = rng.uniform(-20, WIDTH + 20)
        tall = rng.uniform(40, 90) if small else rng.uniform(120, 300)
        base = foot if small else foot + rng.uniform(40, 180)
        shade = vary(rng, color, 10)
        for part in range(4):
            top = base - tall * (1 - part * 0.2)
            low = base - tall * (0.62 - part * 0.2)
            width = tall * (0.09 + 0.055 * part)
            draw.polygon([(x, top), (x - width, low), (x + width, low)], shade)


def _palm(draw: ImageDraw.ImageDraw, rng: Random, foot: tuple[float, float], style: str) -> None:
    dark = style != "day"
    bark = (34, 24, 30) if dark else (120, 88, 56)
    leaf = (26, 26, 34) if dark else (44, 112, 52)
    lean = 1 if foot[0] < WIDTH / 2 else -1
    trunk = [(foot[0] + lean * 220 * (t / 20) ** 1.8, foot[1] - 640 * t / 20) for t in range(21)]
    for i, (a, b) in enumerate(pairwise(trunk)):
        draw.line((*a, *b), vary(rng, bark, 8), 34 - i)
    x, y = trunk[-1]
    for i in range(9):
        angle = math.pi * (0.02 + 0.12 * i) + rng.uniform(-0.08, 0.08)
        tip = x - 330 * math.cos(angle), y - 190 * math.sin(angle) + 150
        middle = x - 210 * math.cos(angle), y - 170 * math.sin(angle) - 20
        color = vary(rng, leaf, 14)
        for t in range(14):
            share = t / 13
            px = (1 - share) ** 2 * x + 2 * share * (1 - share) * middle[0] + share**2 * tip[0]
            py = (1 - share) ** 2 * y + 2 * share * (1 - share) * middle[1] + share**2 * tip[1]
            drop = 70 * (1 - share) + 20
            draw.line((px, py, px + (tip[0] - x) * 0.1, py + drop), color, 9)
    for dx, dy in ((-16, 14), (14, 18), (0, 26)):
        disc(draw, (x + dx, y + dy), 15, mix(bark, (0, 0, 0), 0.3))


def _umbrella(draw: ImageDraw.ImageDraw, rng: Random, foot: tuple[float, float]) -> None:
    x, y = foot
    color = rng.choice([(226, 64, 60), (250, 180, 44), (44, 132, 190)])
    draw.line((x, y, x + 20, y - 260), (240, 240, 236), 10)
    for i in range(6):
        box = (x - 190, y - 370, x + 230, y - 130)
        draw.pieslice(box, 180 + i * 30, 210 + i * 30, color if i % 2 else (250, 246, 238))
    draw.rounded_rectangle((x + 60, y - 20, x + 300, y + 16), 10, vary(rng, color, 40))


def _boat(draw: ImageDraw.ImageDraw, at: tuple[float, float], scale: float, hull: Color) -> None:
    x, y = at

    def place(points: list[tuple[float, float]]) -> list[tuple[float, float]]:
        return [(x + px * scale, y + py * scale) for px, py in points]

    draw.polygon(place([(-110, -10), (120, -10), (84, 34), (-80, 34)]), hull)
    draw.line(place([(0, -10), (0, -230)]), (70, 50, 40), max(2, round(8 * scale)))
    draw.polygon(place([(10, -226), (10, -30), (112, -30)]), (250, 248, 240))
    draw.polygon(place([(-10, -200), (-10, -30), (-84, -30)]), (232, 226, 214))
