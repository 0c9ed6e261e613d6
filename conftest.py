"""The fixed cast of people, for every test."""

import pytest
from django.test import Client

from halle.accounts.models import User
from halle.accounts.testing import sign_in
from halle.companies.models import Company
from tests import cast
from tests.cast import PASSWORD, seat

__all__ = ["PASSWORD", "seat", "signed_in"]
pytest_plugins = ["tests.harness.plugin", "tests.harness.databases", "halle.sirene.testing.fixtures"]


@pytest.fixture
def company(db: None) -> Company:
    """ENTREPRISE TEST 2, the tutorial's."""
    return cast.first_company()


@pytest.fixture
def nicolas(company: Company) -> User:
    """Administrator of ENTREPRISE TEST 2 on both axes."""
    return cast.nicolas_of(company)


@pytest.fixture
def bernard(company: Company) -> User:
    """Plain user of ENTREPRISE TEST 2."""
    return cast.bernard_of(company)


@pytest.fixture
def other_company(db: None) -> Company:
    """A company that nobody of the first one may ever see: its fields are canaries."""
    return cast.second_company()


@pytest.fixture
def claire(other_company: Company) -> User:
    """Administrator of the other company."""
    return cast.claire_of(other_company)


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
    return sign_in(Client(), user)
