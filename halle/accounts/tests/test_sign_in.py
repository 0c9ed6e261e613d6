"""Signing in and out."""

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client
from django.urls import NoReverseMatch, reverse

from halle.accounts.models import User
from halle.accounts.tests.conftest import STRONG
from halle.audit.events import Event
from halle.audit.models import Entry
from tests.cast import PASSWORD
from tests.router import routes

LOGIN = "/compte/connexion/"
PUBLIC = {
    "account_confirm_email",
    "account_email_verification_sent",
    "account_inactive",
    "account_login",
    "account_logout",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "mfa_authenticate",
    "mfa_login_webauthn",
}


def try_to_sign_in(browser, email, password=PASSWORD, **more):
    """Post the sign-in form."""
    return browser.post(LOGIN, {"login": email, "password": password, **more})


def events():
    """The events of the platform's journal, oldest first."""
    return list(Entry.objects.order_by("seq").values_list("event", flat=True))


def test_the_page_offers_a_password_a_passkey_and_a_way_out_of_oblivion():
    page = Client().get(LOGIN).content.decode()
    assert "Se connecter avec une clé d’accès" in page
    assert reverse("account_reset_password") in page
    assert 'autocomplete="current-password"' in page
    assert "<script>" not in page


def test_the_right_password_leads_to_ones_account(person):
    browser = Client()
    answer = try_to_sign_in(browser, "Zoe.Martin@EXEMPLE.test")
    assert (answer.status_code, answer["Location"]) == (302, reverse("portal:account"))
    assert events() == [Event.SIGNED_IN]


def test_one_goes_where_one_wanted_to_go(person):
    answer = try_to_sign_in(Client(), person.email, next="/compte/sessions/")
    assert answer["Location"] == "/compte/sessions/"


@pytest.mark.parametrize(
    "elsewhere",
    ["https://mal.example/", "//mal.example", "///mal.example", "/\\mal.example", "\t//mal.example", "javascript:x"],
)
def test_one_is_never_led_out_of_the_site(person, elsewhere):
    answer = try_to_sign_in(Client(), person.email, next=elsewhere)
    assert answer["Location"] == reverse("portal:account")


def test_a_wrong_password_keeps_the_address_and_says_so_once(person):
    answer = try_to_sign_in(Client(), person.email, "faux")
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Le courriel ou le mot de passe n’est pas le bon." in page
    assert f'value="{person.email}"' in page
    assert "faux" not in page
    assert events() == [Event.SIGN_IN_FAILED]


def test_known_and_unknown_addresses_get_the_same_answer_and_leave_the_same_trace(person):
    known = try_to_sign_in(Client(), person.email, "faux")
    unknown = try_to_sign_in(Client(), "inconnu@exemple.test", "faux")
    strip = [("inconnu@exemple.test", "X"), (person.email, "X")]
    pages = []
    for answer in (known, unknown):
        page = answer.content.decode().split("csrfmiddlewaretoken")[-1].partition(">")[2]
        for before, after in strip:
            page = page.replace(before, after)
        pages.append(page)
    assert known.status_code == unknown.status_code
    assert pages[0] == pages[1]
    assert events() == [Event.SIGN_IN_FAILED] * 2


def test_a_failed_sign_in_never_writes_down_what_was_typed(person):
    try_to_sign_in(Client(), "secret-tape-trop-tot@exemple.test", "autre-secret")
    entry = Entry.objects.get(event=Event.SIGN_IN_FAILED)
    assert (entry.details.subject_label, entry.subject_id, entry.details.reason) == ("Adresse inconnue", "", "")


def test_after_five_failures_even_the_right_password_waits(person):
    browser = Client()
    for _attempt in range(5):
        try_to_sign_in(browser, person.email, "faux")
    answer = try_to_sign_in(browser, person.email)
    assert "Trop d’essais : attendez cinq minutes" in answer.content.decode()


def test_too_many_requests_get_a_french_page(settings, db):
    settings.ACCOUNT_RATE_LIMITS = {"login": "2/m/ip"}
    browser = Client()
    for _attempt in range(2):
        try_to_sign_in(browser, "x@exemple.test")
    answer = try_to_sign_in(browser, "x@exemple.test")
    assert answer.status_code == 429
    assert "Trop de demandes" in answer.content.decode()


def test_a_closed_account_does_not_open(person):
    User.objects.filter(pk=person.pk).update(is_active=False)
    browser = Client()
    try_to_sign_in(browser, person.email)
    assert browser.get("/compte/securite/").status_code == 302


def test_an_address_that_was_never_confirmed_is_confirmed_first(db):
    User.objects.create_user("neuf@exemple.test", STRONG)
    browser = Client()
    answer = try_to_sign_in(browser, "neuf@exemple.test", STRONG)
    assert answer["Location"] == reverse("account_email_verification_sent")
    assert "Confirmez votre adresse" in browser.get(answer["Location"]).content.decode()
    assert browser.get("/compte/securite/").status_code == 302


def test_the_session_key_is_new_after_signing_in(person):
    browser = Client()
    browser.get("/compte/connexion/cle/", headers={"accept": "application/json"})
    before = browser.session.session_key
    try_to_sign_in(browser, person.email)
    assert before
    assert browser.session.session_key != before


def test_signing_out_takes_a_post_and_clears_what_the_browser_kept(person):
    browser = Client()
    try_to_sign_in(browser, person.email)
    assert "Se déconnecter ?" in browser.get("/compte/deconnexion/").content.decode()
    answer = browser.post("/compte/deconnexion/")
    assert answer["Location"] == LOGIN
    assert answer["Clear-Site-Data"] == '"cache", "storage"'
    assert browser.get("/compte/securite/").status_code == 302
    assert not UserSession.objects.filter(user=person).exists()
    assert events() == [Event.SIGNED_IN, Event.SIGNED_OUT]


def test_pages_of_signed_in_people_are_never_stored(browser):
    assert browser.get("/compte/securite/")["Cache-Control"] == "no-store"


def test_accounts_come_with_a_company_not_by_themselves(db):
    with pytest.raises(NoReverseMatch):
        reverse("account_signup")
    assert "Créer votre compte entreprise" in Client().get(LOGIN).content.decode()


def test_the_public_addresses_of_accounts_are_these():
    from django.urls import get_resolver

    found = set()
    for route in routes():
        if not route.route.startswith("compte/"):
            continue
        values = {name: "1" if name == "pk" else "cle" for name in route.parameters}
        view = get_resolver().resolve("/" + route.route.split("<")[0] if not values else route.address(values)).func
        if not getattr(view, "login_required", True):
            found.add(route.name)
    assert found == PUBLIC


def test_the_cost_of_a_password_is_the_one_that_was_measured(settings):
    settings.PASSWORD_HASHERS = ["halle.accounts.hashers.HalleArgon2PasswordHasher"]
    user = User(email="x@exemple.test")
    user.set_password(STRONG)
    assert user.password.startswith("argon2$argon2id$v=19$m=47104,t=2,p=1$")
    assert user.check_password(STRONG)
