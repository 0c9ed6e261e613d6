"""What tests of proofs share."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from halle.accounts.models import User
from halle.companies.models import Company
from halle.companies.selectors import actor_of
from halle.core.actors import Actor
from halle.core.clock import today
from halle.enrolment.models import Proof
from halle.enrolment.services import proofs
from halle.enrolment.tests.test_evidence import PDF
from halle.mail.models import Message
from halle.sirene.records import Dossier
from halle.sirene.register import Trouble
from halle.sirene.testing.memory import MemoryRegister
from tests import cast

ADDRESS = ("ENTREPRISE TEST 2", "15 RUE CLAUDE CHAPPE", "35510 CESSON-SEVIGNE")


def actor(user: User) -> Actor:
    """Who the person is now."""
    return actor_of(User.objects.get(pk=user.pk))


def operator(name: str = "omar") -> User:
    """Somebody of the platform's staff."""
    return cast.person(f"{name}@halle.example", name.title(), "Exploitant", is_staff=True)


def kbis(content: bytes = PDF, name: str = "kbis.pdf") -> SimpleUploadedFile:
    """A file as a browser sends it."""
    return SimpleUploadedFile(name, content, content_type="application/pdf")


def given_kbis(company: Company, user: User) -> Proof:
    """A proof that waits for operators."""
    return proofs.submit_kbis(company, actor=actor(user), file=kbis(), issued_on=today())


def mailed_code(address: str) -> str:
    """The code that the last mail to that address carries."""
    body = Message.objects.filter(address=address).order_by("-created_at")[0].body
    found = re.search(r"^([A-Z0-9]{4}-[A-Z0-9]{4})$", body, re.MULTILINE)
    assert found, body
    return found[1]


def register_says(monkeypatch: pytest.MonkeyPatch, answer: Dossier | Trouble | None) -> None:
    """Make the State's register give that answer, or fall silent."""
    fake = MemoryRegister([answer]) if isinstance(answer, Dossier) else MemoryRegister()
    fake.trouble = answer if isinstance(answer, Trouble) else None
    monkeypatch.setattr("halle.enrolment.selectors.proofs.register", lambda: fake)
