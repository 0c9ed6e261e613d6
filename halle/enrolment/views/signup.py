"""« Créer votre compte entreprise »: four steps, each a page; what was typed is kept in the session."""

from collections.abc import Callable
from typing import Any, cast

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from halle.accounts.models import User
from halle.core.countries import FRANCE, name_of
from halle.core.decisions import Denied
from halle.core.http import Request
from halle.enrolment.forms import signup as forms
from halle.enrolment.selectors import signup as selectors
from halle.enrolment.services import signup as services
from halle.enrolment.signup_draft import STEPS, Draft, keep_draft, read_draft
from halle.enrolment.views.signup_limits import too_many
from halle.sirene.register import RegisterUnavailable

PAGE = 10
DONE, WAITING = "signup_done", "signup_waiting"
SECRET = {"password", "again", "csrfmiddlewaretoken", "homepage", "terms", "back"}
Step = Callable[..., HttpResponse]


def step(number: int) -> Callable[[Step], Step]:
    """A page of the sign-up, open to everybody once the steps before it are done."""

    def decorate(view: Step) -> Step:
        @login_not_required
        @never_cache
        @require_http_methods(["GET", "HEAD", "POST"])
        def page(request: Request) -> HttpResponse:
            draft = read_draft(request.session)
            if draft.done < number - 1:
                return redirect(f"enrolment:signup_{STEPS[draft.done]}")
            return view(request, draft)

        return page

    return decorate


def shown(request: Request, template: str, number: int, draft: Draft, **context: Any) -> HttpResponse:
    """The page with its list of steps."""
    context = {"step": number, "draft": draft, "country": name_of(draft.country), **context}
    return render(request, f"enrolment/signup/{template}.html", context)


def back(request: Request, draft: Draft, kept: dict[str, str], to: str) -> HttpResponse:
    """« Retour »: whatever was typed is kept, right or wrong; passwords never are."""
    kept.update({name: str(value)[:500] for name, value in request.POST.items() if name not in SECRET})
    keep_draft(request.session, draft)
    return redirect(to)


@login_not_required
@require_safe
def start(request: Request) -> HttpResponse:
    """What will be asked, before one starts."""
    return render(request, "enrolment/signup/start.html")


@step(1)
def siret(request: Request, draft: Draft) -> HttpResponse:
    """Step 1: a number, or a name and the list of proposals."""
    if request.method != "POST":
        form = forms.SiretForm(initial=draft.words or {"words": draft.siret or draft.siren})
        return shown(request, "siret", 1, draft, form=form)
    chosen = request.POST.get("choice")
    form = forms.SiretForm({"words": chosen} if chosen else request.POST)
    if not form.is_valid():
        return shown(request, "siret", 1, draft, form=form)
    return _look_up(request, draft, form)


def _look_up(request: Request, draft: Draft, form: forms.SiretForm) -> HttpResponse:
    words = {name: str(form.cleaned_data[name]) for name in ("words", "where")}
    if refused := too_many(request, "signup_lookup"):
        draft.words, draft.found = words, []
        keep_draft(request.session, draft)
        return refused
    try:
        found = selectors.find(**words)
    except ValidationError as wrong:
        form.add_error("words", wrong)
        return shown(request, "siret", 1, draft, form=form)
    if found.refusal:
        form.add_error("words", found.refusal)
        return shown(request, "siret", 1, draft, form=form, successor=found.successor)
    if found.siren:
        return _go_on(request, draft, found)
    draft.words, draft.found = words, found.proposals
    keep_draft(request.session, draft)
    return redirect("enrolment:signup_siret")


def _go_on(request: Request, draft: Draft, found: selectors.Found) -> HttpResponse:
    draft.choose(siren=found.siren, siret=found.siret)
    draft.told, draft.told_place, draft.trouble = found.told, found.told_place, found.trouble
    if not draft.found:
        draft.words = {}
    keep_draft(request.session, draft)
    return redirect("enrolment:signup_company")


@step(1)
def foreign(request: Request, draft: Draft) -> HttpResponse:
    """Step 1 for a company of another country."""
    initial = {"country": draft.country, "foreign_identifier": draft.foreign_identifier}
    form = forms.ForeignForm(request.POST or None, initial=initial)
    if request.method != "POST" or not form.is_valid():
        return shown(request, "foreign", 1, draft, form=form)
    draft.choose(**form.cleaned_data)
    draft.words, draft.found = {}, []
    keep_draft(request.session, draft)
    return redirect("enrolment:signup_company")


@step(2)
def company(request: Request, draft: Draft) -> HttpResponse:
    """Step 2: what the State says, locked; what it does not say, typed."""
    leaving = "enrolment:signup_foreign" if draft.is_foreign else "enrolment:signup_siret"
    if "back" in request.POST:
        return back(request, draft, draft.company, leaving)
    form = _company_form(request, draft)
    if request.method == "POST" and (form is None or form.is_valid()):
        draft.company = {name: str(value) for name, value in form.cleaned_data.items()} if form else {}
        draft.company_done = True
        keep_draft(request.session, draft)
        return redirect("enrolment:signup_place")
    rows = selectors.company_rows(draft.told) if draft.told else []
    return shown(request, "company", 2, draft, form=form, rows=rows)


