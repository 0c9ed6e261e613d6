"""What a person may type: one policy for every text field (security.md 1.3.3)."""

import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

# Characters that reverse or hide the direction of text: they make one name look like another.
BIDIRECTIONAL = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
LINE_BREAKS = frozenset("\r\n\t")


def validate_plain_line(value: str) -> None:
    """Refuse control and bidirectional characters, line breaks included."""
    _refuse(value, allowed=frozenset())


def validate_plain_text(value: str) -> None:
    """Refuse control and bidirectional characters; line breaks and tabs are welcome."""
    _refuse(value, allowed=LINE_BREAKS)


def _refuse(value: str, *, allowed: frozenset[str]) -> None:
    for character in value:
        if character in allowed:
            continue
        if character in BIDIRECTIONAL or unicodedata.category(character) in {"Cc", "Cs", "Co", "Cn"}:
            raise ValidationError(
                _("Ce texte contient un caractère invisible qui n’est pas admis (%(code)s). Retapez-le au clavier."),
                code="forbidden_character",
                params={"code": f"U+{ord(character):04X}"},
            )


def words_to_find(typed: str, *, length: int = 100) -> str:
    """What somebody looks for, fit for a query: invisible characters left out (PostgreSQL refuses NUL), cut short."""
    return "".join(character for character in typed[:length] if unicodedata.category(character) != "Cc")
