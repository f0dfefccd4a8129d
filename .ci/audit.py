# ruff: noqa: INP001 - a script of the check, no package
"""Known vulnerabilities of what is locked, and its bill of materials (CycloneDX, build/sbom.cdx.json).

Ends with 1 only where a vulnerability is known. Where the advisory service cannot be asked, it says so and ends with 0: a
network that is away is no reason to stop a release, and the next audit asks again. .ci/audit.ignore names advisories that do
not concern us, each with a reason.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
LOCK = ROOT / "requirements-image.lock"
SBOM = ROOT / "build" / "sbom.cdx.json"
IGNORED = ROOT / ".ci" / "audit.ignore"
WITHIN_S = 120


def ignored(lines: Iterable[str]) -> dict[str, str]:
    """Advisory → why it does not concern us. Raises ValueError where there is no reason."""
    found = {}
    for line in lines:
        if line.strip() and not line.startswith("#"):
            advisory, _, reason = line.strip().partition(" ")
            if not reason.strip():
                raise ValueError(f"{advisory} is ignored without a reason")
            found[advisory] = reason.strip()
    return found


def verdict(report: dict[str, Any], harmless: Iterable[str] = ()) -> tuple[int, list[str]]:
    """The exit status, and what to say, of pip-audit's report."""
    rows = report.get("dependencies", [])
    lines = [line for row in rows for line in _known(row, set(harmless))]
    asked = sum("skip_reason" not in row for row in rows)
    lines.append(
        f"{asked} of {len(rows)} packages were asked about" + ("" if asked == len(rows) else "; ask again later")
    )
    return int(len(lines) > 1), lines


def _known(row: dict[str, Any], harmless: set[str]) -> list[str]:
    """A line for each vulnerability of a package that concerns us."""
    found = [one for one in row.get("vulns", []) if harmless.isdisjoint({one["id"], *one.get("aliases", [])})]
    fixes = [", ".join(one.get("fix_versions", [])) or "no version yet" for one in found]
    return [
        f"{row['name']} {row['version']}: {one['id']}, mended by {fix}" for one, fix in zip(found, fixes, strict=True)
    ]


def _audit() -> tuple[int, list[str]]:
    command = [
        sys.executable,
        "-m",
        "pip_audit",
        "--disable-pip",
        "--require-hashes",
        "--format",
        "json",
        "-r",
        str(LOCK),
    ]
    try:
        run = subprocess.run(command, capture_output=True, text=True, check=False, timeout=WITHIN_S)  # noqa: S603 - our own words
        report = json.loads(run.stdout)
    except (subprocess.TimeoutExpired, ValueError):
        return 0, ["the advisory service could not be asked; ask again later"]
    harmless = ignored(IGNORED.read_text(encoding="utf-8").splitlines()) if IGNORED.exists() else {}
    return verdict(report, harmless)


def _bill() -> str:
    SBOM.parent.mkdir(exist_ok=True)
    command = ["requirements", str(LOCK), "--output-format", "JSON", "--output-file", str(SBOM)]
    subprocess.run([sys.executable, "-m", "cyclonedx_py", *command], check=True)  # noqa: S603 - our own words
    return f"{len(json.loads(SBOM.read_text())['components'])} components: {SBOM.relative_to(ROOT)}"


def main() -> int:
    status, lines = _audit()
    for line in (_bill(), *lines):
        sys.stdout.write(f"{line}\n")
    return status


if __name__ == "__main__":
    sys.exit(main())
