"""« Confirmez que c’est bien vous » before dangerous acts."""

from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.messages import get_messages
from django.contrib.messages.storage.fallback import FallbackStorage
from django.http import HttpResponse
from django.test import Client, RequestFactory

from halle.accounts.sensitive import confirm_again
from halle.accounts.testing import sign_in
from tests.cast import PASSWORD

MINUTES = 60


@confirm_again
def dangerous(request):
    """Something that hands over a company."""
    return HttpResponse("fait")


def asked(person, method="GET", *, minutes_ago=0.0, record=True, **headers):
    """The dangerous view's answer to a browser whose last proof is that old."""
    browser = Client()
    if record:
        sign_in(browser, person, seconds_ago=minutes_ago * MINUTES)
    else:
        browser.force_login(person)
    request: Any = RequestFactory().generic(method, "/entreprises/x/roles/?onglet=2", headers=headers)
    request.user, request.session = person, browser.session
    request._messages = FallbackStorage(request)
    return dangerous(request), [str(message) for message in get_messages(request)]


def test_right_after_signing_in_nothing_is_asked(person):
    answer, said = asked(person)
    assert (answer.content, said) == (b"fait", [])


@pytest.mark.parametrize(("minutes", "open_"), [(14, True), (16, False)])
def test_a_page_wants_a_proof_of_the_last_quarter_of_an_hour(person, minutes, open_):
    answer, said = asked(person, minutes_ago=minutes)
    assert said == []
    if open_:
        assert answer.content == b"fait"
    else:
        assert answer["Location"] == "/compte/confirmer/?next=%2Fentreprises%2Fx%2Froles%2F%3Fonglet%3D2"


@pytest.mark.parametrize(("minutes", "open_"), [(16, True), (59, True), (61, False)])
def test_a_form_opened_after_a_proof_may_be_filled_slowly(person, minutes, open_):
    answer, said = asked(person, "POST", minutes_ago=minutes, referer="http://testserver/entreprises/x/liste/?page=3")
    if open_:
        assert answer.content == b"fait"
    else:
        assert answer["Location"] == "/compte/confirmer/?next=%2Fentreprises%2Fx%2Fliste%2F%3Fpage%3D3"
        assert said == ["Rien n’a été fait : par sécurité, confirmez d’abord que c’est bien vous, puis recommencez."]


@pytest.mark.parametrize("referer", ["", "https://mal.example/entreprises/"])
def test_a_post_from_nowhere_leads_back_to_ones_account(person, referer):
    answer, _said = asked(person, "POST", minutes_ago=90, referer=referer)
    assert answer["Location"].endswith("?next=%2Fmon-compte%2F")


def test_a_session_without_any_record_proves_nothing(person):
    answer, _said = asked(person, record=False)
    assert answer["Location"].startswith("/compte/confirmer/")


def test_the_password_confirms_and_leads_back(person):
    browser = sign_in(Client(), person, seconds_ago=3600)
    before = browser.session.session_key
    page = browser.get("/compte/confirmer/?next=/compte/sessions/")
    assert "Confirmez que c’est bien vous" in page.content.decode()
    answer = browser.post("/compte/confirmer/", {"password": PASSWORD, "next": "/compte/sessions/"})
    assert answer["Location"] == "/compte/sessions/"
    assert browser.get("/compte/securite/application/activer/").status_code == 200
    assert browser.session.session_key != before, "a new proof, a new session key"
    assert UserSession.objects.get(user=person).session_key == browser.session.session_key


def test_a_wrong_password_confirms_nothing(person):
    browser = sign_in(Client(), person, seconds_ago=3600)
    answer = browser.post("/compte/confirmer/", {"password": "faux"})
    assert "Ce n’est pas votre mot de passe." in answer.content.decode()
    assert browser.get("/compte/securite/application/activer/").status_code == 302


def test_a_code_confirms_too(person):
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    from halle.accounts.tests.test_second_factor import code_of

    secret = generate_totp_secret()
    TOTP.activate(person, secret)
    browser = sign_in(Client(), person, seconds_ago=3600)
    page = browser.get("/compte/confirmer/?next=/compte/sessions/").content.decode()
    assert "/compte/confirmer/code/?next=%2Fcompte%2Fsessions%2F" in page
    assert "Utiliser un code" in page
    answer = browser.post("/compte/confirmer/code/", {"code": code_of(secret), "next": "/compte/sessions/"})
    assert answer["Location"] == "/compte/sessions/"
    assert browser.get("/compte/securite/codes-de-secours/creer/").status_code == 200
