"""Reads the environment for the settings: typed, and loud when something is missing."""

import base64
import contextlib
import json
import os
import secrets
import tempfile
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(os.environ.get("HYTE_VAR", BASE_DIR / "var"))
HYTE_ENV = os.environ.get("HYTE_ENV", "").strip() or "production"
if HYTE_ENV not in {"development", "demo", "production"}:
    raise ImproperlyConfigured(f"HYTE_ENV must be development, demo or production, not {HYTE_ENV!r}.")
PRODUCTION = HYTE_ENV == "production"


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


def env_json(name, default):
    """An object or list in JSON; anything else stops the process."""
    try:
        return json.loads(env(name, default))
    except ValueError:
        raise ImproperlyConfigured(f"{name} must be JSON, such as {default}.") from None


def env_switch(name, default):
    """``on`` or ``off``; anything else stops the process."""
    value = env(name, "on" if default else "off").lower()
    if value not in {"on", "off"}:
        raise ImproperlyConfigured(f"{name} must be on or off, not {value!r}.")
    return value == "on"


def kept_secret(name, make=lambda: secrets.token_urlsafe(50)):
    """A random secret of this checkout, made once: outside production nobody sets one by hand."""
    path = VAR_DIR / name
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile("w", dir=path.parent) as file:  # readable by its owner alone
            file.write(make())
            file.flush()
            with contextlib.suppress(
                FileExistsError
            ):  # of two processes at once one is first, with a whole secret
                os.link(file.name, path)
    return path.read_text()


def env_secret(name, default=None):
    """The variable, or what stands in the file that ``NAME_FILE`` names, which nobody but its owner may read."""
    path = os.environ.get(f"{name}_FILE", "").strip()
    if not path:
        return env(name, default)
    if os.environ.get(name, "").strip():
        raise ImproperlyConfigured(f"Set {name} or {name}_FILE, not both.")
    try:
        if os.stat(path).st_mode & 0o077:
            raise ImproperlyConfigured(f"{name}_FILE may be read by others than its owner: chmod 0400.")
        return Path(path).read_text().strip()
    except OSError as error:
        raise ImproperlyConfigured(f"{name}_FILE cannot be read: {error.strerror}.") from None


def new_key():
    """A key of encrypted columns: 32 random bytes in URL-safe base64, as Fernet asks."""
    return base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()


def column_keys(secret_key):
    """``(FIELD_KEYS, INDEX_KEY)``: the keys of encrypted columns (the first writes, all read) and of their blind
    indexes. Never SECRET_KEY, never in the database or a backup of it. What is wrong is said without the key.
    """
    made = (None, None) if PRODUCTION else (kept_secret("field_key", new_key), kept_secret("index_key"))
    keys = [key.strip() for key in env_secret("FIELD_KEYS", made[0]).split(",") if key.strip()]
    index_key = env_secret("INDEX_KEY", made[1])
    for number, key in enumerate(keys, 1):
        if not _is_key(key):
            raise ImproperlyConfigured(f"FIELD_KEYS: key {number} is not 32 bytes in URL-safe base64.")
    if not keys or len(set(keys)) < len(keys):
        raise ImproperlyConfigured("FIELD_KEYS must name at least one key, and none twice.")
    if len(index_key) < 32:
        raise ImproperlyConfigured("INDEX_KEY must have at least 32 characters.")
    if len({secret_key, index_key, *keys}) < len(keys) + 2:
        raise ImproperlyConfigured("SECRET_KEY, FIELD_KEYS and INDEX_KEY must all differ.")
    return keys, index_key


def _is_key(text):
    try:
        return len(base64.b64decode(text, altchars=b"-_", validate=True)) == 32
    except ValueError:
        return False
