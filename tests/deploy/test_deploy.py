"""What is deployed names only what exists, and asks for every secret."""

from __future__ import annotations

import os
import re
import subprocess
import tomllib
from pathlib import Path

import pytest
import yaml

from bot.paying import pay_base
from bot.poster.fonts import WITH_OUTLINES
from bot.texting import sms_channels
from bot.web.pages.assets import ROOT as ASSETS
from bot.web.pages.errors import BELOW
from config.settings import Settings, start_problems

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
COMPOSE = (DEPLOY / "compose.yaml").read_text(encoding="utf-8")
SERVICES = yaml.safe_load(COMPOSE)["services"]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
KANNEL = (DEPLOY / "kannel.conf").read_text(encoding="utf-8")
EXAMPLE = (DEPLOY / "env.example").read_text(encoding="utf-8")
OFFERED = set(re.findall(r"^(?:# )?([A-Z0-9_]+)=", EXAMPLE, re.MULTILINE))
VARIABLE = re.compile(r"\$\{([A-Z0-9_]+)(:[-?][^}]*)?\}")
KNOWN = {f"CUNKOU_{name.upper()}" for name in Settings.model_fields}
BOTS = ["migrate", "web", "worker"]
FILLED = {
    "POSTGRES_PASSWORD": "p",
    "CUNKOU_SECRET_KEY": "k" * 32,
    "CUNKOU_API_TOKEN": "t",
    "CUNKOU_WECHAT_TOKEN": "t",
    "CUNKOU_SMS_HOOK_SECRET": "h",
    "KANNEL_PASSWORD": "p",
}
"""What an owner must fill in, and nothing else."""


def filled_in(**more: str) -> dict[str, str]:
    """deploy/.env as an owner would write it."""
    return dict(re.findall(r"^([A-Z0-9_]+)=(.*)$", EXAMPLE, re.MULTILINE)) | FILLED | more


def environment_of(service: str, given: dict[str, str]) -> dict[str, str]:
    """What compose hands to a service: the file of settings, and over it the service's own with variables filled in."""

    def fill(found: re.Match[str]) -> str:
        name, otherwise = found[1], found[2] or ""
        if given.get(name):
            return given[name]
        assert not otherwise.startswith(":?"), f"{name} is missing"
        return otherwise.removeprefix(":-")

    own = SERVICES[service]["environment"]
    return given | {name: VARIABLE.sub(fill, str(value)) for name, value in own.items()}


@pytest.fixture
def settings_of(monkeypatch, tmp_path):
    """The settings a service reads."""
    monkeypatch.chdir(tmp_path)

    def read(service: str, **more: str) -> Settings:
        for name, value in environment_of(service, filled_in(**more)).items():
            monkeypatch.setenv(name, value)
        return Settings()

    return read


def test_every_variable_of_compose_is_in_the_example_and_every_one_there_is_known():
    wanted = {name for name, _ in VARIABLE.findall(COMPOSE)}
    assert wanted <= OFFERED
    assert OFFERED - wanted <= KNOWN


def test_no_secret_has_a_value_of_its_own():
    for name, otherwise in VARIABLE.findall(COMPOSE):
        if re.search("SECRET|TOKEN|PASSWORD|KEY", name):
            assert otherwise.startswith(":?"), name
    assert not re.search(r"^[A-Z_]*(?:SECRET|TOKEN|PASSWORD|KEY|KEY_ID)=.", EXAMPLE, re.MULTILINE)


@pytest.mark.parametrize("service", BOTS)
def test_every_setting_of_compose_is_one(service):
    assert set(SERVICES[service]["environment"]) <= KNOWN


@pytest.mark.parametrize("service", BOTS)
def test_the_example_filled_in_is_enough_to_start(settings_of, service):
    given = settings_of(service)
    assert start_problems(given) == []
    assert given.sms_providers == ("kannel",)


@pytest.mark.parametrize("missing", [*FILLED, "CUNKOU_PUBLIC_URL"])
def test_without_a_secret_or_the_address_compose_does_not_start(missing):
    given = filled_in(**{missing: ""})
    with pytest.raises(AssertionError, match=missing):
        _ = [environment_of(name, given) for name, service in SERVICES.items() if "environment" in service]


def test_paying_online_is_a_matter_of_settings_alone(settings_of, tmp_path):
    """By https for WeChat Pay, while Kannel brings its reports within the network."""
    (tmp_path / "apiclient_key.pem").write_text("key")
    (tmp_path / "pub_key.pem").write_text("key")
    pay = {
        "CUNKOU_WECHAT_APP_ID": "wx1",
        "CUNKOU_WECHATPAY_MERCHANT": "1900000001",
        "CUNKOU_WECHATPAY_SERIAL": "5157",
        "CUNKOU_WECHATPAY_API_V3_KEY": "v" * 32,
        "CUNKOU_WECHATPAY_PUBLIC_KEY_ID": "PUB_KEY_ID_1",
    }
    files = dict(re.findall(r"^# (CUNKOU_WECHATPAY_\w+_FILE)=/keys/(\S+)$", EXAMPLE, re.MULTILINE))
    assert len(files) == 2
    given = settings_of("web", **pay, **{name: str(tmp_path / file) for name, file in files.items()})
    assert start_problems(given) == []
    assert given.pays_online
    assert pay_base(given) == "https://your.host"
    [kannel] = sms_channels(given, "")
    assert kannel.ways[0]._gateway.own_url == "http://web:8080"


