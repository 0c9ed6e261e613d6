"""All that the site holds on one person (GDPR, articles 15 and 20)."""

from typing import Any
from uuid import UUID

from django.db.models import Q

from halle.accounts.models import User
from halle.accounts.selectors import export_of as account_of
from halle.audit.models import Entry
from halle.companies.models import EstablishmentProposal, Membership, MembershipState
from halle.enrolment.models import Proof
from halle.enrolment.selectors.joining import export_of as requests_to_join_of
from halle.enrolment.selectors.recovery import export_of as recoveries_of
from halle.mail.selectors import export_of as messages_of

COORDINATES = ("first_name", "last_name", "function", "email", "mobile", "phone", "fax")
ADDRESS = ("address", "postcode", "city", "canton", "country")
CODES = ("civility", "state", "room_role", "socle_role", "notification")


def own_data(user: User) -> dict[str, Any]:
    """File names and contents, ready for JSON; other people are never named in them."""
    seats = list(user.memberships.listed().select_related("company", "establishment").order_by("created_at", "pk"))
    here = {seat.company_id: seat.company.name for seat in seats if seat.state != MembershipState.DISABLED}
    return {
        "compte": account_of(user),
        "entreprises": [_seat(membership) for membership in seats],
        "propositions": _proposals(user),
        "preuves": _proofs(user),
        "rattachements": requests_to_join_of(user),
        "reprises": recoveries_of(user),
        "messages": messages_of(user),
        "journal": _journal(user, here),
    }


def _seat(membership: Membership) -> dict[str, Any]:
    values: dict[str, Any] = {name: str(getattr(membership, f"get_{name}_display")()) for name in CODES}
    values |= {name: getattr(membership, name) for name in (*COORDINATES, *ADDRESS)}
    known = {_label(name): value for name, value in values.items()}
    return {
        "entreprise": membership.company.name,
        "établissement": membership.establishment.name,
        **known,
        "depuis": membership.created_at,
        "état_depuis": membership.state_changed_at,
    }


def _label(name: str) -> str:
    return str(Membership._meta.get_field(name).verbose_name)  # type: ignore[union-attr]  # they are columns


def _proposals(user: User) -> list[dict[str, Any]]:
    made = EstablishmentProposal.objects.filter(proposed_by__user=user).order_by("created_at", "pk")
    return [
        {
            "date": proposal.created_at,
            "dénomination": proposal.name,
            "adresse": proposal.one_line,
            "message": proposal.message,
            "état": str(proposal.get_state_display()),
        }
        for proposal in made
    ]


def _proofs(user: User) -> list[dict[str, Any]]:
    given = Proof.objects.filter(user=user).select_related("company").prefetch_related("evidence")
    return [
        {
            "date": proof.created_at,
            "entreprise": proof.company.name,
            "objet": str(proof.get_purpose_display()),
            "moyen": str(proof.get_kind_display()),
            "destinataire": proof.target,
            "dirigeant": proof.officer,
            "date_du_kbis": proof.issued_on,
            "pièces": [piece.name for piece in proof.evidence.all()],
            "état": str(proof.get_state_display()),
            "motif": proof.reason,
        }
        for proof in given.order_by("created_at", "pk")
    ]


def _journal(user: User, here: dict[UUID, str]) -> list[dict[str, Any]]:
    lines = Entry.objects.filter(Q(actor_ref=user.pk) | Q(details__person=user.pk)).select_related("details")
    return [_line(entry, user, here) for entry in lines.order_by("at", "chain", "seq")]


def _line(entry: Entry, user: User, here: dict[UUID, str]) -> dict[str, Any]:
    """What was done about others is told without naming them, and nothing of a company that one has left."""
    details, company = entry.details, entry.company
    about_me = details.person == user.pk and (company is None or company in here)
    return {
        "date": entry.at,
        "évènement": entry.event_label,
        "entreprise": here.get(company, "") if company else "",
        "par": "vous" if entry.actor_ref == user.pk else str(entry.get_actor_kind_display()),
        "à_votre_sujet": details.person == user.pk,
        "changements": [
            {"champ": change.label, "avant": change.before, "après": change.after}
            for change in details.changes.values()
        ]
        if about_me
        else [],
    }
