"""No secret, no start; and a port that is taken is said plainly."""

from __future__ import annotations

import pytest

from bot.demo.server import Server, ServerFailed


async def _refused(server, *command) -> str:
    with pytest.raises(ServerFailed) as refused:
        await server.command(*command)
    told = str(refused.value)
    assert "Traceback" not in told
    return told


async def test_with_a_real_database_no_secret_means_no_start(tmp_path):
    server = Server(tmp_path, {"DATABASE_URL": "postgresql://cunkou@127.0.0.1:1/cunkou", "SMS_PROVIDER": "kannel"})
    told = await _refused(server, "serve", "--port", str(server.port))
    for setting in ("SECRET_KEY", "API_TOKEN", "WECHAT_TOKEN", "SMS_HOOK_SECRET"):
        assert f"CUNKOU_{setting}" in told


async def test_a_port_that_is_taken_is_said_plainly(troubled, tmp_path):
    port = str(troubled.village.server.port)
    told = await _refused(Server(tmp_path, {}), "serve", "--host", "127.0.0.1", "--port", port)
    assert port in told
