"""Receipts, whiteboards, slides and the posters that people forward every morning."""

from __future__ import annotations

import math
from itertools import pairwise
from random import Random

from PIL import Image, ImageDraw

from photoorg.files.samples.brush import (
    HEIGHT,
    WIDTH,
    Color,
    centered,
    disc,
    finish,
    flower,
    font,
    glow,
    gradient,
    mix,
    shadow,
    vary,
)

WHITE: Color = (255, 255, 255)
INK: Color = (52, 50, 54)
SHOPS = ["CORNER MARKET", "CAFE AURORA", "GREEN GROCER", "BAKERY & CO", "CITY BOOKS", "LUIGI'S"]
GOODS = [
    "Milk 1 l", "Sourdough", "Tomatoes", "Coffee", "Oat flakes", "Olive oil", "Apples", "Butter",
    "Pasta", "Cheese", "Lemonade", "Eggs x10", "Rice 1 kg", "Honey", "Chocolate", "Batteries",
]  # fmt: skip
WISHES = [
    ("Good morning", "Every sunrise is a new page"),
    ("Good Morning!", "Smile, it is Monday again"),
    ("Happy Friday", "May your coffee be strong"),
    ("Good night", "Sweet dreams, dear friends"),
    ("Have a lovely day", "Kindness costs nothing"),
    ("Happy Sunday", "Rest, laugh, repeat"),
]


def receipt(rng: Random, style: str) -> Image.Image:
    """A long white slip on a table, a little askew."""
    table = {"wood": (134, 92, 60), "dark": (54, 56, 64), "cloth": (170, 180, 190)}[style]
    image = gradient((HEIGHT, WIDTH), [mix(table, WHITE, 0.14), table])
    draw = ImageDraw.Draw(image)
    for _ in range(90):
        y = rng.uniform(0, WIDTH)
        draw.line((0, y, HEIGHT, y + rng.uniform(-14, 14)), vary(rng, table, 8), 3)
    slip = _slip(rng).rotate(rng.uniform(-7, 7), Image.Resampling.BILINEAR, expand=True)
    left, top = (HEIGHT - slip.width) // 2 + rng.randint(-70, 70), rng.randint(20, 90)
    shadow(image, (left - 40, top, left + slip.width + 60, top + slip.height + 60), 150)
    image.paste(slip, (left, top), slip)
    small = finish(image.rotate(90, expand=True), rng)
    return small.rotate(-90, expand=True)


def _slip(rng: Random) -> Image.Image:
    width, lines = rng.randint(560, 660), rng.randint(8, 15)
    height = 560 + lines * 52
    slip = Image.new("RGBA", (width, height), (250, 250, 246, 255))
    draw = ImageDraw.Draw(slip)
    centered(draw, (width / 2, 70), rng.choice(SHOPS), 46, INK, 1)
    centered(draw, (width / 2, 124), f"{rng.randint(1, 90)} Station Road", 28, INK)
    centered(draw, (width / 2, 164), f"Tel. 555 {rng.randint(1000, 9999)}", 28, INK)
    y, total = 230.0, 0
    draw.line((40, y - 18, width - 40, y - 18), INK, 2)
    for _ in range(lines):
        price = rng.randint(60, 1900)
        total += price
        draw.text((44, y), rng.choice(GOODS), INK, font(32))
        draw.text((width - 44, y), f"{price / 100:.2f}", INK, font(32), anchor="ra")
        y += 52
    draw.line((40, y + 8, width - 40, y + 8), INK, 3)
    draw.text((44, y + 28), "TOTAL", INK, font(48), stroke_width=1, stroke_fill=INK)
    draw.text((width - 44, y + 28), f"{total / 100:.2f}", INK, font(48), anchor="ra")
    centered(draw, (width / 2, y + 130), "Thank you, see you soon", 30, INK)
    x = 90.0
    while x < width - 90:
        bar = rng.choice([3, 3, 5, 8])
        draw.rectangle((x, y + 170, x + bar, y + 250), INK)
        x += bar + rng.choice([4, 5, 9])
    for edge in range(0, width, 20):  # the torn edge
        draw.polygon([(edge, height), (edge + 10, height - 14), (edge + 20, height)], (0, 0, 0, 0))
    return slip


