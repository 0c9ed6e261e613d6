"""Two people editing the same thing: what did the first one change while the second was typing?"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.formats import date_format
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    FormBase = forms.BaseForm
else:
    FormBase = object

SALT = "halle.ui.forms.snapshot"
Plain = str | list[str]


@dataclass(frozen=True, slots=True)
class FieldDifference:
    """A field that somebody else changed while this form was being filled in, as people read it."""

    name: str
    label: str
    before: str
    now: str


class SnapshotMixin(FormBase):
    """Remembers what the form showed; the package's docstring says how a view uses it."""

    differences: list[FieldDifference]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.differences = []
        self._values_of_now: dict[str, Plain] | None = None
        self.fields["snapshot"] = SnapshotField()

    def full_clean(self) -> None:
        """Clean, then keep the snapshot out of the values that the view hands to a service."""
        super().full_clean()
        if hasattr(self, "cleaned_data"):
            self.cleaned_data.pop("snapshot", None)

    def changed_meanwhile(self, current_values: Mapping[str, Any]) -> list[FieldDifference]:
        """What differs between the values that the form showed and those of now; keeps it in `differences`.

        Nothing when the post carries no snapshot: a program that never saw the form has nothing to be told.
        """
        shown = self._posted_snapshot()
        now = {name: plain(value) for name, value in current_values.items() if name in self.fields}
        if shown is None:
            return []
        self.differences = [
            self._difference(name, shown[name], value)
            for name, value in now.items()
            if name in shown and shown[name] != value
        ]
        if self.differences:
            self._values_of_now = {**shown, **now}
        return self.differences

    def new_snapshot(self) -> str:
        """What the hidden field carries when the form is shown."""
        if self._values_of_now is not None:
            return _sign(self._values_of_now)
        posted = self.data.get(self.add_prefix("snapshot")) if self.is_bound else None
        if posted and self._posted_snapshot() is not None:
            return str(posted)
        return _sign(
            {
                name: plain(self.get_initial_for_field(field, name))
                for name, field in self.fields.items()
                if name != "snapshot"
            }
        )

    def _posted_snapshot(self) -> dict[str, Plain] | None:
        posted = self.data.get(self.add_prefix("snapshot"), "")
        try:
            return unsign(posted) if posted else None
        except signing.BadSignature:
            return None

    def _difference(self, name: str, before: Plain, now: Plain) -> FieldDifference:
        field = self.fields[name]
        return FieldDifference(name, str(self[name].label), readable(field, before), readable(field, now))


class SnapshotBoundField(forms.BoundField):
    """Shows the snapshot of what is shown now, not the one that was posted."""

    form: Any

    def value(self) -> str:
        return str(self.form.new_snapshot())


class SnapshotField(forms.CharField):
    """The hidden, signed field."""

    widget = forms.HiddenInput

    def __init__(self) -> None:
        super().__init__(required=False)

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> forms.BoundField:
        return SnapshotBoundField(form, self, field_name)

    def clean(self, value: Any) -> str:
        """Refuse a snapshot that was not written by us."""
        try:
            unsign(value or _sign({}))
        except signing.BadSignature as error:
            raise ValidationError(
                _("Le formulaire a été abîmé en chemin. Vérifiez vos réponses, puis enregistrez de nouveau."),
                code="snapshot",
            ) from error
        return ""


def _sign(values: dict[str, Plain]) -> str:
    return signing.dumps(values, salt=SALT, compress=True)


def unsign(text: str) -> dict[str, Plain]:
    """The values of a snapshot; raises BadSignature."""
    try:
        values = signing.loads(text, salt=SALT)
    except (json.JSONDecodeError, ValueError) as error:
        raise signing.BadSignature from error
    return dict(values)


def plain(value: Any) -> Plain:
    """A value as text that compares: nothing and the empty text are the same, order does not count in a set."""
    if value is None:
        return ""
    if isinstance(value, Model):
        return str(value.pk)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple | set | frozenset):
        return sorted(str(plain(item)) for item in value)
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
