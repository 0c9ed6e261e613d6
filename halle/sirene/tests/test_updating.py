"""Daily changes: applied in pages, again without harm, on from where an update was cut."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
import time_machine

from halle.sirene.building import build
from halle.sirene.errors import Busy, StockError
from halle.sirene.facts import read_facts
from halle.sirene.folders import Folders
from halle.sirene.local import LocalRegister
from halle.sirene.records import Change, Informations, State
from halle.sirene.register import RegisterUnavailable, Trouble
from halle.sirene.tests.stocks import place, unit, write_stock
from halle.sirene.tests.test_killed_build import sirets
from halle.sirene.updating import update

pytestmark = pytest.mark.usefixtures("in_october")
NUMBERS = sirets(200)
OLD, NEW = NUMBERS[100], NUMBERS[150]
FIRST_OF_ALL = "005520135" + "00012"


@pytest.fixture
def in_october() -> Iterator[None]:
    with time_machine.travel("2026-10-05T06:00:00Z", tick=True):
        yield


@pytest.fixture
def root(tmp_path: Path) -> Path:
    known = NUMBERS[:120]
    units = [unit(one[:9], f"SOCIETE NUMERO {one[2:8]}") for one in known]
    build(tmp_path / "sirene", write_stock(tmp_path / "stock", units, [place(one) for one in known]))
    return tmp_path / "sirene"


def unit_change(siret: str, name: str, day: str = "2026-10-02T10:00:00", **columns: str) -> Change:
    return Change("unit", unit(siret[:9], name, **columns), datetime.fromisoformat(day))


def place_change(siret: str, city: str = "BREST", day: str = "2026-10-02T10:00:00", **columns: str) -> Change:
    return Change("place", place(siret, city, "29200", "29019", **columns), datetime.fromisoformat(day))


class Insee:
    """What API Sirene tells, given pages; breaks after so many of them."""

    def __init__(self, *pages: list[Change], mass: str = "", breaks_after: int | None = None) -> None:
        self.pages, self.breaks_after = pages, breaks_after
        self.asked: list[datetime] = []
        self.mass = datetime.fromisoformat(mass) if mass else None

    def informations(self) -> Informations:
        return Informations(processed=datetime.fromisoformat("2026-10-04T23:00"), mass_treatment=self.mass)

    def changes(self, since: datetime) -> Iterator[list[Change]]:
        self.asked.append(since)
        for number, page in enumerate(self.pages):
            if number == self.breaks_after:
                raise RegisterUnavailable(Trouble.DOWN, "insee")
            yield page


def names(root: Path, words: str) -> list[str]:
    return [entry.unit.name for entry in LocalRegister(root).search(words)]


def test_a_renamed_company_is_found_by_its_new_name_only(root: Path) -> None:
    before = LocalRegister(root).lookup(OLD)
    assert before is not None
    update(root, Insee([unit_change(OLD, "GALETTES D'ARGOAT")]))
    after = LocalRegister(root).lookup(OLD)
    assert after is not None
    assert after.unit.name == "GALETTES D'ARGOAT"
    assert names(root, "galettes") == ["GALETTES D'ARGOAT"]
    assert before.unit.name not in names(root, before.unit.name)


def test_a_new_company_and_a_new_establishment_come_in(root: Path) -> None:
    other = f"{OLD[:9]}00020"
    update(root, Insee([unit_change(NEW, "NOUVELLE")], [place_change(NEW), place_change(other)]))
    register = LocalRegister(root)
    fresh, known = register.company(NEW[:9]), register.company(OLD[:9])
    assert fresh is not None
    assert known is not None
    assert [one.address.city for one in fresh.places] == ["BREST"]
    assert [one.nic for one in known.places] == ["00012", "00020"]
    assert names(root, "nouvelle 29") == ["NOUVELLE"]


def test_a_company_before_all_others_comes_in(root: Path) -> None:
    update(root, Insee([unit_change(FIRST_OF_ALL, "PREMIERE"), place_change(FIRST_OF_ALL)]))
    entry = LocalRegister(root).lookup(FIRST_OF_ALL)
    assert entry is not None
    assert entry.unit.name == "PREMIERE"


def test_a_ceased_and_a_masked_company(root: Path) -> None:
    gone = unit_change(OLD, "FINIE", etatAdministratifUniteLegale="C", dateDebut="2026-10-01")
    hidden = unit_change(NUMBERS[5], "[ND]", statutDiffusionUniteLegale="P")
    update(root, Insee([gone, hidden]))
    register = LocalRegister(root)
    ceased, masked = register.company(OLD[:9]), register.company(NUMBERS[5][:9])
    assert ceased is not None
    assert masked is not None
    assert ceased.unit.state == State.CEASED
    assert masked.unit.name == ""
    assert names(root, f"SOCIETE NUMERO {NUMBERS[5][2:8]}") == []


def test_many_companies_in_one_block_are_kept_apart(root: Path) -> None:
    added = NUMBERS[120:]
    update(root, Insee([unit_change(one, f"AJOUTEE {one[:9]}") for one in added]))
    register = LocalRegister(root)
    for one in added:
        found = register.company(one[:9])
        assert found is not None
        assert found.unit.name == f"AJOUTEE {one[:9]}"


def test_applied_twice_nothing_changes(root: Path) -> None:
    pages = [unit_change(OLD, "DEUX FOIS")], [place_change(OLD)]
    update(root, Insee(*pages))
    once = LocalRegister(root).company(OLD[:9])
    facts = read_facts(Folders(root).current() or root)
    update(root, Insee(*pages))
    assert LocalRegister(root).company(OLD[:9]) == once
    assert names(root, "deux fois") == ["DEUX FOIS"]
    assert facts.processed["unit"] == "2026-10-02T10:00:00"


def test_an_update_that_is_cut_goes_on_where_it_was(root: Path) -> None:
    first = [unit_change(OLD, "JOUR DEUX"), place_change(OLD, day="2026-10-02T11:00:00")]
    second = [unit_change(NEW, "JOUR TROIS", day="2026-10-03T10:00:00")]
    with pytest.raises(RegisterUnavailable):
        update(root, Insee(first, second, breaks_after=1))
    assert names(root, "jour deux") == ["JOUR DEUX"]
    insee = Insee(second)
    update(root, insee)
    assert insee.asked == [datetime.fromisoformat("2026-10-02")]
    assert names(root, "jour trois") == ["JOUR TROIS"]


def test_after_a_mass_treatment_only_a_new_stock_helps(root: Path) -> None:
    with pytest.raises(StockError, match="next stock"):
        update(root, Insee([unit_change(OLD, "NON")], mass="2026-10-03T00:00:00"))
    assert names(root, "non") == []


def test_a_register_that_is_too_old_is_not_caught_up(root: Path) -> None:
    with time_machine.travel("2027-01-05T06:00:00Z"), pytest.raises(StockError, match="too long ago"):
        update(root, Insee())


def test_without_a_register_one_is_told_to_build(tmp_path: Path) -> None:
    with pytest.raises(StockError, match="build it first"):
        update(tmp_path, Insee())


def test_not_while_a_build_runs(root: Path) -> None:
    with Folders(root).locked(), pytest.raises(Busy):
        update(root, Insee())


SCRIPT = """
import sys, time
import django; django.setup()
from pathlib import Path
import time_machine
from halle.sirene.tests.test_updating import Insee, NUMBERS, place_change, unit_change
from halle.sirene.updating import update
with time_machine.travel("2026-10-05T06:00:00Z"):
    pages = [[unit_change(one, f"TUEE {{one[:9]}}"), place_change(one)] for one in NUMBERS]
    print("ready", flush=True)
    update(Path({root!r}), Insee(*pages))
    print("done", flush=True)
"""


@pytest.mark.slow
@pytest.mark.parametrize("tenth", range(10))
def test_a_killed_update_loses_nothing(root: Path, tmp_path: Path, tenth: int) -> None:
    script = tmp_path / "update.py"
    script.write_text(SCRIPT.format(root=str(root)))
    here = {**os.environ, "PYTHONPATH": str(Path.cwd())}
    running = subprocess.Popen([sys.executable, script], stdout=subprocess.PIPE, env=here, text=True)  # noqa: S603 - ours
    assert running.stdout is not None
    assert running.stdout.readline() == "ready\n"
    time.sleep(0.03 + tenth * 0.12)
    running.send_signal(signal.SIGKILL)
    running.communicate()

    register = LocalRegister(root)
    before = register.company(NUMBERS[0][:9])
    assert before is not None
    pages = [[unit_change(one, f"TUEE {one[:9]}"), place_change(one)] for one in NUMBERS]
    update(root, Insee(*pages))
    for one in NUMBERS:
        found = register.company(one[:9])
        assert found is not None
        assert (found.unit.name, found.places[0].address.city) == (f"TUEE {one[:9]}", "BREST")
        assert names(root, f"TUEE {one[:9]}") == [f"TUEE {one[:9]}"]
