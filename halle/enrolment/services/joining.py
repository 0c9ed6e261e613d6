"""« Demande de rattachement »: asked by a person, answered by an administrator."""

from datetime import timedelta

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from halle.accounts.models import User
from halle.audit import services as audit
from halle.audit.changes import Changes, apply_changes
from halle.audit.events import Event
from halle.companies.models import (
    Company,
    Establishment,
    Membership,
    MembershipState,
    NotificationChoice,
    RoomRole,
)
from halle.companies.policies import members as member_policies
from halle.companies.selectors import actor_of
from halle.companies.services.members import lock_company
from halle.core.actors import Actor
from halle.core.clock import now
from halle.core.decisions import Denied, require
from halle.enrolment.models import JoinRequest, JoinState
from halle.enrolment.policies import joining as policies
from halle.enrolment.selectors.joining import public_label
from halle.enrolment.services.telling import tell, tell_administrators
from halle.mail import services as mail
from halle.mail.links import absolute

PENDING_AT_MOST = 3
AFTER_A_REFUSAL = timedelta(days=7)
# Asking and taking back in turn writes to the administrators each time: so often in a week, not more.
ASKED_A_WEEK = 2


def link_of(request: JoinRequest) -> str:
    """Where administrators read and answer it."""
    return absolute(reverse("enrolment:joining", args=[request.company.identifier, request.pk]))


def own_requests_link() -> str:
    """Where the applicant follows his requests."""
    return absolute(reverse("enrolment:own_requests"))


@transaction.atomic
def ask(
    company: Company,
    *,
    user: User,
    establishment_siret: str = "",
    function: str = "",
    phone: str = "",
    message: str = "",
) -> JoinRequest:
    """Ask the administrators of a company for a seat; the same request again while one waits for its answer.

    Raises Denied, with a sentence that tells nothing of the company, when the person has a seat already, asks too
    much, or nobody is there to answer (the company is then recovered, not joined).
    """
    company = lock_company(company)
    user = User.objects.select_for_update().get(pk=user.pk)
    waiting = company.join_requests.filter(user=user, state=JoinState.PENDING).first()
    if waiting:
        return waiting
    _require_no_seat(company, user)
    _require_patience(company, user)
    if not company.memberships.administrators().exists():
        raise Denied(_("Personne n’administre plus cette entreprise : demandez la reprise de son compte."))
    request = JoinRequest.objects.create(
        company=company,
        user=user,
        establishment=_place(company, establishment_siret),
        function=function,
        phone=phone,
        message=message,
    )
    tell_administrators(company, "join_asked", request=request, link=link_of(request))
    context = {"label": public_label(company), "link": own_requests_link()}
    mail.post("enrolment/mail/join_sent", to=user, context=context)
    _record(Event.JOIN_ASKED, request, actor_of(user))
    return request


def _require_no_seat(company: Company, user: User) -> None:
    if not user.is_active:
        raise Denied(_("Ce compte est fermé."))
    state = company.memberships.listed().filter(user=user).values_list("state", flat=True).first()
    if state == MembershipState.ACTIVE:
        raise Denied(_("Vous êtes déjà utilisateur de cette entreprise."))
    if state == MembershipState.INVITED:
        raise Denied(_("Cette entreprise vous a déjà invité : ouvrez le lien reçu par courriel."))
    if state == MembershipState.DISABLED:
        raise Denied(_("Votre accès à cette entreprise est suspendu : adressez-vous à l’un de ses administrateurs."))


def _require_patience(company: Company, user: User) -> None:
    if user.join_requests.filter(state=JoinState.PENDING).count() >= PENDING_AT_MOST:
        raise Denied(_("Trois de vos demandes attendent déjà leur réponse. Retirez-en une, ou attendez une réponse."))
    recent = company.join_requests.filter(user=user)
    if recent.filter(state=JoinState.REFUSED, decided_at__gt=now() - AFTER_A_REFUSAL).exists():
        raise Denied(
            _("Votre demande a été refusée il y a moins de 7 jours. Vous pourrez la présenter de nouveau ensuite.")
        )
    if recent.filter(created_at__gt=now() - timedelta(days=7)).count() >= ASKED_A_WEEK:
        raise Denied(_("Vous avez déjà présenté cette demande deux fois cette semaine. Attendez quelques jours."))


def _place(company: Company, siret: str) -> Establishment | None:
    if not company.siren or len(siret) != 14 or not siret.startswith(company.siren):
        return None
    return company.establishments.filter(nic=siret[9:], closed_on__isnull=True).first()


