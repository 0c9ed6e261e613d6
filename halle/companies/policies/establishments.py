"""Places of a company."""

from django.utils.translation import gettext_lazy as _

from halle.companies.models import Company, Establishment, EstablishmentProposal
from halle.core.actors import Actor
from halle.core.decisions import Decision, allow_if


def edit_establishments(actor: Actor, company: Company) -> Decision:
    """Only administrators create, change, close and reopen places."""
    return allow_if(
        actor.is_system or actor.administers(company),
        _("Seul un administrateur de l’entreprise peut gérer ses établissements."),
    )


def close_establishment(establishment: Establishment, *, people: int) -> Decision:
    """Neither the head office, nor a place where somebody still is."""
    return allow_if(
        not establishment.is_head_office,
        _("Le siège social ne se ferme pas : désignez d’abord un autre établissement comme siège."),
    ) and allow_if(
        people == 0,
        _("Des utilisateurs y sont encore rattachés : changez d’abord l’établissement dans la fiche de chacun."),
    )


def make_head_office(establishment: Establishment) -> Decision:
    """A closed place cannot be the head office."""
    return allow_if(
        establishment.closed_on is None,
        _("Un établissement fermé ne peut pas devenir le siège social : rouvrez-le d’abord."),
    )


def propose_establishment(actor: Actor, company: Company) -> Decision:
    """Every member may propose a place (S-041)."""
    return allow_if(actor.belongs_to(company), _("Vous n’êtes pas rattaché à cette entreprise."))


def view_proposal(actor: Actor, proposal: EstablishmentProposal) -> Decision:
    """One's own, or any when one administers the company."""
    return allow_if(
        actor.administers(proposal.company) or actor.user == proposal.proposed_by.user_id,
        _("Vous ne voyez que vos propres propositions."),
    )
