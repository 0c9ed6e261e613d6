"""Taking over a company that nobody administers: asked, proven, announced, fought, taken back."""

from datetime import timedelta

import pytest
from django.utils import timezone

from halle.audit.events import Event
from halle.audit.models import Entry
from halle.companies.models import MembershipState, SocleRole
from halle.core.clock import now
from halle.core.decisions import Denied
from halle.enrolment.models import Proof, ProofPurpose, ProofState, Recovery, RecoveryState
from halle.enrolment.objection_links import token_for, voice_of
from halle.enrolment.selectors.recovery import heard, steps_of
from halle.enrolment.services import proofs
from halle.enrolment.services.proof_codes import type_code
from halle.enrolment.services.proof_decisions import decide as decide_proof
from halle.enrolment.services.recovery import object_to, open_recovery, withdraw
from halle.enrolment.services.recovery_nightly import move_on
from halle.enrolment.tests.proofs import actor, mailed_code, operator
from halle.enrolment.tests.recoveries import asked, delay_over, mails, newcomer, orphaned, proof_of, with_kbis
from tests import cast


@pytest.fixture
def orphan(company, nicolas, bernard):
    """ENTREPRISE TEST 2 with Nicolas and Bernard, whom nobody administers any more."""
    company.email = "contact@entreprise-test.example"
    company.save()
    office = company.head_office
    office.email = "siege@entreprise-test.example"
    office.save()
    return orphaned(company)


@pytest.fixture
def paule(db):
    return newcomer()


def events(company):
    return list(Entry.objects.filter(chain=str(company.pk)).order_by("seq").values_list("event", flat=True))


def test_asking_waits_for_a_proof_and_tells_nobody_of_the_company(orphan, paule):
    recovery = asked(orphan, paule, message="J’ai racheté la société.")
    assert recovery.state == RecoveryState.PROVING
    assert [message.user for message in mails("asked")] == [paule]
    assert mails("announced") == []
    assert events(orphan)[-1] == Event.RECOVERY_ASKED


def test_asking_again_gives_the_same_request(orphan, paule):
    assert asked(orphan, paule) == asked(orphan, paule)
    assert Recovery.objects.count() == 1


def test_several_people_may_ask(orphan, paule):
    assert asked(orphan, paule) != asked(orphan, newcomer("remi"))


def test_a_company_that_somebody_administers_is_not_recovered(company, nicolas, paule):
    with pytest.raises(Denied, match="demandez à le rejoindre") as refused:
        asked(company, paule)
    assert "Nicolas" not in str(refused.value)
    assert Recovery.objects.count() == 0


def test_a_disabled_administrator_administers_nothing(company, nicolas, paule):
    company.memberships.update(state=MembershipState.DISABLED)
    assert asked(company, paule).state == RecoveryState.PROVING


def test_three_at_once_is_enough(orphan, paule):
    for siren in ("443061841", "542107651", "572015246"):
        asked(cast.open_company(siren, siren, "00018"), paule)
    with pytest.raises(Denied, match="Trois de vos demandes"):
        asked(orphan, paule)


def test_a_refused_request_waits_thirty_days(orphan, paule):
    first = asked(orphan, paule)
    Recovery.objects.update(state=RecoveryState.REFUSED, decided_at=now() - timedelta(days=29))
    with pytest.raises(Denied, match="moins de 30 jours"):
        asked(orphan, paule)
    Recovery.objects.update(decided_at=now() - timedelta(days=31))
    assert asked(orphan, paule) != first


def test_pieces_open_the_delay_and_everybody_is_told(orphan, paule, nicolas, bernard):
    orphan.memberships.filter(user=bernard).update(state=MembershipState.DISABLED)
    cast.seat(orphan, "ines@entreprise-test.example", "Inès", "Morvan", state=MembershipState.INVITED)
    cast.seat(orphan, "remy@entreprise-test.example", "Rémy", "Parti", state=MembershipState.REMOVED)
    recovery = with_kbis(asked(orphan, paule))
    assert recovery.state == RecoveryState.OPEN
    assert recovery.told_at is not None
    assert recovery.objections_until == recovery.told_at + timedelta(days=7)
    told = mails("announced")
    assert [message.address for message in told] == [
        "bernard.dupond@entreprise-test.example",
        "contact@entreprise-test.example",
        "ines@entreprise-test.example",
        "nicolas.dupond@entreprise-test.example",
        "siege@entreprise-test.example",
    ]
    assert all(message.wants_email for message in told)
    assert all("Paule Repreneur" in message.body and "Gérante" in message.body for message in told)
    assert all(paule.email not in message.body for message in told)
    assert len({message.body for message in told}) == 4, "members have links of their own, the company's addresses one"
    assert Event.RECOVERY_OPENED in events(orphan)