@transaction.atomic
def accept(
    request: JoinRequest, *, actor: Actor, room_role: str, socle_role: str, establishment: Establishment
) -> Membership:
    """Give the person his seat, active at once, with those roles; he is told.

    Raises Denied when it was decided meanwhile, when he has a seat, or when somebody would give more than he has.
    """
    request = _waiting(request, actor)
    company, user = request.company, request.user
    held = company.memberships.active().filter(room_role=RoomRole.ADMINISTRATOR).exists()
    require(member_policies.grant_room_role(actor, company, room_role, held_by_somebody=held))
    require(member_policies.grant_socle_role(actor, company, socle_role))
    if not user.is_active:
        raise Denied(_("Cette personne n’a plus de compte : refusez sa demande."))
    if company.memberships.listed().filter(user=user).exists():
        raise Denied(_("Cette personne est déjà dans la liste des utilisateurs de l’entreprise."))
    if not company.establishments.filter(pk=establishment.pk, closed_on__isnull=True).exists():
        raise Denied(_("Cet établissement n’est pas un établissement ouvert de l’entreprise."))
    membership = _seat_of(request, establishment)
    given = apply_changes(membership, room_role=room_role, socle_role=socle_role)
    membership.save(force_insert=True)
    tell(membership, "join_accepted", link=absolute(reverse("portal:socle_home", args=[company.identifier])))
    _decide(request, actor, JoinState.ACCEPTED, Event.JOIN_ACCEPTED, given)
    return membership


def _seat_of(request: JoinRequest, establishment: Establishment) -> Membership:
    user = request.user
    return Membership(
        company=request.company,
        user=user,
        establishment=establishment,
        state=MembershipState.ACTIVE,
        civility=user.civility,
        first_name=user.first_name,
        last_name=user.last_name,
        email=user.email,
        function=request.function,
        phone=request.phone,
        notification=NotificationChoice.EMAIL if user.mail_notifications else NotificationChoice.IN_APP,
    )


@transaction.atomic
def refuse(request: JoinRequest, *, actor: Actor, reason: str) -> JoinRequest:
    """Say no, and why; the applicant reads the reason, not who gave it."""
    request = _waiting(request, actor)
    if not reason.strip():
        raise Denied(_("Dites pourquoi : la personne lira votre motif."))
    request.answer = reason.strip()
    context = {"request": request, "label": public_label(request.company), "link": own_requests_link()}
    mail.post("enrolment/mail/join_refused", to=request.user, context=context)
    return _decide(request, actor, JoinState.REFUSED, Event.JOIN_REFUSED)


@transaction.atomic
def withdraw(request: JoinRequest, *, actor: Actor) -> JoinRequest:
    """Take one's own request back; the administrators are told."""
    require(policies.withdraw(actor, request))
    request = _lock(request)
    tell_administrators(request.company, "join_withdrawn", request=request)
    return _decide(request, actor, JoinState.WITHDRAWN, Event.JOIN_WITHDRAWN)


def _waiting(request: JoinRequest, actor: Actor) -> JoinRequest:
    require(policies.answer_joining(actor, request.company))
    return _lock(request)


def _lock(request: JoinRequest) -> JoinRequest:
    """The request as it is now, after locking the company; raises Denied when it was decided meanwhile."""
    company = lock_company(request.company)
    found = company.join_requests.select_related("company", "user", "establishment")
    request = found.get(pk=request.pk)
    if request.state != JoinState.PENDING:
        raise Denied(
            _("Cette demande n’attend plus de réponse : %(state)s.") % {"state": request.get_state_display().lower()}
        )
    return request


def _decide(
    request: JoinRequest, actor: Actor, state: str, event: Event, changes: Changes | None = None
) -> JoinRequest:
    decided_by = request.company.memberships.active().filter(user=actor.user).first()
    request.state, request.decided_at = state, now()
    request.decided_by = decided_by if state != JoinState.WITHDRAWN else None
    request.version += 1
    request.save()
    _record(event, request, actor, changes)
    return request


def _record(event: Event, request: JoinRequest, actor: Actor, changes: Changes | None = None) -> None:
    audit.record(
        event,
        actor=actor,
        subject=request,
        subject_label=str(request.user),
        company=request.company_id,
        person=request.user_id,
        reason=request.answer,
        changes=changes,
    )
