"""What may stand in the way of an append, though the facts are sound."""


class FactsMissing(Exception):  # noqa: N818 - trouble: the facts in between are on their way, or the ledger was cut
    """Facts before these are not in the ledger yet; try again, and if that does not help run `bihuan rebuild`."""


class StateSpoiled(Exception):  # noqa: N818 - trouble: the facts are still to come, the ledger has to be mended
    """The ledger's state of this case is not what its facts say; run `bihuan rebuild`."""
