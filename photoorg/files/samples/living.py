"""Flowers close up, cats, dogs, and what was for lunch."""

from __future__ import annotations

import math
from random import Random

from PIL import Image, ImageDraw

from photoorg.files.samples.brush import (
    HEIGHT,
    WIDTH,
    Color,
    bokeh,
    disc,
    finish,
    flower,
    glow,
    gradient,
    mix,
    petal,
    shadow,
    vary,
)

WHITE: Color = (255, 255, 255)
BLACK: Color = (18, 16, 18)
BLOOMS: dict[str, tuple[Color, Color]] = {
    "rose": ((226, 60, 104), (250, 206, 90)),
    "daisy": ((250, 248, 240), (250, 190, 40)),
    "violet": ((138, 92, 200), (250, 214, 90)),
    "sun": ((252, 190, 30), (110, 62, 24)),
    "poppy": ((232, 66, 40), (40, 28, 34)),
    "sky": ((96, 146, 226), (255, 226, 130)),
}
COATS: dict[str, tuple[Color, Color]] = {
    "ginger": ((226, 142, 66), (250, 226, 196)),
    "grey": ((136, 138, 146), (222, 222, 226)),
    "black": ((44, 42, 48), (92, 88, 94)),
    "cream": ((236, 214, 178), (252, 244, 230)),
    "brown": ((128, 84, 52), (226, 196, 160)),
    "spotted": ((240, 236, 230), (98, 66, 46)),
}


def bloom(rng: Random, style: str) -> Image.Image:
    """One flower in focus, others behind it, leaves out of focus."""
    color, heart = BLOOMS[style]
    image = bokeh(rng, (WIDTH, HEIGHT), (46, 92, 48), [(166, 206, 96), (30, 70, 40), color])
    draw = ImageDraw.Draw(image)
    center = WIDTH * rng.uniform(0.36, 0.64), HEIGHT * rng.uniform(0.4, 0.54)
    _stem(draw, rng, center)
    petals = {"daisy": 18, "sun": 22, "rose": 9}.get(style, rng.choice([6, 8, 11]))
    for _ in range(rng.randint(0, 2)):
        side = rng.choice([-1, 1])
        beside = center[0] + side * rng.uniform(420, 600), center[1] + rng.uniform(-60, 260)
        faded = mix(color, (46, 92, 48), 0.35)
        flower(draw, rng, beside, rng.uniform(110, 170), faded, mix(heart, faded, 0.3), petals)
    flower(draw, rng, center, rng.uniform(300, 400), color, heart, petals)
    glow(image, (center[0] - 160, center[1] - 220), 420, WHITE, 0.25)
    return finish(image, rng)


def _stem(draw: ImageDraw.ImageDraw, rng: Random, top: tuple[float, float]) -> None:
    green = vary(rng, (70, 128, 58))
    lean = rng.uniform(-120, 120)
    points = [
        (top[0] + lean * (t / 12) ** 2, top[1] + (HEIGHT + 60 - top[1]) * t / 12) for t in range(13)
    ]
    draw.line(points, green, 26, joint="curve")
    for side in (-1, 1):
        x, y = points[rng.randint(6, 9)]
        angle = -math.pi / 2 + side * rng.uniform(0.8, 1.1)
        draw.polygon(petal((x, y), angle, rng.uniform(220, 320), 120), vary(rng, green))
        draw.polygon(petal((x, y), angle, 200, 26), mix(green, WHITE, 0.2))


