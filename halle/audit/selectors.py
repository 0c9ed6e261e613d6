"""Reading the journal."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import Max, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from halle.audit.changes import Change
from halle.audit.models import PLATFORM, Entry
from halle.core.csvsafe import csv_lines


def journal_of(
    company_id: UUID | None,
    *,
    event: str | None = None,
    actor: UUID | None = None,
    text: str | None = None,
    since: date | None = None,
    until: date | None = None,
) -> QuerySet[Entry]:
    """The company's journal (the platform's for None), the latest first, words included.

    Days are those of the site's time zone, both included. `text` is looked for in names, values and reasons.
    """
    entries = Entry.objects.filter(chain=str(company_id) if company_id else PLATFORM)
    if event:
        entries = entries.filter(event=event)
    if actor:
        entries = entries.filter(actor_ref=actor)
    if text:
        words = ("actor_label", "subject_label", "reason", "changes_json")
        matches = [Q(**{f"details__{name}__icontains": text}) for name in words]
        entries = entries.filter(matches[0] | matches[1] | matches[2] | matches[3])
    if since:
        entries = entries.filter(at__gte=_midnight(since))
    if until:
        entries = entries.filter(at__lt=_midnight(until + timedelta(days=1)))
    return entries.select_related("details").order_by("-seq")


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def actors_in(company_id: UUID) -> list[tuple[UUID, str]]:
    """Who acted in that company: id and the name he went by last, for a list to choose from."""
    chain = Entry.objects.filter(chain=str(company_id))
    last_acts = chain.filter(actor_ref__isnull=False).order_by().values("actor_ref").annotate(last=Max("seq"))
    rows = chain.filter(seq__in=last_acts.values("last")).order_by("details__actor_label", "seq")
    return [(actor, label) for actor, label in rows.values_list("actor_ref", "details__actor_label") if actor]


def history_of(subject_type: str, subject_id: str) -> QuerySet[Entry]:
    """What happened to one thing, the latest first."""
    found = Entry.objects.filter(subject_type=subject_type, subject_id=subject_id)
    return found.select_related("details").order_by("-at", "-seq")


def journal_csv(entries: Iterable[Entry]) -> Iterator[str]:
    """The entries as the lines of a CSV file, one line a changed field."""
    header = [_("Date"), _("Auteur"), _("Évènement"), _("Objet"), _("Champ"), _("Avant"), _("Après"), _("Motif")]
    return csv_lines(header, (row for entry in entries for row in _rows(entry)))


def _rows(entry: Entry) -> Iterator[list[str]]:
    details = entry.details
    moment = f"{timezone.localtime(entry.at):%Y-%m-%d %H:%M:%S}"
    for change in list(details.changes.values()) or [Change("", "", "")]:
        yield [
            moment,
            details.actor_label,
            entry.event_label,
            details.subject_label,
            change.label,
            change.before,
            change.after,
            details.reason,
        ]
