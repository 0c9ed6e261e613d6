"""When recurring jobs are due: pure time, no table."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings


@dataclass(frozen=True, slots=True)
class Nightly:
    """A job of every night."""

    path: str

    def is_due(self, last_run_at: datetime, moment: datetime) -> bool:
        """Whether a night began since the last run; nights missed while nothing ran count as one."""
        return last_run_at < last_night(moment, settings.NIGHTLY_AT, settings.TIME_ZONE)

    def is_due_at_first(self) -> bool:
        """A new installation waits for its first night."""
        return False


@dataclass(frozen=True, slots=True)
class Periodic:
    """A job of every so many seconds."""

    path: str
    seconds: int

    def is_due(self, last_run_at: datetime, moment: datetime) -> bool:
        """Whether the period has passed since the last run."""
        return moment - last_run_at >= timedelta(seconds=self.seconds)

    def is_due_at_first(self) -> bool:
        """At once."""
        return True


Job = Nightly | Periodic


def jobs() -> Iterator[Job]:
    """What the settings ask for."""
    yield from (Nightly(path) for path in settings.NIGHTLY_JOBS)
    yield from (Periodic(path, seconds) for path, seconds in settings.PERIODIC_JOBS)


def last_night(moment: datetime, at: str, zone: str) -> datetime:
    """The latest instant not after `moment` when clocks of the zone showed `at` ("02:00").

    In the night when that hour does not exist (spring), the instant one would have reached without the change; in the
    night when it comes twice (autumn), its first coming. So there is exactly one a day.
    """
    local = ZoneInfo(zone)
    day = moment.astimezone(local).date()
    night = datetime.combine(day, time.fromisoformat(at), tzinfo=local)
    if night.timestamp() > moment.timestamp():
        night = datetime.combine(day - timedelta(days=1), time.fromisoformat(at), tzinfo=local)
    return night.astimezone(ZoneInfo("UTC"))
