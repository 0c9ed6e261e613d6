"""The cost of a list does not grow with its rows: read, add rows, read again, the same number of queries."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from conftest import signed_in
from halle.accounts.models import User
from halle.audit import services as audit
from halle.audit.events import Event
from halle.companies.models import Company, Establishment, EstablishmentProposal, Membership, Officer, SocleRole
from halle.core.actors import SYSTEM
from halle.enrolment.models import JoinRequest
from halle.mail import services as mail
from tests import cast
from tests.router import routes
from tests.world import World

MORE = 12
ROUTES = {route.name: route for route in routes()}


def more_people(world: World) -> None:
    """Colleagues in every state and establishment."""
    branch = world.objects["establishment"]
    for rank in range(MORE):
        user = cast.seat(world.company, f"collegue{rank}@entreprise-test.example", f"Prénom{rank}", f"Nom{rank:02}")
        membership = Membership.objects.get(user=user)
        membership.establishment = branch if rank % 2 else membership.establishment
        membership.socle_role = SocleRole.ADMINISTRATOR if rank % 3 else SocleRole.USER
        membership.save()


def more_establishments(world: World) -> None:
    """Branches, some with people."""
    for rank in range(MORE):
        branch = Establishment.objects.create(company=world.company, name=f"Agence {rank}", nic=f"{rank + 100:05}")
        if rank % 2:
            user = cast.seat(world.company, f"agent{rank}@entreprise-test.example", "Agent", f"Nom{rank}")
            Membership.objects.filter(user=user).update(establishment=branch)


def more_proposals(world: World) -> None:
    """Proposals of several people."""
    members = Membership.objects.filter(company=world.company).order_by("pk")
    for rank in range(MORE):
        EstablishmentProposal.objects.create(
            company=world.company, proposed_by=members[rank % 3], name=f"Proposition {rank}"
        )


def more_joinings(world: World) -> None:
    """People who want to join."""
    rank = User.objects.count()
    for number in range(rank, rank + MORE):
        person = cast.person(f"candidat{number}@nulle-part.example", "Candidat", f"Nom{number}")
        JoinRequest.objects.create(company=world.company, user=person, function="Acheteur")


def more_own_requests(world: World) -> None:
    """Companies that Nicolas wants to join."""
    rank = Company.objects.count()
    for number in range(rank, rank + MORE):
        company = cast.open_company(f"Autre {number}", f"{910000000 + number}", "00011")
        JoinRequest.objects.create(company=company, user=world.people["nicolas"])


def more_officers(world: World) -> None:
    """Legal representatives."""
    for rank in range(MORE):
        Officer.objects.create(company=world.company, last_name=f"DIRIGEANT {rank}")


def more_acts(world: World) -> None:
    """Acts of several people in the journal."""
    for rank in range(MORE):
        member = Membership.objects.filter(company=world.company).order_by("pk")[rank % 3]
        event = Event.COMPANY_CHANGED if rank % 2 else Event.MEMBER_CHANGED
        audit.record(event, actor=SYSTEM, subject=member, company=world.company.pk, person=member.user_id)


def more_messages(world: World) -> None:
    """Messages for Nicolas."""
    for rank in range(MORE):
        person = world.people["nicolas"]
        mail.post_raw(person.email, f"Message {rank}", "Bonjour.", user=person, name="tests/message", secret=False)


def more_companies(world: World) -> None:
    """Other companies that Nicolas is seated in."""
    for rank in range(MORE):
        company = cast.open_company(f"Filiale {rank}", f"{900000000 + rank}", "00011")
        cast.seat(company, world.people["nicolas"].email, "Nicolas", "Dupond")


def more_sessions(world: World) -> None:
    """Browsers where Nicolas is signed in."""
    for _rank in range(MORE):
        signed_in(world.people["nicolas"])


@dataclass(frozen=True)
class Listing:
    """A page that shows rows, and how to get more of them."""

    name: str
    more: Callable[[World], None]
    objects: str = ""
    method: str = "get"
    starts_empty: bool = False  # an empty list asks less

    def __str__(self) -> str:
        return self.name


LISTS: list[Listing] = [
    Listing("mail:inbox", more_messages, starts_empty=True),
    Listing("usersessions_list", more_sessions),
    Listing("portal:companies", more_companies),
    Listing("portal:account", more_companies),
    Listing("companies:members", more_people, "company"),
    Listing("companies:members_csv", more_people, "company", method="post"),
    Listing("companies:members_print", more_people, "company"),
    Listing("companies:establishments", more_establishments, "company"),
    Listing("companies:establishment", more_people, "company establishment"),
    Listing("companies:proposals", more_proposals, "company"),
    Listing("enrolment:joinings", more_joinings, "company"),
    Listing("enrolment:own_requests", more_own_requests, starts_empty=True),
    Listing("companies:sheet", more_officers, "company"),
    Listing("companies:journal", more_acts, "company", starts_empty=True),
    Listing("companies:journal_csv", more_acts, "company", method="post", starts_empty=True),
]


@pytest.mark.parametrize("listing", LISTS, ids=str)
def test_a_longer_list_asks_no_more_queries(listing, world):
    browser = signed_in(world.people["nicolas"])
    parameters = ROUTES[listing.name].parameters
    values = {name: world.value(key) for name, key in zip(parameters, listing.objects.split(), strict=True)}
    address = ROUTES[listing.name].address(values)
    ask = getattr(browser, listing.method)
    if listing.starts_empty:
        listing.more(world)
    ask(address)
    before, short = cost_of(ask, address)
    listing.more(world)
    after, long = cost_of(ask, address)
    assert long > short, "the page does not show what was added: the test proves nothing"
    assert after == before, f"{before} queries became {after}"


def cost_of(ask, address):
    """The number of queries of the page, and its weight."""
    with CaptureQueriesContext(connection) as queries:
        response = ask(address)
        weight = len(b"".join(response.streaming_content) if response.streaming else response.content)
    assert response.status_code == 200
    return len(queries), weight
