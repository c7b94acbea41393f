"""The worker as a chaos run starts it: the house's own, with the faults that its errand names."""

import os
import sys
from pathlib import Path

from tests.chaos.errands import errand_of
from tests.chaos.faults import break_rules, break_writing, plant
from tests.chaos.skew import set_clock_wrong


def main() -> None:
    """Read the errand, do wrong what it says, and work."""
    file, name = sys.argv[1:3]
    errand = errand_of(Path(file), name)
    if errand.skew:
        set_clock_wrong(errand.skew)  # starts this program anew, under another clock
    plant(errand.plants)
    if errand.bug == "rule":
        break_rules()
    if errand.bug == "write":
        break_writing()
    import worker  # noqa: PLC0415 - after the faults

    sys.argv[1:] = []
    worker.main()


if __name__ == "__main__":
    os.environ.setdefault("PYTHONHASHSEED", "0")
    main()
