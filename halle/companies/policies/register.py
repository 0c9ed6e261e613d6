"""The State's data of a company."""

from django.utils.translation import gettext_lazy as _

from halle.companies.models import Company
from halle.core.actors import Actor
from halle.core.decisions import Decision, allow_if, deny


def update_from_register(actor: Actor, company: Company) -> Decision:
    """Administrators and the nightly job; a foreign company has no line in the State's register."""
    if not company.siren:
        return deny(
            _("Une entreprise étrangère n’est pas au répertoire Sirene : ses données se modifient sur sa fiche.")
        )
    return allow_if(
        actor.is_system or actor.administers(company),
        _("Seul un administrateur de l’entreprise peut mettre à jour sa fiche depuis le registre."),
    )
