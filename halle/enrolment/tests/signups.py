"""Somebody who signs a company up, page by page; and the companies that the State knows."""

import re
from datetime import date

from django.test import Client

from halle.mail.models import Message
from halle.sirene.records import Address, Dossier, NafCode, Place, State, Succession, Unit
from halle.sirene.testing.memory import MemoryRegister

PASSWORD = "Galette-Complete-Au-Beurre-42"
# Keys that are right: joinery (two places and a closed one), a ceased company and its successor, a masked trader.
JOINERY, OFFICE, WORKSHOP, CLOSED = "732829320", "73282932000017", "73282932000025", "73282932000033"
CEASED, MASKED, UNKNOWN = "404833048", "552100554", "443061841"
PERSON = {
    "civility": "mme",
    "first_name": "Hélène",
    "last_name": "Le Goff",
    "function": "Gérante",
    "email": "helene@menuiserie.example",
    "email_again": "Helene@menuiserie.example",
    "phone": "02 99 00 00 00",
    "password": PASSWORD,
    "again": PASSWORD,
    "message": "Bonjour",
    "terms": "on",
}
TYPED = {"name": "MENUISERIE TAPÉE", "legal_category": "5499", "naf_code": "43.32A"}
TYPED_PLACE = {"address": "1 rue du Port", "postcode": "35000", "city": "Rennes"}
TYPED_ADDRESS = {**TYPED_PLACE, "name": ""}


def place(siret: str, city: str, **values: object) -> Place:
    """An establishment in that town."""
    address = Address(street="12 RUE DES BRUYERES", postcode="35000", city=city)
    return Place(siret=siret, **{"address": address, "naf": NafCode("43.32A", "NAFRev2"), **values})  # type: ignore[arg-type]


def joinery() -> Dossier:
    """An open company with two open places and a closed one."""
    unit = Unit(
        siren=JOINERY,
        legal_name="MENUISERIE KEROUANTON",
        legal_category="5499",
        naf=NafCode("43.32A", "NAFRev2"),
        created_on=date(2001, 3, 1),
        head_office_nic="00017",
    )
    closed = place(CLOSED, "BREST", state=State.CEASED, since=date(2024, 5, 31))
    return Dossier(unit, (place(OFFICE, "RENNES", is_head_office=True), place(WORKSHOP, "VITRE"), closed))


def many_places(count: int) -> Dossier:
    """The same company with that many more places."""
    found = joinery()
    more = tuple(place(f"{JOINERY}{number:05d}", f"VILLE {number}") for number in range(1000, 1000 + count))
    return Dossier(found.unit, found.places + more)


def ceased() -> Dossier:
    """A company that ceased."""
    unit = Unit(siren=CEASED, legal_name="ANCIENNE SCIERIE", state=State.CEASED, since=date(2023, 12, 31))
    shut = place(f"{CEASED}00022", "FOUGERES", state=State.CEASED, since=date(2023, 12, 31), is_head_office=True)
    return Dossier(unit, (shut,))


def masked() -> Dossier:
    """A sole trader whom the State hides."""
    unit = Unit(siren=MASKED, diffusible=False, legal_category="1000", head_office_nic="00013")
    hidden = Place(
        siret=f"{MASKED}00013",
        diffusible=False,
        is_head_office=True,
        address=Address(city="RENNES", city_code="35238"),
    )
    return Dossier(unit, (hidden,))


def the_state() -> MemoryRegister:
    """All of them."""
    links = [Succession(f"{CEASED}00022", OFFICE, date(2024, 1, 1))]
    return MemoryRegister([joinery(), ceased(), masked()], links)


def choose(browser: Client, words: str = OFFICE) -> None:
    """Step 1."""
    answer = browser.post("/inscription/siret/", {"words": words})
    assert answer.status_code == 302, answer.content.decode()


def reach_the_account(browser: Client, words: str = OFFICE) -> None:
    """Steps 1 to 3 for a company that the State names."""
    choose(browser, words)
    browser.post("/inscription/entreprise/", {})
    browser.post("/inscription/etablissement/", {})


def sign_up(browser: Client, words: str = OFFICE, **person: str) -> None:
    """All four steps."""
    reach_the_account(browser, words)
    answer = browser.post("/inscription/compte/", {**PERSON, **person})
    assert answer.status_code == 302, answer.content.decode()


def links_to(address: str) -> list[str]:
    """Paths of the links mailed to that address, the latest first."""
    bodies = Message.objects.filter(address=address).order_by("-created_at").values_list("body", flat=True)
    return [link for body in bodies for link in re.findall(r"https?://[^/\s]+(/[^\s|]+)", body)]


def confirm(browser: Client, address: str = PERSON["email"]) -> str:
    """Open the mailed link and press its button; where that leads."""
    link = links_to(address)[0]
    assert "Confirmer mon inscription" in browser.get(link).content.decode()
    answer = browser.post(link)
    assert answer.status_code == 302, answer.content.decode()
    return str(answer.url)  # type: ignore[attr-defined]
