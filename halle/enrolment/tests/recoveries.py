"""What tests of recoveries share: a company that nobody administers, and the ways of a recovery."""

import re
from datetime import timedelta
from typing import Any

from halle.accounts.models import User
from halle.companies.models import Company, Membership, SocleRole
from halle.core.clock import now, today
from halle.enrolment.models import Proof, ProofPurpose, Recovery
from halle.enrolment.services.proofs import submit_kbis
from halle.enrolment.services.recovery import open_recovery
from halle.enrolment.tests.proofs import actor, kbis
from halle.mail.models import Message
from tests import cast


def orphaned(company: Company) -> Company:
    """Everybody stays, nobody administers."""
    company.memberships.update(socle_role=SocleRole.USER)
    return company


def newcomer(name: str = "paule") -> User:
    """Somebody without any company."""
    return cast.person(f"{name}@nulle-part.example", name.title(), "Repreneur")


def asked(company: Company, user: User, **values: Any) -> Recovery:
    """A recovery that waits for its proof."""
    return open_recovery(company, user=user, function=values.pop("function", "Gérante"), **values)


def with_kbis(recovery: Recovery) -> Recovery:
    """The same, proven by a Kbis that an operator has not read yet."""
    submit_kbis(
        recovery.company,
        actor=actor(recovery.user),
        file=kbis(),
        issued_on=today(),
        purpose=ProofPurpose.RECOVERY,
    )
    recovery.refresh_from_db()
    return recovery


def delay_over(recovery: Recovery) -> Recovery:
    """The seven days passed."""
    Recovery.objects.filter(pk=recovery.pk).update(objections_until=now() - timedelta(seconds=1))
    recovery.refresh_from_db()
    return recovery


def to_decide(company: Company, user: User) -> Recovery:
    """A recovery on which operators may decide."""
    return delay_over(with_kbis(asked(company, user)))


def mails(name: str) -> list[Message]:
    """Messages of that name, about recoveries."""
    return list(Message.objects.filter(name=f"enrolment/mail/recovery_{name}").order_by("address"))


def link_in(message: Message) -> str:
    """The path of the personal link in a mail."""
    found = re.search(r"-> https?://[^/]+(/reprises/[^|]+)\|", message.body)
    assert found, message.body
    return found[1]


def seat_of(company: Company, user: User) -> Membership:
    """The person's seat there."""
    seat: Membership = company.memberships.listed().get(user=user)
    return seat


def proof_of(recovery: Recovery) -> Proof:
    """What the recovery rests on, as it is now."""
    assert recovery.proof is not None
    recovery.proof.refresh_from_db()
    return recovery.proof
