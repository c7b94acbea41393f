"""What may stand in the way of an append, though the facts are sound."""


class StateSpoiled(Exception):  # noqa: N818 - trouble: the facts are still to come, the ledger has to be mended
    """The ledger's state of this case is not what its facts say; run `bihuan rebuild`."""
