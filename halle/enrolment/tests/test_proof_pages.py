"""« Vérification du compte », page by page."""

import hashlib
from datetime import timedelta

import pytest
from django.urls import reverse

from halle.core.clock import now, today
from halle.enrolment.evidence import MAX_SIZE
from halle.enrolment.models import Proof, ProofKind, ProofState
from halle.enrolment.services import desk
from halle.enrolment.tests.proofs import actor, kbis, mailed_code, operator, register_says
from halle.enrolment.tests.test_evidence import PDF
from halle.sirene.records import Address, Dossier, Officer, Place, Unit
from halle.sirene.register import Trouble

STREET = Address(street="15 RUE CLAUDE CHAPPE", postcode="35510", city="CESSON-SEVIGNE")
OFFICE = Place("73282932000074", is_head_office=True, address=STREET)
UNIT = Unit("732829320", legal_name="ENTREPRISE TEST 2", head_office_nic="00074")
NICOLAS = Officer("Gérant", last_name="DUPOND", first_name="Nicolas")
HOLDING = Officer("Président", legal_name="HOLDING", siren="998600035")


@pytest.fixture
def says(monkeypatch):
    """Make the register say that."""
    return lambda answer: register_says(monkeypatch, answer)


def page(name, company, *args):
    return reverse(f"enrolment:{name}", args=[company.identifier, *args])


def text(answer):
    return answer.content.decode()


def test_the_page_explains_four_ways(as_nicolas, company):
    shown = text(as_nicolas.get(page("verification", company)))
    for way in ("Un code par courriel", "Un code par courrier", "Un extrait Kbis", "Votre nom au registre"):
        assert way in shown


def test_a_verified_company_has_nothing_left_to_prove(as_nicolas, company):
    company.verified_at = now()
    company.save()
    assert "Il ne reste rien à prouver" in text(as_nicolas.get(page("verification", company)))
    refused = as_nicolas.get(page("proof_mail", company))
    assert refused.status_code == 403
    assert "déjà vérifié" in text(refused)


def test_a_code_by_mail_goes_to_the_page_where_it_is_typed(as_nicolas, company):
    answer = as_nicolas.post(page("proof_mail", company), {"address": "a@entreprise-test.example"}, follow=True)
    proof = Proof.objects.get()
    assert answer.redirect_chain[-1][0] == page("proof_code", company, proof.pk)
    wrong = as_nicolas.post(answer.redirect_chain[-1][0], {"code": "AAAA-AAAA"})
    assert "Ce code n’est pas le bon" in text(wrong)
    assert "Il reste 4 essais" in text(wrong)
    assert "AAAA-AAAA" in text(wrong)
    right = as_nicolas.post(
        answer.redirect_chain[-1][0], {"code": mailed_code("a@entreprise-test.example")}, follow=True
    )
    assert "un exploitant vérifie que ce nom de domaine" in text(right)


def test_an_expired_code_is_said_to_be_so(as_nicolas, company):
    as_nicolas.post(page("proof_mail", company), {"address": "a@entreprise-test.example"})
    assert "Saisir le code" in text(as_nicolas.get(page("verification", company)))
    Proof.objects.update(expires_at=now() - timedelta(minutes=1))
    shown = text(as_nicolas.get(page("verification", company)))
    assert "Code expiré" in shown
    assert "Saisir le code" not in shown
    assert "Un code par courriel" in shown


def test_a_way_that_is_under_way_is_not_offered_again(as_nicolas, company):
    as_nicolas.post(page("proof_mail", company), {"address": "a@entreprise-test.example"})
    shown = text(as_nicolas.get(page("verification", company)))
    assert "Un code par courriel" not in shown
    assert "Un extrait Kbis" in shown


def test_a_code_of_another_length_costs_no_try(as_nicolas, company):
    as_nicolas.post(page("proof_mail", company), {"address": "a@entreprise-test.example"})
    proof = Proof.objects.get()
    answer = as_nicolas.post(page("proof_code", company, proof.pk), {"code": "ABC"})
    assert "Le code compte huit lettres et chiffres" in text(answer)
    proof.refresh_from_db()
    assert proof.attempts == 0


def test_a_free_mailbox_is_refused_beside_its_field_and_kept(as_nicolas, company):
    shown = text(as_nicolas.post(page("proof_mail", company), {"address": "nicolas@gmail.com"}))
    assert "gmail.com offre des adresses à tout le monde" in shown
    assert 'value="nicolas@gmail.com"' in shown
    assert not Proof.objects.exists()


