"""All settings of the portal, read from the environment alone.

``HYTE_ENV`` is ``development``, ``demo`` or ``production``; unset means production.
Whatever speaks of production looks at it, never at DEBUG. README lists every variable.
"""

import os
import re
from pathlib import Path

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from .account_settings import *  # noqa: F403
from .cache_settings import *  # noqa: F403
from .environment import (
    BASE_DIR,
    HYTE_ENV,
    PRODUCTION,
    VAR_DIR,
    column_keys,
    env,
    env_int,
    env_json,
    env_list,
    env_switch,
    kept_secret,
)
from .mail_settings import *  # noqa: F403
from .parents import origins
from .tiles import host_of

# ---------------------------------------------------------------- environment
DEBUG = HYTE_ENV == "development"

SECRET_KEY = env("SECRET_KEY") if PRODUCTION else env("SECRET_KEY", "") or kept_secret("secret_key")
SECRET_KEY_FALLBACKS = env_list("SECRET_KEY_FALLBACKS")

FIELD_KEYS, INDEX_KEY = column_keys(SECRET_KEY)
# Whether referrals are on: in production they need PostgreSQL with row-level security.
HYTE_REFERRALS = env_switch("HYTE_REFERRALS", not PRODUCTION)

# Proxies in front that append to X-Forwarded-For; 0 means the header is never believed.
HYTE_PROXIES = env_int("HYTE_PROXIES", 0)
# The admin answers only these networks. Without a list: everybody who signs in with both steps (production), or
# only the machine itself (elsewhere).
ADMIN_ALLOWED_CIDRS = env_list("ADMIN_ALLOWED_CIDRS")

if PRODUCTION:
    ALLOWED_HOSTS = env_list("HYTE_HOSTS", None)
    HYTE_ORIGIN = env("HYTE_ORIGIN").rstrip("/")
    if not HYTE_ORIGIN.startswith("https://"):
        raise ImproperlyConfigured(f"HYTE_ORIGIN must begin with https://, not {HYTE_ORIGIN!r}.")
else:
    ALLOWED_HOSTS = env_list("HYTE_HOSTS", "localhost,127.0.0.1,[::1]")
    HYTE_ORIGIN = env("HYTE_ORIGIN", f"http://localhost:{env('PORT', '8000')}").rstrip("/")

# ---------------------------------------------------------------- the county
HYTE_COUNTY = env("HYTE_COUNTY", "10")
# The shown name of the portal, per language; empty: made from the county's name.
HYTE_NAMES = {code: os.environ.get(f"HYTE_NAME_{code.upper()}", "").strip() for code in ("fi", "sv", "en")}
# Where feedback and accessibility feedback go; empty in demo: the page says so.
HYTE_FEEDBACK_EMAIL = env("HYTE_FEEDBACK_EMAIL") if PRODUCTION else env("HYTE_FEEDBACK_EMAIL", "")

# ---------------------------------------------------------------- imports
# The only hosts that imports ask, over https on its own port; an address in data is never asked.
HYTE_IMPORT_HOSTS = env_list("HYTE_IMPORT_HOSTS", "api.palvelutietovaranto.suomi.fi, api.lipas.fi")
for _host in HYTE_IMPORT_HOSTS:
    if not re.fullmatch(r"(?!-)[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z][a-z0-9-]+", _host):
        raise ImproperlyConfigured(f"HYTE_IMPORT_HOSTS takes host names in small letters, not {_host!r}.")
# Where the national service registry answers (v11), and where files lie that coordinators may import.
HYTE_PTV_API = env("HYTE_PTV_API", "https://api.palvelutietovaranto.suomi.fi/api/v11").rstrip("/")
HYTE_IMPORT_FOLDER = Path(env("HYTE_IMPORT_FOLDER", str(VAR_DIR / "imports" / "inbox")))
HYTE_IMPORT_TEST_ORIGINS = env_list("HYTE_IMPORT_TEST_ORIGINS")
if PRODUCTION and HYTE_IMPORT_TEST_ORIGINS:
    raise ImproperlyConfigured("HYTE_IMPORT_TEST_ORIGINS is for tests and may not be set in production.")
for _origin in HYTE_IMPORT_TEST_ORIGINS:
    if not re.fullmatch(r"http://127\.0\.0\.1:[0-9]{1,5}", _origin):
        raise ImproperlyConfigured(f"HYTE_IMPORT_TEST_ORIGINS takes http://127.0.0.1:PORT, not {_origin!r}.")

# Where the dictionaries of the search lie (built once by `manage.py prepare`), and real texts to measure it with.
HYTE_DICTIONARIES = Path(env("HYTE_DICTIONARIES", str(VAR_DIR)))
HYTE_CORPUS = BASE_DIR / env("HYTE_CORPUS", "../shared/data")

# ---------------------------------------------------------------- the map
# Without tiles the map is the outlines of the municipalities; with them their host sees the visitor's address.
HYTE_MAP_TILES, HYTE_MAP_ATTRIBUTION = env("HYTE_MAP_TILES", ""), env("HYTE_MAP_ATTRIBUTION", "")
HYTE_MAP_HOST = host_of(HYTE_MAP_TILES, HYTE_MAP_ATTRIBUTION)

