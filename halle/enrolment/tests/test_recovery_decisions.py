"""Operators decide on recoveries: after the delay, with a reason, never on their own affairs."""

from datetime import timedelta

import pytest

from halle.audit.events import Event
from halle.audit.models import Entry
from halle.companies.models import Invitation, MembershipState, RoomRole, SocleRole
from halle.companies.services.invitations import digest_of
from halle.core.clock import now
from halle.core.decisions import Denied
from halle.enrolment.models import ProofState, Recovery, RecoveryState
from halle.enrolment.services.proof_decisions import decide as decide_proof
from halle.enrolment.services.recovery_decisions import decide
from halle.enrolment.tests.proofs import actor, operator
from halle.enrolment.tests.recoveries import (
    asked,
    delay_over,
    mails,
    newcomer,
    orphaned,
    proof_of,
    seat_of,
    to_decide,
    with_kbis,
)
from tests import cast


@pytest.fixture
def orphan(company, nicolas, bernard):
    return orphaned(company)


@pytest.fixture
def paule(db):
    return newcomer()


@pytest.fixture
def omar(db):
    return operator()


def accept(recovery, user):
    return decide(recovery, actor=actor(user), accept=True, reason="Kbis lu, elle est gérante.")


def refuse(recovery, user):
    return decide(recovery, actor=actor(user), accept=False, reason="Kbis d’une autre société.")


def events(company):
    return list(Entry.objects.filter(chain=str(company.pk)).order_by("seq").values_list("event", flat=True))


def test_accepting_makes_a_new_administrator(orphan, paule, omar):
    recovery = accept(to_decide(orphan, paule), omar)
    assert (recovery.state, recovery.decided_by) == (RecoveryState.ACCEPTED, omar)
    seat = seat_of(orphan, paule)
    assert (seat.state, seat.room_role, seat.socle_role) == (
        MembershipState.ACTIVE,
        RoomRole.ADMINISTRATOR,
        SocleRole.ADMINISTRATOR,
    )
    assert (seat.function, seat.establishment, seat.email) == ("Gérante", orphan.head_office, paule.email)
    assert actor(paule).administers(orphan)


def test_accepting_tells_everybody_and_the_journal(orphan, paule, omar, nicolas, bernard):
    accept(to_decide(orphan, paule), omar)
    assert {message.user for message in mails("accepted_all")} == {nicolas, bernard}
    assert [message.user for message in mails("accepted")] == [paule]
    written = events(orphan)
    for event in (Event.PROOF_ACCEPTED, Event.COMPANY_VERIFIED, Event.MEMBER_CREATED, Event.RECOVERY_ACCEPTED):
        assert written.count(event) == 1
    line = Entry.objects.select_related("details").get(event=Event.RECOVERY_ACCEPTED)
    assert (line.details.reason, line.actor_ref) == ("Kbis lu, elle est gérante.", omar.pk)


def test_accepting_verifies_the_company_and_judges_its_pieces(orphan, paule, omar):
    recovery = accept(to_decide(orphan, paule), omar)
    orphan.refresh_from_db()
    assert orphan.verified_at is not None
    assert (proof_of(recovery).state, proof_of(recovery).decided_by) == (ProofState.ACCEPTED, omar)


def test_a_company_that_was_verified_keeps_its_day(orphan, paule, omar):
    orphan.verified_at = now() - timedelta(days=400)
    orphan.save()
    accept(to_decide(orphan, paule), omar)
    day = orphan.verified_at
    orphan.refresh_from_db()
    assert orphan.verified_at == day
    assert Event.COMPANY_VERIFIED not in events(orphan)


def test_a_disabled_member_gets_his_own_seat_back_with_both_roles(orphan, bernard, omar):
    seat = seat_of(orphan, bernard)
    orphan.memberships.update(state=MembershipState.DISABLED)
    accept(to_decide(orphan, bernard), omar)
    again = seat_of(orphan, bernard)
    assert again.pk == seat.pk
    assert (again.state, again.socle_role) == (MembershipState.ACTIVE, SocleRole.ADMINISTRATOR)
    assert again.room_role == RoomRole.ADMINISTRATOR
    assert again.version == seat.version + 1
    assert Event.MEMBER_ENABLED in events(orphan)


def test_the_invitation_of_an_invited_person_no_longer_serves(orphan, paule, omar):
    cast.seat(orphan, paule.email, "Paule", "Repreneur", state=MembershipState.INVITED)
    seat = seat_of(orphan, paule)
    Invitation.objects.create(membership=seat, digest=digest_of("x"), expires_at=now() + timedelta(days=5))
    accept(to_decide(orphan, paule), omar)
    assert Invitation.objects.get().used_at is not None
    assert seat_of(orphan, paule).state == MembershipState.ACTIVE


def test_refusing_tells_the_reason_and_gives_nothing(orphan, paule, omar, nicolas, bernard):
    recovery = refuse(to_decide(orphan, paule), omar)
    assert (recovery.state, recovery.reason) == (RecoveryState.REFUSED, "Kbis d’une autre société.")
    assert proof_of(recovery).state == ProofState.REFUSED
    assert not orphan.memberships.filter(user=paule).exists()
    assert "Kbis d’une autre société." in mails("refused")[0].body
    assert {message.user for message in mails("refused_all")} == {nicolas, bernard}
    assert all("Kbis" not in message.body for message in mails("refused_all"))


