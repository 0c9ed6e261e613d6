"""Addresses of « Reprise du compte », and the personal links by which one objects."""

from django.urls import URLPattern, URLResolver, include, path

from halle.enrolment.views import objection, recovery, recovery_proofs

one: list[URLPattern | URLResolver] = [
    path("", recovery.detail, name="recovery"),
    path("retirer/", recovery.withdraw, name="recovery_withdraw"),
    path("courriel/", recovery_proofs.by_mail, name="recovery_mail"),
    path("courrier/", recovery_proofs.by_letter, name="recovery_letter"),
    path("kbis/", recovery_proofs.by_kbis, name="recovery_kbis"),
    path("dirigeant/", recovery_proofs.by_officer, name="recovery_officer"),
    path("<uuid:proof_id>/code/", recovery_proofs.code, name="recovery_code"),
    path("<uuid:proof_id>/abandonner/", recovery_proofs.abandon, name="recovery_abandon"),
]
urlpatterns: list[URLPattern | URLResolver] = [
    path("mon-compte/reprises/", recovery.listing, name="recoveries"),
    path("mon-compte/reprises/<uuid:recovery_id>/", include(one)),
    path("reprises/<str:token>/", objection.form, name="objection"),
]
