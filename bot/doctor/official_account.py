"""The WeChat account: whether it gives a token, knows the templates, and whether the world reaches the bot."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus

import msgspec

from bot.channels.wechat_template import Template
from bot.doctor.asking import Asker, Unreached
from bot.doctor.finding import Finding, fail, ok, warn
from config.settings import Settings

ACCOUNTS_PAGE = "设置与开发 / 基本配置"
MENDS: Mapping[int, str] = {
    40164: f"add this machine's address to the IP list at {ACCOUNTS_PAGE}",
    40013: f"copy CUNKOU_WECHAT_APP_ID from {ACCOUNTS_PAGE}",
    40125: f"copy CUNKOU_WECHAT_APP_SECRET from {ACCOUNTS_PAGE}; a new one ends the old",
    40243: f"the AppSecret is frozen: unfreeze it at {ACCOUNTS_PAGE}",
    45009: "the day's calls are used up; they are given anew at midnight",
    48001: "the account may not do this: a verified service account (认证服务号) may",
}
UNSAID = "look the code up among WeChat's 全局返回码"


class Listed(msgspec.Struct, frozen=True):
    template_id: str


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    errcode: int = 0
    errmsg: str = ""
    access_token: str = ""
    template_list: list[Listed] = []


async def official_account(given: Settings, asker: Asker) -> list[Finding]:
    """A token is asked for without force: WeChat gives the one it gave before, and nobody's ends."""
    if not (given.wechat_app_id and given.wechat_app_secret.get_secret_value()):
        said = "no AppID and AppSecret: it answers, and sends nothing of its own accord"
        return [warn("wechat", said, "set CUNKOU_WECHAT_APP_ID and CUNKOU_WECHAT_APP_SECRET")]
    asked = {
        "grant_type": "client_credential",
        "appid": given.wechat_app_id,
        "secret": given.wechat_app_secret.get_secret_value(),
    }
    try:
        body = msgspec.json.encode(asked)
        said = (await asker.ask("POST", f"{given.wechat_api_base}/cgi-bin/stable_token", body=body)).read(Answer)
        if said.errcode or not said.access_token:
            return [_refused("wechat", "no token", said)]
        return [ok("wechat", "gives a token"), *await _templates(given, asker, said.access_token)]
    except Unreached as trouble:
        mend = "this machine must reach api.weixin.qq.com:443; look at the firewall and the name server"
        return [fail("wechat", f"cannot be asked: {trouble}", mend)]


async def _templates(given: Settings, asker: Asker, token: str) -> list[Finding]:
    url = f"{given.wechat_api_base}/cgi-bin/template/get_all_private_template"
    if not given.wechat_templates:
        said = "none: what must be told outside WeChat's 48 hours goes by SMS, or not at all"
        return [warn("wechat_templates", said, "see CUNKOU_WECHAT_TEMPLATES")]
    said = (await asker.ask("GET", url, query={"access_token": token})).read(Answer)
    if said.errcode:
        return [_refused("wechat_templates", "cannot be listed", said)]
    there = {template.template_id for template in said.template_list}
    ids = {name: Template.read(setting).id for name, setting in given.wechat_templates.items() if setting.strip()}
    gone = sorted(name for name, id_ in ids.items() if id_ not in there)
    if gone:
        return [fail("wechat_templates", f"the account has none for {', '.join(gone)}", "mend CUNKOU_WECHAT_TEMPLATES")]
    return [ok("wechat_templates", f"the account has all {len(ids)}")]


def _refused(name: str, what: str, said: Answer) -> Finding:
    return fail(name, f"{what}: {said.errcode} {said.errmsg[:80]}", MENDS.get(said.errcode, UNSAID))


async def reachable(given: Settings, asker: Asker) -> list[Finding]:
    """Whether PUBLIC_URL leads to a bot: what calls its hook without a signature is refused by the bot itself."""
    if not given.public_url:
        return []
    mend = "the proxy must pass /hook/ on to the bot, and the bot must run"
    try:
        heard = await asker.ask("GET", f"{given.public_url.rstrip('/')}/hook/wechat")
    except Unreached as trouble:
        return [fail("public_url", f"cannot be reached: {trouble}", mend)]
    if heard.status == HTTPStatus.FORBIDDEN:
        return [ok("public_url", "leads to the bot")]
    return [fail("public_url", f"its /hook/wechat answers {heard.status}, which is not the bot", mend)]
