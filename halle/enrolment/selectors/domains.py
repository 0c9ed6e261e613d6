"""Which domains belong to a company, as far as somebody else than the applicant said so."""

from halle.audit.events import Event
from halle.audit.selectors import journal_of
from halle.companies.models import Company, Source
from halle.enrolment.mailboxes import FREE_MAIL, domain_of_mailbox, domain_of_site
from halle.enrolment.models import Proof, ProofPurpose

SAID_BY_THE_STATE = (Source.INSEE, Source.RNE)


def known_domains(proof: Proof) -> set[str]:
    """Domains of the company's website and mailbox, each only when the State or an outsider wrote it.

    To recover a company, what its earlier administrators wrote counts: the applicant could not. To verify one, what
    any of its people wrote does not: the provisional administrator could have asked them.
    """
    company = proof.company
    domains = {
        "email": domain_of_mailbox(company.email) if company.email else "",
        "website": domain_of_site(company.website) if company.website else "",
    }
    trusted = set(domains) if proof.purpose == ProofPurpose.RECOVERY else _said_by_others(company)
    return {domain for field, domain in domains.items() if field in trusted} - FREE_MAIL - {""}


def _said_by_others(company: Company) -> set[str]:
    state = company.field_sources.filter(
        establishment=None, field__in=("email", "website"), source__in=SAID_BY_THE_STATE
    )
    said = set(state.values_list("field", flat=True))
    insiders = set(company.memberships.values_list("user_id", flat=True))
    left = {"email", "website"} - said
    for entry in journal_of(company.pk, event=Event.COMPANY_CHANGED):
        if not left:
            break
        written = left & entry.details.changes.keys()
        left -= written
        if entry.actor_ref is not None and entry.actor_ref not in insiders:
            said |= written
    return said
