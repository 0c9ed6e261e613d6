"""Asking for a seat in a known company: limits, mails, and what the applicant learns (nothing)."""

from datetime import timedelta

import pytest
import time_machine

from halle.audit.models import Entry
from halle.companies.models import Membership, MembershipState, RoomRole, SocleRole, Source
from halle.companies.selectors import actor_of
from halle.core.clock import now, today
from halle.core.decisions import Denied
from halle.enrolment.models import JoinRequest, JoinState
from halle.enrolment.selectors.joining import public_label
from halle.enrolment.services import joining
from halle.mail.models import Message
from tests import cast

ROLES = {"room_role": RoomRole.EMPLOYEE, "socle_role": SocleRole.USER}


@pytest.fixture
def paul(db):
    """Somebody without a company."""
    return cast.person("paul@nulle-part.example", "Paul", "Durand")


@pytest.fixture
def lucie(company):
    """A second administrator, of the socle only."""
    return cast.seat(company, "lucie@entreprise-test.example", "Lucie", "Robin", socle_role=SocleRole.ADMINISTRATOR)


@pytest.fixture
def request_of_paul(company, nicolas, paul):
    return joining.ask(company, user=paul, function="Acheteur", phone="02 99 00 00 09", message="Bonjour")


def accept(request, by, **changes):
    values = {**ROLES, "establishment": request.company.head_office, **changes}
    return joining.accept(request, actor=actor_of(by), **values)


def mails_to(user):
    return Message.objects.filter(user=user)


def events(company):
    return list(Entry.objects.filter(chain=str(company.pk)).order_by("seq").values_list("event", flat=True))


def test_every_administrator_is_told_and_nobody_else(company, nicolas, lucie, bernard, paul):
    joining.ask(company, user=paul)
    for administrator in (nicolas, lucie):
        message = mails_to(administrator).get(name="enrolment/mail/join_asked")
        assert "Paul Durand" in message.body
        assert "/rattachements/" in message.body
    assert not mails_to(bernard).exists()
    assert events(company) == ["join.asked"]


def test_the_applicant_is_told_that_it_left_and_no_name(company, nicolas, paul):
    joining.ask(company, user=paul)
    message = mails_to(paul).get()
    assert "transmise" in message.subject
    for word in ("Nicolas", "Dupond", "nicolas.dupond", company.name):
        assert word not in message.subject + message.body
    assert "732 829 320" in message.body.replace("\xa0", " ")


def test_asking_twice_is_asking_once(company, request_of_paul, paul, nicolas):
    assert joining.ask(company, user=paul, message="Encore") == request_of_paul
    assert JoinRequest.objects.count() == 1
    assert mails_to(nicolas).count() == 1


def test_the_establishment_is_found_by_its_siret_when_it_is_open(company, nicolas, paul):
    branch = company.establishments.create(name="Agence", nic="00082")
    assert joining.ask(company, user=paul, establishment_siret="73282932000082").establishment == branch
    for siret in ("73282932000090", "55210055400013", "00082", ""):
        other = cast.person(f"p{siret}@nulle-part.example", "Pia", "Durand")
        assert joining.ask(company, user=other, establishment_siret=siret).establishment is None


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        (MembershipState.ACTIVE, "déjà utilisateur"),
        (MembershipState.INVITED, "déjà invité"),
        (MembershipState.DISABLED, "suspendu"),
    ],
)
def test_somebody_with_a_seat_does_not_ask_for_another(company, nicolas, bernard, state, sentence):
    Membership.objects.filter(user=bernard).update(state=state)
    with pytest.raises(Denied, match=sentence):
        joining.ask(company, user=bernard)
    assert not JoinRequest.objects.exists()


def test_somebody_whose_seat_was_removed_may_ask_again(company, nicolas, bernard):
    Membership.objects.filter(user=bernard).update(state=MembershipState.REMOVED)
    assert joining.ask(company, user=bernard).state == JoinState.PENDING


def test_nobody_to_answer_means_a_recovery(company, bernard, paul):
    with pytest.raises(Denied, match="reprise"):
        joining.ask(company, user=paul)


def test_three_may_wait_and_not_four(company, nicolas, paul):
    for rank in range(3):
        other = cast.open_company(f"Autre {rank}", f"{910000000 + rank}", "00011")
        cast.seat(other, f"chef{rank}@autre.example", "Chef", "Un", **cast.BOTH)
        waiting = joining.ask(other, user=paul)
    with pytest.raises(Denied, match="Trois"):
        joining.ask(company, user=paul)
    joining.withdraw(waiting, actor=actor_of(paul))
    assert joining.ask(company, user=paul).state == JoinState.PENDING


def test_a_refused_person_asks_again_after_seven_days(company, nicolas, request_of_paul, paul):
    joining.refuse(request_of_paul, actor=actor_of(nicolas), reason="Nous ne vous connaissons pas.")
    with pytest.raises(Denied, match="7 jours"):
        joining.ask(company, user=paul)
    with time_machine.travel(now() + timedelta(days=7, seconds=1)):
        assert joining.ask(company, user=paul) != request_of_paul


