"""What the tests of accounts share."""

import re
from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.test import Client

from halle.accounts.models import User
from halle.accounts.testing import sign_in
from halle.mail.models import Message
from tests import cast

STRONG = "girafe-parapluie-orage-violon"


@pytest.fixture(autouse=True)
def no_limit_reached() -> Iterator[None]:
    """Rate limits begin at zero in each test."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def person(db: None) -> User:
    """Somebody with a password and a confirmed address, in no company."""
    return cast.person("zoe.martin@exemple.test", "Zoé", "Martin")


@pytest.fixture
def browser(person: User) -> Client:
    """Her browser, signed in just now."""
    return sign_in(Client(), person)


def last_message(name: str) -> Message:
    """The last message of that name."""
    return Message.objects.filter(name=f"accounts/mail/{name}").order_by("-pk")[0]


def link_in(message: Message) -> str:
    """The path of the button of the message."""
    found = re.search(r"-> (?:https?://[^/]+)(/[^|]*)", message.body)
    assert found, message.body
    return found[1]
