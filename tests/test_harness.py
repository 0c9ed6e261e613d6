"""The traps of the harness work: each is set off on purpose."""

import pytest
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.http import HttpResponse, StreamingHttpResponse
from django.template import Context, Engine, engines
from django.test import Client
from django.urls import path

from halle.accounts.models import User
from halle.companies.models import Company, Establishment
from tests.harness import canary, order


def leaking(request):
    """A dummy page that shows the other company to everybody."""
    return HttpResponse("<p>" + ", ".join(Company.objects.values_list("name", flat=True)) + "</p>")


def leaking_export(request):
    """A dummy export that leaks in its second piece."""
    return StreamingHttpResponse(["nom\n", *Company.objects.values_list("description", flat=True)])


def leaking_header(request):
    """A dummy download whose file name leaks."""
    return HttpResponse("", headers={"Content-Disposition": "attachment; filename=CANARI-B-RAISON.csv"})


def writing(request):
    """A dummy page that writes."""
    Company.objects.filter(siren="732829320").update(acronym="X")
    return HttpResponse("fait")


def echo(request):
    """A dummy search page that repeats what was typed."""
    return HttpResponse(f"Aucun résultat pour {request.GET.get('q') or request.POST.get('q')}")


urlpatterns = [
    path("fuite/", leaking),
    path("fuite.csv", leaking_export),
    path("fuite-en-tete/", leaking_header),
    path("ecrit/", writing),
    path("echo/", echo),
]
here = pytest.mark.urls("tests.test_harness")


@pytest.fixture
def dummies(settings):
    """The dummy pages are open to anybody."""
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "LoginRequired" not in name]


@here
@pytest.mark.parametrize("address", ["/fuite/", "/fuite.csv", "/fuite-en-tete/"])
def test_a_leak_of_company_b_fails(dummies, address, other_company, as_nicolas):
    with pytest.raises(pytest.fail.Exception, match="shows company B"):
        as_nicolas.get(address)
    with pytest.raises(pytest.fail.Exception, match="shows company B"):
        Client().get(address)


@here
def test_company_b_may_see_itself(dummies, as_claire):
    assert b"CANARI-B-RAISON" in as_claire.get("/fuite/").content


@here
def test_what_somebody_typed_is_not_a_leak(dummies, other_company, as_nicolas):
    assert b"CANARI-B" in as_nicolas.get("/echo/", {"q": "CANARI-B mon ami"}).content
    assert b"CANARI-B" in as_nicolas.post("/echo/", {"q": "CANARI-B mon ami"}).content


def test_mail_about_company_b_to_somebody_outside_fails(claire, nicolas):
    mail = EmailMultiAlternatives("Bonjour", "Bonjour", to=[nicolas.email])
    mail.attach_alternative("<p>CANARI-B-DESCRIPTION</p>", "text/html")
    mail.send()
    with pytest.raises(pytest.fail.Exception, match="to nicolas"):
        canary.check_mail()
    from django.core import mail as django_mail

    django_mail.outbox.clear()
    EmailMultiAlternatives("Bonjour", "CANARI-B-DESCRIPTION", to=[claire.email]).send()
    canary.check_mail()


@here
@pytest.mark.parametrize("method", ["get", "head", "options"])
def test_a_page_that_writes_when_read_fails(dummies, method, as_nicolas, company):
    with pytest.raises(pytest.fail.Exception, match="writes: UPDATE"), transaction.atomic():
        getattr(as_nicolas, method)("/ecrit/")
    as_nicolas.post("/ecrit/")
    company.refresh_from_db()
    assert company.acronym == "X"


def ours(source):
    """Render a template as if it were one of ours."""
    return engines["django"].from_string(source)


def test_an_undefined_variable_in_our_templates_fails():
    with pytest.raises(pytest.fail.Exception, match=r"Undefined variable « entreprise\.nom »"):
        ours("{{ entreprise.nom }}").render()
    with pytest.raises(pytest.fail.Exception, match="Undefined variable"):
        ours("{% load i18n %}{% blocktranslate %}Bonjour {{ absent }}{% endblocktranslate %}").render()


def test_an_optional_variable_says_so():
    assert ours("{% if absent %}x{% endif %}{{ absent|default:'rien' }}").render() == "rien"


def test_templates_of_other_packages_keep_django_ways():
    engine = engines["django"].engine
    template = Engine(dirs=[], loaders=[]).from_string("{{ absent }}{{ absent|upper }}{{ absent|default:'x' }}")
    template.engine = engine
    for node in template.nodelist:
        node.origin.name = "/usr/lib/python3/dist-packages/autre/page.html"
    assert template.render(Context()) == "x"


def rows_in_no_order(number):
    """A query without any order, and a few rows to find."""
    for rank in range(number):
        Company.objects.create(name=f"E{rank}", foreign_identifier=str(rank), country="DE")
    return Company.objects.order_by()


def test_our_code_may_not_ask_without_an_order(db, monkeypatch):
    monkeypatch.setattr(order, "is_ours", lambda frame: True)
    with pytest.raises(pytest.fail.Exception, match="Unordered query of Company"):
        list(rows_in_no_order(2))
    with pytest.raises(pytest.fail.Exception, match="Unordered query of Company"):
        list(Company.objects.order_by().iterator())


def test_one_row_needs_no_order(db, monkeypatch):
    monkeypatch.setattr(order, "is_ours", lambda frame: True)
    assert len(list(rows_in_no_order(1))) == 1
    assert Company.objects.order_by().get().name == "E0"


def test_elsewhere_rows_without_an_order_are_shuffled(db):
    query = rows_in_no_order(12)
    orders = {tuple(company.name for company in query.all()) for _ in range(20)}
    assert len(orders) > 1


def test_deleting_needs_no_order(company, monkeypatch):
    monkeypatch.setattr(order, "is_ours", lambda frame: True)
    Establishment.objects.create(company=company, name="Agence", nic="00082")
    Establishment.objects.order_by().all().delete()
    assert not Establishment.objects.exists()


def test_the_network_is_closed():
    import socket

    from pytest_socket import SocketConnectBlockedError

    with socket.socket() as plug, pytest.raises((SocketConnectBlockedError, UserWarning)):
        plug.connect(("192.0.2.1", 80))


def test_a_warning_is_an_error():
    import warnings

    with pytest.raises(UserWarning):
        warnings.warn("attention", stacklevel=1)


def test_people_of_the_cast_are_who_they_say(nicolas, bernard, claire):
    assert User.objects.count() == 3
    assert not canary.is_inside(nicolas.pk)
    assert canary.is_inside(claire.pk)
