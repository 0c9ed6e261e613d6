"""What an operator decides."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from halle.enrolment.selectors.desk import KINDS
from halle.ui.forms import HalleForm

ACCEPT, REFUSE = "accept", "refuse"


class QueueFilter(HalleForm):
    """One kind of request, or all."""

    moyen = forms.ChoiceField(label=_("Moyen"), required=False, choices=[("", _("Tous")), *KINDS])

    def kind(self) -> str:
        """What to show; an unknown value shows everything."""
        return str(self.cleaned_data["moyen"]) if self.is_valid() else ""


class DecisionForm(HalleForm):
    """Yes or no, and why."""

    decision = forms.ChoiceField(
        label=_("Décision"),
        choices=[(ACCEPT, _("Accepter")), (REFUSE, _("Refuser"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choisissez d’accepter ou de refuser.")},
    )
    reason = forms.CharField(
        label=_("Motif"),
        max_length=500,
        help_text=_("Écrit au journal de l’entreprise ; envoyé au demandeur en cas de refus."),
    )

    def __init__(self, *args: Any, only_refuse: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if only_refuse:
            self.fields["decision"].choices = [(REFUSE, _("Refuser"))]  # type: ignore[attr-defined]
            self.fields["decision"].initial = REFUSE

    def answer(self) -> dict[str, Any]:
        """What the services want."""
        return {"accept": self.cleaned_data["decision"] == ACCEPT, "reason": self.cleaned_data["reason"]}
