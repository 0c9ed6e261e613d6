"""Addresses of the operators' workbench."""

from django.urls import URLPattern, URLResolver, include, path

from halle.enrolment.views import desk, desk_recovery

proof: list[URLPattern | URLResolver] = [
    path("", desk.proof, name="desk_proof"),
    path("pieces/<uuid:piece_id>/", desk.piece, name="desk_piece"),
    path("lettre/", desk.letter, name="desk_letter"),
    path("postee/", desk.posted, name="desk_posted"),
]
urlpatterns: list[URLPattern | URLResolver] = [
    path("verifications/", desk.queue, name="desk"),
    path("verifications/preuves/<uuid:proof_id>/", include(proof)),
    path("verifications/reprises/<uuid:recovery_id>/", desk_recovery.recovery, name="desk_recovery"),
]
