"""A pretend Messages resource of Twilio: it checks the login, the form and who opted out."""

from __future__ import annotations

import aiohttp
from aiohttp import web

from bot.demo.platform import Platform

ACCOUNT, TOKEN = "AC0123456789", "twilio-token"


class FakeTwilio(Platform):
    """`sent` holds the forms that were taken."""

    def __init__(self) -> None:
        super().__init__()
        self.sent: list[dict[str, str]] = []
        self.stopped: set[str] = set()
        """Numbers that sent STOP."""

    def routes(self) -> list[web.RouteDef]:
        return [web.post("/2010-04-01/Accounts/{sid}/Messages.json", self._send)]

    async def _send(self, request: web.Request) -> web.Response:
        login = aiohttp.BasicAuth.decode(request.headers.get("Authorization", "Basic Og=="))
        if (login.login, login.password, request.match_info["sid"]) != (ACCOUNT, TOKEN, ACCOUNT):
            return web.json_response({"code": 20003, "message": "Authenticate", "status": 401}, status=401)
        form = dict(await request.post())
        if not form.get("To", "").startswith("+"):
            return web.json_response({"code": 21211, "message": "invalid 'To'", "status": 400}, status=400)
        if form["To"] in self.stopped:
            return web.json_response({"code": 21610, "message": "unsubscribed", "status": 400}, status=400)
        self.sent.append(form)
        return web.json_response({"sid": f"SM{len(self.sent)}", "status": "queued"}, status=201)
