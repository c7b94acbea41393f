"""Definitions: the stories of other kinds of cases than remediation, each written with the blocks alone."""

from typing import Final

from rules.blocks import Definition
from rules.definitions.campaign import Campaign
from rules.definitions.case_time_limit import PenaltyCase
from rules.definitions.clue import Clue
from rules.definitions.publication import Publication
from rules.definitions.supervised_task import SupervisedTask
from rules.stepping import enter

SHIPPED: Final[tuple[type[Definition], ...]] = (Campaign, Clue, PenaltyCase, Publication, SupervisedTask)

for _definition in SHIPPED:
    enter(_definition)
