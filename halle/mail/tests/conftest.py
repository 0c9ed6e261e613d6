"""Message templates for tests, and the worker's part done at once."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.core import mail as django_mail
from django.core.mail import EmailMessage
from django.template import engines
from django_tasks_db.models import DBTaskResult

from halle.mail import delivery

TEMPLATES = {
    "essai.subject.txt": "Bonjour {{ name }}",
    "essai.txt": """Bonjour {{ name }},

Voici la suite.
Et la fin.

-> {{ link }}|Ouvrir la page

{{ quote|default:'' }}
""",
}


@pytest.fixture(autouse=True)
def templates(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`essai`: a greeting, two paragraphs, a button, and a text that somebody typed."""
    for name, text in TEMPLATES.items():
        (tmp_path / name).write_text(text)
    monkeypatch.setattr(engines["django"].engine, "dirs", [tmp_path])  # type: ignore[attr-defined]


@pytest.fixture
def work() -> Callable[[], list[EmailMessage]]:
    """Run every delivery that waits in the queue, once; what was sent."""

    def work() -> list[EmailMessage]:
        django_mail.outbox.clear()
        for task in DBTaskResult.objects.ready().order_by("enqueued_at", "pk"):
            assert task.task_path == "halle.mail.tasks.deliver"
            delivery.deliver(*task.task_result.args)
            task.delete()
        return list(django_mail.outbox)

    return work
