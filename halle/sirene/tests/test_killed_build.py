"""A build that is killed at any moment leaves the old register serving, and the next build cleans up."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from halle.sirene.building import build
from halle.sirene.facts import read_facts
from halle.sirene.folders import PARTIAL, Folders
from halle.sirene.local import LocalRegister
from halle.sirene.tests.stocks import place, unit, write_stock

pytestmark = pytest.mark.slow
SCRIPT = """
import django; django.setup()
from pathlib import Path
from halle.sirene.building import Sources, build
if __name__ == "__main__":
    build(Path({root!r}), Sources(Path({units!r}), Path({places!r})))
"""


def sirets(count: int) -> list[str]:
    """Numbers with right keys: SIREN of nine digits made by Luhn, one establishment each."""
    found = []
    for start in range(10_000_000, 10_000_000 + count):
        digits = [int(digit) for digit in str(start)]
        total = sum(sum(divmod(2 * digit, 10)) if place % 2 else digit for place, digit in enumerate(digits))
        found.append(f"{start}{-total % 10}00012")
    return found


@pytest.mark.parametrize("tenth", range(10))
def test_a_killed_build_leaves_the_old_register(tmp_path: Path, tenth: int) -> None:
    root, numbers = tmp_path / "sirene", sirets(3_000)
    old = write_stock(tmp_path / "old", [unit(numbers[0][:9], "ANCIEN")], [place(numbers[0])])
    build(root, old)
    serving = Folders(root).current()
    new = write_stock(tmp_path / "new", [unit(siret[:9], "NOUVEAU") for siret in numbers], [place(s) for s in numbers])
    script = tmp_path / "build.py"
    script.write_text(SCRIPT.format(root=str(root), units=str(new.units), places=str(new.places)))

    here = {**os.environ, "PYTHONPATH": str(Path.cwd())}
    running = subprocess.Popen([sys.executable, script], start_new_session=True, env=here)  # noqa: S603 - ours
    deadline = time.monotonic() + 60
    while not list((root / "builds").glob(f"*{PARTIAL}")) and time.monotonic() < deadline and running.poll() is None:
        time.sleep(0.005)
    time.sleep(tenth * 0.15)
    killed = running.poll() is None
    os.killpg(running.pid, signal.SIGKILL)
    running.wait()

    current = Folders(root).current()
    assert current is not None
    assert killed or current != serving
    if current == serving:
        assert read_facts(current).units == 2
        assert [entry.unit.name for entry in LocalRegister(root).search("ancien")] == ["ANCIEN"]
    else:
        assert read_facts(current).units == 3_001
    assert build(root, new).units == 3_001
    assert [folder.name for folder in (root / "builds").iterdir()] == [Folders(root).current().name]  # type: ignore[union-attr]
    assert len(LocalRegister(root).search("nouveau", limit=5)) == 5
