"""The deployed configuration, run by the real bearerbox and smsbox: Chinese goes both ways, also after the bot was away.

Where Kannel is not installed this is skipped, but not in CI, which installs it.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import socket
from pathlib import Path
from urllib.parse import unquote_to_bytes

import pytest
from aiohttp import ClientSession, web

from bot.doctor.asking import asking
from bot.doctor.texting import texting
from config.settings import Settings

DEPLOY = Path(__file__).parents[2] / "deploy"
INSTALLED = all(Path(f"/usr/sbin/{box}").exists() for box in ("bearerbox", "smsbox"))
pytestmark = pytest.mark.skipif(
    not INSTALLED and not os.environ.get("CI"), reason="Kannel is not installed: apt-get install kannel"
)
PASSWORD = "p&ss/w0rd"
PHONE = "13900000999"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def rewritten(folder: Path, name: str, ports: dict[str, int]) -> Path:
    """The deployed file on other ports, and trying again sooner."""
    text = (DEPLOY / name).read_text(encoding="utf-8").replace("http-queue-delay = 10", "http-queue-delay = 1")
    for old, new in ports.items():
        text = text.replace(f"= {old}\n", f"= {new}\n")
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


async def connect(port: int) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    async with asyncio.timeout(15):
        while True:
            with contextlib.suppress(OSError):
                return await asyncio.open_connection("127.0.0.1", port)
            await asyncio.sleep(0.05)


async def text_on_the_phone(network: asyncio.StreamReader) -> str:
    async with asyncio.timeout(15):
        line = await network.readline()
    _, to, kind, data = line.rstrip(b"\n").split(b" ", 3)
    assert (to.decode(), kind) == (PHONE, b"ucs-2")
    return unquote_to_bytes(data.replace(b"+", b" ")).decode("utf-16-be")


@pytest.fixture
async def heard():
    """What the bot was told; it answers only the second time."""
    return asyncio.Queue()


@pytest.fixture
async def bot(heard):
    tries = 0

    async def hook(request: web.Request) -> web.Response:
        nonlocal tries
        tries += 1
        heard.put_nowait((dict(request.query), await request.text()))
        if tries == 1:
            return web.Response(status=500)
        return web.Response(
            text="好的，大米两袋", headers={"Content-Type": "text/plain; charset=UTF-8", "X-Kannel-Coding": "2"}
        )

    app = web.Application()
    app.router.add_post("/hook/sms/kannel/secret", hook)
    runner = web.AppRunner(app)
    await runner.setup()
    port = free_port()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    yield f"http://127.0.0.1:{port}/hook/sms/kannel/secret"
    await runner.cleanup()


@pytest.fixture
async def kannel(tmp_path, bot):
    """Ports of the phone network and of sendsms."""
    ports = {old: free_port() for old in ("13000", "13001", "10000")}
    sendsms = free_port()
    environment = {
        "PATH": os.environ["PATH"],
        "KANNEL_TEMPLATE": str(rewritten(tmp_path, "kannel.conf", ports)),
        "SMSC_CONF": str(rewritten(tmp_path, "smsc.conf", ports)),
        "KANNEL_CONF": str(tmp_path / "filled.conf"),
        "SPOOL": str(tmp_path / "spool"),
        "SENDSMS_INTERFACE": "127.0.0.1",
        "SENDSMS_PORT": str(sendsms),
        "SENDSMS_USERNAME": "cunkou",
        "SENDSMS_PASSWORD": PASSWORD,
        "ADMIN_PASSWORD": PASSWORD,
        "SENDER": "10690000",
        "HOOK_URL": bot,
    }
    with (tmp_path / "log").open("wb") as log:
        boxes = await asyncio.create_subprocess_exec(
            DEPLOY / "kannel-start.sh", env=environment, stdout=log, stderr=log
        )
    yield ports["10000"], sendsms
    boxes.terminate()
    await asyncio.wait_for(boxes.wait(), 15)


async def test_chinese_goes_both_ways_and_a_message_the_bot_missed_is_brought_again(kannel, heard):
    smsc, sendsms = kannel
    network, phone = await connect(smsc)
    _, probe = await connect(sendsms)
    probe.close()
    said = "".join(f"%{byte:02X}" for byte in "大米👌两袋".encode("utf-16-be"))
    phone.write(f"{PHONE} 10690000 ucs2 {said}\n".encode())
    async with asyncio.timeout(15):
        first, again = await heard.get(), await heard.get()
    assert first == again
    assert first[1] == "大米👌两袋"
    assert (first[0]["from"], first[0]["to"], first[0]["ts"].isdigit()) == (PHONE, "10690000", True)
    assert await text_on_the_phone(network) == "好的，大米两袋"

    query = {
        "username": "cunkou",
        "password": PASSWORD,
        "to": PHONE,
        "text": "到站了",
        "coding": "2",
        "charset": "UTF-8",
    }
    async with (
        ClientSession() as session,
        session.get(f"http://127.0.0.1:{sendsms}/cgi-bin/sendsms", params=query) as sent,
    ):
        assert (sent.status, await sent.text()) == (202, "0: Accepted for delivery")
    assert await text_on_the_phone(network) == "到站了"
    assert await the_doctors(sendsms, PASSWORD) == "ok"
    assert await the_doctors(sendsms, "wrong") == "fail"
    phone.close()


async def the_doctors(sendsms: int, password: str) -> str:
    """What `cunkou doctor` thinks of the account; it sends nothing."""
    given = Settings(
        sms_provider="kannel",
        kannel_url=f"http://127.0.0.1:{sendsms}",
        kannel_username="cunkou",
        kannel_password=password,
    )
    async with asking() as asker:
        (finding,) = await texting(given, asker)
    return finding.level
