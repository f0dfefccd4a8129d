"""Every template can be registered as printed, and a letter comes back out of it as it was written."""

from string import Formatter

import pytest

from bot.channels import sms
from bot.channels.sms_templates import Templates, registered
from bot.commands.sms_templates import as_registered
from bot.dialogue.replies import render, replies
from bot.domain.letter import Letter
from config.data import read_yaml

EVERY = {template.name: f"id-{template.name}" for template in registered("aliyun", {})}
SAID = {"code": "3721", "number": "K7M2", "goods": "金龙鱼大豆油两桶", "station": "红旗村服务站", "total": "128.5"}


@pytest.mark.parametrize("template", registered("aliyun", EVERY), ids=lambda one: one.name)
def test_what_a_template_says_is_read_back_to_the_letter(template):
    said = {name: SAID.get(name, f"某{n}") for n, name in enumerate(template.names)}
    text = template.text.format_map(said)
    if read_yaml("sms/templates.yaml")["templates"][template.name].get("wraps"):
        text = "".join(said.values())
    filled = Templates("aliyun", EVERY, "红旗农商").fill(
        Letter(key="k", to="p", notice=template.name, text="long", sms=text)
    )
    assert filled.id == f"id-{template.name}"
    assert filled.whole
    assert filled.text == "【红旗农商】" + template.text.format_map(filled.params)
    assert text in filled.text
    assert sms.parts(filled.text) <= 2


def test_a_kind_of_alert_goes_by_the_template_of_all():
    filled = Templates("aliyun", EVERY, "红旗农商").fill(
        Letter(key="k", to="p", notice="alert_stock", text="long", sms="大米只剩三袋")
    )
    assert (filled.id, "".join(filled.params.values())) == ("id-alert", "大米只剩三袋")


@pytest.mark.parametrize(
    ("provider", "line"),
    [
        ("aliyun", "order_at_station\t您的${goods}到${station}了，取货码${code}，单号${number}。"),
        ("tencent", "order_at_station\t您的{1}到{2}了，取货码{3}，单号{4}。"),
    ],
)
def test_they_are_printed_as_each_platform_writes_parameters(provider, line):
    assert line in as_registered(provider)


def test_no_template_says_a_parameter_twice_for_one_platform_counts_them_by_place():
    for template in registered("tencent", {}):
        named = [name for _, name, _, _ in Formatter().parse(template.text) if name]
        assert len(named) == len(set(named))


NEVER = {
    "notices.broadcast": "words of the manager's own, which no platform registers",
    "notices.answer": "`answer` wraps it",
    "notices.took_over": "an alert, which `alert` wraps",
    "notices.family_pay": "a link that pays, which platforms do not let through",
    **dict.fromkeys(("notices.buy_refund", "notices.sell_left", "notices.sell_sold_out"), "a part of another notice"),
}


def test_every_notice_can_be_registered():
    """Or whoever has a phone with buttons alone would not hear that money comes back, or that apples are to be brought."""
    said = {row.get("says") for row in read_yaml("sms/templates.yaml")["templates"].values()}
    assert {key for key in replies() if key.startswith("notices.")} - said == set(NEVER)


@pytest.mark.parametrize("refund", ["", "预付的5元退给您。"])
def test_what_may_be_nothing_is_never_an_empty_parameter(refund):
    text = render("notices.buy_failed", "sms", what="苹果10斤", refund=refund)
    filled = Templates("aliyun", EVERY, "红旗农商").fill(
        Letter(key="k", to="p", notice="buy_failed", text="long", sms=text)
    )
    assert filled.params["refund"] == (refund or "请放心。")
    assert filled.whole
