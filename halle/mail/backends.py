"""E-mail as files, for demonstrations and for sites without a mail server: one readable .eml a message."""

import os
from collections.abc import Sequence
from datetime import UTC
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils.text import slugify

from halle.core.clock import now


class EmlBackend(BaseEmailBackend):
    """Writes `20261123T071500.123456-objet-a1b2c3.eml` into settings.EMAIL_FILE_PATH, which it creates."""

    def __init__(self, fail_silently: bool = False, **options: Any) -> None:
        super().__init__(fail_silently=fail_silently)
        self.folder = Path(str(settings.EMAIL_FILE_PATH))  # type: ignore[misc]  # set by HALLE_EMAIL_URL

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Write each message whole or not at all; only the site's own user may read them."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for message in email_messages:
            self._write(message)
        return len(email_messages)

    def _write(self, message: EmailMessage) -> None:
        name = f"{now().astimezone(UTC):%Y%m%dT%H%M%S.%f}-{slugify(message.subject)[:60]}-{os.urandom(3).hex()}"
        draft = self.folder / f".{name}"
        draft.touch(mode=0o600)
        draft.write_bytes(message.message().as_bytes())
        draft.rename(self.folder / f"{name}.eml")
