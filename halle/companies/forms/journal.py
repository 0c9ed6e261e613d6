"""What to look for in the journal."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from halle.audit.events import Event
from halle.ui.forms import DayField, HalleForm


class JournalFilter(HalleForm):
    """By act, person, days, words."""

    event = forms.ChoiceField(label=_("Évènement"), choices=[("", _("Tous")), *Event.choices], required=False)
    actor = forms.TypedChoiceField(label=_("Auteur"), coerce=UUID, empty_value=None, required=False)
    since = DayField(label=_("Du"), required=False, help_text="")
    until = DayField(label=_("Au"), required=False, help_text="")
    text = forms.CharField(label=_("Mots"), max_length=100, required=False)

    def __init__(self, *args: Any, actors: list[tuple[UUID, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        actor = self.fields["actor"]
        assert isinstance(actor, forms.ChoiceField)  # noqa: S101 - narrows the type
        actor.choices = [("", _("Tous")), *((str(pk), label) for pk, label in actors)]

    def criteria(self) -> dict[str, Any]:
        """What `journal_of` takes; a field that was refused filters nothing."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}
