"""The people of the cast in their companies, ready to sign in."""

from datetime import timedelta

from django.contrib.auth.hashers import make_password

from halle.accounts.models import User
from halle.accounts.services import confirm_address
from halle.companies.models import Company, Establishment, Membership
from halle.core.clock import now
from halle.portal.demo.cast import OPERATOR, PASSWORD, SEATED, Seated


def seat_everybody(companies: dict[str, Company]) -> str:
    """Seats the cast; returns the password's hash, which is slow to make, for those who come after."""
    hashed = make_password(PASSWORD)
    for one in SEATED:
        _seat(one, companies[one.company], hashed)
    return hashed


def add_operator(hashed: str) -> User:
    """Staff of the platform, without any company."""
    names = {"civility": "mme", "first_name": "Odette", "last_name": "Tanguy"}
    operator = User.objects.create(
        email=OPERATOR, is_staff=True, password=hashed, password_changed_at=now() - timedelta(days=30), **names
    )
    confirm_address(operator)
    return operator


def _seat(one: Seated, company: Company, hashed: str) -> None:
    establishment = company.establishments.order_by("-is_head_office", "nic")[1 if one.branch else 0]
    room_role, socle_role = one.roles
    names = {"civility": one.civility, "first_name": one.first_name, "last_name": one.last_name}
    Membership.objects.create(
        user=_person(one, names, hashed),
        company=company,
        establishment=establishment,
        room_role=room_role,
        socle_role=socle_role,
        state=one.state,
        function=one.function,
        email=one.email,
        **names,
        **address_of(establishment),
    )


def _person(one: Seated, names: dict[str, str], hashed: str) -> User:
    changed_at = now() - timedelta(days=one.password_age)
    user, created = User.objects.get_or_create(
        email=one.email, defaults={**names, "password": hashed, "password_changed_at": changed_at}
    )
    if created:
        confirm_address(user)
    return user


def address_of(establishment: Establishment) -> dict[str, str]:
    """Where people of that place are written to."""
    return {name: getattr(establishment, name) for name in ("address", "postcode", "city", "country")}
