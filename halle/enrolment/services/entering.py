"""From a confirmed sign-up to the company: it is created, joined or recovered."""

from enum import StrEnum
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from halle.accounts.models import User
from halle.audit import services as audit
from halle.audit.events import Event
from halle.companies.models import (
    Company,
    Establishment,
    FieldSource,
    Membership,
    MembershipState,
    RoomRole,
    SocleRole,
    Source,
)
from halle.companies.selectors import actor_of
from halle.companies.services.register import apply_register
from halle.core.actors import SYSTEM
from halle.core.clock import today
from halle.core.countries import FRANCE, name_of
from halle.core.decisions import Denied
from halle.core.nomenclatures import CURRENT_NAF, activity
from halle.enrolment.models import Application
from halle.enrolment.services.joining import ask
from halle.enrolment.services.recovery import open_recovery
from halle.sirene.records import Dossier, State

STATE_FIELDS = ("name", "acronym", "legal_category", "naf_code", "naf_nomenclature")
PLACE_FIELDS = ("address", "postcode", "city")


class Entrance(StrEnum):
    """What a confirmed sign-up led to."""

    ADMINISTRATOR = "administrator"
    JOINING = "joining"
    RECOVERY = "recovery"


@transaction.atomic
def enter(application: Application, user: User, *, dossier: Dossier | None = None) -> Entrance:
    """Seat the person in a company that nobody had signed up, else ask for him.

    `dossier` is what the State says now; without it the company is made of what the application keeps. Raises Denied,
    with a sentence that tells nothing of the company's people, when he cannot even ask.
    """
    if dossier is not None and dossier.unit.state == State.CEASED:
        raise Denied(_("Cette entreprise a cessé son activité : on ne peut plus l’inscrire."))
    company = _known(application, dossier)
    if company is None:
        try:
            with transaction.atomic():
                _found(application, user, dossier)
            return Entrance.ADMINISTRATOR
        except IntegrityError:
            # Somebody else signed the same company up at this very moment: the second one asks to join.
            company = _known(application, dossier)
            if company is None:
                raise
    return _ask_for_a_seat(company, application, user)


def _known(application: Application, dossier: Dossier | None) -> Company | None:
    if application.foreign_identifier:
        found = Company.objects.filter(country=application.country, foreign_identifier=application.foreign_identifier)
        return found.first()
    return Company.objects.filter(siren=_siren(application, dossier)).first()


def _siren(application: Application, dossier: Dossier | None) -> str:
    """The State may answer with another number: that of which the typed one is a duplicate."""
    return dossier.unit.siren if dossier is not None else application.siret[:9]


def _ask_for_a_seat(company: Company, application: Application, user: User) -> Entrance:
    words = {"function": application.function, "phone": application.phone, "message": application.message}
    if company.memberships.administrators().exists():
        ask(company, user=user, establishment_siret=application.siret, **words)
        return Entrance.JOINING
    open_recovery(company, user=user, **words)
    return Entrance.RECOVERY


def _found(application: Application, user: User, dossier: Dossier | None) -> Company:
    """Create the company with its head office, whatever place was chosen, and its provisional administrator."""
    company = Company.objects.create(**_company_columns(application, dossier))
    office = Establishment.objects.create(
        company=company, is_head_office=True, **_office_columns(application, dossier)
    )
    audit.record(Event.COMPANY_CREATED, actor=actor_of(user), subject=company, company=company.pk, person=user.pk)
    if dossier is not None:
        chosen = [application.siret[9:]] if len(dossier.places) > 1 else None
        apply_register(company, actor=SYSTEM, dossier=dossier, chosen=chosen)
    else:
        _note_sources(company, office, application)
    membership = _seat(company, application, user)
    audit.record(Event.SIGNUP_CONFIRMED, actor=actor_of(user), subject=membership, company=company.pk, person=user.pk)
    return company


def _company_columns(application: Application, dossier: Dossier | None) -> dict[str, Any]:
    values = application.company_values
    columns: dict[str, Any] = {name: values.get(name, "") for name in STATE_FIELDS}
    columns["name"] = (dossier.unit.name[:200] if dossier else "") or columns["name"] or _siren(application, dossier)
    columns["country"] = application.country
    if application.foreign_identifier:
        columns["foreign_identifier"] = application.foreign_identifier
    else:
        columns["siren"] = _siren(application, dossier)
    if columns["naf_code"] and not columns["naf_nomenclature"]:
        known = (activity(columns["naf_code"], one) for one in CURRENT_NAF)
        columns["naf_nomenclature"] = next((one.nomenclature.value for one in known if one), "")
    return columns


def _office_columns(application: Application, dossier: Dossier | None) -> dict[str, Any]:
    """The head office: the State's when it names one, else the place that was typed or chosen."""
    values = application.place_values
    office = dossier.head_office if dossier else None
    if office is not None and office.siret != application.siret:
        columns: dict[str, Any] = dict.fromkeys(PLACE_FIELDS, "")
        city = office.address.city
    else:
        columns = {name: values.get(name, "") for name in PLACE_FIELDS}
        city = columns["city"]
    nic = office.nic if office is not None else application.siret[9:]
    name = application.company_values.get("name") or (dossier.unit.name if dossier else "")
    given = (office.name if office else "") or ("" if office else values.get("name", ""))
    columns["name"] = (given or " - ".join(part for part in (name, city) if part) or _("Siège social"))[:200]
    columns["nic"] = nic or None
    columns["country"] = office.address.country if office else application.country
    return columns


def _note_sources(company: Company, office: Establishment, application: Application) -> None:
    """The State answered while the steps were filled in, and no longer does: what it said stays its word."""
    told = application.company_values.get("told", [])
    place_told = application.place_values.get("told", [])
    rows: list[tuple[Establishment | None, str]] = [(None, name) for name in told if getattr(company, name, "")]
    rows += [(office, name) for name in place_told if getattr(office, name, "")]
    FieldSource.objects.bulk_create(
        FieldSource(company=company, establishment=place, field=name, source=Source.INSEE, since=today())
        for place, name in rows
    )


def _seat(company: Company, application: Application, user: User) -> Membership:
    """Administrator on both axes, in the chosen establishment."""
    places = company.establishments.filter(closed_on__isnull=True)
    chosen = places.filter(nic=application.siret[9:]).first() if application.siret else None
    return Membership.objects.create(
        user=user,
        company=company,
        establishment=chosen or places.get(is_head_office=True),
        room_role=RoomRole.ADMINISTRATOR,
        socle_role=SocleRole.ADMINISTRATOR,
        state=MembershipState.ACTIVE,
        civility=user.civility,
        first_name=user.first_name,
        last_name=user.last_name,
        email=user.email,
        function=application.function,
        phone=application.phone,
    )


def public_name(application: Application) -> str:
    """How pages and mail call the company before anything is confirmed: as the applicant saw or typed it."""
    name = str(application.company_values.get("name", ""))
    if name or not application.foreign_identifier:
        return name
    return f"{application.foreign_identifier} ({name_of(application.country or FRANCE)})"
