"""Messages about a seat, sent the way the person chose for that company."""

from typing import Any

from django.urls import reverse

from halle.companies.models import Company, Membership, NotificationChoice
from halle.mail import services as mail
from halle.mail.links import absolute


def tell(recipient: Membership, what: str, **context: Any) -> None:
    """Post companies/mail/`what` to the person of that seat; by e-mail too unless he chose the site only (S-078)."""
    mail.post(
        f"companies/mail/{what}",
        to=recipient.user,
        context={"membership": recipient, **context},
        company=recipient.company_id,
        email=recipient.notification == NotificationChoice.EMAIL,
    )


def warn_the_last_administrator(company: Company) -> None:
    """Tell the one who is left alone to name a second administrator; call after an administrator went (S-084)."""
    administrators = list(company.memberships.administrators().select_related("user", "company")[:2])
    if len(administrators) == 1:
        link = absolute(reverse("companies:members", args=[company.identifier]))
        tell(administrators[0], "alone", link=link)
