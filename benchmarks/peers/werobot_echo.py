"""WeRoBot answering every text with itself: no session, no store, nothing understood."""

import os

from werobot import WeRoBot

robot = WeRoBot(token=os.environ["WECHAT_TOKEN"], enable_session=False)


@robot.text
def echo(message: object) -> str:
    return message.content


app = robot.wsgi
