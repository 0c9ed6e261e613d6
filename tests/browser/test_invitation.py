"""The invited person opens the link of the mail, chooses a password, and lands on « Mon compte »."""

from tests.browser.conftest import WITH_AND_WITHOUT
from tests.browser.test_creating_a_user import fill_the_form


@WITH_AND_WITHOUT
def test_the_invited_person_accepts(visit, site):
    nicolas = visit("nicolas")
    nicolas.open("companies:member_create", "company")
    fill_the_form(nicolas)
    nicolas.press("ENREGISTRER")
    nicolas.sees("L'utilisateur a été créé avec succès")
    link = site.link_mailed_to("helene.legoff@entreprise-test.example")
    helene = visit()
    helene.go(link)
    helene.sees("ENTREPRISE TEST 2")
    helene.check()
    for field in helene.page.locator("input[type=password]").all():
        field.fill("Galette-Complete-Au-Beurre-42")
    helene.page.locator("main form button[type=submit]").first.click()
    helene.check()
    if "/compte/connexion/" in helene.page.url:
        helene.sign_in("helene.legoff@entreprise-test.example", "Galette-Complete-Au-Beurre-42")
    helene.is_at("/mon-compte/")
    helene.sees("ENTREPRISE TEST 2")
    stranger = visit()
    stranger.go(link)
    stranger.check()
    assert stranger.page.locator("input[type=password]").count() == 0, "the link works twice"
