"""A poster as a picture, to be sent to a copy shop by WeChat."""

from __future__ import annotations

from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

from bot.poster.fonts import OTHERS, WITH_OUTLINES, found
from bot.poster.page import HEIGHT, WIDTH, PosterOf, compose

DOTS_A_MM = 200 / 25.4


class NoFont(Exception):
    """This machine has no Chinese font; the PDF needs none."""


def as_png(poster: PosterOf) -> bytes:
    """200 dots an inch. Raises NoFont."""
    font = found((*OTHERS, *WITH_OUTLINES))
    if font is None:
        raise NoFont("no Chinese font is installed here; take the PDF, or install fonts-noto-cjk")
    boxes, lines = compose(poster)
    picture = Image.new("RGB", (_dots(WIDTH), _dots(HEIGHT)), "white")
    draw = ImageDraw.Draw(picture)
    for box in boxes:
        corner = (_dots(box.x), _dots(box.y), _dots(box.x + box.width) - 1, _dots(box.y + box.height) - 1)
        draw.rectangle(corner, fill=box.colour)
    for line in lines:
        size = ImageFont.truetype(str(font), _dots(line.size))
        draw.text((_dots(WIDTH / 2), _dots(line.y)), line.text, fill=line.colour, font=size, anchor="ms")
    file = BytesIO()
    picture.save(file, "PNG", optimize=True, dpi=(200, 200))
    return file.getvalue()


def _dots(millimetres: float) -> int:
    return round(millimetres * DOTS_A_MM)
