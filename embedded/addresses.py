"""Where the parts of a site are, and how the programs that come later find them."""

import os
from pathlib import Path
from typing import Final

from pydantic import BaseModel, ConfigDict, SecretStr

from embedded.folder import demand_readable, is_in_use
from schemas.settings import Settings
from schemas.words import Refusal, text

FILE: Final = "site.json"


class Embedded(BaseModel):
    """Where the embedded servers are; None for those that run elsewhere. Holds no secret."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    app_dsn: str | None = None
    owner_dsn: str | None = None
    temporal_address: str | None = None
    temporal_namespace: str | None = None
    ui_url: str | None = None


class Addresses(BaseModel):
    """Where database and Temporal are; None for Temporal means that its own variables say it."""

    model_config = ConfigDict(frozen=True)

    database_url: SecretStr  # may do what the migrations grant
    owner_database_url: SecretStr  # migrations
    temporal_address: str | None
    temporal_namespace: str | None
    ui_url: str | None


def find_addresses(settings: Settings) -> Addresses:
    """Return where the parts are, by the settings or by the running site; refuse when that site is not running."""
    if settings.database_is_elsewhere and settings.temporal_is_elsewhere:
        return joined(settings, Embedded())
    demand_readable(settings.home)
    file = settings.home / FILE
    if not is_in_use(settings.home) or not file.exists():
        raise Refusal(
            text(
                f"{settings.home} 的站点没有运行。请先启动它（bihuan up），或用 BIHUAN_HOME 指明是哪个站点。",
                f"The site in {settings.home} is not running. Start it (bihuan up), or say which one by BIHUAN_HOME.",
            )
        )
    return joined(settings, Embedded.model_validate_json(file.read_bytes()))


def joined(settings: Settings, embedded: Embedded) -> Addresses:
    """Put together what the settings say and what the embedded servers add."""
    app, owner = settings.database_url, settings.owner_database_url or settings.database_url
    return Addresses(
        database_url=app or SecretStr(embedded.app_dsn or ""),
        owner_database_url=owner or SecretStr(embedded.owner_dsn or ""),
        temporal_address=settings.temporal_address or embedded.temporal_address,
        temporal_namespace=settings.temporal_namespace or embedded.temporal_namespace,
        ui_url=embedded.ui_url,
    )


def write_down(home: Path, embedded: Embedded) -> None:
    """Leave the addresses for the programs that come later; whole or not at all."""
    half = home / f"{FILE}.half"
    with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(embedded.model_dump_json())
    half.replace(home / FILE)


def cross_out(home: Path) -> None:
    """Take the addresses back: nobody is there any more."""
    (home / FILE).unlink(missing_ok=True)
