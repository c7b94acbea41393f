"""The kinds of things that a sweep may find."""

from enum import StrEnum


class FindingKind(StrEnum):
    """Kinds of findings, in the order in which they are told: causes before what follows from them."""

    NO_WORKER = "no_worker"
    UNASKED = "unasked"
    UNSTARTED = "unstarted"
    LOST = "lost"
    ENDED = "ended"
    UNREGISTERED = "unregistered"
    UNSERVED = "unserved"
    CHANGED = "changed"
    STUCK = "stuck"
    UNTAKEN = "untaken"
    UNANSWERING = "unanswering"
    BEHIND = "behind"
    RESET = "reset"
    CONTRADICTING = "contradicting"
    SPOILED = "spoiled"
    UNRECORDED_END = "unrecorded_end"
    UNENDED = "unended"
    IDLE = "idle"
    SILENT = "silent"
    MISLISTED = "mislisted"
    REFUSED_START = "refused_start"  # a note: nothing was opened, so nothing is lost
