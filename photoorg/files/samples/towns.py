"""Skylines at night and rows of coloured houses."""

from __future__ import annotations

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
    mix,
    scene,
    vary,
)

WHITE: Color = (255, 255, 255)
WARM: list[Color] = [(255, 214, 130), (255, 236, 190), (255, 188, 96), (190, 220, 255)]
FACADES: list[Color] = [
    (226, 120, 92), (240, 190, 96), (118, 164, 190), (206, 98, 110), (150, 176, 120),
    (238, 214, 170), (176, 130, 164), (244, 158, 118), (98, 142, 150), (230, 226, 214),
]  # fmt: skip


def night(rng: Random, style: str) -> Image.Image:
    """Towers with lit windows under the moon, and their lights in the water."""
    top = {"blue": (8, 12, 38), "violet": (24, 10, 48), "black": (6, 8, 18)}[style]
    low = {"blue": (40, 62, 122), "violet": (128, 52, 110), "black": (44, 40, 66)}[style]
    image, draw = scene([top, mix(top, low, 0.6), low])
    for _ in range(120):
        star = rng.uniform(0, WIDTH), rng.uniform(0, 520)
        disc(draw, star, rng.uniform(0.6, 1.9), mix(top, WHITE, rng.uniform(0.3, 0.9)))
    moon = rng.uniform(200, 1300), rng.uniform(110, 260)
    glow(image, moon, 260, (220, 226, 255), 0.7)
    disc(draw, moon, 48, (246, 244, 226))
    water = 860
    glow(image, (WIDTH / 2, water), 760, mix(low, (255, 190, 120), 0.5), 0.8)
    for depth in range(3):
        x = -40.0
        while x < WIDTH:
            width = rng.uniform(60, 150)
            height = rng.uniform(140, 560) * (0.62 + 0.22 * (2 - depth) * rng.random())
            shade = mix(mix(top, low, 0.55), (6, 8, 16), 0.25 + 0.3 * depth)
            _tower(draw, rng, (x, water - height, x + width, water), shade, depth)
            x += width + rng.uniform(-14, 34)
    _reflect(image, water, top)
    return finish(image, rng, grain=12)


def _tower(
    draw: ImageDraw.ImageDraw,
    rng: Random,
    box: tuple[float, float, float, float],
    shade: Color,
    depth: int,
) -> None:
    left, top, right, bottom = box
    draw.rectangle(box, shade)
    crown = rng.random()
    if crown < 0.25:
        draw.line(((left + right) / 2, top, (left + right) / 2, top - 80), shade, 6)
        disc(draw, ((left + right) / 2, top - 80), 5, (255, 70, 60))
    elif crown < 0.5:
        draw.polygon([(left, top), (right, top), (right, top - 46)], shade)
    lit, step = rng.uniform(0.25, 0.7), 20
    light = rng.choice(WARM)
    y = top + 16
    while y < bottom - 14:
        x = left + 10
        while x < right - 14:
            if rng.random() < lit:
                glass = mix(light, shade, 0.55 - 0.25 * depth + rng.uniform(-0.1, 0.2))
                draw.rectangle((x, y, x + 8, y + 10), glass)
            x += step
        y += step + 2


def _reflect(image: Image.Image, water: int, tint: Color) -> None:
    """The lights stretched downwards and dimmed."""
    upper = image.crop((0, 2 * water - HEIGHT, WIDTH, water))
    mirror = upper.transpose(Image.Transpose.FLIP_TOP_BOTTOM)
    mirror = mirror.resize((WIDTH, 18), Image.Resampling.BOX)
    mirror = mirror.resize((WIDTH, HEIGHT - water), Image.Resampling.BILINEAR)
    mirror = Image.blend(mirror, gradient(mirror.size, [tint, (4, 8, 20)]), 0.45)
    image.paste(mirror.filter(ImageFilter.BoxBlur(2)), (0, water))


