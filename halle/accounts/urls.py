"""Addresses of the accounts app: French paths, allauth's names. There is no sign-up: people are invited."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as keys
from django.urls import URLPattern, URLResolver, path, re_path

from halle.accounts import views

RESET = "mot-de-passe/oublie/"

urlpatterns: list[URLPattern | URLResolver] = [
    path("connexion/", account.login, name="account_login"),
    path("connexion/second-facteur/", mfa.authenticate, name="mfa_authenticate"),
    path("connexion/cle/", keys.login_webauthn, name="mfa_login_webauthn"),
    path("deconnexion/", views.sign_out, name="account_logout"),
    path("compte-ferme/", account.account_inactive, name="account_inactive"),
    path("mot-de-passe/changer/", account.password_change, name="account_change_password"),
    path("mot-de-passe/choisir/", account.password_set, name="account_set_password"),
    path(RESET, account.password_reset, name="account_reset_password"),
    path(f"{RESET}envoye/", account.password_reset_done, name="account_reset_password_done"),
    re_path(
        rf"^{RESET}cle/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[-0-9A-Za-z]+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(f"{RESET}fait/", account.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    path("confirmer/", account.reauthenticate, name="account_reauthenticate"),
    path("confirmer/code/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("confirmer/cle/", keys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("courriel/", account.email, name="account_email"),
    path("courriel/envoye/", account.email_verification_sent, name="account_email_verification_sent"),
    path("courriel/cle/<str:key>/", account.confirm_email, name="account_confirm_email"),
    path("securite/", views.security, name="mfa_index"),
    path("securite/application/activer/", totp.activate_totp, name="mfa_activate_totp"),
    path("securite/application/desactiver/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("securite/codes-de-secours/", views.recovery_codes, name="mfa_view_recovery_codes"),
    path("securite/codes-de-secours/creer/", codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("securite/codes-de-secours/fichier/", views.recovery_codes_file, name="mfa_download_recovery_codes"),
    path("securite/cles/", keys.list_webauthn, name="mfa_list_webauthn"),
    path("securite/cles/ajouter/", keys.add_webauthn, name="mfa_add_webauthn"),
    path("securite/cles/<int:pk>/renommer/", keys.edit_webauthn, name="mfa_edit_webauthn"),
    path("securite/cles/<int:pk>/retirer/", keys.remove_webauthn, name="mfa_remove_webauthn"),
    path("sessions/", views.sessions, name="usersessions_list"),
    path("sessions/<int:pk>/fermer/", views.end_session, name="usersessions_end"),
]