def _company_form(request: Request, draft: Draft) -> forms.CompanyForm | None:
    """Nothing is typed when the State names the company; only the name of a masked one."""
    if draft.told.get("name"):
        return None
    data = request.POST if request.method == "POST" else None
    is_masked = bool(draft.told)
    return forms.CompanyForm(data, initial=draft.company, is_foreign=draft.is_foreign, is_masked=is_masked)


@step(3)
def place(request: Request, draft: Draft) -> HttpResponse:
    """Step 3: the chosen establishment, locked; typed when the State does not say where it is."""
    if "back" in request.POST:
        return back(request, draft, draft.place, "enrolment:signup_company")
    data = request.POST if request.method == "POST" else None
    is_told = bool(draft.told_place.get("address"))
    initial = {"city": draft.told_place.get("city", ""), **draft.place}
    form = None if is_told else forms.PlaceForm(data, initial=initial, country=draft.country)
    if request.method == "POST" and (form is None or form.is_valid()):
        draft.place = {name: str(value) for name, value in form.cleaned_data.items()} if form else {}
        draft.place_done = True
        keep_draft(request.session, draft)
        return redirect("enrolment:signup_account")
    rows = selectors.place_rows(draft.told_place) if draft.told_place else []
    return shown(request, "place", 3, draft, form=form, rows=rows)


@step(3)
def places(request: Request, draft: Draft) -> HttpResponse:
    """The company's other open establishments, with search and pages."""
    if not draft.told:
        return redirect("enrolment:signup_place")
    if request.method == "POST":
        return _choose_place(request, draft)
    form = forms.PlaceSearchForm(request.GET)
    words = str(form.cleaned_data["q"]) if form.is_valid() else ""
    context: dict[str, Any] = {"search": form, "words": words, "trouble": ""}
    try:
        found = selectors.open_places(draft.siren, words)
    except RegisterUnavailable as failure:
        found, context["trouble"] = [], failure.sentence
    context["page"] = Paginator(found, PAGE).get_page(request.GET.get("page"))
    return shown(request, "places", 3, draft, **context)


def _choose_place(request: Request, draft: Draft) -> HttpResponse:
    if refused := too_many(request, "signup_lookup"):
        return refused
    number = str(request.POST.get("siret", ""))
    try:
        found = selectors.open_places(draft.siren)
    except RegisterUnavailable:
        return redirect("enrolment:signup_places")
    chosen = next((one for one in found if one.siret == number), None)
    if chosen is None:
        return redirect("enrolment:signup_places")
    told, trouble = draft.told, draft.trouble
    draft.choose(siren=draft.siren, siret=chosen.siret)
    draft.told, draft.trouble, draft.told_place = told, trouble, selectors.place_facts_of(chosen)
    keep_draft(request.session, draft)
    return redirect("enrolment:signup_place")


@step(4)
def account(request: Request, draft: Draft) -> HttpResponse:
    """Step 4: who signs up; then the link is mailed."""
    if "back" in request.POST:
        return back(request, draft, draft.account, "enrolment:signup_place")
    form = _account_form(request, draft)
    if request.method != "POST" or not form.is_valid():
        return shown(request, "account", 4, draft, form=form)
    data = {name: value for name, value in form.cleaned_data.items() if name not in {"terms", "homepage"}}
    draft.account = {name: str(value) for name, value in data.items() if name not in SECRET}
    keep_draft(request.session, draft)
    if refused := too_many(request, "signup_apply"):
        return refused
    if request.user.is_authenticated:
        return _enter_at_once(request, draft, form, data)
    for name in ("again", "email_again"):
        data.pop(name)
    former = selectors.own_application(str(request.session.get(WAITING, "")))
    try:
        application = services.apply(draft, former=former, **data)
    except Denied as refusal:
        form.add_error("email", str(refusal.reason))
        return shown(request, "account", 4, draft, form=form)
    request.session[WAITING] = str(application.pk)
    return redirect("enrolment:signup_waiting")


def _account_form(request: Request, draft: Draft) -> forms.SeatForm:
    data = request.POST if request.method == "POST" else None
    if request.user.is_authenticated:
        return forms.SeatForm(data, initial=draft.account)
    return forms.AccountForm(data, initial=draft.account, company_name=draft.company_name)


def _enter_at_once(request: Request, draft: Draft, form: forms.SeatForm, data: dict[str, str]) -> HttpResponse:
    """Somebody who is signed in has proven his address already."""
    user = cast(User, request.user)
    try:
        outcome = services.confirm_own(services.apply_signed_in(draft, user=user, **data), user=user)
    except Denied as refusal:
        form.add_error(None, str(refusal.reason))
        return shown(request, "account", 4, draft, form=form)
    remember(request, outcome)
    return redirect("enrolment:signup_done")


def remember(request: Request, outcome: services.Outcome) -> None:
    """What the last page says; the draft has served."""
    keep_draft(request.session, Draft(country=FRANCE))
    request.session.pop(WAITING, None)
    request.session[DONE] = {"entrance": outcome.entrance.value, "company": outcome.company}
