"""Values of fields as text: to compare, to read, to post."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import Model
from django.http import QueryDict  # noqa: TID251 - the shape of posted data
from django.utils.formats import date_format
from django.utils.translation import gettext as _

Plain = str | list[str]


def plain(field: forms.Field, value: Any) -> Plain:
    """A field's value as text that compares: nothing is the empty text, order does not count in a set."""
    if isinstance(field, forms.BooleanField) and not isinstance(field, forms.NullBooleanField):
        value = bool(value)
    if value is None:
        return ""
    if isinstance(value, Model):
        return str(value.pk)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple | set | frozenset):
        return sorted(str(plain(field, item)) for item in value) or ""
    return str(value).replace("\r\n", "\n").strip()


def readable(field: forms.Field, value: Plain) -> str:
    """A value of a snapshot as people read it on the form."""
    if isinstance(value, list):
        return ", ".join(readable(field, item) for item in value) or _("(vide)")
    if not value:
        return _("(vide)")
    if isinstance(field, forms.DateField):
        return date_format(date.fromisoformat(value), "d/m/Y")
    if isinstance(field, forms.BooleanField):
        return _("oui") if value == "True" else _("non")
    choices = getattr(field, "choices", None)
    if choices is None:
        return value
    return next((str(label) for key, label in flat(choices) if str(key) == value), value)


def flat(choices: Any) -> list[tuple[Any, Any]]:
    """Choices without their groups."""
    pairs: list[tuple[Any, Any]] = []
    for key, label in choices:
        if isinstance(label, list | tuple):
            pairs.extend(flat(label))
        else:
            pairs.append((key, label))
    return pairs


def put(data: QueryDict, bound: forms.BoundField, value: Any) -> None:
    """Write a value into posted data as the field's own input would post it."""
    value = bound.field.prepare_value(value)
    if isinstance(value, bool | None):
        data.setlist(bound.html_name, ["on"] if value else [])
    elif isinstance(value, list | tuple | set):
        data.setlist(bound.html_name, [str(item) for item in value])
    else:
        data[bound.html_name] = str(bound.field.widget.format_value(value) if isinstance(value, date) else value)
