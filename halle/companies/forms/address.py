"""What every postal address and telephone number of the site must look like."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from halle.core.countries import FRANCE, choices


class CountryField(forms.ChoiceField):
    """A country, France first."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("label", _("Pays"))
        options.setdefault("initial", FRANCE)
        super().__init__(choices=choices, **options)


class PhoneField(forms.CharField):
    """A telephone or fax number, as people write it: kept with its spaces, 6 to 15 digits."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("required", False)
        options.setdefault("max_length", 20)
        options.setdefault("widget", forms.TextInput(attrs={"type": "tel", "class": "medium"}))
        super().__init__(**options)

    def clean(self, value: Any) -> str:
        """Raises ValidationError when it cannot be dialled."""
        number = str(super().clean(value))
        digits = re.sub(r"\D", "", number)
        if number and (not re.fullmatch(r"\+?[0-9 .()\-/\u00a0]+", number) or not 6 <= len(digits) <= 15):
            raise ValidationError(
                _("Indiquez un numéro de téléphone, par exemple 02 99 00 00 00 ou +33 2 99 00 00 00."), code="phone"
            )
        return number


def check_postcode(form: forms.BaseForm) -> None:
    """Five digits in France; free elsewhere (3-domain-rules 4.1)."""
    postcode, country = form.cleaned_data.get("postcode"), form.cleaned_data.get("country", FRANCE)
    if postcode and country == FRANCE and not re.fullmatch(r"[0-9]{5}", postcode):
        form.add_error("postcode", _("Un code postal français compte 5 chiffres, par exemple 35510."))
