"""What a sweep found: one thing about one case, never its contents, and what to do about it."""

from gateway.sweeping.kinds import FindingKind
from gateway.sweeping.saying import REMEDIES, SENTENCES
from schemas.values import CaseId, Instant, Record
from schemas.words import Language, Text, text


class Lag(Record):
    """How far the ledger is behind a case."""

    ledger: int  # the number of the last fact there
    case: int  # the number of the last fact here
    since: Instant | None  # when the last fact that the ledger has happened; None where it has none


class Finding(Record):
    """One thing that is not as it should be, or that can't be said."""

    kind: FindingKind
    case_id: CaseId | None  # None: it concerns the whole site
    sentence: Text
    remedy: Text
    lag: Lag | None = None

    @property
    def grave(self) -> bool:
        """Tell whether something is to be done."""
        return self.kind is not FindingKind.REFUSED_START


def found(kind: FindingKind, case_id: CaseId | None = None, lag: Lag | None = None, **told: object) -> Finding:
    """Say what was found; `told` fills the places that the kind's sentence leaves open, each in its language."""
    sentence = SENTENCES[kind]
    said = text(
        sentence.zh.format(**{name: _speak(value, "zh") for name, value in told.items()}),
        sentence.en.format(**{name: _speak(value, "en") for name, value in told.items()}),
    )
    return Finding(kind=kind, case_id=case_id, sentence=said, remedy=REMEDIES[kind], lag=lag)


def _speak(value: object, language: Language) -> object:
    return value.speak(language) if isinstance(value, Text) else value
