"""Addresses of « Demandes de rattachement »."""

from django.urls import URLPattern, URLResolver, path

from halle.enrolment.views import joining

urlpatterns: list[URLPattern | URLResolver] = [
    path("entreprises/<company:identifier>/rattachements/", joining.listing, name="joinings"),
    path("entreprises/<company:identifier>/rattachements/<uuid:request_id>/", joining.answer, name="joining"),
    path("mon-compte/demandes/", joining.own, name="own_requests"),
    path("mon-compte/demandes/<uuid:request_id>/retirer/", joining.withdraw, name="own_request_withdraw"),
]
