"""A company, and who provides each of its fields."""

from typing import TYPE_CHECKING
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from halle.companies.models.base import Record, line
from halle.core.text import validate_plain_text

if TYPE_CHECKING:
    from halle.companies.models.establishment import Establishment


class CompanyCategory(models.TextChoices):
    """INSEE's category by size (decree 2008-1354); « Non renseignée » is the empty value."""

    SMALL = "PME", _("Petite ou moyenne entreprise (PME)")
    MIDDLE = "ETI", _("Entreprise de taille intermédiaire (ETI)")
    LARGE = "GE", _("Grande entreprise (GE)")


class AdministrativeState(models.TextChoices):
    """Sirene's state of a legal unit."""

    ACTIVE = "A", _("Active")
    CEASED = "C", _("Cessée")


class Source(models.TextChoices):
    """Who provides a field."""

    INSEE = "insee", _("INSEE (répertoire Sirene)")
    RNE = "rne", _("Registre national des entreprises")
    TYPED = "typed", _("Saisi par l’entreprise")
    KEPT = "kept", _("Valeur maintenue par l’entreprise")


class Company(Record):
    """A legal unit: French with a SIREN, or foreign with another identifier. Its address is its head office's."""

    name = line(_("raison sociale"), 200, blank=False)
    acronym = line(_("sigle de l’entreprise"), 60)
    siren = models.CharField(_("SIREN"), max_length=9, null=True, blank=True, unique=True)
    foreign_identifier = line(_("identifiant national étranger"), 60)
    country = models.CharField(_("pays d’établissement"), max_length=2, default="FR")
    category = models.CharField(_("catégorie"), max_length=3, choices=CompanyCategory.choices, blank=True, default="")
    legal_category = models.CharField(_("nature juridique"), max_length=4, blank=True, default="")
    in_trades_register = models.BooleanField(_("inscrit aux RM"), null=True, blank=True)
    in_commercial_register = models.BooleanField(_("inscrit au RCS"), null=True, blank=True)
    naf_code = models.CharField(_("code NAF"), max_length=6, blank=True, default="")
    naf_nomenclature = models.CharField(_("nomenclature du code NAF"), max_length=10, blank=True, default="")
    description = models.TextField(
        _("description"), max_length=2000, blank=True, default="", validators=[validate_plain_text]
    )
    email = models.EmailField(_("courriel"), max_length=254, blank=True, default="")
    website = models.URLField(_("site Internet"), max_length=200, blank=True, default="")
    state = models.CharField(
        _("état administratif"), max_length=1, choices=AdministrativeState.choices, default=AdministrativeState.ACTIVE
    )
    created_on = models.DateField(_("date de création"), null=True, blank=True)
    struck_off_on = models.DateField(_("date de radiation"), null=True, blank=True)
    ceased_on = models.DateField(_("cessée le"), null=True, blank=True)
    naf_2025 = models.CharField(_("code NAF 2025"), max_length=6, blank=True, default="")
    workforce = models.CharField(_("tranche d’effectif"), max_length=2, blank=True, default="")
    workforce_year = models.PositiveSmallIntegerField(_("année de l’effectif"), null=True, blank=True)
    # False when the State masks the unit (diffusion partielle): third parties then never see its name or address.
    diffusible = models.BooleanField(_("diffusible"), default=True)
    # Empty: « compte non vérifié », wherever others see the company.
    verified_at = models.DateTimeField(_("compte vérifié le"), null=True, blank=True)
    compared_at = models.DateTimeField(_("comparée au registre le"), null=True, blank=True)

    class Meta:
        verbose_name = _("entreprise")
        verbose_name_plural = _("entreprises")
        ordering = ("name", "id")
        constraints = [
            models.CheckConstraint(
                condition=Q(siren__isnull=False) | ~Q(foreign_identifier=""), name="company_has_an_identifier"
            ),
            models.UniqueConstraint(
                "country",
                "foreign_identifier",
                condition=~Q(foreign_identifier=""),
                name="company_foreign_identifier_unique",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def identifier(self) -> str:
        """What names the company in addresses: its SIREN, or its key when it has none."""
        return self.siren or str(self.pk)

    @property
    def head_office(self) -> "Establishment":
        """The one establishment that is the head office (one query, then kept)."""
        if not hasattr(self, "_head_office"):
            self._head_office: Establishment = self.establishments.get(is_head_office=True)
        return self._head_office


class FieldSource(models.Model):
    """Who provides one field of a company or of one establishment, and since when.

    A field without a line is typed by the company. Fields that come from the State are locked (S-057).
    """

    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="field_sources")
    establishment = models.ForeignKey(
        "companies.Establishment", on_delete=models.CASCADE, null=True, blank=True, related_name="field_sources"
    )
    # What names it in addresses.
    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    field = models.CharField(_("champ"), max_length=40)
    source = models.CharField(_("source"), max_length=8, choices=Source.choices)
    since = models.DateField(_("depuis le"))
    # Of a value that the company keeps against the State's: why, and what the State says.
    reason = line(_("motif"), 300)
    state_value = line(_("valeur du registre"), 300)

    class Meta:
        ordering = ("field",)
        constraints = [
            models.UniqueConstraint(
                fields=["company", "field"], condition=Q(establishment__isnull=True), name="one_source_a_company_field"
            ),
            models.UniqueConstraint(
                fields=["establishment", "field"],
                condition=Q(establishment__isnull=False),
                name="one_source_an_establishment_field",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.field}: {self.get_source_display()}"
