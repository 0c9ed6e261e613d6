"""Messages about what the State says of a company."""

from datetime import date
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse

from halle.companies.models import Company, Establishment, Membership
from halle.companies.services.telling import tell
from halle.companies.wording import Line
from halle.mail.links import absolute

TOLD = 20


def tell_changes(company: Company, lines: list[Line]) -> None:
    """Tell the administrators, once, what the night changed."""
    link = absolute(reverse("companies:sheet", args=[company.identifier]))
    more = max(len(lines) - TOLD, 0)
    for one in company.memberships.administrators().select_related("user", "company"):
        tell(one, "register_changed", company_name=company.name, lines=lines[:TOLD], more=more, link=link)


def tell_closures(
    company: Company, ceased_before: date | None, closed_before: set[UUID], *, but_administrators: bool = False
) -> None:
    """Tell everybody that the company ceased, and those of an establishment that it closed."""
    people = company.memberships.active().select_related("user", "company")
    if but_administrators:
        people = people.exclude(pk__in=company.memberships.administrators())
    if company.ceased_on and not ceased_before:
        link = absolute(reverse("companies:sheet", args=[company.identifier]))
        for one in people:
            tell(one, "company_ceased", company_name=company.name, day=company.ceased_on, link=link)
        return
    closed = company.establishments.filter(ceased_on__isnull=False).exclude(pk__in=closed_before)
    for establishment in closed:
        _tell_people_of(company, establishment, people)


def _tell_people_of(company: Company, establishment: Establishment, people: QuerySet[Membership]) -> None:
    link = absolute(reverse("companies:establishment", args=[company.identifier, establishment.pk]))
    for one in people.filter(establishment=establishment):
        tell(
            one,
            "establishment_ceased",
            establishment=establishment.name,
            company_name=company.name,
            day=establishment.ceased_on,
            link=link,
        )


def tell_request(company: Company, *, failed: str, lines: list[Line], asked_by: UUID | None) -> None:
    """Tell whoever asked what became of his request; all administrators when he has gone."""
    link = absolute(reverse("companies:register", args=[company.identifier]))
    people = company.memberships.administrators().select_related("user", "company")
    people = people.filter(pk=asked_by) if asked_by and people.filter(pk=asked_by).exists() else people
    for one in people:
        tell(
            one,
            "register_request",
            company_name=company.name,
            failed=failed,
            lines=lines[:TOLD],
            more=max(len(lines) - TOLD, 0),
            link=link,
        )
