"""From INSEE's columns to the page: whatever the State publishes of a company is kept, shown, and told apart from the
rest; what it masks appears nowhere.

What is expected is read from the columns here, in another way than the code does.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest
import time_machine
from django.db import transaction
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import escape
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conftest import signed_in
from halle.audit.models import Entry
from halle.companies.comparing import compare
from halle.companies.models import Company, Establishment
from halle.companies.selectors import company as record
from halle.companies.selectors.register import sheet_of
from halle.companies.services.register import apply_register
from halle.core.actors import SYSTEM
from halle.core.clock import today
from halle.core.identifiers import display_siren
from halle.core.nomenclatures import LEGAL_CATEGORY_SHORT, Naf, activities
from halle.sirene.columns import KEPT_OF_PLACES, KEPT_OF_UNITS, MASKED, TOMBSTONE
from halle.sirene.normalise import place_from, unit_from
from halle.sirene.packing import pack, unpack
from halle.sirene.records import Dossier
from tests import cast

pytestmark = pytest.mark.django_db
Columns = Mapping[str, str]
FEW = settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
MANY = settings(FEW, max_examples=40)
SIREN = "732829320"
NICS = ("00074", "00082", "00090", "00108")
TYPED = "NOM SAISI PAR L’ENTREPRISE"
STREETS = {"": "", "AV": "AVENUE", "ALL": "ALLEE", "RUE": "RUE", "XYZ": "XYZ"}
COUNTRIES = {"BELGIQUE": "BE", "ALLEMAGNE": "DE", "SUISSE": "CH", "ROYAUME-UNI": "GB"}
BEFORE_AND_AFTER_NAF_2025 = st.sampled_from(["2026-11-23T08:00:00Z", "2027-02-01T08:00:00Z"])


def words(length: int) -> st.SearchStrategy[str]:
    """A text of at most that many characters, sometimes masked."""
    letters = st.characters(codec="latin-1", categories=("Lu", "Nd", "Zs", "Pd", "Po", "Sm"))
    return st.text(letters, max_size=length) | st.sampled_from(["", MASKED])


def known_activities(nomenclature: Naf) -> list[str]:
    """Codes as INSEE writes them, with their dot."""
    return [f"{code[:2]}.{code[2:]}" for code in list(activities(nomenclature))[::40]]


def maybe(*values: str) -> st.SearchStrategy[str]:
    return st.sampled_from(["", MASKED, *values])


DAYS = st.sampled_from(["", "1900-01-01", "pas une date"]) | st.dates(date(1950, 1, 1), date(2026, 11, 1)).map(str)
YEARS = maybe("2022", "2024")
NAFS = st.one_of([st.tuples(st.sampled_from(known_activities(one)), st.just(one.value)) for one in Naf])
# As long as INSEE's « dessin de fichier » says.
OF_UNITS: dict[str, st.SearchStrategy[str]] = {
    "statutDiffusionUniteLegale": st.sampled_from(["O", "P"]),
    "unitePurgeeUniteLegale": maybe("true"),
    "dateCreationUniteLegale": DAYS,
    "sigleUniteLegale": words(20),
    "prenom1UniteLegale": words(20),
    "prenomUsuelUniteLegale": words(20),
    "pseudonymeUniteLegale": words(100),
    "trancheEffectifsUniteLegale": maybe("NN", "00", "01", "12", "53"),
    "anneeEffectifsUniteLegale": YEARS,
    "categorieEntreprise": maybe("PME", "ETI", "GE"),
    "dateDebut": DAYS,
    "etatAdministratifUniteLegale": st.sampled_from(["A", "C"]),
    "nomUniteLegale": words(100),
    "nomUsageUniteLegale": words(100),
    "denominationUniteLegale": words(120),
    "denominationUsuelle1UniteLegale": words(70) | st.just(TOMBSTONE),
    "denominationUsuelle2UniteLegale": words(70),
    "categorieJuridiqueUniteLegale": maybe(*LEGAL_CATEGORY_SHORT),
    "activitePrincipaleNAF25UniteLegale": maybe(*known_activities(Naf.N2025)),
}
OF_PLACES: dict[str, st.SearchStrategy[str]] = {
    "statutDiffusionEtablissement": st.sampled_from(["O", "P"]),
    "complementAdresseEtablissement": words(38),
    "numeroVoieEtablissement": maybe("9", "1200"),
    "indiceRepetitionEtablissement": maybe("B", "TER"),
    "dernierNumeroVoieEtablissement": maybe("9", "13"),
    "typeVoieEtablissement": st.sampled_from([*STREETS, MASKED]),
    "libelleVoieEtablissement": words(100),
    "distributionSpecialeEtablissement": words(26),
    "codePostalEtablissement": maybe("35510", "01000", "20090"),
    "libelleCommuneEtablissement": words(100),
    "libelleCommuneEtrangerEtablissement": words(100),
    "libellePaysEtrangerEtablissement": st.just("") | st.sampled_from([MASKED, *COUNTRIES]),
    "dateDebut": DAYS,
    "etatAdministratifEtablissement": st.sampled_from(["A", "F"]),
    "enseigne1Etablissement": words(50),
    "enseigne2Etablissement": words(50),
    "denominationUsuelleEtablissement": words(100) | st.just(TOMBSTONE),
    "activitePrincipaleNAF25Etablissement": maybe(*known_activities(Naf.N2025)),
}


def row(draw: st.DrawFn, suffix: str) -> dict[str, str]:
    """One line's columns: some of them drawn, the activity with its nomenclature, the others empty."""
    kept, drawn = (KEPT_OF_UNITS, OF_UNITS) if suffix == "UniteLegale" else (KEPT_OF_PLACES, OF_PLACES)
    code, nomenclature = draw(NAFS | st.sampled_from([("", ""), (MASKED, "NAFRev2"), ("43.32A", "")]))
    naf = {f"activitePrincipale{suffix}": code, f"nomenclatureActivitePrincipale{suffix}": nomenclature}
    return {**dict.fromkeys(kept, ""), **draw(st.fixed_dictionaries(drawn)), **naf}


