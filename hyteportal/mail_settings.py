"""How messages leave: through the outbox alone. In a demonstration nothing leaves; elsewhere through an SMTP server."""

from django.core.exceptions import ImproperlyConfigured

from .environment import HYTE_ENV, PRODUCTION, env, env_int

_SECURITY = env("HYTE_SMTP_SECURITY", "starttls")
_LOCAL = {"localhost", "127.0.0.1", "::1"}

# A demonstration sends nothing out, whatever the environment says.
EMAIL_HOST = "" if HYTE_ENV == "demo" else env("HYTE_SMTP_HOST", None if PRODUCTION else "")
EMAIL_PORT = env_int("HYTE_SMTP_PORT", 465 if _SECURITY == "tls" else 587)
EMAIL_HOST_USER = env("HYTE_SMTP_USER", "")
EMAIL_HOST_PASSWORD = env("HYTE_SMTP_PASSWORD", "")
EMAIL_USE_TLS, EMAIL_USE_SSL = _SECURITY == "starttls", _SECURITY == "tls"
EMAIL_TIMEOUT = 20  # seconds for each step; the lease of a message is longer than all of them (outbox)
DEFAULT_FROM_EMAIL = env("HYTE_MAIL_FROM", None if PRODUCTION else "portaali@esimerkki.invalid")

if _SECURITY not in {"starttls", "tls", "none"}:
    raise ImproperlyConfigured(f"HYTE_SMTP_SECURITY must be starttls, tls or none, not {_SECURITY!r}.")
if PRODUCTION and _SECURITY == "none" and EMAIL_HOST not in _LOCAL:
    raise ImproperlyConfigured("HYTE_SMTP_SECURITY may be none only when HYTE_SMTP_HOST is this machine.")
if bool(EMAIL_HOST_USER) != bool(EMAIL_HOST_PASSWORD):
    raise ImproperlyConfigured("HYTE_SMTP_USER and HYTE_SMTP_PASSWORD belong together.")

# What a package sends by itself becomes a row of the outbox, too.
EMAIL_BACKEND = "outbox.backend.Outbox"
# A channel that is not here is not offered: text messages wait for their gateway.
if EMAIL_HOST:
    OUTBOX_CHANNELS = {"email": "outbox.channels.smtp.Smtp"}
else:
    OUTBOX_CHANNELS = dict.fromkeys(["email", "sms"], "outbox.channels.practice.Practice")
OUTBOX_WORDS = "hyteportal.views.site"
