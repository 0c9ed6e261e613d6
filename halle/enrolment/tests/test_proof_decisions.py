"""Operators decide: with a reason, never their own case, two of them when the deployer wants."""

import re
from datetime import date, timedelta

import pytest
import time_machine

from halle.audit.events import Event
from halle.audit.selectors import journal_of
from halle.core.clock import now, today
from halle.core.decisions import Denied
from halle.enrolment.models import ProofState
from halle.enrolment.services import proofs
from halle.enrolment.services.proof_decisions import decide
from halle.enrolment.tests.proofs import ADDRESS, actor, given_kbis, kbis, operator
from halle.mail.models import Message
from tests.cast import seat

WHY = "Kbis du 2 novembre, M. Dupond y est gérant."


def test_an_operator_accepts_with_a_reason(company, nicolas):
    omar = operator()
    proof = decide(given_kbis(company, nicolas), actor=actor(omar), accept=True, reason=WHY)
    company.refresh_from_db()
    assert (proof.state, proof.decided_by, proof.reason) == (ProofState.ACCEPTED, omar, WHY)
    assert company.verified_at is not None
    for event in (Event.PROOF_ACCEPTED, Event.COMPANY_VERIFIED):
        entry = journal_of(company.pk, event=event).get()
        assert (entry.actor_ref, entry.details.reason) == (omar.pk, WHY)


def test_an_operator_refuses_and_the_reason_is_mailed(company, nicolas):
    proof = decide(
        given_kbis(company, nicolas), actor=actor(operator()), accept=False, reason="Le Kbis est illisible."
    )
    company.refresh_from_db()
    assert (proof.state, company.verified_at) == (ProofState.REFUSED, None)
    body = Message.objects.get(user=nicolas, name="enrolment/mail/proof_refused").body
    assert "Le Kbis est illisible." in body
    assert f"/entreprises/{company.identifier}/verification/" in body
    assert journal_of(company.pk, event=Event.PROOF_REFUSED).get().details.reason == "Le Kbis est illisible."
    assert given_kbis(company, nicolas).state == ProofState.SUBMITTED


@pytest.mark.parametrize("accept", [True, False])
@pytest.mark.parametrize("reason", ["", "   "])
def test_no_decision_without_a_reason(company, nicolas, accept, reason):
    proof = given_kbis(company, nicolas)
    with pytest.raises(Denied, match="pourquoi"):
        decide(proof, actor=actor(operator()), accept=accept, reason=reason)


@pytest.mark.parametrize("accept", [True, False])
def test_whoever_is_no_operator_decides_nothing(company, nicolas, bernard, claire, accept):
    proof = given_kbis(company, nicolas)
    for user in (nicolas, bernard, claire):
        with pytest.raises(Denied, match="exploitants"):
            decide(proof, actor=actor(user), accept=accept, reason=WHY)


@pytest.mark.parametrize("accept", [True, False])
def test_an_operator_never_decides_for_his_own_company_nor_his_own_case(company, nicolas, accept):
    proof = given_kbis(company, nicolas)
    omar = operator()
    seat(company, omar.email, "Omar", "Exploitant")
    with pytest.raises(Denied, match="rattaché à cette entreprise"):
        decide(proof, actor=actor(omar), accept=accept, reason=WHY)
    company.memberships.filter(user=omar).update(state="disabled")
    with pytest.raises(Denied, match="avez été rattaché"):
        decide(proof, actor=actor(omar), accept=accept, reason=WHY)
    nicolas.is_staff = True
    nicolas.save()
    with pytest.raises(Denied, match="est la vôtre"):
        decide(proof, actor=actor(nicolas), accept=accept, reason=WHY)


def test_two_eyes_want_two_different_operators(company, nicolas, settings):
    settings.TWO_EYES = True
    omar, olga = operator(), operator("olga")
    proof = decide(given_kbis(company, nicolas), actor=actor(omar), accept=True, reason=WHY)
    company.refresh_from_db()
    assert (proof.state, company.verified_at) == (ProofState.SECONDING, None)
    with pytest.raises(Denied, match="second exploitant"):
        decide(proof, actor=actor(omar), accept=True, reason=WHY)
    proof = decide(proof, actor=actor(olga), accept=True, reason="Vu aussi.")
    company.refresh_from_db()
    assert (proof.state, proof.decided_by, proof.seconded_by) == (ProofState.ACCEPTED, omar, olga)
    assert company.verified_at is not None
    assert journal_of(company.pk, event=Event.PROOF_SECONDING).get().actor_ref == omar.pk
    assert journal_of(company.pk, event=Event.PROOF_ACCEPTED).get().actor_ref == olga.pk


