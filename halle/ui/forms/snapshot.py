"""Two people editing the same thing: what did the first one change while the second was typing?"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.http import QueryDict  # noqa: TID251 - the shape of posted data
from django.utils.translation import gettext as _

from halle.ui.forms.values import Plain, plain, put, readable

if TYPE_CHECKING:
    FormBase = forms.BaseForm
else:
    FormBase = object

SALT = "halle.ui.forms.snapshot"


@dataclass(frozen=True, slots=True)
class FieldDifference:
    """A field that somebody else changed while this form was being filled in, as people read it."""

    name: str
    label: str
    before: str
    now: str
    typed_too: bool
    """Whether both changed it: then what was typed here stays, else the form takes the value of now."""


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

        The form to show again then has: what was typed here, and the values of now where nothing was typed.
        Nothing differs when the post carries no snapshot: a program that never saw the form has nothing to be told.
        """
        shown = self._posted_snapshot() or {}
        now = {
            name: plain(self.fields[name], value)
            for name, value in current_values.items()
            if name in shown and name in self.fields
        }
        self.differences = [
            self._difference(name, shown[name], value) for name, value in now.items() if shown[name] != value
        ]
        if self.differences:
            self._values_of_now = {**shown, **now}
            self._take_over(current_values)
        return self.differences

    def _take_over(self, current_values: Mapping[str, Any]) -> None:
        data: Any = QueryDict(mutable=True)
        data.update(self.data)
        for difference in self.differences:
            if not difference.typed_too:
                put(data, self[difference.name], current_values[difference.name])
        self.data = data

    def new_snapshot(self) -> str:
        """What the hidden field carries when the form is shown."""
        if self._values_of_now is not None:
            return _sign(self._values_of_now)
        posted = self.data.get(self.add_prefix("snapshot")) if self.is_bound else None
        if posted and self._posted_snapshot() is not None:
            return str(posted)
        return _sign(
            {
                name: plain(field, self.get_initial_for_field(field, name))
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
        typed_too = plain(field, self.cleaned_data.get(name)) not in (before, now)
        return FieldDifference(name, str(self[name].label), readable(field, before), readable(field, now), typed_too)


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
