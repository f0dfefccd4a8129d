"""A poster as PDF: vectors, so that it prints sharply at any size."""

from __future__ import annotations

from functools import cache
from io import BytesIO

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfbase.ttfonts import TTFError, TTFont
from reportlab.pdfgen.canvas import Canvas

from bot.poster.fonts import WITH_OUTLINES, found
from bot.poster.page import HEIGHT, WIDTH, PosterOf, compose

PT_A_MM = 72 / 25.4


def as_pdf(poster: PosterOf) -> bytes:
    """One A4 page; the same poster gives the same bytes."""
    boxes, lines = compose(poster)
    file = BytesIO()
    canvas = Canvas(file, pagesize=A4, invariant=True, pageCompression=1)
    canvas.setTitle(poster.station.name)
    canvas.setAuthor("cunkou")
    for box in boxes:
        canvas.setFillColor(HexColor(box.colour))
        canvas.rect(box.x * mm, (HEIGHT - box.y - box.height) * mm, box.width * mm, box.height * mm, stroke=0, fill=1)
    for line in lines:
        canvas.setFillColor(HexColor(line.colour))
        canvas.setFont(_font(), line.size * PT_A_MM)
        canvas.drawCentredString(WIDTH / 2 * mm, (HEIGHT - line.y) * mm, line.text)
    canvas.save()
    return file.getvalue()


@cache
def _font() -> str:
    """A font of this machine, carried within the file; else Adobe's Song, which readers of PDF bring along."""
    path = found(WITH_OUTLINES)
    if path is not None:
        try:
            registerFont(TTFont("Chinese", str(path)))
        except (TTFError, OSError):
            path = None
    if path is not None:
        return "Chinese"
    registerFont(UnicodeCIDFont("STSong-Light"))
    return "STSong-Light"
