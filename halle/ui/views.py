"""The gallery: every component in every state, in each of the three shells."""

from types import SimpleNamespace

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from halle.ui import gallery as samples


@login_not_required
def gallery(request: HttpRequest) -> HttpResponse:
    """Components, in the shell of the room."""
    for text in samples.SUCCESSES:
        messages.success(request, text)
    form = samples.SampleForm(request.POST or None, initial=samples.SHOWN)
    if request.method == "POST" and form.is_valid():
        form.changed_meanwhile(samples.SHOWN)
    return render(
        request,
        "ui/gallery.html",
        {
            "form": form,
            "refused": samples.refused_form(),
            "overtaken": samples.overtaken_form(),
            "locked": samples.locked_form(),
            "rows": samples.ROWS,
            "page": Paginator(range(120 * 25), 25).get_page(request.GET.get("page", "7")),
            "icons": samples.ICONS,
        },
    )


@login_not_required
def socle(request: HttpRequest) -> HttpResponse:
    """The shell of the administration space."""
    company = SimpleNamespace(identifier="732829320", name="ENTREPRISE TEST 2")
    return render(request, "ui/gallery_socle.html", {"company": company, "socle_tab": "company"})


@login_not_required
def entrance(request: HttpRequest) -> HttpResponse:
    """The shell of signed-out pages."""
    form = samples.SignInForm(request.POST or None)
    return render(request, "ui/gallery_entrance.html", {"form": form})


@login_not_required
def suggestions(request: HttpRequest) -> HttpResponse:
    """What a « found by typing » field is given."""
    asked = request.GET.get("q", "").lower()
    return JsonResponse(
        [{"value": value, "label": label} for value, label in samples.ACTIVITIES if asked in label.lower()], safe=False
    )