@st.composite
def registers(draw: st.DrawFn) -> tuple[Columns, list[Columns]]:
    """A company's line and those of its establishments, the head office first."""
    unit: Columns = {**row(draw, "UniteLegale"), "siren": SIREN, "nicSiegeUniteLegale": NICS[0]}
    places: list[Columns] = [
        {
            **row(draw, "Etablissement"),
            "siret": SIREN + nic,
            "etablissementSiege": "true" if nic == NICS[0] else "false",
        }
        for nic in NICS[: draw(st.integers(1, 4))]
    ]
    return unit, places


def dossier_of(unit: Columns, places: list[Columns]) -> Dossier:
    """Through the register's packed lines, as the local register reads them."""
    packed = unpack("unit", pack("unit", unit)), [unpack("place", pack("place", place)) for place in places]
    return Dossier(unit_from(packed[0]), tuple(place_from(one) for one in packed[1]), source="Répertoire d’essai")


@contextmanager
def entered(dossier: Dossier) -> Iterator[Company]:
    """A company of which nothing was known but a name that was typed, once the State's data are applied; then gone."""
    with transaction.atomic():
        company = Company.objects.create(name=TYPED, siren=SIREN)
        Establishment.objects.create(company=company, name="Siège", is_head_office=True)
        apply_register(company, actor=SYSTEM, dossier=dossier)
        yield Company.objects.get(pk=company.pk)
        transaction.set_rollback(True)


def said(columns: Columns, name: str) -> str:
    """What a column publishes; not what it masks."""
    return "" if columns[name].strip() in {MASKED, TOMBSTONE} else columns[name].strip()


def day_of(columns: Columns, name: str) -> date | None:
    known = columns[name] not in {"", "1900-01-01", "pas une date"}
    return date.fromisoformat(columns[name]) if known else None


