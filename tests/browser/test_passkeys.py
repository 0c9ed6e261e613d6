"""A passkey is added, lets one in without a password, confirms, and is taken away; with a virtual authenticator."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.site import Site

AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


class Desk:
    """A browser with a fingerprint reader; by name, because passkeys know no IP address."""

    def __init__(self, page: Page, site: Site) -> None:
        self.page, self.site = page, site
        self.address = site.address.replace("127.0.0.1", "localhost")
        self.complaints: list[str] = []
        page.on("console", lambda message: self.complaints.append(message.text) if message.type == "error" else None)
        self.keys = page.context.new_cdp_session(page)
        self.keys.send("WebAuthn.enable")
        answer: Any = self.keys.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
        self.reader = answer["authenticatorId"]

    def go(self, path: str) -> None:
        """Type an address."""
        self.page.goto(self.address + path)

    def press(self, name: str) -> None:
        """Press the button of that name."""
        self.page.get_by_role("button", name=name).click()

    def is_at(self, path: str) -> None:
        """The browser shows that address."""
        expect(self.page).to_have_url(f"{self.address}{path}")

    def sign_in(self, email: str, password: str) -> None:
        """By the password."""
        self.go("/compte/connexion/")
        self.page.get_by_label("Courriel").fill(email)
        self.page.get_by_label("Mot de passe").fill(password)
        self.page.get_by_role("button", name="Se connecter", exact=True).click()

    def sign_out(self) -> None:
        """Leave."""
        self.go("/compte/deconnexion/")
        self.page.locator("main").get_by_role("button", name="Se déconnecter").click()
        self.is_at("/compte/connexion/")

    def add_key(self, name: str) -> None:
        """Add the passkey of this browser."""
        self.go("/compte/securite/cles/ajouter/")
        self.page.get_by_label("Nom de la clé").fill(name)
        self.press("Ajouter la clé")
        self.is_at("/compte/securite/codes-de-secours/")


@pytest.fixture
def desk(chromium: Browser, site: Site) -> Iterator[Desk]:
    """Bernard's desk; he signed in by password."""
    context = chromium.new_context(locale="fr-FR", viewport={"width": 1280, "height": 800})
    context.set_default_timeout(10_000)
    desk = Desk(context.new_page(), site)
    desk.sign_in(site.facts["people"]["bernard"], site.facts["password"])
    desk.is_at("/mon-compte/")
    yield desk
    context.close()
    assert desk.complaints == []


def test_a_passkey_lets_one_in_without_a_password_and_leads_where_one_wanted_to_go(desk):
    desk.add_key("Lecteur de Bernard")
    desk.sign_out()
    desk.go("/compte/sessions/")
    desk.press("Se connecter avec une clé d’accès")
    desk.is_at("/compte/sessions/")


def test_with_a_passkey_the_password_alone_no_longer_opens(desk):
    desk.add_key("Lecteur de Bernard")
    desk.sign_out()
    desk.sign_in(desk.site.facts["people"]["bernard"], desk.site.facts["password"])
    desk.is_at("/compte/connexion/second-facteur/")
    desk.press("Utiliser une clé d’accès")
    desk.is_at("/mon-compte/")


def test_a_passkey_confirms_that_it_is_me(desk):
    desk.add_key("Lecteur de Bernard")
    desk.go("/compte/confirmer/?next=/compte/sessions/")
    desk.page.get_by_role("link", name="Utiliser une clé d’accès").click()
    desk.press("Utiliser ma clé d’accès")
    desk.is_at("/compte/sessions/")


def test_a_passkey_is_renamed_and_taken_away(desk):
    desk.add_key("Lecteur de Bernard")
    desk.go("/compte/securite/cles/")
    desk.page.get_by_role("link", name="Renommer Lecteur de Bernard").click()
    desk.page.get_by_label("Nom de la clé").fill("Portable")
    desk.press("Enregistrer")
    desk.page.get_by_role("link", name="Retirer Portable").click()
    desk.press("Retirer la clé")
    expect(desk.page.get_by_text("La clé d’accès est retirée.")).to_be_visible()
    desk.sign_out()
    desk.press("Se connecter avec une clé d’accès")
    expect(desk.page.get_by_text("Ce code n’est pas le bon")).to_be_visible()


def test_without_a_key_at_hand_the_page_says_what_else_one_may_do(desk):
    desk.sign_out()
    desk.keys.send("WebAuthn.removeVirtualAuthenticator", {"authenticatorId": desk.reader})
    desk.keys.send("WebAuthn.disable")
    desk.page.add_init_script(
        "navigator.credentials.get = () => Promise.reject(new DOMException('x', 'NotAllowedError'))"
    )
    desk.go("/compte/connexion/")
    desk.press("Se connecter avec une clé d’accès")
    expect(desk.page.get_by_text("La clé d’accès n’a pas été lue")).to_be_visible()
