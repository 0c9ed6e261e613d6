"""Messages about a seat, sent the way the person chose for that company."""

from typing import Any

from halle.companies.models import Membership, NotificationChoice
from halle.mail import services as mail


def tell(recipient: Membership, what: str, **context: Any) -> None:
    """Post companies/mail/`what` to the person of that seat; by e-mail too unless he chose the site only (S-078)."""
    mail.post(
        f"companies/mail/{what}",
        to=recipient.user,
        context={"membership": recipient, **context},
        company=recipient.company_id,
        email=recipient.notification == NotificationChoice.EMAIL,
    )