def test_whoever_wants_no_mail_is_mailed_all_the_same(orphan, paule, nicolas):
    nicolas.mail_notifications = False
    nicolas.save()
    with_kbis(asked(orphan, paule))
    assert next(message for message in mails("announced") if message.user == nicolas).wants_email


def test_a_former_administrator_who_asks_is_not_told_of_himself(orphan, nicolas):
    with_kbis(asked(orphan, nicolas))
    assert nicolas.email not in {message.address for message in mails("announced")}


def test_an_address_of_one_of_the_people_is_told_once(orphan, paule, bernard):
    orphan.email = bernard.email.upper()
    orphan.save()
    with_kbis(asked(orphan, paule))
    assert [message.address.lower() for message in mails("announced")].count(bernard.email) == 1


def test_a_code_typed_right_opens_the_delay(orphan, paule):
    recovery = asked(orphan, paule)
    by_paule = actor(paule)
    purpose = ProofPurpose.RECOVERY
    proof = proofs.mail_code(orphan, actor=by_paule, address="a@entreprise-test.example", purpose=purpose)
    recovery.refresh_from_db()
    assert recovery.state == RecoveryState.PROVING
    type_code(proof, actor=by_paule, code=mailed_code("a@entreprise-test.example"))
    recovery.refresh_from_db()
    assert (recovery.state, recovery.proof) == (RecoveryState.OPEN, proof)


def test_a_refused_proof_sends_back_to_proving_and_the_next_tells_everybody_anew(orphan, paule):
    recovery = with_kbis(asked(orphan, paule))
    decide_proof(proof_of(recovery), actor=actor(operator()), accept=False, reason="Kbis d’une autre société.")
    recovery.refresh_from_db()
    assert (recovery.state, recovery.proof, recovery.objections_until) == (RecoveryState.PROVING, None, None)
    assert Event.RECOVERY_UNPROVEN in events(orphan)
    before = len(mails("announced"))
    assert with_kbis(recovery).state == RecoveryState.OPEN
    assert len(mails("announced")) == 2 * before


def test_the_proof_of_a_request_is_not_abandoned_alone(orphan, paule):
    recovery = with_kbis(asked(orphan, paule))
    with pytest.raises(Denied, match="retirez plutôt la demande"):
        proofs.abandon(proof_of(recovery), actor=actor(paule))
    assert Proof.objects.get().state == ProofState.SUBMITTED


def test_members_and_the_company_may_object_each_once(orphan, paule, nicolas, bernard):
    recovery = with_kbis(asked(orphan, paule))
    object_to(recovery, user=nicolas, text="Inconnue ici.")
    object_to(recovery, user=bernard, text="Moi non plus.")
    object_to(recovery, user=None, text="La direction s’y oppose.")
    for again in (nicolas, None):
        with pytest.raises(Denied, match="déjà enregistrée"):
            object_to(recovery, user=again, text="Encore.")
    assert [objection.text for objection in recovery.objections.all()] == [
        "Inconnue ici.",
        "Moi non plus.",
        "La direction s’y oppose.",
    ]
    assert events(orphan).count(Event.RECOVERY_OBJECTED) == 3


def test_the_applicant_learns_that_somebody_objected_but_not_who(orphan, paule, nicolas, bernard):
    recovery = with_kbis(asked(orphan, paule))
    object_to(recovery, user=nicolas, text="Inconnue ici.")
    object_to(recovery, user=bernard, text="Moi non plus.")
    (told,) = mails("objected")
    assert told.user == paule
    assert "Nicolas" not in told.body
    assert "Inconnue" not in told.body


def test_nobody_objects_before_or_after_the_delay(orphan, paule, nicolas):
    recovery = asked(orphan, paule)
    with pytest.raises(Denied, match="n’est plus en cours"):
        object_to(recovery, user=nicolas, text="Non.")
    delay_over(with_kbis(recovery))
    with pytest.raises(Denied, match="n’est plus en cours"):
        object_to(recovery, user=nicolas, text="Non.")
    assert recovery.objections.count() == 0


def test_a_link_names_who_it_was_sent_to(orphan, paule, nicolas):
    recovery = with_kbis(asked(orphan, paule))
    token = token_for(recovery, nicolas.pk)
    assert heard(token) == (recovery, nicolas)
    assert heard(token_for(recovery, None)) == (recovery, None)
    assert voice_of(token[:-1] + ("a" if token[-1] != "a" else "b")) is None
    assert heard("n’importe-quoi") is None


