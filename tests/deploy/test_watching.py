"""Alerts, dashboard and runbook speak of what the running server measures, and of nothing else."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from pathlib import Path

import pytest
import yaml
from aiohttp import ClientSession, web

from bot.chores.table import CHORES
from bot.metrics import REGISTRY
from bot.web.health import health_only

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
RUNBOOK = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
RULES_FOLDER = DEPLOY / "prometheus"
RULES = [
    rule
    for group in yaml.safe_load((RULES_FOLDER / "alerts.yaml").read_text(encoding="utf-8"))["groups"]
    for rule in group["rules"]
]
DASHBOARD = json.loads((DEPLOY / "grafana" / "cunkou.json").read_text(encoding="utf-8"))
PANELS = [panel for panel in DASHBOARD["panels"] if panel["type"] != "row"]
ASKED = [rule["expr"] for rule in RULES] + [target["expr"] for panel in PANELS for target in panel["targets"]]
METRIC = re.compile(r"\b(?:cunkou|process)_\w+")
SELECTOR = re.compile(r"(\b(?:cunkou|process)_\w+)\s*\{([^}]*)\}")
BY = re.compile(r"by \(([^)]*)\)\s*\(?\s*(?:rate|increase)?\(?\s*((?:cunkou|process)_\w+)")
OF_THE_SCRAPE = {"job", "instance", "role", "le"}
FAMILIES = {sample: family for family in REGISTRY.collect() for sample in (family.name, f"{family.name}_total",
            f"{family.name}_bucket", f"{family.name}_sum", f"{family.name}_count")}  # fmt: skip  # what belongs together on one line


def labels_of(sample: str) -> set[str]:
    """Labels of a metric, as the code declares them."""
    collector = REGISTRY._names_to_collectors.get(sample)
    return set(getattr(collector, "names", None) or getattr(collector, "_labelnames", ()))


@pytest.fixture(scope="module")
async def exposed() -> str:
    """What /metrics of a running server says."""

    async def missing() -> dict[str, str]:
        return {}

    runner = web.AppRunner(health_only(missing))
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = site._server.sockets[0].getsockname()[1]
    async with ClientSession() as session, session.get(f"http://127.0.0.1:{port}/metrics") as answer:
        text = await answer.text()
    await runner.cleanup()
    return text


@pytest.mark.parametrize("expression", ASKED)
async def test_what_is_asked_for_is_measured(exposed, expression):
    for name in METRIC.findall(expression):
        kind = re.search(rf"^# TYPE {re.sub('_(bucket|sum|count)$', '', name)} (\w+)$", exposed, re.MULTILINE)
        assert kind, name
        assert (kind[1] == "histogram") == name.endswith("_bucket"), name


@pytest.mark.parametrize("expression", ASKED)
def test_what_is_selected_by_is_a_label(expression):
    for name, selector in SELECTOR.findall(expression):
        asked = set(re.findall(r"(\w+)\s*[=!]", selector))
        assert asked - OF_THE_SCRAPE <= labels_of(name), name
    for by, name in BY.findall(expression):
        assert {label.strip() for label in by.split(",")} - OF_THE_SCRAPE <= labels_of(name), name


def test_every_metric_of_the_runbook_is_measured():
    named = set(re.findall(r"`((?:cunkou|process)_[a-z_]+)`", RUNBOOK))
    assert named <= set(FAMILIES)
    ours = {family.name for family in REGISTRY.collect() if family.name.startswith("cunkou_")}
    assert ours <= {name.removesuffix("_total") for name in named}


def test_every_alert_has_a_runbook_and_every_runbook_an_alert():
    section = RUNBOOK.partition("## When it rings")[2].partition("\n## ")[0]
    written = dict(re.findall(r"^### (\w+)\n((?:(?!###).+\n)+)", section, re.MULTILINE))
    assert list(written) == [rule["alert"] for rule in RULES]
    assert all(len(text) > 80 for text in written.values())


def test_every_alert_says_how_urgent_it_is_and_what_it_means():
    assert {rule["labels"]["severity"] for rule in RULES} == {"page", "ticket"}
    assert all(rule["annotations"]["summary"] for rule in RULES)


def test_every_alert_is_one_that_prometheus_takes():
    """A comma in words without quotes makes a second annotation of them, and Prometheus does not start with that."""
    for rule in RULES:
        assert rule.keys() <= {"alert", "expr", "for", "labels", "annotations"}, rule
        assert rule["annotations"].keys() == {"summary"}, rule
        assert rule["labels"].keys() == {"severity"}, rule


def test_every_alert_rings_in_the_days_that_promtool_plays():
    rung = set(re.findall(r'alertname="(\w+)"', (RULES_FOLDER / "alerts.test.yaml").read_text(encoding="utf-8")))
    assert rung == {rule["alert"] for rule in RULES}


@pytest.mark.parametrize("name", ["prometheus", "kubernetes"])
def test_prometheus_tells_who_answers_villagers_from_who_does_not(name):
    """By `role`, or a worker that goes on would keep it quiet that nobody answers."""
    config = yaml.safe_load((RULES_FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))
    [job] = config["scrape_configs"]
    assert job["job_name"] == "cunkou"
    assert "role" in {each.get("target_label") for each in job["relabel_configs"]}


def test_chores_that_ring_are_chores_that_are_done_often():
    (expression,) = [rule["expr"] for rule in RULES if rule["alert"] == "ChoreStandsStill"]
    seconds = int(expression.rpartition("> ")[2])
    often = {chore.name: chore.every for chore in CHORES}
    for name in re.search(r'chore=~"([^"]+)"', expression)[1].split("|"):
        assert often[name] * 5 < timedelta(seconds=seconds)


def test_panels_lie_beside_each_other_and_have_numbers_of_their_own():
    assert len({panel["id"] for panel in DASHBOARD["panels"]}) == len(DASHBOARD["panels"])
    taken = set()
    for panel in PANELS:
        at = panel["gridPos"]
        cells = {(at["x"] + x, at["y"] + y) for x in range(at["w"]) for y in range(at["h"])}
        assert not cells & taken, panel["title"]
        assert at["x"] + at["w"] <= 24
        taken |= cells
