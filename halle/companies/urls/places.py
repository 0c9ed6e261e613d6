"""Addresses of the places of a company, and of its journal."""

from django.urls import URLPattern, URLResolver, include, path

from halle.companies.views import establishment_states, establishments, journal, proposals

establishment: list[URLPattern | URLResolver] = [
    path("", establishments.sheet, name="establishment"),
    path("modifier/", establishments.edit, name="establishment_edit"),
    path("fermer/", establishment_states.close, name="establishment_close"),
    path("rouvrir/", establishment_states.reopen, name="establishment_reopen"),
    path("siege-social/", establishment_states.make_head_office, name="establishment_head_office"),
]
places: list[URLPattern | URLResolver] = [
    path("", establishments.listing, name="establishments"),
    path("creer/", establishments.create, name="establishment_create"),
    path("proposer/", proposals.create, name="proposal_create"),
    path("propositions/", proposals.listing, name="proposals"),
    path("propositions/<uuid:proposal_id>/", proposals.answer, name="proposal"),
    path("<uuid:establishment_id>/", include(establishment)),
]
urlpatterns: list[URLPattern | URLResolver] = [
    path("<company:identifier>/etablissements/", include(places)),
    path("<company:identifier>/journal/", journal.journal, name="journal"),
    path("<company:identifier>/journal/journal.csv", journal.export, name="journal_csv"),
]