def _room(rng: Random) -> Image.Image:
    """A wall, a window or a picture, and something soft to sit on."""
    wall = rng.choice([(214, 206, 190), (168, 190, 196), (206, 176, 160), (180, 190, 160)])
    image = gradient((WIDTH, HEIGHT), [mix(wall, WHITE, 0.25), wall, mix(wall, BLACK, 0.12)])
    draw = ImageDraw.Draw(image)
    x = rng.choice([60, 1080])
    if rng.random() < 0.5:
        draw.rectangle((x, 60, x + 380, 560), (250, 248, 240))
        image.paste(gradient((340, 460), [(150, 196, 232), (226, 240, 246)]), (x + 20, 80))
        draw.line((x + 190, 60, x + 190, 560), (250, 248, 240), 18)
    else:
        draw.rectangle((x, 110, x + 320, 470), mix(wall, BLACK, 0.6))
        draw.rectangle((x + 20, 130, x + 300, 450), vary(rng, (214, 180, 120), 40))
    sofa = rng.choice([(96, 116, 140), (150, 92, 84), (110, 128, 96), (190, 150, 100)])
    draw.rounded_rectangle((-80, 760, WIDTH + 80, HEIGHT + 90), 90, sofa)
    for i in range(9):
        y = 800 + i * 42
        draw.line((0, y, WIDTH, y + rng.uniform(-8, 8)), mix(sofa, BLACK, 0.07), 3)
    return image


def cat(rng: Random, style: str) -> Image.Image:
    """A cat that looks at you."""
    coat, light = COATS[style]
    image = _room(rng)
    draw = ImageDraw.Draw(image)
    x, y, r = WIDTH * rng.uniform(0.4, 0.6), 560 + rng.uniform(-40, 40), rng.uniform(250, 300)
    shadow(image, (x - r * 1.6, y + r * 1.2, x + r * 1.6, y + r * 2.3), 120)
    draw.ellipse((x - r * 1.05, y + r * 0.4, x + r * 1.05, y + r * 3), mix(coat, BLACK, 0.06))
    draw.ellipse((x - r * 0.5, y + r * 0.7, x + r * 0.5, y + r * 2.8), light)
    for side in (-1, 1):
        outer = [(side * 0.92, -0.35), (side * 0.84, -1.28), (side * 0.2, -0.82)]
        inner = [(side * 0.8, -0.5), (side * 0.77, -1.08), (side * 0.36, -0.78)]
        draw.polygon([(x + a * r, y + b * r) for a, b in outer], coat)
        draw.polygon([(x + a * r, y + b * r) for a, b in inner], mix((232, 160, 156), coat, 0.25))
    draw.ellipse((x - r * 1.04, y - r * 0.9, x + r * 1.04, y + r * 0.9), coat)
    if style in ("ginger", "grey", "brown"):
        _stripes(draw, x, y, r, mix(coat, BLACK, 0.35))
    draw.ellipse((x - r * 0.5, y + r * 0.12, x + r * 0.5, y + r * 0.78), light)
    iris = rng.choice([(120, 180, 80), (226, 176, 60), (110, 176, 206)])
    for side in (-1, 1):
        _eye(draw, (x + side * r * 0.43, y - r * 0.06), r * 0.2, iris, slit=True)
    _muzzle(draw, x, y + r * 0.26, r, (226, 128, 130))
    _whiskers(draw, rng, x, y + r * 0.38, r)
    return finish(image, rng)


