"""Where else the sign-up leads: the successor of a closed place, a company that has an account, one more company."""

import pytest

from tests.browser.conftest import WITH_AND_WITHOUT

MENUISERIE = "MENUISERIE KEROUANTON"
PASSWORD = "Galette-Complete-Au-Beurre-42"
HELENE = "helene@menuiserie.example"


def three_steps(visitor, number):
    """To step 4, for a company that the State knows."""
    visitor.go("/inscription/siret/")
    visitor.write("SIRET, SIREN ou nom de l’entreprise", number)
    for _step in range(3):
        visitor.press("Continuer")
    visitor.sees("Étape 4 sur 4")


def fill_the_account(visitor):
    """Step 4, for somebody who has no account."""
    visitor.write("Prénom", "Hélène")
    visitor.write("Nom", "Le Goff")
    for label in ("Courriel", "Le même courriel, encore une fois"):
        visitor.write(label, HELENE)
    for label in ("Mot de passe", "Le même mot de passe, encore une fois"):
        visitor.write(label, PASSWORD)
    fill_the_seat(visitor)


def fill_the_seat(visitor):
    """What is asked for each company."""
    visitor.write("Fonction dans l’entreprise", "Gérante")
    visitor.write("Téléphone", "02 99 00 00 00")
    visitor.page.get_by_label("J’accepte les conditions d’utilisation").check()
    visitor.press("Créer le compte")


@WITH_AND_WITHOUT
def test_a_closed_establishment_leads_to_its_successor(visit):
    stranger = visit()
    stranger.go("/inscription/siret/")
    stranger.write("SIRET, SIREN ou nom de l’entreprise", "997 123 468 00016")
    stranger.press("Continuer")
    stranger.sees("Cet établissement est fermé depuis le")
    stranger.check()
    stranger.press("Continuer avec celui-ci")
    stranger.sees("Étape 2 sur 4")
    stranger.sees(MENUISERIE)


@WITH_AND_WITHOUT
def test_a_company_that_has_an_account_is_asked_for_a_seat(visit, site):
    helene = visit()
    three_steps(helene, "732829320")
    fill_the_account(helene)
    helene.is_titled("Vérifiez votre messagerie")
    helene.go(site.link_mailed_to(HELENE))
    helene.press("Confirmer mon inscription")
    helene.sees("votre demande de rattachement lui est transmise")
    helene.check()
    helene.sign_in(HELENE, PASSWORD)
    assert helene.go("/entreprises/732829320/").status == 404
    visit("nicolas").sees("2 demandes de rattachement à examiner")


@WITH_AND_WITHOUT
def test_somebody_signed_in_adds_one_more_company(visit):
    claire = visit("claire")
    claire.go("/mon-compte/")
    claire.follow("Ajouter une entreprise")
    claire.check()
    claire.follow("Commencer")
    three_steps(claire, "997123468")
    claire.sees("nous ne demandons que ce qui change")
    claire.check()
    fill_the_seat(claire)
    claire.sees("vous en êtes l’administrateur")
    claire.check()
    claire.follow("Aller à mon compte")
    claire.sees(MENUISERIE)
    assert claire.go("/entreprises/997123468/").status == 200
    claire.sees("Compte non vérifié")


@pytest.mark.parametrize("scripts", [True], ids=["with-scripts"])
def test_enter_goes_on_and_never_back(visit):
    """« Retour » is a button of the same form: the key must press « Continuer »."""
    stranger = visit()
    stranger.go("/inscription/siret/")
    stranger.write("SIRET, SIREN ou nom de l’entreprise", "443 061 841 00005")
    stranger.page.keyboard.press("Enter")
    stranger.sees("Étape 2 sur 4")
    stranger.write("Raison sociale", "ATELIER NEUF")
    stranger.page.keyboard.press("Enter")
    stranger.sees("Étape 3 sur 4")
