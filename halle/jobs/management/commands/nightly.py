"""`halle nightly`: run every nightly job here and now, for cron or by hand."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from halle.jobs.recurring import run_night


class Command(BaseCommand):
    """One line a job; exit status 1 when one failed."""

    help = "Run every nightly job now, one line each; exit status 1 when one failed."

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the night."""
        reports = run_night()
        for report in reports:
            state = "ok    " if report.ok else "FAILED"
            self.stdout.write(f"{state} {report.path} ({report.seconds:.1f} s): {report.summary}")
        failed = sum(not report.ok for report in reports)
        if failed:
            raise CommandError(f"{failed} of {len(reports)} nightly jobs failed.")
