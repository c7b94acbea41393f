"""Settings: what an office may decide about its site, read once from the environment."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError

from schemas.database_url import is_database_url
from schemas.words import Language, Refusal, Text, text

Port = Annotated[int, Field(ge=1, le=65535)]
Address = Annotated[str, Field(pattern=r"^(\[[0-9a-fA-F:]+\]|[^\s:/@]+):\d{1,5}$")]
NamespaceName = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{1,99}$")]

# One folder for all that a site keeps. In the home folder and not in the clone, so that it is found again from every
# working directory, and so that deleting or cleaning a clone never deletes an office's ledger.
DEFAULT_HOME: Final = ".bihuan"
DEFAULT_NAMESPACE: Final = "bihuan"


class Settings(BaseModel):
    """What is decided about a site; secrets do not show when it is printed."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    home: Path
    language: Language = "zh"
    database_url: SecretStr | None = None
    owner_database_url: SecretStr | None = None
    temporal_address: Address | None = None
    temporal_namespace: NamespaceName | None = None
    temporal_config_file: str | None = None
    temporal_profile: str | None = None
    temporal_api_key: SecretStr | None = None
    temporal_port: Port = 7233
    ui_port: Port = 8233

    @property
    def database_is_elsewhere(self) -> bool:
        """True when the office runs its own PostgreSQL: the embedded one is not started."""
        return self.database_url is not None

    @property
    def temporal_is_elsewhere(self) -> bool:
        """True when Temporal's own variables point to a server: the embedded one is not started."""
        return any((self.temporal_address, self.temporal_config_file, self.temporal_profile))

    @property
    def namespace(self) -> str:
        """The namespace of the embedded server; a server elsewhere has its own configuration."""
        return self.temporal_namespace or DEFAULT_NAMESPACE


_POSTGRES = text(
    "应写成 postgresql://用户@主机:端口/数据库（口令可写在其中，或用 passfile 指向口令文件；"
    "特殊字符须用 % 编码，例如 # 写成 %23）",
    "write postgresql://user@host:port/database (the password in it, or passfile= naming a password file; what is "
    "special is percent-encoded, as %23 for #)",
)
_PORT = text("应为 1 至 65535 之间的整数", "write a whole number from 1 to 65535")
_FILLED = text("不能为空", "must not be empty")

# Variable → the field it fills, and what is allowed there.
VARIABLES: Final[Mapping[str, tuple[str, Text]]] = {
    "BIHUAN_HOME": ("home", text("应为一个目录", "name a folder")),
    "BIHUAN_LANG": ("language", text("只能是 zh 或 en", "write zh or en")),
    "BIHUAN_DATABASE_URL": ("database_url", _POSTGRES),
    "BIHUAN_OWNER_DATABASE_URL": ("owner_database_url", _POSTGRES),
    "BIHUAN_TEMPORAL_PORT": ("temporal_port", _PORT),
    "BIHUAN_UI_PORT": ("ui_port", _PORT),
    "TEMPORAL_ADDRESS": ("temporal_address", text("应写成 主机:端口", "write host:port")),
    "TEMPORAL_NAMESPACE": (
        "temporal_namespace",
        text(
            "只能用字母、数字、点、横线和下划线，2 至 100 个字符", "2 to 100 of letters, digits, dot, dash, underscore"
        ),
    ),
    "TEMPORAL_CONFIG_FILE": ("temporal_config_file", _FILLED),
    "TEMPORAL_PROFILE": ("temporal_profile", _FILLED),
    "TEMPORAL_API_KEY": ("temporal_api_key", _FILLED),
}


def load_settings(environ: Mapping[str, str]) -> Settings:
    """Read the settings; an empty variable counts as unset, a bad one is refused by its name and never shown."""
    given = {field: environ[name] for name, (field, _) in VARIABLES.items() if environ.get(name)}
    given["home"] = str(_home(environ))
    try:
        settings = Settings.model_validate(given)
    except ValidationError as error:
        raise _refusal(str(error.errors()[0]["loc"][0])) from None
    _check_together(settings)
    return settings


def _home(environ: Mapping[str, str]) -> Path:
    own = Path(environ.get("HOME") or Path.home())
    said = environ.get("BIHUAN_HOME")
    if not said:
        return (own / DEFAULT_HOME).absolute()
    if said == "~" or said.startswith("~/"):
        return (own / said[2:]).absolute()
    return Path(said).absolute()


def _check_together(settings: Settings) -> None:
    for name in ("BIHUAN_DATABASE_URL", "BIHUAN_OWNER_DATABASE_URL"):
        url: SecretStr | None = getattr(settings, VARIABLES[name][0])
        if url is not None and not is_database_url(url.get_secret_value()):
            raise _refusal(VARIABLES[name][0])
    if settings.temporal_port == settings.ui_port:
        raise Refusal(
            text(
                f"BIHUAN_TEMPORAL_PORT 与 BIHUAN_UI_PORT 都是 {settings.ui_port}，必须不同。",
                f"BIHUAN_TEMPORAL_PORT and BIHUAN_UI_PORT are both {settings.ui_port}; they must differ.",
            )
        )
    if settings.owner_database_url is not None and settings.database_url is None:
        raise _needs("BIHUAN_OWNER_DATABASE_URL", "BIHUAN_DATABASE_URL")
    if settings.temporal_api_key is not None and not settings.temporal_is_elsewhere:
        raise _needs("TEMPORAL_API_KEY", "TEMPORAL_ADDRESS")


def _refusal(field: str) -> Refusal:
    name, allowed = next((name, allowed) for name, (filled, allowed) in VARIABLES.items() if filled == field)
    return Refusal(
        text(f"环境变量 {name} 的值不能用：{allowed.zh}。", f"The value of {name} can't be used: {allowed.en}.")
    )


def _needs(given: str, missing: str) -> Refusal:
    return Refusal(
        text(
            f"设了 {given} 却没有设 {missing}，两者须一起设。",
            f"{given} is set without {missing}; set both or neither.",
        )
    )
