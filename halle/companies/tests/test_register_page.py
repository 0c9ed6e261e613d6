"""« Mettre à jour l'entreprise et ses établissements » as its people see it."""

import pytest
from django.test import Client
from django.urls import reverse

from halle.accounts.models import User
from halle.audit.models import Entry
from halle.companies.models import Company, RegisterReport, RegisterRequest, RequestState, Source
from halle.companies.tests.registers import provided, say, told_of, with_place, with_unit
from halle.sirene.records import Dossier
from halle.sirene.register import Trouble

pytestmark = pytest.mark.django_db


def address(company: Company, name: str = "register", *more: object) -> str:
    return reverse(f"companies:{name}", args=[company.identifier, *more])


def fingerprint(page: str) -> str:
    return page.partition('name="fingerprint" value="')[2].partition('"')[0]


@pytest.fixture
def renamed(company: Company) -> Dossier:
    """The State knows the company by another name, and one more establishment."""
    return with_place(with_unit(told_of(company), legal_name="ENTREPRISE NEUVE"), "00082")


def test_the_sheet_leads_there(as_nicolas: Client, company: Company) -> None:
    page = as_nicolas.get(address(company, "sheet")).content.decode()
    assert "Mettre à jour l'entreprise et ses établissements" in page
    assert address(company) in page


def test_differences_are_shown_field_by_field_and_nothing_is_written(
    as_nicolas: Client, company: Company, renamed: Dossier, monkeypatch: pytest.MonkeyPatch
) -> None:
    say(monkeypatch, renamed)
    page = as_nicolas.get(address(company)).content.decode()
    for text in ("Raison sociale", "ENTREPRISE TEST 2", "ENTREPRISE NEUVE", "Nouvel établissement", "3 QUAI SUD"):
        assert text in page
    assert Company.objects.get(pk=company.pk).name == "ENTREPRISE TEST 2"


def test_one_confirmation_applies_them(
    as_nicolas: Client, company: Company, renamed: Dossier, monkeypatch: pytest.MonkeyPatch
) -> None:
    say(monkeypatch, renamed)
    shown = as_nicolas.get(address(company)).content.decode()
    done = as_nicolas.post(address(company), {"fingerprint": fingerprint(shown)}, follow=True).content.decode()
    assert "sont à jour : " in done
    assert "ENTREPRISE NEUVE" in done
    assert Company.objects.get(pk=company.pk).establishments.count() == 2
    assert "Tout est à jour" in as_nicolas.get(address(company)).content.decode()


def test_what_changed_meanwhile_is_shown_again(
    as_nicolas: Client, company: Company, renamed: Dossier, monkeypatch: pytest.MonkeyPatch
) -> None:
    say(monkeypatch, renamed)
    shown = as_nicolas.get(address(company)).content.decode()
    say(monkeypatch, with_unit(renamed, legal_name="ENCORE AUTRE"))
    again = as_nicolas.post(address(company), {"fingerprint": fingerprint(shown)}).content.decode()
    assert "Les données ont changé entre-temps" in again
    assert "ENCORE AUTRE" in again
    assert Company.objects.get(pk=company.pk).name == "ENTREPRISE TEST 2"


def test_a_forged_confirmation_applies_nothing(
    as_nicolas: Client, company: Company, renamed: Dossier, monkeypatch: pytest.MonkeyPatch
) -> None:
    say(monkeypatch, renamed)
    as_nicolas.post(address(company), {})
    assert Company.objects.get(pk=company.pk).name == "ENTREPRISE TEST 2"


@pytest.mark.parametrize("trouble", Trouble)
def test_a_state_that_does_not_answer_is_said_and_a_request_can_be_left(
    as_nicolas: Client, company: Company, trouble: Trouble, monkeypatch: pytest.MonkeyPatch
) -> None:
    say(monkeypatch, trouble=trouble)
    page = as_nicolas.get(address(company)).content.decode()
    assert "Demander la mise à jour" in page
    left = as_nicolas.post(address(company, "register_ask"), follow=True).content.decode()
    assert "La mise à jour sera effective demain." in left
    assert "Demandée" in left
    as_nicolas.post(address(company, "register_ask"))
    request = RegisterRequest.objects.get()
    assert (request.state, str(request.asked_by)) == (RequestState.ASKED, "Nicolas Dupond")


