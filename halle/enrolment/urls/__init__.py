"""Addresses of the enrolment app, one file a noun."""

from django.urls import URLPattern, URLResolver

from halle.enrolment.urls import deputy, desk, joining, proofs, recovery, signup

app_name = "enrolment"
urlpatterns: list[URLPattern | URLResolver] = [
    *proofs.urlpatterns,
    *desk.urlpatterns,
    *deputy.urlpatterns,
    *joining.urlpatterns,
    *recovery.urlpatterns,
    *signup.urlpatterns,
]
