"""What the State says, in tests of whoever compares with it."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from halle.companies.models import Company, FieldSource, Source
from halle.sirene.records import Address, Dossier, NafCode, Place, Unit
from halle.sirene.testing.memory import MemoryRegister

DOORS = ("halle.companies.views.register.register", "halle.companies.tasks.register")


def told_of(company: Company, **changes: Any) -> Dossier:
    """A dossier that says exactly what the company's sheet says."""
    office = company.head_office
    place = Place(
        siret=f"{company.siren}{office.nic}",
        is_head_office=True,
        address=Address(street=office.address, postcode=office.postcode, city=office.city, country=office.country),
        naf=NafCode(office.naf_code, office.naf_nomenclature) if office.naf_code else None,
    )
    unit = Unit(
        siren=company.siren or "",
        legal_name=company.name,
        acronym=company.acronym,
        category=company.category,
        legal_category=company.legal_category,
        naf=NafCode(company.naf_code, company.naf_nomenclature) if company.naf_code else None,
        created_on=company.created_on,
        head_office_nic=office.nic or "",
    )
    return replace(Dossier(unit, (place,), source="Répertoire d’essai", as_of=date(2026, 10, 31)), **changes)


def with_unit(dossier: Dossier, **changes: Any) -> Dossier:
    """The same, with another unit."""
    return replace(dossier, unit=replace(dossier.unit, **changes))


def with_office(dossier: Dossier, **changes: Any) -> Dossier:
    """The same, with another head office."""
    return replace(dossier, places=(replace(dossier.places[0], **changes), *dossier.places[1:]))


def with_place(dossier: Dossier, nic: str, **changes: Any) -> Dossier:
    """The same, with one more establishment."""
    place = Place(
        siret=f"{dossier.unit.siren}{nic}", address=Address(street="3 QUAI SUD", postcode="29200", city="BREST")
    )
    return replace(dossier, places=(*dossier.places, replace(place, **changes)))


def provided(company: Company, *fields: str, source: Source = Source.INSEE, **values: Any) -> None:
    """Say that the State provides these fields."""
    for field in fields:
        FieldSource.objects.create(company=company, field=field, source=source, since=date(2026, 1, 5), **values)


def say(monkeypatch: pytest.MonkeyPatch, *dossiers: Dossier, **options: Any) -> MemoryRegister:
    """Make the State say that."""
    register = MemoryRegister(list(dossiers), **options)
    for door in DOORS:
        monkeypatch.setattr(door, lambda: register)
    return register
