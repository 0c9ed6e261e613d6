"""Codes that people read on paper or in a mail and type: drawing one, and the keyed trace that is kept of it."""

import secrets
from uuid import UUID

from django.utils.crypto import constant_time_compare, salted_hmac

# No 0 or O, 1, I or L, 2 or Z, 5 or S, 8 or B, U or V: what a tired eye takes for another.
ALPHABET = "ACDEFGHJKMNPQRTWXY34679"
LENGTH = 8


def new_code() -> str:
    """Eight letters and digits: 78 thousand million possibilities for five tries."""
    return "".join(secrets.choice(ALPHABET) for _position in range(LENGTH))


def displayed(code: str) -> str:
    """« ACDE-FGHJ »."""
    return f"{code[:4]}-{code[4:]}"


def normalised(typed: str) -> str:
    """What was typed, whatever its spaces, dashes and case."""
    return "".join(character for character in typed.upper() if character.isalnum())


def digest_of(code: str, proof: UUID) -> str:
    """What is kept of the code of that proof; it is of no use without the server's key, nor for another proof."""
    return salted_hmac(f"halle.enrolment.proof:{proof}", code, algorithm="sha256").hexdigest()


def fits(typed: str, digest: str, proof: UUID) -> bool:
    """Whether somebody typed the code of that trace."""
    return bool(digest) and constant_time_compare(digest_of(normalised(typed), proof), digest)