def naf_of(columns: Columns, suffix: str) -> tuple[str, str]:
    """The activity and its nomenclature: NAF 2025 as soon as it is the reference."""
    later = said(columns, f"activitePrincipaleNAF25{suffix}")
    if later and today() >= date(2027, 1, 1):
        return later.replace(".", ""), "NAF2025"
    code = said(columns, f"activitePrincipale{suffix}")
    nomenclature = said(columns, f"nomenclatureActivitePrincipale{suffix}")
    return (code.replace(".", ""), nomenclature) if code and nomenclature else ("", "")


def name_of(unit: Columns) -> str:
    first = said(unit, "prenomUsuelUniteLegale") or said(unit, "prenom1UniteLegale")
    last = said(unit, "nomUsageUniteLegale") or said(unit, "nomUniteLegale")
    names = [said(unit, "denominationUniteLegale"), f"{first} {last}".strip()]
    names += [said(unit, f"denominationUsuelle{number}UniteLegale") for number in (1, 2)]
    names += [said(unit, "pseudonymeUniteLegale"), said(unit, "sigleUniteLegale")]
    return next(filter(None, names), TYPED)


def unit_expected(unit: Columns) -> dict[str, Any]:
    naf_code, naf_nomenclature = naf_of(unit, "UniteLegale")
    year = said(unit, "anneeEffectifsUniteLegale")
    ceased = unit["etatAdministratifUniteLegale"] == "C"
    return {
        "name": name_of(unit),
        "acronym": said(unit, "sigleUniteLegale"),
        "category": said(unit, "categorieEntreprise"),
        "legal_category": said(unit, "categorieJuridiqueUniteLegale"),
        "naf_code": naf_code,
        "naf_nomenclature": naf_nomenclature,
        "naf_2025": said(unit, "activitePrincipaleNAF25UniteLegale").replace(".", ""),
        "workforce": said(unit, "trancheEffectifsUniteLegale"),
        "workforce_year": int(year) if year else None,
        "state": "C" if ceased else "A",
        "ceased_on": day_of(unit, "dateDebut") if ceased else None,
        "created_on": day_of(unit, "dateCreationUniteLegale"),
        "diffusible": unit["statutDiffusionUniteLegale"] == "O",
    }


def address_of(place: Columns) -> str:
    def part(name: str) -> str:
        return said(place, f"{name}Etablissement")

    number = f"{part('numeroVoie')} {part('indiceRepetition')}".strip()
    last = part("dernierNumeroVoie")
    numbers = f"{number}-{last}" if last not in {"", number} else number
    kind = STREETS[part("typeVoie")]
    street = " ".join(filter(None, [numbers, kind, part("libelleVoie")]))
    # Every column at its longest would make 201 characters.
    return ", ".join(filter(None, [part("complementAdresse"), street, part("distributionSpeciale")]))[:200]


def place_expected(place: Columns) -> dict[str, Any]:
    naf_code, naf_nomenclature = naf_of(place, "Etablissement")
    country = said(place, "libellePaysEtrangerEtablissement")
    city = "libelleCommuneEtrangerEtablissement" if country else "libelleCommuneEtablissement"
    return {
        "nic": place["siret"][9:],
        "is_head_office": place["siret"][9:] == NICS[0],
        "address": address_of(place),
        "postcode": said(place, "codePostalEtablissement"),
        "city": said(place, city),
        "country": COUNTRIES.get(country, "FR"),
        "naf_code": naf_code,
        "naf_nomenclature": naf_nomenclature,
        "ceased_on": day_of(place, "dateDebut") if place["etatAdministratifEtablissement"] == "F" else None,
        "diffusible": place["statutDiffusionEtablissement"] == "O",
    }


def sign_expected(place: Columns, company: str) -> str:
    """What a new establishment is called: what the State calls it, else after its company."""
    names = ("enseigne1Etablissement", "enseigne2Etablissement", "denominationUsuelleEtablissement")
    told = next(filter(None, (said(place, name) for name in names)), "")
    expected = place_expected(place)
    return told or f"{company} - {expected['city'] or expected['nic']}"[:200]


