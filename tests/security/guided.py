"""Coverage-guided fuzzing of what reads strangers' bytes, with atheris, which is no dependency of ours:

python -m pip install atheris && python tests/security/guided.py -max_total_time=600
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlencode

import atheris

sys.path.insert(0, str(Path(__file__).parents[2]))
with atheris.instrument_imports():
    from bot.carriers import kuaidi100
    from bot.channels import sms_aliyun_hook, sms_kannel_hook, sms_tencent_hook, sms_twilio_hook
    from bot.channels.wechat_parse import read_message
    from bot.channels.wechat_xml import Malformed, read_xml
from bot.ports import HookAnswer, HookRequest

SECRET, NOW = "s", datetime(2026, 11, 25, 9, tzinfo=UTC)
HOOKS = (
    *sms_kannel_hook.hooks(SECRET),
    *sms_aliyun_hook.hooks(SECRET),
    *sms_tencent_hook.hooks(SECRET),
    *sms_twilio_hook.hooks("AC", "token", "https://x"),
    kuaidi100.hook(SECRET, "salt"),
)
SERVER_ERROR = 500


def _wechat(data: bytes) -> None:
    try:
        read_message(read_xml(data))
    except Malformed:
        return


def _hook(hook: object, data: bytes) -> None:
    if hook is HOOKS[-1]:
        param = data.decode(errors="replace")
        data = urlencode({"param": param, "sign": kuaidi100.signature(param, "salt")}).encode()
    query = dict.fromkeys(("from", "id", "ts", "ref", "st", "text"), data[:40].decode(errors="replace"))
    parts = {"secret": SECRET, "reference": "1"}
    answer = hook.receive(HookRequest(method="POST", parts=parts, query=query, headers={}, body=data, now=NOW))
    assert not isinstance(answer, HookAnswer) or answer.status < SERVER_ERROR


def one_input(data: bytes) -> None:
    """The first byte says who reads the rest."""
    if not data:
        return
    which = data[0] % (len(HOOKS) + 1)
    if which == len(HOOKS):
        _wechat(b"<xml>" + data[1:] if data[0] & 64 else data[1:])
    else:
        _hook(HOOKS[which], data[1:])


if __name__ == "__main__":
    atheris.Setup(sys.argv, one_input)
    atheris.Fuzz()
