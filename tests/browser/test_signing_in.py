"""An administrator signs in, lands on « Mon compte » and goes to the administration space; and leaves."""

from tests.browser.conftest import WITH_AND_WITHOUT


@WITH_AND_WITHOUT
def test_an_administrator_signs_in_and_finds_his_company(visit):
    nicolas = visit()
    nicolas.open("account_login")
    nicolas.check()
    nicolas.write("Courriel", "nicolas.dupond@entreprise-test.example")
    nicolas.write("Mot de passe", "Quatre-Chevaux-Bleus-1789")
    nicolas.press("Se connecter")
    nicolas.is_at("/mon-compte/")
    nicolas.sees("Vous êtes Administrateur de l'entreprise ENTREPRISE TEST 2.")
    nicolas.sees("00074, 15 RUE CLAUDE CHAPPE, 35510 CESSON-SEVIGNE")
    nicolas.check()
    nicolas.follow("Mes coordonnées")
    nicolas.sees("Bienvenue, M. Nicolas Dupond")
    nicolas.check()
    nicolas.sign_out()
    nicolas.is_at("/compte/connexion/")
    nicolas.open("portal:account")
    nicolas.is_at("/compte/connexion/")


@WITH_AND_WITHOUT
def test_a_plain_user_is_told_that_he_is_one(visit):
    bernard = visit("bernard")
    bernard.is_at("/mon-compte/")
    bernard.sees("Vous êtes Utilisateur de l'entreprise ENTREPRISE TEST 2.")
    bernard.check()


@WITH_AND_WITHOUT
def test_a_wrong_password_is_said_without_saying_who_exists(visit):
    answers = []
    for address in ("nicolas.dupond@entreprise-test.example", "personne@nulle-part.example"):
        visitor = visit()
        visitor.sign_in(address, "Un-Autre-Mot-2025")
        visitor.is_at("/compte/connexion/")
        answers.append(visitor.page.locator(".error-summary").inner_text())
        visitor.check()
    assert answers[0] == answers[1]


def test_errors_take_the_focus_and_lead_to_their_field(visit):
    visitor = visit()
    visitor.open("account_login")
    visitor.page.locator("input[name=login]").evaluate("field => field.form.noValidate = true")
    visitor.press("Se connecter")
    assert "error-summary" in visitor.page.evaluate("() => document.activeElement.className")
    visitor.page.locator(".error-summary a").first.click()
    assert visitor.focused()["id"] == "id_login"
    visitor.check()


def test_with_the_keyboard_alone(visit):
    visitor = visit()
    visitor.open("account_login")
    keys = visitor.page.keyboard
    visitor.page.locator("body").focus()
    reach(visitor, "login")
    keys.type("nicolas.dupond@entreprise-test.example")
    reach(visitor, "password")
    keys.type("Quatre-Chevaux-Bleus-1789")
    keys.press("Enter")
    visitor.is_at("/mon-compte/")
    reach(visitor, "Mes coordonnées")
    keys.press("Enter")
    visitor.sees("Bienvenue, M. Nicolas Dupond")


def reach(visitor, name):
    """Press Tab until what holds the focus has that name, and look that the focus can be seen."""
    for _press in range(60):
        held = visitor.focused()
        if name in (held["text"], held["id"].removeprefix("id_")) or name == held["text"].strip():
            assert visitor.page.evaluate(SEEN), f"the focus of {name} cannot be seen"
            return
        visitor.page.keyboard.press("Tab")
    raise AssertionError(f"{name} cannot be reached with Tab")


SEEN = """() => {
  const style = getComputedStyle(document.activeElement);
  return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2 || style.boxShadow !== 'none';
}"""
