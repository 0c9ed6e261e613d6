"""Administrators who stay away: two reminders, then the deputy; a sign-in ends it."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from conftest import signed_in
from halle.accounts.models import User
from halle.audit.models import Entry
from halle.companies.models import Membership, MembershipState, NotificationChoice, RoomRole, SocleRole
from halle.companies.selectors import actor_of
from halle.core.clock import now
from halle.core.decisions import Denied
from halle.enrolment.models import AbsenceNotice, Deputy
from halle.enrolment.services import absence
from halle.enrolment.services import deputy as services
from halle.mail.models import Message
from tests import cast

YEAR = 365


def absent(user, days):
    User.objects.filter(pk=user.pk).update(last_login=now() - timedelta(days=days))


def night(days=0):
    """Names of what a run so many days from now posts; a second run at once adds nothing."""
    known = set(Message.objects.values_list("pk", flat=True))
    with time_machine.travel(now() + timedelta(days=days, minutes=1)):
        absence.look_for_absences()
        absence.look_for_absences()
    new = Message.objects.exclude(pk__in=known).order_by("name", "address")
    return [(message.name.rpartition("/")[2], message.address.partition("@")[0]) for message in new]


@pytest.fixture
def deputised(company, nicolas, bernard):
    """Bernard, deputy of Nicolas who has been away for a year."""
    seat = Membership.objects.select_related("company", "user").get(user=bernard)
    services.name(company, actor=actor_of(nicolas), membership=seat)
    absent(nicolas, YEAR + 2)
    return seat


@pytest.fixture
def asked(company, deputised):
    """The same, after both reminders; the sixty days have passed."""
    night()
    AbsenceNotice.objects.update(created_at=now() - timedelta(days=31))
    night()
    AbsenceNotice.objects.update(created_at=now() - timedelta(days=31))
    assert night() == [("deputy_asked", "bernard.dupond")]
    return deputised


def answer_page(company):
    return reverse("enrolment:take_over", args=[company.identifier])


def test_two_reminders_thirty_days_apart_then_the_deputy(deputised):
    reminder = [("absence_reminder", "nicolas.dupond")]
    assert night(0) == reminder
    assert night(29) == []
    assert night(31) == reminder
    assert night(60) == []
    assert night(62) == [("deputy_asked", "bernard.dupond")]
    assert night(95) == []
    assert night(500) == []


def test_a_company_whose_administrator_came_is_left_in_peace(company, nicolas, deputised):
    absent(nicolas, YEAR - 5)
    assert night() == []


def test_one_present_administrator_is_enough(company, deputised):
    lucie = cast.seat(company, "lucie@entreprise-test.example", "Lucie", "R", socle_role=SocleRole.ADMINISTRATOR)
    absent(lucie, 1)
    assert night() == []
    Membership.objects.filter(user=lucie).update(state=MembershipState.DISABLED)
    assert night() == [("absence_reminder", "nicolas.dupond")]


def test_who_never_signed_in_counts_from_the_day_of_his_seat(company, nicolas):
    assert User.objects.get(pk=nicolas.pk).last_login is None
    assert night() == []
    Membership.objects.filter(user=nicolas).update(state_changed_at=now() - timedelta(days=YEAR + 2))
    assert night() == [("absence_reminder", "nicolas.dupond")]


def test_the_deployer_chooses_the_months(nicolas, settings):
    absent(nicolas, 100)
    assert night() == []
    settings.ABSENCE_MONTHS = 3
    assert night() == [("absence_reminder", "nicolas.dupond")]


def test_reminders_are_mailed_whatever_was_chosen(nicolas, deputised):
    """A copy on the site alone says nothing to somebody who does not come."""
    Membership.objects.filter(user=nicolas).update(notification=NotificationChoice.IN_APP)
    User.objects.filter(pk=nicolas.pk).update(mail_notifications=False)
    night()
    assert Message.objects.get(name__endswith="absence_reminder").wants_email


@pytest.mark.parametrize("changes", [{"state": MembershipState.DISABLED}, None])
def test_without_a_deputy_who_counts_nobody_is_asked(deputised, changes):
    if changes:
        Membership.objects.filter(pk=deputised.pk).update(**changes)
    else:
        Deputy.objects.all().delete()
    night()
    night(31)
    assert night(62) == []


def test_a_sign_in_ends_it_and_a_later_absence_begins_anew(company, nicolas, asked):
    absent(nicolas, 0)
    answer = signed_in(asked.user).get(answer_page(company))
    assert answer.status_code == 403
    assert "les administrateurs de l’entreprise sont présents" in answer.content.decode()
    with pytest.raises(Denied):
        services.accept(company, actor=actor_of(asked.user))
    assert night(YEAR + 2) == [("absence_reminder", "nicolas.dupond")]


def test_the_deputy_accepts_and_administers(company, nicolas, asked):
    browser = signed_in(asked.user)
    assert "acceptez-vous d’administrer" in browser.get(answer_page(company)).content.decode()
    assert "Vous administrez maintenant" in browser.post(answer_page(company), follow=True).content.decode()
    asked.refresh_from_db()
    assert (asked.room_role, asked.socle_role) == (RoomRole.ADMINISTRATOR, SocleRole.ADMINISTRATOR)
    assert Message.objects.filter(user=nicolas, name__endswith="deputy_accepted").exists()
    assert not Message.objects.filter(user=asked.user, name__endswith="deputy_accepted").exists()
    assert Membership.objects.get(user=nicolas).socle_role == SocleRole.ADMINISTRATOR
    assert not Deputy.objects.exists()
    events = Entry.objects.filter(chain=str(company.pk)).order_by("seq").values_list("event", flat=True)
    assert list(events)[-4:] == [
        "absence.reminded",
        "absence.reminded",
        "absence.deputy_asked",
        "absence.deputy_accepted",
    ]
    assert browser.post(answer_page(company)).status_code == 403


def test_the_deputy_declines_and_is_not_asked_again(company, nicolas, asked):
    browser = signed_in(asked.user)
    browser.post(answer_page(company), {"decline": "1"})
    asked.refresh_from_db()
    assert asked.socle_role == SocleRole.USER
    assert Message.objects.filter(user=nicolas, name__endswith="deputy_declined").exists()
    assert browser.get(answer_page(company)).status_code == 403
    assert night(100) == []


def test_nobody_else_answers_for_him(company, nicolas, asked, as_claire):
    alix = cast.seat(company, "alix@entreprise-test.example", "Alix", "Robin")
    assert signed_in(alix).post(answer_page(company)).status_code == 403
    assert as_claire.post(answer_page(company)).status_code == 404
    asked.refresh_from_db()
    assert asked.socle_role == SocleRole.USER


def test_a_deputy_withdrawn_or_disabled_meanwhile_does_not_take_over(company, asked):
    browser = signed_in(asked.user)
    Deputy.objects.all().delete()
    assert browser.post(answer_page(company)).status_code == 403


def test_before_he_is_asked_he_has_nothing_to_answer(company, deputised):
    night()
    assert signed_in(deputised.user).get(answer_page(company)).status_code == 403


def test_companies_ask_a_fixed_number_of_queries_until_they_are_absent(nicolas, claire, django_assert_max_num_queries):
    absent(nicolas, 3)
    absent(claire, 3)
    with django_assert_max_num_queries(1):
        absence.look_for_absences()
