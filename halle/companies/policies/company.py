"""The company's own record."""

from django.utils.translation import gettext_lazy as _

from halle.companies.models import Company
from halle.core.actors import Actor
from halle.core.decisions import Decision, allow_if


def view_company(actor: Actor, company: Company) -> Decision:
    """Every member reads the company's sheet."""
    return allow_if(actor.belongs_to(company), _("Vous n’êtes pas rattaché à cette entreprise."))


def edit_company(actor: Actor, company: Company) -> Decision:
    """Only an administrator of the company changes its record."""
    return allow_if(
        actor.is_system or actor.administers(company),
        _("Seul un administrateur de l’entreprise peut modifier sa fiche."),
    )


def read_journal(actor: Actor, company: Company) -> Decision:
    """Administrators read who did what."""
    return allow_if(
        actor.administers(company), _("Seul un administrateur de l’entreprise peut consulter son journal.")
    )
