"""« La mise à jour sera effective demain »: requests that wait for the State, served by the night."""

import logging
from dataclasses import asdict, replace

from django.db import transaction
from django.utils.translation import gettext as _

from halle.audit import services as audit
from halle.audit.events import Event
from halle.companies.comparing import without_successor
from halle.companies.models import Company, Membership, RegisterRequest, RequestState
from halle.companies.policies.register import update_from_register
from halle.companies.selectors.register import sheet_of, waiting_request
from halle.companies.services.members import lock_company
from halle.companies.services.register import apply_register
from halle.companies.services.register_telling import tell_request
from halle.companies.wording import Line
from halle.core.actors import SYSTEM, Actor
from halle.core.clock import now
from halle.core.decisions import Denied, require
from halle.sirene.records import Dossier, Succession
from halle.sirene.register import RegisterUnavailable
from halle.sirene.sources import Chain

KEPT = 50
# Successors asked for at once: State services count every question.
ASKED = 20

logger = logging.getLogger(__name__)


@transaction.atomic
def request_update(company: Company, *, actor: Actor) -> RegisterRequest:
    """Ask for an update as soon as the State answers; the one that waits already, if there is one."""
    require(update_from_register(actor, company))
    company = lock_company(company)
    waiting = waiting_request(company)
    if waiting is not None:
        return waiting
    seat = actor.seat_in(company)
    asker = Membership.objects.filter(pk=seat.membership).first() if seat else None
    request = RegisterRequest.objects.create(company=company, asked_by=asker)
    audit.record(Event.REGISTER_REQUESTED, actor=actor, subject=company, company=company.pk)
    return request


def told_by(register: Chain, company: Company) -> tuple[Dossier | None, list[Succession]]:
    """Everything that the sources know of a company: its dossier, its officers, who carries on what closed.

    Raises RegisterUnavailable when nobody could say the dossier; officers and successors that nobody could say now are
    left as they are.
    """
    siren = company.siren or ""
    dossier = register.company(siren)
    if dossier is None:
        return None, []
    if dossier.officers is None:
        try:
            dossier = replace(dossier, officers=register.officers(siren))
        except RegisterUnavailable:
            pass
    links: list[Succession] = []
    try:
        for siret in without_successor(sheet_of(company), dossier)[:ASKED]:
            links += register.successors(siret)
    except RegisterUnavailable:
        pass
    return dossier, links


def serve(request: RegisterRequest, register: Chain) -> bool:
    """Serve one waiting request; whether it is over. One that the State keeps waiting stays for the next night.

    A request that cannot be served by a fault of ours is over too: it never stops those behind it.
    """
    if not _take(request):
        return False
    try:
        _serve(request, register)
    except RegisterUnavailable as trouble:
        _put_back(request, trouble.sentence)
        return False
    except Denied as refusal:
        _finish(request, [], failed=str(refusal.reason))
    except Exception:
        logger.exception("The update asked for company %s failed.", request.company_id)
        _finish(request, [], failed=_("Une erreur de ce site : l’exploitant est prévenu."))
    return True


def _serve(request: RegisterRequest, register: Chain) -> None:
    company = request.company
    dossier, successors = told_by(register, company)
    if dossier is None:
        _finish(request, [], failed=_("Le registre de l’État ne connaît pas ce numéro SIREN."))
        return
    with transaction.atomic():
        lines = apply_register(company, actor=SYSTEM, dossier=dossier, successors=successors)
        _finish(request, lines)


@transaction.atomic
def _take(request: RegisterRequest) -> bool:
    """Mark it as running; one that a killed night left running is taken again."""
    waiting = (RequestState.ASKED, RequestState.RUNNING)
    return bool(RegisterRequest.objects.filter(pk=request.pk, state__in=waiting).update(state=RequestState.RUNNING))


def _put_back(request: RegisterRequest, why: str) -> None:
    RegisterRequest.objects.filter(pk=request.pk).update(state=RequestState.ASKED, reason=why[:300])


@transaction.atomic
def _finish(request: RegisterRequest, lines: list[Line], failed: str = "") -> None:
    request.state = RequestState.FAILED if failed else RequestState.DONE
    request.reason, request.finished_at = failed[:300], now()
    request.outcome = [asdict(line) for line in lines[:KEPT]]
    request.save(update_fields=["state", "reason", "finished_at", "outcome", "updated_at"])
    tell_request(request.company, failed=failed, lines=lines, asked_by=request.asked_by_id)
    if failed:
        audit.record(
            Event.REGISTER_FAILED,
            actor=SYSTEM,
            subject=request.company,
            company=request.company_id,
            reason=failed,
        )
