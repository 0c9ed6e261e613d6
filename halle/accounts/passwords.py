"""The one password rule (security.md 1.2): hard to guess, however the person gets there; no composition rule.

It meets four texts at once: CNIL 2022-100 (80 bits of entropy; 79.5, because twelve characters of four classes make
79.6), ANSSI, MonServiceSécurisé (12 characters, 16 for staff) and OWASP ASVS 6.2.
"""

import re
from collections.abc import Iterable
from math import ceil, log2
from threading import Lock

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from zxcvbn import zxcvbn

from halle.accounts.feedback import in_french
from halle.accounts.models import User
from halle.core.text import validate_plain_line

LEAST_ENTROPY = 79.5
LEAST_LENGTH, LEAST_LENGTH_OF_STAFF = 12, 16
LEAST_SCORE, LEAST_SCORE_OF_STAFF = 3, 4
LEAST_WITHOUT_KNOWN_WORDS = 8
MOST_LENGTH = 4096
READ_BY_ZXCVBN = 72
_one_at_a_time = Lock()  # zxcvbn keeps the context words in a global


def entropy(password: str) -> float:
    """The CNIL's count: length × log2(size of the alphabet that is really used)."""
    return len(password) * _bits(password)


def _bits(password: str) -> float:
    classes = ((r"[a-z]", 26), (r"[A-Z]", 26), (r"[0-9]", 10), (r"[^a-zA-Z0-9]", 37))
    size = sum(weight for pattern, weight in classes if re.search(pattern, password))
    return log2(size) if size else 0.0


def check_password_of(user: AbstractBaseUser | None, password: str, *, extra_words: Iterable[str] = ()) -> None:
    """Raise ValidationError with every sentence that would help; `extra_words` are words it may not be built on."""
    staff = isinstance(user, User) and user.is_staff
    validate_plain_line(password)
    words = _words_of(user, extra_words)
    errors = [
        *_too_short(password, LEAST_LENGTH_OF_STAFF if staff else LEAST_LENGTH),
        *_too_common(password),
        *_too_personal(password, words),
        *_too_easy(password, LEAST_SCORE_OF_STAFF if staff else LEAST_SCORE, words),
    ]
    if errors:
        raise ValidationError(errors)


def _too_short(password: str, least: int) -> list[ValidationError]:
    if len(password) > MOST_LENGTH:
        text = _("Le mot de passe compte au plus %(most)d caractères.") % {"most": MOST_LENGTH}
        return [ValidationError(text, code="password_too_long")]
    missing = least - len(password)
    if missing <= 0 and entropy(password) < LEAST_ENTROPY:
        missing = ceil(LEAST_ENTROPY / _bits(password)) - len(password)
    if missing <= 0:
        return []
    text = ngettext(
        "Trop court : ajoutez au moins %(n)d caractère, ou mêlez majuscules, chiffres et signes.",
        "Trop court : ajoutez au moins %(n)d caractères, ou mêlez majuscules, chiffres et signes.",
        missing,
    )
    if len(password) < least:
        text = _("Trop court : %(least)d caractères au moins, il en manque %(n)d.")
    return [ValidationError(text % {"n": missing, "least": least}, code="password_too_short")]


def _too_common(password: str) -> list[ValidationError]:
    if password.lower().strip() not in _common.passwords:
        return []
    return [ValidationError(_("Ce mot de passe est l’un des plus utilisés au monde."), code="password_too_common")]


def _too_personal(password: str, words: list[str]) -> list[ValidationError]:
    """zxcvbn alone forgives two known words in a row; what is left without them must still be worth something."""
    rest = password.lower()
    for word in sorted(words, key=len, reverse=True):
        rest = rest.replace(word, "")
    if len(rest) == len(password) or len(rest) >= LEAST_WITHOUT_KNOWN_WORDS:
        return []
    text = _("Il repose sur votre nom, votre adresse, votre entreprise ou le nom du site.")
    return [ValidationError(text, code="password_too_personal")]


def _too_easy(password: str, least: int, words: list[str]) -> list[ValidationError]:
    if not password:
        return []
    with _one_at_a_time:
        result = zxcvbn(password[:READ_BY_ZXCVBN], user_inputs=words)
    if result["score"] >= least:
        return []
    advice = in_french(result["feedback"])
    return [ValidationError(sentence, code="password_too_easy") for sentence in advice]


def _words_of(user: AbstractBaseUser | None, extra_words: Iterable[str]) -> list[str]:
    """What an attacker who knows the person tries first: names, address, the site's name."""
    texts = [settings.HALLE_NAME, settings.HALLE_BASE_URL, *extra_words]
    if isinstance(user, User):
        texts += [user.first_name, user.last_name, user.email]
    words = [word for text in texts for word in [text, *re.split(r"\W+", text)] if len(word) > 2]
    return list(dict.fromkeys(word.lower() for word in words))


class PasswordRule:
    """The rule as Django's forms and commands ask it (AUTH_PASSWORD_VALIDATORS)."""

    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:
        """Raise ValidationError with every sentence that would help."""
        check_password_of(user, password)

    def get_help_text(self) -> str:
        """Ways to succeed, shown before the first try."""
        return str(HINT)


HINT = gettext_lazy(
    "Le plus simple : quatre ou cinq mots sans rapport entre eux, séparés par des espaces ou des tirets. Sinon, 12 "
    "caractères au moins qui mêlent majuscules, minuscules, chiffres et signes. Évitez votre nom, une date ou une "
    "suite du clavier. Vous pouvez coller un mot de passe créé par un gestionnaire."
)
_common = CommonPasswordValidator()
