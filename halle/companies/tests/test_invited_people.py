"""An invitation that nobody accepted gives a company no say over a person's account, and tells it nothing about it."""

import re

import pytest
from django.urls import reverse

from conftest import signed_in
from halle.companies.models import MembershipState, RoomRole, SocleRole
from halle.companies.selectors.actors import actor_of
from halle.companies.services import invitations, members, roles
from halle.core.decisions import Denied
from halle.mail.models import Message
from tests import cast

UNKNOWN = "inconnue@nulle-part.example"
COORDINATES = {
    "civility": "m",
    "first_name": "Paul",
    "last_name": "Durand",
    "address": "1 RUE DE LA PAIX",
    "postcode": "35000",
    "city": "RENNES",
    "country": "FR",
    "notification": "email",
}


@pytest.fixture
def paul(db):
    """Somebody who has an account and no company."""
    return cast.person("paul@nulle-part.example", "Paul", "Durand")


@pytest.fixture
def invite(company, nicolas):
    """Prepare a seat for that address as Nicolas would."""

    def prepare(email):
        return members.create_member(
            company, actor=actor_of(nicolas), email=email, establishment=company.head_office, **COORDINATES
        )

    return prepare


def act(browser, name, membership):
    address = reverse(f"companies:member_{name}", args=[membership.company.identifier, membership.pk])
    answer = browser.post(address)
    membership.refresh_from_db()
    return answer


def test_reactivating_does_not_accept_in_the_persons_place(as_nicolas, invite, paul):
    seat = invite(paul.email)
    assert act(as_nicolas, "enable", seat).status_code == 302
    assert seat.state == MembershipState.INVITED
    act(as_nicolas, "disable", seat)
    act(as_nicolas, "enable", seat)
    assert seat.state == MembershipState.INVITED
    assert seat.invitations.filter(used_at=None).count() == 1


def test_somebody_who_accepted_comes_back_active(as_nicolas, invite, paul):
    seat = invite(paul.email)
    invitations.accept(seat.invitations.get())
    act(as_nicolas, "disable", seat)
    assert seat.state == MembershipState.DISABLED
    act(as_nicolas, "enable", seat)
    assert seat.state == MembershipState.ACTIVE


def test_deleting_an_unanswered_invitation_leaves_the_account_alone(as_nicolas, invite, paul):
    his_own = signed_in(paul)
    act(as_nicolas, "remove", invite(paul.email))
    paul.refresh_from_db()
    assert (paul.email, paul.is_active) == ("paul@nulle-part.example", True)
    assert his_own.get(reverse("portal:account")).status_code == 200


def test_deleting_erases_the_account_that_the_invitation_made(as_nicolas, invite):
    seat = invite(UNKNOWN)
    act(as_nicolas, "remove", seat)
    seat.user.refresh_from_db()
    assert not seat.user.is_active
    assert UNKNOWN not in seat.user.email


def test_deleting_the_last_seat_of_somebody_who_accepted_erases_his_account(as_nicolas, invite, paul):
    seat = invite(paul.email)
    invitations.accept(seat.invitations.get())
    act(as_nicolas, "remove", seat)
    paul.refresh_from_db()
    assert not paul.is_active


def test_disabling_an_unanswered_invitation_does_not_sign_the_person_out(as_nicolas, invite, paul):
    his_own = signed_in(paul)
    act(as_nicolas, "disable", invite(paul.email))
    assert his_own.get(reverse("portal:account")).status_code == 200


def test_correcting_an_unanswered_invitation_does_not_rename_the_person(nicolas, invite, paul):
    members.edit_member(invite(paul.email), actor=actor_of(nicolas), first_name="Autre")
    paul.refresh_from_db()
    assert paul.first_name == "Paul"


def test_list_and_export_do_not_tell_who_has_an_account(as_nicolas, company, invite, paul):
    for email in (paul.email, UNKNOWN):
        invite(email)
    page = as_nicolas.get(reverse("companies:members", args=[company.identifier]) + "?q=nulle-part").content.decode()
    assert re.findall(r'data-label="Date exp[^>]*>([^<]*)<', page) == ["—", "—"]
    lines = b"".join(as_nicolas.post(reverse("companies:members_csv", args=[company.identifier])))
    invited = [line for line in lines.decode("utf-8-sig").splitlines() if "nulle-part" in line]
    assert [bool(re.search(r"\d{4}-\d\d-\d\d", line)) for line in invited] == [False, False]


def test_sorting_by_the_date_does_not_tell_either(as_nicolas, company, invite, paul):
    for email in (UNKNOWN, paul.email):
        invite(email)
    listing = reverse("companies:members", args=[company.identifier])
    for sort in ("mot-de-passe", "-mot-de-passe"):
        page = as_nicolas.get(listing, {"tri": sort}).content.decode()
        dates = re.findall(r'data-label="Date exp[^>]*>([^<]*)<', page)
        assert dates[-2:] == ["—", "—"], "those without a date come last, known or not"


def test_a_link_that_was_replaced_is_refused_politely(nicolas, invite):
    seat = invite(UNKNOWN)
    old = seat.invitations.get()
    invitations.invite(seat, actor=actor_of(nicolas))
    with pytest.raises(Denied, match="plus valable"):
        invitations.accept(old, password=cast.PASSWORD)


def test_a_weak_password_changes_nothing(invite):
    seat = invite(UNKNOWN)
    with pytest.raises(Denied):
        invitations.accept(seat.invitations.get(), password="azerty")
    seat.refresh_from_db()
    assert seat.state == MembershipState.INVITED


@pytest.mark.parametrize(("choice", "mailed"), [("email", True), ("in_app", False)])
def test_the_choice_of_the_form_decides_how_messages_come(nicolas, bernard, choice, mailed):
    seat = bernard.memberships.get()
    members.edit_member(seat, actor=actor_of(nicolas), notification=choice)
    roles.change_roles(seat, actor=actor_of(nicolas), room_role=RoomRole.EMPLOYEE, socle_role=SocleRole.ADMINISTRATOR)
    assert Message.objects.get(name="companies/mail/roles").wants_email is mailed


def test_choosing_how_messages_come_renames_nobody(company, bernard):
    seat = bernard.memberships.get()
    company.memberships.filter(pk=seat.pk).update(first_name="Bernie")
    seat.refresh_from_db()
    members.edit_member(seat, actor=actor_of(bernard), notification="in_app")
    bernard.refresh_from_db()
    assert bernard.first_name == "Bernard"


@pytest.mark.parametrize("text", ["lefèvre", "LEFÈVRE", "élodie"])
def test_accents_are_found_in_capitals_too(as_nicolas, company, text):
    cast.seat(company, "elodie@entreprise-test.example", "Élodie", "LEFÈVRE")
    page = as_nicolas.get(reverse("companies:members", args=[company.identifier]), {"q": text}).content.decode()
    assert "Élodie LEFÈVRE" in page


def test_one_s_own_form_can_be_completed_by_the_browser(nicolas, bernard):
    seat = bernard.memberships.get()
    address = reverse("companies:member_edit", args=[seat.company.identifier, seat.pk])
    assert 'autocomplete="family-name"' in signed_in(bernard).get(address).content.decode()
    assert 'autocomplete="family-name"' not in signed_in(nicolas).get(address).content.decode()