def test_a_company_that_the_state_does_not_know_is_told(
    as_nicolas: Client, company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    say(monkeypatch)
    assert "ne connaît pas ce numéro SIREN" in as_nicolas.get(address(company)).content.decode()


def test_a_plain_user_is_told_who_can(as_bernard: Client, company: Company) -> None:
    refused = as_bernard.get(address(company))
    assert refused.status_code == 403
    assert "Seul un administrateur" in refused.content.decode()


def test_a_foreign_company_has_no_button_and_is_told_why(company: Company, as_nicolas: Client) -> None:
    company.siren, company.foreign_identifier, company.country = None, "BE 0712.345.036", "BE"
    company.save()
    assert address(company) not in as_nicolas.get(address(company, "sheet")).content.decode()
    assert "n’est pas au répertoire Sirene" in as_nicolas.get(address(company)).content.decode()


def test_a_wrong_value_is_reported_and_the_company_keeps_its_own(
    as_nicolas: Client, company: Company, nicolas: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    provided(company, "name")
    source = company.field_sources.get(field="name")
    form = address(company, "register_report", source.key)
    assert "guichet unique" in as_nicolas.get(form).content.decode()
    typed = {"expected": "NOM DE SCENE", "comment": "Depuis mars", "keep": "on", "reason": ""}
    refused = as_nicolas.post(form, typed)
    assert "Dites pourquoi votre valeur est la bonne." in refused.content.decode()
    assert "Depuis mars" in refused.content.decode()
    as_nicolas.post(form, {**typed, "reason": "Acte du 3 mars"})
    company.refresh_from_db()
    source.refresh_from_db()
    assert (company.name, source.source, source.state_value) == ("NOM DE SCENE", Source.KEPT, "ENTREPRISE TEST 2")
    sheet = as_nicolas.get(address(company, "sheet")).content.decode()
    assert "Le registre dit « ENTREPRISE TEST 2 ». Motif : Acte du 3 mars" in sheet
    assert set(Entry.objects.values_list("event", flat=True)) >= {"company.value_reported", "company.value_kept"}


def test_a_report_alone_changes_no_value(as_nicolas: Client, company: Company) -> None:
    provided(company, "created_on")
    source = company.field_sources.get(field="created_on")
    as_nicolas.post(address(company, "register_report", source.key), {"expected": "3 mars 1999"})
    assert RegisterReport.objects.get().expected == "3 mars 1999"
    source.refresh_from_db()
    assert source.source == Source.INSEE


def test_a_value_that_does_not_fit_is_refused_beside_its_field(as_nicolas: Client, company: Company) -> None:
    provided(company, "acronym")
    source = company.field_sources.get(field="acronym")
    typed = {"expected": "X" * 100, "keep": "on", "reason": "Parce que"}
    page = as_nicolas.post(address(company, "register_report", source.key), typed)
    assert page.status_code == 200
    assert "60" in page.content.decode()
    assert not RegisterReport.objects.exists()


def test_the_registers_value_is_taken_back(as_nicolas: Client, company: Company) -> None:
    provided(company, "name", source=Source.KEPT, reason="Nom d’usage", state_value="NOM DU REGISTRE")
    source = company.field_sources.get(field="name")
    page = address(company, "register_restore", source.key)
    assert "NOM DU REGISTRE" in as_nicolas.get(page).content.decode()
    as_nicolas.post(page)
    company.refresh_from_db()
    source.refresh_from_db()
    assert (company.name, source.source, source.reason) == ("NOM DU REGISTRE", Source.INSEE, "")


def test_a_report_is_over_once_the_state_corrects(
    as_nicolas: Client, company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    provided(company, "name")
    source = company.field_sources.get(field="name")
    as_nicolas.post(address(company, "register_report", source.key), {"expected": "ENTREPRISE NEUVE"})
    say(monkeypatch, with_unit(told_of(company), legal_name="ENTREPRISE NEUVE"))
    shown = as_nicolas.get(address(company)).content.decode()
    assert "Signalements en cours" in shown
    as_nicolas.post(address(company), {"fingerprint": fingerprint(shown)})
    assert RegisterReport.objects.get().closed_at is not None


def test_anothers_value_cannot_be_named(as_nicolas: Client, company: Company, other_company: Company) -> None:
    provided(other_company, "name")
    theirs = other_company.field_sources.get(field="name")
    assert as_nicolas.get(address(company, "register_report", theirs.key)).status_code == 404