def dog(rng: Random, style: str) -> Image.Image:
    """A dog with hanging ears and its tongue out."""
    coat, light = COATS[style]
    image = _room(rng) if rng.random() < 0.5 else _meadow(rng)
    draw = ImageDraw.Draw(image)
    x, y, r = WIDTH * rng.uniform(0.4, 0.6), 540 + rng.uniform(-40, 40), rng.uniform(250, 300)
    draw.ellipse((x - r * 1.15, y + r * 0.5, x + r * 1.15, y + r * 3.2), mix(coat, BLACK, 0.08))
    draw.ellipse((x - r * 0.55, y + r * 0.8, x + r * 0.55, y + r * 3), light)
    collar = rng.choice([(206, 54, 60), (44, 110, 180), (240, 176, 40)])
    draw.arc((x - r * 0.95, y - r * 0.2, x + r * 0.95, y + r * 1.4), 28, 152, collar, 38)
    disc(draw, (x, y + r * 1.42), 26, (250, 210, 90))
    draw.ellipse((x - r * 0.86, y - r * 1.0, x + r * 0.86, y + r * 0.86), coat)
    ear = mix(coat, BLACK, 0.32) if style != "spotted" else light
    for side in (-1, 1):
        points = petal((x + side * r * 0.55, y - r * 0.8), math.pi / 2 - side * 0.42, r * 1.5, r)
        draw.polygon(points, ear)
    if style == "spotted":
        draw.ellipse((x + r * 0.12, y - r * 0.5, x + r * 0.7, y + r * 0.1), light)
    snout = mix(light, WHITE, 0.4) if style != "spotted" else (250, 246, 240)
    draw.polygon(petal((x, y - r), math.pi / 2, r * 1.3, r * 0.34), snout)
    draw.ellipse((x - r * 0.52, y + r * 0.02, x + r * 0.52, y + r * 0.84), snout)
    draw.rounded_rectangle((x - 46, y + r * 0.62, x + 46, y + r * 1.06), 44, (236, 120, 132))
    draw.line((x, y + r * 0.66, x, y + r * 0.98), (206, 84, 104), 6)
    draw.ellipse((x - r * 0.56, y + r * 0.08, x + r * 0.56, y + r * 0.7), snout)
    for side in (-1, 1):
        _eye(draw, (x + side * r * 0.36, y - r * 0.2), r * 0.12, (92, 56, 30), slit=False)
    _muzzle(draw, x, y + r * 0.22, r * 1.35, (40, 32, 34))
    return finish(image, rng)


def _meadow(rng: Random) -> Image.Image:
    return bokeh(
        rng, (WIDTH, HEIGHT), (112, 156, 78), [(206, 226, 130), (84, 130, 62), (250, 240, 180)]
    )


def _stripes(draw: ImageDraw.ImageDraw, x: float, y: float, r: float, color: Color) -> None:
    for dx in (-0.2, 0.0, 0.2):
        draw.polygon(petal((x + dx * r, y - r * 0.92), math.pi / 2, r * 0.5, r * 0.16), color)
    for side in (-1, 1):
        for dy in (0.1, 0.34):
            start = x + side * r * 1.02, y + dy * r
            angle = math.pi if side > 0 else 0.0
            draw.polygon(petal(start, angle, r * 0.42, r * 0.12), color)


def _eye(
    draw: ImageDraw.ImageDraw, at: tuple[float, float], size: float, iris: Color, *, slit: bool
) -> None:
    x, y = at
    disc(draw, at, size * 1.12, BLACK)
    disc(draw, at, size, iris)
    wide = size * 0.42 if slit else size * 0.66
    draw.ellipse((x - wide, y - size * 0.86, x + wide, y + size * 0.86), BLACK)
    disc(draw, (x - size * 0.28, y - size * 0.36), size * 0.24, WHITE)


def _muzzle(draw: ImageDraw.ImageDraw, x: float, y: float, r: float, nose: Color) -> None:
    w, h = r * 0.13, r * 0.09
    draw.rounded_rectangle((x - w, y - h, x + w, y + h), h * 0.9, nose)
    draw.line((x, y + h, x, y + h * 2.2), BLACK, 7)
    for side in (-1, 1):
        cx = x + side * r * 0.11
        draw.arc((cx - r * 0.11, y + h, cx + r * 0.11, y + h * 3.2), 0, 180, BLACK, 7)


def _whiskers(draw: ImageDraw.ImageDraw, rng: Random, x: float, y: float, r: float) -> None:
    for side in (-1, 1):
        for i in range(3):
            start = x + side * r * 0.3, y + i * 16
            end = x + side * r * rng.uniform(1.2, 1.4), y + (i - 1) * 52 + rng.uniform(-10, 10)
            draw.line((*start, *end), (250, 250, 250), 4)


