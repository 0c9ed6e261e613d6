"""What is hashed, byte for byte; anybody can write a second verifier from this page.

- text of changes: JSON list of [field, label, before, after], no spaces, UTF-8, in the order of the act
- digest of details: SHA-256(salt ‖ JSON list of the words, in the order of WORDS)
- hash of an entry: SHA-256(prev ‖ seq ‖ JSON object of PAYLOAD, keys sorted), prev as 64 hexadecimal characters
"""

import hashlib
import json
from datetime import UTC
from typing import TYPE_CHECKING, Any

from halle.audit.changes import Change, Changes

if TYPE_CHECKING:
    from halle.audit.models import Details, Entry

WORDS = ("person", "actor_label", "subject_label", "reason", "changes_json", "rewritten_json")
PAYLOAD = ("chain", "seq", "at", "event", "actor_kind", "actor_ref", "subject_type", "subject_id", "digest")


def canonical(value: Any) -> str:
    """JSON with one spelling only."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def write_changes(changes: Changes) -> str:
    """Changes as stored; nothing for no change."""
    rows = [[name, change.label, change.before, change.after] for name, change in changes.items()]
    return canonical(rows) if rows else ""


def read_changes(text: str) -> Changes:
    """Changes as they were written."""
    return {name: Change(label, before, after) for name, label, before, after in json.loads(text or "[]")}


def digest_of(details: "Details") -> str:
    """The salted digest of the words of an entry."""
    words = [str(details.person) if details.person else "", *(getattr(details, name) for name in WORDS[1:])]
    return hashlib.sha256(f"{details.salt}{canonical(words)}".encode()).hexdigest()


def hash_of(entry: "Entry") -> str:
    """The hash that seals the entry and, through `prev`, all before it."""
    payload: dict[str, Any] = {name: getattr(entry, name) for name in PAYLOAD}
    payload["at"] = entry.at.astimezone(UTC).isoformat(timespec="microseconds")
    payload["actor_ref"] = str(entry.actor_ref) if entry.actor_ref else ""
    return hashlib.sha256(f"{entry.prev}{entry.seq}{canonical(payload)}".encode()).hexdigest()
