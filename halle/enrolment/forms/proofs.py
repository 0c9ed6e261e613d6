"""What somebody gives to prove that he may act."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.utils.translation import gettext_lazy as _

from halle.core.clock import today
from halle.enrolment.codes import LENGTH, normalised
from halle.enrolment.evidence import check
from halle.enrolment.mailboxes import domain_of_mailbox, is_free_mail
from halle.enrolment.services.proofs import oldest_kbis
from halle.ui.forms import DayField, HalleForm


class MailboxForm(HalleForm):
    """A mailbox of the company's own."""

    address = forms.EmailField(
        label=_("Courriel de l’entreprise"),
        max_length=254,
        help_text=_("Une adresse au nom de domaine de l’entreprise, par exemple contact@votre-entreprise.fr"),
    )

    def clean_address(self) -> str:
        """Refuse mailboxes that anybody can open."""
        address: str = self.cleaned_data["address"]
        if is_free_mail(address):
            raise ValidationError(
                _(
                    "%(domain)s offre des adresses à tout le monde : cela ne prouve rien de l’entreprise. Indiquez "
                    "une adresse à son propre nom de domaine, ou choisissez un autre moyen."
                ),
                code="free_mail",
                params={"domain": domain_of_mailbox(address)},
            )
        return address


class CodeForm(HalleForm):
    """The code of a mail or of a letter."""

    code = forms.CharField(
        label=_("Code"),
        max_length=20,
        help_text=_("Huit lettres et chiffres ; les majuscules et le tiret sont indifférents."),
        widget=forms.TextInput(
            attrs={
                "autocomplete": "one-time-code",
                "autocapitalize": "characters",
                "class": "short",
                "spellcheck": "false",
            }
        ),
    )

    def clean_code(self) -> str:
        """A code that is too short or too long costs no try."""
        code = normalised(self.cleaned_data["code"])
        if len(code) != LENGTH:
            raise ValidationError(_("Le code compte huit lettres et chiffres. Relisez-le."), code="length")
        return code


class KbisForm(HalleForm):
    """A Kbis and its date."""

    file = forms.FileField(
        label=_("Extrait Kbis"),
        max_length=200,
        help_text=_("PDF, JPEG ou PNG, 5 Mo au plus"),
        widget=forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"}),
    )
    issued_on = DayField(
        label=_("Date du Kbis"), help_text=_("En haut du Kbis, « à jour au… ». Par exemple 28/02/2024")
    )

    def clean_file(self) -> "File[bytes]":
        """Refuse what operators could not read, or not without danger."""
        file: File[bytes] = self.cleaned_data["file"]
        check(str(file.name), file.size or 0, file)  # type: ignore[arg-type]  # a file by its methods
        return file

    def clean_issued_on(self) -> Any:
        """Less than three months old."""
        day = self.cleaned_data["issued_on"]
        if day > today():
            raise ValidationError(_("Cette date est dans le futur. Relisez la date sur le Kbis."), code="future")
        if day < oldest_kbis():
            raise ValidationError(
                _("Ce Kbis a plus de 3 mois. Demandez-en un nouveau, gratuit sur monidenum.fr."), code="old"
            )
        return day


class OfficerForm(HalleForm):
    """Which of the register's officers one is."""

    officer = forms.ChoiceField(label=_("Vous êtes"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, people: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["officer"].choices = [(name, name) for name in people]  # type: ignore[attr-defined]
