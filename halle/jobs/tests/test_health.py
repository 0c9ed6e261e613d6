"""The health page tells monitoring whether the site works, and nobody anything else."""

from datetime import timedelta

import pytest
from django.db import OperationalError

from halle.core.clock import now
from halle.jobs import queue
from halle.jobs.models import Process

pytestmark = pytest.mark.django_db


def test_all_is_well(client):
    Process.objects.create(name="secret-host-1", kind="worker", seen_at=now())
    response = client.get("/sante/")
    assert response.status_code == 200
    assert response.json() == {"base": True, "taches": True}
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize("kind", ["worker", "scheduler"])
def test_no_worker_has_been_seen_lately(client, kind, settings):
    age = settings.TASK_LEASE + timedelta(seconds=1) if kind == "worker" else timedelta(0)
    Process.objects.create(name="secret-host-1", kind=kind, seen_at=now() - age)
    response = client.get("/sante/")
    assert response.status_code == 503
    assert response.json() == {"base": True, "taches": False}


def test_the_database_does_not_answer(client, monkeypatch):
    def down():
        raise OperationalError("connection to secret-host refused")

    monkeypatch.setattr(queue, "worker_is_alive", down)
    response = client.get("/sante/")
    assert response.status_code == 503
    assert response.json() == {"base": False, "taches": False}


def test_it_costs_one_query_and_takes_only_reads(client, django_assert_num_queries):
    with django_assert_num_queries(1):
        client.head("/sante/")
    assert client.post("/sante/").status_code == 405
