"""Codes by mail: to whom, how often, and when they are enough."""

from datetime import timedelta

import pytest
import time_machine

from halle.audit import services as audit
from halle.audit.changes import Change
from halle.audit.events import Event
from halle.audit.selectors import journal_of
from halle.companies.models import Source
from halle.core.clock import now, today
from halle.core.decisions import Denied
from halle.enrolment import codes
from halle.enrolment.models import Proof, ProofState
from halle.enrolment.services import proofs
from halle.enrolment.services.proof_codes import TRIES, Outcome, type_code
from halle.enrolment.tests.proofs import actor, mailed_code, operator
from halle.mail.models import Message

MAILBOX = "direction@entreprise-test.example"


@pytest.fixture
def proof(company, nicolas) -> Proof:
    return proofs.mail_code(company, actor=actor(nicolas), address=MAILBOX)


def website(company, text="https://www.entreprise-test.example/"):
    company.website = text
    company.save()


def said_by_the_state(company):
    website(company)
    company.field_sources.create(field="website", source=Source.RNE, since=today())


def written_by(user, company):
    website(company)
    changes = {"website": Change("Site Internet", "", company.website)}
    audit.record(Event.COMPANY_CHANGED, actor=actor(user), subject=company, company=company.pk, changes=changes)


def test_codes_have_no_letters_that_look_alike():
    drawn = {codes.new_code() for _time in range(200)}
    assert len(drawn) == 200
    assert not set("".join(drawn)) & set("01258BILOSZUV")
    assert {len(code) for code in drawn} == {codes.LENGTH}


def test_the_mail_carries_the_code_and_the_table_does_not(proof):
    code = mailed_code(MAILBOX)
    assert codes.fits(code, proof.digest, proof.pk)
    assert codes.normalised(code) not in str(Proof.objects.filter(pk=proof.pk).values_list())
    assert Message.objects.get(address=MAILBOX).secret


def test_a_code_fits_its_own_proof_only(proof, company, nicolas):
    assert not codes.fits(mailed_code(MAILBOX), proof.digest, company.pk)
    assert not codes.fits("", "", proof.pk)


def test_a_domain_that_the_state_knows_verifies_the_company_at_once(company, nicolas, proof):
    said_by_the_state(company)
    assert type_code(proof, actor=actor(nicolas), code=mailed_code(MAILBOX).lower().replace("-", " ")) == "accepted"
    company.refresh_from_db()
    assert company.verified_at is not None
    assert company.version == 2
    assert Message.objects.filter(user=nicolas, name="enrolment/mail/verified").exists()
    assert journal_of(company.pk, event=Event.COMPANY_VERIFIED).exists()


def test_a_domain_that_an_outsider_wrote_verifies_too(company, nicolas, proof):
    written_by(operator(), company)
    assert type_code(proof, actor=actor(nicolas), code=mailed_code(MAILBOX)) == Outcome.ACCEPTED


@pytest.mark.parametrize("insider", ["nicolas", "bernard"])
def test_a_domain_that_the_company_typed_itself_goes_to_an_operator(company, nicolas, bernard, proof, insider):
    written_by(operator(), company)
    written_by({"nicolas": nicolas, "bernard": bernard}[insider], company)
    assert type_code(proof, actor=actor(nicolas), code=mailed_code(MAILBOX)) == Outcome.SUBMITTED
    proof.refresh_from_db()
    company.refresh_from_db()
    assert (proof.state, proof.digest, company.verified_at) == (ProofState.SUBMITTED, "", None)


def test_another_domain_than_the_known_one_goes_to_an_operator(company, nicolas):
    said_by_the_state(company)
    proof = proofs.mail_code(company, actor=actor(nicolas), address="x@mail.entreprise-test.example")
    code = mailed_code("x@mail.entreprise-test.example")
    assert type_code(proof, actor=actor(nicolas), code=code) == Outcome.SUBMITTED


@pytest.mark.parametrize("address", ["nicolas@gmail.com", "N@Orange.FR", "n@laposte.net"])
def test_a_mailbox_that_anybody_can_open_is_refused(company, nicolas, address):
    with pytest.raises(Denied, match="ne prouve rien"):
        proofs.mail_code(company, actor=actor(nicolas), address=address)
    assert not Message.objects.filter(address__iexact=address).exists()


