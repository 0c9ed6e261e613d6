"""The one door: sources asked in their order, one that cannot answer passed over."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest

from halle.sirene.clients.budget import Budget
from halle.sirene.clients.insee import ApiSirene
from halle.sirene.clients.recherche import RechercheEntreprises
from halle.sirene.clients.transport import Transport
from halle.sirene.records import Dossier, Officer, Unit
from halle.sirene.register import RegisterUnavailable, Trouble
from halle.sirene.sources import Chain, _source, register, sources, states
from halle.sirene.testing.fixtures import RegisterOf
from halle.sirene.testing.memory import MemoryRegister
from halle.sirene.testing.state import KEY, State

ONE, OTHER = Dossier(Unit("732829320", legal_name="UNE"), ()), Dossier(Unit("732829320", legal_name="AUTRE"), ())


@pytest.fixture
def configured(state_api: State, settings: Any) -> Iterator[None]:
    """The site asks all three, the State's services on this machine; the local register is not built."""
    settings.REGISTER_SOURCES = ["local", "recherche", "insee"]
    settings.INSEE_URL = settings.RECHERCHE_URL = state_api.url
    settings.INSEE_KEY = KEY
    _source.cache_clear()
    yield
    for one in sources():
        if isinstance(one, ApiSirene | RechercheEntreprises):
            one.close()
    _source.cache_clear()


def name_of(*registers: MemoryRegister) -> str | None:
    dossier = Chain(list(registers)).company("732829320")
    return dossier.unit.name if dossier else None


def test_the_first_that_knows_answers() -> None:
    assert name_of(MemoryRegister([ONE]), MemoryRegister([OTHER])) == "UNE"
    assert name_of(MemoryRegister(), MemoryRegister([OTHER])) == "AUTRE"


def test_one_that_is_down_is_passed_over() -> None:
    assert name_of(MemoryRegister([ONE], trouble=Trouble.DOWN), MemoryRegister([OTHER])) == "AUTRE"


def test_nobody_knows() -> None:
    assert name_of(MemoryRegister(), MemoryRegister()) is None


def test_unknown_is_not_said_while_somebody_could_not_say() -> None:
    with pytest.raises(RegisterUnavailable) as caught:
        name_of(MemoryRegister(), MemoryRegister(trouble=Trouble.SLOW))
    assert caught.value.trouble == Trouble.SLOW


def test_a_register_that_was_never_installed_is_nobody() -> None:
    assert name_of(MemoryRegister(trouble=Trouble.ABSENT), MemoryRegister()) is None
    with pytest.raises(RegisterUnavailable) as caught:
        name_of(MemoryRegister(trouble=Trouble.ABSENT), MemoryRegister(trouble=Trouble.DOWN))
    assert caught.value.trouble == Trouble.DOWN


def test_without_any_source_nothing_is_said_not_to_exist() -> None:
    with pytest.raises(RegisterUnavailable) as caught:
        name_of()
    assert caught.value.trouble == Trouble.ABSENT


def test_only_whoever_knows_officers_is_asked_for_them(state_api: State) -> None:
    with closing(Transport("insee", state_api.url, Budget("insee", 10, 60))) as transport:
        insee = ApiSirene(state_api.url, "", transport=transport)
        assert Chain([insee]).officers("842317901") is None
    assert state_api.asked == []


def test_officers_come_from_whoever_knows_them() -> None:
    officers = (Officer("Présidente", "MORVAN"),)
    told = Dossier(Unit("732829320"), (), officers=officers)
    assert Chain([MemoryRegister([ONE]), MemoryRegister([told])]).officers("732829320") == officers
    assert Chain([MemoryRegister([ONE])]).officers("732829320") is None


def test_a_source_without_its_key_is_not_asked(settings: Any) -> None:
    settings.REGISTER_SOURCES, settings.INSEE_KEY = ["local", "insee"], ""
    assert len(sources()) == 1


def test_every_app_asks_what_a_test_puts_in_place(register_of: RegisterOf) -> None:
    register_of(ONE)
    assert register().company("732829320") == ONE
    register_of(ONE, trouble=Trouble.QUOTA)
    with pytest.raises(RegisterUnavailable):
        register().company("732829320")


def test_the_configured_services_answer_over_the_network(state_api: State, configured: None) -> None:
    entry = register().lookup("84231790100010")
    assert entry is not None
    assert entry.unit.name == "ATELIER DES BRUYERES"
    assert [link.successor for link in register().successors("84231790100010")] == ["84231790100028"]
    officers = register().officers("842317901")
    assert officers is not None
    assert officers[0].last_name == "MORVAN"


def test_a_page_goes_on_with_the_next_service(state_api: State, configured: None) -> None:
    state_api.refusing = "/search"
    dossier = register().company("842317901")
    assert dossier is not None
    assert (dossier.source, dossier.places_complete) == ("INSEE, API Sirene", True)


def test_an_operator_sees_which_service_answers(state_api: State, configured: None) -> None:
    assert [one["trouble"] for one in states()] == ["Le répertoire n’est pas installé sur ce serveur.", "", ""]
    state_api.trouble = "html"
    assert [one["trouble"] for one in states()][1:] == ["Le service de l’État a donné une réponse illisible."] * 2


def test_an_operator_sees_which_source_does_not_answer(settings: Any) -> None:
    (state,) = states()
    assert state["trouble"] == "Le répertoire n’est pas installé sur ce serveur."
    with pytest.raises(RegisterUnavailable):
        register().search("rien")


def test_a_damaged_local_register_is_unavailable_not_a_broken_page() -> None:
    class Damaged(MemoryRegister):
        def company(self, siren: str) -> Dossier | None:
            raise sqlite3.DatabaseError("database disk image is malformed")

    assert name_of(Damaged(), MemoryRegister([OTHER])) == "AUTRE"
    with pytest.raises(RegisterUnavailable):
        name_of(Damaged())
