"""The company's journal: who, what, when, before and after."""

from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from halle.audit.selectors import actors_in, journal_csv, journal_of
from halle.companies import policies
from halle.companies.forms.journal import JournalFilter
from halle.companies.models import Company
from halle.companies.scope import company_page
from halle.companies.services.company import note_journal_export
from halle.core.http import Request

PAGE = 25


@require_safe
@company_page(policies.read_journal)
def journal(request: Request, company: Company) -> HttpResponse:
    """25 acts a page, the latest first."""
    form = JournalFilter(request.GET, actors=actors_in(company.pk))
    entries = journal_of(company.pk, **form.criteria())
    context = {
        "company": company,
        "socle_tab": "company",
        "form": form,
        "page": Paginator(entries, PAGE).get_page(request.GET.get("page")),
        "query": request.GET.urlencode(),
        "filtered": bool(form.criteria()),
    }
    return render(request, "companies/journal.html", context)


@require_POST
@company_page(policies.read_journal)
def export(request: Request, company: Company) -> HttpResponseBase:
    """What the page shows, as a file for a spreadsheet; the export itself goes into the journal."""
    form = JournalFilter(request.GET, actors=actors_in(company.pk))
    note_journal_export(company, actor=request.actor)
    lines = journal_csv(journal_of(company.pk, **form.criteria()).iterator(chunk_size=500))
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="journal-{company.identifier}.csv"'
    return response
