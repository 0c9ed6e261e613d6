"""Applications of codes, recovery codes, and who must have a second factor."""

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.test import Client
from django.urls import reverse

from conftest import signed_in
from halle.accounts.testing import sign_in
from halle.accounts.tests.conftest import last_message
from halle.audit.events import Event
from halle.audit.models import Entry
from tests.cast import PASSWORD

ACTIVATE = "/compte/securite/application/activer/"
CODES = "/compte/securite/codes-de-secours/"


def code_of(secret):
    """What an application that has that secret shows now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


@pytest.fixture
def secret(person):
    """Zoé has an application of codes, and recovery codes."""
    secret = generate_totp_secret()
    TOTP.activate(person, secret)
    return secret


def at_the_second_door(person):
    """A browser that has given the right password."""
    browser = Client()
    answer = browser.post("/compte/connexion/", {"login": person.email, "password": PASSWORD})
    assert answer["Location"] == reverse("mfa_authenticate")
    return browser


def activate(browser):
    """Set an application up, as a person does; returns its secret and where one is led."""
    page = browser.get(ACTIVATE).content.decode()
    secret = re.findall(r'<code class="secret">([A-Z2-7]+)</code>', page)[0]
    answer = browser.post(ACTIVATE, {"code": code_of(secret)})
    return secret, answer


def test_the_secret_is_a_drawing_and_a_text(browser):
    page = browser.get(ACTIVATE).content.decode()
    assert 'src="data:image/svg+xml;base64,' in page
    assert re.search(r'<code class="secret">[A-Z2-7]{32}</code>', page)


def test_setting_it_up_gives_recovery_codes_at_once(browser, person, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        _secret, answer = activate(browser)
    assert answer["Location"] == CODES
    page = browser.get(CODES).content.decode()
    assert len(re.findall(r"<code>\d{8}</code>", page)) == 10
    assert last_message("totp_activated").user == person
    assert browser.get("/compte/securite/").content.decode().count("Active") == 1


def test_a_wrong_code_activates_nothing(browser, person):
    browser.get(ACTIVATE)
    answer = browser.post(ACTIVATE, {"code": "000000"})
    assert "Ce code n’est pas le bon" in answer.content.decode()
    assert not Authenticator.objects.filter(user=person).exists()


def test_the_secret_is_encrypted_in_the_database(browser, person):
    secret, _answer = activate(browser)
    stored = [row.data for row in Authenticator.objects.filter(user=person).order_by("pk")]
    assert secret not in str(stored)


def test_a_changed_secret_key_still_opens_what_the_old_one_closed(person, secret, settings):
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another-secret-key-of-a-deployer-who-changed-it-yesterday"
    assert TOTP(Authenticator.objects.get(user=person)).validate_code(code_of(secret))


def test_signing_in_asks_for_a_code_and_nothing_is_open_before(person, secret):
    browser = at_the_second_door(person)
    assert browser.get("/compte/securite/").status_code == 302
    answer = browser.post(reverse("mfa_authenticate"), {"code": f" {code_of(secret)[:3]} {code_of(secret)[3:]}"})
    assert answer["Location"] == reverse("portal:account")
    assert browser.get("/compte/securite/").status_code == 200


def test_a_code_serves_once(person, secret):
    code = code_of(secret)
    at_the_second_door(person).post(reverse("mfa_authenticate"), {"code": code})
    answer = at_the_second_door(person).post(reverse("mfa_authenticate"), {"code": code})
    assert "Ce code n’est pas le bon" in answer.content.decode()


def test_a_wrong_code_is_in_the_journal_and_codes_cannot_be_tried_for_ever(person, secret):
    browser = at_the_second_door(person)
    for _attempt in range(6):
        answer = browser.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert "Trop d’essais" in answer.content.decode()
    assert Entry.objects.filter(event=Event.SIGN_IN_FAILED).count() == 5


def test_a_recovery_code_opens_once(browser, person):
    activate(browser)
    code = re.findall(r"<code>(\d{8})</code>", browser.get(CODES).content.decode())[0]
    answer = at_the_second_door(person).post(reverse("mfa_authenticate"), {"code": code})
    assert answer["Location"] == reverse("portal:account")
    answer = at_the_second_door(person).post(reverse("mfa_authenticate"), {"code": code})
    assert "Ce code n’est pas le bon" in answer.content.decode()
    assert "Il vous reste 9 codes" in browser.get(CODES).content.decode()


def test_recovery_codes_can_be_printed_downloaded_and_made_anew(browser):
    activate(browser)
    page = browser.get(CODES).content.decode()
    assert "data-print" in page
    file = browser.get(f"{CODES}fichier/")
    assert file["Content-Disposition"].startswith("attachment")
    before = set(re.findall(r"\d{8}", file.content.decode()))
    assert browser.get(f"{CODES}creer/").status_code == 200
    browser.post(f"{CODES}creer/")
    after = set(re.findall(r"\d{8}", browser.get(f"{CODES}fichier/").content.decode()))
    assert len(before) == len(after) == 10
    assert before != after


def test_taking_the_last_factor_away_destroys_the_recovery_codes(browser, person):
    activate(browser)
    assert browser.get("/compte/securite/application/desactiver/").status_code == 200
    browser.post("/compte/securite/application/desactiver/")
    assert not Authenticator.objects.filter(user=person).exists()
    assert last_message("totp_deactivated").user == person
    assert Entry.objects.filter(event=Event.FACTOR_REMOVED).count() == 2


def test_factors_are_not_touched_without_a_recent_proof(person):
    browser = sign_in(Client(), person, seconds_ago=16 * 60)
    assert browser.get(ACTIVATE)["Location"].startswith("/compte/confirmer/?next=")


def test_an_administrator_without_a_second_factor_is_asked_for_one(nicolas, settings):
    settings.SECOND_FACTOR_FOR_ADMINISTRATORS = True
    browser = signed_in(nicolas)
    assert browser.get("/compte/sessions/")["Location"] == "/compte/securite/"
    assert "Activez d’abord un second facteur" in browser.get("/compte/securite/").content.decode()
    assert browser.post("/compte/sessions/")["Location"] == "/compte/securite/"
    activate(browser)
    assert browser.get("/compte/sessions/").status_code == 200
    assert "Activez d’abord" not in browser.get("/compte/securite/").content.decode()


def test_a_plain_user_is_only_advised(bernard, settings):
    settings.SECOND_FACTOR_FOR_ADMINISTRATORS = True
    browser = signed_in(bernard)
    assert browser.get("/compte/sessions/").status_code == 200
    assert "Un second facteur protège votre compte" in browser.get("/compte/securite/").content.decode()


def test_staff_is_asked_too(person, settings):
    settings.SECOND_FACTOR_FOR_ADMINISTRATORS = True
    person.is_staff = True
    person.save()
    assert signed_in(person).get("/compte/sessions/")["Location"] == "/compte/securite/"


def test_leaving_changing_a_password_and_confirming_stay_open(nicolas, settings):
    settings.SECOND_FACTOR_FOR_ADMINISTRATORS = True
    browser = signed_in(nicolas)
    assert browser.get("/compte/mot-de-passe/changer/").status_code == 200
    assert browser.get("/compte/confirmer/").status_code == 200
    assert browser.post("/compte/deconnexion/")["Location"] == "/compte/connexion/"


def test_where_the_deployer_does_not_ask_administrators_go_on(nicolas, settings):
    settings.SECOND_FACTOR_FOR_ADMINISTRATORS = False
    assert signed_in(nicolas).get("/compte/sessions/").status_code == 200
