"""The demonstration's State register: invented companies, built by the code that builds the real one."""

import tempfile
from pathlib import Path

from django.conf import settings

from halle.sirene.building import Sources, build
from halle.sirene.facts import is_readable
from halle.sirene.folders import Folders
from halle.sirene.generating import generate

SEED = 2026


def is_built() -> bool:
    """Whether a register serves, this one or a real one."""
    folder = Folders(settings.SIRENE_ROOT).current()
    return folder is not None and is_readable(folder)


def build_register(units: int) -> None:
    """Invent so many companies and let a register of them serve."""
    settings.SIRENE_ROOT.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=settings.SIRENE_ROOT) as folder:
        stock = generate(Path(folder), units=units, seed=SEED)
        build(
            settings.SIRENE_ROOT,
            Sources(stock.unites_legales, stock.etablissements, stock.doublons, stock.successions),
        )
