"""Screenshots of a phone: chats and settings."""

from __future__ import annotations

from random import Random

from PIL import Image, ImageDraw

from photoorg.files.samples.brush import Color, centered, disc, font, mix

WHITE: Color = (255, 255, 255)
SIZE = (720, 1520)
NAMES = ["Maya", "Jonas", "Grandma", "Football group", "Lena", "Book club", "Ravi", "Work chat"]
LINES = [
    "Are you there already?", "Ten minutes, the bus is late", "Look at this!", "Haha, no way",
    "See you on Saturday", "Did you feed the cat?", "Yes. Twice, she says", "Bring the tent please",
    "What time is dinner?", "Half past seven", "I found your umbrella", "Thank you so much!",
    "Great photos, send more", "The train leaves at 9:12", "Happy birthday!", "On my way",
    "Which platform?", "Four, I think", "Ok", "Let us take the long way home",
]  # fmt: skip
SETTINGS = [
    "Network and internet", "Connected devices", "Apps", "Notifications", "Battery", "Storage",
    "Sound", "Display", "Wallpaper", "Accessibility", "Security", "Privacy", "Location", "Safety",
    "Passwords", "Digital wellbeing", "System", "About phone", "Languages", "Backup",
]  # fmt: skip
ICONS: list[Color] = [
    (58, 130, 226), (46, 166, 110), (236, 128, 46), (216, 70, 92), (140, 96, 206), (240, 180, 40),
]  # fmt: skip


def chat(rng: Random, style: str) -> Image.Image:
    """A conversation, light or dark."""
    dark = style == "dark"
    back: Color = (18, 26, 32) if dark else (236, 229, 221)
    ink: Color = (232, 236, 238) if dark else (30, 34, 38)
    mine: Color = (10, 92, 76) if dark else (214, 246, 200)
    theirs: Color = (34, 46, 54) if dark else WHITE
    bar: Color = (32, 44, 52) if dark else rng.choice([(10, 110, 96), (60, 110, 180)])
    image = Image.new("RGB", SIZE, back)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, 720, 176), bar)
    _status(draw, rng, WHITE)
    disc(draw, (96, 116), 40, rng.choice(ICONS))
    name = rng.choice(NAMES)
    centered(draw, (96, 116), name[0], 40, WHITE)
    draw.text((160, 82), name, WHITE, font(36))
    draw.text((160, 126), "online", mix(bar, WHITE, 0.7), font(24))
    y = 214.0
    while y < 1330:
        y = _bubble(draw, rng, y, mine, theirs, ink)
    draw.rectangle((0, 1400, 720, 1520), back)
    draw.rounded_rectangle((24, 1414, 600, 1494), 40, theirs)
    draw.text((70, 1454), "Message", mix(ink, theirs, 0.5), font(32), anchor="lm")
    disc(draw, (656, 1454), 42, mix(bar, (0, 170, 130), 0.5))
    return image


def _bubble(
    draw: ImageDraw.ImageDraw, rng: Random, y: float, mine: Color, theirs: Color, ink: Color
) -> float:
    own = rng.random() < 0.5
    lines = rng.sample(LINES, rng.choice([1, 1, 2, 3]))
    width = max(font(32).getlength(line) for line in lines) + 64
    height = len(lines) * 44 + 50
    left = 720 - 24 - width if own else 24
    draw.rounded_rectangle((left, y, left + width, y + height), 24, mine if own else theirs)
    for i, line in enumerate(lines):
        draw.text((left + 28, y + 14 + i * 44), line, ink, font(32))
    clock = f"{rng.randint(7, 22)}:{rng.randint(0, 59):02}"
    corner = left + width - 22, y + height - 14
    draw.text(corner, clock, mix(ink, theirs, 0.5), font(20), anchor="rs")
    return y + height + rng.choice([14, 14, 30])


def settings(rng: Random, style: str) -> Image.Image:
    """A list with icons, switches and arrows."""
    dark = style == "dark"
    back: Color = (20, 20, 24) if dark else (246, 246, 248)
    ink: Color = (236, 236, 240) if dark else (28, 28, 32)
    card: Color = (38, 38, 44) if dark else WHITE
    image = Image.new("RGB", SIZE, back)
    draw = ImageDraw.Draw(image)
    _status(draw, rng, ink)
    draw.text((48, 110), "Settings", ink, font(64))
    draw.rounded_rectangle((36, 210, 684, 290), 40, card)
    draw.text((96, 250), "Search", mix(ink, card, 0.55), font(32), anchor="lm")
    rows = rng.sample(SETTINGS, 12)
    for group in range(4):
        top = 320 + group * 300
        draw.rounded_rectangle((36, top, 684, top + 276), 28, card)
        for i in range(3):
            y = top + 46 + i * 92
            icon = rng.choice(ICONS)
            draw.rounded_rectangle((64, y - 28, 120, y + 28), 16, icon)
            disc(draw, (92, y), 12, mix(icon, WHITE, 0.75))
            draw.text((150, y), rows[group * 3 + i], ink, font(32), anchor="lm")
            _switch(draw, rng, y, ink, card)
            if i:
                draw.line((150, y - 46, 660, y - 46), mix(card, ink, 0.12), 2)
    return image


def _switch(draw: ImageDraw.ImageDraw, rng: Random, y: float, ink: Color, card: Color) -> None:
    kind = rng.random()
    if kind < 0.35:
        on = rng.random() < 0.6
        track = (52, 168, 92) if on else mix(card, ink, 0.3)
        draw.rounded_rectangle((572, y - 22, 652, y + 22), 22, track)
        disc(draw, (630 if on else 594, y), 17, WHITE)
    else:
        draw.line([(630, y - 14), (645, y), (630, y + 14)], mix(card, ink, 0.45), 4)


def _status(draw: ImageDraw.ImageDraw, rng: Random, ink: Color) -> None:
    clock = f"{rng.randint(7, 22)}:{rng.randint(0, 59):02}"
    draw.text((40, 34), clock, ink, font(28), anchor="lm")
    for i in range(4):
        draw.rectangle((560 + i * 12, 44 - i * 6, 567 + i * 12, 46), ink)
    draw.rounded_rectangle((626, 22, 680, 46), 6, None, ink, 3)
    draw.rectangle((631, 27, 631 + rng.randint(10, 44), 41), ink)