def whiteboard(rng: Random, style: str) -> Image.Image:
    """Boxes, arrows and scribbles after a meeting."""
    wall = {"office": (190, 196, 200), "class": (206, 196, 172)}[style]
    image = Image.new("RGB", (WIDTH, HEIGHT), wall)
    board = gradient((WIDTH - 120, HEIGHT - 150), [(238, 241, 242), (224, 229, 232)])
    draw = ImageDraw.Draw(image)
    draw.rectangle((40, 40, WIDTH - 40, HEIGHT - 70), (150, 156, 162))
    image.paste(board, (60, 60))
    glow(image, (rng.uniform(300, 1200), 260), 520, WHITE, 0.75)
    pens: list[Color] = [(34, 58, 140), (190, 40, 44), (26, 122, 62), (40, 40, 46)]
    _handwriting(draw, rng, (130, 120), 560, rng.choice(pens), 46)
    spots = [(200, 330), (640, 300), (1060, 340), (320, 660), (820, 700), (1130, 640)]
    rng.shuffle(spots)
    boxes = spots[: rng.randint(3, 5)]
    for a, b in pairwise(boxes):
        _arrow(draw, (a[0] + 130, a[1] + 70), (b[0] + 130, b[1] + 70), rng.choice(pens))
    for x, y in boxes:
        pen = rng.choice(pens)
        draw.rounded_rectangle((x, y, x + 270, y + 150), 20, (234, 238, 240), pen, 8)
        _handwriting(draw, rng, (x + 34, y + 42), 190, pen, 26)
        _handwriting(draw, rng, (x + 34, y + 94), 150, pen, 22)
    if rng.random() < 0.6:
        _sketched_chart(draw, rng, (1020, 860), pens)
    draw.rectangle((500, HEIGHT - 84, 980, HEIGHT - 60), (120, 126, 132))
    for i, pen in enumerate(pens[:3]):
        draw.rounded_rectangle((560 + i * 120, HEIGHT - 98, 650 + i * 120, HEIGHT - 78), 8, pen)
    return finish(image, rng)


def _handwriting(
    draw: ImageDraw.ImageDraw,
    rng: Random,
    start: tuple[float, float],
    length: float,
    pen: Color,
    size: float,
) -> None:
    """Loops that look like a line of words from afar."""
    x, y = start
    end = x + length
    while x < end:
        word = rng.uniform(2, 5) * size * 0.7
        points: list[tuple[float, float]] = []
        phase = rng.uniform(0, 6)
        while len(points) * 4 < word and x < end:
            swing = math.sin(x / (size * 0.16) + phase) * size * rng.uniform(0.28, 0.42)
            points.append((x + math.cos(x / (size * 0.2)) * size * 0.1, y + swing))
            x += 4
        if len(points) > 1:
            draw.line(points, pen, max(3, round(size * 0.13)), joint="curve")
        x += size * 0.5


def _arrow(
    draw: ImageDraw.ImageDraw, a: tuple[float, float], b: tuple[float, float], pen: Color
) -> None:
    angle = math.atan2(b[1] - a[1], b[0] - a[0])
    tip = b[0] - 170 * math.cos(angle), b[1] - 110 * math.sin(angle)
    draw.line((*a, *tip), pen, 8)
    for turn in (2.6, -2.6):
        head = tip[0] + 34 * math.cos(angle + turn), tip[1] + 34 * math.sin(angle + turn)
        draw.line((*tip, *head), pen, 8)


def _sketched_chart(
    draw: ImageDraw.ImageDraw, rng: Random, at: tuple[float, float], pens: list[Color]
) -> None:
    x, y = at
    draw.line([(x, y - 10), (x, y + 160), (x + 340, y + 160)], pens[3], 7)
    line = [(x + 20 + i * 50, y + 130 - i * 16 - rng.uniform(0, 40)) for i in range(7)]
    draw.line(line, rng.choice(pens), 8, joint="curve")


def slide(rng: Random, style: str) -> Image.Image:
    """A chart with a title, as it is shared after a talk."""
    accent = rng.choice([(38, 98, 178), (214, 92, 48), (30, 136, 110), (120, 74, 160)])
    image = Image.new("RGB", (1280, 720), WHITE)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, 1280, 16), accent)
    title = rng.choice(["Visitors by month", "Energy at home", "Rainfall", "Budget", "Growth"])
    draw.text((80, 60), f"{title}, {rng.randint(2018, 2024)}", (34, 38, 46), font(52))
    draw.text((80, 130), "Preliminary figures", (130, 136, 146), font(28))
    colors = [accent, mix(accent, WHITE, 0.45), (250, 178, 60), (110, 120, 130), (206, 82, 96)]
    {"bars": _bars, "lines": _lines, "pie": _pie}[style](draw, rng, colors)
    return image


