"""Proofs that serve to take over a company: the same four, by somebody who has no seat there."""

import pytest

from halle.core.clock import today
from halle.core.decisions import Denied
from halle.enrolment.models import ProofPurpose, ProofState, Recovery, RecoveryState
from halle.enrolment.services import proofs
from halle.enrolment.services.proof_codes import Outcome, type_code
from halle.enrolment.services.proof_decisions import decide
from halle.enrolment.tests.proofs import actor, kbis, mailed_code, operator
from halle.mail.models import Message
from tests import cast

RECOVERY = ProofPurpose.RECOVERY
MAILBOX = "direction@entreprise-test.example"


@pytest.fixture
def paul(db):
    return cast.person("paul@nulle-part.example", "Paul", "Durand")


@pytest.fixture
def recovery(company, bernard, paul) -> Recovery:
    """Paul asks for a company where nobody administers."""
    company.email = "contact@entreprise-test.example"
    company.save()
    return Recovery.objects.create(company=company, user=paul)


def given(company, user):
    return proofs.submit_kbis(company, actor=actor(user), file=kbis(), issued_on=today(), purpose=RECOVERY)


def test_without_a_recovery_nobody_proves_for_one(company, paul, bernard):
    for user in (paul, bernard):
        with pytest.raises(Denied, match="Aucune reprise"):
            given(company, user)


def test_somebody_elses_recovery_is_no_door(company, recovery, bernard):
    with pytest.raises(Denied, match="Aucune reprise"):
        given(company, bernard)


def test_a_kbis_starts_the_delay_and_an_acceptance_changes_nothing_of_the_company(company, recovery, paul):
    proof = given(company, paul)
    recovery.refresh_from_db()
    assert (recovery.state, recovery.proof) == (RecoveryState.OPEN, proof)
    decide(proof, actor=actor(operator()), accept=True, reason="Kbis lu.")
    company.refresh_from_db()
    recovery.refresh_from_db()
    assert company.verified_at is None
    assert recovery.state == RecoveryState.OPEN
    assert not company.memberships.filter(user=paul).exists()


def test_a_refused_kbis_stops_the_delay(company, recovery, paul):
    proof = decide(given(company, paul), actor=actor(operator()), accept=False, reason="Illisible.")
    recovery.refresh_from_db()
    assert (proof.state, recovery.state, recovery.proof) == (ProofState.REFUSED, RecoveryState.PROVING, None)
    assert "Illisible." in Message.objects.filter(user=paul, name="enrolment/mail/proof_refused").get().body
    given(company, paul)
    recovery.refresh_from_db()
    assert recovery.state == RecoveryState.OPEN


def test_a_code_at_the_domain_that_former_administrators_wrote_is_enough(company, recovery, paul):
    proof = proofs.mail_code(company, actor=actor(paul), address=MAILBOX, purpose=RECOVERY)
    recovery.refresh_from_db()
    assert recovery.state == RecoveryState.PROVING
    assert type_code(proof, actor=actor(paul), code=mailed_code(MAILBOX)) == Outcome.ACCEPTED
    recovery.refresh_from_db()
    assert (recovery.state, recovery.proof) == (RecoveryState.OPEN, proof)


def test_a_code_at_another_domain_waits_for_an_operator(company, recovery, paul):
    proof = proofs.mail_code(company, actor=actor(paul), address="paul@ailleurs.example", purpose=RECOVERY)
    code = mailed_code("paul@ailleurs.example")
    assert type_code(proof, actor=actor(paul), code=code) == Outcome.SUBMITTED


def test_nobody_else_types_the_code(company, recovery, paul, nicolas, bernard):
    proof = proofs.mail_code(company, actor=actor(paul), address=MAILBOX, purpose=RECOVERY)
    for user in (nicolas, bernard, operator()):
        with pytest.raises(Denied):
            type_code(proof, actor=actor(user), code=mailed_code(MAILBOX))


def test_an_old_code_of_a_recovery_that_is_over_proves_nothing(company, recovery, paul):
    proof = proofs.mail_code(company, actor=actor(paul), address=MAILBOX, purpose=RECOVERY)
    Recovery.objects.update(state=RecoveryState.WITHDRAWN)
    type_code(proof, actor=actor(paul), code=mailed_code(MAILBOX))
    recovery.refresh_from_db()
    assert (recovery.state, recovery.proof) == (RecoveryState.WITHDRAWN, None)
