"""A refusal as Temporal carries it to the caller."""

from temporalio.exceptions import ApplicationError

from schemas.wire import REFUSAL
from schemas.words import Refusal


def failure_of(refusal: Refusal) -> ApplicationError:
    """Return the failure that says a refusal in both languages; raise it `from None`, so that no trace goes along."""
    message = f"{refusal.reason.zh} / {refusal.reason.en}"
    return ApplicationError(message, refusal.reason.model_dump(), type=REFUSAL, non_retryable=True)
