"""The two worlds that tests of no particular app look at."""

import pytest

from tests import cast
from tests.world import World, objects_of, things_of_an_account


@pytest.fixture
def world(company, nicolas, bernard, claire):
    """Company A with everybody of the access matrix."""
    people = {"nicolas": nicolas, "bernard": bernard, "claire": claire, **cast.people_of_the_matrix(company)}
    return World(company, people, {**objects_of(company), **things_of_an_account(nicolas)})


@pytest.fixture
def other_world(other_company, claire):
    """Company B, full of canaries."""
    return World(other_company, {"claire": claire}, objects_of(other_company, "CANARI-B-"))
