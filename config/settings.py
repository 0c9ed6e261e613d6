"""Settings, read from the environment. Production is the default: what is missing or unsafe stops the start.

`HALLE_DEMO=1` is the demonstration mode that `make run` turns on: plain HTTP on the loopback address, a generated
secret kept in `var/`, invented companies. docs/operations.md lists every variable.
"""

import os
from datetime import timedelta
from pathlib import Path

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from config.accounts import (  # noqa: F401 - read by Django and allauth
    ACCOUNT_ADAPTER,
    ACCOUNT_CHANGE_EMAIL,
    ACCOUNT_EMAIL_NOTIFICATIONS,
    ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS,
    ACCOUNT_EMAIL_VERIFICATION,
    ACCOUNT_FORMS,
    ACCOUNT_LOGIN_METHODS,
    ACCOUNT_PREVENT_ENUMERATION,
    ACCOUNT_RATE_LIMITS,
    ACCOUNT_REAUTHENTICATION_REQUIRED,
    ACCOUNT_SESSION_REMEMBER,
    ACCOUNT_SIGNUP_FIELDS,
    ACCOUNT_USER_MODEL_USERNAME_FIELD,
    AUTH_PASSWORD_VALIDATORS,
    MFA_ADAPTER,
    MFA_ALLOW_UNVERIFIED_EMAIL,
    MFA_FORMS,
    MFA_PASSKEY_LOGIN_ENABLED,
    MFA_SUPPORTED_TYPES,
    MFA_TOTP_TOLERANCE,
    PASSWORD_HASHERS,
    PASSWORD_RESET_TIMEOUT,
)
from config.readers import Environment
from config.secrets import read_secret_key

BASE_DIR = Path(__file__).resolve().parent.parent
env = Environment(os.environ)

DEMO = env.flag("HALLE_DEMO", default=False)
DEBUG = env.flag("HALLE_DEBUG", default=False)
VAR = Path(env.text("HALLE_VAR", default=str(Path.cwd() / "var"))).resolve()
PORT = env.number("HALLE_PORT", default=8000, least=1, most=65535)
HOST = env.text("HALLE_HOST", default="127.0.0.1")
WORKERS = env.number("HALLE_WORKERS", default=2, least=1, most=64)
THREADS = env.number("HALLE_THREADS", default=4, least=1, most=64)
if DEBUG and not DEMO:
    raise ImproperlyConfigured("HALLE_DEBUG=1 is refused outside demonstration mode (HALLE_DEMO=1).")
SECRET_KEY = read_secret_key(env, demo=DEMO, var=VAR)

# --- What a deployer calls the site (all shown to users) ------------------------------------------------------------
HALLE_NAME = env.text("HALLE_NAME", default="Halle")
HALLE_BASELINE = env.text("HALLE_BASELINE", default="La salle des marchés publics")
HALLE_OWNER = env.text("HALLE_OWNER", default="")
HALLE_PLATFORM_TAB = env.text("HALLE_PLATFORM_TAB", default="Ma plate-forme")
HALLE_LOGO_URL = env.text("HALLE_LOGO_URL", default="")
HALLE_THEME_CSS_URL = env.text("HALLE_THEME_CSS_URL", default="")
# The mention that the law asks for on every page; « non conforme » until an audit says otherwise.
HALLE_ACCESSIBILITY = env.text("HALLE_ACCESSIBILITY", default="non conforme")
HALLE_COPYRIGHT_YEAR = env.number("HALLE_COPYRIGHT_YEAR", default=2026, least=2000, most=2100)
HALLE_BASE_URL = env.text("HALLE_BASE_URL", default=f"http://{HOST}:{PORT}" if DEMO else "").rstrip("/")
HALLE_SUPPORT_EMAIL = env.text("HALLE_SUPPORT_EMAIL", default="assistance@halle.example" if DEMO else "")
if not DEMO and not HALLE_BASE_URL.startswith("https://"):
    raise ImproperlyConfigured("HALLE_BASE_URL must be the public https:// address of the site.")

# --- Who may connect ------------------------------------------------------------------------------------------------
_base_host = HALLE_BASE_URL.partition("://")[2].partition("/")[0]
ALLOWED_HOSTS = env.words("HALLE_ALLOWED_HOSTS", default=["*"] if DEMO and DEBUG else [_base_host.partition(":")[0]])
if DEMO:
    ALLOWED_HOSTS = [*ALLOWED_HOSTS, "127.0.0.1", "localhost", "[::1]"]
CSRF_TRUSTED_ORIGINS = [HALLE_BASE_URL]
TRUSTED_PROXIES = env.number("HALLE_TRUSTED_PROXIES", default=0, least=0, most=5)
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES
if TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.admin",
    "halle.portal",
    "halle.enrolment",
    "halle.companies",
    "halle.accounts",
    "halle.mail",
    "halle.audit",
    "halle.sirene",
    "halle.jobs",
    "halle.ui",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_tasks",
    "django_tasks_db",
    "csp",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "halle.portal.middleware.ActorMiddleware",
    "halle.accounts.middleware.NoStoreMiddleware",
    "halle.accounts.middleware.PasswordAgeMiddleware",
    "halle.accounts.middleware.SecondFactorMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "halle.ui.context_processors.site",
            ],
            "builtins": ["halle.ui.templatetags.ui"],
        },
    }
]

