"""« Compte non vérifié »: an administrator gives a Kbis, an operator accepts it, the mention goes."""

from halle.core.clock import today
from tests.browser.conftest import WITH_AND_WITHOUT

KBIS = {
    "name": "kbis.pdf",
    "mimeType": "application/pdf",
    "buffer": b"%PDF-1.7\n1 0 obj << /Type /Catalog >> endobj\ntrailer << /Root 1 0 R >>\n%%EOF\n",
}


def give_a_kbis(nicolas):
    """An old one first, which is refused."""
    nicolas.follow("Faire vérifier le compte")
    nicolas.is_titled("Vérification du compte")
    nicolas.check()
    nicolas.follow("Un extrait Kbis")
    nicolas.check()
    nicolas.field("Extrait Kbis").set_input_files(KBIS)
    nicolas.write("Date du Kbis", "01/01/2001")
    nicolas.press("Envoyer le Kbis")
    nicolas.sees("Ce Kbis a plus de 3 mois.")
    nicolas.check()
    nicolas.field("Extrait Kbis").set_input_files(KBIS)
    nicolas.write("Date du Kbis", today().strftime("%d/%m/%Y"))
    nicolas.press("Envoyer le Kbis")
    nicolas.sees("Votre Kbis est transmis")
    nicolas.check()


def accept_the_kbis(staff):
    """Without a choice first, which is refused."""
    staff.follow("Vérifications à traiter")
    staff.is_titled("Vérifications à traiter")
    staff.check()
    staff.page.get_by_role("row", name="Nicolas Dupond").get_by_role("link").click()
    staff.sees("Date du Kbis")
    staff.check()
    with staff.page.expect_download() as download:
        staff.press("Télécharger la pièce")
    assert download.value.suggested_filename == "kbis.pdf"
    staff.press("Enregistrer la décision")
    staff.page.locator(".error-summary").wait_for()
    staff.check()
    staff.page.get_by_label("Accepter").check()
    staff.write("Motif", "Kbis lu, M. Dupond y est gérant.")
    staff.press("Enregistrer la décision")
    staff.sees("La preuve est acceptée")


@WITH_AND_WITHOUT
def test_a_kbis_is_given_examined_and_accepted(visit):
    nicolas = visit("nicolas")
    nicolas.open("companies:sheet", "company")
    nicolas.sees("Compte non vérifié")
    nicolas.check()
    give_a_kbis(nicolas)
    accept_the_kbis(visit("staff"))

    nicolas.open("companies:sheet", "company")
    assert nicolas.page.get_by_text("Compte non vérifié").count() == 0
    nicolas.open("companies:journal", "company")
    nicolas.sees("Pièce consultée par un exploitant")
    nicolas.sees("Kbis lu, M. Dupond y est gérant.")


@WITH_AND_WITHOUT
def test_a_letter_is_printed_and_posted(visit):
    staff = visit("staff")
    staff.open("enrolment:desk")
    staff.page.get_by_role("row", name="Code envoyé par courrier").get_by_role("link").first.click()
    staff.press("Préparer la lettre")
    staff.is_titled("Votre code de vérification")
    staff.check()
    staff.press("Marquer comme postée")
    staff.sees("La lettre est marquée comme postée")
    staff.check()
