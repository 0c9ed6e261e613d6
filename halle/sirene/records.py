"""What the State says of a company: plain typed records, the same from the local file and from every API."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum


class State(StrEnum):
    """Of a legal unit (A or C at INSEE) or of an establishment (A or F)."""

    ACTIVE = "active"
    CEASED = "ceased"


@dataclass(frozen=True, slots=True)
class NafCode:
    """An activity; the code as published, with its dot (`43.32A`), means nothing without its nomenclature."""

    code: str
    nomenclature: str


@dataclass(frozen=True, slots=True)
class Address:
    """A postal address in INSEE's capitals; what a masked unit hides is empty."""

    complement: str = ""
    street: str = ""
    special: str = ""
    postcode: str = ""
    city: str = ""
    city_code: str = ""
    cedex: str = ""
    country: str = "FR"
    country_name: str = ""

    @property
    def line(self) -> str:
        """Everything above the town, on one line: « BATIMENT C, 12 B RUE DES BRUYERES, BP 40 »."""
        return ", ".join(part for part in (self.complement, self.street, self.special) if part)


@dataclass(frozen=True, slots=True)
class Unit:
    """A legal unit (« unité légale »)."""

    siren: str
    state: State = State.ACTIVE
    diffusible: bool = True
    purged: bool = False
    legal_name: str = ""
    usual_names: tuple[str, ...] = ()
    acronym: str = ""
    birth_name: str = ""
    usage_name: str = ""
    first_name: str = ""
    pseudonym: str = ""
    legal_category: str = ""
    naf: NafCode | None = None
    naf_2025: str = ""
    category: str = ""
    category_year: int | None = None
    workforce: str = ""
    workforce_year: int | None = None
    created_on: date | None = None
    since: date | None = None
    head_office_nic: str = ""
    association: str = ""
    is_social: bool | None = None
    has_mission: bool | None = None
    is_employer: bool | None = None
    processed_at: datetime | None = None

    @property
    def is_person(self) -> bool:
        """A sole trader: legal category 1000."""
        return self.legal_category == "1000"

    @property
    def name(self) -> str:
        """« MENUISERIE KEROUANTON », or « Anne MORVAN » for a sole trader; empty when the unit is masked."""
        person = " ".join(part for part in (self.first_name, self.usage_name or self.birth_name) if part)
        return self.legal_name or person or next(iter(self.usual_names), "") or self.pseudonym or self.acronym

    @property
    def ceased_on(self) -> date | None:
        """When the unit ceased: the start of its present period, if it has ceased."""
        return self.since if self.state == State.CEASED else None

    @property
    def head_office_siret(self) -> str:
        """Fourteen digits, or nothing when the unit has no known head office."""
        return f"{self.siren}{self.head_office_nic}" if self.head_office_nic else ""


@dataclass(frozen=True, slots=True)
class Place:
    """An establishment (« établissement »)."""

    siret: str
    state: State = State.ACTIVE
    diffusible: bool = True
    is_head_office: bool = False
    signs: tuple[str, ...] = ()
    usual_name: str = ""
    address: Address = field(default_factory=Address)
    naf: NafCode | None = None
    naf_2025: str = ""
    trade_activity: str = ""
    workforce: str = ""
    workforce_year: int | None = None
    created_on: date | None = None
    since: date | None = None
    is_employer: bool | None = None
    processed_at: datetime | None = None

    @property
    def siren(self) -> str:
        """The nine digits of its unit."""
        return self.siret[:9]

    @property
    def nic(self) -> str:
        """The five digits of its own."""
        return self.siret[9:]

    @property
    def name(self) -> str:
        """Its sign or usual name; often nothing."""
        return next(iter(self.signs), "") or self.usual_name

    @property
    def closed_on(self) -> date | None:
        """When it closed, if it has."""
        return self.since if self.state == State.CEASED else None


@dataclass(frozen=True, slots=True)
class Officer:
    """A legal representative, a person or a company (`siren`, `legal_name`); birth dates are never kept."""

    role: str
    last_name: str = ""
    first_name: str = ""
    legal_name: str = ""
    siren: str = ""

    @property
    def is_person(self) -> bool:
        """Not a company."""
        return not self.legal_name


@dataclass(frozen=True, slots=True)
class Succession:
    """One establishment carried on by another."""

    predecessor: str
    successor: str
    on: date | None = None
    head_office_moved: bool = False
    continues: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """One answer of a look-up or of a search: the unit, and the establishment that was meant (its head office else).

    `establishments` counts all of the unit's, open or closed; None when the source does not say.
    """

    unit: Unit
    place: Place | None
    establishments: int | None = None


@dataclass(frozen=True, slots=True)
class Dossier:
    """All that a source knows of one company.

    `places_complete` is False when only some establishments are told (API Recherche d’entreprises): then a missing one
    means nothing. `officers` is None when the source does not know them. `duplicate_of` is the SIREN that was asked
    when the register answers with another one (doublon).
    """

    unit: Unit
    places: tuple[Place, ...]
    officers: tuple[Officer, ...] | None = None
    places_complete: bool = True
    duplicate_of: str = ""
    source: str = ""
    as_of: date | None = None

    @property
    def head_office(self) -> Place | None:
        """Its head office, when it is told."""
        marked = next((place for place in self.places if place.is_head_office), None)
        return marked or next((place for place in self.places if place.nic == self.unit.head_office_nic), None)


@dataclass(frozen=True, slots=True)
class Change:
    """One unit or establishment that the register processed since a moment: the raw line by INSEE's column names."""

    kind: str
    columns: dict[str, str]
    processed_at: datetime


@dataclass(frozen=True, slots=True)
class Informations:
    """How far INSEE's service is: the latest treatment that it gives, the last day when it treated millions at once.

    Moments are Paris time without a zone, as INSEE writes them.
    """

    available: datetime | None = None
    processed: datetime | None = None
    mass_treatment: datetime | None = None
