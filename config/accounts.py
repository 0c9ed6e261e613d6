"""How people sign in: the settings of Django and allauth that docs/decisions/0004-accounts.md explains."""

PASSWORD_HASHERS = ["halle.accounts.hashers.HalleArgon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [{"NAME": "halle.accounts.passwords.PasswordRule"}]
PASSWORD_RESET_TIMEOUT = 2 * 3600

ACCOUNT_ADAPTER = "halle.accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_PREVENT_ENUMERATION = "strict"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_REQUIRED = True
# Besides allauth's own: looking companies up and signing up, by network address and by session.
ACCOUNT_RATE_LIMITS = {"signup_lookup": "90/10m/ip,40/10m/key", "signup_apply": "30/h/ip,10/h/key"}
ACCOUNT_FORMS = {
    "login": "halle.accounts.forms.LoginForm",
    "reset_password": "halle.accounts.forms.ResetPasswordForm",
    "reset_password_from_key": "halle.accounts.forms.ResetPasswordKeyForm",
    "change_password": "halle.accounts.forms.ChangePasswordForm",
    "add_email": "halle.accounts.forms.ChangeEmailForm",
    "reauthenticate": "halle.accounts.forms.ReauthenticateForm",
}

MFA_ADAPTER = "halle.accounts.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
# Without it nobody who has a second factor could ever change his address; sign-in wants a confirmed one anyway.
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_TOLERANCE = 1
MFA_FORMS = {
    "authenticate": "halle.accounts.forms.CodeForm",
    "reauthenticate": "halle.accounts.forms.CodeAgainForm",
    "activate_totp": "halle.accounts.forms.ActivateTOTPForm",
    "add_webauthn": "halle.accounts.forms.AddKeyForm",
    "edit_webauthn": "halle.accounts.forms.RenameKeyForm",
}
