"""Home of the administration space: what it offers to an administrator and to a plain user."""

from django.urls import reverse

from halle.portal.tests.words import text_of


def links_of(browser, company):
    """The words and addresses of the home."""
    response = browser.get(reverse("portal:socle_home", args=[company.identifier]))
    return text_of(response), response.content.decode()


def test_an_administrator_is_led_to_users_account_password_and_company(as_nicolas, company):
    words, page = links_of(as_nicolas, company)
    for title in (
        "Gérer les utilisateurs",
        "Gérer votre compte",
        "Régénérer votre mot de passe",
        "Gérer l'entreprise",
    ):
        assert title in words
    for name in ("companies:members", "portal:platform", "companies:sheet"):
        assert f'<h2><a href="{reverse(name, args=[company.identifier])}">' in page
    assert f'<h2><a href="{reverse("account_change_password")}">' in page


def test_a_plain_user_is_led_to_his_information_password_and_a_proposal(as_bernard, bernard, company):
    words, page = links_of(as_bernard, company)
    for title in ("Vos informations personnelles", "Régénérer votre mot de passe", "Proposer un établissement"):
        assert title in words
    own = reverse("companies:member", args=[company.identifier, bernard.memberships.get().pk])
    assert f'<h2><a href="{own}">' in page
    assert f'<h2><a href="{reverse("companies:proposal_create", args=[company.identifier])}">' in page
    assert "Gérer les utilisateurs" not in words


def test_the_frame_greets_and_dates(as_nicolas, company):
    words, page = links_of(as_nicolas, company)
    assert "Bienvenue, M. Nicolas Dupond » Déconnexion" in words
    assert "Accueil Ma plate-forme Mon entreprise" in words
    assert f'href="{reverse("portal:socle_home", args=[company.identifier])}" aria-current="true"' in page


def test_what_waits_is_said_there_too(as_nicolas, as_bernard, company):
    assert "Vous êtes le seul administrateur" in links_of(as_nicolas, company)[0]
    assert "Vous êtes le seul administrateur" not in links_of(as_bernard, company)[0]


def test_strangers_find_nothing(as_claire, company):
    assert as_claire.get(reverse("portal:socle_home", args=[company.identifier])).status_code == 404
