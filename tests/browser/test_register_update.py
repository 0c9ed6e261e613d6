"""« Mettre à jour l'entreprise et ses établissements », from the button to the sheet."""

from tests.browser.conftest import WITH_AND_WITHOUT

BUTTON = "Mettre à jour l'entreprise et ses établissements"


@WITH_AND_WITHOUT
def test_an_administrator_sees_the_differences_and_applies_them(visit):
    nicolas = visit("nicolas")
    nicolas.open("companies:sheet", "company")
    nicolas.follow(BUTTON)
    nicolas.is_titled(BUTTON)
    nicolas.sees("Rien n’est changé tant que vous n’avez pas confirmé")
    nicolas.sees("Selon le registre")
    nicolas.check()
    nicolas.press("Appliquer ces changements")
    nicolas.sees("L’entreprise et ses établissements sont à jour")
    nicolas.sees("INSEE (répertoire Sirene)")
    nicolas.check()
    nicolas.follow(BUTTON)
    nicolas.sees("Tout est à jour")
    nicolas.check()


@WITH_AND_WITHOUT
def test_a_wrong_value_is_reported_and_kept(visit):
    nicolas = visit("nicolas")
    nicolas.open("companies:register", "company")
    nicolas.press("Appliquer ces changements")
    nicolas.follow("Signaler une erreur (Adresse)")
    nicolas.is_titled("Signaler une erreur du registre")
    nicolas.check()
    nicolas.press("Enregistrer le signalement")
    nicolas.check()
    nicolas.write("Valeur exacte", "17 RUE CLAUDE CHAPPE")
    nicolas.field("Garder notre valeur en attendant la correction").check()
    nicolas.write("Motif", "Le numéro a changé en mars")
    nicolas.press("Enregistrer le signalement")
    nicolas.sees("Votre signalement est enregistré.")
    nicolas.sees("Valeurs maintenues par l’entreprise")
    nicolas.check()
    nicolas.follow("Reprendre la valeur du registre (Adresse)")
    nicolas.check()
    nicolas.press("Reprendre la valeur du registre")
    nicolas.sees("La valeur du registre est reprise.")
