"""The poster of a station, A4: its QR code, the number for SMS, three things one may say.

page.py   what stands where, in millimetres; knows no file format
pdf.py    painted as PDF
png.py    painted as a picture
fonts.py  a Chinese font of this machine, where it has one
"""

from __future__ import annotations

from bot.poster.page import PosterOf, compose
from bot.poster.pdf import as_pdf
from bot.poster.png import NoFont, as_png

__all__ = ["NoFont", "PosterOf", "as_pdf", "as_png", "compose"]
