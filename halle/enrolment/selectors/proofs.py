"""What was tried to prove, and what the State's register offers to prove with."""

from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from halle.companies.models import Company
from halle.enrolment.models import Proof, ProofPurpose
from halle.sirene.records import Address, Dossier, Officer
from halle.sirene.register import RegisterUnavailable
from halle.sirene.sources import register


@dataclass(frozen=True, slots=True)
class Letterbox:
    """Where a letter would go: lines of an address, or the reason why there is none."""

    lines: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Officers:
    """People whom the register names as representatives, or the reason why there are none."""

    people: tuple[str, ...] = ()
    reason: str = ""


def proofs_of(company: Company, purpose: str = ProofPurpose.VERIFICATION) -> QuerySet[Proof]:
    """All that was tried, the latest first."""
    found: QuerySet[Proof] = company.proofs.filter(purpose=purpose).select_related("user")
    return found


def letterbox_of(company: Company) -> Letterbox:
    """The head office as the State publishes it; what the company typed never counts."""
    return letterbox_in(dossier_of(company))


def letterbox_in(dossier: Dossier | str) -> Letterbox:
    """The same, from what the register said."""
    if isinstance(dossier, str):
        return Letterbox(reason=dossier)
    office = dossier.head_office
    if not dossier.unit.diffusible or (office is not None and not office.diffusible):
        return Letterbox(
            reason=_(
                "L’entreprise a demandé que son adresse ne soit pas publiée : aucune lettre ne peut lui être écrite."
            )
        )
    if office is None or not office.address.line or not office.address.city:
        return Letterbox(reason=_("Le registre ne donne pas d’adresse complète du siège."))
    return Letterbox(lines=(dossier.unit.name, *_lines(office.address)))


def officers_of(company: Company) -> Officers:
    """Natural persons among the officers of the register."""
    if not company.siren:
        return Officers(reason=_abroad())
    try:
        # The local file knows no officers: `officers` asks the sources that do.
        found = register().officers(company.siren)
    except RegisterUnavailable as trouble:
        return Officers(reason=_silent(trouble))
    if found is None:
        return Officers(reason=_("Le registre consulté ne connaît pas les dirigeants de l’entreprise."))
    people = tuple(dict.fromkeys(_name(officer) for officer in found if officer.is_person))
    if not people:
        return Officers(reason=_("Le registre ne nomme aucune personne parmi les dirigeants de l’entreprise."))
    return Officers(people=people)


def dossier_of(company: Company) -> Dossier | str:
    """What the register says, or a sentence that says why nothing."""
    if not company.siren:
        return _abroad()
    try:
        dossier = register().company(company.siren)
    except RegisterUnavailable as trouble:
        return _silent(trouble)
    return dossier or _("Le registre ne connaît pas cette entreprise.")


def _abroad() -> str:
    return _("Le registre français ne connaît pas les entreprises établies à l’étranger.")


def _silent(trouble: RegisterUnavailable) -> str:
    return _("%(trouble)s Essayez plus tard, ou choisissez un autre moyen.") % {"trouble": trouble.sentence}


def _lines(address: Address) -> list[str]:
    town = f"{address.postcode} {address.cedex or address.city}".strip()
    lines = [address.complement, address.street, address.special, town]
    lines += [address.country_name] if address.country != "FR" else []
    return [line for line in lines if line]


def _name(officer: Officer) -> str:
    person = f"{officer.first_name} {officer.last_name}".strip()
    return f"{person}, {officer.role}" if officer.role else person
