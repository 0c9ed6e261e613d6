"""Differences between a sheet and the State's data, and what applying them writes."""

from dataclasses import replace
from datetime import date

import pytest
from django.core import mail as outbox
from django.db import transaction

from halle.audit.models import Entry
from halle.companies.comparing import Comparison, compare
from halle.companies.models import Company, Establishment, FieldSource, Source
from halle.companies.selectors.register import sheet_of
from halle.companies.services.register import Stale, apply_register
from halle.companies.tests.registers import provided, told_of, with_office, with_place, with_unit
from halle.companies.wording import Line
from halle.core.actors import SYSTEM
from halle.core.clock import today
from halle.mail.models import Message
from halle.sirene.records import Address, Dossier, NafCode, Officer, State, Succession

pytestmark = pytest.mark.django_db


def found(company: Company, dossier: Dossier, **options: object) -> Comparison:
    fresh = Company.objects.get(pk=company.pk)
    return compare(sheet_of(fresh), dossier, today=options.pop("today", today()), **options)  # type: ignore[arg-type]


def lines(company: Company, dossier: Dossier) -> list[tuple[str, str, str]]:
    return [(line.label, line.before, line.after) for line in found(company, dossier).lines]


def applied(company: Company, dossier: Dossier, **options: object) -> list[Line]:
    with transaction.atomic():
        return apply_register(company, actor=SYSTEM, dossier=dossier, **options)  # type: ignore[arg-type]


def test_the_same_data_make_no_difference(company: Company) -> None:
    assert lines(company, told_of(company)) == []


def test_capitals_and_accents_make_no_difference(company: Company) -> None:
    company.name = "Entreprise Tést 2"
    company.save()
    assert lines(company, with_unit(told_of(company), legal_name="ENTREPRISE TEST 2")) == []


def test_a_new_name_is_told_and_applied(company: Company) -> None:
    dossier = with_unit(told_of(company), legal_name="ENTREPRISE NEUVE")
    assert lines(company, dossier) == [("Raison sociale", company.name, "ENTREPRISE NEUVE")]
    applied(company, dossier)
    company.refresh_from_db()
    assert company.name == "ENTREPRISE NEUVE"
    source = company.field_sources.get(field="name", establishment=None)
    assert (source.source, source.since) == (Source.INSEE, date(2026, 10, 31))
    assert lines(company, dossier) == []


def test_an_activity_travels_with_its_nomenclature(company: Company) -> None:
    dossier = with_unit(told_of(company), naf=NafCode("43.32A", "NAFRev2"), naf_2025="43.32Y")
    before, on_the_day = date(2026, 12, 31), date(2027, 1, 1)
    assert found(company, dossier, today=before).company == {"naf_code": "4332A", "naf_2025": "4332Y"}
    assert found(company, dossier, today=on_the_day).company == {
        "naf_code": "4332Y",
        "naf_nomenclature": "NAF2025",
        "naf_2025": "4332Y",
    }


def test_what_is_masked_never_overwrites_what_was_typed(company: Company) -> None:
    provided(company, "name", "acronym")
    masked = with_unit(told_of(company), legal_name="", acronym="", diffusible=False)
    masked = with_office(masked, diffusible=False, address=Address(city=company.head_office.city))
    applied(company, masked)
    company.refresh_from_db()
    office = Establishment.objects.get(company=company, is_head_office=True)
    assert company.name == "ENTREPRISE TEST 2"
    assert (office.address, office.postcode) == ("15 RUE CLAUDE CHAPPE", "35510")
    assert (company.diffusible, office.diffusible) == (False, False)


def test_a_kept_value_stays_and_shows_what_the_state_says(company: Company) -> None:
    provided(company, "name", source=Source.KEPT, reason="Nom d’usage", state_value="AUTRE")
    dossier = with_unit(told_of(company), legal_name="TOUT AUTRE")
    assert applied(company, dossier) == []
    company.refresh_from_db()
    assert company.name == "ENTREPRISE TEST 2"
    assert company.field_sources.get(field="name").state_value == "TOUT AUTRE"


def test_an_empty_value_of_the_state_only_empties_what_the_state_gave(company: Company) -> None:
    company.acronym = "ET2"
    company.save()
    dossier = with_unit(told_of(company), acronym="")
    assert lines(company, dossier) == []
    provided(company, "acronym")
    assert lines(company, dossier) == [("Sigle de l’entreprise", "ET2", "")]


