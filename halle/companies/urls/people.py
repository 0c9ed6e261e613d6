"""Addresses of the people of a company."""

from django.urls import URLPattern, URLResolver, include, path

from halle.companies.views import invitations, member_states, members, roles

member: list[URLPattern | URLResolver] = [
    path("", members.sheet, name="member"),
    path("modifier/", members.edit, name="member_edit"),
    path("roles/", roles.show, name="member_roles"),
    path("roles/modifier/", roles.edit, name="member_roles_edit"),
    path("desactiver/", member_states.disable, name="member_disable"),
    path("reactiver/", member_states.enable, name="member_enable"),
    path("supprimer/", member_states.remove, name="member_remove"),
    path("inviter/", member_states.invite_again, name="member_invite_again"),
]
urlpatterns: list[URLPattern | URLResolver] = [
    path("invitation/<str:token>/", invitations.invitation, name="invitation"),
    path("<company:identifier>/utilisateurs/", members.listing, name="members"),
    path("<company:identifier>/utilisateurs/creer/", members.create, name="member_create"),
    path("<company:identifier>/utilisateurs/imprimer/", members.printout, name="members_print"),
    path("<company:identifier>/utilisateurs/utilisateurs.csv", members.export, name="members_csv"),
    path("<company:identifier>/utilisateurs/<uuid:member_id>/", include(member)),
]