def _axes(draw: ImageDraw.ImageDraw) -> None:
    for i in range(6):
        y = 620 - i * 80
        draw.line((110, y, 1190, y), (226, 229, 233) if i else (120, 126, 134), 2)
        draw.text((96, y), str(i * 20), (130, 136, 146), font(22), anchor="rm")


def _bars(draw: ImageDraw.ImageDraw, rng: Random, colors: list[Color]) -> None:
    _axes(draw)
    for i in range(12):
        x = 136 + i * 88
        for part in range(2):
            height = rng.uniform(60, 380) * (1 - 0.3 * part)
            left = x + part * 30
            draw.rectangle((left, 620 - height, left + 27, 620), colors[part])
        draw.text((x + 28, 646), "JFMAMJJASOND"[i], (110, 116, 126), font(24), anchor="mm")


def _lines(draw: ImageDraw.ImageDraw, rng: Random, colors: list[Color]) -> None:
    _axes(draw)
    for color in colors[:3]:
        level, points = rng.uniform(60, 240), []
        for i in range(25):
            level = min(390, max(20, level + rng.uniform(-34, 42)))
            points.append((120 + i * 44, 620 - level))
        draw.line(points, color, 6, joint="curve")
        disc(draw, points[-1], 10, color)


def _pie(draw: ImageDraw.ImageDraw, rng: Random, colors: list[Color]) -> None:
    shares = [rng.uniform(0.4, 2) for _ in colors]
    angle = -90.0
    for i, (share, color) in enumerate(zip(shares, colors, strict=True)):
        extent = 360 * share / sum(shares)
        draw.pieslice((180, 200, 620, 640), angle, angle + extent, color, WHITE, 4)
        y = 250 + i * 76
        draw.rounded_rectangle((740, y, 776, y + 36), 6, color)
        draw.text((800, y + 18), f"Part {i + 1}", (60, 66, 76), font(30), anchor="lm")
        percent = f"{share / sum(shares):.0%}"
        draw.text((1130, y + 18), percent, (60, 66, 76), font(30), anchor="rm")
        angle += extent
    disc(draw, (400, 420), 110, WHITE)


def poster(rng: Random, style: str) -> Image.Image:
    """A wish with flowers around it."""
    top, low, color = {
        "pink": ((255, 228, 232), (255, 196, 206), (222, 62, 110)),
        "sun": ((255, 246, 206), (255, 206, 130), (240, 122, 30)),
        "mint": ((222, 250, 236), (160, 222, 200), (140, 80, 190)),
        "sky": ((214, 236, 255), (160, 200, 246), (236, 84, 96)),
    }[style]
    image = gradient((960, 960), [top, low])
    draw = ImageDraw.Draw(image)
    glow(image, (480, 420), 520, WHITE, 0.9)
    hearts = [(250, 206, 90), (255, 240, 200)]
    for corner in ((90, 880), (870, 880), (60, 110), (900, 90)):
        for _ in range(7):
            spot = corner[0] + rng.uniform(-130, 130), corner[1] + rng.uniform(-110, 100)
            leaf = vary(rng, (96, 160, 90), 20)
            for turn in (0.4, 2.4):
                tip = spot[0] + 110 * math.cos(turn), spot[1] + 70 * math.sin(turn)
                draw.line((*spot, *tip), leaf, 14)
            shade = vary(rng, mix(color, WHITE, rng.choice([0, 0.3, 0.6])), 14)
            petals = rng.choice([5, 6, 8])
            flower(draw, rng, spot, rng.uniform(50, 92), shade, rng.choice(hearts), petals)
    wish, line = rng.choice(WISHES)
    size = 118 if len(wish) < 13 else 92
    centered(draw, (484, 414), wish, size, mix(color, WHITE, 0.7), 3)
    centered(draw, (480, 410), wish, size, mix(color, (60, 0, 40), 0.3), 2)
    centered(draw, (480, 540), line, 42, mix(color, (40, 20, 40), 0.6))
    return image
