"""The floor: an aiohttp server that answers a POST with its own body, and nothing else."""

import sys

import uvloop
from aiohttp import web


async def echo(request: web.Request) -> web.Response:
    return web.Response(body=await request.read())


if __name__ == "__main__":
    uvloop.install()
    app = web.Application()
    app.add_routes([web.post("/hook/wechat", echo), web.get("/readyz", lambda _: web.Response())])
    web.run_app(app, host="127.0.0.1", port=int(sys.argv[1]), print=None, access_log=None)
