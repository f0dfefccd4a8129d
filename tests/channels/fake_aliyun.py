"""A pretend dysmsapi: it checks the signature as Aliyun's documents say, has templates, numbers and the day's quota."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from urllib.parse import parse_qsl

from aiohttp import web

from bot.demo.platform import Platform

KEY_ID, KEY_SECRET, SIGN_NAME = "LTAItest", "aliyun-secret", "红旗农商"
PER_NUMBER_AND_TEMPLATE = 50
CLAIMED = re.compile(r"ACS3-HMAC-SHA256 Credential=(\S+?),SignedHeaders=(\S+?),Signature=([0-9a-f]{64})")


def signature(secret: str, request_line: tuple[str, str, str], headers: list[tuple[str, str]], body: bytes) -> str:
    """Written from the document, apart from the code under test: what the server reckons from what came."""
    method, path, query = request_line
    lines = [method, path, query]
    lines += [f"{name}:{value.strip()}" for name, value in headers]
    lines += ["", ";".join(name for name, _ in headers), hashlib.sha256(body).hexdigest()]
    digest = hashlib.sha256("\n".join(lines).encode()).hexdigest()
    return hmac.new(secret.encode(), f"ACS3-HMAC-SHA256\n{digest}".encode(), hashlib.sha256).hexdigest()


class FakeAliyun(Platform):
    """`sent` holds what went out: phone, template, parameters, OutId."""

    def __init__(self, templates: dict[str, set[str]]) -> None:
        """`templates`: code → names of its parameters."""
        super().__init__()
        self.templates = templates
        self.sent: list[dict[str, object]] = []
        self.nonces: set[str] = set()
        self.answer: tuple[int, str, str] | None = None
        """Status, code and message of the next answer."""

    def routes(self) -> list[web.RouteDef]:
        return [web.post("/", self._send)]

    async def _send(self, request: web.Request) -> web.Response:
        body = await request.read()
        status, code, message = self._refused(request, body) or (200, "OK", "OK")
        return web.json_response({"Code": code, "Message": message, "RequestId": "A1"}, status=status)

    def _refused(self, request: web.Request, body: bytes) -> tuple[int, str, str] | None:
        if self.answer:
            told, self.answer = self.answer, None
            return told
        claimed = CLAIMED.fullmatch(request.headers.get("Authorization", ""))
        if claimed is None or claimed[1] != KEY_ID:
            return 404, "InvalidAccessKeyId.NotFound", "Specified access key is not found."
        headers = [(name, request.headers[name]) for name in claimed[2].split(";")]
        line = (request.method, request.path, request.rel_url.raw_query_string)
        if claimed[3] != signature(KEY_SECRET, line, headers, body):
            return 400, "SignatureDoesNotMatch", "Specified signature is not matched with our calculation."
        nonce = request.headers["x-acs-signature-nonce"]
        if nonce in self.nonces:
            return 400, "SignatureNonceUsed", "used"
        self.nonces.add(nonce)
        return self._carried_out(dict(parse_qsl(request.rel_url.raw_query_string)), request.headers)

    def _carried_out(self, asked: dict[str, str], headers: object) -> tuple[int, str, str] | None:
        if (headers["x-acs-action"], headers["x-acs-version"]) != ("SendSms", "2017-05-25"):
            return 400, "InvalidAction.NotFound", "no such action"
        if asked["SignName"] != SIGN_NAME:
            return 200, "isv.SMS_SIGNATURE_ILLEGAL", "该账号下找不到对应签名"
        names = self.templates.get(asked["TemplateCode"])
        if names is None:
            return 200, "isv.SMS_TEMPLATE_ILLEGAL", "该账号下找不到对应模板"
        params = json.loads(asked["TemplateParam"])
        if set(params) != names or not all(params.values()):
            return 200, "isv.TEMPLATE_MISSING_PARAMETERS", "模板变量缺少对应参数值"
        if not re.fullmatch(r"1[3-9]\d{9}", asked["PhoneNumbers"]):
            return 200, "isv.MOBILE_NUMBER_ILLEGAL", "手机号码格式错误"
        before = [
            one
            for one in self.sent
            if (one["phone"], one["template"]) == (asked["PhoneNumbers"], asked["TemplateCode"])
        ]
        if len(before) >= PER_NUMBER_AND_TEMPLATE:
            return 200, "isv.BUSINESS_LIMIT_CONTROL", "触发天级流控Permits:50"
        self.sent.append(
            {
                "phone": asked["PhoneNumbers"],
                "template": asked["TemplateCode"],
                "params": params,
                "out_id": asked["OutId"],
            }
        )
        return None
