"""What somebody says against the recovery of a company."""

from django import forms
from django.utils.translation import gettext_lazy as _

from halle.ui.forms import HalleForm


class ObjectionForm(HalleForm):
    """Why not: operators read it."""

    text = forms.CharField(
        label=_("Motif de votre opposition"),
        max_length=500,
        help_text=_("Par exemple : cette personne ne travaille pas pour l’entreprise. Les exploitants le liront."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
