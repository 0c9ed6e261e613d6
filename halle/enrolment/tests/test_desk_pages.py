"""The operators' workbench."""

from datetime import timedelta

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse

from conftest import signed_in
from halle.accounts.testing import sign_in
from halle.audit.events import Event
from halle.audit.selectors import journal_of
from halle.core.clock import now
from halle.core.decisions import Denied
from halle.enrolment import codes
from halle.enrolment.models import Evidence, Proof, ProofKind, ProofState, Recovery, RecoveryState
from halle.enrolment.services import desk, proofs
from halle.enrolment.services.evidence import erase_old
from halle.enrolment.tests.proofs import ADDRESS, actor, given_kbis, operator, register_says
from halle.enrolment.tests.test_evidence import PDF
from halle.sirene.records import Dossier, Officer, Unit
from halle.sirene.register import Trouble
from tests.cast import seat

QUEUE = "/verifications/"


@pytest.fixture(autouse=True)
def officers(monkeypatch):
    """The register knows the company and one officer."""
    unit = Unit("732829320", legal_name="ENTREPRISE TEST 2")
    dossier = Dossier(unit, (), officers=(Officer("Gérant", "DUPOND", "Nicolas"),), source="Répertoire d’essai")
    register_says(monkeypatch, dossier)


@pytest.fixture
def omar(db):
    return operator()


@pytest.fixture
def as_omar(omar) -> Client:
    return signed_in(omar)


@pytest.fixture
def proof(company, nicolas) -> Proof:
    return given_kbis(company, nicolas)


@pytest.fixture
def letter(company, nicolas) -> Proof:
    return proofs.ask_letter(company, actor=actor(nicolas), address=ADDRESS)


def page(name, *args):
    return reverse(f"enrolment:{name}", args=args)


def text(answer):
    return answer.content.decode()


def test_an_empty_queue_says_so(as_omar):
    assert "Rien n’attend" in text(as_omar.get(QUEUE))


def test_the_oldest_comes_first_and_what_is_decided_is_gone(as_omar, other_company, claire, proof):
    other = given_kbis(other_company, claire)
    Proof.objects.filter(pk=other.pk).update(created_at=now() - timedelta(days=3))
    shown = text(as_omar.get(QUEUE))
    assert shown.index("CANARI-B-RAISON") < shown.index("ENTREPRISE TEST 2")
    Proof.objects.filter(pk=other.pk).update(state=ProofState.REFUSED)
    assert "CANARI-B-RAISON" not in text(as_omar.get(QUEUE))


def test_a_code_that_was_sent_does_not_wait_for_operators(as_omar, company, nicolas):
    proofs.mail_code(company, actor=actor(nicolas), address="a@entreprise-test.example")
    assert "Rien n’attend" in text(as_omar.get(QUEUE))


def test_the_queue_shows_one_kind(as_omar, company, proof, letter):
    assert "À traiter : 2" in text(as_omar.get(QUEUE))
    assert "À traiter : 1" in text(as_omar.get(QUEUE, {"moyen": ProofKind.KBIS}))
    assert "Aucune demande de cette sorte" in text(as_omar.get(QUEUE, {"moyen": ProofKind.OFFICER}))
    assert "À traiter : 2" in text(as_omar.get(QUEUE, {"moyen": "nimporte"}))


def test_the_queue_has_pages(as_omar, company, nicolas):
    Proof.objects.bulk_create(
        Proof(company=company, user=nicolas, purpose="verification", kind="kbis", state="submitted")
        for _n in range(30)
    )
    assert text(as_omar.get(QUEUE)).count("/verifications/preuves/") == 25
    assert text(as_omar.get(QUEUE, {"page": "2"})).count("/verifications/preuves/") == 5


def test_for_everybody_else_the_workbench_does_not_exist(proof, as_nicolas, as_claire):
    piece = proof.evidence.get()
    for browser in (as_nicolas, as_claire):
        assert browser.get(QUEUE).status_code == 404
        assert browser.get(page("desk_proof", proof.pk)).status_code == 404
        for name, args in (("desk_proof", ()), ("desk_piece", (piece.pk,)), ("desk_letter", ()), ("desk_posted", ())):
            assert browser.post(page(name, proof.pk, *args)).status_code == 404


def test_one_confirms_who_one_is_before_a_case(omar, proof):
    stale = sign_in(Client(), omar, seconds_ago=16 * 60)
    assert "/compte/" in stale.get(page("desk_proof", proof.pk))["Location"]
    late = sign_in(Client(), omar, seconds_ago=61 * 60)
    late.post(page("desk_proof", proof.pk), {"decision": "accept", "reason": "Vu."})
    proof.refresh_from_db()
    assert proof.state == ProofState.SUBMITTED


