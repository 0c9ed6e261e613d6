"""What a person does with his own account."""

import io
import json
import zipfile

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction

from halle.accounts import policies
from halle.accounts import services as accounts
from halle.accounts.models import User
from halle.audit import services as audit
from halle.audit.events import Event
from halle.companies.models import NotificationChoice
from halle.companies.services import members
from halle.core.actors import Actor
from halle.core.decisions import require
from halle.portal import selectors


@transaction.atomic
def choose_notifications(user: User, *, actor: Actor, choice: str) -> None:
    """The same choice for the person and for each of his seats, so that no page says otherwise."""
    require(policies.edit_identity(actor, user))
    for membership in user.memberships.active().select_related("company", "establishment").order_by("pk"):
        members.edit_member(membership, actor=actor, notification=choice)
    accounts.set_mail_notifications(user, actor=actor, wanted=choice == NotificationChoice.EMAIL)


@transaction.atomic
def export_own_data(user: User, *, actor: Actor) -> bytes:
    """All that the site holds on the person, as a ZIP of JSON files; secrets and other people's data aside."""
    require(policies.edit_identity(actor, user))
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as files:
        for name, content in selectors.own_data(user).items():
            text = json.dumps(content, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)
            files.writestr(f"{name}.json", text)
    audit.record(Event.ACCOUNT_EXPORTED, actor=actor, subject=user, person=user.pk)
    return archive.getvalue()
