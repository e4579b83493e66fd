"""Values that a page carries for the portal alone: nobody else can read or change them, and they grow too old."""

import base64
import json

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.utils.crypto import salted_hmac


def _fernet(purpose):
    """With the portal's secret, and its former ones for what was sealed before."""
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    keys = (salted_hmac(purpose, "seal", secret=one, algorithm="sha256").digest() for one in secrets)
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in keys])


def seal(value, purpose):
    """A text of letters, digits, - _ and =; what is sealed for one purpose does not open for another."""
    return _fernet(purpose).encrypt(json.dumps(value, separators=(",", ":")).encode()).decode()


def unseal(text, purpose, lasts):
    """The value; ValueError when the text is not ours, not for this purpose or older than ``lasts`` seconds."""
    try:
        return json.loads(_fernet(purpose).decrypt(text.encode(), ttl=lasts))
    except InvalidToken:
        raise ValueError("not sealed here, or too long ago") from None
