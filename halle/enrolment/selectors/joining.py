"""Requests to join, for those who answer them and for those who ask."""

from typing import Any

from django.db.models import Case, Prefetch, QuerySet, When

from halle.accounts.models import User
from halle.companies.models import Company, FieldSource, Source
from halle.core.identifiers import display_siren
from halle.enrolment.models import JoinRequest, JoinState

PENDING_FIRST = Case(When(state=JoinState.PENDING, then=0), default=1)
OF_THE_NAME = FieldSource.objects.filter(field="name", establishment=None)


def requests_to(company: Company) -> "QuerySet[JoinRequest]":
    """Every request for the company, those that wait first."""
    found = company.join_requests.select_related("user", "establishment", "decided_by")
    return found.order_by(PENDING_FIRST, "-created_at", "id")


def requests_of(user: User) -> "QuerySet[JoinRequest]":
    """What the person asked for, newest first."""
    sources = Prefetch("company__field_sources", OF_THE_NAME, to_attr="name_sources")
    return user.join_requests.select_related("company").prefetch_related(sources).order_by("-created_at", "id")


def public_label(company: Company) -> str:
    """What a stranger may read of a company: what the State publishes or what he typed to find it."""
    name = _published_name(company)
    if not company.siren:
        return company.foreign_identifier
    siren = f"SIREN {display_siren(company.siren)}"
    return f"{name} ({siren})" if name else siren


def _published_name(company: Company) -> str:
    if not company.diffusible:
        return ""
    sources: Any = getattr(company, "name_sources", None)
    if sources is None:
        sources = OF_THE_NAME.filter(company=company)
    for line in sources:
        if line.source in {Source.INSEE, Source.RNE}:
            return company.name
        if line.source == Source.KEPT:
            return str(line.state_value)
    return ""


def export_of(user: User) -> list[dict[str, Any]]:
    """The person's requests, ready for JSON."""
    return [
        {
            "entreprise": public_label(request.company),
            "date": request.created_at,
            "fonction": request.function,
            "téléphone": request.phone,
            "message": request.message,
            "état": str(request.get_state_display()),
            "réponse": request.answer,
        }
        for request in requests_of(user)
    ]
