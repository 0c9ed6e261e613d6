"""The company's sheet: what comes from the State is locked, what is typed is saved, errors are said."""

from playwright.sync_api import expect

from tests.browser.conftest import WITH_AND_WITHOUT


@WITH_AND_WITHOUT
def test_the_sheet_is_edited(visit):
    nicolas = visit("nicolas")
    nicolas.open("companies:sheet", "company")
    nicolas.is_titled("ENTREPRISE TEST 2")
    nicolas.check()
    nicolas.follow("Modifier les informations")
    nicolas.is_titled("Modification des coordonnées de l'entreprise : ENTREPRISE TEST 2")
    nicolas.check()
    nicolas.write("Description", "Culture de céréales au pays de Rennes.")
    nicolas.write("Courriel", "contact@entreprise-test.example")
    nicolas.press("Enregistrer")
    nicolas.is_titled("ENTREPRISE TEST 2")
    nicolas.sees("Modifications enregistrées avec succès")
    nicolas.sees("Culture de céréales au pays de Rennes.")
    nicolas.check()


@WITH_AND_WITHOUT
def test_fields_of_the_state_are_locked_and_explained(visit):
    nicolas = visit("nicolas")
    nicolas.open("companies:edit", "company")
    siren = nicolas.field("SIREN")
    expect(siren).not_to_be_editable()
    assert siren.get_attribute("aria-describedby")


def test_an_error_takes_the_focus_and_leads_to_its_field(visit):
    nicolas = visit("nicolas")
    nicolas.open("companies:edit", "company")
    nicolas.field("Courriel").evaluate("field => field.form.noValidate = true")
    nicolas.write("Description", "À garder")
    nicolas.write("Courriel", "ceci n’est pas une adresse")
    nicolas.press("Enregistrer")
    assert "error-summary" in nicolas.page.evaluate("() => document.activeElement.className")
    nicolas.page.locator(".error-summary a").first.click()
    assert nicolas.focused()["id"] == nicolas.field("Courriel").get_attribute("id")
    assert nicolas.field("Description").input_value() == "À garder"
    nicolas.check()


@WITH_AND_WITHOUT
def test_an_officer_is_added_and_removed(visit):
    nicolas = visit("nicolas")
    nicolas.open("companies:officer_add", "company")
    nicolas.check()
    nicolas.write("Prénom", "Alice")
    nicolas.write("Nom", "Hervé")
    nicolas.write("Fonction", "Gérante")
    nicolas.press("Enregistrer")
    nicolas.sees("Modifications enregistrées avec succès")
    nicolas.sees("HERVÉ ALICE")
    nicolas.page.locator("details.fold > summary").click()
    nicolas.follow("Retirer HERVÉ ALICE")
    nicolas.check()
    nicolas.press("Retirer HERVÉ ALICE")
    nicolas.sees("Modifications enregistrées avec succès")
    nicolas.does_not_see("HERVÉ ALICE")
