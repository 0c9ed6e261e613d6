"""What INSEE treated since, day after day, from API Sirene into the register that serves.

The watermark of each kind (units, establishments) moves on after each page, so an update that is cut or killed goes on
where it was; a page applied twice changes nothing.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol

from halle.core.clock import now
from halle.sirene.applying import apply, opened
from halle.sirene.errors import StockError
from halle.sirene.facts import Facts, read_facts, write_facts
from halle.sirene.folders import Folders
from halle.sirene.records import Change, Informations

Say = Callable[[str], object]
# A stock older than this is not caught up page by page: fetching it anew is quicker.
LONGEST_WAY = timedelta(days=45)


class Deltas(Protocol):
    """Where changes come from: API Sirene."""

    def informations(self) -> Informations:
        """How far INSEE's own service is."""

    def changes(self, since: datetime) -> Iterator[list[Change]]:
        """Pages of what was treated since, oldest first."""


def update(root: Path, source: Deltas, *, say: Say = lambda _line: None) -> str:
    """Bring the register that serves up to date; a line that says what was done.

    Raises StockError when only a new stock helps, RegisterUnavailable when the source stops answering (what was
    applied by then stays).
    """
    folders = Folders(root)
    with folders.locked():
        folder = folders.current()
        if folder is None:
            raise StockError("There is no register yet: build it first (halle sirene fetch --build).")
        facts = read_facts(folder)
        since = _since(facts)
        told = source.informations()
        if told.mass_treatment and told.mass_treatment > since:
            raise StockError(
                f"INSEE treated millions of companies at once on {told.mass_treatment:%Y-%m-%d}: "
                "fetch the next stock and build it (halle sirene fetch --build)."
            )
        if told.processed and told.processed <= since:
            return _done(folder, facts, 0, 0)
        return _follow(folder, facts, source.changes(since), say)


def _since(facts: Facts) -> datetime:
    if not facts.processed or not all(facts.processed.values()):
        raise StockError("The register does not say of which day it is: build it anew.")
    since = min(datetime.fromisoformat(moment) for moment in facts.processed.values())
    if now().replace(tzinfo=None) - since > LONGEST_WAY:
        raise StockError(f"The register shows {since:%Y-%m-%d}, too long ago: halle sirene fetch --build.")
    return since


def _follow(folder: Path, facts: Facts, pages: Iterator[list[Change]], say: Say) -> str:
    changed = companies = 0
    latest = dict(facts.processed)
    with opened(folder) as register:
        for page in pages:
            companies += apply(register, page)
            changed += len(page)
            # The moment too: companies are compared again with what came before a cut.
            facts = replace(facts, processed=_reached(facts.processed, page), updated_at=_stamp())
            write_facts(folder, facts)
            for change in page:
                latest[change.kind] = max(latest.get(change.kind, ""), _told(change))
            say(f"{changed} changes, day {max(facts.processed.values())[:10]}")
    return _done(folder, replace(facts, processed=latest), changed, companies)


def _reached(processed: dict[str, str], page: list[Change]) -> dict[str, str]:
    """How far each kind has come for certain: INSEE's pages are in order of day, not of hour."""
    reached = dict(processed)
    for kind in {change.kind for change in page}:
        first = min(_told(change) for change in page if change.kind == kind)
        reached[kind] = max(reached.get(kind, ""), first[:10])
    return reached


def _told(change: Change) -> str:
    return change.processed_at.isoformat(timespec="seconds")


def _stamp() -> str:
    return now().isoformat()


def _done(folder: Path, facts: Facts, changed: int, companies: int) -> str:
    write_facts(folder, replace(facts, updated_at=_stamp()))
    return f"{changed} changes, {companies} companies, up to {facts.image_of}."