# ------------- days that the link of a shared list works; websites that show parts of the portal in their own pages
HYTE_SHARE_DAYS = env_int("HYTE_SHARE_DAYS", 90)
# days that a referral may wait, where they differ from referrals/clocks.py: {"sent": 7}
HYTE_CLOCKS = env_json("HYTE_CLOCKS", "{}")
HYTE_ERASURES = Path(env("HYTE_ERASURES", str(VAR_DIR / "erasures")))  # what was erased: outside every backup
HYTE_EMBED_PARENTS = origins(env_list("HYTE_EMBED_PARENTS"), PRODUCTION)

# ---------------------------------------------------------------- applications
INSTALLED_APPS = [
    "modeltranslation",  # before admin: it wraps the admin's form fields
    "hyteportal.apps.PortalConfig",
    "hyteportal.apps.PortalAdminConfig",
    "fields",
    "audit",
    "outbox",
    "counters",
    "organisations",
    "catalogue",
    "pathways",
    "referrals",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_filters",
    "simple_history",
    "csp",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "hyteportal.middleware.body_limit",
    "hyteportal.middleware.admin_door",
    "hyteportal.middleware.whole_cookies",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "hyteportal.throttle.Throttle",  # before who asks is asked
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "hyteportal.middleware.LoginRequired",
    "organisations.signin.middleware.SignedIn",
    "django.contrib.messages.middleware.MessageMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "hyteportal.work.Work",  # the last one: its transaction is opened when every gate has let the request in
]

FORM_RENDERER = "hyteportal.forms.Renderer"
ROOT_URLCONF = "hyteportal.urls"
WSGI_APPLICATION = "hyteportal.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": ["hyteportal.tight.Loader"],
            "builtins": [
                "hyteportal.templatetags.ui",
                "django.templatetags.i18n",
                "django.templatetags.static",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "hyteportal.views.portal",
            ],
        },
    }
]

# ---------------------------------------------------------------- database
_DATABASE = env("DATABASE_URL", f"sqlite:///{VAR_DIR / f'{HYTE_ENV}-{HYTE_COUNTY}.sqlite3'}")
DATABASES = {"default": dj_database_url.parse(_DATABASE)}
DATABASES["default"]["ATOMIC_REQUESTS"] = False
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["CONN_MAX_AGE"] = None  # opening the file costs more than a page
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;",
    }
else:
    DATABASES["default"]["OPTIONS"] = {
        "pool": {"min_size": 1, "max_size": env_int("HYTE_POOL", 4), "timeout": 5},
        "options": "-c jit=off",  # policies make statements look dear; compiling them costs more than they do
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# ---------------------------------------------------------------- languages
# Content columns are always fi, sv and en; HYTE_LANGUAGES chooses the interface.
_NAMES = {"fi": "Suomi", "sv": "Svenska", "en": "English"}
if not env_list("HYTE_LANGUAGES", "fi,sv"):
    raise ImproperlyConfigured("HYTE_LANGUAGES names no language.")
try:
    LANGUAGES = [(code, _NAMES[code]) for code in dict.fromkeys(env_list("HYTE_LANGUAGES", "fi,sv"))]
except KeyError as unknown:
    raise ImproperlyConfigured(f"HYTE_LANGUAGES knows fi, sv and en, not {unknown}.") from None
LANGUAGE_CODE = LANGUAGES[0][0]
MODELTRANSLATION_LANGUAGES = ("fi", "sv", "en")
MODELTRANSLATION_DEFAULT_LANGUAGE = "fi"
MODELTRANSLATION_FALLBACK_LANGUAGES = {"default": ("fi", "sv", "en"), "sv": ("fi", "en"), "en": ("fi", "sv")}
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["hyteportal.formats"]
USE_I18N = True
USE_TZ = True
USE_THOUSAND_SEPARATOR = True
TIME_ZONE = "Europe/Helsinki"

# ---------------------------------------------------------------- people
AUTH_USER_MODEL = "organisations.User"
AUTHENTICATION_BACKENDS = ["organisations.signin.backend.People"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["email", "name"]},
    },
]
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_FAILURE_VIEW = "hyteportal.errors.csrf_failure"

# ---------------------------------------------------------------- files
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},  # the portal takes no uploads
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = DEBUG
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
FILE_UPLOAD_HANDLERS = ["hyteportal.uploads.Refuse"]

# ---------------------------------------------------------------- protection
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if PRODUCTION:
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^health/"]
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME = "__Host-session"
    CSRF_COOKIE_NAME = "__Host-csrf"
    if HYTE_PROXIES:
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        # Designsystemet draws its masks from data: addresses
        "img-src": [SELF, "data:", *([f"https://{HYTE_MAP_HOST}"] if HYTE_MAP_HOST else [])],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
    }
}

# ---------------------------------------------------------------- log
# Addresses carry search words: requests are not logged, errors are, without the query string.
# No line names a person (redaction.py), no report shows a form or a variable (reporting.py).
DEFAULT_EXCEPTION_REPORTER = "hyteportal.reporting.Reporter"
DEFAULT_EXCEPTION_REPORTER_FILTER = "hyteportal.reporting.ReporterFilter"
_CONSOLE = {"handlers": ["console"], "propagate": False}
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "hyteportal.redaction.Line"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django": _CONSOLE | {"level": "WARNING"},
        # bad hosts and oversized forms are the sender's fault, and their lines repeat addresses
        "django.security": _CONSOLE | {"level": "CRITICAL"},
        "django.request": _CONSOLE | {"level": "ERROR"},
        "django.server": _CONSOLE | {"level": "INFO" if DEBUG else "WARNING"},
        "hyteportal": _CONSOLE | {"level": "INFO"},
        "outbox": _CONSOLE | {"level": "INFO"},
    },
}
