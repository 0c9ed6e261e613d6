"""The large company: to see lists, searches and counts at size. Written in bulk, in a few seconds."""

from datetime import timedelta

from allauth.account.models import EmailAddress
from stdnum import luhn

from halle.accounts.models import User
from halle.companies.models import Company, Establishment, Membership, MembershipState, RoomRole
from halle.core.clock import now
from halle.portal.demo.cast import GROUP, SEATED
from halle.portal.demo.names import FUNCTIONS, address, mailbox, person
from halle.portal.demo.people import address_of

NAME = GROUP
DOMAIN = "littoral-services.example"
BATCH = 500


def nic_of(siren: str, rank: int) -> str:
    """The NIC of the company's n-th establishment: four digits and their key."""
    return f"{rank:04d}{luhn.calc_check_digit(f'{siren}{rank:04d}')}"


def add_establishments(company: Company, total: int) -> None:
    """As many agencies as it takes to have that many establishments, the head office included."""
    siren = company.siren or ""
    agencies = []
    for rank in range(2, total + 1):
        place = address(rank)
        name = f"{GROUP} - Agence de {place['city'].title()} n° {rank}"
        agencies.append(Establishment(company=company, name=name, nic=nic_of(siren, rank), **place))
    Establishment.objects.bulk_create(agencies, BATCH)


def add_users(company: Company, total: int, hashed: str) -> None:
    """As many employees as it takes to have that many users, the cast included."""
    missing = total - sum(one.company == GROUP for one in SEATED)
    users = [_user(number, hashed) for number in range(missing)]
    places = list(company.establishments.order_by("-is_head_office", "nic"))
    User.objects.bulk_create(users, BATCH)
    EmailAddress.objects.bulk_create(
        [EmailAddress(user=user, email=user.email, verified=True, primary=True) for user in users], BATCH
    )
    Membership.objects.bulk_create(
        [_member(number, user, company, places) for number, user in enumerate(users)], BATCH
    )


def _user(number: int, hashed: str) -> User:
    first_name, last_name = person(number)
    return User(
        email=mailbox(first_name, last_name, DOMAIN),
        civility=("mme", "m", "")[number % 3],
        first_name=first_name,
        last_name=last_name,
        password=hashed,
        password_changed_at=now() - timedelta(days=number * 13 % 300),
    )


def _member(number: int, user: User, company: Company, places: list[Establishment]) -> Membership:
    """Nine in ten are active; one agency in ten has nobody."""
    staffed = [place for rank, place in enumerate(places) if rank % 10 != 9] or places
    establishment = staffed[number % len(staffed)]
    return Membership(
        user=user,
        company=company,
        establishment=establishment,
        room_role=RoomRole.ADMINISTRATOR if number % 250 == 1 else RoomRole.EMPLOYEE,
        state=MembershipState.DISABLED if number % 10 == 7 else MembershipState.ACTIVE,
        civility=user.civility,
        first_name=user.first_name,
        last_name=user.last_name,
        email=user.email,
        function=FUNCTIONS[number % len(FUNCTIONS)],
        **address_of(establishment),
    )
