"""« Créer votre compte entreprise »: nothing but an Application until the link that was mailed is opened."""

import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import Sum
from django.urls import reverse
from django.utils.translation import gettext as _

from halle.accounts import services as accounts
from halle.accounts.models import User
from halle.audit import services as audit
from halle.audit.events import Event
from halle.companies.selectors import actor_of
from halle.core.clock import now
from halle.core.decisions import Denied
from halle.enrolment.models import Application, ApplicationState
from halle.enrolment.selectors.signup import digest_of, dossier_now
from halle.enrolment.services.entering import Entrance, enter, public_name
from halle.enrolment.signup_draft import Draft
from halle.mail import services as mail
from halle.mail.links import absolute

LIFE = timedelta(hours=24)
SENT_AT_MOST = 5
TOLD_OF_COMPANY = ("name", "acronym", "legal_category", "naf_code", "naf_nomenclature")
TOLD_OF_PLACE = ("name", "address", "postcode", "city")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a confirmed sign-up led to, and for whom."""

    user: User
    entrance: Entrance
    company: str


@transaction.atomic
def apply(draft: Draft, *, email: str, password: str, former: Application | None = None, **person: str) -> Application:
    """Keep the sign-up of a person who has no account, and mail the link.

    Whether the address has an account changes neither what is written nor how long it takes, only the mail's words.
    The sign-up that the same session was waiting for is given up.
    """
    application = _application_of(draft, email=email, password=make_password(password), **person)
    if former is not None:
        _give_up(former)
    application.save(force_insert=True)
    return _send(application)


@transaction.atomic
def apply_signed_in(draft: Draft, *, user: User, function: str, phone: str, message: str) -> Application:
    """Keep the sign-up of a person whose address is known already; `confirm_own` goes on."""
    names = {name: getattr(user, name) for name in ("civility", "first_name", "last_name")}
    application = _application_of(
        draft, email=user.email, password="", function=function, phone=phone, message=message, **names
    )
    application.user = user
    application.save(force_insert=True)
    return application


def _application_of(draft: Draft, **values: Any) -> Application:
    return Application(
        country=draft.country,
        siret=draft.siret or draft.siren,
        foreign_identifier=draft.foreign_identifier,
        company_values=_kept(draft.company, draft.told, TOLD_OF_COMPANY),
        place_values=_kept(draft.place, draft.told_place, TOLD_OF_PLACE),
        expires_at=now() + LIFE,
        created_at=now(),
        **values,
    )


def _kept(typed: dict[str, str], told: dict[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    """What was typed, over it what the State said, and the names of what it said."""
    said = {name: told[name] for name in names if told.get(name)}
    return {**typed, **said, "told": list(said)}


def _give_up(application: Application) -> None:
    # In one statement: it may be confirmed at this moment, in another browser, and stays so.
    waiting = Application.objects.filter(pk=application.pk, state=ApplicationState.WAITING)
    waiting.update(state=ApplicationState.ABANDONED, digest=None, password="")


def _send(application: Application) -> Application:
    """Mail a fresh link, the former one no longer works; or say that the address has an account."""
    lately = Application.objects.filter(email=application.email, created_at__gt=now() - LIFE)
    written = max(application.sent, lately.aggregate(total=Sum("sent"))["total"] or 0)
    if written >= SENT_AT_MOST:
        raise Denied(
            _("Nous vous avons déjà écrit %(most)d fois. Vérifiez vos courriels indésirables, ou recommencez demain.")
            % {"most": SENT_AT_MOST}
        )
    token = secrets.token_urlsafe(32)
    known = has_account(application.email)
    application.digest = None if known else digest_of(token)
    application.expires_at = now() + LIFE
    application.sent += 1
    application.save(update_fields=["digest", "expires_at", "sent", "email"])
    path = reverse("enrolment:signup") if known else reverse("enrolment:signup_confirm", args=[token])
    link = f"{absolute(reverse('account_login'))}?next={path}" if known else absolute(path)
    # Nothing that was typed goes into the mail: strangers would write to anybody in our name.
    context = {"application": application, "link": link}
    template = "signup_known" if known else "signup_link"
    mail.post(f"enrolment/mail/{template}", to=application.email, context=context, essential=True, secret=True)
    return application


def has_account(email: str) -> bool:
    """Whether somebody signs in with that address; an invited person who never came has no password yet."""
    user = User.objects.filter(email=email.strip().lower()).first()
    return user is not None and user.has_usable_password()


def _lock(application: Application) -> Application:
    return Application.objects.select_for_update().get(pk=application.pk)


@transaction.atomic
def send_again(application: Application, *, email: str = "") -> Application:
    """Another link, to another address when one is given. Raises Denied when it is over, or was sent too often."""
    application = _lock(application)
    if application.state != ApplicationState.WAITING:
        raise Denied(_("Cette inscription n’attend plus de confirmation."))
    application.email = email or application.email
    return _send(application)


def confirm(application: Application) -> Outcome:
    """Open the account and enter the company, all or nothing.

    Raises Denied when the link was used or replaced meanwhile, when the address got an account, or when the company
    cannot be entered. The State is asked before anything is locked.
    """
    dossier = dossier_now(application)
    with transaction.atomic():
        application = _still_waiting(application)
        user = _open_account(application)
        entrance = enter(application, user, dossier=dossier)
        _close(application, user)
    return Outcome(user, entrance, public_name(application))


def confirm_own(application: Application, *, user: User) -> Outcome:
    """Enter the company with the account that one has. Raises Denied as `confirm` does."""
    dossier = dossier_now(application)
    with transaction.atomic():
        application = _still_waiting(application)
        if application.user_id != user.pk:
            raise Denied(_("Cette inscription est celle d’une autre personne."))
        entrance = enter(application, user, dossier=dossier)
        _close(application, user)
    return Outcome(user, entrance, public_name(application))


def _still_waiting(application: Application) -> Application:
    digest = application.digest
    application = _lock(application)
    is_usable = application.state == ApplicationState.WAITING and application.expires_at > now()
    if not is_usable or application.digest != digest:
        raise Denied(_("Ce lien n’est plus valable."))
    return application


def _open_account(application: Application) -> User:
    """The person, with the password that he chose; one who was invited and never came keeps his names."""
    names = {name: getattr(application, name) for name in ("civility", "first_name", "last_name")}
    user, _is_new = accounts.person_for(application.email, **names)
    user = User.objects.select_for_update().get(pk=user.pk)
    if user.has_usable_password() or not user.is_active:
        raise Denied(_("Cette adresse a maintenant un compte : connectez-vous pour inscrire votre entreprise."))
    user.password, user.password_changed_at = application.password, now()
    user.save(update_fields=["password", "password_changed_at"])
    accounts.confirm_address(user)
    audit.record(Event.PASSWORD_SET, actor=actor_of(user), subject=user, person=user.pk)
    return user


def _close(application: Application, user: User) -> None:
    application.state, application.confirmed_at = ApplicationState.CONFIRMED, now()
    application.user, application.password, application.digest = user, "", None
    application.save(update_fields=["state", "confirmed_at", "user", "password", "digest"])
