"""Definitions: the stories of other kinds of cases than remediation, each written with the blocks alone."""

from typing import Final

from rules.blocks import Definition
from rules.definitions.clue import Clue
from rules.definitions.publication import Publication
from rules.stepping import enter

SHIPPED: Final[tuple[type[Definition], ...]] = (Clue, Publication)

for _definition in SHIPPED:
    enter(_definition)
