"""Whose word counts: the State's, what it masks, what the company keeps, another SIREN's, what people typed."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from halle.audit.models import Entry
from halle.companies.comparing import Comparison, compare, without_successor
from halle.companies.models import Company, Establishment, Officer, RegisterReport, RequestState, Source
from halle.companies.selectors.register import sheet_of
from halle.companies.services.register import apply_register
from halle.companies.services.register_requests import request_update
from halle.companies.tests.registers import provided, told_of, with_office, with_place, with_unit
from halle.companies.wording import Line
from halle.core.actors import SYSTEM
from halle.core.clock import today
from halle.sirene.records import Address, Dossier, NafCode, Place, State, Succession, Unit
from halle.sirene.records import Officer as StateOfficer

pytestmark = pytest.mark.django_db
CLOSED = date(2026, 9, 30)
LINK = Succession("73282932000074", "73282932000082", CLOSED)


def found(company: Company, dossier: Dossier, *successors: Succession) -> Comparison:
    fresh = Company.objects.get(pk=company.pk)
    return compare(sheet_of(fresh), dossier, today=today(), successors=successors)


def lines(company: Company, dossier: Dossier, *successors: Succession) -> list[tuple[str, str, str]]:
    return [(line.label, line.before, line.after) for line in found(company, dossier, *successors).lines]


def applied(company: Company, dossier: Dossier, *successors: Succession) -> list[Line]:
    return apply_register(Company.objects.get(pk=company.pk), actor=SYSTEM, dossier=dossier, successors=successors)


def office_of(company: Company) -> Establishment:
    return Establishment.objects.get(company=company, is_head_office=True)


def test_a_successor_is_shown_before_it_is_written(company: Company) -> None:
    closed = with_office(told_of(company), state=State.CEASED, since=CLOSED)
    assert ("SIRET du successeur", "", "73282932000082") in lines(company, closed, LINK)


def test_a_successor_that_is_told_later_is_noted_later(company: Company) -> None:
    closed = with_office(told_of(company), state=State.CEASED, since=CLOSED)
    applied(company, closed)
    assert without_successor(sheet_of(company), closed) == ["73282932000074"]
    assert lines(company, closed, LINK) == [("SIRET du successeur", "", "73282932000082")]
    applied(company, closed, LINK)
    assert without_successor(sheet_of(Company.objects.get(pk=company.pk)), closed) == []
    assert lines(company, closed) == []


def test_an_establishment_that_the_state_opens_again_is_flagged_no_more(company: Company) -> None:
    applied(company, with_office(told_of(company), state=State.CEASED, since=CLOSED), LINK)
    applied(company, told_of(company))
    office = office_of(company)
    assert (office.ceased_on, office.successor) == (None, "")


def test_a_company_that_is_active_again_is_flagged_no_more(company: Company) -> None:
    same = told_of(company)
    applied(company, with_unit(same, state=State.CEASED, since=CLOSED))
    applied(company, same)
    company.refresh_from_db()
    assert (company.state, company.ceased_on) == ("A", None)


def test_the_places_of_a_duplicate_are_not_this_companys(company: Company) -> None:
    other = with_place(told_of(company), "00099")
    other = with_unit(other, siren="552100554", head_office_nic="00099", legal_name="LE NOM GARDE")
    other = replace(other, duplicate_of=company.siren or "")
    assert lines(company, other) == [("Raison sociale", "ENTREPRISE TEST 2", "LE NOM GARDE")]
    assert found(company, other).unknown == []
    assert without_successor(sheet_of(company), other) == []


def test_a_purged_unit_empties_nothing(company: Company) -> None:
    provided(company, "name", "category", "legal_category", "naf_code", "naf_nomenclature", "created_on")
    gone = Unit(siren=company.siren or "", purged=True, state=State.CEASED, since=CLOSED)
    applied(company, replace(told_of(company), unit=gone))
    after = Company.objects.get(pk=company.pk)
    assert (after.legal_category, after.naf_code) == (company.legal_category, company.naf_code)
    assert (after.state, after.ceased_on) == ("C", CLOSED)


def test_what_the_state_masks_is_the_companys_to_type_again(company: Company) -> None:
    applied(company, told_of(company))
    office = office_of(company)
    masked = with_office(told_of(company), diffusible=False, address=Address(city=office.city))
    applied(company, masked)
    assert office.field_sources.filter(field__in=["address", "postcode"]).count() == 0
    assert office.field_sources.get(field="city").source == Source.INSEE
    assert not found(company, masked)


def test_a_head_office_without_nic_takes_the_states(company: Company) -> None:
    same = told_of(company)
    company.establishments.update(nic=None)
    assert lines(company, same) == [("NIC", "", "00074")]
    applied(company, same)
    assert [one.nic for one in company.establishments.all()] == ["00074"]


def test_a_kept_value_that_the_state_confirms_is_kept_no_more(company: Company) -> None:
    provided(company, "name", source=Source.KEPT, reason="Acte du 3 mars", state_value="ANCIEN NOM")
    assert found(company, told_of(company))
    assert applied(company, told_of(company)) == []
    source = company.field_sources.get(field="name")
    assert (source.source, source.reason, source.state_value) == (Source.INSEE, "", "")


def test_a_new_word_of_the_state_on_a_kept_value_is_noticed_alone(company: Company) -> None:
    applied(company, told_of(company))
    company.field_sources.filter(field="name").update(source=Source.KEPT, reason="Usage", state_value="UN")
    RegisterReport.objects.create(company=company, field="name", state_value="UN", expected="ENTREPRISE TEST 2")
    dossier = with_unit(told_of(company), legal_name="DEUX")
    assert found(company, dossier)
    applied(company, dossier)
    assert not found(company, dossier)
    assert company.field_sources.get(field="name").state_value == "DEUX"
    assert RegisterReport.objects.get().closed_at is not None


def test_an_officer_who_stays_keeps_what_was_typed_for_him(company: Company) -> None:
    anne, brieuc = StateOfficer("Présidente", "MORVAN", "ANNE"), StateOfficer("Directeur", "LE GALL", "BRIEUC")
    company.officers.all().delete()
    applied(company, replace(told_of(company), officers=(anne, brieuc)))
    company.officers.filter(last_name="MORVAN").update(email="anne@entreprise-test.example", phone="0299000000")
    applied(company, replace(told_of(company), officers=(replace(anne, role="Gérante"),)))
    left = Officer.objects.get(company=company)
    assert (left.function, left.email, left.phone) == ("Gérante", "anne@entreprise-test.example", "0299000000")


def test_a_request_that_waited_is_served_by_an_update_made_by_hand(company: Company) -> None:
    request = request_update(company, actor=SYSTEM)
    applied(company, with_unit(told_of(company), legal_name="ENTREPRISE NEUVE"))
    request.refresh_from_db()
    assert (request.state, request.outcome[0]["after"]) == (RequestState.DONE, "ENTREPRISE NEUVE")


def test_the_journal_names_each_place_that_changed(company: Company) -> None:
    dossier = with_place(told_of(company), "00082")
    dossier = replace(
        dossier,
        unit=replace(dossier.unit, head_office_nic="00082"),
        places=tuple(replace(place, is_head_office=place.nic == "00082") for place in dossier.places),
    )
    applied(company, with_office(dossier, address=Address(street="1 RUE NEUVE", postcode="35000", city="RENNES")))
    events = set(Entry.objects.values_list("event", flat=True))
    assert events >= {
        "company.register_updated",
        "establishment.created",
        "establishment.changed",
        "establishment.head_office",
    }


def test_nothing_is_ever_deleted(company: Company) -> None:
    company.establishments.create(name="Agence", nic="00090")
    ceased = with_unit(told_of(company), state=State.CEASED, since=CLOSED)
    applied(company, with_office(ceased, state=State.CEASED, since=CLOSED))
    assert set(company.establishments.values_list("nic", flat=True)) == {"00074", "00090"}


WORDS = st.text("ABCÉ é-&'. 19", max_size=30).map(str.strip)
DAYS = st.none() | st.integers(0, 9000).map(lambda number: date(2001, 1, 1) + timedelta(days=number))
STATES = st.sampled_from(State)
NAFS = st.none() | st.sampled_from(
    [NafCode("43.32A", "NAFRev2"), NafCode("62.01Z", "NAFRev2"), NafCode("74.1J", "NAP")]
)
ADDRESSES = st.builds(
    Address,
    complement=WORDS,
    street=WORDS,
    special=WORDS,
    postcode=st.sampled_from(["", "35000", "29200"]),
    city=WORDS,
    country=st.sampled_from(["FR", "BE"]),
)


@st.composite
def units(draw: st.DrawFn) -> Unit:
    return Unit(
        siren="732829320",
        state=draw(STATES),
        diffusible=draw(st.booleans()),
        purged=draw(st.booleans()),
        legal_name=draw(WORDS),
        acronym=draw(WORDS),
        legal_category=draw(st.sampled_from(["", "5710", "1000"])),
        naf=draw(NAFS),
        naf_2025=draw(st.sampled_from(["", "43.32Y"])),
        category=draw(st.sampled_from(["", "PME", "GE"])),
        workforce=draw(st.sampled_from(["", "11", "NN"])),
        workforce_year=draw(st.sampled_from([None, 2024])),
        created_on=draw(DAYS),
        since=draw(DAYS),
    )


@st.composite
def dossiers(draw: st.DrawFn) -> Dossier:
    nics = draw(st.lists(st.sampled_from(["00074", "00082", "00090", "00108"]), unique=True, max_size=4))
    office = draw(st.sampled_from([*nics, ""]))
    places = tuple(
        Place(
            siret=f"732829320{nic}",
            state=draw(STATES),
            diffusible=draw(st.booleans()),
            is_head_office=nic == office,
            usual_name=draw(WORDS),
            address=draw(ADDRESSES),
            naf=draw(NAFS),
            since=draw(DAYS),
        )
        for nic in nics
    )
    people = st.builds(StateOfficer, role=WORDS, last_name=WORDS, first_name=WORDS, legal_name=WORDS)
    officers = draw(st.none() | st.lists(people, max_size=3).map(tuple))
    unit = replace(draw(units()), head_office_nic=office)
    return Dossier(unit, places, officers=officers, places_complete=draw(st.booleans()))


@given(st.lists(dossiers(), min_size=1, max_size=3))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_the_state_said_before_nothing_is_left_to_do_once_applied(
    company: Company, told: list[Dossier]
) -> None:
    """The company goes from one dossier to the next, as nights do: each time it ends by saying what the State says."""
    for dossier in told:
        applied(company, dossier)
        assert lines(company, dossier) == []
        assert not found(company, dossier)
        assert company.establishments.filter(is_head_office=True).count() == 1
