"""Appending to a chain: the only way in."""

import secrets

from django.db import transaction

from halle.audit.hashing import digest_of, hash_of
from halle.audit.models import Details, Entry, Head
from halle.core.clock import now


@transaction.atomic(savepoint=False)
def append(entry: Entry, details: Details) -> Entry:
    """Give the entry its place, its time and its hash, and store both."""
    head = lock_head(entry.chain)
    details.salt = new_salt()
    entry.seq, entry.prev, entry.at = head.seq + 1, head.hash, now()
    entry.digest = digest_of(details)
    entry.hash = hash_of(entry)
    entry.save(force_insert=True)
    details.entry = entry
    details.save(force_insert=True)
    head.seq, head.hash = entry.seq, entry.hash
    head.save(force_update=True)
    return entry


def lock_head(chain: str) -> Head:
    """The end of the chain, ours until the transaction ends."""
    head = Head.objects.select_for_update().filter(pk=chain).first()
    if head is None:
        Head.objects.get_or_create(pk=chain)
        head = Head.objects.select_for_update().get(pk=chain)
    return head


def new_salt() -> str:
    """What makes a digest of few possible words impossible to guess, as long as it is kept; destroyed by erasing."""
    return secrets.token_hex(32)
