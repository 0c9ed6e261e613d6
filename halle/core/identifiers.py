"""SIREN, SIRET, NIC, VAT and foreign identifiers, on python-stdnum.

Source of the rules: INSEE, « Numéro SIRET » (definition c1841) for the La Poste exception.
"""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from stdnum import luhn
from stdnum.fr import siren as stdnum_siren

LA_POSTE = "356000000"
# Spaces of every kind (no-break, thin), dots and dashes: what people and spreadsheets put between groups.
SEPARATORS = re.compile(r"[\s.\-\u00a0\u202f\u2009\u2011]+")


def compact(number: str) -> str:
    """The number without the separators that people type."""
    return SEPARATORS.sub("", number)


def clean_siren(number: str) -> str:
    """Nine digits with a right key; raises ValidationError that says what is wrong."""
    siren = compact(number)
    if not re.fullmatch(r"[0-9]{9}", siren):
        raise ValidationError(_("Un numéro SIREN compte 9 chiffres."), code="siren_length")
    if siren == "000000000" or not stdnum_siren.is_valid(siren):
        raise ValidationError(_("Ce numéro SIREN n’est pas valide : vérifiez chaque chiffre."), code="siren_key")
    return siren


def clean_siret(number: str) -> str:
    """Fourteen digits: a valid SIREN then a NIC with the right key; raises ValidationError that says what is wrong."""
    siret = compact(number)
    if not re.fullmatch(r"[0-9]{14}", siret):
        raise ValidationError(_("Un numéro SIRET compte 14 chiffres."), code="siret_length")
    clean_siren(siret[:9])
    if not _siret_key_is_right(siret):
        raise ValidationError(_("Ce numéro SIRET n’est pas valide : vérifiez chaque chiffre."), code="siret_key")
    return siret


def clean_nic(number: str, *, siren: str) -> str:
    """Five digits that make a valid SIRET after this SIREN; raises ValidationError that says what is wrong."""
    nic = compact(number)
    if not re.fullmatch(r"[0-9]{5}", nic):
        raise ValidationError(_("Un NIC compte 5 chiffres : les cinq derniers du SIRET."), code="nic_length")
    if not _siret_key_is_right(siren + nic):
        raise ValidationError(
            _("Ce NIC ne correspond pas au SIREN %(siren)s : vérifiez chaque chiffre."),
            code="nic_key",
            params={"siren": display_siren(siren)},
        )
    return nic


def _siret_key_is_right(siret: str) -> bool:
    if luhn.is_valid(siret):
        return True
    return siret.startswith(LA_POSTE) and sum(map(int, siret)) % 5 == 0


def display_siren(siren: str) -> str:
    """`732 829 320`, grouped with no-break spaces."""
    return "\u00a0".join((siren[:3], siren[3:6], siren[6:])) if len(siren) == 9 else siren


def display_siret(siret: str) -> str:
    """`732 829 320 00074`, grouped with no-break spaces."""
    return f"{display_siren(siret[:9])}\u00a0{siret[9:]}" if len(siret) == 14 else siret


def vat_number(siren: str) -> str:
    """The French intra-community VAT number; key = (12 + 3 × (SIREN mod 97)) mod 97."""
    return f"FR{(12 + 3 * (int(siren) % 97)) % 97:02d}{siren}"


def clean_foreign_identifier(number: str) -> str:
    """A national identifier of another country: kept as typed, upper case, spaces folded; 2 to 60 characters.

    No key is checked: Luhn is never a blocker for foreign companies (3-domain-rules 4.1).
    """
    identifier = " ".join(number.upper().split())
    if not re.fullmatch(r"[0-9A-Z][0-9A-Z .\-/]{1,59}", identifier):
        raise ValidationError(
            _("Un identifiant national compte 2 à 60 lettres et chiffres (espaces, points, tirets et barres admis)."),
            code="foreign_identifier",
        )
    return identifier
