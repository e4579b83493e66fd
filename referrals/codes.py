"""One-time codes of clients: six digits, said once by mail or text message, kept as digests alone."""

import secrets
from datetime import timedelta
from unicodedata import decimal

from django.utils.crypto import constant_time_compare, salted_hmac

from outbox import sending

DIGITS, MINUTES, TRIES = 6, 10, 5
LASTS = timedelta(minutes=MINUTES)
KIND = "resident_code"


def new():
    return "".join(str(secrets.randbelow(10)) for _place in range(DIGITS))


def digest(code, salt):
    """``salt`` binds the code to its link or form. Keyed: who reads the table cannot try all codes."""
    return salted_hmac(f"referrals.code.{salt}", code, algorithm="sha256").hexdigest()


def same(typed, kept, salt):
    """Whether it is the code; blanks and hyphens that people type do not matter, nor the digits of their script."""
    digits = "".join(str(decimal(one)) for one in typed if one.isdecimal())
    return bool(kept) and constant_time_compare(digest(digits, salt), kept)


def send(code, *, address, channel, language, key, now=None):
    """The message with the code, beside others of the transaction that is open."""
    words = {"code": code, "minutes": MINUTES}
    return sending.put(
        KIND, key=key, address=address, language=language, words=words, channel=channel, due_at=now
    )