# --- Data -----------------------------------------------------------------------------------------------------------
DATABASES = {"default": env.database("DATABASE_URL", default=f"sqlite:///{VAR / 'halle.sqlite3'}")}
DATABASES["default"]["CONN_MAX_AGE"] = env.number("HALLE_CONN_MAX_AGE", default=60, least=0, most=3600)
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        # recursive_triggers: without it REPLACE silently passes the journal's DELETE trigger (security.md 2.3).
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA recursive_triggers=ON;",
    }
else:
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
_database_cache = {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "django_cache"}
CACHES = {"default": env.cache("CACHE_URL", default=_database_cache)}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}
TASK_LEASE = timedelta(seconds=env.number("HALLE_TASK_LEASE", default=60, least=1, most=3600))
TASK_ATTEMPTS = 3
# One dotted path a nightly job, each a function without argument that returns a one-line summary.
NIGHTLY_JOBS: list[str] = [
    "halle.jobs.housekeeping.clear_sessions",
    "halle.jobs.housekeeping.prune_tasks",
    "halle.jobs.housekeeping.forget_silent_processes",
    "halle.mail.delivery.wipe_stale_secrets",
    "halle.sirene.tasks.update_register",
    "halle.companies.tasks.serve_register_requests",
    "halle.companies.tasks.compare_all",
    "halle.accounts.tasks.remind_password_age",
    "halle.accounts.tasks.forget_ended_sessions",
    "halle.enrolment.services.evidence.erase_old",
    "halle.enrolment.services.signup_nightly.sweep",
    "halle.enrolment.services.joining_nightly.remind",
    "halle.enrolment.services.joining_nightly.tidy",
    "halle.enrolment.services.recovery_nightly.move_on",
    "halle.enrolment.services.absence.look_for_absences",
]
NIGHTLY_AT = env.hour("HALLE_NIGHTLY_AT", default="02:00")
# (dotted path, seconds between two runs)
PERIODIC_JOBS: list[tuple[str, int]] = [("halle.mail.outbox.sweep", 60)]

# --- The State register --------------------------------------------------------------------------------------------
SIRENE_ROOT = VAR / "sirene"
# Asked in this order: the local file, API Recherche d’entreprises (no key; knows officers), API Sirene (a key).
_sources = ["local"] if DEMO else ["local", "recherche", "insee"]
REGISTER_SOURCES = env.words("HALLE_REGISTER_SOURCES", default=_sources)
if unknown := set(REGISTER_SOURCES) - {"local", "recherche", "insee"}:
    raise ImproperlyConfigured(f"HALLE_REGISTER_SOURCES: {min(unknown)} is neither local, recherche nor insee.")
INSEE_KEY = env.text("HALLE_INSEE_KEY")
INSEE_URL = env.text("HALLE_INSEE_URL", default="https://api.insee.fr/api-sirene/3.11").rstrip("/")
RECHERCHE_URL = env.text("HALLE_RECHERCHE_URL", default="https://recherche-entreprises.api.gouv.fr").rstrip("/")
DATA_GOUV_URL = env.text("HALLE_DATA_GOUV_URL", default="https://www.data.gouv.fr").rstrip("/")

# --- Language -------------------------------------------------------------------------------------------------------
LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "Français")]
TIME_ZONE = "Europe/Paris"
USE_TZ = True

# --- Files ----------------------------------------------------------------------------------------------------------
STATIC_URL = "/statique/"
STATIC_ROOT = VAR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": VAR / "files"}},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
FILE_UPLOAD_HANDLERS = [
    "halle.core.uploads.Cut",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

# --- Mail -----------------------------------------------------------------------------------------------------------
MAIL_FILES = VAR / "mail"
vars().update(env.mail("HALLE_EMAIL_URL", default=f"filemail://{MAIL_FILES}"))
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.text("HALLE_MAIL_FROM", default="Halle <ne-pas-repondre@halle.example>" if DEMO else "")
if not DEFAULT_FROM_EMAIL:
    raise ImproperlyConfigured("HALLE_MAIL_FROM must be the address that mail is sent from.")

# --- Transport and browser (security.md 1.1, V3) -------------------------------------------------------------------
_secure = not DEMO
SECURE_SSL_REDIRECT = _secure
SECURE_HSTS_SECONDS = 31_536_000 if _secure else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = _secure
SECURE_HSTS_PRELOAD = _secure
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _secure
SESSION_COOKIE_NAME = "__Host-session" if _secure else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if _secure else "csrf"
CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = int(timedelta(hours=12).total_seconds())
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
        "manifest-src": [SELF],
    }
}

# --- Accounts (security.md 2.1) -------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "portal:account"
LOGOUT_REDIRECT_URL = "account_login"
PASSWORD_MAX_AGE_DAYS = env.number("HALLE_PASSWORD_MAX_AGE_DAYS", default=365, least=0, most=3650)
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
MFA_TOTP_ISSUER = HALLE_NAME
# Browsers allow passkeys over plain HTTP on localhost alone; the library must be told that this is meant.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEMO
SECOND_FACTOR_FOR_ADMINISTRATORS = env.flag("HALLE_SECOND_FACTOR_FOR_ADMINISTRATORS", default=not DEMO)
TWO_EYES = env.flag("HALLE_TWO_EYES", default=False)
ABSENCE_MONTHS = env.number("HALLE_ABSENCE_MONTHS", default=12, least=1, most=120)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "halle": {"level": "INFO"},
        # Scanners ask for any host all day long; nginx has their addresses.
        "django.security.DisallowedHost": {"handlers": [], "propagate": False},
    },
}

env.refuse_unknown()
