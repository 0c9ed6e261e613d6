"""A NAF code found by typing: code, « code - libellé » or words."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from halle.core.nomenclatures import CURRENT_NAF, NAF_LABELS, Activity, activity, search_activities

SHOWN = 12


class NafInput(forms.TextInput):
    """A text box with proposals while typing, where JavaScript runs."""

    def __init__(self, suggest_url: Any) -> None:
        super().__init__(attrs={"data-suggest-url": suggest_url, "list": "naf-propositions", "autocomplete": "off"})

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """The box and the list that proposals go into."""
        box = super().render(name, value, attrs, renderer)
        return format_html('{}<datalist id="naf-propositions"></datalist>', box)


class NafField(forms.CharField):
    """Cleans to an Activity (code with its nomenclature), or to None when empty and not required."""

    def __init__(self, *, suggest_url: Any, **options: Any) -> None:
        super().__init__(max_length=300, widget=NafInput(suggest_url), **options)

    def clean(self, value: Any) -> Any:
        """Raises ValidationError that lists the activities meant, when several are."""
        text = str(super().clean(value))
        if not text:
            return None
        found = exact(text) or search_activities(text, limit=SHOWN + 1)
        if len(found) == 1:
            return found[0]
        if not found:
            raise ValidationError(
                _(
                    "Aucune activité ne correspond à « %(text)s ». Essayez un autre mot, ou le code : "
                    "quatre chiffres et une lettre."
                ),
                code="unknown",
                params={"text": text},
            )
        raise ValidationError(several(found), code="several")


def exact(text: str) -> list[Activity]:
    """The activity whose code is the text, or whose « code - libellé » it is; rév. 2 before 2025."""
    code, _dash, _label = text.partition(" - ")
    known = (activity(code, nomenclature) for nomenclature in CURRENT_NAF)
    return [one for one in known if one is not None][:1]


def several(found: list[Activity]) -> str:
    """A sentence that names the activities meant."""
    names = " ; ".join(f"{one.full} ({NAF_LABELS[one.nomenclature]})" for one in found[:SHOWN])
    more = "…" if len(found) > SHOWN else "."
    return str(
        _("Plusieurs activités correspondent, tapez le code de la vôtre : %(names)s%(more)s")
        % {"names": names, "more": more}
    )
