"""Messages to clients: the worker's part, in its own database role. It alone reads where a client can be reached.

No text says of whom or of what it is (templates ``emails/resident_*`` and ``sms/resident_*``). Non-disclosure: none.
"""

from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import override

from fields import identifiers
from outbox import sending, tasks

from . import codes, deeds, lifecycle, limits, reasons
from .models import Assignment, Client, Event, Link, Referral
from .models.link import HOURS

NEWS, REMINDER, ASKED, CODE = "referral_client", "referral_reminder", "referral_link_asked", "referral_code"
EMAIL, SMS = Client.Channel.EMAIL.value, Client.Channel.SMS.value
MESSAGE, MEETING = "resident_message", "resident_meeting"


def register():
    tasks.register(NEWS, tell)
    tasks.register(REMINDER, remind)
    tasks.register(ASKED, answer)
    tasks.register(CODE, send_code)


# ------------------------------------------------------------ tasks
def tell(words, now):
    """There is news: a message with a link, unless newer news have their own."""
    event = Event.objects.filter(pk=words["event"]).first()
    referral = event and _standing(event.referral_id)
    if referral is None or _newer(event, referral):
        return
    follow_up = event.move == "follow_up"
    client = Client.objects.for_jobs().filter(referral=event.referral_id).first()
    if ways := client and ways_of(client):
        _send_link(client, ways[0], now, purpose="follow_up" if follow_up else "status")


def remind(words, now):
    """A booked time is near, and still the one that is booked."""
    row = Assignment.objects.filter(pk=words["assignment"], state=lifecycle.BOOKED).first()
    at = datetime.fromisoformat(words["at"])
    if row is None or row.booked_at != at or at <= now or _standing(row.referral_id) is None:
        return
    client = Client.objects.for_jobs().filter(referral=row.referral_id).first()
    if ways := client and ways_of(client, first=SMS):
        with override(client.language):
            local = timezone.localtime(at)
            said = {"date": date_format(local, "j.n."), "time": date_format(local, "TIME_FORMAT")}
        _put(MEETING, f"{meeting_key(row.pk)}{at.isoformat()}", client, ways[0], said)


def answer(words, now):
    """Somebody without a link asked for one: only who names the referral and its contact gets it."""
    referral = Referral.objects.numbered(words["number"]).first()
    referral = referral and _standing(referral.pk)
    client = referral and Client.objects.for_jobs().filter(referral=referral).first()
    channel = client and not referral.practice and _named_way(client, words["contact"])
    if channel and not limits.seconds_to_wait("own_link_sent", referral.pk):
        _send_link(client, channel, now, language=words["language"])


def send_code(words, now):
    """The one-time code of a link: by another way than the link came, where the client has two."""
    link = Link.objects.live(now).filter(pk=words["link"]).first()
    link = link and _standing(link.referral_id) and link
    client = link and Client.objects.for_jobs().filter(referral=link.referral_id).first()
    if client is None or client.non_disclosure:
        return
    channel = next((one for one in ways_of(client) if one != link.channel), link.channel)
    if not _address(client, channel):
        return
    codes.send(
        link.renew_code(now),
        address=_address(client, channel),
        channel=channel,
        language=words["language"],
        key=code_key(link.pk, words["number"]),
        now=now,
    )
    deeds.saw(link.referral_id, action="code_sent", fields=[_FIELD[channel]])


def _standing(pk):
    """The referral, not to be erased before the task ends. None when it is erased, a draft, or of one who has died."""
    referral = Referral.objects.standing().select_for_update(no_key=True).filter(pk=pk).first()
    newest = referral and referral.assignments.newest_last().last()
    closed = newest is None or newest.state == lifecycle.DRAFT or reasons.tells_nothing(newest.reason)
    return None if closed else referral


# ------------------------------------------------------------ by which way
def ways_of(client, first=""):
    """The channels that the client allows, in their order, that the portal has and that lead somewhere."""
    if client.non_disclosure:
        return []
    found = [one for one in client.channels if _address(client, one)]
    return sorted(found, key=lambda one: one != first)


_FIELD = {EMAIL: "email", SMS: "phone"}


def _address(client, channel):
    """Where it goes; empty when nothing can go this way."""
    if channel not in _FIELD or not sending.offered(channel):
        return ""
    address = getattr(client, _FIELD[channel])
    return "" if channel == SMS and not identifiers.takes_texts(address) else address


def _named_way(client, contact):
    """The channel of the address that was typed, when it is the client's; asking for it is their wish."""
    if client.non_disclosure:
        return ""
    if client.email and contact.casefold() == client.email.casefold():
        return EMAIL if _address(client, EMAIL) else ""
    if client.phone and contact == client.phone:
        return next((one for one in (SMS, *ways_of(client)) if _address(client, one)), "")
    return ""


# ------------------------------------------------------------ what goes out
def key_of(link_id):
    return f"link:{link_id}"


def code_key(link_id, number):
    return f"code:{link_id}:{number}"


def keys_of(link_id):
    """What the keys of a link's own messages begin with."""
    return [key_of(link_id), code_key(link_id, "")]


def meeting_key(assignment_id):
    """What the keys of reminders that are on their way begin with."""
    return f"meeting-sent:{assignment_id}:"


def _send_link(client, channel, now, *, purpose="status", language=""):
    link, token = Link.objects.make(client.referral_id, channel, purpose=purpose, now=now)
    language = language or client.language
    with override(language):
        address = settings.HYTE_ORIGIN + reverse("own_referral_link", args=[token])
    _put(MESSAGE, key_of(link.pk), client, channel, {"link": address, "hours": HOURS}, language)
    deeds.saw(client.referral_id, action="link_made", fields=[_FIELD[channel]])


def _put(kind, key, client, channel, words, language=""):
    sending.put(
        kind,
        key=key,
        address=_address(client, channel),
        language=language or client.language,
        words=words,
        channel=channel,
    )


def _newer(event, referral):
    """Whether something happened later that the client hears of too: one message says as much as two."""
    later = Event.objects.of(event.referral_id).told_to("client").filter(at__gt=event.at)
    own = referral.self_made
    return any(
        lifecycle.row(one.from_state, one.move) and "C" in lifecycle.told(one.from_state, one.move, own)
        for one in later
    )
