"""wechatpy under Flask answering every text with itself: signature, parser and reply of wechatpy, nothing else."""

import os

from flask import Flask, Response, request
from wechatpy import create_reply, parse_message
from wechatpy.utils import check_signature

app = Flask(__name__)
TOKEN = os.environ["WECHAT_TOKEN"]


@app.post("/hook/wechat")
def echo() -> Response:
    asked = request.args
    check_signature(TOKEN, asked["signature"], asked["timestamp"], asked["nonce"])
    message = parse_message(request.get_data())
    return Response(create_reply(message.content, message).render(), mimetype="application/xml")
