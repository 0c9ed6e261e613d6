"""The link of an invitation: once, within seven days, for one person."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from conftest import PASSWORD, signed_in
from halle.companies.models import Membership, MembershipState
from halle.companies.selectors import actor_of
from halle.companies.services import invitations, members
from halle.core.clock import now
from halle.core.decisions import Denied

TOKENS = ["premier-lien", "deuxieme-lien"]
CHOSEN = {"password": PASSWORD, "again": PASSWORD}


@pytest.fixture
def tokens(monkeypatch):
    """Links that the tests know."""
    waiting = iter(TOKENS)
    monkeypatch.setattr("halle.companies.services.invitations.secrets.token_urlsafe", lambda size: next(waiting))


def invite(company, nicolas, email="jeanne.petit@entreprise-test.example") -> Membership:
    """A seat prepared by Nicolas."""
    return members.create_member(
        company,
        actor=actor_of(nicolas),
        email=email,
        establishment=company.head_office,
        civility="mme",
        first_name="Jeanne",
        last_name="Petit",
    )


@pytest.fixture
def invited(company, nicolas, tokens) -> Membership:
    """Jeanne, who has not answered yet."""
    return invite(company, nicolas)


def page(token=TOKENS[0]) -> str:
    """The address in the mail."""
    return reverse("companies:invitation", args=[token])


def test_a_new_person_chooses_a_password_and_takes_the_seat(invited):
    browser = Client()
    assert "Jeanne Petit, vous êtes invité" in browser.get(page()).content.decode()
    assert browser.post(page(), CHOSEN).status_code == 302
    invited.refresh_from_db()
    assert invited.state == MembershipState.ACTIVE
    assert invited.user.check_password(PASSWORD)


def test_the_link_serves_once(invited):
    Client().post(page(), CHOSEN)
    again = Client().post(page(), {"password": "Autre-Phrase-Longue-2026", "again": "Autre-Phrase-Longue-2026"})
    assert again.status_code == 404
    invited.user.refresh_from_db()
    assert invited.user.check_password(PASSWORD)


def test_the_link_is_over_after_seven_days(invited):
    invitation = invited.invitations.get()
    assert timedelta(days=6, hours=23) < invitation.expires_at - now() <= timedelta(days=7)
    invited.invitations.update(expires_at=now() - timedelta(seconds=1))
    assert Client().get(page()).status_code == 404


def test_a_fresh_link_kills_the_former(invited, company, as_nicolas):
    as_nicolas.post(reverse("companies:member_invite_again", args=[company.identifier, invited.pk]))
    assert Client().get(page()).status_code == 404
    assert Client().get(page(TOKENS[1])).status_code == 200


def test_an_unknown_link_says_what_to_do(db):
    answer = Client().get(page("inconnu"))
    assert answer.status_code == 404
    assert "Demandez à l’administrateur de votre entreprise" in answer.content.decode()


def test_the_token_is_not_kept(invited):
    assert invited.invitations.get().digest not in TOKENS


@pytest.mark.parametrize(
    "typed", [{"password": "court", "again": "court"}, {**CHOSEN, "again": "autre"}, {"password": ""}]
)
def test_a_refused_password_changes_nothing(invited, typed):
    answer = Client().post(page(), typed)
    assert answer.status_code == 200
    assert 'aria-invalid="true"' in answer.content.decode()
    invited.refresh_from_db()
    assert invited.state == MembershipState.INVITED


def test_another_person_signed_in_cannot_take_it(invited, as_bernard):
    assert as_bernard.get(page()).status_code == 403
    assert as_bernard.post(page(), CHOSEN).status_code == 403
    invited.refresh_from_db()
    assert invited.state == MembershipState.INVITED


def test_who_is_known_elsewhere_keeps_his_account_and_says_yes(company, nicolas, claire, tokens):
    seat = invite(company, nicolas, claire.email)
    assert seat.user == claire
    assert "password" not in Client().get(page()).content.decode()
    Client().post(page(), CHOSEN)
    seat.refresh_from_db()
    assert seat.state == MembershipState.INVITED
    assert signed_in(claire).post(page()).status_code == 302
    seat.refresh_from_db()
    assert seat.state == MembershipState.ACTIVE
    claire.refresh_from_db()
    assert claire.first_name == "CANARI-B-Claire"
    assert claire.check_password(PASSWORD)


def test_nobody_is_seated_unasked_by_disabling_then_enabling(company, nicolas, claire, tokens):
    seat = invite(company, nicolas, claire.email)
    members.disable_member(seat, actor=actor_of(nicolas))
    assert members.enable_member(seat, actor=actor_of(nicolas)).state == MembershipState.INVITED


def test_a_link_opened_before_the_seat_was_disabled_gives_nothing(invited, nicolas):
    invitation = invited.invitations.select_related("membership").get()
    members.disable_member(invited, actor=actor_of(nicolas))
    with pytest.raises(Denied):
        invitations.accept(invitation, password=PASSWORD)
    invited.refresh_from_db()
    assert invited.state == MembershipState.DISABLED


def test_who_already_accepted_is_not_invited_again(company, bernard, as_nicolas):
    seat = company.memberships.get(user=bernard)
    answer = as_nicolas.post(reverse("companies:member_invite_again", args=[company.identifier, seat.pk]), follow=True)
    assert "a déjà accepté son invitation" in answer.content.decode()
    assert not seat.invitations.exists()