def houses(rng: Random, style: str) -> Image.Image:
    """A row of gabled houses by a street or a canal, as in a town by the sea."""
    sky: list[Color] = (
        [(92, 150, 214), (170, 208, 236), (226, 238, 244)]
        if style == "day"
        else [(76, 62, 112), (206, 126, 124), (252, 206, 150)]
    )
    image, draw = scene(sky)
    clouds(image, rng, 6, 420, mix(sky[-1], WHITE, 0.7))
    street = 940
    x, previous = -30.0, -1
    while x < WIDTH:
        width = rng.uniform(170, 250)
        pick = rng.choice([i for i in range(len(FACADES)) if i != previous])
        previous = pick
        color = mix(FACADES[pick], sky[-1], 0.08 if style == "day" else 0.3)
        _house(draw, rng, (x, street - rng.uniform(430, 640), x + width, street), color, style)
        x += width
    if rng.random() < 0.5:
        _reflect(image, street, (40, 70, 90))
    else:
        draw.rectangle((0, street, WIDTH, HEIGHT), (122, 116, 112))
        for _ in range(260):
            px, py = rng.uniform(-20, WIDTH), rng.uniform(street + 8, HEIGHT)
            wide = 16 + (py - street) * 0.25
            stone = vary(rng, (130, 124, 120), 16)
            draw.rounded_rectangle((px, py, px + wide, py + wide * 0.4), 6, stone)
    return finish(image, rng)


def _house(
    draw: ImageDraw.ImageDraw,
    rng: Random,
    box: tuple[float, float, float, float],
    color: Color,
    style: str,
) -> None:
    left, top, right, bottom = box
    middle, roof = (left + right) / 2, mix((140, 70, 54), color, 0.2)
    gable = rng.choice(["point", "steps", "flat"])
    if gable == "point":
        draw.polygon([(left, top), (right, top), (middle, top - 120)], color)
        draw.line([(left, top), (middle, top - 120), (right, top)], roof, 14)
    elif gable == "steps":
        for i in range(4):
            inset = (right - left) / 9 * i
            draw.rectangle((left + inset, top - 34 * i, right - inset, top + 4), color)
    else:
        draw.rectangle((left, top - 18, right, top), roof)
    draw.rectangle(box, color)
    draw.line((right, top, right, bottom), mix(color, (0, 0, 0), 0.25), 4)
    frame = mix(color, WHITE, 0.75)
    glass: Color = (84, 108, 128) if style == "day" else (255, 214, 136)
    columns = 3 if right - left > 200 else 2
    gap = (right - left) / columns
    y = top + 40
    while y < bottom - 230:
        for i in range(columns):
            x = left + gap * (i + 0.5)
            pane = glass if style == "day" or rng.random() < 0.6 else (70, 62, 84)
            draw.rectangle((x - 25, y, x + 25, y + 78), frame)
            draw.rectangle((x - 20, y + 5, x + 20, y + 73), pane)
            draw.line((x, y + 5, x, y + 73), frame, 4)
            draw.line((x - 20, y + 36, x + 20, y + 36), frame, 4)
            if rng.random() < 0.3:
                _flowerbox(draw, rng, x, y + 80)
        y += 128
    door = rng.choice(FACADES)
    x = rng.choice([left + gap / 2, middle, right - gap / 2])
    draw.rectangle((x - 36, bottom - 150, x + 36, bottom), mix(door, (0, 0, 0), 0.35))
    draw.rectangle((x - 24, bottom - 138, x + 24, bottom - 84), glass)


def _flowerbox(draw: ImageDraw.ImageDraw, rng: Random, x: float, y: float) -> None:
    draw.rectangle((x - 28, y, x + 28, y + 14), (120, 76, 52))
    for _ in range(14):
        spot = x + rng.uniform(-28, 28), y + rng.uniform(-10, 4)
        disc(draw, spot, 5, rng.choice([(228, 62, 86), (250, 200, 70), (62, 130, 60)]))