@pytest.mark.parametrize("answer", [accept, refuse])
def test_nothing_is_decided_while_people_may_object(orphan, paule, omar, answer):
    recovery = with_kbis(asked(orphan, paule))
    with pytest.raises(Denied, match="court encore"):
        answer(recovery, omar)
    recovery.refresh_from_db()
    assert recovery.state == RecoveryState.OPEN


@pytest.mark.parametrize("answer", [accept, refuse])
def test_nothing_is_decided_before_a_proof_nor_twice(orphan, paule, omar, answer):
    recovery = asked(orphan, paule)
    with pytest.raises(Denied, match="n’attend pas de décision"):
        answer(recovery, omar)
    answer(delay_over(with_kbis(recovery)), omar)
    with pytest.raises(Denied, match="n’attend pas de décision"):
        answer(recovery, operator("olga"))


def test_a_reason_must_be_given(orphan, paule, omar):
    with pytest.raises(Denied, match="Dites pourquoi"):
        decide(to_decide(orphan, paule), actor=actor(omar), accept=True, reason=" ")


def test_only_operators_decide(orphan, paule, nicolas, claire):
    recovery = to_decide(orphan, paule)
    for person in (paule, nicolas, claire):
        with pytest.raises(Denied, match="réservée aux exploitants"):
            accept(recovery, person)
    recovery.refresh_from_db()
    assert recovery.is_running


def test_an_operator_does_not_decide_for_himself_nor_for_his_company(orphan, omar, paule):
    with pytest.raises(Denied, match="est la vôtre"):
        accept(to_decide(orphan, omar), omar)
    olga = operator("olga")
    cast.seat(orphan, olga.email, "Olga", "Exploitante")
    with pytest.raises(Denied, match="rattaché à cette entreprise"):
        accept(to_decide(orphan, paule), olga)
    orphan.memberships.filter(user=olga).update(state=MembershipState.REMOVED)
    with pytest.raises(Denied, match="rattaché à cette entreprise"):
        accept(Recovery.objects.get(user=paule), olga)


def test_two_pairs_of_eyes(orphan, paule, omar, settings):
    settings.TWO_EYES = True
    recovery = accept(to_decide(orphan, paule), omar)
    assert recovery.state == RecoveryState.SECONDING
    assert not orphan.memberships.filter(user=paule).exists()
    with pytest.raises(Denied, match="un second exploitant"):
        accept(recovery, omar)
    olga = operator("olga")
    recovery = accept(recovery, olga)
    assert (recovery.state, recovery.decided_by, recovery.seconded_by) == (RecoveryState.ACCEPTED, omar, olga)
    assert events(orphan).count(Event.RECOVERY_SECONDING) == 1


def test_the_second_look_may_refuse(orphan, paule, omar, settings):
    settings.TWO_EYES = True
    olga = operator("olga")
    recovery = refuse(accept(to_decide(orphan, paule), omar), olga)
    assert (recovery.state, recovery.decided_by, recovery.seconded_by) == (RecoveryState.REFUSED, olga, None)


def test_others_who_asked_are_refused_with_the_reason(orphan, paule, omar):
    first = to_decide(orphan, paule)
    second = with_kbis(asked(orphan, newcomer("remi")))
    third = asked(orphan, newcomer("lena"))
    accept(first, omar)
    for other in (second, third):
        other.refresh_from_db()
        assert other.state == RecoveryState.REFUSED
        assert "Demandez à la rejoindre" in other.reason
    assert {message.user for message in mails("refused")} == {second.user, third.user}
    assert mails("refused_all") == []
    assert proof_of(second).state == ProofState.ABANDONED


def test_a_company_with_an_administrator_again_is_not_given_away(orphan, paule, omar, bernard):
    recovery = to_decide(orphan, paule)
    orphan.memberships.filter(user=bernard).update(socle_role=SocleRole.ADMINISTRATOR)
    recovery = accept(recovery, omar)
    assert recovery.state == RecoveryState.REFUSED
    assert "Demandez à la rejoindre" in mails("refused")[0].body
    assert not orphan.memberships.filter(user=paule).exists()


def test_somebody_who_left_the_site_gets_no_company(orphan, paule, omar):
    recovery = to_decide(orphan, paule)
    paule.is_active = False
    paule.save()
    with pytest.raises(Denied, match="n’a plus de compte"):
        accept(recovery, omar)
    assert refuse(recovery, omar).state == RecoveryState.REFUSED


def test_a_proof_accepted_on_its_own_stays_as_it_was_decided(orphan, paule, omar):
    recovery = with_kbis(asked(orphan, paule))
    decide_proof(proof_of(recovery), actor=actor(omar), accept=True, reason="Kbis lu.")
    olga = operator("olga")
    recovery = accept(delay_over(recovery), olga)
    assert (recovery.state, proof_of(recovery).decided_by) == (RecoveryState.ACCEPTED, omar)


def test_what_waits_is_told_by_the_clock(orphan, paule, omar):
    first = to_decide(orphan, paule)
    second = to_decide(orphan, newcomer("remi"))
    with_kbis(asked(orphan, newcomer("lena")))
    assert set(Recovery.objects.waiting()) == {first, second}
    refuse(first, omar)
    assert list(Recovery.objects.waiting()) == [second]