def kept_in(thing: Company | Establishment, names: Mapping[str, Any]) -> dict[str, Any]:
    return {name: getattr(thing, name) for name in names}


@MANY
@given(registers(), BEFORE_AND_AFTER_NAF_2025)
def test_every_published_value_is_kept(told: tuple[Columns, list[Columns]], moment: str) -> None:
    unit, places = told
    with time_machine.travel(moment, tick=False), entered(dossier_of(unit, places)) as company:
        expected = unit_expected(unit)
        assert kept_in(company, expected) == expected
        here = {one.nic: one for one in company.establishments.all()}
        opened = [one for one in places if one["siret"][9:] == NICS[0] or one["etatAdministratifEtablissement"] == "A"]
        assert here.keys() == {one["siret"][9:] for one in opened}
        for one in opened:
            mine, place = here[one["siret"][9:]], place_expected(one)
            assert kept_in(mine, place) == place
            assert mine.name == ("Siège" if mine.is_head_office else sign_expected(one, company.name))


@MANY
@given(registers(), BEFORE_AND_AFTER_NAF_2025)
def test_the_same_again_changes_nothing(told: tuple[Columns, list[Columns]], moment: str) -> None:
    dossier = dossier_of(*told)
    with time_machine.travel(moment, tick=False), entered(dossier) as company:
        assert not compare(sheet_of(company), dossier, today=today())
        entries = Entry.objects.count()
        assert apply_register(company, actor=SYSTEM, dossier=dossier) == []
        assert (Entry.objects.count(), Company.objects.get(pk=company.pk).version) == (entries, company.version)


@MANY
@given(registers())
def test_the_sheet_says_every_published_value(told: tuple[Columns, list[Columns]]) -> None:
    unit, places = told
    with time_machine.travel("2026-11-23T08:00:00Z", tick=False), entered(dossier_of(unit, places)) as company:
        lines = {line.label: line for line in record.sheet_of(company)}
        values, office = unit_expected(unit), place_expected(places[0])
        created = values["created_on"]
        shown = {
            "Raison sociale": values["name"],
            "Sigle de l'entreprise": values["acronym"],
            "SIREN": display_siren(SIREN),
            "NIC du siège social": office["nic"],
            "Nature juridique": LEGAL_CATEGORY_SHORT.get(values["legal_category"], ""),
            "Adresse": office["address"],
            "Code postal": office["postcode"],
            "Ville": office["city"],
            "Date de création de l'entreprise": date_format(created, "j F Y") if created else "",
        }
        assert {label: lines[label].value for label in shown} == shown
        assert values["category"] in lines["Catégorie"].value
        assert values["naf_code"] in (lines["Code NAF"].value if values["naf_code"] else "")
        assert values["naf_2025"] in (lines["Code NAF 2025"].value if values["naf_2025"] else "")
        year = values["workforce_year"] if values["workforce"] else None
        assert str(year or "") in lines["Tranche d’effectif"].value
        # The State's values say so; the name that people typed does not.
        by_state = {
            "Raison sociale": values["name"] != TYPED,
            "Adresse": office["address"],
            "Ville": office["city"],
        }
        for label, told_by_it in by_state.items():
            assert bool(lines[label].source) == bool(told_by_it)


@FEW
@given(registers())
def test_pages_show_what_is_published_and_nothing_of_what_is_masked(told: tuple[Columns, list[Columns]]) -> None:
    unit, places = told
    with entered(dossier_of(unit, places)) as company:
        visitor = signed_in(cast.nicolas_of(company))
        addresses = ("companies:sheet", "companies:establishments", "companies:journal")
        pages = [visitor.get(reverse(name, args=[SIREN])).content.decode() for name in addresses]
        for line in record.sheet_of(company):
            assert escape(line.value) in pages[0]
        for place in company.establishments.all():
            for value in (place.name, place.nic, place.address, place.postcode, place.city):
                assert escape(value) in pages[1]
        for page in pages:
            assert "[ND]" not in page
            assert TOMBSTONE not in page
