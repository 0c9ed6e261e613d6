"""Places: proposed by a plain user, answered by an administrator; closed only when nobody needs them (S-041, C6)."""

import pytest
from django.urls import reverse

from halle.companies.models import EstablishmentProposal, FieldSource, ProposalState, Source
from halle.core.clock import today
from halle.mail.models import Message

PLACE = {"name": "Agence de Brest", "nic": "00009", "address": "1 RUE DE SIAM", "postcode": "29200", "city": "BREST",
         "country": "FR"}  # fmt: skip


@pytest.fixture
def proposal(company, nicolas, as_bernard) -> EstablishmentProposal:
    answer = as_bernard.post(reverse("companies:proposal_create", args=[company.identifier]), PLACE)
    assert answer.status_code == 302
    return EstablishmentProposal.objects.get(company=company)


def page(proposal) -> str:
    return reverse("companies:proposal", args=[proposal.company.identifier, proposal.pk])


def test_administrators_are_told_of_a_proposal(proposal, nicolas):
    assert Message.objects.filter(user=nicolas, subject__contains="Agence de Brest").exists()


def test_accepting_creates_the_place_as_corrected_and_tells_who_proposed_it(proposal, as_nicolas, company, bernard):
    as_nicolas.post(page(proposal), {**PLACE, "name": "Agence de Brest Siam"})
    proposal.refresh_from_db()
    assert proposal.state == ProposalState.ACCEPTED
    assert proposal.establishment == company.establishments.get(name="Agence de Brest Siam")
    assert Message.objects.filter(user=bernard, subject__contains="Acceptée").exists()


def test_refusing_wants_a_reason(proposal, as_nicolas, company):
    assert "Renseignez le champ" in as_nicolas.post(page(proposal), {"answer": ""}).content.decode()
    as_nicolas.post(page(proposal), {"answer": "Nous n’avons pas de bail à Brest."})
    proposal.refresh_from_db()
    assert (proposal.state, proposal.answer) == (ProposalState.REFUSED, "Nous n’avons pas de bail à Brest.")
    assert company.establishments.count() == 1


def test_a_second_answer_is_refused_kindly(proposal, as_nicolas, company):
    as_nicolas.post(page(proposal), {"answer": "Non."})
    again = as_nicolas.post(page(proposal), PLACE, follow=True)
    assert "Cette proposition a déjà reçu sa réponse." in again.content.decode()
    assert company.establishments.count() == 1


def test_its_author_reads_it_and_decides_nothing(proposal, as_bernard, as_claire):
    assert as_bernard.get(page(proposal)).status_code == 200
    assert as_bernard.post(page(proposal), PLACE).status_code == 403
    assert as_claire.get(page(proposal)).status_code == 404


def test_the_head_office_and_a_place_with_people_do_not_close(company, nicolas, bernard, as_nicolas):
    head = company.head_office
    close = reverse("companies:establishment_close", args=[company.identifier, head.pk])
    assert "désignez d’abord un autre établissement" in as_nicolas.post(close).content.decode()
    other = company.establishments.create(name="Agence", nic="00009")
    company.memberships.filter(user=bernard).update(establishment=other)
    close = reverse("companies:establishment_close", args=[company.identifier, other.pk])
    assert "Des utilisateurs y sont encore rattachés" in as_nicolas.post(close).content.decode()
    other.refresh_from_db()
    assert other.closed_on is None


def test_a_nic_must_fit_the_siren_and_be_free(company, as_nicolas):
    create = reverse("companies:establishment_create", args=[company.identifier])
    assert "Ce NIC ne correspond pas au SIREN" in as_nicolas.post(create, {**PLACE, "nic": "12342"}).content.decode()
    assert "a déjà ce NIC" in as_nicolas.post(create, {**PLACE, "nic": "00074"}).content.decode()
    assert company.establishments.count() == 1


def test_what_the_state_provides_is_refused_by_the_server(company, as_nicolas):
    FieldSource.objects.create(company=company, field="name", source=Source.INSEE, since=today())
    edit = reverse("companies:edit", args=[company.identifier])
    shown = as_nicolas.get(edit).context["form"]
    typed = {name: shown[name].value() or "" for name in shown.fields}
    typed |= {"email": "contact@entreprise-test.example", "description": "À garder"}
    answer = as_nicolas.post(edit, {**typed, "name": "AUTRE NOM"})
    assert answer.status_code == 200
    assert "Ce champ est fourni par l’État" in answer.content.decode()
    assert answer.context["form"]["description"].value() == "À garder"
    company.refresh_from_db()
    assert (company.name, company.description) == ("ENTREPRISE TEST 2", "")
    assert as_nicolas.post(edit, typed).status_code == 302
    company.refresh_from_db()
    assert company.description == "À garder"
