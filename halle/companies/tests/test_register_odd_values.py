"""Values that no column expects, and comparisons beside a build or beside another: nothing breaks, nothing is lost."""

from datetime import datetime

import pytest
from django.urls import reverse

from conftest import signed_in
from halle.accounts.models import User
from halle.companies import tasks
from halle.companies.models import Company, FieldSource
from halle.companies.services.register import apply_register
from halle.companies.services.register_reports import report_value
from halle.companies.tests.registers import provided, say, told_of, with_office, with_place, with_unit
from halle.core.actors import SYSTEM
from halle.core.clock import now
from halle.sirene.records import Address, Dossier, NafCode
from halle.sirene.testing.memory import MemoryRegister

pytestmark = pytest.mark.django_db


def test_a_code_longer_than_any_of_insee_s_is_left_out(
    company: Company, nicolas: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = (company.category, company.workforce, company.naf_code, company.naf_nomenclature)
    odd = with_unit(
        told_of(company), category="MICRO", workforce="1000", naf=NafCode("43.32A-99", "NAFRev2"), acronym="ET2"
    )
    say(monkeypatch, with_office(odd, naf=NafCode("43.32A", "NOMENCLATURE-INCONNUE")))
    assert signed_in(nicolas).get(reverse("companies:register", args=[company.identifier])).status_code == 200
    apply_register(company, actor=SYSTEM, dossier=odd)
    company.refresh_from_db()
    assert (company.category, company.workforce, company.naf_code, company.naf_nomenclature) == before
    assert company.acronym == "ET2"


def test_a_place_in_a_country_that_nobody_can_name_is_not_said_to_be_in_france(company: Company) -> None:
    abroad = Address(street="1 HIGH STREET", city="WILLEMSTAD", country="", country_name="ANTILLES NEERLANDAISES")
    apply_register(company, actor=SYSTEM, dossier=with_place(told_of(company), "00777", address=abroad))
    place = company.establishments.get(nic="00777")
    assert (place.city, place.country, place.country_name) == ("WILLEMSTAD", "", "")


def test_a_value_kept_twice_at_once_still_shows_what_the_state_says(company: Company) -> None:
    provided(company, "name")
    source = FieldSource.objects.get(company=company, field="name")
    said = company.name
    words = {"label": "Raison sociale", "comment": "", "reason": "Erreur de saisie"}
    for kept in ("PREMIER NOM", "SECOND NOM"):
        report_value(company, actor=SYSTEM, source=source, expected=kept, keep=kept, **words)
    source.refresh_from_db()
    assert source.state_value == said


def test_what_changed_while_the_night_compared_is_compared_again(
    company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    register = say(monkeypatch, told_of(company))
    changed: list[datetime] = []
    read = register.companies

    def swapped_meanwhile(sirens: list[str]) -> dict[str, Dossier]:
        found = read(sirens)
        changed.append(now())
        return found

    monkeypatch.setattr(MemoryRegister, "companies", lambda _self, sirens: swapped_meanwhile(list(sirens)))
    tasks.compare_all()
    company.refresh_from_db()
    assert company.compared_at is not None
    assert company.compared_at <= changed[0]
