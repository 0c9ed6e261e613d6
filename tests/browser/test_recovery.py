"""A company that nobody administers: one asks and proves, another, told by mail, objects."""

from halle.core.clock import today
from tests.browser.conftest import WITH_AND_WITHOUT
from tests.browser.test_verification import KBIS


@WITH_AND_WITHOUT
def test_a_kbis_opens_the_seven_days_and_the_request_is_taken_back(visit):
    nicolas = visit("nicolas")
    nicolas.open("portal:account")
    nicolas.follow("Mes demandes de reprise")
    nicolas.is_titled("Mes demandes de reprise")
    nicolas.check()
    nicolas.page.get_by_role("row").get_by_role("link").first.click()
    nicolas.is_titled("Reprise du compte")
    nicolas.check()
    nicolas.follow("Un extrait Kbis")
    nicolas.press("Envoyer le Kbis")
    nicolas.page.locator(".error-summary").wait_for()
    nicolas.check()
    nicolas.field("Extrait Kbis").set_input_files(KBIS)
    nicolas.write("Date du Kbis", today().strftime("%d/%m/%Y"))
    nicolas.press("Envoyer le Kbis")
    nicolas.sees("Votre preuve est transmise")
    nicolas.sees("peuvent s’opposer jusqu’au")
    nicolas.check()
    nicolas.press("Retirer ma demande")
    nicolas.sees("Vous avez retiré cette demande")
    nicolas.check()


@WITH_AND_WITHOUT
def test_whoever_holds_the_link_objects_without_an_account(visit):
    told = visit()
    told.open("enrolment:objection", "objection")
    told.is_titled("Reprise du compte de l’entreprise")
    told.sees("Paule Repreneur")
    told.check()
    told.press("M’opposer à cette reprise")
    told.page.locator(".error-summary").wait_for()
    told.check()
    told.write("Motif de votre opposition", "Cette personne ne travaille pas ici.")
    told.press("M’opposer à cette reprise")
    told.sees("Votre opposition est enregistrée")
    told.check()
    told.open("enrolment:objection", "objection")
    told.sees("Une opposition est enregistrée depuis le")
