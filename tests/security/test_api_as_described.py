"""The API does what its OpenAPI says, whatever it is asked: schemathesis against the running server."""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path

import fuzz
from fuzzing import FIRST

SECONDS = 8
CHECKS = (
    "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance,ignored_auth,"
    "unsupported_method"
)


async def test_whatever_it_is_asked_it_answers_as_described(tmp_path):
    async with fuzz.bot(tmp_path, FIRST) as (_, base):
        asked = ["run", f"{base}/api/openapi.json", "-H", f"Authorization: Bearer {'t' * 40}"]
        asked += ["--phases", "coverage,fuzzing", "--checks", CHECKS, "--max-time", str(SECONDS), "-n", "3"]
        asked += ["--seed", "1", "--no-color", "--warnings", "off"]
        program = Path(sys.executable).with_name("schemathesis")
        run = await asyncio.create_subprocess_exec(
            *(str(program), *asked),
            cwd=tmp_path,
            env=os.environ | {"PYTHONWARNINGS": "ignore"},
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        said = (await asyncio.wait_for(run.communicate(), 5 * SECONDS))[0].decode()
    assert run.returncode == 0, said[-6000:]
    assert "Tested:" in said
