"""Changing one's password, and passwords that have had their time."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from halle.accounts import services
from halle.accounts.models import PasswordReminder, User
from halle.accounts.tasks import remind_password_age
from halle.accounts.testing import sign_in
from halle.accounts.tests.conftest import STRONG, last_message
from halle.core.clock import now, today
from halle.mail.models import Message
from tests.cast import PASSWORD

CHANGE = "/compte/mot-de-passe/changer/"
NEW = {"oldpassword": PASSWORD, "password1": STRONG, "password2": STRONG}


def aged(person, days):
    """The same person, with a password of that many days."""
    User.objects.filter(pk=person.pk).update(password_changed_at=now() - timedelta(days=days))
    person.refresh_from_db()
    return person


def reminders():
    """Stages that were mailed, and how many mails there are."""
    stages = list(PasswordReminder.objects.order_by("pk").values_list("days_before", flat=True))
    return stages, Message.objects.filter(name="accounts/mail/password_reminder").count()


def test_the_page_says_how_to_succeed(browser):
    page = browser.get(CHANGE).content.decode()
    assert "quatre ou cinq mots sans rapport" in page
    assert "Vous pouvez coller" in page
    assert 'maxlength="4096"' in page


def test_a_new_password_keeps_this_browser_and_closes_the_others(browser, person):
    elsewhere = sign_in(Client(), person)
    answer = browser.post(CHANGE, NEW)
    assert answer["Location"] == reverse("mfa_index")
    assert "Votre mot de passe est changé." in browser.get(answer["Location"]).content.decode()
    assert elsewhere.get("/compte/securite/").status_code == 302
    person.refresh_from_db()
    assert person.check_password(STRONG)
    assert last_message("password_changed").user == person
    assert "127.0.0.1" in last_message("password_changed").body


def test_the_news_comes_by_mail_even_to_those_who_want_none(browser, person):
    User.objects.filter(pk=person.pk).update(mail_notifications=False)
    browser.post(CHANGE, NEW)
    assert last_message("password_changed").wants_email


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("oldpassword", "faux", "Ce n’est pas votre mot de passe actuel."),
        ("password1", "zoe.martin", "12 caractères au moins"),
        ("password2", "autre", ""),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_changes_nothing(browser, person, field, value, said):
    answer = browser.post(CHANGE, {**NEW, field: value})
    assert answer.status_code == 200
    assert said in answer.content.decode()
    assert f'id="id_{field}_error"' in answer.content.decode()
    person.refresh_from_db()
    assert person.check_password(PASSWORD)


def test_a_password_of_a_year_is_changed_before_anything_else(browser, person):
    aged(person, 366)
    answer = browser.get("/compte/sessions/?x=1")
    assert answer["Location"] == f"{CHANGE}?next=%2Fcompte%2Fsessions%2F%3Fx%3D1"
    page = browser.get(answer["Location"]).content.decode()
    assert "Votre mot de passe a expiré" in page
    assert 'name="next" value="/compte/sessions/?x=1"' in page


def test_after_the_change_one_goes_on_where_one_wanted_to_go(browser, person):
    aged(person, 366)
    answer = browser.post(CHANGE, {**NEW, "next": "/compte/sessions/?x=1"})
    assert answer["Location"] == "/compte/sessions/?x=1"
    assert browser.get("/compte/sessions/").status_code == 200


def test_an_expired_password_refuses_acts_too(browser, person):
    aged(person, 366)
    answer = browser.post("/compte/sessions/")
    assert answer["Location"].startswith(CHANGE)


def test_an_expired_password_still_lets_one_leave(browser, person):
    aged(person, 366)
    assert browser.post("/compte/deconnexion/")["Location"] == "/compte/connexion/"


def test_the_last_day_is_still_good(browser, person):
    aged(person, 365)
    assert person.password_expires_on == today()
    assert browser.get("/compte/sessions/").status_code == 200


def test_with_a_life_of_zero_days_passwords_do_not_age(browser, person, settings):
    settings.PASSWORD_MAX_AGE_DAYS = 0
    aged(person, 4000)
    assert person.password_expires_on is None
    assert browser.get("/compte/sessions/").status_code == 200
    assert remind_password_age() == "0 password reminders sent"


def test_the_same_password_cannot_be_used_to_dodge_the_change(browser, person):
    aged(person, 366)
    answer = browser.post(CHANGE, {"oldpassword": PASSWORD, "password1": PASSWORD, "password2": PASSWORD})
    assert answer.status_code == 200
    assert "différent de l’actuel" in answer.content.decode()


@pytest.mark.parametrize(
    ("age", "stages"), [(334, []), (335, [30]), (357, [30]), (358, [7]), (363, [7]), (364, [1]), (365, []), (366, [])]
)
def test_reminders_come_at_thirty_seven_and_one_days(person, age, stages):
    aged(person, age)
    remind_password_age()
    assert reminders() == (stages, len(stages))


def test_each_reminder_comes_once_even_when_the_night_runs_twice(person):
    for age in (335, 340, 358, 358, 364, 364):
        aged(person, 335)
        PasswordReminder.objects.update(expires_on=person.password_expires_on)
        aged(person, age)
        PasswordReminder.objects.update(expires_on=person.password_expires_on)
        remind_password_age()
    assert reminders() == ([30, 7, 1], 3)


def test_a_new_password_starts_its_own_reminders(person):
    aged(person, 335)
    remind_password_age()
    aged(person, 336)
    remind_password_age()
    assert reminders() == ([30, 30], 2)


def test_the_reminder_says_the_day_and_where_to_change(person):
    aged(person, 364)
    remind_password_age()
    message = last_message("password_reminder")
    assert message.subject == "Votre mot de passe expire dans 1 jour"
    assert f"https://halle.test{CHANGE}" in message.body
    assert message.user == person


def test_closed_and_invited_people_are_not_reminded(person):
    aged(person, 364)
    User.objects.filter(pk=person.pk).update(is_active=False)
    services.person_for("invite@exemple.test", civility="m", first_name="Invité", last_name="Test")
    remind_password_age()
    assert reminders() == ([], 0)
