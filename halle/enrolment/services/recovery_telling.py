"""Telling everybody of a company what happens to its account, when it has no administrator left."""

from typing import Any

from django.urls import reverse

from halle.accounts.models import User
from halle.companies.models import Company
from halle.enrolment.models import Recovery
from halle.enrolment.objection_links import link_for
from halle.enrolment.selectors.joining import public_label
from halle.mail import services as mail
from halle.mail.links import absolute


def people_of(company: Company, *, but: User) -> list[User]:
    """Everybody listed in the company whatever his state, invited and disabled people too."""
    seats = company.memberships.listed().select_related("user").exclude(user=but)
    return [seat.user for seat in seats if seat.user.anonymised_at is None]


def addresses_of(company: Company, people: list[User]) -> list[str]:
    """The company's own addresses: on its sheet and of its head office; none twice, none of the people."""
    office = company.establishments.filter(is_head_office=True).values_list("email", flat=True).first()
    known = {person.email.lower() for person in people}
    addresses = {address.lower(): address for address in (company.email, office or "") if address}
    return [address for folded, address in addresses.items() if folded not in known]


def tell_everybody(recovery: Recovery, what: str, *, objecting: bool = False) -> int:
    """Mail enrolment/mail/recovery_`what` to all but the applicant, each with his own link when `objecting`.

    Always e-mailed: whoever could stop a thief must hear of him. Returns how many were told.
    """
    company = recovery.company
    people = people_of(company, but=recovery.user)
    addresses = addresses_of(company, people)
    for person in people:
        _post(recovery, what, person, link_for(recovery, person.pk) if objecting else "")
    for address in addresses:
        _post(recovery, what, address, link_for(recovery, None) if objecting else "")
    return len(people) + len(addresses)


def _post(recovery: Recovery, what: str, to: User | str, link: str) -> None:
    context = {"recovery": recovery, "company": recovery.company, "link": link}
    mail.post(f"enrolment/mail/recovery_{what}", to=to, context=context, company=recovery.company_id, essential=True)


def tell_applicant(recovery: Recovery, what: str, **context: Any) -> None:
    """Mail enrolment/mail/recovery_`what` to whoever asked; it says nothing of the company but its published name."""
    label, link = public_label(recovery.company), own_link(recovery)
    mail.post(
        f"enrolment/mail/recovery_{what}",
        to=recovery.user,
        context={"recovery": recovery, "label": label, "link": link, **context},
        essential=True,
    )


def own_link(recovery: Recovery) -> str:
    """Where the applicant follows his request."""
    return absolute(reverse("enrolment:recovery", args=[recovery.pk]))
