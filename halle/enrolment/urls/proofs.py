"""Addresses of « Vérification du compte »."""

from django.urls import URLPattern, URLResolver, include, path

from halle.enrolment.views import proofs

verification: list[URLPattern | URLResolver] = [
    path("", proofs.overview, name="verification"),
    path("courriel/", proofs.by_mail, name="proof_mail"),
    path("courrier/", proofs.by_letter, name="proof_letter"),
    path("kbis/", proofs.by_kbis, name="proof_kbis"),
    path("dirigeant/", proofs.by_officer, name="proof_officer"),
    path("<uuid:proof_id>/code/", proofs.code, name="proof_code"),
    path("<uuid:proof_id>/abandonner/", proofs.abandon, name="proof_abandon"),
]
urlpatterns: list[URLPattern | URLResolver] = [
    path("entreprises/<company:identifier>/verification/", include(verification)),
]
