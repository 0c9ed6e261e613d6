"""Forms of one's own account."""

from django import forms
from django.utils.translation import gettext_lazy as _

from halle.companies.models import NotificationChoice
from halle.ui.forms import HalleForm


class NotificationsForm(HalleForm):
    """How the site's messages reach a person."""

    notification = forms.ChoiceField(
        label=_("Préférences de notification"),
        choices=NotificationChoice.choices,
        widget=forms.RadioSelect,
        help_text=_(
            "Tous les messages restent dans « Mes messages ». Les courriels de sécurité (mot de passe, connexion, "
            "invitation) sont toujours envoyés."
        ),
    )
