"""When a register says that it was made: never before it could be read."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from halle.core.clock import now
from halle.sirene import checks
from halle.sirene.building import build
from halle.sirene.facts import read_facts
from halle.sirene.folders import Folders
from halle.sirene.register import RegisterUnavailable
from halle.sirene.tests.stocks import write_stock
from halle.sirene.tests.test_updating import OLD, Insee, in_october, root, unit_change
from halle.sirene.updating import update

__all__ = ["in_october", "root"]


def test_whoever_compared_while_a_build_ran_compares_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[datetime] = []
    check: Callable[..., None] = checks.check

    def compare_meanwhile(*told: Any, **options: Any) -> None:
        check(*told, **options)
        compared.append(now())

    monkeypatch.setattr(checks, "check", compare_meanwhile)
    facts = build(tmp_path / "sirene", write_stock(tmp_path / "stock"))
    current = Folders(tmp_path / "sirene").current()
    assert current is not None
    assert read_facts(current) == facts
    assert datetime.fromisoformat(facts.built_at) > compared[0]


@pytest.mark.usefixtures("in_october")
def test_what_an_update_brought_before_it_was_cut_is_compared(root: Path) -> None:
    current = Folders(root).current()
    assert current is not None
    built_at = read_facts(current).built_at
    with pytest.raises(RegisterUnavailable):
        update(root, Insee([unit_change(OLD, "GALETTES D'ARGOAT")], [], breaks_after=1))
    assert read_facts(current).updated_at > built_at
