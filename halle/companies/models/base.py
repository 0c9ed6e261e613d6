"""Columns that several tables share."""

from typing import Any
from uuid import uuid4

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from halle.core.countries import name_of
from halle.core.text import validate_plain_line


class Record(models.Model):
    """An unguessable key, two dates, and a counter that tells two people editing at once apart."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(_("créé le"), default=timezone.now, editable=False)
    updated_at = models.DateTimeField(_("modifié le"), auto_now=True)

    class Meta:
        abstract = True


def line(label: Any, length: int, **options: Any) -> "models.CharField[str, str]":
    """One optional line of plain text."""
    options.setdefault("blank", True)
    options.setdefault("default", "")
    return models.CharField(label, max_length=length, validators=[validate_plain_line], **options)


class PostalAddress(models.Model):
    """A postal address; the postcode is text (leading zeros, Corsica, overseas, foreign countries)."""

    address = line(_("adresse"), 200)
    postcode = line(_("code postal"), 12)
    city = line(_("ville"), 100)
    canton = line(_("canton"), 100)
    country = models.CharField(_("pays"), max_length=2, default="FR", help_text=_("Code ISO 3166-1 à deux lettres."))

    class Meta:
        abstract = True

    @property
    def one_line(self) -> str:
        """« 15 RUE CLAUDE CHAPPE, 35510 CESSON-SEVIGNE » (S-027)."""
        town = f"{self.postcode} {self.city}".strip()
        return ", ".join(part for part in (self.address, town) if part)

    @property
    def country_name(self) -> str:
        """« France »."""
        return name_of(self.country)
