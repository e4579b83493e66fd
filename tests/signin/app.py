"""The authenticator app of a test person: codes by RFC 6238, written down independently of the library."""

import base64
import hmac
import struct
import time

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret


def code(secret, later=0):
    """What the app shows so many half minutes from now."""
    counter = struct.pack(">Q", int(time.time()) // 30 + later)
    mark = hmac.digest(base64.b32decode(secret), counter, "sha1")
    place = mark[-1] & 15
    return f"{(struct.unpack('>I', mark[place : place + 4])[0] & 0x7FFFFFFF) % 1_000_000:06}"


def given_to(user):
    """Sets up the app and the backup codes for a person; returns the app's secret."""
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    RecoveryCodes.activate(user)
    return secret


def backup_codes(user):
    row = Authenticator.objects.get(user=user, type=Authenticator.Type.RECOVERY_CODES)
    return row.wrap().get_unused_codes()
