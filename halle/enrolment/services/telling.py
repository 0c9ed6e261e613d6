"""Messages to the administrators of a company."""

from typing import Any
from uuid import UUID

from halle.companies.models import Company, Membership, NotificationChoice
from halle.mail import services as mail


def tell(recipient: Membership, what: str, *, essential: bool = False, **context: Any) -> None:
    """Post enrolment/mail/`what` to the person of that seat, the way he chose for that company.

    An `essential` one is always e-mailed: to somebody who stays away, a copy on the site says nothing.
    """
    mail.post(
        f"enrolment/mail/{what}",
        to=recipient.user,
        context={"membership": recipient, "company": recipient.company, **context},
        company=recipient.company_id,
        email=recipient.notification == NotificationChoice.EMAIL,
        essential=essential,
    )


def tell_administrators(company: Company, what: str, *, but: UUID | None = None, **context: Any) -> int:
    """`tell` every active administrator, except the person `but`; how many were told."""
    told = 0
    for administrator in company.memberships.administrators().select_related("user", "company"):
        if administrator.user_id != but:
            tell(administrator, what, **context)
            told += 1
    return told