def test_an_operator_accepts_on_the_page(as_omar, proof, company):
    done = as_omar.post(page("desk_proof", proof.pk), {"decision": "accept", "reason": "Kbis lu."}, follow=True)
    assert "La preuve est acceptée" in text(done)
    company.refresh_from_db()
    assert company.verified_at is not None
    assert "Kbis lu." in text(as_omar.get(page("desk_proof", proof.pk)))


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"decision": "accept", "reason": ""}, "Renseignez le champ"),
        ({"reason": "Le Kbis est flou."}, "Choisissez d’accepter ou de refuser."),
    ],
)
def test_a_decision_wants_a_yes_or_a_no_and_a_reason(as_omar, proof, data, words):
    shown = text(as_omar.post(page("desk_proof", proof.pk), data))
    assert words in shown
    assert data["reason"] in shown
    proof.refresh_from_db()
    assert proof.state == ProofState.SUBMITTED


def test_an_operator_of_the_same_company_sees_why_he_may_not(omar, proof, company):
    seat(company, omar.email, "Omar", "Exploitant")
    browser = signed_in(omar)
    shown = text(browser.get(page("desk_proof", proof.pk)))
    assert "un autre exploitant doit traiter la demande" in shown
    assert "Télécharger la pièce" not in shown
    assert browser.post(page("desk_piece", proof.pk, proof.evidence.get().pk)).status_code == 403
    refused = browser.post(page("desk_proof", proof.pk), {"decision": "accept", "reason": "Pour moi."})
    assert "un autre exploitant" in text(refused)
    proof.refresh_from_db()
    assert proof.state == ProofState.SUBMITTED


def test_a_piece_is_downloaded_and_never_opened(as_omar, omar, proof, company):
    answer = as_omar.post(page("desk_piece", proof.pk, proof.evidence.get().pk))
    assert b"".join(answer.streaming_content) == PDF
    assert answer["Content-Disposition"] == 'attachment; filename="kbis.pdf"'
    assert answer["Content-Type"] == "application/pdf"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert "no-store" in answer["Cache-Control"]
    entry = journal_of(company.pk, event=Event.EVIDENCE_SEEN).get()
    assert (entry.actor_ref, entry.details.subject_label) == (omar.pk, "kbis.pdf")
    assert "Pièce consultée par un exploitant" in text(as_omar.get(page("desk_proof", proof.pk)))


def test_a_piece_belongs_to_its_own_proof(as_omar, proof, letter):
    assert as_omar.post(page("desk_piece", letter.pk, proof.evidence.get().pk)).status_code == 404


def test_the_operator_sees_whom_the_register_names(as_omar, proof):
    assert "Nicolas DUPOND, Gérant" in text(as_omar.get(page("desk_proof", proof.pk)))


def test_a_case_is_read_without_the_register(as_omar, proof, monkeypatch):
    register_says(monkeypatch, Trouble.DOWN)
    assert "ne répond pas" in text(as_omar.get(page("desk_proof", proof.pk)))


def test_reading_a_case_writes_nothing(as_omar, proof, company):
    before = journal_of(company.pk).count()
    as_omar.get(page("desk_proof", proof.pk))
    assert journal_of(company.pk).count() == before


def test_a_letter_shows_its_code_once(as_omar, letter, company):
    printed = text(as_omar.post(page("desk_letter", letter.pk)))
    letter.refresh_from_db()
    code = next(word for word in printed.replace("<", " ").replace(">", " ").split() if is_code(word))
    assert codes.fits(code, letter.digest, letter.pk)
    assert "15 RUE CLAUDE CHAPPE" in printed
    assert code not in text(as_omar.get(page("desk_proof", letter.pk)))
    again = text(as_omar.post(page("desk_letter", letter.pk)))
    assert code not in again
    letter.refresh_from_db()
    assert not codes.fits(code, letter.digest, letter.pk)
    assert as_omar.get(page("desk_letter", letter.pk)).status_code == 405
    assert journal_of(company.pk, event=Event.LETTER_PRINTED).count() == 2


def is_code(word):
    return len(word) == 9 and word[4] == "-" and set(word) <= set(codes.ALPHABET + "-")


