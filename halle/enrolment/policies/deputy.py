"""Who names the deputy, and who takes over."""

from django.utils.translation import gettext_lazy as _

from halle.companies.models import Company, Membership
from halle.core.actors import Actor
from halle.core.decisions import Decision, allow_if
from halle.enrolment.models.deputy import is_fit


def name_deputy(actor: Actor, company: Company) -> Decision:
    """Administrators name, change and withdraw the deputy."""
    return allow_if(
        actor.administers(company), _("Seul un administrateur de l’entreprise peut désigner son suppléant.")
    )


def be_deputy(membership: Membership) -> Decision:
    """An active member who does not administer yet."""
    return allow_if(
        is_fit(membership),
        _("Le suppléant est une personne active de l’entreprise qui ne l’administre pas encore."),
    )


def take_over(actor: Actor, asked: Membership | None) -> Decision:
    """The deputy, once he is asked (`asked`: his seat) and as long as no administrator came back."""
    return allow_if(
        asked is not None and actor.user is not None and actor.user == asked.user_id,
        _("Personne ne vous demande de prendre la suite : les administrateurs de l’entreprise sont présents."),
    )
