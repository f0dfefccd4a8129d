"""In its container the bot is nobody, writes nowhere but where it must, and may do nothing it does not need."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
COMPOSE = yaml.safe_load((ROOT / "deploy" / "compose.yaml").read_text(encoding="utf-8"))
SERVICES = COMPOSE["services"]
BOTS = ("migrate", "web", "worker")


def test_the_image_runs_as_nobody_in_particular():
    [user] = re.findall(r"^USER (\S+)$", DOCKERFILE, re.MULTILINE)
    assert user not in ("root", "0")
    last = DOCKERFILE.rindex("FROM ")
    assert DOCKERFILE.index("USER ") > last, "the user of the image that runs, not of the one that builds"
    assert DOCKERFILE.index("USER ") < DOCKERFILE.index("ENTRYPOINT")
    assert "sudo" not in DOCKERFILE


def test_the_image_installs_only_what_has_its_hash():
    installs = [line for line in DOCKERFILE.splitlines() if "pip install" in line]
    assert installs
    assert all("--require-hashes" in line or "--no-deps" in line for line in installs)


def test_no_secret_is_built_into_the_image():
    assert not re.search(r"(?i)^(?:ENV|ARG).*(?:secret|token|password|key)", DOCKERFILE, re.MULTILINE)
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").split()
    assert "*" in ignored, "everything stays out, but what is named"
    assert not {"!deploy", "!.env", "!var"} & set(ignored)


@pytest.mark.parametrize("name", BOTS)
def test_a_bot_cannot_write_to_its_image_and_has_no_powers(name):
    service = SERVICES[name]
    assert service["read_only"] is True
    assert any(str(one).startswith("/tmp") for one in service["tmpfs"])  # noqa: S108 - the container's own
    assert service["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in service["security_opt"]
    assert not service.get("privileged")
    assert all(str(one).endswith(":ro") for one in service.get("volumes", []))


def test_database_and_redis_are_reached_by_the_bot_and_the_backup_alone_and_reach_nobody():
    on = {name: set(service["networks"]) for name, service in SERVICES.items()}
    assert {name for name, networks in on.items() if "back" in networks} == {*BOTS, "postgres", "redis", "backup"}
    assert on["postgres"] == on["redis"] == {"back"}
    assert COMPOSE["networks"]["back"]["internal"] is True
    for name, service in SERVICES.items():
        if service.get("ports"):
            assert "front" in on[name], f"{name}: no port is opened from an inner network"
        for needed in service.get("depends_on", {}):
            assert on[name] & on[needed], f"{name} does not reach {needed}"


def test_nobody_gets_new_privileges_and_nothing_but_the_bot_and_the_proxy_is_reachable():
    for name, service in SERVICES.items():
        assert "no-new-privileges:true" in service.get("security_opt", []), name
        for port in service.get("ports", []):
            assert name == "proxy" or str(port).startswith(("127.0.0.1:", "${CUNKOU_BIND:-127.0.0.1}:")), name
