"""The manifests for Kubernetes name only what exists, and stop a server the way it wants to be stopped."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from bot.cli import Role
from bot.web.health import health_only
from bot.web.pages.assets import ROOT as ASSETS
from bot.web.pages.errors import BELOW
from config.settings import Settings

FOLDER = Path(__file__).parents[2] / "deploy" / "kubernetes"
KINDS = {
    (document["kind"], document["metadata"]["name"]): document
    for path in sorted(FOLDER.glob("*.yaml"))
    for document in yaml.safe_load_all(path.read_text(encoding="utf-8"))
    if "metadata" in document
}
PODS = {
    name: each["spec"]["template"]["spec"] for (_, name), each in KINDS.items() if "template" in each.get("spec", {})
}
KUSTOMIZATION = yaml.safe_load((FOLDER / "kustomization.yaml").read_text(encoding="utf-8"))
PROBES = ("startupProbe", "readinessProbe", "livenessProbe")


def container_of(name: str):
    [container] = PODS[name]["containers"]
    return container


def test_every_file_is_either_applied_by_kustomize_or_named_in_its_head():
    head = (FOLDER / "kustomization.yaml").read_text(encoding="utf-8").partition("apiVersion")[0]
    for path in FOLDER.glob("*.yaml"):
        assert path.name in KUSTOMIZATION["resources"] or path.name in head or path.name == "kustomization.yaml"


def test_every_setting_is_one_and_no_secret_has_a_value():
    known = {f"CUNKOU_{name.upper()}" for name in Settings.model_fields}
    given, secret = KINDS["ConfigMap", "cunkou"]["data"], KINDS["Secret", "cunkou"]["stringData"]
    assert given.keys() | secret.keys() <= known
    assert not given.keys() & secret.keys()
    assert set(secret.values()) == {""}


def test_all_pods_run_the_one_image_that_kustomize_names():
    """Or the schema would be brought up to date by another version than the one that starts."""
    [image] = KUSTOMIZATION["images"]
    assert {container_of(name)["image"] for name in PODS} == {image["name"]}
    assert PODS.keys() == {"migrate", "web", "worker"}
    assert {f"{name}.yaml" for name in PODS} <= set(KUSTOMIZATION["resources"])


def test_the_schema_can_be_brought_up_to_date_before_the_rest_is_applied():
    head = (FOLDER / "kustomization.yaml").read_text(encoding="utf-8").partition("apiVersion")[0]
    steps = re.findall(r"-l (step!?=\w+)", head)
    assert steps == ["step=migrate", "step!=migrate"]
    labelled = {name for name, each in KINDS.items() if each["metadata"].get("labels", {}).get("step") == "migrate"}
    assert labelled == {("Job", "migrate")}


@pytest.mark.parametrize("name", PODS)
def test_every_pod_runs_without_root_and_writes_only_where_it_must(name):
    pod, container = PODS[name], container_of(name)
    assert pod["securityContext"]["runAsNonRoot"]
    assert not pod["automountServiceAccountToken"]
    assert container["securityContext"] == {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
    }
    writable = {volume["name"] for volume in pod["volumes"]}
    assert {mount["name"] for mount in container["volumeMounts"]} == writable
    assert KINDS["ConfigMap", "cunkou"]["data"]["CUNKOU_DATA_DIR"] in {
        mount["mountPath"] for mount in container["volumeMounts"]
    }


@pytest.mark.parametrize("name", ["web", "worker"])
def test_probes_ask_what_answers(name):
    container = container_of(name)
    answered = {route.resource.canonical for route in health_only(lambda: None).router.routes() if route.resource}
    ports = {port["name"]: port["containerPort"] for port in container["ports"]}
    for probe in PROBES:
        asked = container[probe]["httpGet"]
        assert asked["path"] in answered
        assert asked["port"] in ports
    started = dict(zip(container["args"][1::2], container["args"][2::2], strict=True))
    assert Role(started["--role"]).value == name
    listens = int(started.get("--port", KINDS["ConfigMap", "cunkou"]["data"]["CUNKOU_WATCH_PORT"]))
    assert list(ports.values()) == [listens]
    start = container["startupProbe"]
    assert start["periodSeconds"] * start["failureThreshold"] >= 300, "a big catalogue is read before it listens"
    assert container["livenessProbe"]["httpGet"]["path"] == "/healthz", "stores that are away are mended by no restart"


@pytest.mark.parametrize("name", ["web", "worker"])
def test_a_new_version_comes_before_the_old_one_goes(name):
    deployment = KINDS["Deployment", name]["spec"]
    assert deployment["strategy"]["rollingUpdate"]["maxUnavailable"] == 0
    assert KINDS["PodDisruptionBudget", name]["spec"]["minAvailable"] < deployment["replicas"]
    stopping = container_of(name).get("lifecycle", {}).get("preStop", {}).get("exec", {}).get("command", [])
    waits = int(stopping[-1].partition("sleep(")[2].rstrip(")")) if stopping else 0
    longest_turn = 4
    assert waits + longest_turn < PODS[name]["terminationGracePeriodSeconds"]


@pytest.mark.parametrize("name", ["web", "worker"])
def test_memory_rings_before_the_pod_is_killed_for_it(name):
    rules = yaml.safe_load((FOLDER.parent / "prometheus" / "alerts.yaml").read_text(encoding="utf-8"))["groups"]
    [asked] = [rule["expr"] for group in rules for rule in group["rules"] if rule["alert"] == "MemoryHigh"]
    gibibytes = int(container_of(name)["resources"]["limits"]["memory"].removesuffix("Gi"))
    assert float(asked.rpartition("> ")[2]) < gibibytes * 2**30


def test_the_world_reaches_the_pages_the_hooks_and_the_api_and_nothing_else():
    [rule] = KINDS["Ingress", "cunkou"]["spec"]["rules"]
    assert {path["path"] for path in rule["http"]["paths"]} == {"/hook", "/api", ASSETS, *BELOW}


def test_whatever_selects_pods_finds_them():
    labels = {name: KINDS["Deployment", name]["spec"]["template"]["metadata"]["labels"] for name in ("web", "worker")}
    for (kind, name), each in KINDS.items():
        selector = each.get("spec", {}).get("selector") or each.get("spec", {}).get("podSelector")
        if selector:
            wanted = selector.get("matchLabels", selector)
            assert any(wanted.items() <= found.items() for found in labels.values()), (kind, name)
    scaled = KINDS["HorizontalPodAutoscaler", "web"]["spec"]["scaleTargetRef"]
    assert (scaled["kind"], scaled["name"]) in KINDS


@pytest.mark.parametrize("name", ["web", "worker"])
def test_key_files_of_payments_can_be_read_by_the_user_of_the_pods_alone(name):
    [keys] = [volume for volume in PODS[name]["volumes"] if volume["name"] == "keys"]
    assert keys["secret"] == {"secretName": "cunkou-keys", "optional": True, "defaultMode": 0o440}
    assert PODS[name]["securityContext"]["fsGroup"] == PODS[name]["securityContext"]["runAsUser"]
    assert {"name": "keys", "mountPath": "/keys", "readOnly": True} in container_of(name)["volumeMounts"]
