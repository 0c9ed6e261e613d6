"""Keeping and erasing the files that operators read."""

import hashlib
from datetime import timedelta
from uuid import uuid4

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q

from halle.audit import services as audit
from halle.audit.events import Event
from halle.core.actors import SYSTEM, Actor
from halle.core.clock import now
from halle.core.decisions import require
from halle.enrolment.evidence import LONGEST_NAME, extension_of
from halle.enrolment.models import Evidence, Proof, ProofState
from halle.enrolment.policies import desk as policies

FOLDER = "evidence"
KEPT_AFTER_DECISION = timedelta(days=30)
DECIDED = (ProofState.ACCEPTED, ProofState.REFUSED, ProofState.ABANDONED)


def keep(proof: Proof, *, file: "File[bytes]") -> Evidence:
    """Store the file under a random name, in the caller's transaction; its own name is only text."""
    original = str(file.name)
    piece = Evidence(proof=proof, name=_shortened(original), size=file.size or 0, sha256=_sha256(file))
    name = f"{uuid4().hex}{extension_of(original)}"
    piece.file.save(name, file, save=False)
    stored = str(piece.file.name)
    try:
        piece.save(force_insert=True)
    except BaseException:
        piece.file.storage.delete(stored)
        raise
    return piece


@transaction.atomic
def note_seen(piece: Evidence, *, actor: Actor) -> Evidence:
    """Write in the company's journal that an operator looks at the file."""
    proof = piece.proof
    require(policies.handle(actor, proof))
    audit.record(
        Event.EVIDENCE_SEEN,
        actor=actor,
        subject=piece,
        company=proof.company_id,
        person=proof.user_id,
        reason=str(proof.get_kind_display()),
    )
    return piece


def erase_old() -> str:
    """Nightly: erase files 30 days after the decision, and at once all that proofs hold on people who were erased.

    The proof stays, and so does the journal.
    """
    decided = Q(proof__state__in=DECIDED, proof__decided_at__lt=now() - KEPT_AFTER_DECISION)
    forgotten = Q(proof__user__anonymised_at__isnull=False)
    old = Evidence.objects.filter(decided | forgotten).select_related("proof")
    erased = 0
    for piece in old.iterator():
        _erase(piece)
        erased += 1
    _forget_people()
    return f"{erased} pieces of evidence erased, {_erase_strays()} stray files"


def _forget_people() -> None:
    theirs = Proof.objects.filter(user__anonymised_at__isnull=False)
    theirs.exclude(state__in=DECIDED).update(state=ProofState.ABANDONED, decided_at=now(), digest="")
    theirs.exclude(target="", officer="").update(target="", officer="")


def _erase_strays() -> int:
    """Files without a row: what a process killed between file and row, or an erased company, leaves behind."""
    storage, folder = default_storage, FOLDER
    try:
        names = storage.listdir(folder)[1]
    except FileNotFoundError:
        return 0
    known = set(Evidence.objects.values_list("file", flat=True))
    yesterday = now() - timedelta(days=1)
    strays = [path for path in (f"{folder}/{name}" for name in names) if path not in known]
    strays = [path for path in strays if storage.get_modified_time(path) < yesterday]
    for path in strays:
        storage.delete(path)
    return len(strays)


@transaction.atomic
def _erase(piece: Evidence) -> None:
    # The file goes first: were the row gone and the file left, nobody would ever find it again.
    piece.file.storage.delete(str(piece.file.name))
    proof = piece.proof
    audit.record(Event.EVIDENCE_ERASED, actor=SYSTEM, subject=piece, company=proof.company_id, person=proof.user_id)
    piece.delete()


def _shortened(name: str) -> str:
    kept = "".join(character for character in name if character.isprintable())
    return kept[-LONGEST_NAME:]


def _sha256(file: "File[bytes]") -> str:
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()
