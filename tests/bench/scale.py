"""How much is measured: small enough for a coffee break, or the numbers that were asked for."""

from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Scale:
    """The counts of one run."""

    name: str
    pairs: int  # of interleaved runs
    lifecycles: int  # in each run
    at_once: int
    warm: int  # updates in each run of the latency row
    years: int  # items that live through the standard year, and as many bare ones
    day_seconds: float  # of the year's clock
    synced: int  # lifecycles under strace
    open: int  # items taken in, and open from then on
    cold: int  # answers of items that are not at hand
    kills: int
    touched: int  # items that were active just before a kill
    burst: int  # alarms at one moment
    singles: int  # alarms one by one
    idle_seconds: float

    def as_dict(self) -> dict[str, int | float | str]:
        """Return the counts as they are kept beside the table."""
        return asdict(self)


SMALL = Scale(
    name="small",
    pairs=5,
    lifecycles=100,
    at_once=40,
    warm=60,
    years=4,
    day_seconds=0.4,
    synced=20,
    open=600,
    cold=80,
    kills=2,
    touched=40,
    burst=300,
    singles=30,
    idle_seconds=20,
)
FULL = Scale(
    name="full",
    pairs=9,
    lifecycles=200,
    at_once=40,
    warm=200,
    years=8,
    day_seconds=0.4,
    synced=40,
    open=10_000,
    cold=400,
    kills=5,
    touched=200,
    burst=10_000,
    singles=100,
    idle_seconds=60,
)
SCALES = {scale.name: scale for scale in (SMALL, FULL)}
