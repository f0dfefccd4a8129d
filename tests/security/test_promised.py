"""SECURITY.md names what is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.channels import rotation
from config.settings import Settings

ROOT = Path(__file__).parents[2]
SAID = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
FILES = sorted(
    {name.partition("#")[0] for name in re.findall(r"(?:`|\]\()((?:tests|docs|config|deploy)/[\w./-]+)", SAID)}
)


@pytest.mark.parametrize("name", FILES)
def test_what_is_named_as_proof_exists(name):
    assert (ROOT / name).exists()


def test_every_secret_that_platforms_or_clients_know_can_be_changed_without_a_pause():
    previous = {name for name in Settings.model_fields if name.endswith("_previous")}
    assert {"secret_key", "api_token", "wechat_token", "wechat_aes_key", "sms_hook_secret", "carrier_hook_secret"} <= {
        name.removesuffix("_previous") for name in previous
    }
    recipe = (ROOT / "docs" / "deploy.md").read_text(encoding="utf-8")
    assert [name for name in previous if name.removesuffix("_previous").upper() not in recipe] == []
    assert rotation.REFUSED == (403, 404)


def test_the_file_speaks_of_every_way_in():
    ways = (
        "/hook/wechat",
        "/hook/sms/twilio",
        "/hook/carrier/kuaidi100",
        "/hook/pay/wechat",
        "/api/v1",
        "/console",
        "/me/",
    )
    assert [way for way in ways if way not in SAID] == []
