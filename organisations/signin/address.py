"""A new e-mail address for the own account: whoever reads its mail confirms it, signed in as the person.

The link holds all there is to know, encrypted: nothing of an address that is never confirmed is kept. It works for an
hour, for one person, and only while the person has the address from which it was asked.
"""

import json
import time

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from fields.encrypted import decrypt, encrypt
from fields.sealing import MARK, WrongKey
from organisations.models import User

from . import entering, log
from .adapter import put

AGE = 3600  # seconds
PURPOSE = "new address"


def ask(user, email):
    """A link to the new address; none when somebody has it, and the page says the same."""
    log.note("address_asked", user)
    if User.objects.has_address(email):
        return
    with override(user.spoken):
        link = settings.HYTE_ORIGIN + reverse("new_address_confirm", args=[_token(user, email)])
    put("new_address", user, to=email, link=link)


def _token(user, email):
    held = {"for": PURPOSE, "user": user.pk, "from": user.email, "to": email, "at": int(time.time())}
    return encrypt(json.dumps(held)).removeprefix(MARK)


def asked(user, token):
    """The address that this link confirms for this person; None when it does not (any more)."""
    try:
        held = json.loads(decrypt(MARK + token))
    except (WrongKey, ValueError):
        return None
    if not isinstance(held, dict) or held.get("for") != PURPOSE:  # something else, sealed with our keys
        return None
    if (held["user"], held["from"]) != (user.pk, user.email):
        return None
    return held["to"] if 0 <= time.time() - held["at"] < AGE else None


def change(request, email):
    """From now on; the old address is told, and what hung on it ends. False when somebody else was quicker."""
    user = request.user
    before = user.email
    if not user.move_to(email):
        return False
    log.note("address_changed", user)
    put("account_changed", user, to=before, what="address")
    entering.end_others(request, user)
    entering.renew(request)
    return True
