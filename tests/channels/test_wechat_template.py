"""Fields of template messages, each within its type's rule."""

import pytest

from bot.channels.wechat_template import Template, fill


@pytest.mark.parametrize(
    ("name", "value", "filled"),
    [
        ("thing1", "金龙鱼大豆油5升两桶和五常大米一袋，还有别的东西", "金龙鱼大豆油5升两桶和五常大米一袋，还有"),
        ("thing1", "大米👌\n两袋", "大米 两袋"),
        ("thing1", "", "无"),
        ("character_string2", "取货码 3721", "3721"),
        ("character_string2", "取", "-"),
        ("phrase3", "已到服务站了", "已到服务站"[:5]),
        ("time4", "2026年11月25日 10:00", "2026年11月25日 10:00"),
        ("amount5", "共96.50", "96.50元"),
        ("amount5", "", "0元"),
        ("phone_number6", "138-0000-0000 (家)", "138-0000-0000"),
        ("number7", "约12", "12"),
    ],
)
def test_a_field_keeps_its_types_rule(name, value, filled):
    assert fill(name, value) == filled


def test_fields_are_numbered_in_order_or_as_the_setting_names_them():
    params = {"thing": "大米", "time": "2026-11-25 10:00", "character_string": "3721"}
    assert list(Template.read("T1").fields(params)) == ["thing1", "time2", "character_string3"]
    named = Template.read("T1 character_string4 thing7 thing9").fields(params)
    assert named == {"character_string4": "3721", "thing7": "大米", "thing9": "无"}
