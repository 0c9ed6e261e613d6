"""What an act changed, in words: field, before, after."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Field, ForeignKey, Model
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _


@dataclass(frozen=True, slots=True)
class Change:
    """One field as people read it, before and after."""

    label: str
    before: str
    after: str


Changes = dict[str, Change]


def apply_changes(instance: Model, **values: object) -> Changes:
    """Set the attributes that differ and tell which; nothing is saved.

    The keys are field names, fit for `save(update_fields=[*changes, …])`; an empty answer means nothing to save.
    """
    changes: Changes = {}
    for name, value in values.items():
        field = instance._meta.get_field(name)
        if not isinstance(field, Field):
            raise TypeError(f"{name} is not a column of {instance._meta.label}.")
        before, after = getattr(instance, name), value if isinstance(field, ForeignKey) else field.to_python(value)
        if before != after:
            setattr(instance, name, after)
            label = str(capfirst(str(field.verbose_name)))
            changes[name] = Change(label, displayed(field, before), displayed(field, after))
    return changes


def displayed(field: "Field[Any, Any]", value: Any) -> str:
    """The value as people read it: label of a choice, French date, Oui or Non; empty when there is none."""
    if field.choices:
        return str(dict(field.flatchoices).get(value, value or ""))
    if isinstance(value, bool):
        return _("Oui") if value else _("Non")
    if isinstance(value, datetime):
        return date_format(timezone.localtime(value), "j F Y H:i")
    if isinstance(value, date):
        return date_format(value, "j F Y")
    return "" if value is None else str(value)
