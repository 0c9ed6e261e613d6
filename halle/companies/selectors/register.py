"""What comparisons with the State register read, and what their page shows."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import QuerySet

from halle.companies.comparing import Sheet
from halle.companies.models import Company, FieldSource, RegisterReport, RegisterRequest, RequestState, Source
from halle.companies.selectors.company import label_of

SHOWN = 50
WAITING = (RequestState.ASKED, RequestState.RUNNING)
RELATED = ("establishments", "field_sources", "officers")


def sheet_of(company: Company) -> Sheet:
    """The company with its places, officers and providers: three queries, none when they were prefetched."""
    establishments = list(company.establishments.all())
    for one in establishments:
        one.company = company
    sources = {(source.establishment_id, source.field): source for source in company.field_sources.all()}
    return Sheet(company, establishments, sources, list(company.officers.all()))


def requests_of(company: Company) -> QuerySet[RegisterRequest]:
    """Requests, the latest first."""
    return company.register_requests.select_related("asked_by").order_by("-created_at", "id")


def waiting_request(company: Company) -> RegisterRequest | None:
    """The one that the night will serve, if there is one."""
    return company.register_requests.filter(state__in=WAITING).first()


def reports_of(company: Company) -> list[tuple[str, RegisterReport]]:
    """Values that were said to be wrong and are not corrected yet, each with the label of its field."""
    reports = company.register_reports.filter(closed_at=None).select_related("establishment")
    return [(_named(report), report) for report in reports.order_by("-created_at", "id")[:SHOWN]]


def kept_of(company: Company) -> list[tuple[str, FieldSource]]:
    """Values that the company keeps against the State's, each with the label of its field."""
    sources = company.field_sources.filter(source=Source.KEPT).select_related("establishment")
    return [(_named(source), source) for source in sources.order_by("field", "id")]


def _named(line: FieldSource | RegisterReport) -> str:
    place = line.establishment
    return f"{label_of(line)}, {place.name}" if place is not None and not place.is_head_office else label_of(line)


def with_sheets(keys: Iterable[UUID]) -> list[Company]:
    """Companies with all that a comparison reads, in a number of queries that does not grow."""
    return list(Company.objects.filter(pk__in=list(keys)).prefetch_related(*RELATED).order_by("pk"))
