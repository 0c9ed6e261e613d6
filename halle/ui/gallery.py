"""What the gallery shows: forms in each state, rows, the names of the icons."""

import re
from functools import cache
from pathlib import Path

from django import forms

from halle.ui.forms import DayField, HalleForm, PlainTextField, SnapshotMixin

SUCCESSES = ["L'utilisateur a été créé avec succès", "Les rôles sont enregistrés avec succès"]
ROWS = [
    ("Nicolas Dupond", "nicolas.dupond@entreprise-test.example", "2019-05-17", "Actif", "success"),
    ("Bernard Dupond", "bernard.dupond@entreprise-test.example", "2019-05-21", "Désactivé", "danger"),
    ("Anne-Charlotte de Kermadec-Penanros", "anne-charlotte@entreprise-test.example", "", "Invité", "warning"),
]
ACTIVITIES = [
    ("0111Z", "0111Z - Culture de céréales (à l’exception du riz), de légumineuses et de graines oléagineuses"),
    ("0112Z", "0112Z - Culture du riz"),
    ("6201Z", "6201Z - Programmation informatique"),
]
SHOWN = {"first_name": "Nicolas", "email": "nicolas.dupond@entreprise-test.example", "country": "FR", "agreed": True}
ICONS = re.findall(r'id="([a-z]+)"', (Path(__file__).parent / "static/ui/icons.svg").read_text(encoding="utf-8"))


class SampleForm(SnapshotMixin, HalleForm):
    """One field of each kind."""

    first_name = forms.CharField(label="Prénom", max_length=80)
    email = forms.EmailField(label="Courriel", max_length=254, help_text="Il sert à vous connecter.")
    born_on = DayField(label="Date de création", required=False)
    country = forms.ChoiceField(label="Pays", choices=[("FR", "France"), ("BE", "Belgique"), ("DE", "Allemagne")])
    activity = forms.CharField(
        label="Libellé NAF",
        required=False,
        help_text="Tapez un code ou un mot.",
        widget=forms.TextInput(attrs={"list": "activites", "data-suggest-url": "/ui/suggestions/"}),
    )
    description = PlainTextField(label="Description", required=False, max_length=2000)
    notification = forms.ChoiceField(
        label="Préférences de notification",
        choices=[("email", "Courriel"), ("in_app", "Sur la plate-forme seulement")],
        widget=forms.RadioSelect,
    )
    agreed = forms.BooleanField(label="J’ai pris connaissance des conditions d’utilisation")


class LockedForm(HalleForm):
    """Fields that the State provides."""

    name = forms.CharField(label="Raison sociale")
    category = forms.ChoiceField(label="Catégorie", choices=[("", "Non renseignée"), ("pme", "PME")], required=False)

    def __init__(self) -> None:
        super().__init__(initial={"name": "ENTREPRISE TEST 2", "category": "pme"}, auto_id="locked_%s")
        for name in self.fields:
            self.lock(name, "Fourni par l’INSEE depuis le 02/07/2018 : seule une mise à jour par l’État le change.")


class SignInForm(HalleForm):
    """The first form that a person sees."""

    own_data = True
    email = forms.EmailField(label="Courriel")
    password = forms.CharField(
        label="Mot de passe", strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )


def refused_form() -> SampleForm:
    """Everything wrong at once."""
    typed = {"first_name": "Nico\u202elas", "email": "nicolas", "born_on": "31/02/2024", "country": "XX"}
    return SampleForm(typed, initial=SHOWN, auto_id="refused_%s")


def overtaken_form() -> SampleForm:
    """Right, but somebody else saved something in between."""
    shown = SampleForm(initial=SHOWN)["snapshot"].value()
    typed = {**SHOWN, "first_name": "Nicole", "notification": "email", "snapshot": shown}
    form = SampleForm(typed, initial=SHOWN, auto_id="overtaken_%s")
    form.full_clean()
    form.changed_meanwhile({**SHOWN, "first_name": "Nicolas-Marie", "country": "BE"})
    return form


@cache
def locked_form() -> LockedForm:
    """Nothing of it can be changed."""
    return LockedForm()
