"""Pages about the site, open to everybody; and the pages of errors."""

import re

import pytest
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse

from halle.portal.tests.words import text_of


def words_at(browser, name):
    """The words of that page."""
    return text_of(browser.get(reverse(f"portal:{name}")))


def test_the_door_leads_to_signing_in(client, db):
    response = client.get("/")
    assert "Se connecter" in text_of(response)
    assert f'<a class="btn" href="{reverse("account_login")}">' in response.content.decode()


def test_who_is_signed_in_goes_straight_to_his_account(as_bernard):
    assert as_bernard.get("/")["Location"] == reverse("portal:account")


def test_legal_notices_say_what_the_deployer_set(client, db, settings):
    settings.HALLE_NAME, settings.HALLE_OWNER = "Marchés de Loire", "Syndicat de Loire"
    settings.HALLE_SUPPORT_EMAIL = "aide@loire.example"
    words = words_at(client, "legal")
    for text in ("Marchés de Loire", "Syndicat de Loire", "aide@loire.example", "EUPL-1.2"):
        assert text in words


def test_what_the_deployer_did_not_say_is_said_to_be_missing(client, db, settings):
    settings.HALLE_OWNER = settings.HALLE_SUPPORT_EMAIL = ""
    assert words_at(client, "legal").count("L’exploitant ne l’a pas encore indiqué") == 2
    for name in ("accessibility", "privacy"):
        assert "adressez-vous au responsable" in words_at(client, name).lower()
    assert "Assistance" not in words_at(client, "help")


def test_the_accessibility_statement_claims_what_the_deployer_declares(client, db, settings):
    settings.HALLE_ACCESSIBILITY = "partiellement conforme"
    words = words_at(client, "accessibility")
    assert "accessibilité : partiellement conforme avec le référentiel" in words
    assert "ces vérifications ne remplacent pas un audit" in words


def test_there_is_no_tracker_and_so_nothing_to_accept(client, db):
    assert "rien à accepter ni à refuser" in words_at(client, "privacy")
    assert set(client.get(reverse("portal:privacy")).cookies) <= {"csrf", "__Host-csrf"}


def test_the_help_explains_both_axes(client, db):
    words = words_at(client, "help")
    for role in ("Administrateur Entreprise", "Employé Entreprise", "Utilisateur du service"):
        assert role in words


def test_an_unknown_address_is_said_kindly(client, as_bernard):
    for browser in (client, as_bernard):
        response = browser.get("/nulle-part/")
        assert response.status_code == 404
        assert "Page introuvable" in response.content.decode()


def test_a_refusal_says_why(as_bernard, company):
    response = as_bernard.get(reverse("companies:members", args=[company.identifier]))
    assert response.status_code == 403
    assert "Seul un administrateur de l’entreprise peut gérer les utilisateurs." in response.content.decode()


def test_a_form_without_its_token_says_what_to_do(bernard):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(bernard)
    response = strict.post(reverse("portal:notifications"), {"notification": "email"})
    assert response.status_code == 403
    assert "Formulaire expiré" in response.content.decode()
    assert "rechargez-la" in response.content.decode()


@pytest.mark.parametrize(("name", "title"), [("400", "Demande refusée"), ("500", "Erreur du serveur")])
def test_the_pages_of_last_resort_need_nothing(name, title):
    page = render_to_string(f"{name}.html")
    assert f"<h1>{title}</h1>" in page
    assert re.search(r'href="/statique/ui/halle[.\w]*\.css"', page)


def test_a_fault_of_ours_is_answered_with_our_page(client, db, monkeypatch):
    def broken(*_args: object, **_kwargs: object) -> HttpResponse:
        raise RuntimeError

    monkeypatch.setattr("halle.portal.views.pages.render", broken)
    client.raise_request_exception = False
    response = client.get(reverse("portal:legal"))
    assert response.status_code == 500
    assert "Erreur du serveur" in response.content.decode()
