"""What may happen, said once: the reviewed vocabulary of the journal."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Event(TextChoices):
    """One kind of act. The value is stored for ever, so it never changes; the label may."""

    COMPANY_CREATED = "company.created", _("Entreprise créée")
    COMPANY_CHANGED = "company.changed", _("Fiche de l’entreprise modifiée")

    REGISTER_UPDATED = "company.register_updated", _("Fiche mise à jour depuis le registre de l’État")
    REGISTER_REQUESTED = "company.register_requested", _("Mise à jour depuis le registre demandée")
    REGISTER_FAILED = "company.register_failed", _("Mise à jour depuis le registre impossible")
    VALUE_REPORTED = "company.value_reported", _("Valeur du registre signalée comme fausse")
    VALUE_KEPT = "company.value_kept", _("Valeur maintenue contre le registre")
    VALUE_RESTORED = "company.value_restored", _("Valeur du registre reprise")

    ESTABLISHMENT_CREATED = "establishment.created", _("Établissement créé")
    ESTABLISHMENT_CHANGED = "establishment.changed", _("Établissement modifié")
    ESTABLISHMENT_CLOSED = "establishment.closed", _("Établissement fermé")
    ESTABLISHMENT_REOPENED = "establishment.reopened", _("Établissement rouvert")
    HEAD_OFFICE_CHANGED = "establishment.head_office", _("Siège social changé")

    OFFICER_ADDED = "officer.added", _("Dirigeant ajouté")
    OFFICER_CHANGED = "officer.changed", _("Dirigeant modifié")
    OFFICER_REMOVED = "officer.removed", _("Dirigeant retiré")

    PROPOSAL_MADE = "proposal.made", _("Établissement proposé")
    PROPOSAL_ACCEPTED = "proposal.accepted", _("Proposition d’établissement acceptée")
    PROPOSAL_REFUSED = "proposal.refused", _("Proposition d’établissement refusée")

    MEMBER_CREATED = "member.created", _("Utilisateur créé")
    MEMBER_CHANGED = "member.changed", _("Utilisateur modifié")
    MEMBER_MOVED = "member.moved", _("Utilisateur rattaché à un autre établissement")
    MEMBER_DISABLED = "member.disabled", _("Utilisateur désactivé")
    MEMBER_ENABLED = "member.enabled", _("Utilisateur réactivé")
    MEMBER_REMOVED = "member.removed", _("Utilisateur supprimé")
    MEMBER_LEFT = "member.left", _("Utilisateur parti de lui-même")
    ROLES_CHANGED = "member.roles", _("Rôles modifiés")
    INVITATION_SENT = "invitation.sent", _("Invitation envoyée")
    INVITATION_ACCEPTED = "invitation.accepted", _("Invitation acceptée")

    PROOF_STARTED = "proof.started", _("Preuve présentée")
    PROOF_ABANDONED = "proof.abandoned", _("Preuve abandonnée")
    PROOF_CODE_TYPED = "proof.code_typed", _("Code de preuve saisi")
    LETTER_PRINTED = "proof.letter_printed", _("Lettre de vérification imprimée par un exploitant")
    LETTER_POSTED = "proof.letter_posted", _("Lettre de vérification envoyée par un exploitant")
    EVIDENCE_SEEN = "proof.evidence_seen", _("Pièce consultée par un exploitant")
    EVIDENCE_ERASED = "proof.evidence_erased", _("Pièce effacée")
    PROOF_SECONDING = "proof.seconding", _("Preuve acceptée par un premier exploitant")
    PROOF_ACCEPTED = "proof.accepted", _("Preuve acceptée")
    PROOF_REFUSED = "proof.refused", _("Preuve refusée")
    COMPANY_VERIFIED = "company.verified", _("Compte de l’entreprise vérifié")

    SIGNUP_CONFIRMED = "signup.confirmed", _("Inscription confirmée")

    JOIN_ASKED = "join.asked", _("Rattachement demandé")
    JOIN_ACCEPTED = "join.accepted", _("Demande de rattachement acceptée")
    JOIN_REFUSED = "join.refused", _("Demande de rattachement refusée")
    JOIN_WITHDRAWN = "join.withdrawn", _("Demande de rattachement retirée")

    RECOVERY_ASKED = "recovery.asked", _("Reprise du compte demandée")
    RECOVERY_OPENED = "recovery.opened", _("Reprise du compte annoncée à tous")
    RECOVERY_OBJECTED = "recovery.objected", _("Opposition à la reprise du compte")
    RECOVERY_TO_DECIDE = "recovery.to_decide", _("Délai d’opposition écoulé")
    RECOVERY_UNPROVEN = "recovery.unproven", _("Preuve refusée, reprise suspendue")
    RECOVERY_SECONDING = "recovery.seconding", _("Reprise acceptée par un premier exploitant")
    RECOVERY_ACCEPTED = "recovery.accepted", _("Reprise du compte acceptée")
    RECOVERY_REFUSED = "recovery.refused", _("Reprise du compte refusée")
    RECOVERY_WITHDRAWN = "recovery.withdrawn", _("Reprise du compte retirée")

    DEPUTY_NAMED = "deputy.named", _("Suppléant désigné")
    DEPUTY_WITHDRAWN = "deputy.withdrawn", _("Suppléance retirée")
    ADMINISTRATORS_REMINDED = "absence.reminded", _("Administrateurs absents relancés")
    DEPUTY_ASKED = "absence.deputy_asked", _("Suppléant sollicité")
    DEPUTY_ACCEPTED = "absence.deputy_accepted", _("Suppléant devenu administrateur")
    DEPUTY_DECLINED = "absence.deputy_declined", _("Suppléance déclinée")

    SIGNED_IN = "account.signed_in", _("Connexion")
    SIGN_IN_FAILED = "account.sign_in_failed", _("Connexion refusée")
    SIGNED_OUT = "account.signed_out", _("Déconnexion")
    SESSION_ENDED = "account.session_ended", _("Session fermée à distance")
    PASSWORD_SET = "account.password_set", _("Premier mot de passe choisi")
    PASSWORD_CHANGED = "account.password_changed", _("Mot de passe changé")
    PASSWORD_RESET = "account.password_reset", _("Mot de passe réinitialisé")
    FACTOR_ADDED = "account.factor_added", _("Second facteur ajouté")
    FACTOR_REMOVED = "account.factor_removed", _("Second facteur retiré")
    EMAIL_CHANGED = "account.email_changed", _("Courriel de connexion changé")
    IDENTITY_CHANGED = "account.identity", _("Identité modifiée")
    NOTIFICATIONS_CHANGED = "account.notifications", _("Préférence de notification modifiée")
    PERSON_ANONYMISED = "account.anonymised", _("Compte effacé")
    ACCOUNT_EXPORTED = "account.exported", _("Données personnelles téléchargées")

    EXPORTED = "export.made", _("Liste exportée")
    ACCESS_DENIED = "access.denied", _("Accès refusé")
    JOURNAL_EXPORTED = "journal.exported", _("Journal exporté")
    JOURNAL_ERASED = "journal.erased", _("Données personnelles effacées du journal")
