"""A few things that happened, done by the real services, so that journals and messages are not empty."""

from datetime import timedelta

from django.core.files.base import ContentFile

from halle.accounts.models import User
from halle.audit import services as audit
from halle.audit.events import Event
from halle.companies.models import Company, EstablishmentProposal, Membership
from halle.companies.selectors import actor_of
from halle.companies.services.members import create_member, disable_member, edit_member, enable_member
from halle.companies.services.roles import change_roles
from halle.core.actors import Actor
from halle.core.clock import today
from halle.enrolment.services.joining import ask
from halle.enrolment.services.proofs import submit_kbis
from halle.portal.demo.cast import ADMINISTRATOR, ARMOR, BOATYARD, EMPLOYEE, JOINERY, TEST
from halle.portal.demo.names import mailbox
from halle.portal.demo.papers import demonstration_pdf


def tell(companies: dict[str, Company]) -> None:
    """In the order in which it happened."""
    nicolas = _actor("nicolas.dupond@entreprise-test.example")
    bernard = _seat(companies[TEST], "bernard.dupond@entreprise-test.example")
    edit_member(bernard, actor=nicolas, function="Responsable des appels d’offres", phone="02 99 00 00 02")
    enable_member(disable_member(bernard, actor=nicolas), actor=nicolas)

    claire = _actor("claire.lebihan@armor-numerique.example")
    _invite(companies[ARMOR], claire, "mme", "Camille", "Le Goff")
    soizic = _seat(companies[ARMOR], "soizic.menguy@armor-numerique.example")
    replaced = change_roles(soizic, actor=claire, room_role=ADMINISTRATOR[0], socle_role=EMPLOYEE[1])
    change_roles(replaced, actor=claire, room_role=EMPLOYEE[0], socle_role=EMPLOYEE[1])
    _propose(soizic)

    joiner = _actor("anne-laure.morvan@menuiserie-kerouanton.example")
    _invite(companies[JOINERY], joiner, "m", "Erwan", "Salaün")

    ask(
        companies[TEST],
        user=User.objects.get(email="loic.quere@menuiserie-kerouanton.example"),
        function="Chef d’atelier",
        phone="02 98 00 00 12",
        message="Nous répondons ensemble aux marchés de menuiserie.",
    )

    boatbuilder = _actor("mael.kervella@chantier-kervella.example")
    kbis = ContentFile(demonstration_pdf(f"Extrait Kbis de demonstration - {BOATYARD}"), name="kbis-kervella.pdf")
    submit_kbis(companies[BOATYARD], actor=boatbuilder, file=kbis, issued_on=today() - timedelta(days=9))


def _actor(email: str) -> Actor:
    return actor_of(User.objects.get(email=email))


def _seat(company: Company, email: str) -> Membership:
    membership: Membership = company.memberships.select_related("user", "company", "establishment").get(
        user__email=email
    )
    return membership


def _invite(company: Company, actor: Actor, civility: str, first_name: str, last_name: str) -> None:
    create_member(
        company,
        actor=actor,
        email=mailbox(first_name, last_name, company.email.partition("@")[2]),
        establishment=company.head_office,
        civility=civility,
        first_name=first_name,
        last_name=last_name,
    )


def _propose(membership: Membership) -> None:
    proposal = EstablishmentProposal.objects.create(
        company=membership.company,
        proposed_by=membership,
        name=f"{ARMOR} - Agence de Brest",
        address="40 RUE JEAN JAURES",
        postcode="29200",
        city="BREST",
        message="Nous y ouvrons un bureau au printemps.",
    )
    audit.record(Event.PROPOSAL_MADE, actor=actor_of(membership.user), subject=proposal, company=membership.company_id)
