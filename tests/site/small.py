"""A small rehearsal made from the example: a few items that are done within half a minute if nothing happens."""

import re
from pathlib import Path

from tests.site.running import EXAMPLE

POLICIES = Path(__file__).parents[2] / "policies"
ITEMS = (1, 5, 8, 10, 13, 15, 16, 18)


def small_play(folder: Path, name: str = "drill", *, day: str = "1s") -> Path:
    """Write the folder of a rehearsal: eight items, look-backs soon after closure."""
    folder.mkdir()
    header, *rows = (EXAMPLE / "feedback.csv").read_text().splitlines()
    (folder / "feedback.csv").write_text("\n".join([header, *(rows[number - 1] for number in ITEMS), ""]))
    (folder / "roster.yaml").write_bytes((EXAMPLE / "roster.yaml").read_bytes())
    policy = quick_policy(folder / f"{name}.yaml", name, day=day)
    script = (EXAMPLE / "script.yaml").read_text().replace("\npolicy: fast\n", f"\npolicy: {policy}\n")
    script = re.sub(r"\nassignments:[\s\S]*?(?=\npatterns:)", "", script)
    (folder / "script.yaml").write_text(re.sub(r"\n  (20|3|6|9|12): .*", "", script))
    return folder


def quick_policy(file: Path, name: str, *, day: str, look_backs: str = "[3d, 6d]") -> Path:
    """Write a policy that is the drill's, with another length of a day and other look-backs."""
    told = (POLICIES / "fast.yaml").read_text().replace("name: fast", f"name: {name}").replace("day: 1s", f"day: {day}")
    file.write_text(told.replace("after: [10d, 18d]", f"after: {look_backs}"))
    return file