def test_a_second_code_at_once_is_refused_with_what_to_do(as_nicolas, company):
    as_nicolas.post(page("proof_mail", company), {"address": "a@entreprise-test.example"})
    shown = text(as_nicolas.post(page("proof_mail", company), {"address": "b@entreprise-test.example"}))
    assert "Menez-la à bien, ou abandonnez-la" in shown
    assert 'value="b@entreprise-test.example"' in shown


def test_the_letter_goes_where_the_state_says_and_nowhere_else(as_nicolas, company, says):
    says(Dossier(UNIT, (OFFICE,)))
    company.establishments.update(address="1 RUE DU PIRATE")
    shown = text(as_nicolas.get(page("proof_letter", company)))
    assert "15 RUE CLAUDE CHAPPE" in shown
    as_nicolas.post(page("proof_letter", company), {"address": "1 RUE DU PIRATE"})
    proof = Proof.objects.get()
    assert proof.state == ProofState.TO_POST
    assert proof.target_lines == ["ENTREPRISE TEST 2", "15 RUE CLAUDE CHAPPE", "35510 CESSON-SEVIGNE"]


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (Trouble.SLOW, "met trop de temps"),
        (None, "ne connaît pas cette entreprise"),
        (Dossier(UNIT, ()), "pas d’adresse complète"),
        (Dossier(UNIT, (Place("73282932000074", is_head_office=True),)), "pas d’adresse complète"),
        (Dossier(Unit("732829320", diffusible=False), (OFFICE,)), "ne soit pas publiée"),
        (Dossier(UNIT, (Place("73282932000074", diffusible=False, is_head_office=True),)), "ne soit pas publiée"),
    ],
)
def test_no_letter_where_the_state_gives_no_address(as_nicolas, company, says, answer, reason):
    says(answer)
    assert reason in text(as_nicolas.get(page("proof_letter", company)))
    as_nicolas.post(page("proof_letter", company))
    assert not Proof.objects.exists()


def test_the_letters_code_verifies_the_company(as_nicolas, nicolas, company, says):
    says(Dossier(UNIT, (OFFICE,)))
    as_nicolas.post(page("proof_letter", company))
    proof = Proof.objects.get()
    assert "n’attend pas de code" in text(as_nicolas.get(page("proof_code", company, proof.pk), follow=True))
    omar = actor(operator())
    proof, code = desk.print_letter(proof, actor=omar)
    desk.mark_posted(proof, actor=omar)
    done = as_nicolas.post(page("proof_code", company, proof.pk), {"code": code}, follow=True)
    assert "le compte de l’entreprise est vérifié" in text(done)
    company.refresh_from_db()
    assert company.verified_at is not None


def test_a_kbis_is_kept_under_a_random_name(as_nicolas, company):
    data = {"file": kbis(name="mon kbis d’été.pdf"), "issued_on": today().strftime("%d/%m/%Y")}
    assert "un exploitant l’examine" in text(as_nicolas.post(page("proof_kbis", company), data, follow=True))
    piece = Proof.objects.get(kind=ProofKind.KBIS).evidence.get()
    assert piece.name == "mon kbis d’été.pdf"
    assert str(piece.file.name).startswith("evidence/")
    assert "kbis" not in str(piece.file.name)
    with piece.file.open("rb") as stored:
        assert stored.read() == PDF
    assert piece.size == len(PDF)


@pytest.mark.parametrize(
    ("file", "day", "words"),
    [
        (kbis(name="kbis.exe"), today(), "Choisissez un fichier PDF, JPEG ou PNG."),
        (kbis(content=b"MZ" + PDF), today(), "Ce fichier est incomplet"),
        (kbis(content=PDF.replace(b"/Root", b"/JavaScript /Root")), today(), "Ce PDF contient un programme"),
        (None, today(), "Extrait Kbis"),
        (kbis(), today() + timedelta(days=1), "dans le futur"),
        (kbis(), today() - timedelta(days=100), "plus de 3 mois"),
    ],
)
def test_a_wrong_kbis_is_refused_beside_its_field(as_nicolas, company, file, day, words):
    data = {"issued_on": day.strftime("%d/%m/%Y"), **({"file": file} if file else {})}
    shown = text(as_nicolas.post(page("proof_kbis", company), data))
    assert words in shown
    assert "error-summary" in shown
    assert data["issued_on"] in shown
    assert not Proof.objects.exists()


