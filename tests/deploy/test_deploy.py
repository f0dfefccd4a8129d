"""What is deployed names only what exists, and asks for every secret."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest
import yaml

from config.settings import Settings

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
COMPOSE = (DEPLOY / "compose.yaml").read_text(encoding="utf-8")
SERVICES = yaml.safe_load(COMPOSE)["services"]
KANNEL = (DEPLOY / "kannel.conf").read_text(encoding="utf-8")
OPTIONAL = {"CUNKOU_WECHAT_APP_SECRET", "CUNKOU_CARRIER_HOOK_SECRET"}
"""Without these, what needs them is not served."""


def test_every_variable_of_compose_is_in_the_example():
    example = (DEPLOY / "env.example").read_text(encoding="utf-8")
    offered = set(re.findall(r"^([A-Z0-9_]+)=", example, re.MULTILINE))
    wanted = set(re.findall(r"\$\{([A-Z0-9_]+)", COMPOSE))
    assert offered <= wanted
    assert wanted - offered <= {"CUNKOU_TIMEZONE", "CUNKOU_WECHAT_AES_KEY_PREVIOUS"}


def test_no_secret_has_a_value_of_its_own():
    for name in re.findall(r"\$\{([A-Z_]*(?:SECRET|TOKEN|PASSWORD)[A-Z_]*)", COMPOSE):
        if name not in OPTIONAL:
            assert f"${{{name}:?" in COMPOSE, name
    assert not re.search(r"\$\{[A-Z_]*(?:SECRET|TOKEN|PASSWORD)[A-Z_]*:-[^}]", COMPOSE)


@pytest.mark.parametrize("service", ["migrate", "web", "worker"])
def test_every_setting_of_compose_is_one(service):
    known = {f"CUNKOU_{name.upper()}" for name in Settings.model_fields}
    assert set(SERVICES[service]["environment"]) <= known


def test_only_the_bots_own_port_is_opened_and_to_this_machine():
    opened = {name: service["ports"] for name, service in SERVICES.items() if "ports" in service}
    assert opened == {"web": ["${CUNKOU_BIND:-127.0.0.1}:8080:8080"]}


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
