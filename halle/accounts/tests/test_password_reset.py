"""« Mot de passe oublié »."""

from datetime import datetime, timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from halle.accounts import services
from halle.accounts.models import User
from halle.accounts.tasks import send_password_reset
from halle.accounts.testing import sign_in
from halle.accounts.tests.conftest import STRONG, last_message, link_in
from halle.mail.models import Message

RESET = "/compte/mot-de-passe/oublie/"
NEW = {"password1": STRONG, "password2": STRONG}


@pytest.fixture
def link(person):
    """The link that Zoé received."""
    send_password_reset.call(person.email)
    return link_in(last_message("password_reset_key"))


def opened(browser, link):
    """The page behind the link, at its address without the key."""
    answer = browser.get(link)
    assert answer.status_code == 302, answer.content
    return answer["Location"]


def test_known_or_not_the_site_answers_the_same_and_does_the_same(person):
    answers = [Client().post(RESET, {"email": email}) for email in (person.email, "inconnu@exemple.test")]
    assert [(answer.status_code, answer["Location"]) for answer in answers] == [(302, f"{RESET}envoye/")] * 2
    assert DBTaskResult.objects.filter(task_path__endswith="send_password_reset").count() == 2
    assert not Message.objects.exists()


def test_the_next_page_promises_nothing_about_the_account():
    page = Client().get(f"{RESET}envoye/").content.decode()
    assert "Si un compte existe à cette adresse" in page


def test_nothing_is_sent_to_unknown_or_closed_accounts(person):
    User.objects.filter(pk=person.pk).update(is_active=False)
    send_password_reset.call("inconnu@exemple.test")
    send_password_reset.call(person.email)
    assert not Message.objects.exists()


def test_the_link_goes_to_the_mailbox_alone_on_the_configured_address(person, settings):
    settings.HALLE_BASE_URL = "https://salle.exemple.test"
    send_password_reset.call("ZOE.martin@exemple.test")
    message = last_message("password_reset_key")
    assert (message.address, message.in_app, message.secret) == (person.email, False, True)
    assert "https://salle.exemple.test/compte/mot-de-passe/oublie/cle/" in message.body


def test_a_new_password_opens_the_account_and_closes_all_sessions(person):
    elsewhere = sign_in(Client(), person)
    send_password_reset.call(person.email)
    browser = Client()
    page = opened(browser, link_in(last_message("password_reset_key")))
    answer = browser.post(page, NEW)
    assert answer["Location"] == reverse("account_reset_password_from_key_done")
    person.refresh_from_db()
    assert person.check_password(STRONG)
    assert elsewhere.get("/compte/securite/").status_code == 302
    assert not UserSession.objects.filter(user=person).exists()
    assert browser.get("/compte/securite/").status_code == 302, "a reset does not sign in"
    assert last_message("password_reset").user == person


def test_the_key_leaves_the_address_bar_at_once(person, link):
    assert opened(Client(), link).endswith("-set-password/")


def test_the_link_serves_once(person, link):
    browser = Client()
    browser.post(opened(browser, link), NEW)
    assert "Ce lien n’est plus valable" in Client().get(link).content.decode()


@pytest.mark.parametrize("what", ["password", "email", "age"])
def test_the_link_dies_with_what_it_was_made_for(person, link, what, monkeypatch):
    if what == "password":
        person.set_password("autre-" + STRONG)
    if what == "email":
        person.email = "autre@exemple.test"
    person.save()
    services.confirm_address(person)
    if what == "age":
        later = datetime.now() + timedelta(hours=2, minutes=1)  # noqa: DTZ005 - as Django counts
        monkeypatch.setattr("django.contrib.auth.tokens.PasswordResetTokenGenerator._now", lambda _self: later)
    assert "Ce lien n’est plus valable" in Client().get(link).content.decode()


def test_a_weak_password_is_refused_beside_its_field(person, link):
    browser = Client()
    answer = browser.post(opened(browser, link), {"password1": "court", "password2": "court"})
    assert answer.status_code == 200
    assert "12 caractères au moins" in answer.content.decode()


def test_two_different_passwords_are_refused(person, link):
    browser = Client()
    answer = browser.post(opened(browser, link), {"password1": STRONG, "password2": STRONG + "x"})
    assert answer.status_code == 200
    person.refresh_from_db()
    assert not person.check_password(STRONG)


def test_the_second_factor_is_not_skipped(person, link):
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    TOTP.activate(person, generate_totp_secret())
    browser = Client()
    browser.post(opened(browser, link), NEW)
    answer = browser.post("/compte/connexion/", {"login": person.email, "password": STRONG})
    assert answer["Location"] == reverse("mfa_authenticate")
