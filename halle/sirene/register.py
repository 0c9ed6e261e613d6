"""What every source of the State's data can do, and how it says that it cannot."""

from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from django.utils.translation import gettext_lazy as _

from halle.sirene.records import Change, Dossier, Entry, Succession


class Trouble(StrEnum):
    """Why a source gave no answer; see `SENTENCES` for what a person reads."""

    ABSENT = "absent"
    DOWN = "down"
    SLOW = "slow"
    QUOTA = "quota"
    MALFORMED = "malformed"
    REFUSED = "refused"


SENTENCES = {
    Trouble.ABSENT: _("Le répertoire n’est pas installé sur ce serveur."),
    Trouble.DOWN: _("Le service de l’État ne répond pas."),
    Trouble.SLOW: _("Le service de l’État met trop de temps à répondre."),
    Trouble.QUOTA: _("Le service de l’État a reçu trop de demandes ; il répondra de nouveau dans quelques minutes."),
    Trouble.MALFORMED: _("Le service de l’État a donné une réponse illisible."),
    Trouble.REFUSED: _("Le service de l’État refuse la clé d’accès de ce site."),
}


class RegisterUnavailable(Exception):  # noqa: N818 - an answer of the world, not a fault
    """A source cannot answer now. Never means that the company does not exist."""

    def __init__(self, trouble: Trouble, source: str, detail: str = "") -> None:
        super().__init__(f"{source}: {trouble} {detail}".strip())
        self.trouble, self.source, self.detail = trouble, source, detail

    @property
    def sentence(self) -> str:
        """What a person reads."""
        return str(SENTENCES[self.trouble])


class Unsupported(Exception):  # noqa: N818 - an answer, not a fault
    """This source does not offer that question (the keyless API knows no changes, for instance)."""


class Register(Protocol):
    """A source of the State's data.

    Every method may raise RegisterUnavailable; None and () mean « does not exist ».
    """

    @property
    def name(self) -> str:
        """What people read: « Répertoire Sirene du 31 octobre 2026 », « INSEE, API Sirene »."""

    def lookup(self, siret: str) -> Entry | None:
        """One establishment with its unit, by a clean SIRET of 14 digits."""

    def company(self, siren: str) -> Dossier | None:
        """Everything about one unit, by a clean SIREN of 9 digits; follows duplicates (`Dossier.duplicate_of`)."""

    def search(self, words: str, *, postcode: str = "", department: str = "", limit: int = 10) -> list[Entry]:
        """Units by name, the exact and the big first; masked units never."""

    def changes(self, since: datetime) -> Iterator[list[Change]]:
        """Pages of what was processed after a moment (Paris time, naive, as INSEE writes it), oldest first."""

    def successors(self, siret: str) -> tuple[Succession, ...]:
        """Who carries on an establishment, the latest first."""