def test_a_link_ends_with_the_delay_or_with_the_seat(orphan, paule, nicolas):
    recovery = with_kbis(asked(orphan, paule))
    token = token_for(recovery, nicolas.pk)
    orphan.memberships.filter(user=nicolas).update(state=MembershipState.REMOVED)
    assert heard(token) is None
    orphan.memberships.filter(user=nicolas).update(state=MembershipState.ACTIVE)
    delay_over(recovery)
    assert heard(token) is None


def test_the_clock_decides_that_the_delay_is_over_not_the_job(orphan, paule):
    recovery = delay_over(with_kbis(asked(orphan, paule)))
    assert recovery.state == RecoveryState.OPEN
    assert recovery.current_state == RecoveryState.TO_DECIDE
    assert list(Recovery.objects.waiting()) == [recovery]


def test_the_job_notes_the_end_of_the_delay_once(orphan, paule):
    recovery = with_kbis(asked(orphan, paule))
    assert move_on() == "1 recoveries under way, 0 moved on"
    delay_over(recovery)
    assert move_on() == "1 recoveries under way, 1 moved on"
    assert move_on() == "1 recoveries under way, 0 moved on"
    recovery.refresh_from_db()
    assert recovery.state == RecoveryState.TO_DECIDE
    assert events(orphan).count(Event.RECOVERY_TO_DECIDE) == 1


def test_the_job_ends_it_when_the_company_has_an_administrator_again(orphan, paule, bernard):
    recovery = with_kbis(asked(orphan, paule))
    orphan.memberships.filter(user=bernard).update(socle_role=SocleRole.ADMINISTRATOR)
    move_on()
    recovery.refresh_from_db()
    assert recovery.state == RecoveryState.REFUSED
    assert "Demandez à la rejoindre" in recovery.reason
    assert Proof.objects.get().state == ProofState.ABANDONED
    assert "Demandez à la rejoindre" in mails("refused")[0].body
    assert len(mails("refused_all")) == 4


def test_a_proof_that_never_comes_ends_it_after_sixty_days(orphan, paule):
    recovery = asked(orphan, paule)
    Recovery.objects.update(updated_at=timezone.now() - timedelta(days=59))
    move_on()
    recovery.refresh_from_db()
    assert recovery.state == RecoveryState.PROVING
    Recovery.objects.update(updated_at=timezone.now() - timedelta(days=61))
    move_on()
    recovery.refresh_from_db()
    assert recovery.state == RecoveryState.REFUSED
    assert mails("refused_all") == [], "nobody had been told of it"


def test_an_erased_person_leaves_no_request_behind(orphan, paule):
    recovery = asked(orphan, paule, phone="0601020304", message="J’ai racheté.")
    paule.anonymised_at = now()
    paule.save()
    move_on()
    recovery.refresh_from_db()
    assert (recovery.state, recovery.function, recovery.phone, recovery.message) == ("withdrawn", "", "", "")


def test_taking_it_back_tells_those_who_had_been_told(orphan, paule):
    recovery = with_kbis(asked(orphan, paule))
    withdraw(recovery, actor=actor(paule))
    recovery.refresh_from_db()
    assert recovery.state == RecoveryState.WITHDRAWN
    assert len(mails("withdrawn_all")) == len(mails("announced")) == 4
    assert Proof.objects.get().state == ProofState.ABANDONED
    assert events(orphan)[-1] == Event.RECOVERY_WITHDRAWN
    with pytest.raises(Denied, match="n’est plus en cours"):
        withdraw(recovery, actor=actor(paule))


def test_only_whoever_asked_takes_it_back(orphan, paule, nicolas):
    recovery = asked(orphan, paule)
    with pytest.raises(Denied, match="d’une autre personne"):
        withdraw(recovery, actor=actor(nicolas))
    recovery.refresh_from_db()
    assert recovery.is_running


def test_steps_say_what_is_done_and_what_comes(orphan, paule):
    recovery = asked(orphan, paule)
    assert [step.is_done for step in steps_of(recovery)] == [True, False, False, False, False]
    with_kbis(recovery)
    assert [step.is_done for step in steps_of(recovery)] == [True, True, True, False, False]
    delay_over(recovery)
    assert [step.is_done for step in steps_of(recovery)] == [True, True, True, True, False]
    assert steps_of(recovery)[-1].is_current
    withdraw(recovery, actor=actor(paule))
    recovery.refresh_from_db()
    assert steps_of(recovery)[-1].label == "Retirée"


def test_open_recovery_keeps_what_was_typed(orphan, paule):
    recovery = open_recovery(orphan, user=paule, function="Gérante", phone="0601020304", message="Rachat.")
    assert (recovery.function, recovery.phone, recovery.message) == ("Gérante", "0601020304", "Rachat.")
