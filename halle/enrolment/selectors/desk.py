"""What waits for the operators, and what they must know to decide."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import CharField, QuerySet, Value
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from halle.audit.models import Entry
from halle.audit.selectors import history_of
from halle.companies.models import Company
from halle.enrolment.models import Evidence, Proof, ProofKind, ProofState, Recovery, RecoveryState
from halle.enrolment.selectors.domains import known_domains
from halle.enrolment.selectors.proofs import Letterbox, Officers, dossier_of, letterbox_in, officers_of

PROOFS_WAITING = (ProofState.SUBMITTED, ProofState.SECONDING, ProofState.TO_POST)
RECOVERY = "recovery"
KINDS: list[tuple[str, str | Promise]] = [*ProofKind.choices, (RECOVERY, _("Reprise de compte"))]
STATES = dict([*RecoveryState.choices, *ProofState.choices])
COLUMNS = ("pk", "kind", "company__name", "user__first_name", "user__last_name", "user__email", "state", "created_at")


@dataclass(frozen=True, slots=True)
class Waiting:
    """One line of the queue."""

    pk: UUID
    kind: str
    company: str
    first_name: str
    last_name: str
    email: str
    state: str
    since: datetime

    @property
    def person(self) -> str:
        """Who asks."""
        return f"{self.first_name} {self.last_name}".strip() or self.email

    @property
    def kind_label(self) -> str:
        """« Extrait Kbis de moins de 3 mois », « Reprise de compte »."""
        return str(dict(KINDS)[self.kind])

    @property
    def state_label(self) -> str:
        """« À examiner »."""
        state = RecoveryState.TO_DECIDE if self.state == RecoveryState.OPEN else self.state
        return str(STATES[state])

    @property
    def is_recovery(self) -> bool:
        """Whether it is a recovery and not a proof."""
        return self.kind == RECOVERY


@dataclass(frozen=True, slots=True)
class Facts:
    """What the State says now, to compare a request with: what the company typed is worth nothing here."""

    letterbox: Letterbox
    officers: Officers
    source: str


def queue(kind: str = "") -> QuerySet[Any, Any]:
    """Rows for `Waiting`, the oldest first; of one kind only when it is named."""
    recoveries = Recovery.objects.waiting()
    # The pieces of a recovery whose delay is over are judged with it, on its page.
    proofs = Proof.objects.filter(state__in=PROOFS_WAITING).exclude(recovery__in=recoveries)
    if kind:
        proofs = proofs.filter(kind=kind)
        recoveries = recoveries if kind == RECOVERY else recoveries.none()
    mark = Value(RECOVERY, output_field=CharField(max_length=11))
    ours = proofs.order_by().values_list(*COLUMNS)
    theirs = recoveries.order_by().annotate(kind=mark).values_list(*COLUMNS)
    return ours.union(theirs, all=True).order_by("created_at", "pk")


def waiting_count() -> int:
    """How many wait in all."""
    return int(queue().count())


def facts_of(company: Company) -> Facts:
    """Asks the register now."""
    dossier = dossier_of(company)
    source = "" if isinstance(dossier, str) else dossier.source
    return Facts(letterbox_in(dossier), officers_of(company), source)


def around(proof: Proof) -> dict[str, Any]:
    """Who gave the proof, what else was tried, and the domains that nobody of the company wrote."""
    company: Company = proof.company
    by_mail = proof.kind == ProofKind.MAIL_CODE
    return {
        "membership": company.memberships.listed().filter(user=proof.user_id).first(),
        "earlier": company.proofs.exclude(pk=proof.pk).select_related("user")[:10],
        "domains": sorted(known_domains(proof)) if by_mail else [],
    }


def proofs_of_the_desk() -> QuerySet[Proof]:
    """Every proof, decided ones too, with all that its page shows."""
    return Proof.objects.select_related("company", "user", "decided_by", "seconded_by")


def recoveries_of_the_desk() -> QuerySet[Recovery]:
    """Every recovery whose proof was given, decided ones too, with all that its page shows."""
    found = Recovery.objects.exclude(state=RecoveryState.PROVING)
    return found.select_related("company", "user", "proof", "decided_by", "seconded_by")


def history(*cases: Proof | Recovery | Evidence) -> list[Entry]:
    """What happened to these, the latest first."""
    entries = [entry for case in cases for entry in history_of(case._meta.label_lower, str(case.pk))]
    return sorted(entries, key=lambda entry: (entry.at, entry.seq), reverse=True)
