"""WeChat Pay's bill of all trades of a day: csv, every field behind a backtick, a summary at the end."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from bot.domain.payment import BillRow

SUMMARY = "总交易单数"
STATE, TRADE, PAID = "交易状态", "商户订单号", "应结订单金额"
REFUND, BACK, ASKED_BACK = "商户退款单号", "退款金额", "申请退款金额"


class BadBill(ValueError):
    """It is not what a bill looks like; the message says where."""


def read_bill(content: bytes) -> list[BillRow]:
    """The trades by column name, whatever columns the platform adds. Raises BadBill."""
    try:
        lines = csv.reader(io.StringIO(content.decode("utf-8-sig")))
        header = [name.strip() for name in next(lines, [])]
        return list(_rows(header, lines))
    except (UnicodeDecodeError, csv.Error) as error:
        raise BadBill("the bill is no csv in UTF-8") from error


def _rows(header: list[str], lines: Iterator[list[str]]) -> Iterator[BillRow]:
    if missing := {STATE, TRADE, PAID, REFUND} - set(header):
        raise BadBill(f"the bill has no column {'、'.join(sorted(missing))}")
    for line in lines:
        if not line or line[0].strip().startswith(SUMMARY):
            return
        row = dict(zip(header, (field.strip().removeprefix("`") for field in line), strict=False))
        if row[STATE] == "SUCCESS":
            yield BillRow(kind="paid", trade=row[TRADE], amount_fen=_fen(row[PAID]))
        elif row[STATE] == "REFUND":
            back = row.get(ASKED_BACK) or row.get(BACK, "")
            yield BillRow(kind="refunded", trade=row[TRADE], refund=row[REFUND], amount_fen=_fen(back))


def _fen(yuan: str) -> int:
    try:
        return int(Decimal(yuan) * 100)
    except (InvalidOperation, ValueError) as error:
        raise BadBill(f"{yuan!r} is no amount") from error