def test_asking_and_taking_back_in_turn_stops_being_mailed(company, nicolas, paul):
    for _turn in range(2):
        joining.withdraw(joining.ask(company, user=paul), actor=actor_of(paul))
    with pytest.raises(Denied, match="deux fois"):
        joining.ask(company, user=paul)
    with time_machine.travel(now() + timedelta(days=7, seconds=1)):
        joining.ask(company, user=paul)


def test_accepting_gives_a_seat_with_the_roles_and_tells_him(company, nicolas, request_of_paul, paul):
    membership = accept(request_of_paul, nicolas, socle_role=SocleRole.ADMINISTRATOR)
    assert (membership.state, membership.socle_role) == (MembershipState.ACTIVE, SocleRole.ADMINISTRATOR)
    assert (membership.first_name, membership.last_name, membership.email) == ("Paul", "Durand", paul.email)
    assert (membership.function, membership.phone) == ("Acheteur", "02 99 00 00 09")
    assert actor_of(paul).administers(company)
    request_of_paul.refresh_from_db()
    assert (request_of_paul.state, request_of_paul.decided_by.user) == (JoinState.ACCEPTED, nicolas)
    assert company.name in mails_to(paul).get(name="enrolment/mail/join_accepted").body
    entry = Entry.objects.select_related("details").get(event="join.accepted")
    assert (entry.actor_ref, entry.details.person) == (nicolas.pk, paul.pk)
    assert entry.details.changes["socle_role"].after == "Administrateur"


def test_nobody_gives_more_than_he_has(company, nicolas, lucie, request_of_paul):
    with pytest.raises(Denied, match="Administrateur Entreprise"):
        accept(request_of_paul, lucie, room_role=RoomRole.ADMINISTRATOR)
    request_of_paul.refresh_from_db()
    assert request_of_paul.state == JoinState.PENDING
    assert not Membership.objects.filter(user=request_of_paul.user).exists()


def test_refusing_wants_a_reason_and_does_not_say_who(company, nicolas, request_of_paul, paul):
    with pytest.raises(Denied, match="Dites pourquoi"):
        joining.refuse(request_of_paul, actor=actor_of(nicolas), reason="  ")
    joining.refuse(request_of_paul, actor=actor_of(nicolas), reason="Nous ne vous connaissons pas.")
    message = mails_to(paul).get(name="enrolment/mail/join_refused")
    assert "Nous ne vous connaissons pas." in message.body
    assert "Dupond" not in message.body
    assert company.name not in message.subject + message.body
    assert not actor_of(paul).seats
    assert Entry.objects.get(event="join.refused").details.reason == "Nous ne vous connaissons pas."


def test_only_administrators_of_that_company_decide(nicolas, bernard, claire, request_of_paul):
    for stranger in (bernard, claire, request_of_paul.user):
        with pytest.raises(Denied):
            accept(request_of_paul, stranger)
        with pytest.raises(Denied):
            joining.refuse(request_of_paul, actor=actor_of(stranger), reason="Non.")
    with pytest.raises(Denied):
        joining.withdraw(request_of_paul, actor=actor_of(nicolas))
    request_of_paul.refresh_from_db()
    assert request_of_paul.state == JoinState.PENDING


def test_a_place_of_another_company_or_a_closed_one_is_refused(company, nicolas, other_company, request_of_paul):
    closed = company.establishments.create(name="Ancienne", nic="00082", closed_on=today())
    for place in (other_company.head_office, closed):
        with pytest.raises(Denied, match="établissement"):
            accept(request_of_paul, nicolas, establishment=place)


def test_what_was_decided_is_not_decided_again(company, nicolas, lucie, request_of_paul, paul):
    stale = JoinRequest.objects.get(pk=request_of_paul.pk)
    accept(request_of_paul, nicolas)
    with pytest.raises(Denied, match="acceptée"):
        joining.refuse(stale, actor=actor_of(lucie), reason="Non.")
    with pytest.raises(Denied, match="acceptée"):
        joining.withdraw(stale, actor=actor_of(paul))
    assert Membership.objects.filter(user=paul).count() == 1


def test_somebody_invited_meanwhile_is_not_seated_twice(company, nicolas, request_of_paul, paul):
    Membership.objects.create(company=company, user=paul, establishment=company.head_office)
    with pytest.raises(Denied, match="déjà dans la liste"):
        accept(request_of_paul, nicolas)


def test_a_closed_account_is_not_seated(company, nicolas, request_of_paul, paul):
    paul.is_active = False
    paul.save()
    with pytest.raises(Denied, match="plus de compte"):
        accept(request_of_paul, nicolas)


def test_a_stranger_reads_the_name_that_the_state_publishes_and_no_other(company):
    assert public_label(company).startswith("SIREN")
    line = company.field_sources.create(field="name", source=Source.INSEE, since=today())
    assert public_label(company).startswith("ENTREPRISE TEST 2 (SIREN")
    line.source, line.state_value = Source.KEPT, "NOM DU REGISTRE"
    line.save()
    assert public_label(company).startswith("NOM DU REGISTRE (SIREN")
    company.diffusible = False
    assert public_label(company).startswith("SIREN")
