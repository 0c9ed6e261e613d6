"""« Créer votre compte entreprise », from the welcome page to the first sign-in, with the State's data."""

from tests.browser.conftest import WITH_AND_WITHOUT

EMAIL, PASSWORD = "soazig.lebihan@biscuiterie.example", "Galette-Complete-Au-Beurre-42"


def fill_my_account(visitor, email=EMAIL):
    visitor.choose("Qualité", "Mme")
    for label, text in [
        ("Prénom", "Soazig"),
        ("Nom", "Le Bihan"),
        ("Fonction dans l’entreprise", "Gérante"),
        ("Courriel", email),
        ("Le même courriel, encore une fois", email),
        ("Téléphone", "02 99 00 00 00"),
        ("Mot de passe", PASSWORD),
        ("Le même mot de passe, encore une fois", PASSWORD),
    ]:
        visitor.write(label, text)
    visitor.page.get_by_label("J’accepte les conditions").check()


@WITH_AND_WITHOUT
def test_a_company_signs_up_from_its_name(visit, site):
    soazig = visit()
    soazig.go("/")
    soazig.follow("Créer votre compte entreprise")
    soazig.is_titled("Créer votre compte entreprise")
    soazig.check()
    soazig.follow("Commencer")
    soazig.write("SIRET, SIREN ou nom de l’entreprise", "biscuiterie aber")
    soazig.press("Continuer")
    soazig.sees("BISCUITERIE DE L'ABER")
    soazig.check()
    soazig.press("Choisir BISCUITERIE DE L'ABER")
    soazig.sees("Étape 2 sur 4")
    soazig.sees("Fourni par l’État et verrouillé")
    soazig.check()
    soazig.press("Continuer")
    soazig.follow("Choisir un autre établissement de l’entreprise")
    soazig.write("Rechercher", "saint-georges")
    soazig.press("Rechercher")
    soazig.check()
    soazig.page.get_by_role("button", name="Choisir").first.click()
    soazig.sees("SAINT-GEORGES")
    soazig.check()
    soazig.press("Continuer")
    confirm_by_mail(soazig, site)
    soazig.sign_in(EMAIL, PASSWORD)
    soazig.is_at("/mon-compte/")
    soazig.sees("BISCUITERIE DE L'ABER")
    soazig.follow("Ajouter une entreprise")
    soazig.is_titled("Ajouter une entreprise")
    soazig.check()


def confirm_by_mail(soazig, site):
    """Step 4, refused at first, sent to a wrong address at first."""
    soazig.press("Créer le compte")
    soazig.page.locator(".error-summary").wait_for()
    soazig.check()
    fill_my_account(soazig, "soazig@erreur.example")
    soazig.press("Créer le compte")
    soazig.is_titled("Vérifiez votre messagerie")
    soazig.check()
    soazig.page.get_by_text("Corriger l’adresse").click()
    soazig.write("Courriel", EMAIL)
    soazig.press("Envoyer à cette adresse")
    soazig.sees(f"Un nouveau lien est parti à {EMAIL}")
    soazig.go(site.link_mailed_to(EMAIL))
    soazig.sees("Soazig Le Bihan")
    soazig.check()
    soazig.press("Confirmer mon inscription")
    soazig.sees("vous en êtes l’administrateur")
    soazig.check()


@WITH_AND_WITHOUT
def test_a_foreign_company_signs_up(visit, site):
    soazig = visit()
    soazig.go("/inscription/siret/")
    soazig.follow("Mon entreprise est établie à l’étranger")
    soazig.check()
    soazig.choose("Pays d’établissement", "Belgique")
    soazig.write("Identifiant national de l’entreprise", "0403.019.261")
    soazig.press("Continuer")
    soazig.check()
    soazig.write("Raison sociale", "BISCUITS SA")
    soazig.press("Continuer")
    soazig.check()
    soazig.write("Adresse", "Rue Neuve 1")
    soazig.write("Ville", "Liège")
    soazig.press("Retour")
    assert soazig.field("Raison sociale").input_value() == "BISCUITS SA"
    soazig.press("Continuer")
    assert soazig.field("Adresse").input_value() == "Rue Neuve 1"
    soazig.press("Continuer")
    soazig.check()
    fill_my_account(soazig)
    soazig.press("Créer le compte")
    soazig.go(site.link_mailed_to(EMAIL))
    soazig.press("Confirmer mon inscription")
    soazig.sees("BISCUITS SA")