def test_a_letter_is_posted_once_and_after_it_was_printed(as_omar, letter):
    assert "Imprimez d’abord la lettre" in text(as_omar.post(page("desk_posted", letter.pk), follow=True))
    as_omar.post(page("desk_letter", letter.pk))
    assert "comme postée" in text(as_omar.post(page("desk_posted", letter.pk), follow=True))
    letter.refresh_from_db()
    assert letter.state == ProofState.CODE_SENT
    assert timedelta(days=29) < letter.expires_at - now() < timedelta(days=31)
    assert "n’est plus à envoyer" in text(as_omar.post(page("desk_posted", letter.pk), follow=True))
    assert as_omar.post(page("desk_letter", letter.pk)).status_code == 403


def test_a_letter_to_post_may_be_refused_and_not_accepted(as_omar, letter):
    shown = text(as_omar.get(page("desk_proof", letter.pk)))
    assert 'value="refuse"' in shown
    assert 'value="accept"' not in shown
    refused = text(as_omar.post(page("desk_proof", letter.pk), {"decision": "accept", "reason": "Oui."}))
    assert "Choisissez une des valeurs proposées." in refused
    as_omar.post(page("desk_proof", letter.pk), {"decision": "refuse", "reason": "Adresse fermée."})
    letter.refresh_from_db()
    assert letter.state == ProofState.REFUSED


def test_only_a_disinterested_operator_prints_a_letter(letter, company, nicolas, omar):
    seat(company, omar.email, "Omar", "Exploitant")
    for user in (nicolas, omar):
        with pytest.raises(Denied):
            desk.print_letter(letter, actor=actor(user))
        with pytest.raises(Denied):
            desk.mark_posted(letter, actor=actor(user))


def test_evidence_is_erased_30_days_after_the_decision(as_omar, proof, company, settings):
    path = proof.evidence.get().file.name
    as_omar.post(page("desk_proof", proof.pk), {"decision": "refuse", "reason": "Illisible."})
    Proof.objects.update(decided_at=now() - timedelta(days=29))
    assert erase_old().startswith("0 pieces")
    assert default_storage.exists(path)
    Proof.objects.update(decided_at=now() - timedelta(days=31))
    assert erase_old().startswith("1 pieces")
    assert not default_storage.exists(path)
    assert not Evidence.objects.exists()
    assert journal_of(company.pk, event=Event.EVIDENCE_ERASED).count() == 1
    assert as_omar.get(page("desk_proof", proof.pk)).status_code == 200


def test_evidence_that_waits_is_never_erased(proof):
    Proof.objects.update(created_at=now() - timedelta(days=400))
    assert erase_old().startswith("0 pieces")
    assert Evidence.objects.exists()


def test_what_proofs_hold_on_a_person_who_was_erased_goes(proof, letter, nicolas):
    nicolas.anonymised_at = now()
    nicolas.save()
    assert erase_old().startswith("1 pieces")
    assert not Evidence.objects.exists()
    assert set(Proof.objects.values_list("state", "target", "digest")) == {(ProofState.ABANDONED, "", "")}


def test_a_file_that_no_row_names_is_swept_after_a_day(settings, tmp_path, company, nicolas):
    own = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = {**settings.STORAGES, "default": own}
    proof = given_kbis(company, nicolas)
    stray = default_storage.save("evidence/perdu.pdf", ContentFile(PDF))
    assert erase_old() == "0 pieces of evidence erased, 0 stray files"
    with time_machine.travel(now() + timedelta(days=2)):
        assert erase_old() == "0 pieces of evidence erased, 1 stray files"
    assert not default_storage.exists(stray)
    assert default_storage.exists(str(proof.evidence.get().file.name))


def test_recoveries_to_decide_are_in_the_queue(as_omar, company, bernard):
    end = now() + timedelta(days=7)
    recovery = Recovery.objects.create(company=company, user=bernard, state=RecoveryState.OPEN, objections_until=end)
    assert "Rien n’attend" in text(as_omar.get(QUEUE))
    with time_machine.travel(end + timedelta(minutes=1)):
        assert "À décider" in text(signed_in(operator("olga")).get(QUEUE))
    Recovery.objects.update(state=RecoveryState.TO_DECIDE)
    shown = text(as_omar.get(QUEUE))
    assert "Reprise de compte" in shown
    assert page("desk_recovery", recovery.pk) in shown


def test_the_pieces_of_a_recovery_to_decide_are_not_a_second_line(as_omar, company, bernard, proof):
    Recovery.objects.create(company=company, user=bernard, state=RecoveryState.TO_DECIDE, proof=proof)
    assert "À traiter : 1" in text(as_omar.get(QUEUE))
