"""Forgetting a person: the words go, the chain stays and still verifies.

The words that are left get a new salt and a new digest, and a further entry of the same chain seals these digests:
what is left after an erasure can't be changed unnoticed either.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from halle.audit.chain import append, lock_head, new_salt
from halle.audit.changes import Change
from halle.audit.events import Event
from halle.audit.hashing import canonical, digest_of, read_changes, write_changes
from halle.audit.models import ActorKind, Details, Entry

AT_ONCE = 200


@dataclass(frozen=True)
class Person:
    """Who is forgotten: his id, what stands in place of his name, and the words by which entries name him."""

    user_id: UUID
    label: str
    words: tuple[str, ...]

    @property
    def pattern(self) -> re.Pattern[str]:
        """His names as whole words, whatever the case."""
        return re.compile(
            "|".join(rf"(?<!\w){re.escape(word)}(?!\w)" for word in self.words) or r"(?!)", re.IGNORECASE
        )


@transaction.atomic
def forget_person(user_id: UUID, label: str, *, company: UUID | None = None, words: Iterable[str] = ()) -> int:
    """Put `label` in place of the person's name everywhere in the journal, and erase the values about him.

    With `company`, only in that company's journal. `words` are further names of his (e-mail addresses) to look for in
    what was written about others. Returns how many entries were rewritten; run again, it finds none.
    """
    scope = Details.objects.filter(entry__chain=str(company)) if company else Details.objects.all()
    theirs = Q(person=user_id) | Q(entry__actor_ref=user_id)
    person = Person(user_id, label, _names(scope.filter(theirs), user_id, label, words))
    found = scope.filter(theirs | _mentions(person.words))
    chains = found.order_by("entry__chain").values_list("entry__chain", flat=True).distinct()
    return sum(_rewrite_chain(chain, found, person) for chain in list(chains))


def _names(rows: QuerySet[Details], user_id: UUID, label: str, words: Iterable[str]) -> tuple[str, ...]:
    """Full names and addresses by which the journal knows him; a lone word is never one: it may be another's."""
    names = set(words)
    names |= set(rows.filter(entry__actor_ref=user_id).order_by("pk").values_list("actor_label", flat=True))
    names |= set(rows.filter(person=user_id).order_by("pk").values_list("subject_label", flat=True))
    return tuple(sorted(name for name in names - {label} if re.search(r"\w[ @]\w", name)))


def _mentions(words: tuple[str, ...]) -> Q:
    """Entries in which one of the words may stand."""
    mentions = Q(pk__in=())
    for word in words:
        for spelling in {word, word.upper(), word.lower()}:
            mentions |= Q(subject_label__icontains=spelling) | Q(reason__icontains=spelling)
            mentions |= Q(changes_json__icontains=canonical(spelling)[1:-1])
    return mentions


def _rewrite_chain(chain: str, found: QuerySet[Details], person: Person) -> int:
    lock_head(chain)
    rows = found.filter(entry__chain=chain).select_related("entry").order_by("entry__seq").iterator(AT_ONCE)
    changed = [details for details in rows if _rewrite(details, person)]
    for start in range(0, len(changed), AT_ONCE):
        _seal(chain, changed[start : start + AT_ONCE])
    return len(changed)


def _rewrite(details: Details, person: Person) -> bool:
    """Take the person out of the words, in memory; whether there was anything to take out."""
    before = (details.actor_label, details.subject_label, details.reason, details.changes_json)
    about_him = details.person == person.user_id
    if details.entry.actor_ref == person.user_id:
        details.actor_label = person.label
    if about_him:
        details.subject_label = person.label
    elif details.person is None:
        details.subject_label = person.pattern.sub(person.label, details.subject_label)[:300]
    details.reason = _erased(details.reason, person, whole=about_him)
    details.changes_json = write_changes(
        {
            name: Change(
                change.label,
                _erased(change.before, person, whole=about_him),
                _erased(change.after, person, whole=about_him),
            )
            for name, change in read_changes(details.changes_json).items()
        }
    )
    return before != (details.actor_label, details.subject_label, details.reason, details.changes_json)


def _erased(text: str, person: Person, *, whole: bool) -> str:
    """The text without the person; an empty one stays empty."""
    if whole:
        return _("effacé") if text else ""
    return person.pattern.sub(lambda _match: person.label, text)


def _seal(chain: str, rows: list[Details]) -> None:
    """Append the entry that holds the new digests, then store the rewritten words."""
    for details in rows:
        details.salt = new_salt()
    digests = [[details.pk, digest_of(details)] for details in rows]
    erasure = Entry(chain=chain, event=Event.JOURNAL_ERASED.value, actor_kind=ActorKind.SYSTEM, actor_ref=None)
    append(erasure, Details(actor_label=_("Système"), rewritten_json=canonical(digests)))
    for details in rows:
        details.erasure = erasure
        details.save(force_update=True)
