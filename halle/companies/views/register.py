"""« Mettre à jour l'entreprise et ses établissements » (S-051, S-061): what would change, then one confirmation."""

from collections.abc import Iterable
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from halle.companies import policies
from halle.companies.comparing import Comparison, compare
from halle.companies.forms.register import ReportForm
from halle.companies.models import Company, FieldSource, Source
from halle.companies.scope import company_page
from halle.companies.selectors import register as selectors
from halle.companies.selectors.company import label_of
from halle.companies.services import register_reports as reports
from halle.companies.services.register import Stale, apply_register
from halle.companies.services.register_requests import request_update, told_by
from halle.companies.wording import text_of
from halle.core.clock import today
from halle.core.http import Request
from halle.sirene.records import Dossier, Succession
from halle.sirene.register import RegisterUnavailable
from halle.sirene.sources import register

OFFERED = 200


@require_http_methods(["GET", "HEAD", "POST"])
@company_page(policies.update_from_register)
def update(request: Request, company: Company) -> HttpResponse:
    """Compare at once; POST applies what was shown."""
    dossier, successors, trouble = _told(company)
    if request.method == "POST" and dossier is not None:
        try:
            return _applied(request, company, dossier, successors)
        except Stale as stale:
            messages.warning(request, str(stale.reason))
    sheet = selectors.sheet_of(company)
    found = compare(sheet, dossier, today=today(), successors=successors) if dossier else None
    return _page(request, company, dossier, found, trouble)


def _told(company: Company) -> tuple[Dossier | None, list[Succession], str]:
    """What the State says now, or the sentence that says why it cannot."""
    try:
        dossier, successors = told_by(register(), company)
    except RegisterUnavailable as trouble:
        return None, [], trouble.sentence
    unknown = _("Le registre de l’État ne connaît pas ce numéro SIREN.")
    return dossier, successors, "" if dossier else unknown


def _applied(request: Request, company: Company, dossier: Dossier, successors: Iterable[Succession]) -> HttpResponse:
    chosen = request.POST.getlist("add") if "choose" in request.POST else None
    lines = apply_register(
        company,
        actor=request.actor,
        dossier=dossier,
        fingerprint=request.POST.get("fingerprint", ""),
        chosen=chosen,
        successors=successors,
    )
    done = ngettext(
        "L’entreprise et ses établissements sont à jour : %(count)d changement.",
        "L’entreprise et ses établissements sont à jour : %(count)d changements.",
        len(lines),
    )
    messages.success(request, done % {"count": len(lines)})
    return redirect("companies:sheet", company.identifier)


def _page(
    request: Request, company: Company, dossier: Dossier | None, found: Comparison | None, trouble: str
) -> HttpResponse:
    requests = selectors.requests_of(company)[:10]
    context = {
        "company": company,
        "socle_tab": "company",
        "dossier": dossier,
        "found": found,
        "offered": found.offered[:OFFERED] if found else [],
        "offered_more": max(len(found.offered) - OFFERED, 0) if found else 0,
        "trouble": trouble,
        "requests": requests,
        "waiting": selectors.waiting_request(company),
        "reports": selectors.reports_of(company),
        "kept": selectors.kept_of(company),
    }
    return render(request, "companies/register/update.html", context)


@require_POST
@company_page(policies.update_from_register)
def ask(request: Request, company: Company) -> HttpResponse:
    """The State does not answer: leave a request for the night."""
    request_update(company, actor=request.actor)
    messages.success(request, _("La mise à jour sera effective demain."))
    return redirect("companies:register", company.identifier)


def _source_of(company: Company, source_id: UUID, *providers: Source) -> FieldSource:
    sources = company.field_sources.filter(source__in=providers).select_related("establishment")
    source = get_object_or_404(sources, key=source_id)
    source.company = company
    return source


@require_http_methods(["GET", "HEAD", "POST"])
@company_page(policies.update_from_register)
def report(request: Request, company: Company, source_id: UUID) -> HttpResponse:
    """« Signaler une erreur » of one value of the State."""
    source = _source_of(company, source_id, Source.INSEE, Source.RNE)
    record = source.establishment or company
    label = label_of(source)
    form = ReportForm(request.POST or None, source=source)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        keep = typed["expected"] if typed.get("keep") else None
        reports.report_value(
            company,
            actor=request.actor,
            source=source,
            label=label,
            expected=typed["expected"],
            comment=typed["comment"],
            keep=keep,
            reason=typed.get("reason", ""),
        )
        messages.success(request, _("Votre signalement est enregistré."))
        return redirect("companies:register", company.identifier)
    context = {
        "company": company,
        "socle_tab": "company",
        "source": source,
        "label": label,
        "value": text_of(record, source.field),
        "form": form,
    }
    return render(request, "companies/register/report.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@company_page(policies.update_from_register)
def restore(request: Request, company: Company, source_id: UUID) -> HttpResponse:
    """« Reprendre la valeur du registre », after a page that shows both."""
    source = _source_of(company, source_id, Source.KEPT)
    if request.method == "POST":
        reports.restore_value(company, actor=request.actor, source=source)
        messages.success(request, _("La valeur du registre est reprise."))
        return redirect("companies:register", company.identifier)
    context = {
        "company": company,
        "socle_tab": "company",
        "source": source,
        "label": label_of(source),
        "value": str(getattr(source.establishment or company, source.field) or ""),
    }
    return render(request, "companies/register/restore.html", context)
