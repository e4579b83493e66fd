"""All settings of the portal, read from the environment alone.

``HYTE_ENV`` is ``development``, ``demo`` or ``production``; unset means production.
Whatever speaks of production looks at it, never at DEBUG. README lists every variable.
"""

import os
import re
import secrets
from pathlib import Path

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from .tiles import host_of

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(os.environ.get("HYTE_VAR", BASE_DIR / "var"))


def env(name, default=None):
    """The variable's text; a missing one without a default stops the process."""
    value = os.environ.get(name, "").strip() or default
    if value is None:
        raise ImproperlyConfigured(f"Set the environment variable {name} (HYTE_ENV={HYTE_ENV}).")
    return value


def env_list(name, default=""):
    return [part.strip() for part in env(name, default).split(",") if part.strip()]


def env_int(name, default):
    value = env(name, str(default))
    if not value.isdecimal():
        raise ImproperlyConfigured(f"{name} must be a whole number, not {value!r}.")
    return int(value)


def kept_secret(name):
    """A random secret of this checkout, made once: outside production nobody sets one by hand."""
    path = VAR_DIR / name
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        return path.read_text()
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_urlsafe(50))
    return path.read_text()


# ---------------------------------------------------------------- environment
HYTE_ENV = os.environ.get("HYTE_ENV", "").strip() or "production"
if HYTE_ENV not in {"development", "demo", "production"}:
    raise ImproperlyConfigured(f"HYTE_ENV must be development, demo or production, not {HYTE_ENV!r}.")
PRODUCTION = HYTE_ENV == "production"
DEBUG = HYTE_ENV == "development"

SECRET_KEY = env("SECRET_KEY") if PRODUCTION else env("SECRET_KEY", "") or kept_secret("secret_key")
SECRET_KEY_FALLBACKS = env_list("SECRET_KEY_FALLBACKS")

# Proxies in front that append to X-Forwarded-For; 0 means the header is never believed.
HYTE_PROXIES = env_int("HYTE_PROXIES", 0)
# Until sign-in has a second factor the admin answers only these networks (production),
# or only the machine itself (elsewhere).
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

# ---------------------------------------------------------------- applications
INSTALLED_APPS = [
    "modeltranslation",  # before admin: it wraps the admin's form fields
    "hyteportal.apps.PortalConfig",
    "hyteportal.apps.PortalAdminConfig",
    "fields",
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
    "django_filters",
    "simple_history",
    "csp",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "hyteportal.middleware.admin_door",
    "hyteportal.middleware.whole_cookies",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "hyteportal.middleware.LoginRequired",
    "django.contrib.messages.middleware.MessageMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "hyteportal.urls"
WSGI_APPLICATION = "hyteportal.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
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
DATABASES = {
    "default": dj_database_url.parse(
        env("DATABASE_URL", f"sqlite:///{VAR_DIR / f'{HYTE_ENV}-{HYTE_COUNTY}.sqlite3'}")
    )
}
DATABASES["default"]["ATOMIC_REQUESTS"] = False
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["CONN_MAX_AGE"] = (
        None  # opening the file and teaching it our order costs more than a page
    )
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;",
    }
else:
    DATABASES["default"]["OPTIONS"] = {
        "pool": {"min_size": 1, "max_size": env_int("HYTE_POOL", 4), "timeout": 5},
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
LOGIN_URL = "admin:login"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
SESSION_COOKIE_AGE = 1800
SESSION_SAVE_EVERY_REQUEST = False
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
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        # bad hosts and oversized forms are the sender's fault, and their lines repeat addresses
        "django.security": {"handlers": ["console"], "level": "CRITICAL", "propagate": False},
        "django.request": {"handlers": ["console"], "level": "ERROR", "propagate": False},
        "django.server": {
            "handlers": ["console"],
            "level": "INFO" if DEBUG else "WARNING",
            "propagate": False,
        },
        "hyteportal": {"handlers": ["console"], "level": "INFO", "propagate": False},
    },
}
