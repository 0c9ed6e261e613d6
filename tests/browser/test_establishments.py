"""Establishments: created, opened from the list, edited, closed; a user is moved there from his own sheet."""

from tests.browser.conftest import WITH_AND_WITHOUT


@WITH_AND_WITHOUT
def test_an_establishment_is_created_edited_and_closed(visit):
    nicolas = visit("nicolas")
    nicolas.open("companies:establishments", "company")
    nicolas.is_titled("Liste des établissements de l'entreprise")
    nicolas.sees("Nombre total d'établissements : 2")
    nicolas.check()
    nicolas.follow("Créer un établissement")
    nicolas.check()
    nicolas.write("Dénomination", "Agence de Quimper")
    nicolas.write("NIC", "00090")
    nicolas.write("Adresse", "1 QUAI DE L’ODET")
    nicolas.write("Code postal", "29000")
    nicolas.write("Ville", "QUIMPER")
    nicolas.press("Enregistrer")
    nicolas.sees("Agence de Quimper")
    nicolas.check()
    nicolas.open("companies:establishments", "company")
    nicolas.sees("Nombre total d'établissements : 3")
    nicolas.follow("Agence de Quimper")
    nicolas.is_titled("Agence de Quimper")
    nicolas.check()
    nicolas.follow("Modifier les informations")
    nicolas.write("Téléphone", "02 98 00 00 00")
    nicolas.check()
    nicolas.press("Enregistrer")
    nicolas.sees("Modifications enregistrées avec succès")
    nicolas.sees("02 98 00 00 00")
    nicolas.follow("Fermer")
    nicolas.check()
    nicolas.press("Fermer l’établissement")
    nicolas.sees("L’établissement est fermé.")
    nicolas.check()


@WITH_AND_WITHOUT
def test_a_nic_that_does_not_fit_the_siren_is_refused(visit):
    nicolas = visit("nicolas")
    nicolas.open("companies:establishment_create", "company")
    nicolas.write("Dénomination", "Agence de Quimper")
    nicolas.write("NIC", "12342")
    nicolas.write("Adresse", "1 QUAI DE L’ODET")
    nicolas.write("Code postal", "29000")
    nicolas.write("Ville", "QUIMPER")
    nicolas.press("Enregistrer")
    nicolas.page.locator(".error-summary").wait_for()
    assert nicolas.field("Dénomination").input_value() == "Agence de Quimper"
    nicolas.check()


@WITH_AND_WITHOUT
def test_a_user_moves_to_another_establishment(visit):
    nicolas = visit("nicolas")
    nicolas.open("companies:members", "company")
    nicolas.follow("Bernard Dupond")
    nicolas.follow("Modifier cet utilisateur")
    nicolas.choose("Etablissement", "Agence")
    nicolas.press("ENREGISTRER")
    nicolas.sees("Modifications enregistrées avec succès")
    nicolas.sees("Agence")
    nicolas.check()
