"""The door to Temporal: the embedded server, or one elsewhere as Temporal's own variables and file describe it."""

from typing import Final

from temporalio.client import Client
from temporalio.envconfig import ClientConfig, ClientConnectConfig
from temporalio.service import RPCStatusCode

from gateway.logging import quiet_temporal
from schemas.settings import DEFAULT_NAMESPACE, Settings
from schemas.words import text
from workflows.plugin import bihuan_plugin

# The statuses of a call that nobody answered.
AWAY: Final = (RPCStatusCode.UNAVAILABLE, RPCStatusCode.DEADLINE_EXCEEDED, RPCStatusCode.CANCELLED)


class TemporalAway(Exception):  # noqa: N818 - trouble: the world fails, and the sentence says what to do
    """Temporal does not answer."""


async def connect_to_temporal(settings: Settings, *, lazy: bool = False) -> Client:
    """Return a client of the server elsewhere that TEMPORAL_* name, or else of the embedded one; TemporalAway if none.

    A lazy client connects at its first call.
    """
    quiet_temporal()
    config = _elsewhere() if settings.temporal_is_elsewhere else _embedded(settings)
    try:
        return await Client.connect(**config, plugins=[bihuan_plugin()], lazy=lazy)
    except RuntimeError as error:  # the SDK's own word for a connection that failed
        address = config.get("target_host")
        said = text(
            f"连不上 Temporal（{address}）。请先运行 bihuan up，或检查 TEMPORAL_ADDRESS。",
            f"Temporal at {address} does not answer. Run `bihuan up` first, or check TEMPORAL_ADDRESS.",
        )
        raise TemporalAway(f"{said.zh} / {said.en}") from error


def _elsewhere() -> ClientConnectConfig:
    config = ClientConfig.load_client_connect_config()
    config["target_host"] = config.get("target_host") or "127.0.0.1:7233"
    config["namespace"] = config.get("namespace") or DEFAULT_NAMESPACE
    return config


def _embedded(settings: Settings) -> ClientConnectConfig:
    """Lead to the embedded server, whatever the person's own Temporal file says of other servers."""
    return ClientConnectConfig(target_host=f"127.0.0.1:{settings.temporal_port}", namespace=settings.namespace)
