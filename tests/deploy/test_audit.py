"""The audit stops a release for what is known, and not because a network is away."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

FILE = Path(__file__).parents[2] / ".ci" / "audit.py"
KNOWN = {"id": "PYSEC-2026-1", "aliases": ["CVE-2026-1"], "fix_versions": ["2.1"]}


@pytest.fixture(scope="module")
def audit():
    spec = importlib.util.spec_from_file_location("audit", FILE)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _report(*vulnerabilities, **skipped):
    return {"dependencies": [{"name": "a", "version": "2.0", "vulns": list(vulnerabilities)}, {"name": "b"} | skipped]}


def test_a_known_vulnerability_ends_with_1_and_says_what_mends_it(audit):
    status, lines = audit.verdict(_report(KNOWN))
    assert status == 1
    assert lines[0] == "a 2.0: PYSEC-2026-1, mended by 2.1"


def test_one_that_is_not_mended_yet_is_told_too(audit):
    assert audit.verdict(_report(KNOWN | {"fix_versions": []}))[1][0].endswith("no version yet")


def test_who_cannot_be_asked_about_is_counted_and_stops_nothing(audit):
    status, lines = audit.verdict(_report(skip_reason="not found"))
    assert status == 0
    assert lines == ["1 of 2 packages were asked about; ask again later"]


@pytest.mark.parametrize("name", ["PYSEC-2026-1", "CVE-2026-1"])
def test_what_does_not_concern_us_is_passed_over_by_any_of_its_names(audit, name):
    assert audit.verdict(_report(KNOWN), [name])[0] == 0


def test_an_advisory_is_ignored_for_a_reason_only(audit):
    assert audit.ignored(["# why", "", "CVE-1  never read from strangers"]) == {"CVE-1": "never read from strangers"}
    with pytest.raises(ValueError, match="CVE-2"):
        audit.ignored(["CVE-2"])
    assert isinstance(audit.ignored(audit.IGNORED.read_text(encoding="utf-8").splitlines()), dict)
