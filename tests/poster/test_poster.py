"""A station's poster: what stands on it, and that its code can be read."""

from __future__ import annotations

from io import BytesIO

import pytest
import segno
from PIL import Image
from reportlab.pdfbase.pdfmetrics import stringWidth

from bot.domain.people import Station
from bot.poster import PosterOf, as_pdf, as_png, compose, pdf
from bot.poster.page import HEIGHT, QR_SIDE, QUIET, WIDEST, WIDTH
from config.data import read_yaml

STATION = Station(code="QS001", name="杨柳村服务站", village="杨柳村", hours="08:00-20:00")
POSTER = PosterOf(station=STATION, code="http://weixin.qq.com/q/02abc", sms="10690000123")
LONG = PosterOf(
    station=Station(code="L", name="一个名字特别特别长长长长长长长长的民族乡双河村综合服务站"),
    code="L",
    sms="+8610690000123",
)


def test_it_says_where_how_and_what_to_say():
    text = "\n".join(line.text for line in compose(POSTER)[1])
    for said in ("杨柳村服务站", "10690000123", "08:00-20:00", *read_yaml("poster.yaml")["examples"]):
        assert said in text
    assert len(read_yaml("poster.yaml")["examples"]) == 3


def test_what_is_not_known_is_left_out():
    text = "\n".join(line.text for line in compose(PosterOf(station=Station(code="S", name="站"), code="S"))[1])
    assert "短信" not in text
    assert "取货时间" not in text


@pytest.mark.parametrize("poster", [POSTER, LONG], ids=["usual", "long"])
def test_everything_stands_on_the_sheet(poster):
    boxes, lines = compose(poster)
    assert all(0 <= box.x <= box.x + box.width <= WIDTH + 1e-6 for box in boxes)
    assert all(0 < line.y < HEIGHT - 10 for line in lines)
    for line in lines:
        assert stringWidth(line.text, pdf._font(), line.size) <= WIDEST * 1.05, line.text
    assert [line.y for line in lines] == sorted(line.y for line in lines)


def test_the_same_station_gives_the_same_pdf():
    drawn = as_pdf(POSTER)
    assert drawn == as_pdf(POSTER)
    assert drawn.startswith(b"%PDF-")
    assert b"/MediaBox [ 0 0 595" in drawn


def test_the_picture_holds_every_module_of_the_code(monkeypatch):
    monkeypatch.setattr("bot.poster.png.found", lambda _names: _any_font())
    picture = Image.open(BytesIO(as_png(POSTER))).convert("L")
    modules = [list(row) for row in segno.make_qr(POSTER.code, error="q").matrix_iter(border=QUIET)]
    side, dots = QR_SIDE / len(modules), picture.width / WIDTH
    for y, row in enumerate(modules):
        for x, dark in enumerate(row):
            at = ((WIDTH - QR_SIDE) / 2 + (x + 0.5) * side, 78 + (y + 0.5) * side)
            assert (picture.getpixel((int(at[0] * dots), int(at[1] * dots))) < 128) == bool(dark)


def _any_font():
    """One that comes with a library of ours: a machine of the tests need not have a Chinese one."""
    import reportlab

    return f"{reportlab.__path__[0]}/fonts/Vera.ttf"
