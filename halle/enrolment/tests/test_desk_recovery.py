"""A recovery on the operators' workbench."""

from datetime import timedelta

import pytest
from django.urls import reverse

from conftest import signed_in
from halle.core.clock import now
from halle.enrolment.models import Objection, ProofPurpose, Recovery, RecoveryState
from halle.enrolment.tests.proofs import given_kbis, operator, register_says
from tests import cast
from tests.cast import seat


@pytest.fixture(autouse=True)
def silent_register(monkeypatch):
    """The register does not know the company."""
    register_says(monkeypatch, None)


@pytest.fixture
def recovery(company, nicolas, other_company, claire) -> Recovery:
    """Paul asks for a company whose administrator is gone; the delay is over."""
    proof = given_kbis(company, nicolas)
    company.memberships.filter(user=nicolas).update(state="disabled")
    paul = cast.person("paul@nulle-part.example", "Paul", "Durand")
    proof.user, proof.purpose = paul, ProofPurpose.RECOVERY
    proof.save()
    return Recovery.objects.create(
        company=company,
        user=paul,
        proof=proof,
        state=RecoveryState.TO_DECIDE,
        function="Gérant",
        told_at=now() - timedelta(days=8),
        objections_until=now() - timedelta(days=1),
    )


@pytest.fixture
def as_omar(recovery):
    return signed_in(operator())


def page(recovery):
    return reverse("enrolment:desk_recovery", args=[recovery.pk])


def text(answer):
    return answer.content.decode()


def test_the_page_shows_who_asks_and_who_objected(as_omar, recovery, claire):
    assert "Personne ne s’est opposé." in text(as_omar.get(page(recovery)))
    Objection.objects.create(recovery=recovery, text="Cet homme est un inconnu.")
    shown = text(as_omar.get(page(recovery)))
    assert "Cet homme est un inconnu." in shown
    assert "L’adresse de l’entreprise" in shown
    assert reverse("enrolment:desk_proof", args=[recovery.proof_id]) in shown


def test_an_accepted_recovery_seats_its_person(as_omar, recovery, company):
    done = as_omar.post(page(recovery), {"decision": "accept", "reason": "Kbis lu."}, follow=True)
    assert "La reprise est acceptée" in text(done)
    assert company.memberships.administrators().get().user == recovery.user


def test_a_refused_recovery_says_why(as_omar, recovery, company):
    done = as_omar.post(page(recovery), {"decision": "refuse", "reason": "Kbis falsifié."}, follow=True)
    assert "La reprise est refusée" in text(done)
    recovery.refresh_from_db()
    assert (recovery.state, recovery.reason) == (RecoveryState.REFUSED, "Kbis falsifié.")


def test_two_eyes_look_at_a_recovery_too(as_omar, recovery, settings, company):
    settings.TWO_EYES = True
    first = as_omar.post(page(recovery), {"decision": "accept", "reason": "Kbis lu."}, follow=True)
    assert "un second exploitant doit confirmer" in text(first)
    shown = text(as_omar.get(page(recovery)))
    assert "Vous avez déjà accepté" in shown
    assert 'value="accept"' not in shown
    signed_in(operator("olga")).post(page(recovery), {"decision": "accept", "reason": "Vu aussi."})
    assert company.memberships.administrators().get().user == recovery.user


def test_nothing_is_decided_while_people_may_object(as_omar, recovery):
    Recovery.objects.update(state=RecoveryState.OPEN, objections_until=now() + timedelta(days=2))
    assert "Enregistrer la décision" not in text(as_omar.get(page(recovery)))
    refused = text(as_omar.post(page(recovery), {"decision": "accept", "reason": "Vite."}))
    assert "Le délai d’opposition court encore" in refused
    recovery.refresh_from_db()
    assert recovery.state == RecoveryState.OPEN


def test_a_decision_wants_a_reason(as_omar, recovery):
    assert "Renseignez le champ" in text(as_omar.post(page(recovery), {"decision": "accept", "reason": ""}))


def test_an_operator_of_the_company_does_not_decide(recovery, company):
    omar = operator()
    seat(company, omar.email, "Omar", "Exploitant")
    browser = signed_in(omar)
    assert "un autre exploitant doit traiter" in text(browser.get(page(recovery)))
    browser.post(page(recovery), {"decision": "refuse", "reason": "Non."})
    recovery.refresh_from_db()
    assert recovery.state == RecoveryState.TO_DECIDE


def test_strangers_and_the_applicant_do_not_see_the_workbench(recovery, as_claire):
    for browser in (as_claire, signed_in(recovery.user)):
        assert browser.get(page(recovery)).status_code == 404
        assert browser.post(page(recovery), {"decision": "accept", "reason": "Moi."}).status_code == 404
