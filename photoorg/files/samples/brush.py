"""What all drawings share: colours, gradients, light, ridges, clouds, text.

Scenes are drawn half as large again and scaled down, which smooths the edges that Pillow leaves
hard. Soft things (clouds, glow, blurred backgrounds) are drawn small and scaled up: cheap.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import pairwise
from random import Random

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

Color = tuple[int, int, int]
Point = tuple[float, float]
Font = ImageFont.FreeTypeFont | ImageFont.ImageFont

WIDTH, HEIGHT = 1536, 1152  # of a scene while it is drawn
FINISHED = (1024, 768)


def mix(a: Color, b: Color, share: float) -> Color:
    """`a` with a share (0 to 1) of `b`."""
    red, green, blue = (round(x + (y - x) * share) for x, y in zip(a, b, strict=True))
    return red, green, blue


def vary(rng: Random, color: Color, by: int = 12) -> Color:
    """A color close to this one."""
    red, green, blue = (min(255, max(0, part + rng.randint(-by, by))) for part in color)
    return red, green, blue


def gradient(size: tuple[int, int], stops: Sequence[Color]) -> Image.Image:
    """From the first color at the top to the last at the bottom, evenly."""
    column = Image.new("RGB", (1, len(stops)))
    column.putdata(list(stops))
    tall = column.resize((1, size[1]), Image.Resampling.BILINEAR)
    return tall.resize(size, Image.Resampling.NEAREST)  # sideways nothing changes: copying will do


def scene(stops: Sequence[Color]) -> tuple[Image.Image, ImageDraw.ImageDraw]:
    """An empty scene with a sky of these colors."""
    image = gradient((WIDTH, HEIGHT), stops)
    return image, ImageDraw.Draw(image)


def finish(image: Image.Image, rng: Random, grain: int = 9) -> Image.Image:
    """Scale a scene down and give it the grain and the darker corners of a photo."""
    small = image.resize(FINISHED, Image.Resampling.BOX)
    small = Image.composite(small, Image.blend(small, _black(FINISHED), 0.28), _corners(FINISHED))
    offset = rng.randrange(256)
    noise = ImageChops.offset(_noise(FINISHED, grain), offset, offset)
    return ImageChops.add(small, noise, 1, -128)


@cache
def _black(size: tuple[int, int]) -> Image.Image:
    return Image.new("RGB", size)


@cache
def _corners(size: tuple[int, int]) -> Image.Image:
    """White in the middle, falling off to the corners."""
    round_shade = ImageChops.invert(Image.radial_gradient("L")).resize(size)
    return round_shade.point(lambda value: min(255, 60 + value * 3))


@cache
def _noise(size: tuple[int, int], strength: int) -> Image.Image:
    """Grain around middle grey; made by a generator of its own, so it is the same everywhere."""
    rng = Random("grain")
    tile = Image.frombytes("L", (256, 256), rng.randbytes(256 * 256))
    tile = tile.point(lambda value: 128 + round((value - 128) * strength / 128))
    sheet = Image.new("L", size)
    for x in range(0, size[0], 256):
        for y in range(0, size[1], 256):
            sheet.paste(tile, (x, y))
    return Image.merge("RGB", (sheet, sheet, sheet))


def glow(image: Image.Image, center: Point, radius: float, color: Color, power: float = 1) -> None:
    """Light that fades from a center, in place."""
    size = max(2, round(radius * 2))
    mask = ImageChops.invert(Image.radial_gradient("L"))
    mask = mask.point([round(255 * power * max(0, (v - 74) / 181) ** 2) for v in range(256)])
    mask = mask.resize((size, size), Image.Resampling.BILINEAR)
    image.paste(color, (round(center[0] - radius), round(center[1] - radius)), mask)


def disc(draw: ImageDraw.ImageDraw, center: Point, radius: float, fill: Color) -> None:
    """A filled circle."""
    x, y = center
    draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill)


def ridge(rng: Random, level: float, rough: float, steps: int = 8) -> list[float]:
    """Heights of a ridge (2**steps + 1) around a level, by halving and displacing."""
    heights = [level + rng.uniform(-rough, rough), level + rng.uniform(-rough, rough)]
    for _ in range(steps):
        between = [(a + b) / 2 + rng.uniform(-rough, rough) for a, b in pairwise(heights)]
        heights = [
            height for pair in zip(heights, [*between, 0.0], strict=True) for height in pair
        ][:-1]
        rough *= 0.52
    return heights


def ground(heights: Sequence[float], bottom: float = HEIGHT) -> list[Point]:
    """The polygon below a ridge, over the whole width."""
    step = WIDTH / (len(heights) - 1)
    return [(i * step, y) for i, y in enumerate(heights)] + [(WIDTH, bottom), (0, bottom)]


def wave(level: float, swing: float, length: float, phase: float) -> list[float]:
    """Heights of a gentle wave over the width."""
    return [level + swing * math.sin(x / length + phase) for x in range(0, WIDTH + 16, 16)]


def clouds(
    image: Image.Image, rng: Random, count: int, horizon: float, color: Color, strength: int = 210
) -> None:
    """Soft clouds above the horizon, in place."""
    small = Image.new("L", (192, 144))
    draw = ImageDraw.Draw(small)
    for _ in range(count):
        x, y = rng.uniform(-10, 200), rng.uniform(4, horizon / 8)
        for _ in range(rng.randint(4, 8)):
            w, h = rng.uniform(10, 30), rng.uniform(2.5, 7)
            dx, dy = rng.uniform(-26, 26), rng.uniform(-4, 3)
            draw.ellipse((x + dx - w / 2, y + dy - h / 2, x + dx + w / 2, y + dy + h / 2), strength)
    soft = small.filter(ImageFilter.GaussianBlur(2.2)).resize(image.size, Image.Resampling.BILINEAR)
    image.paste(color, (0, 0), soft)


def bokeh(rng: Random, size: tuple[int, int], base: Color, lights: Iterable[Color]) -> Image.Image:
    """A background out of focus: dark leaves and round lights."""
    small = gradient((size[0] // 8, size[1] // 8), [mix(base, (255, 255, 255), 0.18), base])
    draw = ImageDraw.Draw(small)
    choice = list(lights)
    for _ in range(46):
        center = rng.uniform(0, small.width), rng.uniform(0, small.height)
        disc(draw, center, rng.uniform(4, 17), mix(base, rng.choice(choice), rng.uniform(0.1, 0.7)))
    return small.filter(ImageFilter.GaussianBlur(3)).resize(size, Image.Resampling.BILINEAR)


def shadow(image: Image.Image, box: tuple[float, float, float, float], strength: int = 90) -> None:
    """A soft dark ellipse, in place."""
    left, top, right, bottom = (round(part) for part in box)
    mask = ImageChops.invert(Image.radial_gradient("L"))
    mask = mask.point(lambda value: max(0, value - 74) * strength // 181)
    mask = mask.resize((max(1, right - left), max(1, bottom - top)), Image.Resampling.BILINEAR)
    image.paste((0, 0, 0), (left, top), mask)


def petal(center: Point, angle: float, length: float, width: float) -> list[Point]:
    """The outline of a petal that starts at a center."""
    outline = []
    for i in range(25):
        t = i / 24 * 2 * math.pi
        along = length * (1 - math.cos(t)) / 2
        across = width * math.sin(t) * (0.35 + 0.65 * along / length) / 2
        x = center[0] + along * math.cos(angle) - across * math.sin(angle)
        y = center[1] + along * math.sin(angle) + across * math.cos(angle)
        outline.append((x, y))
    return outline


def flower(
    draw: ImageDraw.ImageDraw,
    rng: Random,
    center: Point,
    radius: float,
    color: Color,
    heart: Color,
    petals: int,
) -> None:
    """A flower seen from the front: two rings of petals with a vein each, and a heart of dots."""
    turn = rng.uniform(0, math.pi)
    for ring, share in ((1.0, 0.28), (0.74, 0.0)):
        for i in range(petals):
            angle = turn + ring * 0.9 + 2 * math.pi * i / petals + rng.uniform(-0.05, 0.05)
            length = radius * ring * rng.uniform(0.93, 1.05)
            width = 2 * math.pi * length / petals * 0.92
            draw.polygon(petal(center, angle, length, width), mix(color, (60, 10, 40), share))
            inner = mix(color, (255, 255, 255), 0.22 - share / 2)
            draw.polygon(petal(center, angle, length * 0.86, width * 0.55), inner)
    disc(draw, center, radius * 0.24, mix(heart, (60, 30, 0), 0.35))
    for _ in range(40):
        distance, angle = radius * 0.22 * rng.random() ** 0.5, rng.uniform(0, 2 * math.pi)
        spot = center[0] + distance * math.cos(angle), center[1] + distance * math.sin(angle)
        disc(draw, spot, radius * 0.022, vary(rng, heart, 30))


@cache
def font(size: int) -> Font:
    """Pillow's own scalable font: nothing needs to be installed."""
    return ImageFont.load_default(size)


def centered(
    draw: ImageDraw.ImageDraw, middle: Point, text: str, size: int, fill: Color, bold: int = 0
) -> None:
    """Text around a point; `bold` is the width of an extra outline."""
    draw.text(middle, text, fill, font(size), anchor="mm", stroke_width=bold, stroke_fill=fill)
