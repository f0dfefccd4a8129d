"""A pretend SendSms of Tencent Cloud: it checks the signature and its age, templates by position, numbers and quotas."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import time

from aiohttp import web

from bot.demo.platform import Platform

SECRET_ID, SECRET_KEY, APP_ID, SIGN_NAME = "AKIDtest", "tencent-secret", "1400006666", "红旗农商"
CLAIMED = re.compile(
    r"TC3-HMAC-SHA256 Credential=([^/]+)/(\d{4}-\d\d-\d\d)/sms/tc3_request, SignedHeaders=(\S+), Signature=([0-9a-f]{64})"
)
FIVE_MINUTES = 300


def signature(secret: str, scope: tuple[str, str], stamp: str, headers: list[tuple[str, str]], body: bytes) -> str:
    """Written from the document, apart from the code under test: what the server reckons from what came."""
    date, service = scope
    canonical = "POST\n/\n\n" + "".join(f"{name}:{value.lower()}\n" for name, value in headers)
    canonical += "\n" + ";".join(name for name, _ in headers) + "\n" + hashlib.sha256(body).hexdigest()
    asked = f"TC3-HMAC-SHA256\n{stamp}\n{date}/{service}/tc3_request\n{hashlib.sha256(canonical.encode()).hexdigest()}"
    of_date = hmac.new(b"TC3" + secret.encode(), date.encode(), hashlib.sha256).digest()
    of_service = hmac.new(of_date, service.encode(), hashlib.sha256).digest()
    signing = hmac.new(of_service, b"tc3_request", hashlib.sha256).digest()
    return hmac.new(signing, asked.encode(), hashlib.sha256).hexdigest()


class FakeTencent(Platform):
    """`sent` holds what went out: phone, template, parameters, session."""

    def __init__(self, templates: dict[str, int]) -> None:
        """`templates`: id → how many parameters it has."""
        super().__init__()
        self.templates = templates
        self.sent: list[dict[str, object]] = []
        self.blacklist: set[str] = set()
        self.error = ""
        """Code of the next answer's Error."""
        self.state = ""
        """Code of the next message's state."""

    def routes(self) -> list[web.RouteDef]:
        return [web.post("/", self._send)]

    async def _send(self, request: web.Request) -> web.Response:
        body = await request.read()
        code, self.error = self.error or self._unsigned(request, body), ""
        if code:
            return web.json_response({"Response": {"Error": {"Code": code, "Message": "…"}, "RequestId": "r"}})
        asked = json.loads(body)
        code, self.state = self.state or self._refused(asked), ""
        serial = "" if code else f"2640:{len(self.sent)}"
        states = [
            {"SerialNo": serial, "PhoneNumber": phone, "Fee": 1, "Code": code or "Ok", "Message": "…", "IsoCode": "CN"}
            for phone in asked["PhoneNumberSet"]
        ]
        return web.json_response({"Response": {"SendStatusSet": states, "RequestId": "r"}})

    def _unsigned(self, request: web.Request, body: bytes) -> str:
        claimed = CLAIMED.fullmatch(request.headers.get("Authorization", ""))
        if claimed is None or claimed[1] != SECRET_ID:
            return "AuthFailure.SecretIdNotFound"
        stamp = request.headers["X-TC-Timestamp"]
        if abs(time.time() - int(stamp)) > FIVE_MINUTES:
            return "AuthFailure.SignatureExpire"
        headers = [(name, request.headers[name]) for name in claimed[3].split(";")]
        if claimed[4] != signature(SECRET_KEY, (claimed[2], "sms"), stamp, headers, body):
            return "AuthFailure.SignatureFailure"
        called = tuple(request.headers.get(f"X-TC-{name}", "") for name in ("Action", "Version", "Region"))
        return "" if called == ("SendSms", "2021-01-11", "ap-guangzhou") else "InvalidAction"

    def _refused(self, asked: dict) -> str:
        if (asked["SmsSdkAppId"], asked["SignName"]) != (APP_ID, SIGN_NAME):
            return "FailedOperation.SignatureIncorrectOrUnapproved"
        if len(asked["TemplateParamSet"]) != self.templates.get(asked["TemplateId"]):
            return "FailedOperation.TemplateIncorrectOrUnapproved"
        if any(len(value) > 12 for value in asked["TemplateParamSet"]):
            return "InvalidParameterValue.TemplateParameterLengthLimit"
        (phone,) = asked["PhoneNumberSet"]
        if not re.fullmatch(r"\+861[3-9]\d{9}", phone):
            return "InvalidParameterValue.IncorrectPhoneNumber"
        if phone in self.blacklist:
            return "FailedOperation.PhoneNumberInBlacklist"
        self.sent.append(
            {
                "phone": phone,
                "template": asked["TemplateId"],
                "params": asked["TemplateParamSet"],
                "session": asked["SessionContext"],
            }
        )
        return ""
