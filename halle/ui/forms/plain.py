"""Forms that take plain text and explain their refusals."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from halle.core.text import validate_plain_line, validate_plain_text
from halle.ui.forms.values import plain

if TYPE_CHECKING:
    FormBase = forms.BaseForm
else:
    FormBase = object

# What browsers and password managers may fill in (WCAG 1.3.5), by field name. Only for a person's own data: a form
# about somebody else or about a company must not offer the typist's own address.
AUTOCOMPLETE = {
    "first_name": "given-name",
    "last_name": "family-name",
    "function": "organization-title",
    "address": "street-address",
    "postcode": "postal-code",
    "city": "address-level2",
    "country": "country",
    "email": "email",
    "mobile": "mobile tel",
    "phone": "work tel",
    "fax": "fax tel",
}

_TOO_LONG = _("Ce texte est trop long : %(limit_value)d caractères au plus, il en compte %(show_value)d.")
_NUL = _("Ce texte contient un caractère invisible qui n’est pas admis (U+0000). Retapez-le au clavier.")
_MESSAGES: dict[type[forms.Field], dict[str, Promise | str]] = {
    forms.EmailField: {"invalid": _("Indiquez une adresse de courriel complète, par exemple nom@domaine.fr.")},
    forms.URLField: {"invalid": _("Indiquez une adresse complète, par exemple https://www.exemple.fr.")},
    forms.DateField: {"invalid": _("Indiquez une date sous la forme jj/mm/aaaa, par exemple 28/02/2024.")},
    forms.IntegerField: {"invalid": _("Indiquez un nombre entier, en chiffres.")},
    forms.ChoiceField: {"invalid_choice": _("Choisissez une des valeurs proposées.")},
    forms.ModelChoiceField: {"invalid_choice": _("Choisissez une des valeurs proposées.")},
    forms.CharField: {"max_length": _TOO_LONG, "null_characters_not_allowed": _NUL},
}


class PlainTextarea(forms.Textarea):
    """A text area whose lines end as they do in our database, whatever the browser sends."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        value = super().value_from_datadict(data, files, name)
        return value.replace("\r\n", "\n").replace("\r", "\n") if isinstance(value, str) else value


class PlainTextField(forms.CharField):
    """Several lines of plain text."""

    widget = PlainTextarea(attrs={"rows": 5})


class DayField(forms.DateField):
    """A day typed as people write it here: 28/02/2024. What was typed stays in the field, even when it is wrong."""

    widget = forms.DateInput(format="%d/%m/%Y", attrs={"inputmode": "numeric", "class": "short", "maxlength": "10"})

    def __init__(self, **options: Any) -> None:
        options.setdefault("help_text", _("Par exemple 28/02/2024"))
        super().__init__(**options)

    def to_python(self, value: Any) -> date | None:
        """Dots, dashes and spaces between the numbers are as good as slashes."""
        if isinstance(value, str):
            value = value.strip()
            if not value[:4].isdigit():
                value = value.replace(".", "/").replace("-", "/").replace(" ", "/")
        return super().to_python(value)


class HalleFormMixin(FormBase):
    """Plain text only in every CharField, and errors that say what to do.

    `own_data = True` on a form about the person who fills it in lets the browser complete it.
    """

    own_data = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._prepare()

    def full_clean(self) -> None:
        """Clean, fields that a subclass added after our __init__ included."""
        self._prepare()
        super().full_clean()

    def _prepare(self) -> None:
        for name, field in self.fields.items():
            _explain(field)
            if isinstance(field, forms.CharField):
                _refuse_invisible(field)
            if self.own_data and name in AUTOCOMPLETE:
                field.widget.attrs.setdefault("autocomplete", AUTOCOMPLETE[name])

    def lock(self, name: str, reason: str | Promise) -> None:
        """Show the field grey, with the reason; whatever is posted for it is ignored (S-057).

        Use `attempts_on_locked` to refuse the post instead of ignoring it.
        """
        field = self.fields[name]
        field.disabled = True
        field.lock_reason = reason  # type: ignore[attr-defined]  # read by ui/field.html

    def attempts_on_locked(self) -> list[str]:
        """Names of locked fields for which another value than the shown one was posted."""
        return [
            name
            for name, field in self.fields.items()
            if field.disabled
            and self.add_prefix(name) in self.data
            and _differs(field, self[name].data, self.get_initial_for_field(field, name))
        ]


class HalleForm(HalleFormMixin, forms.Form):
    """A form of the site."""


class HalleModelForm(HalleFormMixin, forms.ModelForm):  # type: ignore[type-arg]  # each subclass names its model
    """A form of the site made from a model; it is never saved (services write)."""


def _differs(field: forms.Field, posted: Any, shown: Any) -> bool:
    # Not field.has_changed: it answers no for a disabled field, whatever was posted.
    try:
        return plain(field, field.to_python(posted)) != plain(field, shown)
    except ValidationError:
        return True


def _refuse_invisible(field: forms.CharField) -> None:
    several_lines = isinstance(field.widget, forms.Textarea)
    validator = validate_plain_text if several_lines else validate_plain_line
    if validator not in field.validators:
        field.validators.append(validator)


def _explain(field: forms.Field) -> None:
    """Put our sentences in place of Django's, never in place of those the form's author wrote."""
    ours: dict[str, Any] = {}
    for kind, messages in _MESSAGES.items():
        if isinstance(field, kind):
            ours = {**messages, **ours}
    if field.label:
        ours["required"] = _required(field)
    for code, message in ours.items():
        if field.error_messages.get(code) is _default(field, code):
            field.error_messages[code] = message


def _required(field: forms.Field) -> str:
    label = str(field.label)
    if isinstance(field, forms.BooleanField):
        return _("Cochez «\u00a0%(label)s\u00a0».") % {"label": label}
    if isinstance(field, forms.ChoiceField):
        return _("Choisissez une valeur pour «\u00a0%(label)s\u00a0».") % {"label": label}
    return _("Renseignez le champ «\u00a0%(label)s\u00a0».") % {"label": label}


def _default(field: forms.Field, code: str) -> Any:
    for kind in type(field).__mro__:
        messages = vars(kind).get("default_error_messages", {})
        if code in messages:
            return messages[code]
    return None
