"""What every form of the site shares: plain text only, errors in clear French, two people editing at once.

A form is a `HalleForm` (or any Django form with `HalleFormMixin` in front of it):

    class ContactForm(SnapshotMixin, HalleForm):
        email = forms.EmailField(label=_("Courriel"), max_length=254)
        website = forms.URLField(label=_("Site Internet"), required=False, assume_scheme="https")
        description = PlainTextField(label=_("Description"), required=False, max_length=2000)
        created_on = DayField(label=_("Date de création"), required=False)

Every CharField (EmailField, URLField… are some) refuses control and bidirectional characters, and says what is wrong
in one sentence. `autocomplete` of personal data goes through `AUTOCOMPLETE`, or `widget.attrs` as usual.

Two people editing at once: `SnapshotMixin` adds one hidden, signed field: the values that the form showed. It is
never in `cleaned_data`. The view hands over the values of now, read under the lock:

    form = ContactForm(request.POST or None, initial=values_of(company))
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            locked = selectors.locked(company)
            if not form.changed_meanwhile(values_of(locked)):
                services.change_contact(locked, actor=request.actor, **form.cleaned_data)
                …redirect
    return render(request, "companies/contact.html", {"form": form})

When somebody changed something in between, the same page comes back: fields typed here keep what was typed, the others
take the values of now, `{% error_summary form %}` lists field, value before, value now; the form carries a new
snapshot, so that sending it again saves it.
`values_of` returns {field name: value} as `initial` does; fields that it does not name are not compared.
Templates that do not use `{% form_fields form %}` must write `{{ form.snapshot }}` inside `<form>`.
"""

from halle.ui.forms.plain import AUTOCOMPLETE, DayField, HalleForm, HalleFormMixin, HalleModelForm, PlainTextField
from halle.ui.forms.snapshot import FieldDifference, SnapshotMixin

__all__ = [
    "AUTOCOMPLETE",
    "DayField",
    "FieldDifference",
    "HalleForm",
    "HalleFormMixin",
    "HalleModelForm",
    "PlainTextField",
    "SnapshotMixin",
]
