"""An administrator creates a user, sees the « Rôles » tab open at once, and saves the roles as a second step."""

from tests.browser.conftest import WITH_AND_WITHOUT


def fill_the_form(nicolas):
    """What is required, and a mobile phone."""
    nicolas.write("Prénom", "Hélène")
    nicolas.write("Nom", "Le Goff")
    nicolas.write("Adresse", "8 RUE PATIS TATELIN")
    nicolas.write("Code postal", "35700")
    nicolas.write("Ville", "RENNES")
    nicolas.write("Courriel", "helene.legoff@entreprise-test.example")
    nicolas.write("Téléphone portable", "06 12 34 56 78")


@WITH_AND_WITHOUT
def test_a_user_is_created_then_given_roles(visit):
    nicolas = visit("nicolas")
    nicolas.open("companies:members", "company")
    nicolas.check()
    nicolas.follow("Créer un utilisateur")
    nicolas.is_titled("Fiche de l'utilisateur")
    nicolas.sees("les champs indiqués par * sont obligatoires")
    nicolas.check()
    fill_the_form(nicolas)
    nicolas.press("ENREGISTRER")
    nicolas.sees("L'utilisateur a été créé avec succès")
    nicolas.check()
    nicolas.choose("Salle des marchés", "Administrateur Entreprise")
    nicolas.choose("Administration de mon entité", "Administrateur")
    nicolas.press("ENREGISTRER")
    nicolas.sees("Les rôles sont enregistrés avec succès")
    nicolas.sees("Rôles de l'utilisateur")
    nicolas.check()
    nicolas.open("companies:members", "company")
    nicolas.sees("Hélène Le Goff")


@WITH_AND_WITHOUT
def test_what_was_typed_is_kept_when_something_is_refused(visit):
    nicolas = visit("nicolas")
    nicolas.open("companies:member_create", "company")
    fill_the_form(nicolas)
    nicolas.write("Courriel", "bernard.dupond@entreprise-test.example")
    nicolas.press("ENREGISTRER")
    nicolas.page.locator(".error-summary").wait_for()
    assert nicolas.field("Prénom").input_value() == "Hélène"
    assert nicolas.field("Téléphone portable").input_value() == "06 12 34 56 78"
    nicolas.check()


def test_reset_gives_the_form_back_as_it_was(visit):
    nicolas = visit("nicolas")
    nicolas.open("companies:member_create", "company")
    nicolas.write("Prénom", "Hélène")
    nicolas.press("RÉINITIALISER")
    assert nicolas.field("Prénom").input_value() == ""
