"""Tables of the jobs app: who holds which task, who is alive, when each recurring job last ran."""

from uuid import uuid4

from django.db import models
from django_tasks_db.models import DBTaskResult


class Lease(models.Model):
    """The right of one worker to finish one task, until `expires_at`; `token` changes at each claim."""

    task = models.OneToOneField(DBTaskResult, on_delete=models.CASCADE, primary_key=True, related_name="lease")
    token = models.UUIDField(default=uuid4, unique=True)
    worker = models.CharField(max_length=64)
    expires_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.task_id} → {self.worker}"


class Process(models.Model):
    """A worker or scheduler that says from time to time that it is alive."""

    class Kind(models.TextChoices):
        """What the process does."""

        WORKER = "worker"
        SCHEDULER = "scheduler"

    name = models.CharField(max_length=64, primary_key=True)
    kind = models.CharField(max_length=16, choices=Kind.choices)
    seen_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.kind} {self.name}"


class Recurring(models.Model):
    """A nightly or periodic job: when it was last handed to the queue, and as which task."""

    path = models.CharField(max_length=200, primary_key=True)
    last_run_at = models.DateTimeField()
    task = models.ForeignKey(DBTaskResult, on_delete=models.SET_NULL, null=True, related_name="+")

    def __str__(self) -> str:
        return self.path
