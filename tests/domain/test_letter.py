"""What others than its recipient may read of a letter."""

from __future__ import annotations

import pytest

from bot.domain.letter import without_secrets

SHOWN = {
    "a code to sign in by": ("sign_in_code", "村口登录码302911，10分钟内有效。", "村口登录码······，10分钟内有效。"),
    "a code that links a phone": ("phone_code", "您的绑定码是302911，在微信里发给村口。", "您的绑定码是······，在微信里发给村口。"),
    "a link to one's data": ("reply", "点开看：https://cunkou.cn/me/pabc-65f-xyz\n一天内有效", "点开看：https://cunkou.cn/me/······\n一天内有效"),
    "a link by SMS": ("reply", "点：https://c.cn/me/pabc-65f-xyz 只能看一次", "点：https://c.cn/me/······ 只能看一次"),
    "a link before Chinese words": ("reply", "https://c.cn/me/pabc-65f-xyz，只能看一次", "https://c.cn/me/······，只能看一次"),
    "a page of paying": ("family_asked", "请您付：https://c.cn/pay/261126013/abc2 不付就到站付", "请您付：https://c.cn/pay/······ 不付就到站付"),
    "an order's number": ("order_arrived", "您的酱油到了，取货码482913，单号261126013。", "您的酱油到了，取货码482913，单号261126013。"),
    "another link": ("reply", "看 https://cunkou.cn/posters/1", "看 https://cunkou.cn/posters/1"),
}  # fmt: skip  # a table, a row a line


@pytest.mark.parametrize("case", SHOWN)
def test_codes_and_links_that_let_their_reader_in_are_hidden(case):
    notice, text, shown = SHOWN[case]
    assert without_secrets(notice, text) == shown
