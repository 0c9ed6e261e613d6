"""The companies of the demonstration: invented, with numbers whose keys are right."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from halle.audit import services as audit
from halle.audit.events import Event
from halle.companies.models import Company, Establishment, FieldSource, Officer, Source
from halle.core.actors import SYSTEM
from halle.core.clock import now
from halle.portal.demo.cast import ARMOR, BOATYARD, BREWERY, GROUP, JOINERY, POST, TEST

SYNCHRONISED_ON = date(2026, 1, 5)
# S-057: what the State provides of a company, and of the address of its head office.
FROM_INSEE = (
    "name",
    "acronym",
    "siren",
    "nic",
    "category",
    "legal_category",
    "naf_code",
    "state",
    "created_on",
    "struck_off_on",
)
FROM_RNE = ("in_trades_register", "in_commercial_register")
OF_THE_OFFICE = ("address", "postcode", "city")


@dataclass(frozen=True, slots=True)
class Place:
    """One establishment; the first one of a company is its head office."""

    name: str
    nic: str | None
    address: str
    postcode: str
    city: str
    country: str = "FR"


@dataclass(frozen=True, slots=True)
class Plan:
    """One company, as it will be opened."""

    name: str
    places: tuple[Place, ...]
    fields: dict[str, Any]
    officers: tuple[dict[str, str], ...] = field(default=())
    synchronised: bool = True
    verified: bool = True


REV2 = "NAFRev2"
COMPANIES = (
    Plan(
        TEST,
        (Place(f"{TEST} - Premier établissement", "00074", "15 RUE CLAUDE CHAPPE", "35510", "CESSON-SEVIGNE"),),
        {
            "siren": "732829320",
            "legal_category": "5499",
            "naf_code": "0111Z",
            "naf_nomenclature": REV2,
            "in_commercial_register": True,
            "in_trades_register": False,
            "email": "contact@entreprise-test.example",
        },
        ({"civility": "m", "first_name": "NICOLAS", "last_name": "DUPOND", "function": "DG"},),
    ),
    Plan(
        ARMOR,
        (
            Place(f"{ARMOR} - Premier établissement", "00039", "8 RUE PATIS TATELIN", "35700", "RENNES"),
            Place(f"{ARMOR} - Etablissement", "00047", "15 RUE CLAUDE CHAPPE", "35510", "CESSON-SEVIGNE"),
        ),
        {
            "siren": "998600035",
            "acronym": "AN",
            "category": "PME",
            "legal_category": "5710",
            "naf_code": "6201Z",
            "naf_nomenclature": REV2,
            "in_commercial_register": True,
            "description": "Logiciels et services numériques pour les collectivités.",
            "email": "contact@armor-numerique.example",
            "website": "https://armor-numerique.example",
            "created_on": date(2012, 3, 19),
        },
        (
            {"civility": "mme", "first_name": "CLAIRE", "last_name": "LE BIHAN", "function": "Présidente"},
            {"kind": "legal", "legal_name": "ARMOR PARTICIPATIONS", "function": "Directeur général"},
        ),
    ),
    Plan(
        JOINERY,
        (Place(f"{JOINERY} - Atelier", "00016", "3 ALLEE DES CHENES", "29120", "PONT-L'ABBE"),),
        {
            "siren": "997123468",
            "category": "PME",
            "legal_category": "5499",
            "naf_code": "4332A",
            "naf_nomenclature": REV2,
            "in_trades_register": True,
            "email": "atelier@menuiserie-kerouanton.example",
            "created_on": date(1998, 9, 1),
        },
        ({"civility": "mme", "first_name": "ANNE-LAURE", "last_name": "MORVAN", "function": "Gérante"},),
    ),
    Plan(
        BREWERY,
        (Place(f"{BREWERY} - Siège", None, "Rue des Minimes 12", "1000", "BRUXELLES", "BE"),),
        {
            "foreign_identifier": "BE 0712.345.036",
            "country": "BE",
            "email": "info@brasserie-sablon.example",
            "website": "https://brasserie-sablon.example",
            "description": "Boissons pour les cantines et les réceptions.",
        },
        ({"civility": "m", "first_name": "LUCAS", "last_name": "PEETERS", "function": "Administrateur délégué"},),
        synchronised=False,
    ),
    Plan(
        POST,
        (
            Place("La Poste - Siège", "00048", "9 RUE DU COLONEL PIERRE AVIA", "75015", "PARIS"),
            # Fails Luhn on purpose: for La Poste, digits that add up to a multiple of 5 make a right SIRET.
            Place("La Poste - Bureau de démonstration", "20009", "27 BOULEVARD DU COLOMBIER", "35000", "RENNES"),
        ),
        {
            "siren": "356000000",
            "category": "GE",
            "legal_category": "5599",
            "naf_code": "5310Z",
            "naf_nomenclature": REV2,
            "email": "marches@poste-demo.example",
        },
    ),
    Plan(
        BOATYARD,
        (Place(f"{BOATYARD} - Cale sèche", "00009", "2 QUAI DE L'ARMEMENT", "29900", "CONCARNEAU"),),
        {
            "siren": "997125018",
            "category": "PME",
            "legal_category": "5499",
            "naf_code": "3011Z",
            "naf_nomenclature": REV2,
            "email": "contact@chantier-kervella.example",
            "created_on": date(2024, 3, 4),
        },
        ({"civility": "m", "first_name": "MAEL", "last_name": "KERVELLA", "function": "Gérant"},),
        verified=False,
    ),
    Plan(
        GROUP,
        (Place(f"{GROUP} - Siège", "00019", "1 QUAI DU COMMERCE", "44000", "NANTES"),),
        {
            "siren": "998341275",
            "acronym": "GLS",
            "category": "ETI",
            "legal_category": "5710",
            "naf_code": "8121Z",
            "naf_nomenclature": REV2,
            "email": "marches@littoral-services.example",
            "website": "https://littoral-services.example",
            "created_on": date(1987, 6, 2),
        },
        ({"civility": "mme", "first_name": "MARGAUX", "last_name": "DELAUNAY", "function": "Secrétaire générale"},),
    ),
)


def open_company(plan: Plan) -> Company:
    """The company with its places, officers and the providers of its fields."""
    company = Company.objects.create(name=plan.name, verified_at=now() if plan.verified else None, **plan.fields)
    for number, place in enumerate(plan.places):
        Establishment.objects.create(
            company=company,
            is_head_office=number == 0,
            naf_code=company.naf_code,
            naf_nomenclature=company.naf_nomenclature,
            **{name: getattr(place, name) for name in Place.__slots__},
        )
    for officer in plan.officers:
        Officer.objects.create(company=company, **officer)
    if plan.synchronised:
        _say_who_provides(company)
    audit.record(Event.COMPANY_CREATED, actor=SYSTEM, subject=company, company=company.pk)
    return company


def _say_who_provides(company: Company) -> None:
    office = company.head_office
    sources = [
        *((None, name, Source.INSEE) for name in FROM_INSEE),
        *((None, name, Source.RNE) for name in FROM_RNE),
        *((office, name, Source.INSEE) for name in OF_THE_OFFICE),
    ]
    FieldSource.objects.bulk_create(
        FieldSource(company=company, establishment=where, field=name, source=source, since=SYNCHRONISED_ON)
        for where, name, source in sources
    )
