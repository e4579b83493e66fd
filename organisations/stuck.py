"""Messages that could not be sent: who is told, and what is said of them. Never their text."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from fields.encrypted import WrongKey
from outbox import letters, sending
from outbox.models import Message

from .models import Membership, Role

KIND = "messages_stuck"
TOLD = [Role.COORDINATOR, Role.ADMINISTRATOR]  # and who sees the pages


def tell(now):
    """A line in today's digest of each of them while something is stuck; returns counts."""
    number = Message.objects.dead().exclude(kind="digest").count()
    held = Membership.objects.valid().filter(role__in=TOLD, user__is_active=True).select_related("user")
    persons = {row.user for row in held} if number else set()
    for person in persons:
        with override(person.spoken):
            address = settings.HYTE_ORIGIN + reverse("messages_stuck")
        sending.gather(
            KIND,
            key=f"{KIND}:{person.pk}:{now:%Y-%m-%d}",
            address=person.email,
            language=person.spoken,
            receiver=(person.pk, str(person)),
            words={"n": number, "address": address},
            due_at=now,
        )
    return {"stuck": number, "told": len(persons)}


def listed(dead):
    """What the list says of these messages: one query, unless one of them can no longer be read."""
    try:
        return [shown(message) for message in list(dead)]
    except WrongKey:
        return [shown(message) for message in dead.defer("address", "words")]


def shown(message):
    """What the list says of one message."""
    return {
        "id": message.pk,
        "title": letters.title(message, get_language()),
        "channel": message.get_channel_display(),
        "receiver": message.receiver_label,
        "created_at": message.created_at,
        "ended_at": message.ended_at,
        "attempts": message.attempts,
        "problem": sentence(message.problem),
    }


def sentence(problem):
    """What is wrong, for a person who can do something about it."""
    if problem in {"SMTPServerDisconnected", "SMTPRecipientsRefused", "SMTPDataError", "TimeoutError"}:
        return _("The receiver's mail server did not answer, or asked to try later.")
    if problem == "AddressRefused":
        return _("The receiver's mail server does not know the address.")
    if problem == "ContentRefused":
        return _("The receiver's mail server did not accept the message.")
    if problem == "NotOffered":
        return _("The portal no longer sends messages this way.")
    if problem == "Interrupted":
        return _("Sending broke off every time.")
    return _("There is a fault in the portal. Tell the maintainer: %(fault)s.") % {"fault": problem}
