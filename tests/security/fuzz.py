"""`make fuzz`: a whole bot on its embedded stores, 100,000 bent inputs for every hook, and then a word with everybody.

python tests/security/fuzz.py [--inputs 100000] [--every 1] [--seed 1] [--database-url URL] [HOOK …]

With `--every 20` each twentieth input goes the whole way over HTTP, and the others are read and answered by the hook alone.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import re
import sys
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from random import Random

import aiohttp
import msgspec
from pydantic import SecretStr
from sqlalchemy import func, select
from yarl import URL

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[2])]
import fuzzing  # noqa: E402 - found by the path above
from fake_wechat_pay import API_KEY, MERCHANT, PUBLIC_ID, SERIAL, account  # noqa: E402 - likewise
from fuzzing import FIRST, OPENIDS, SECOND, Shot  # noqa: E402 - likewise

from bot.app import Parts, wired  # noqa: E402 - likewise
from bot.demo.server import free_port  # noqa: E402 - likewise
from bot.demo.wechat_user import Account, WechatUser  # noqa: E402 - likewise
from bot.importing import import_file  # noqa: E402 - likewise
from bot.logs import set_up  # noqa: E402 - likewise
from bot.payments.notification import PATH  # noqa: E402 - likewise
from bot.ports import HookAnswer, HookRequest, Received  # noqa: E402 - likewise
from bot.serving import _listen  # noqa: E402 - the very server, without its signals
from bot.storage.schema import inbox  # noqa: E402 - likewise
from config.data import HERE  # noqa: E402 - likewise
from config.settings import Settings  # noqa: E402 - likewise

AT_ONCE = 16
SERVER_ERROR = 500


Read = Callable[[Shot], object]
"""What a hook makes of an input."""


class Result(msgspec.Struct):
    """What became of the inputs of one hook."""

    statuses: Counter[int]
    slowest: float = 0.0
    bad: Shot | None = None
    """The first that was answered with a 5xx."""


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def settings_of(home: Path, hooks: Mapping[str, Callable], database_url: str = "") -> Settings:
    keys = {name: home / f"{name}.pem" for name in ("private", "public")}
    given = account()
    keys["private"].write_text(given.private_key)
    keys["public"].write_text(given.public_key)
    providers = ("kannel", "aliyun") if hooks is FIRST else ("tencent", "twilio")
    return Settings(
        data_dir=home / "data", database_url=database_url, secret_key=SecretStr("s" * 40), api_token=SecretStr("t" * 40),
        wechat_token=SecretStr(fuzzing.TOKEN), wechat_app_id=fuzzing.APP_ID, wechat_aes_key=SecretStr(fuzzing.AES_KEY),
        sms_provider=providers[0], sms_fallback=providers[1], sms_hook_secret=SecretStr(fuzzing.SECRET),
        carrier_hook_secret=SecretStr(fuzzing.SECRET), kuaidi100_salt=SecretStr(fuzzing.SALT),
        twilio_account_sid=fuzzing.TWILIO_SID, twilio_auth_token=SecretStr(fuzzing.TWILIO_TOKEN), public_url=fuzzing.PUBLIC,
        wechatpay_merchant=MERCHANT, wechatpay_serial=SERIAL, wechatpay_private_key_file=keys["private"],
        wechatpay_api_v3_key=SecretStr(API_KEY), wechatpay_public_key_file=keys["public"],
        wechatpay_public_key_id=PUBLIC_ID, limit_person=0, limit_address=0, log_level="error",
    )  # fmt: skip  # a table, a row a line


@asynccontextmanager
async def bot(home: Path, hooks: Mapping[str, Callable], database_url: str = "") -> AsyncIterator[tuple[Parts, str]]:
    """The bot with the sample shop; its parts and where it listens."""
    settings = settings_of(home, hooks, database_url)
    for kind in ("catalog", "stations"):
        await import_file(settings, kind, HERE / "sample" / f"{kind}.csv", skip_bad=False, replace=False)
    port = free_port()
    async with wired(settings) as parts:
        runner = await _listen(parts, "127.0.0.1", port)
        try:
            yield parts, f"http://127.0.0.1:{port}"
        finally:
            await runner.cleanup()


async def shoot(
    base: str, make: Callable[[Random], Shot], inputs: int, seed: int, read: Read | None = None, every: int = 1
) -> Result:
    """So many inputs of one hook, sixteen at once; those that do not go the whole way are read by `read`."""
    result, numbers = Result(Counter()), itertools.count()
    connector = aiohttp.TCPConnector(limit=AT_ONCE)

    async def keep_shooting(http: aiohttp.ClientSession) -> None:
        while (n := next(numbers)) < inputs:
            dice = Random(f"{seed}:{make.__name__}:{n}")  # noqa: S311 - inputs of a test, no secret
            if read is None or n % every == 0:
                await _one(http, base, make(dice), result)
            else:
                _read(read, make(dice), dice, result)
                await asyncio.sleep(0)  # or those on their way would wait for all that are only read

    async with aiohttp.ClientSession(connector=connector, auto_decompress=False) as http:
        await asyncio.gather(*(keep_shooting(http) for _ in range(AT_ONCE)))
    return result


def _read(read: Read, shot: Shot, dice: Random, result: Result) -> None:
    """The hook alone: what it makes of the input, and how it would dress an answer. What it raises ends the fuzzing."""
    begun = time.perf_counter()
    received = read(shot)
    if isinstance(received, Received):
        received = received.answer(fuzzing.words(dice))
    status = received.status if isinstance(received, HookAnswer) else 200
    result.statuses[status] += 1
    took = time.perf_counter() - begun
    result.slowest = max(result.slowest, took)
    if result.bad is None and status >= SERVER_ERROR:
        result.bad = shot


def reader(parts: Parts) -> Read:
    """Reads an input by the hook whose path it has."""
    hooks = [(hook.path, hook.receive) for channel in parts.channels for hook in channel.hooks]
    hooks += [(hook.path, hook.receive) for hook in parts.carriers]
    hooks += [(PATH, parts.paying.receive)] if parts.paying else []
    known = [(re.compile(re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", path)), receive) for path, receive in hooks]

    def read(shot: Shot) -> object:
        found, receive = next((m, receive) for pattern, receive in known if (m := pattern.fullmatch(shot.path)))
        headers = {name.lower(): value for name, value in shot.headers.items()}
        return receive(
            HookRequest(
                method=shot.method, parts=found.groupdict(), query=shot.query, headers=headers, body=shot.body,
                now=datetime.now(UTC),
            )
        )  # fmt: skip  # a table, a row a line

    return read


async def _one(http: aiohttp.ClientSession, base: str, shot: Shot, result: Result) -> None:
    url, begun = URL(base + shot.path).with_query(shot.query), time.perf_counter()
    async with http.request(shot.method, url, data=shot.body, headers=shot.headers) as answer:
        await answer.read()
    took = time.perf_counter() - begun
    result.statuses[answer.status] += 1
    result.slowest = max(result.slowest, took)
    if result.bad is None and answer.status >= SERVER_ERROR:
        result.bad = shot


async def stuck(parts: Parts, base: str, most: int = len(OPENIDS)) -> list[str]:
    """Whom the bot does not answer any more, and what it left undone; empty when all is well."""
    while await parts.service.finish_pending():
        pass
    trouble = await parts.database.run(_unfinished)
    async with aiohttp.ClientSession() as http:
        for openid in OPENIDS[:most]:
            follower = WechatUser(http, Account(hook=f"{base}/hook/wechat", token=fuzzing.TOKEN), openid)
            await follower.follow()
            await follower.say("取消")
            answer = await follower.say("酱油多少钱")
            if not _sound(answer.status, answer.text):
                trouble.append(f"{openid}: {answer.status} {answer.text!r}")
    return trouble


def _sound(status: int, text: str) -> bool:
    return status == 200 and bool(text) and "没办好" not in text


def _unfinished(conn) -> list[str]:
    query = (
        select(inbox.c.status, func.count(), func.max(inbox.c.error))
        .where(inbox.c.status != "done")
        .group_by(inbox.c.status)
    )
    return [f"{count} messages are {status}: {error[-1500:]}" for status, count, error in conn.execute(query)]


async def fuzz(inputs: int, seed: int, only: set[str], every: int = 1, database_url: str = "") -> bool:
    """Print a line a hook; whether all came out well."""
    well = True
    for hooks in (FIRST, SECOND):
        chosen = {name: make for name, make in hooks.items() if not only or name in only}
        if not chosen:
            continue
        with tempfile.TemporaryDirectory(prefix="fuzz-") as home:
            async with bot(Path(home), hooks, database_url) as (parts, base):
                for name, make in chosen.items():
                    begun = time.perf_counter()
                    result = await shoot(base, make, inputs, seed, reader(parts), every)
                    seconds = time.perf_counter() - begun
                    shown = " ".join(f"{status}:{count}" for status, count in sorted(result.statuses.items()))
                    say(
                        f"{name:16}{inputs:>8} inputs {seconds:6.0f} s   slowest {result.slowest:5.2f} s   {shown}",
                    )
                    if result.bad:
                        well = False
                        say(f"  BAD: {result.bad}")
                for trouble in await stuck(parts, base):
                    well = False
                    say(f"  STUCK: {trouble}")
    say("no 5xx, nobody stuck" if well else "there is trouble")
    return well


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("hooks", nargs="*")
    parser.add_argument("--inputs", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--database-url", default="", help="a migrated PostgreSQL instead of SQLite")
    asked = parser.parse_args()
    set_up("error")
    sys.exit(0 if asyncio.run(fuzz(asked.inputs, asked.seed, set(asked.hooks), asked.every, asked.database_url)) else 1)


if __name__ == "__main__":
    main()
