"""The people of the cast as plain functions, for fixtures (conftest.py) and for the site that browsers visit."""

from typing import Any

from halle.accounts.models import User
from halle.accounts.services import confirm_address
from halle.companies.models import Company, Establishment, Membership, MembershipState, RoomRole, SocleRole

PASSWORD = "Quatre-Chevaux-Bleus-1789"
BOTH = {"room_role": RoomRole.ADMINISTRATOR, "socle_role": SocleRole.ADMINISTRATOR}
MATRIX_ROLES: dict[str, dict[str, Any]] = {
    "lucie": {"socle_role": SocleRole.ADMINISTRATOR},
    "marc": {"room_role": RoomRole.ADMINISTRATOR},
    "odile": {"state": MembershipState.DISABLED},
}


def open_company(name: str, siren: str, nic: str, **fields: object) -> Company:
    """A company with its head office."""
    company = Company.objects.create(name=name, siren=siren, **fields)
    Establishment.objects.create(
        company=company,
        name=f"{name} - Premier établissement",
        nic=nic,
        is_head_office=True,
        address="15 RUE CLAUDE CHAPPE",
        postcode="35510",
        city="CESSON-SEVIGNE",
    )
    return company


def person(email: str, first_name: str, last_name: str, **fields: object) -> User:
    """A person who can sign in: password set, address confirmed."""
    user = User.objects.create_user(
        email, PASSWORD, first_name=first_name, last_name=last_name, civility="m", **fields
    )
    confirm_address(user)
    return user


def seat(company: Company, email: str, first_name: str, last_name: str, **fields: Any) -> User:
    """A person with an active membership of the company."""
    user = User.objects.filter(email=email).first() or person(email, first_name, last_name)
    Membership.objects.create(
        user=user,
        company=company,
        establishment=company.head_office,
        first_name=first_name,
        last_name=last_name,
        civility="m",
        email=email,
        state=fields.pop("state", MembershipState.ACTIVE),
        address="15 RUE CLAUDE CHAPPE",
        postcode="35510",
        city="CESSON-SEVIGNE",
        **fields,
    )
    return user


def first_company() -> Company:
    """ENTREPRISE TEST 2, the tutorial's."""
    return open_company(
        "ENTREPRISE TEST 2", "732829320", "00074", legal_category="5499", naf_code="0111Z", naf_nomenclature="NAFRev2"
    )


def second_company() -> Company:
    """A company that nobody of the first one may ever see: its fields are canaries."""
    return open_company(
        "CANARI-B-RAISON", "552100554", "00013", email="canari-b@autre.example", description="CANARI-B-DESCRIPTION"
    )


def nicolas_of(company: Company) -> User:
    """Administrator on both axes."""
    return seat(company, "nicolas.dupond@entreprise-test.example", "Nicolas", "Dupond", **BOTH)


def bernard_of(company: Company) -> User:
    """Plain user."""
    return seat(company, "bernard.dupond@entreprise-test.example", "Bernard", "Dupond")


def claire_of(company: Company) -> User:
    """Administrator of the other company."""
    return seat(company, "claire.canari-b@autre.example", "CANARI-B-Claire", "Martin", **BOTH)


def people_of_the_matrix(company: Company) -> dict[str, User]:
    """Those of the access matrix besides Nicolas, Bernard and Claire."""
    people = {
        name: seat(company, f"{name}@entreprise-test.example", name.title(), "Martin", **fields)
        for name, fields in MATRIX_ROLES.items()
    }
    people["newcomer"] = person("paul@nulle-part.example", "Paul", "Durand")
    people["staff"] = person("staff@halle.example", "Stéphane", "Petit", is_staff=True)
    return people
