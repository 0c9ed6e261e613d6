"""Who a person is: created once for an address, renamed, made nobody."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils.translation import gettext as _

from halle.accounts import policies
from halle.accounts.models import User
from halle.accounts.services.access import end_sessions
from halle.audit import services as audit
from halle.audit.changes import apply_changes
from halle.audit.events import Event
from halle.core.actors import Actor
from halle.core.clock import now
from halle.core.decisions import require
from halle.mail import services as mail


@transaction.atomic
def person_for(email: str, *, civility: str, first_name: str, last_name: str) -> tuple[User, bool]:
    """The person who signs in with that address, created without a password if nobody does; and whether he is new.

    Somebody who is already there keeps the names that he gave himself.
    """
    return User.objects.get_or_create(
        email=email.strip().lower(),
        defaults={
            "civility": civility,
            "first_name": first_name,
            "last_name": last_name,
            "password": make_password(None),
        },
    )


@transaction.atomic
def confirm_address(user: User) -> None:
    """Remember that the person's address is proven: he opened a link that only its mailbox received."""
    EmailAddress.objects.filter(user=user).exclude(email=user.email).delete()
    EmailAddress.objects.update_or_create(user=user, email=user.email, defaults={"verified": True, "primary": True})


@transaction.atomic
def change_identity(user: User, *, actor: Actor, civility: str, first_name: str, last_name: str) -> User:
    """Change how the person is called everywhere on the site."""
    require(policies.edit_identity(actor, user))
    user = User.objects.select_for_update().get(pk=user.pk)
    changes = apply_changes(user, civility=civility, first_name=first_name, last_name=last_name)
    if changes:
        user.save(update_fields=[*changes])
        audit.record(Event.IDENTITY_CHANGED, actor=actor, subject=user, changes=changes, person=user.pk)
    return user


@transaction.atomic
def set_mail_notifications(user: User, *, actor: Actor, wanted: bool) -> User:
    """Choose whether messages of the site also come by e-mail; those about security always do."""
    require(policies.edit_identity(actor, user))
    user = User.objects.select_for_update().get(pk=user.pk)
    changes = apply_changes(user, mail_notifications=wanted)
    if changes:
        user.save(update_fields=[*changes])
        audit.record(Event.NOTIFICATIONS_CHANGED, actor=actor, subject=user, changes=changes, person=user.pk)
    return user


@transaction.atomic
def anonymise(user: User, *, actor: Actor) -> User:
    """Make the account nobody's: no name, no address, no way in. Whether that is right is the caller's to decide.

    The row stays, so that what the person did still has an author; the journal forgets the name as well.
    """
    user = User.objects.select_for_update().get(pk=user.pk)
    end_sessions(user)
    EmailAddress.objects.filter(user=user).delete()
    Authenticator.objects.filter(user=user).delete()
    user.password_reminders.all().delete()
    mail.forget_person(user)
    label = _("Personne effacée")
    user.civility, user.first_name, user.last_name = "", "", label
    user.email = f"{user.pk}@efface.invalid"
    user.set_unusable_password()
    user.password_changed_at = None
    user.is_active = user.is_staff = user.is_superuser = user.mail_notifications = False
    user.last_login = None
    user.anonymised_at = now()
    user.save()
    audit.record(Event.PERSON_ANONYMISED, actor=actor, subject=user, subject_label=label, person=user.pk)
    audit.forget_person(user.pk, label)
    return user
