"""The fixed cast of people, for every test."""

import pytest
from django.test import Client

from halle.accounts.models import User
from halle.companies.models import Company, Establishment, Membership, MembershipState, RoomRole, SocleRole

pytest_plugins = ["tests.harness.plugin"]

PASSWORD = "Quatre-Chevaux-Bleus-1789"


def _company(name: str, siren: str, nic: str, **fields: object) -> Company:
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


def seat(company: Company, email: str, first_name: str, last_name: str, **fields: object) -> User:
    """A person with an active membership of the company."""
    user = User.objects.filter(email=email).first() or User.objects.create_user(
        email, PASSWORD, first_name=first_name, last_name=last_name, civility="m"
    )
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


@pytest.fixture
def company(db: None) -> Company:
    """ENTREPRISE TEST 2, the tutorial's."""
    return _company(
        "ENTREPRISE TEST 2", "732829320", "00074", legal_category="5499", naf_code="0111Z", naf_nomenclature="NAFRev2"
    )


@pytest.fixture
def nicolas(company: Company) -> User:
    """Administrator of ENTREPRISE TEST 2 on both axes."""
    return seat(
        company,
        "nicolas.dupond@entreprise-test.example",
        "Nicolas",
        "Dupond",
        room_role=RoomRole.ADMINISTRATOR,
        socle_role=SocleRole.ADMINISTRATOR,
    )


@pytest.fixture
def bernard(company: Company) -> User:
    """Plain user of ENTREPRISE TEST 2."""
    return seat(company, "bernard.dupond@entreprise-test.example", "Bernard", "Dupond")


@pytest.fixture
def other_company(db: None) -> Company:
    """A company that nobody of the first one may ever see: its fields are canaries."""
    return _company(
        "CANARI-B-RAISON", "552100554", "00013", email="canari-b@autre.example", description="CANARI-B-DESCRIPTION"
    )


@pytest.fixture
def claire(other_company: Company) -> User:
    """Administrator of the other company."""
    return seat(
        other_company,
        "claire.canari-b@autre.example",
        "CANARI-B-Claire",
        "Martin",
        room_role=RoomRole.ADMINISTRATOR,
        socle_role=SocleRole.ADMINISTRATOR,
    )


@pytest.fixture
def as_nicolas(nicolas: User) -> Client:
    """A browser where Nicolas is signed in."""
    return signed_in(nicolas)


@pytest.fixture
def as_bernard(bernard: User) -> Client:
    """A browser where Bernard is signed in."""
    return signed_in(bernard)


@pytest.fixture
def as_claire(claire: User) -> Client:
    """A browser where Claire is signed in."""
    return signed_in(claire)


def signed_in(user: User) -> Client:
    """A browser where that person is signed in."""
    client = Client()
    client.force_login(user)
    return client
