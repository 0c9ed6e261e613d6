"""« Mettre à jour l'entreprise et ses établissements » as its people see it."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from halle.accounts.models import User
from halle.audit.models import Entry
from halle.companies.models import Company, RegisterReport, RegisterRequest, RequestState, Source
from halle.companies.tests.registers import provided, say, told_of, with_office, with_place, with_unit
from halle.core.identifiers import display_siret
from halle.sirene.records import Dossier, Officer, State
from halle.sirene.register import RegisterUnavailable, Trouble

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
    for page in (address(company), address(company, "sheet")):
        assert "n’est pas au répertoire Sirene" in as_nicolas.get(page).content.decode()


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


def test_the_states_officers_show_their_source_and_can_be_reported(
    as_nicolas: Client, company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    company.officers.all().delete()
    say(monkeypatch, replace(told_of(company), officers=(Officer("Présidente", "MORVAN", "ANNE"),)))
    shown = as_nicolas.get(address(company)).content.decode()
    assert "MORVAN ANNE (Présidente)" in shown
    as_nicolas.post(address(company), {"fingerprint": fingerprint(shown)})
    sheet = as_nicolas.get(address(company, "sheet")).content.decode()
    assert "Registre national des entreprises, 31 octobre 2026" in sheet
    form = address(company, "register_report", company.field_sources.get(field="officers").key)
    assert form in sheet
    page = as_nicolas.get(form).content.decode()
    assert "MORVAN ANNE (Présidente)" in page
    assert "registre national des entreprises" in page
    as_nicolas.post(form, {"expected": "Brieuc LE GALL"})
    assert RegisterReport.objects.get().state_value == "MORVAN ANNE (Présidente)"


def test_codes_are_reported_in_words(as_nicolas: Client, company: Company) -> None:
    provided(company, "created_on")
    Company.objects.filter(pk=company.pk).update(created_on=date(1999, 3, 2))
    form = address(company, "register_report", company.field_sources.get(field="created_on").key)
    assert "2 mars 1999" in as_nicolas.get(form).content.decode()
    as_nicolas.post(form, {"expected": "3 mars 1999"})
    assert "le registre dit « 2 mars 1999 »" in as_nicolas.get(address(company)).content.decode()


def test_a_kept_value_is_merely_typed_where_the_state_says_nothing(as_nicolas: Client, company: Company) -> None:
    provided(company, "name", source=Source.KEPT, reason="Nom d’usage", state_value="")
    source = company.field_sources.get(field="name")
    assert as_nicolas.post(address(company, "register_restore", source.key)).status_code == 302
    company.refresh_from_db()
    assert company.name == "ENTREPRISE TEST 2"
    assert not company.field_sources.exists()


def test_many_establishments_are_offered_and_only_those_ticked_are_added(
    as_nicolas: Client, company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    dossier = told_of(company)
    for number in range(60):
        dossier = with_place(dossier, f"{100 + number:05d}")
    say(monkeypatch, dossier)
    shown = as_nicolas.get(address(company)).content.decode()
    assert "Tout est à jour" in shown
    assert "Ajouter les établissements cochés" in shown
    typed = {"fingerprint": fingerprint(shown), "choose": "1", "add": ["00105", "99999"]}
    as_nicolas.post(address(company), typed)
    assert set(company.establishments.values_list("nic", flat=True)) == {"00074", "00105"}


def test_a_place_that_the_state_closed_is_flagged_in_the_list(as_bernard: Client, company: Company) -> None:
    company.establishments.create(name="Agence", nic="00090", ceased_on=date(2026, 9, 30), successor="73282932000074")
    assert "Fermé au registre" in as_bernard.get(address(company, "establishments")).content.decode()
    place = company.establishments.get(nic="00090")
    page = as_bernard.get(address(company, "establishment", place.pk)).content.decode()
    assert f"Son activité continue sous le SIRET {display_siret('73282932000074')}" in page


def test_successors_that_nobody_could_say_do_not_hide_the_differences(
    as_nicolas: Client, company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    def silent(siret: str) -> None:
        raise RegisterUnavailable(Trouble.QUOTA, "insee")

    register = say(monkeypatch, with_office(told_of(company), state=State.CEASED, since=date(2026, 9, 30)))
    monkeypatch.setattr(type(register), "successors", lambda _self, siret: silent(siret))
    page = as_nicolas.get(address(company)).content.decode()
    assert "Fermé au registre le" in page
    assert "Appliquer ces changements" in page


def test_looking_writes_nothing(
    as_nicolas: Client, company: Company, renamed: Dossier, monkeypatch: pytest.MonkeyPatch
) -> None:
    say(monkeypatch, renamed)
    as_nicolas.get(address(company, "sheet"))
    with CaptureQueriesContext(connection) as queries:
        as_nicolas.get(address(company))
    written = [one["sql"] for one in queries if one["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    assert written == []


def test_a_plain_user_changes_nothing(
    as_bernard: Client, company: Company, renamed: Dossier, monkeypatch: pytest.MonkeyPatch
) -> None:
    say(monkeypatch, renamed)
    provided(company, "acronym")
    source = company.field_sources.get(field="acronym")
    for name, more in (("register", ()), ("register_ask", ()), ("register_report", (source.key,))):
        assert as_bernard.post(address(company, name, *more), {"expected": "X"}).status_code == 403
    assert Company.objects.get(pk=company.pk).name == "ENTREPRISE TEST 2"
    assert not RegisterRequest.objects.exists()
    assert not RegisterReport.objects.exists()