def food(rng: Random, style: str) -> Image.Image:
    """A plate from above on a wooden table."""
    wood = rng.choice([(150, 100, 62), (190, 146, 100), (96, 66, 48), (214, 206, 196)])
    image = gradient((WIDTH, HEIGHT), [mix(wood, WHITE, 0.12), wood])
    draw = ImageDraw.Draw(image)
    for board in range(0, HEIGHT, 128):
        draw.line((0, board, WIDTH, board), mix(wood, BLACK, 0.4), 5)
        for _ in range(12):
            x, v = rng.uniform(0, WIDTH), board + rng.uniform(10, 118)
            draw.line((x, v, x + rng.uniform(60, 300), v + 2), vary(rng, wood, 14), 3)
    x, y = WIDTH / 2 + rng.uniform(-90, 90), HEIGHT / 2 + rng.uniform(-50, 50)
    center = x, y
    shadow(image, (x - 520, y - 470, x + 560, y + 560), 230)
    disc(draw, center, 440, (240, 240, 236))
    disc(draw, center, 400, (226, 226, 224))
    disc(draw, center, 388, (248, 248, 244))
    {"pizza": _pizza, "salad": _salad, "soup": _soup}[style](draw, rng, center)
    draw.rounded_rectangle((x + 520, y - 330, x + 546, y + 330), 13, (196, 200, 206))
    draw.ellipse((x + 500, y - 390, x + 566, y - 220), (206, 210, 216))
    glow(image, (x - 240, y - 300), 420, WHITE, 0.25)
    return finish(image, rng)


def _around(rng: Random, center: tuple[float, float], radius: float) -> tuple[float, float]:
    distance, angle = radius * math.sqrt(rng.random()), rng.uniform(0, 2 * math.pi)
    return center[0] + distance * math.cos(angle), center[1] + distance * math.sin(angle)


def _pizza(draw: ImageDraw.ImageDraw, rng: Random, center: tuple[float, float]) -> None:
    disc(draw, center, 370, (206, 144, 76))
    disc(draw, center, 332, (200, 66, 38))
    for _ in range(60):
        disc(draw, _around(rng, center, 300), rng.uniform(20, 50), vary(rng, (250, 222, 140)))
    for _ in range(14):
        spot = _around(rng, center, 270)
        disc(draw, spot, 42, (150, 36, 30))
        disc(draw, spot, 36, vary(rng, (196, 58, 44)))
    for _ in range(12):
        draw.polygon(petal(_around(rng, center, 260), rng.uniform(0, 6), 84, 44), (62, 122, 50))


def _salad(draw: ImageDraw.ImageDraw, rng: Random, center: tuple[float, float]) -> None:
    for _ in range(130):
        green = vary(rng, (104, 168, 62), 34)
        leaf = petal(_around(rng, center, 270), rng.uniform(0, 6.3), rng.uniform(90, 170), 90)
        draw.polygon(leaf, green)
        draw.line((*leaf[0], *leaf[12]), mix(green, WHITE, 0.35), 4)
    for _ in range(11):
        spot = _around(rng, center, 270)
        disc(draw, spot, 46, (206, 44, 40))
        disc(draw, (spot[0] - 10, spot[1] - 12), 15, (244, 140, 120))
    for _ in range(8):
        spot = _around(rng, center, 260)
        disc(draw, spot, 50, (196, 220, 150))
        disc(draw, spot, 40, (232, 242, 206))


def _soup(draw: ImageDraw.ImageDraw, rng: Random, center: tuple[float, float]) -> None:
    broth = vary(rng, (228, 146, 54), 24)
    disc(draw, center, 330, mix(broth, BLACK, 0.2))
    disc(draw, center, 318, broth)
    swirl = [
        (center[0] + t * 8 * math.cos(t / 3), center[1] + t * 8 * math.sin(t / 3))
        for t in range(6, 32)
    ]
    draw.line(swirl, (252, 244, 226), 26, joint="curve")
    for _ in range(30):
        draw.polygon(
            petal(_around(rng, center, 240), rng.uniform(0, 6), 34, 22), vary(rng, (72, 128, 52))
        )