@pytest.mark.parametrize("size", [MAX_SIZE + 1, 3 * MAX_SIZE])
def test_a_large_file_is_cut_on_its_way_and_refused(as_nicolas, company, size):
    data = {"file": kbis(content=PDF + b" " * (size - len(PDF))), "issued_on": today().strftime("%d/%m/%Y")}
    answer = as_nicolas.post(page("proof_kbis", company), data)
    assert "Ce fichier dépasse 5 Mo." in text(answer)
    assert answer.wsgi_request.FILES["file"].size == MAX_SIZE + 1
    assert not Proof.objects.exists()


def test_a_file_of_five_megabytes_arrives_whole(as_nicolas, company):
    whole = PDF[:-6] + b" " * (MAX_SIZE - len(PDF)) + PDF[-6:]
    as_nicolas.post(
        page("proof_kbis", company), {"file": kbis(content=whole), "issued_on": today().strftime("%d/%m/%Y")}
    )
    piece = Proof.objects.get().evidence.get()
    assert (piece.size, piece.sha256) == (MAX_SIZE, hashlib.sha256(whole).hexdigest())


def test_one_says_which_officer_one_is(as_nicolas, company, says):
    says(Dossier(UNIT, (OFFICE,), officers=(HOLDING, NICOLAS)))
    shown = text(as_nicolas.get(page("proof_officer", company)))
    assert "Nicolas DUPOND, Gérant" in shown
    assert "HOLDING" not in shown
    as_nicolas.post(page("proof_officer", company), {"officer": "Nicolas DUPOND, Gérant"})
    proof = Proof.objects.get()
    assert (proof.officer, proof.state) == ("Nicolas DUPOND, Gérant", ProofState.SUBMITTED)


def test_one_cannot_be_an_officer_whom_the_register_does_not_name(as_nicolas, company, says):
    says(Dossier(UNIT, (OFFICE,), officers=(NICOLAS,)))
    shown = text(as_nicolas.post(page("proof_officer", company), {"officer": "Jean PIRATE, Gérant"}))
    assert "Choisissez une des valeurs proposées." in shown
    assert not Proof.objects.exists()


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (Trouble.DOWN, "ne répond pas"),
        (Dossier(UNIT, (OFFICE,), officers=None), "ne connaît pas les dirigeants"),
        (Dossier(UNIT, (OFFICE,), officers=(HOLDING,)), "ne nomme aucune personne"),
    ],
)
def test_the_page_says_why_there_are_no_officers(as_nicolas, company, says, answer, reason):
    says(answer)
    assert reason in text(as_nicolas.get(page("proof_officer", company)))
    as_nicolas.post(page("proof_officer", company), {"officer": "Nicolas DUPOND, Gérant"})
    assert not Proof.objects.exists()


def test_a_foreign_company_is_told_that_the_register_does_not_know_it(as_nicolas, company):
    company.siren, company.foreign_identifier, company.country = None, "BE 0712.345.036", "BE"
    company.save()
    for name in ("proof_letter", "proof_officer"):
        assert "établies à l’étranger" in text(as_nicolas.get(page(name, company)))


def test_a_proof_is_given_up(as_nicolas, company):
    as_nicolas.post(page("proof_mail", company), {"address": "a@entreprise-test.example"})
    proof = Proof.objects.get()
    done = as_nicolas.post(page("proof_abandon", company, proof.pk), follow=True)
    assert "est abandonnée" in text(done)
    again = as_nicolas.post(page("proof_abandon", company, proof.pk), follow=True)
    assert "n’est plus en cours" in text(again)


def test_the_reason_of_a_refusal_is_shown(as_nicolas, nicolas, company):
    as_nicolas.post(page("proof_kbis", company), {"file": kbis(), "issued_on": today().strftime("%d/%m/%Y")})
    Proof.objects.update(state=ProofState.REFUSED, reason="Kbis illisible.", decided_at=now())
    assert "Kbis illisible." in text(as_nicolas.get(page("verification", company)))


def test_another_company_has_no_proof_of_mine(as_claire, other_company, as_nicolas, company):
    as_nicolas.post(page("proof_mail", company), {"address": "a@entreprise-test.example"})
    proof = Proof.objects.get()
    assert as_claire.get(page("proof_code", company, proof.pk)).status_code == 404
    assert as_claire.get(page("proof_code", other_company, proof.pk)).status_code == 404
    assert as_claire.post(page("proof_abandon", other_company, proof.pk)).status_code == 404
