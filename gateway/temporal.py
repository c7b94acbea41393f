"""The door to Temporal: a client as Temporal's own environment variables and configuration file describe it."""

from temporalio.client import Client
from temporalio.envconfig import ClientConfig

from schemas.settings import DEFAULT_NAMESPACE, Settings
from schemas.words import text
from workflows.plugin import bihuan_plugin


class TemporalAway(Exception):  # noqa: N818 - trouble: the world fails, and the sentence says what to do
    """Temporal does not answer."""


async def connect_to_temporal(settings: Settings, *, lazy: bool = False) -> Client:
    """Return a client of the server elsewhere that TEMPORAL_* name, or else of the embedded one; TemporalAway if none.

    A lazy client connects at its first call.
    """
    config = ClientConfig.load_client_connect_config()
    address = config.get("target_host") or f"127.0.0.1:{settings.temporal_port}"
    config["target_host"] = address
    config["namespace"] = config.get("namespace") or DEFAULT_NAMESPACE
    try:
        return await Client.connect(**config, plugins=[bihuan_plugin()], lazy=lazy)
    except RuntimeError as error:  # the SDK's own word for a connection that failed
        said = text(
            f"连不上 Temporal({address})。请先运行 bihuan up,或检查 TEMPORAL_ADDRESS。",
            f"Temporal at {address} does not answer. Run `bihuan up` first, or check TEMPORAL_ADDRESS.",
        )
        raise TemporalAway(f"{said.zh} / {said.en}") from error