def test_the_image_holds_what_the_settings_can_ask_for():
    """Paying and traces are extras of the package; the image has both."""
    lock = (ROOT / "requirements-image.lock").read_text(encoding="utf-8")
    pinned, wanted = set(re.findall(r"^([a-z0-9_.-]+)==", lock, re.MULTILINE)), PROJECT["optional-dependencies"]
    for extra in ("pay", "tracing"):
        assert {re.split("[>=\\[]", one)[0] for one in wanted[extra]} <= pinned
    everywhere = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert set(re.findall(r"^([a-z0-9_.-]+==\S+)", everywhere, re.MULTILINE)) <= set(
        re.findall(r"^([a-z0-9_.-]+==\S+)", lock, re.MULTILINE)
    )


def test_the_image_has_a_font_that_posters_can_be_written_with():
    dockerfile = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    packages = re.search(r"apt-get install (.+?) \\\n", dockerfile[dockerfile.rindex("FROM ") :])
    assert packages, "no font comes with the base image, and nobody can install one into what is read-only"
    assert any(f"fonts-{Path(font).stem}" in packages[1] for font in WITH_OUTLINES)


def test_only_the_bots_own_port_is_opened_and_to_this_machine():
    opened = {name: service["ports"] for name, service in SERVICES.items() if "ports" in service}
    assert opened.pop("proxy") == ["80:80", "443:443"]
    assert all(
        port.startswith(("${CUNKOU_BIND:-127.0.0.1}:", "127.0.0.1:")) for ports in opened.values() for port in ports
    )
    assert set(opened) == {"web", "prometheus", "grafana"}


def test_what_is_not_for_every_shop_is_started_only_when_asked_for():
    assert {name: service["profiles"] for name, service in SERVICES.items() if "profiles" in service} == {
        "proxy": ["proxy"],
        "prometheus": ["watch"],
        "grafana": ["watch"],
        "backup": ["backup"],
    }


def test_every_file_that_is_mounted_is_there():
    for service in SERVICES.values():
        for volume in service.get("volumes", []):
            source = volume.partition(":")[0]
            assert not source.startswith("./") or source in ("./keys", "./backups") or (DEPLOY / source).exists(), (
                volume
            )


def test_prometheus_asks_where_the_bots_answer():
    (job,) = yaml.safe_load((DEPLOY / "prometheus" / "prometheus.yaml").read_text())["scrape_configs"]
    asked = {name: place["port"] for place in job["dns_sd_configs"] for name in place["names"]}
    assert asked == {"web": 8080, "worker": int(SERVICES["worker"]["environment"]["CUNKOU_WATCH_PORT"])}


def test_the_proxy_lets_in_what_is_for_the_world_alone():
    caddy = (DEPLOY / "Caddyfile").read_text(encoding="utf-8")
    let_in = {path.removesuffix("/*") for path in re.search(r"@public path (.+)", caddy)[1].split()}
    assert let_in == {"/hook", "/api", ASSETS, *BELOW}
    assert "log" not in re.sub("#.*", "", caddy)


def test_the_image_is_built_from_what_is_there_and_let_in():
    dockerfile = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    let_in = (ROOT / ".dockerignore").read_text(encoding="utf-8")
    assert "USER cunkou" in dockerfile
    for copied in re.findall(r"^COPY (?!--from)(.+) \S+$", dockerfile, re.MULTILINE):
        for name in copied.split():
            assert (ROOT / name).exists(), name
            assert f"!{name}\n" in let_in


def start_kannel(folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the start script with boxes that only end."""
    for box in ("bearerbox", "smsbox"):
        stub = folder / box
        stub.write_text("#!/bin/sh\nexit 0\n", encoding="utf-8")
        stub.chmod(0o755)
    places = {
        "PATH": f"{folder}:{os.environ['PATH']}",
        "SPOOL": str(folder / "spool"),
        "KANNEL_TEMPLATE": str(DEPLOY / "kannel.conf"),
        "KANNEL_CONF": str(folder / "kannel.conf"),
    }
    return subprocess.run(  # noqa: S603 – our own script
        [DEPLOY / "kannel-start.sh"], env=places | environment, capture_output=True, text=True, timeout=20, check=False
    )


def test_kannels_start_fills_in_what_compose_gives(tmp_path):
    given = dict.fromkeys(SERVICES["kannel"]["environment"], "x") | {"SENDSMS_PASSWORD": "a&b/c\\d"}
    ended = start_kannel(tmp_path, **given)
    assert (ended.returncode, ended.stderr) == (0, "")
    written = (tmp_path / "kannel.conf").read_text(encoding="utf-8")
    assert "password = a&b/c\\d\n" in written
    assert "@" not in written
    assert (tmp_path / "kannel.conf").stat().st_mode & 0o077 == 0


def test_kannel_does_not_start_with_a_secret_missing(tmp_path):
    ended = start_kannel(tmp_path, HOOK_URL="x")
    assert ended.returncode == 2
    assert "ADMIN_PASSWORD is not set" in ended.stderr


def test_the_bot_hears_kannel_as_it_needs_to():
    for needed in (
        "mo-recode = true",
        "accept-x-kannel-headers = true",
        "omit-empty = true",
        "from=%p&to=%P&id=%I&ts=%T",
    ):
        assert needed in KANNEL
    for apology in re.findall(r"^reply-\w+ = (.*)$", KANNEL, re.MULTILINE):
        assert apology == '""'