def test_two_eyes_want_one_operator_to_refuse(company, nicolas, settings):
    settings.TWO_EYES = True
    proof = decide(given_kbis(company, nicolas), actor=actor(operator()), accept=False, reason=WHY)
    assert proof.state == ProofState.REFUSED


def test_a_waiting_second_look_stays_when_the_option_is_turned_off(company, nicolas, settings):
    settings.TWO_EYES = True
    omar = operator()
    proof = decide(given_kbis(company, nicolas), actor=actor(omar), accept=True, reason=WHY)
    settings.TWO_EYES = False
    with pytest.raises(Denied, match="second exploitant"):
        decide(proof, actor=actor(omar), accept=True, reason=WHY)


def test_a_second_decision_is_refused(company, nicolas):
    proof = decide(given_kbis(company, nicolas), actor=actor(operator()), accept=False, reason=WHY)
    with pytest.raises(Denied, match="n’attend plus"):
        decide(proof, actor=actor(operator("olga")), accept=True, reason=WHY)


def test_a_letter_is_not_accepted_by_an_operator_but_may_be_refused(company, nicolas):
    proof = proofs.ask_letter(company, actor=actor(nicolas), address=ADDRESS)
    omar = actor(operator())
    with pytest.raises(Denied, match="n’attend plus"):
        decide(proof, actor=omar, accept=True, reason=WHY)
    assert decide(proof, actor=omar, accept=False, reason=WHY).state == ProofState.REFUSED


def test_a_person_who_left_meanwhile_verifies_nothing(company, nicolas, bernard):
    proof = given_kbis(company, nicolas)
    company.memberships.filter(user=nicolas).update(state="disabled")
    with pytest.raises(Denied, match="n’administre plus"):
        decide(proof, actor=actor(operator()), accept=True, reason=WHY)
    proof.refresh_from_db()
    assert proof.state == ProofState.SUBMITTED


@pytest.mark.parametrize(
    ("today_is", "oldest"),
    [("2026-11-23", date(2026, 8, 23)), ("2026-05-31", date(2026, 2, 28)), ("2026-02-10", date(2025, 11, 10))],
)
def test_three_months_are_counted_by_the_calendar(today_is, oldest):
    with time_machine.travel(f"{today_is}T10:00:00+00:00"):
        assert proofs.oldest_kbis() == oldest


def test_an_old_kbis_and_one_of_tomorrow_are_refused(company, nicolas):
    for day in (proofs.oldest_kbis() - timedelta(days=1), today() + timedelta(days=1)):
        with pytest.raises(Denied, match="3 mois"):
            proofs.submit_kbis(company, actor=actor(nicolas), file=kbis(), issued_on=day)
    assert not company.proofs.exists()


def test_two_letters_a_month(company, nicolas):
    for _time in range(proofs.LETTERS_A_MONTH):
        proofs.abandon(proofs.ask_letter(company, actor=actor(nicolas), address=ADDRESS), actor=actor(nicolas))
    with pytest.raises(Denied, match="Deux lettres"):
        proofs.ask_letter(company, actor=actor(nicolas), address=ADDRESS)
    with time_machine.travel(now() + timedelta(days=31)):
        proofs.ask_letter(company, actor=actor(nicolas), address=ADDRESS)


def test_no_letter_without_an_address(company, nicolas):
    with pytest.raises(Denied, match="adresse"):
        proofs.ask_letter(company, actor=actor(nicolas), address=())


def test_mails_of_a_decision_hold_no_leftover_of_their_templates(company, nicolas):
    decide(given_kbis(company, nicolas), actor=actor(operator()), accept=False, reason=WHY)
    decide(given_kbis(company, nicolas), actor=actor(operator("olga")), accept=True, reason=WHY)
    for message in Message.objects.filter(user=nicolas, name__startswith="enrolment/"):
        assert not re.search(r"[{}]|%\(", message.subject + message.body)
