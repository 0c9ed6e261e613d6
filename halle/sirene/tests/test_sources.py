"""The one door: sources asked in their order, one that cannot answer passed over."""

import pytest

from halle.sirene.records import Dossier, Officer, Unit
from halle.sirene.register import RegisterUnavailable, Trouble
from halle.sirene.sources import Chain, register, sources, states
from halle.sirene.testing.memory import MemoryRegister

ONE, OTHER = Dossier(Unit("732829320", legal_name="UNE"), ()), Dossier(Unit("732829320", legal_name="AUTRE"), ())


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


def test_officers_come_from_whoever_knows_them() -> None:
    officers = (Officer("Présidente", "MORVAN"),)
    told = Dossier(Unit("732829320"), (), officers=officers)
    assert Chain([MemoryRegister([ONE]), MemoryRegister([told])]).officers("732829320") == officers
    assert Chain([MemoryRegister([ONE])]).officers("732829320") is None


def test_a_source_without_its_key_is_not_asked(settings: object) -> None:
    settings.REGISTER_SOURCES, settings.INSEE_KEY = ["local", "insee"], ""  # type: ignore[attr-defined]
    assert len(sources()) == 1


def test_an_operator_sees_which_source_does_not_answer(settings: object) -> None:
    (state,) = states()
    assert state["trouble"] == "Le répertoire n’est pas installé sur ce serveur."
    with pytest.raises(RegisterUnavailable):
        register().search("rien")
