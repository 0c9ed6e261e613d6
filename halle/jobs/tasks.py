"""Tasks of the jobs app."""

from django_tasks import task

from halle.jobs import recurring


@task()
def run_recurring(path: str) -> str:
    """Run one nightly or periodic job."""
    return recurring.run_in_queue(path)