def test_a_new_establishment_is_added_with_its_source(company: Company) -> None:
    dossier = with_place(told_of(company), "00082", signs=("LE QUAI",))
    assert lines(company, dossier) == [("Nouvel établissement", "", "00082 LE QUAI, 3 QUAI SUD, 29200 BREST")]
    applied(company, dossier)
    added = company.establishments.get(nic="00082")
    assert (added.name, added.city, added.is_head_office) == ("LE QUAI", "BREST", False)
    assert set(added.field_sources.values_list("field", flat=True)) >= {"address", "postcode", "city", "name"}
    assert lines(company, dossier) == []


def test_a_closed_establishment_that_is_not_known_here_is_not_added(company: Company) -> None:
    dossier = with_place(told_of(company), "00082", state=State.CEASED)
    assert lines(company, dossier) == []


def test_many_new_establishments_are_only_offered(company: Company) -> None:
    dossier = told_of(company)
    for number in range(60):
        dossier = with_place(dossier, f"{100 + number:05d}")
    comparison = found(company, dossier)
    assert (comparison.lines, len(comparison.offered)) == ([], 60)
    applied(company, dossier, chosen=["00105"])
    assert set(company.establishments.values_list("nic", flat=True)) == {"00074", "00105"}


def test_a_head_office_that_moved_moves_here(company: Company) -> None:
    dossier = with_place(told_of(company), "00082")
    office, branch = dossier.places
    dossier = replace(dossier, places=(replace(office, is_head_office=False), replace(branch, is_head_office=True)))
    assert ("NIC du siège social", "00074", "00082") in lines(company, dossier)
    applied(company, dossier)
    assert Company.objects.get(pk=company.pk).head_office.nic == "00082"
    assert company.establishments.count() == 2


def test_a_closed_establishment_is_flagged_with_its_successor(company: Company, nicolas: object) -> None:
    closed = with_office(told_of(company), state=State.CEASED, since=date(2026, 9, 30))
    link = Succession("73282932000074", "73282932000082", date(2026, 9, 30))
    applied(company, closed, successors=[link])
    office = Establishment.objects.get(company=company, is_head_office=True)
    assert (office.ceased_on, office.successor, office.closed_on) == (date(2026, 9, 30), "73282932000082", None)
    assert Message.objects.filter(name="companies/mail/establishment_ceased").count() == 1


def test_a_ceased_company_is_flagged_to_all_its_people_once(
    company: Company, nicolas: object, bernard: object
) -> None:
    ceased = with_unit(told_of(company), state=State.CEASED, since=date(2026, 9, 30))
    applied(company, ceased)
    applied(company, ceased)
    company.refresh_from_db()
    assert (company.state, company.ceased_on) == ("C", date(2026, 9, 30))
    assert Message.objects.filter(name="companies/mail/company_ceased").count() == 2
    assert outbox.outbox == []


def test_missing_establishments_of_an_incomplete_dossier_mean_nothing(company: Company) -> None:
    Establishment.objects.create(company=company, name="Agence", nic="00090")
    complete = told_of(company)
    assert [one.nic for one in found(company, complete).unknown] == ["00090"]
    assert found(company, replace(complete, places_complete=False)).unknown == []


def test_officers_are_the_states_unless_people_typed_them(company: Company) -> None:
    state = (Officer("Présidente", last_name="MORVAN", first_name="ANNE"), Officer("Associée", legal_name="HOLDING"))
    dossier = replace(told_of(company), officers=state)
    company.officers.all().delete()
    applied(company, dossier)
    assert sorted(str(one) for one in company.officers.all()) == ["HOLDING", "MORVAN ANNE"]
    assert company.field_sources.get(field="officers").source == Source.RNE
    applied(company, replace(dossier, officers=state[:1]))
    assert [str(one) for one in company.officers.all()] == ["MORVAN ANNE"]
    FieldSource.objects.filter(field="officers").delete()
    assert lines(company, dossier) == []


def test_other_differences_than_those_shown_are_not_applied(company: Company) -> None:
    shown = found(company, with_unit(told_of(company), legal_name="UN"))
    with pytest.raises(Stale):
        applied(company, with_unit(told_of(company), legal_name="DEUX"), fingerprint=shown.fingerprint)
    company.refresh_from_db()
    assert company.name == "ENTREPRISE TEST 2"


def test_the_journal_says_what_changed_and_who(company: Company) -> None:
    applied(company, with_unit(told_of(company), legal_name="ENTREPRISE NEUVE"))
    entry = Entry.objects.filter(event="company.register_updated").get()
    assert entry.actor_kind == "system"
    assert "ENTREPRISE NEUVE" in entry.details.changes_json