def test_five_wrong_codes_end_the_proof(company, nicolas, proof):
    outcomes = [type_code(proof, actor=actor(nicolas), code="AAAAAAAA") for _time in range(TRIES)]
    assert outcomes == ["wrong"] * 4 + ["exhausted"]
    assert type_code(proof, actor=actor(nicolas), code=mailed_code(MAILBOX)) == Outcome.OVER
    proof.refresh_from_db()
    assert (proof.state, proof.attempts, proof.digest) == (ProofState.ABANDONED, 5, "")


def test_the_right_code_after_four_wrong_ones_is_good(company, nicolas, proof):
    said_by_the_state(company)
    for _time in range(TRIES - 1):
        type_code(proof, actor=actor(nicolas), code="AAAAAAAA")
    assert type_code(proof, actor=actor(nicolas), code=mailed_code(MAILBOX)) == Outcome.ACCEPTED


def test_a_code_dies_after_48_hours(company, nicolas, proof):
    said_by_the_state(company)
    with time_machine.travel(now() + timedelta(hours=48, seconds=1)):
        assert type_code(proof, actor=actor(nicolas), code=mailed_code(MAILBOX)) == Outcome.OVER
    company.refresh_from_db()
    assert company.verified_at is None


def test_one_code_at_a_time_until_it_is_given_up_or_dead(company, nicolas, proof):
    with pytest.raises(Denied, match="déjà une preuve en cours"):
        proofs.mail_code(company, actor=actor(nicolas), address=MAILBOX)
    proofs.abandon(proof, actor=actor(nicolas))
    again = proofs.mail_code(company, actor=actor(nicolas), address=MAILBOX)
    with time_machine.travel(now() + timedelta(hours=49)):
        proofs.mail_code(company, actor=actor(nicolas), address=MAILBOX)
    again.refresh_from_db()
    assert again.state == ProofState.ABANDONED


def test_a_company_sends_five_codes_a_day(company, nicolas):
    for _time in range(proofs.MAILS_A_DAY):
        proof = proofs.mail_code(company, actor=actor(nicolas), address=MAILBOX)
        proofs.abandon(proof, actor=actor(nicolas))
    with pytest.raises(Denied, match="demain"):
        proofs.mail_code(company, actor=actor(nicolas), address=MAILBOX)
    with time_machine.travel(now() + timedelta(hours=25)):
        proofs.mail_code(company, actor=actor(nicolas), address=MAILBOX)


def test_plain_users_and_strangers_prove_nothing(company, nicolas, bernard, claire, proof):
    code = mailed_code(MAILBOX)
    for user in (bernard, claire, operator()):
        with pytest.raises(Denied):
            type_code(proof, actor=actor(user), code=code)
        with pytest.raises(Denied):
            proofs.mail_code(company, actor=actor(user), address=MAILBOX)
        with pytest.raises(Denied):
            proofs.abandon(proof, actor=actor(user))
    proof.refresh_from_db()
    assert (proof.state, proof.attempts) == (ProofState.CODE_SENT, 0)


def test_whoever_began_and_is_no_longer_an_administrator_verifies_nothing(company, nicolas, proof):
    said_by_the_state(company)
    company.memberships.filter(user=nicolas).update(socle_role="user")
    with pytest.raises(Denied):
        type_code(proof, actor=actor(nicolas), code=mailed_code(MAILBOX))
    company.refresh_from_db()
    assert company.verified_at is None


def test_a_verified_company_proves_nothing_more(company, nicolas):
    company.verified_at = now()
    company.save()
    with pytest.raises(Denied, match="déjà vérifié"):
        proofs.mail_code(company, actor=actor(nicolas), address=MAILBOX)


def test_verifying_one_way_ends_the_others(company, nicolas, proof):
    said_by_the_state(company)
    other = proofs.name_officer(company, actor=actor(nicolas), officer="Nicolas DUPOND, Gérant")
    type_code(proof, actor=actor(nicolas), code=mailed_code(MAILBOX))
    other.refresh_from_db()
    assert other.state == ProofState.ABANDONED
