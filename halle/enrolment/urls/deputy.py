"""Addresses of « Suppléant »."""

from django.urls import URLPattern, URLResolver, path

from halle.enrolment.views import deputy

urlpatterns: list[URLPattern | URLResolver] = [
    path("entreprises/<company:identifier>/suppleant/", deputy.edit, name="deputy"),
    path("entreprises/<company:identifier>/suppleant/retirer/", deputy.withdraw, name="deputy_withdraw"),
    path("entreprises/<company:identifier>/suppleance/", deputy.take_over, name="take_over"),
]
