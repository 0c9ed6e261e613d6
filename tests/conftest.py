"""The two worlds that tests of no particular app look at."""

import pytest

from conftest import PASSWORD, seat
from halle.accounts.models import User
from tests.world import ROLES, World, objects_of


@pytest.fixture
def world(company, nicolas, bernard, claire):
    """Company A with everybody of the access matrix."""
    people = {"nicolas": nicolas, "bernard": bernard, "claire": claire}
    for name, fields in ROLES.items():
        people[name] = seat(company, f"{name}@entreprise-test.example", name.title(), "Martin", **fields)
    people["newcomer"] = User.objects.create_user("paul@nulle-part.example", PASSWORD, first_name="Paul")
    people["staff"] = User.objects.create_user("staff@halle.example", PASSWORD, first_name="Stéphane", is_staff=True)
    return World(company, people, objects_of(company))


@pytest.fixture
def other_world(other_company, claire):
    """Company B, full of canaries."""
    return World(other_company, {"claire": claire}, objects_of(other_company, "CANARI-B-"))
