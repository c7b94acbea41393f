"""What adopting other rules does to a case, duty by duty, so that the record shows it for ever."""

from schemas.duty import Deadline, kind_and_step
from schemas.people import Person
from schemas.policy import DutyKind
from schemas.values import DutyId, Instant, Record


class Position(Record):
    """Where an open duty stands: due when and why then, on which ladder, which rung comes next, and when."""

    deadline: Deadline
    ladder: str
    rung: int
    rings_at: Instant  # while the case's clocks run


class DutyEffect(Record):
    """What an adoption does to one open duty."""

    duty: DutyId
    before: Position
    after: Position
    told: tuple[Person, ...] = ()  # that its due time moved: who owes it; nobody where it did not
    hears: tuple[Person, ...] = ()  # who will hear of its next rung
    no_longer_overdue: bool = False  # it was overdue, and the new numbers put its due time into the future
    laid_aside: bool = False  # by a review; it comes back where the closure is refused

    @property
    def kind(self) -> DutyKind:
        """Return the kind of the duty, with which its id begins."""
        return DutyKind(kind_and_step(self.duty)[0])

    @property
    def moved(self) -> bool:
        """Say whether the duty falls due at another time than before."""
        return self.before.deadline.at != self.after.deadline.at

    @property
    def settled(self) -> bool:
        """Say whether a provisional due time has become a firm one."""
        return self.before.deadline.provisional and not self.after.deadline.provisional

    @property
    def shows(self) -> bool:
        """Say whether people notice anything: another date, a firm one, or another next warning."""
        again = (self.before.rung, self.before.rings_at) != (self.after.rung, self.after.rings_at)
        return self.moved or again or self.before.deadline.provisional != self.after.deadline.provisional


class StepEffect(Record):
    """What an adoption does to a step of a definition that is planned for later: when it is opened."""

    step: str
    number: int
    before: Instant
    after: Instant
    was_provisional: bool = False
    provisional: bool = False
    told: tuple[Person, ...] = ()  # that its time moved: who is to do it; nobody where it did not

    @property
    def moved(self) -> bool:
        """Say whether the step is opened at another time than before."""
        return self.before != self.after

    @property
    def settled(self) -> bool:
        """Say whether a provisional time has become a firm one."""
        return self.was_provisional and not self.provisional


class LookBackEffect(Record):
    """What an adoption does to a look-back that was planned, or is now."""

    number: int
    before: Instant | None  # None: it was not planned before
    after: Instant | None  # None: it falls away
    provisional: bool = False
