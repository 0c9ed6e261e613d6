"""Values that no column expects, and comparisons beside a build or beside another: nothing breaks, nothing is lost."""


import pytest
from django.urls import reverse

from conftest import signed_in
from halle.accounts.models import User
from halle.companies.models import Company
from halle.companies.services.register import apply_register
from halle.companies.tests.registers import say, told_of, with_office, with_unit
from halle.core.actors import SYSTEM
from halle.sirene.records import NafCode

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
