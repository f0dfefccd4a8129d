"""A phone whose messages Aliyun pushes: whole, in an array, again and again until it hears a 200 with a numeric code; the
answer comes by a message of its own."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from http import HTTPStatus
from zoneinfo import ZoneInfo

from bot.demo.village import Village

SETTINGS = {
    "SMS_FALLBACK": "aliyun",
    "ALIYUN_ACCESS_KEY_ID": "LTAIchaos",
    "ALIYUN_ACCESS_KEY_SECRET": "secret",
    "ALIYUN_SIGN_NAME": "村口",
    "ALIYUN_TEMPLATES": '{"order_at_station": "SMS_1"}',
    "ALIYUN_API_BASE": "http://127.0.0.1:9",
}
"""It is heard as well, and reached by nobody: what it cannot send goes by Kannel, and the other way round."""
BEIJING = ZoneInfo("Asia/Shanghai")


async def push(door: Village, phone: str, messages: Mapping[str, str]) -> int:
    """One push of messages, by their `sequence_id`, to one of the servers. Returns 200 only where Aliyun would not push them again."""
    ups = [
        {
            "phone_number": phone[-11:],
            "content": text,
            "send_time": f"{datetime.now(BEIJING):%Y-%m-%d %H:%M:%S}",
            "sequence_id": sequence,
            "dest_code": "10690000",
        }
        for sequence, text in messages.items()
    ]
    url = f"{door.server.base}/hook/sms/aliyun/{door.settings['SMS_HOOK_SECRET']}/up"
    async with door.http.post(url, data=json.dumps(ups), headers={"Content-Type": "application/json"}) as answer:
        said = await answer.read()
        if answer.status != HTTPStatus.OK:
            return answer.status
        return HTTPStatus.OK if json.loads(said).get("code") == 0 else HTTPStatus.BAD_GATEWAY
