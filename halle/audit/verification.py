"""Is the journal what was written? Recomputes every chain, in constant memory."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from halle.audit.events import Event
from halle.audit.hashing import digest_of, hash_of
from halle.audit.models import Details, Entry, Head

CHUNK = 1000
Digests = Callable[[str, str], dict[str, str]]


@dataclass(frozen=True, slots=True)
class Report:
    """How one chain was found; `problem` is empty when it is whole, and then so is `seq`."""

    chain: str
    entries: int
    erased: int = 0
    seq: int | None = None
    problem: str = ""


class Broken(Exception):  # noqa: N818 - a finding, not a fault of the program
    """The chain does not hold at this place."""

    def __init__(self, seq: int, problem: str) -> None:
        super().__init__(problem)
        self.seq, self.problem = seq, problem


def chains() -> list[str]:
    """Every chain that has a head or an entry."""
    written = Entry.objects.order_by("chain").values_list("chain", flat=True).distinct()
    return sorted({*written, *Head.objects.order_by("pk").values_list("pk", flat=True)})


def verify() -> Iterator[Report]:
    """One report a chain."""
    for chain in chains():
        yield verify_chain(chain)


def verify_chain(chain: str) -> Report:
    """Recompute the chain from its first entry; stops at the first that does not hold."""
    before = Head.objects.filter(pk=chain).first()
    digests: Digests = lru_cache(maxsize=8)(_digests_of_erasure)
    seq, prev, erased = 0, "", 0
    entries = Entry.objects.filter(chain=chain).select_related("details").order_by("seq")
    try:
        for entry in entries.iterator(CHUNK):
            _check_place(entry, seq + 1, prev)
            erased += _check_words(entry, digests)
            seq, prev = entry.seq, entry.hash
            if before is not None and before.seq == seq and before.hash != prev:
                raise Broken(seq, "the head of the chain names another entry")
        _check_end(chain, before, seq)
    except Broken as broken:
        return Report(chain, seq, erased, broken.seq, broken.problem)
    except (ValueError, TypeError, AttributeError) as unreadable:  # SQLite keeps a date or an id that is none
        return Report(chain, seq, erased, seq + 1, f"the entry can't be read ({unreadable})")
    return Report(chain, seq, erased)


def _check_place(entry: Entry, seq: int, prev: str) -> None:
    if entry.seq != seq:
        raise Broken(seq, "the entry is missing")
    if entry.prev != prev:
        raise Broken(seq, "the entry does not follow the one before it")
    if entry.hash != hash_of(entry):
        raise Broken(seq, "the entry was changed")


def _check_words(entry: Entry, digests: Digests) -> bool:
    """Whether the words were rewritten by an erasure; Broken when they are not what was sealed."""
    details: Details | None = getattr(entry, "details", None)
    if details is None:
        raise Broken(entry.seq, "the details are missing")
    expected: str | None = entry.digest
    if details.erasure_id is not None:
        expected = digests(details.erasure_id, entry.chain).get(entry.hash)
    if digest_of(details) != expected:
        raise Broken(entry.seq, "the details were changed")
    return details.is_erased


def _digests_of_erasure(erasure: str, chain: str) -> dict[str, str]:
    """What an erasure sealed; nothing when that entry is no erasure of this chain."""
    sealed = Details.objects.filter(entry=erasure, entry__chain=chain, entry__event=Event.JOURNAL_ERASED.value)
    text = sealed.values_list("rewritten_json", flat=True).first()
    try:
        return dict(json.loads(text or "[]"))
    except (ValueError, TypeError):
        return {}


def _check_end(chain: str, before: Head | None, last: int) -> None:
    """The head that was there at the start was passed, and the head that is there now was not overtaken."""
    now = Head.objects.filter(pk=chain).first()
    if before is None and now is None and last == 0:
        return  # nothing was ever written there
    if before is None or now is None:
        raise Broken(last, "the chain has no head")
    if last < before.seq:
        raise Broken(last + 1, "the entry is missing")
    if now.seq < last:
        raise Broken(now.seq + 1, "the entry was added beside the journal")
