"""What may come back again and again, and from when on those above hear of it."""

from enum import StrEnum

from pydantic import Field

from schemas.people import Role
from schemas.values import Value


class Returning(StrEnum):
    """What may come back again and again."""

    PLAN = "plan"  # 方案退回
    CLOSURE = "closure"  # 销号退回
    RELAPSE = "relapse"  # 反弹


class ReturnRule(Value):
    """From the how-manieth time on, in the life of a case, what comes back is put before somebody above."""

    times: int = Field(ge=1)
    to: Role
    interview: bool = False  # the leader is called to one as well


class ReturnRules(Value):
    """How often what is done may come back before those above hear of it."""

    plan: ReturnRule | None = None
    closure: ReturnRule | None = None
    relapse: ReturnRule | None = None

    def of(self, returning: Returning) -> ReturnRule | None:
        """Return the rule for one kind of return, where there is one."""
        rules = {Returning.PLAN: self.plan, Returning.CLOSURE: self.closure, Returning.RELAPSE: self.relapse}
        return rules[returning]
