"""The keys: text sealed with FIELD_KEYS (the first writes, all read), and blind indexes made with INDEX_KEY.

A lost key cannot be replaced and neither can what it sealed. Keys stand in the environment or in a file of their own,
never in the database or beside its backups.
"""

import hashlib
import hmac
import json
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

MARK = "f1:"


class WrongKey(Exception):
    """The value cannot be read: a wrong key, a changed row, a row that was never sealed or belongs elsewhere."""


@lru_cache(maxsize=8)
def _fernet(keys):
    return MultiFernet([Fernet(key) for key in keys])


def _all():
    return _fernet(tuple(settings.FIELD_KEYS))


def _opened(fernet, token):
    if not token.startswith(MARK):
        raise WrongKey("not encrypted")
    try:
        return fernet.decrypt(token.removeprefix(MARK)).decode(errors="surrogatepass")
    except InvalidToken:
        raise WrongKey("no key opens this value") from None


def encrypt(text):
    return MARK + _all().encrypt(text.encode(errors="surrogatepass")).decode()


def decrypt(token):
    return _opened(_all(), token)


def seal(text, place):
    """A token that can be read at its own place alone, such as ``referrals_client.name:<id>``."""
    return encrypt(json.dumps({"id": place, "v": text}))


def unseal(token):
    """``(place, text)`` of what was sealed."""
    try:
        whole = json.loads(decrypt(token))
        return whole["id"], whole["v"]
    except (ValueError, TypeError, KeyError):
        raise WrongKey("sealed without a place") from None


def is_current(token):
    """Whether the first key, the one that writes, opens it."""
    try:
        _opened(_fernet((settings.FIELD_KEYS[0],)), token)
    except WrongKey:
        return False
    return True


def renewed(token):
    """The same content under the first key."""
    decrypt(token)  # says what is wrong with it
    return MARK + _all().rotate(token.removeprefix(MARK).encode()).decode()


def blind_index(kind, value, *, scope):
    """64 characters by which equal values are found without being read.

    ``value`` is in its one canonical form. ``scope`` is the controller whose rows are compared, since an index common
    to all would tell each of them whom the others know.
    """
    if not scope:
        raise ValueError("a blind index belongs to one controller")
    message = json.dumps([kind, str(scope), value]).encode()
    return hmac.new(settings.INDEX_KEY.encode(), message, hashlib.sha256).hexdigest()
