"""What an owner wrote and nobody reads, and what no registered template says: the doctor and check-config tell of both."""

from __future__ import annotations

import asyncio
import json
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.channels.sms_templates import registered
from bot.cli import app
from bot.doctor.configuration import settings
from bot.doctor.machine import disk
from bot.doctor.official_account import official_account
from bot.doctor.unregistered import notes, unregistered
from config.settings import BadSettings, Settings, read_settings

EVERY = {template.name: f"id-{template.name}" for template in registered("tencent", {})}
NEW = ("order_fitting_moved_because", "order_fitting_off", "running_out")


def all_but(*names: str) -> dict[str, str]:
    return {name: id_ for name, id_ in EVERY.items() if name not in names}


def check_config() -> str:
    return CliRunner().invoke(app, ["check-config"]).stdout


def test_what_no_template_says_is_named_with_what_becomes_of_it(shop):
    [line] = notes(shop(sms_provider="aliyun", aliyun_templates=all_but(*NEW)))
    assert line.endswith(
        f"not sent by SMS but `failed` with no_template: {', '.join(sorted(NEW, key=list(EVERY).index))}"
    )


def test_another_platform_sends_what_the_first_has_no_template_for(shop):
    aliyun = {"sms_provider": "aliyun", "aliyun_templates": all_but(*NEW)}
    [line] = notes(shop(**aliyun, sms_fallback="kannel"))
    assert "so kannel sends them: order_fitting_moved_because" in line
    first, second, *more = notes(
        shop(**aliyun, sms_fallback="tencent", tencent_templates={"running_out": "1", "no": "2"})
    )
    assert "so tencent sends them: running_out" in first
    assert "not sent by SMS" in second
    assert "order_fitting_off" in second
    assert "nothing is called no" in more[0]


def test_who_writes_by_sms_and_gets_no_answer_is_told_of(shop):
    said = notes(shop(sms_provider="aliyun", aliyun_templates=all_but("reply")))
    assert "get no answer" in said[-1]


@pytest.mark.parametrize(
    "given", [{"sms_provider": "kannel"}, {"sms_provider": "tencent", "tencent_templates": EVERY}, {}]
)
def test_who_needs_no_template_more_hears_nothing(shop, given):
    assert notes(shop(**given)) == []


def test_a_template_of_wechat_for_no_notice_is_named_with_the_one_that_was_meant(shop):
    known = {"order_at_station": "A", "alert_order_placed": "B", "sell_paid": "C", "family_pay": "D"}
    assert notes(shop(wechat_templates=known)) == []
    [line] = notes(shop(wechat_templates=known | {"order_at_sttion": "E"}))
    assert line == "CUNKOU_WECHAT_TEMPLATES: no notice is called order_at_sttion; is it order_at_station?"
    [finding] = unregistered(shop(wechat_templates={"order_gone": "E"}))
    assert (finding.name, finding.level) == ("wechat_templates", "warn")


def test_what_the_example_shows_is_known(shop):
    example = (Path(__file__).parents[2] / "deploy" / "env.example").read_text(encoding="utf-8")
    shown = set(re.findall(r'as JSON: \{"(\w+)"', example))
    assert shown
    assert notes(shop(wechat_templates=dict.fromkeys(shown, "A"))) == []


def test_the_doctor_tells_it_too_and_says_what_to_do(shop):
    [finding] = unregistered(shop(sms_provider="aliyun", aliyun_templates=all_but("running_out")))
    assert (finding.name, finding.level) == ("sms_templates", "warn")
    assert "cunkou sms-templates" in finding.mend


@pytest.mark.parametrize("name", ["WECHAT_TEMPLATES", "ALIYUN_TEMPLATES"])
def test_what_is_no_json_is_said_in_a_sentence(monkeypatch, name):
    monkeypatch.setenv(f"CUNKOU_{name}", '{"order_at_station"')
    with pytest.raises(BadSettings) as raised:
        read_settings()
    [problem] = raised.value.problems
    assert problem.startswith(f"CUNKOU_{name}: write JSON")


async def test_a_setting_nobody_reads_is_told_with_the_one_that_was_meant(monkeypatch, tmp_path):
    monkeypatch.setenv("CUNKOU_WECHAT_TOKN", "x")
    monkeypatch.setenv("CUNKOU_HOST", "your.host")  # of deploy/.env, for the proxy
    (tmp_path / ".env").write_text("CUNKOU_NONSENSE=1\n")
    said = await asyncio.to_thread(check_config)
    assert "Note: CUNKOU_WECHAT_TOKN: no setting is called so; is it CUNKOU_WECHAT_TOKEN?" in said
    assert "Note: CUNKOU_NONSENSE: no setting is called so\n" in said
    assert "CUNKOU_HOST" not in said
    ended = await asyncio.to_thread(CliRunner().invoke, app, ["doctor", "--offline", "--json"])
    warned = [one["said"] for one in json.loads(ended.stdout)["findings"] if one["level"] == "warn"]
    assert any("CUNKOU_WECHAT_TOKN" in one for one in warned)


def test_a_file_is_no_folder_for_data(tmp_path):
    (tmp_path / "file").write_text("")
    [finding] = disk(Settings(data_dir=tmp_path / "file"))
    assert (finding.level, "no folder" in finding.said) == ("fail", True)


async def test_a_template_with_its_fields_is_known_by_its_id(asker, platform, shop):
    answers = {
        "/cgi-bin/stable_token": {"access_token": "T"},
        "/cgi-bin/template/get_all_private_template": {"template_list": [{"template_id": "A"}]},
    }
    account = {"wechat_app_id": "wx1", "wechat_app_secret": "s", "wechat_api_base": await platform(answers)}
    given = shop(**account, wechat_templates={"order_at_station": "A thing4 time7"})
    assert [finding.level for finding in await official_account(given, asker)] == ["ok", "ok"]


def test_nothing_is_told_twice(shop):
    said = [finding.said for finding in settings(shop(sms_provider="kannel", sms_fallback="kannel"))]
    assert len(said) == len(set(said)) > 1
