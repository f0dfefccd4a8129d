"""Settings are read once; every wrong or missing one is named; no secret, no start."""

import json

import pytest

from config.settings import BadSettings, Settings, complete, read_settings

KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
REAL = {
    "CUNKOU_DATABASE_URL": "postgresql://cunkou@db/cunkou",
    "CUNKOU_SECRET_KEY": "s" * 32,
    "CUNKOU_API_TOKEN": "token",
    "CUNKOU_WECHAT_TOKEN": "token",
    "CUNKOU_SMS_HOOK_SECRET": "path",
}


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(f"CUNKOU_{name.upper()}", raising=False)


def set_all(monkeypatch, values):
    for name, value in values.items():
        monkeypatch.setenv(name, value)


def test_the_embedded_default_makes_up_its_secrets_once(tmp_path):
    first = complete(read_settings())
    again = complete(read_settings())
    kept = tmp_path / "var" / "secrets.json"
    assert first.api_token.get_secret_value() == again.api_token.get_secret_value() != ""
    assert first.secret_key.get_secret_value() == json.loads(kept.read_text())["secret_key"]
    assert kept.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("name", ["CUNKOU_SECRET_KEY", "CUNKOU_API_TOKEN", "CUNKOU_WECHAT_TOKEN"])
def test_with_a_real_database_a_missing_secret_is_named(monkeypatch, name):
    set_all(monkeypatch, REAL | {name: ""})
    with pytest.raises(BadSettings, match=name):
        complete(read_settings())


def test_with_a_real_database_and_all_secrets_it_starts(monkeypatch):
    set_all(monkeypatch, REAL)
    assert not complete(read_settings()).embedded


def test_every_problem_is_named_at_once(monkeypatch):
    set_all(monkeypatch, {"CUNKOU_DATABASE_URL": "postgresql://cunkou@db/cunkou", "CUNKOU_SECRET_KEY": "short"})
    with pytest.raises(BadSettings) as caught:
        complete(read_settings())
    said = str(caught.value)
    assert all(name in said for name in ("CUNKOU_SECRET_KEY", "CUNKOU_API_TOKEN", "CUNKOU_WECHAT_TOKEN"))


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("CUNKOU_TIMEZONE", "Mars/Olympus", "Asia/Shanghai"),
        ("CUNKOU_REDIS_URL", "127.0.0.1:6379", "redis://host:port"),
        ("CUNKOU_WECHAT_AES_KEY", "tooshort", "43"),
        ("CUNKOU_WECHAT_MODE", "loud", "plain"),
        ("CUNKOU_WECHAT_MODE", "safe", "WECHAT_AES_KEY"),
        ("CUNKOU_WECHAT_MAX_SKEW", "0", "greater than or equal to 1"),
        ("CUNKOU_SMS_PROVIDER", "pigeon", "kannel"),
        ("CUNKOU_KANNEL_URL", "localhost", "whole address"),
        ("CUNKOU_TRUSTED_PROXIES", "10.0.0.7, the proxy", "203.0.113.0/24"),
    ],
)
def test_a_wrong_value_is_named_with_its_mend(monkeypatch, name, value, said):
    monkeypatch.setenv(name, value)
    with pytest.raises(BadSettings, match=said):
        read_settings()


def test_an_encrypted_mode_needs_the_account(monkeypatch):
    monkeypatch.setenv("CUNKOU_WECHAT_AES_KEY", KEY)
    with pytest.raises(BadSettings, match="WECHAT_APP_ID"):
        read_settings()


@pytest.mark.parametrize(("key", "mode"), [("", "plain"), (KEY, "compatible")])
def test_the_mode_follows_the_key(monkeypatch, key, mode):
    set_all(monkeypatch, {"CUNKOU_WECHAT_AES_KEY": key, "CUNKOU_WECHAT_APP_ID": "wx1"})
    assert read_settings().mode == mode


@pytest.mark.parametrize(
    ("database", "said", "served"),
    [
        ("", "", True),
        ("", "0", False),
        ("", "1", True),
        ("postgresql://cunkou@db/cunkou", "", False),
        ("postgresql://cunkou@db/cunkou", "1", True),
    ],
)
def test_the_simulator_is_off_unless_embedded_or_enabled(monkeypatch, database, said, served):
    set_all(monkeypatch, {"CUNKOU_DATABASE_URL": database, "CUNKOU_SIMULATOR": said})
    assert read_settings().simulated is served


def test_kannel_needs_its_account(monkeypatch):
    set_all(monkeypatch, REAL | {"CUNKOU_SMS_PROVIDER": "kannel"})
    with pytest.raises(BadSettings, match="CUNKOU_KANNEL_PASSWORD"):
        complete(read_settings())


def test_secrets_do_not_show_in_a_print_of_the_settings(monkeypatch):
    set_all(monkeypatch, REAL | {"CUNKOU_SECRET_KEY": "very-secret-very-secret-very-secret"})
    assert "very-secret" not in repr(complete(read_settings()))


@pytest.mark.parametrize(
    ("given", "named"),
    [("CARRIER_HOOK_SECRET", "KUAIDI100_SALT"), ("KUAIDI100_SALT", "CARRIER_HOOK_SECRET")],
)
def test_carriers_pushes_need_a_secret_path_and_a_salt(monkeypatch, given, named):
    monkeypatch.setenv(f"CUNKOU_{given}", "something")
    with pytest.raises(BadSettings, match=f"CUNKOU_{named}: missing"):
        complete(read_settings())
    monkeypatch.setenv(f"CUNKOU_{named}", "something")
    assert complete(read_settings())
