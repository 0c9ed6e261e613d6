"""Yes, or no with its reason: what every policy answers."""

from dataclasses import dataclass

from django.utils.functional import Promise

Text = str | Promise


@dataclass(frozen=True, slots=True)
class Decision:
    """An answer that reads as a boolean and carries the reason of a refusal."""

    allowed: bool
    reason: Text = ""

    def __bool__(self) -> bool:
        return self.allowed


ALLOWED = Decision(allowed=True)


class Denied(Exception):  # noqa: N818 - it is an answer, not a fault
    """An act was refused; `reason` is a sentence for the person."""

    def __init__(self, reason: Text) -> None:
        super().__init__(str(reason))
        self.reason = reason


def deny(reason: Text) -> Decision:
    """A refusal with the sentence that explains it."""
    return Decision(allowed=False, reason=reason)


def allow_if(condition: object, reason: Text) -> Decision:
    """Allowed when the condition holds, else refused with the reason."""
    return ALLOWED if condition else deny(reason)


def require(decision: Decision) -> None:
    """Raise Denied unless the decision is a yes: the first line of every service."""
    if not decision:
        raise Denied(decision.reason)
