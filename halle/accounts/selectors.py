"""What is known of a person's account."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession

from halle.accounts.models import User


def export_of(user: User) -> dict[str, object]:
    """All that accounts hold on the person, secrets aside, ready for JSON."""
    return {
        "identite": {
            "identifiant": str(user.pk),
            "courriel": user.email,
            "qualite": str(user.get_civility_display()),
            "prenom": user.first_name,
            "nom": user.last_name,
            "recevoir_les_messages_par_courriel": user.mail_notifications,
        },
        "dates": {
            "creation": user.created_at,
            "derniere_connexion": user.last_login,
            "dernier_changement_de_mot_de_passe": user.password_changed_at,
            "expiration_du_mot_de_passe": user.password_expires_on,
        },
        "adresses": [
            {"courriel": address.email, "confirmee": address.verified, "principale": address.primary}
            for address in EmailAddress.objects.filter(user=user).order_by("pk")
        ],
        "seconds_facteurs": [
            {
                "type": authenticator.type,
                "nom": authenticator.data.get("name", ""),
                "creation": authenticator.created_at,
                "derniere_utilisation": authenticator.last_used_at,
            }
            for authenticator in Authenticator.objects.filter(user=user).order_by("pk")
        ],
        "sessions": [
            {
                "adresse_ip": session.ip,
                "navigateur": session.user_agent,
                "ouverture": session.created_at,
                "derniere_activite": session.last_seen_at,
            }
            for session in UserSession.objects.filter(user=user).order_by("pk")
        ],
        "rappels_d_expiration": [
            {"mot_de_passe_expire_le": reminder.expires_on, "jours_avant": reminder.days_before, "envoye_le": reminder.sent_at}
            for reminder in user.password_reminders.order_by("pk")
        ],
    }
