"""Addresses of « Créer votre compte entreprise »."""

from django.urls import URLPattern, URLResolver, include, path

from halle.enrolment.views import signup, signup_waiting

steps: list[URLPattern | URLResolver] = [
    path("", signup.start, name="signup"),
    path("siret/", signup.siret, name="signup_siret"),
    path("etranger/", signup.foreign, name="signup_foreign"),
    path("entreprise/", signup.company, name="signup_company"),
    path("etablissement/", signup.place, name="signup_place"),
    path("etablissement/choisir/", signup.places, name="signup_places"),
    path("compte/", signup.account, name="signup_account"),
    path("messagerie/", signup_waiting.waiting, name="signup_waiting"),
    path("messagerie/renvoyer/", signup_waiting.again, name="signup_again"),
    path("confirmer/<str:token>/", signup_waiting.confirm, name="signup_confirm"),
    path("terminee/", signup_waiting.done, name="signup_done"),
]
urlpatterns: list[URLPattern | URLResolver] = [path("inscription/", include(steps))]
