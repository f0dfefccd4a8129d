"""Settings from the environment (prefix CUNKOU_) and `.env`. Read once by the composition root, then frozen."""

from __future__ import annotations

import base64
import binascii
import json
import secrets
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import SettingsConfigDict, SettingsError

from config.limit_settings import LimitSettings
from config.pay_settings import PaySettings, pay_problems
from config.rotation_settings import RotationSettings
from config.sms_settings import SmsSettings, sms_problems

SECRET_LENGTH = 32
AES_KEY_LENGTH = 43
AES_KEY_BYTES = 32
REDIS_SCHEMES = ("redis", "rediss", "unix", "redis+cluster", "rediss+cluster")


class BadSettings(Exception):
    """The settings cannot be used; one line each says which and how to mend it."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class Settings(SmsSettings, PaySettings, LimitSettings, RotationSettings):
    model_config = SettingsConfigDict(
        env_prefix="CUNKOU_", env_file=".env", env_ignore_empty=True, extra="ignore", frozen=True
    )

    data_dir: Path = Path("var")
    database_url: str = ""
    redis_url: str = ""
    api_token: SecretStr = SecretStr("")
    secret_key: SecretStr = SecretStr("")
    timezone: str = "Asia/Shanghai"

    wechat_token: SecretStr = SecretStr("")
    wechat_mode: Literal["plain", "compatible", "safe"] | None = None
    wechat_app_id: str = ""
    wechat_app_secret: SecretStr = SecretStr("")
    wechat_aes_key: SecretStr = SecretStr("")
    wechat_aes_key_previous: SecretStr = SecretStr("")
    wechat_api_base: str = "https://api.weixin.qq.com"
    wechat_templates: dict[str, str] = Field(default_factory=dict)
    wechat_max_skew: int = Field(default=600, ge=1)

    public_url: str = ""
    """Where the world reaches this bot: browsers, WeChat Pay, and Kannel where KANNEL_CALLBACK_URL says nothing else."""

    carrier_hook_secret: SecretStr = SecretStr("")
    kuaidi100_salt: SecretStr = SecretStr("")

    simulator: bool | None = None
    """Whether anybody who reaches the server may use `/simulator`. Not set: whoever sits at this machine, where the
    database is the embedded one."""

    watch_port: int = Field(default=0, ge=0, le=65535)
    """Where a worker, which answers no hooks, has /healthz, /readyz and /metrics; 0 is nowhere."""

    trace_url: str = ""
    """Where traces go by OTLP over HTTP, `http://collector:4318`; '' is nowhere."""
    trace_share: float = Field(default=1, ge=0, le=1)
    """How many of all traces."""

    log_level: Literal["debug", "info", "warning", "error"] = "info"

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError) as error:
            raise ValueError(f"no time zone is called {name}; write one like Asia/Shanghai") from error
        return name

    @field_validator("redis_url")
    @classmethod
    def _redis(cls, url: str) -> str:
        if url and url.partition("://")[0] not in REDIS_SCHEMES:
            raise ValueError("write redis://host:port/0, or redis+cluster://host:port,host:port for a cluster")
        return url

    @field_validator("wechat_aes_key", "wechat_aes_key_previous")
    @classmethod
    def _aes_key(cls, key: SecretStr) -> SecretStr:
        text = key.get_secret_value()
        if text:
            try:
                sound = (
                    len(text) == AES_KEY_LENGTH and len(base64.b64decode(text + "=", validate=True)) == AES_KEY_BYTES
                )
            except (binascii.Error, ValueError):
                sound = False
            if not sound:
                raise ValueError("an EncodingAESKey has 43 letters and digits; copy it from the account's page")
        return key

    @field_validator("trace_url", "kannel_callback_url")
    @classmethod
    def _http_url_or_none(cls, url: str) -> str:
        return cls._http_url(url) if url else ""

    @field_validator("wechat_api_base", "kannel_url", "aliyun_api_base", "tencent_api_base", "twilio_api_base")
    @classmethod
    def _http_url(cls, url: str) -> str:
        if urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).hostname:
            raise ValueError("write a whole address, like http://127.0.0.1:13013")
        return url.rstrip("/")

    @model_validator(mode="after")
    def _whole(self) -> Settings:
        if self.wechat_mode in ("compatible", "safe") and not self.wechat_aes_key.get_secret_value():
            raise ValueError(f"WECHAT_AES_KEY: the {self.wechat_mode} mode needs it")
        if self.wechat_aes_key.get_secret_value() and not self.wechat_app_id:
            raise ValueError("WECHAT_APP_ID: encrypted messages name the account; set it beside WECHAT_AES_KEY")
        return self

    @property
    def embedded(self) -> bool:
        """Whether this is the one-machine default, which may make up its own secrets."""
        return not self.database_url

    @property
    def mode(self) -> Literal["plain", "compatible", "safe"]:
        """WECHAT_MODE, or compatible where a key is set, else plain."""
        return self.wechat_mode or ("compatible" if self.wechat_aes_key.get_secret_value() else "plain")

    @property
    def simulated(self) -> bool:
        """Whether `/simulator` is served at all."""
        return self.embedded if self.simulator is None else self.simulator

    @property
    def seal_keys(self) -> tuple[str, str]:
        """SECRET_KEY, and the one that is read as well, '' where there is none."""
        return self.secret_key.get_secret_value(), self.secret_key_previous.get_secret_value()

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)


MADE_UP = ("secret_key", "api_token", "wechat_token", "sms_hook_secret")


def read_settings() -> Settings:
    """Settings as given. Raises BadSettings naming every wrong one."""
    try:
        return Settings()
    except ValidationError as error:
        raise BadSettings([_say(e["loc"], e["msg"]) for e in error.errors()]) from error
    except SettingsError as error:  # pydantic ends with the first that is no JSON, and names it in its sentence alone
        field = str(error).partition('"')[2].partition('"')[0]
        raise BadSettings(
            [_say((field,), 'write JSON on one line, {"order_at_station": "ID", "phone_code": "ID"}')]
        ) from error


def _say(where: tuple[int | str, ...], message: str) -> str:
    plain = message.removeprefix("Value error, ")
    return f"CUNKOU_{'_'.join(str(part) for part in where).upper()}: {plain}" if where else f"CUNKOU_{plain}"


def complete(settings: Settings) -> Settings:
    """The settings a server can start with: in the embedded default, missing secrets are made up and kept in
    `DATA_DIR/secrets.json`; with a real database every missing one is named. Raises BadSettings."""
    if settings.embedded and (missing := _missing(settings)):
        kept = _kept_secrets(settings.data_dir / "secrets.json", missing)
        settings = settings.model_copy(update={name: SecretStr(kept[name]) for name in missing})
    if problems := start_problems(settings):
        raise BadSettings(problems)
    return settings


def as_kept(settings: Settings) -> Settings:
    """The settings with the secrets that `DATA_DIR/secrets.json` holds; nothing is made up or written."""
    if not settings.embedded:
        return settings
    kept = _read_secrets(settings.data_dir / "secrets.json")
    return settings.model_copy(update={name: SecretStr(kept[name]) for name in _missing(settings) if name in kept})


def start_problems(settings: Settings) -> list[str]:
    """A line for each thing that keeps a server from starting with these settings; nothing is made up or written."""
    missing = [] if settings.embedded else _missing(settings)
    needed = [name for name in missing if name != "sms_hook_secret" or settings.sms_providers]
    problems = [f"CUNKOU_{name.upper()}: missing; with a real database no secret is made up" for name in needed]
    if 0 < len(settings.secret_key.get_secret_value()) < SECRET_LENGTH:
        problems.append(f"CUNKOU_SECRET_KEY: {SECRET_LENGTH} characters or more are needed; try `openssl rand -hex 32`")
    if 0 < len(settings.secret_key_previous.get_secret_value()) < SECRET_LENGTH:
        problems.append("CUNKOU_SECRET_KEY_PREVIOUS: too short to have been a SECRET_KEY")
    problems += sms_problems(settings, trial=settings.embedded)
    problems += _carrier_problems(settings)
    problems += pay_problems(settings, app_id=settings.wechat_app_id, public_url=settings.public_url)
    return problems


def _missing(settings: Settings) -> list[str]:
    return [name for name in MADE_UP if not getattr(settings, name).get_secret_value()]


def _carrier_problems(settings: Settings) -> list[str]:
    """Pushes are taken behind a secret path and verified with the salt: both, or neither."""
    secret, salt = _plain(settings.carrier_hook_secret), _plain(settings.kuaidi100_salt)
    if secret and not salt:
        return [
            "CUNKOU_KUAIDI100_SALT: missing; without it the pushes to CARRIER_HOOK_SECRET's path cannot be verified"
        ]
    if salt and not secret:
        return ["CUNKOU_CARRIER_HOOK_SECRET: missing; without it no push of Kuaidi100 is taken"]
    return []


def _plain(value: SecretStr | str) -> str:
    return value.get_secret_value() if isinstance(value, SecretStr) else value


def _read_secrets(path: Path) -> dict[str, str]:
    kept: dict[str, str] = json.loads(path.read_text()) if path.exists() else {}
    return kept


def _kept_secrets(path: Path, names: list[str]) -> dict[str, str]:
    kept = _read_secrets(path)
    if fresh := {name: secrets.token_hex(24) for name in names if name not in kept}:
        kept |= fresh
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(".part")
        part.touch(mode=0o600)
        part.write_text(json.dumps(kept, indent=1))
        part.replace(path)
    return kept
