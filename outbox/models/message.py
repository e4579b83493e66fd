"""Messages that wait, were sent or could not be sent."""

import uuid
from datetime import timedelta

from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from fields.encrypted import EncryptedText

# How long a worker has a message to itself. Longer than the slowest mail server takes: each of the steps of one
# delivery ends after EMAIL_TIMEOUT.
LEASE = timedelta(minutes=5)
# How long a message waits after its first failed attempt, its second and so on; after the last it is dead.
PAUSES = [timedelta(minutes=n) for n in (1, 5, 15, 60, 4 * 60, 12 * 60, 24 * 60)]
MOST = len(PAUSES) + 1  # attempts
LATE = timedelta(hours=1)  # a message that waits longer than this for its turn is worth a look
GIVEN_UP = timedelta(days=30)  # after this nobody tries a dead message again
KEPT = timedelta(days=180)  # rows of ended messages, without address and words
EMPTY = {"address": "", "words": "{}"}  # what an ended message holds
INTERRUPTED = "Interrupted"  # the problem of a message whose every attempt was cut off


class MessageQuerySet(models.QuerySet):
    # ------------------------------------------------------------ words
    def waiting(self):
        return self.filter(state=Message.State.WAITING)

    def dead(self):
        return self.filter(state=Message.State.DEAD)

    def ended(self):
        return self.exclude(state=Message.State.WAITING)

    def single(self):
        """Those that go out by themselves; the others are lines of somebody's digest."""
        return self.filter(digest="")

    def due(self, now):
        """Waiting, their moment come, and in nobody's hands."""
        free = Q(leased_until__isnull=True) | Q(leased_until__lte=now)
        return self.waiting().single().filter(free, due_at__lte=now, attempts__lt=MOST)

    def late(self, now):
        """Those that should have gone out an hour ago and were not tried even once: the worker does not run."""
        return self.waiting().single().filter(due_at__lte=now - LATE, attempts=0)

    def for_digests(self, now, rhythms):
        """The lines of digests that are ready, person by person, the oldest first."""
        lines = self.waiting().filter(digest__in=rhythms, due_at__lte=now)
        return lines.order_by("receiver_id", "created_at", "pk")

    def named(self, text):
        """The one with this id, as a form sent it; none for what is no id."""
        try:
            return self.filter(pk=uuid.UUID(text))
        except ValueError:
            return self.none()

    def about(self, beginnings):
        """Those whose key begins so."""
        chosen = [Q(key__startswith=one) for one in beginnings]
        return self.filter(Q(*chosen, _connector=Q.OR)) if chosen else self.none()

    def newest_first(self):
        return self.order_by("-created_at", "-pk")

    # ------------------------------------------------------------ verbs of the worker
    def claim(self, now, *, lease=LEASE, without=()):
        """The message due longest, its attempt counted and leased to the caller; None when there is none.

        Its address and words are read later, when it is sent: a row that no key opens stops only itself.
        ``without`` names channels that cannot be used just now.
        """
        due = self.due(now).exclude(channel__in=without).defer("address", "words").order_by("due_at", "pk")
        if not due.exists():  # a look does not take the only writer's place on SQLite
            return None
        with transaction.atomic():
            message = due.select_for_update(skip_locked=True).first()
            if message is not None:
                message.attempts += 1
                message.leased_until = now + lease
                message.save(update_fields=["attempts", "leased_until"])
            return message

    def bury_interrupted(self, now):
        """Messages whose last attempt, too, ended with its worker: whatever they do to it, they do it no more."""
        lost = self.waiting().filter(attempts__gte=MOST, leased_until__lte=now)
        return lost.exists() and lost.update(
            state=Message.State.DEAD, leased_until=None, ended_at=now, problem=INTERRUPTED
        )

    # ------------------------------------------------------------ verbs of others
    def stop(self, now):
        """End those that still wait: what they tell is no longer so. One in a worker's hands may yet go out."""
        waiting = list(self.waiting().defer("address", "words"))
        return sum(message.stop(now) for message in waiting)

    def send_again(self, now):
        """Dead ones wait once more, as if they had never been tried; returns their ids."""
        dead = list(self.dead().values_list("pk", flat=True))
        fresh = {
            "state": Message.State.WAITING,
            "attempts": 0,
            "due_at": now,
            "ended_at": None,
            "problem": "",
        }
        return [pk for pk in dead if self.dead().filter(pk=pk).update(**fresh)]

    def give_up(self, now):
        """Dead ones are ended for good; returns their ids."""
        return [message.pk for message in self.dead().defer("address", "words") if message.give_up(now)]

    def forget(self, now):
        """Give up what nobody tried again in a month, and drop what ended long ago."""
        given_up = self.filter(ended_at__lt=now - GIVEN_UP).give_up(now)
        dropped, _ = self.ended().exclude(state=Message.State.DEAD).filter(ended_at__lt=now - KEPT).delete()
        return {"given up": len(given_up), "dropped": dropped}


class Message(models.Model):
    """A promise to tell somebody something. What ended has neither address nor words any more.

    One with a ``digest`` never goes out by itself: it becomes a line of its receiver's next digest.
    """

    class Channel(models.TextChoices):
        EMAIL = "email", _("e-mail")
        SMS = "sms", _("text message")
        TASK = "task", _("work of the portal itself")

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        SENT = "sent", _("sent")
        GATHERED = "gathered", _("gathered into a digest")
        DEAD = "dead", _("could not be sent")
        STOPPED = "stopped", _("stopped")

    class Rhythm(models.TextChoices):
        DAILY = "daily", _("once a day")
        WEEKLY = "weekly", _("once a week")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.CharField(max_length=150, unique=True)  # the same promise is kept once
    kind = models.CharField(max_length=40)
    channel = models.CharField(max_length=5, choices=Channel, default=Channel.EMAIL)
    language = models.CharField(max_length=2)
    address = EncryptedText()
    words = EncryptedText(default="{}")  # JSON: what the template fills in
    receiver_id = models.BigIntegerField(null=True)  # of our own people; a client has none
    receiver_label = models.CharField(max_length=150, blank=True)
    digest = models.CharField(max_length=6, choices=Rhythm, blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    created_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField(default=timezone.now)
    leased_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    problem = models.CharField(max_length=100, blank=True)  # the class of the fault, never its text
    ended_at = models.DateTimeField(null=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["created_at", "pk"]
        indexes = [
            models.Index(fields=["due_at", "id"], name="message_waiting", condition=Q(state="waiting")),
            models.Index(fields=["ended_at"], name="message_ended"),
        ]
        constraints = [
            models.CheckConstraint(
                name="message_state_from_the_list",
                condition=Q(state__in=["waiting", "sent", "gathered", "dead", "stopped"]),
                violation_error_message=_("Choose an answer from the list."),
            ),
            models.CheckConstraint(
                name="message_ended_when_it_waits_no_more",
                condition=Q(state="waiting", ended_at__isnull=True)
                | ~Q(state="waiting") & Q(ended_at__isnull=False, leased_until__isnull=True),
                violation_error_message=_("A message has an end when it waits no more, and only then."),
            ),
            models.CheckConstraint(
                name="message_of_a_digest_is_a_persons_mail",
                condition=Q(digest="") & ~Q(state="gathered")
                | Q(digest__in=["daily", "weekly"], channel="email", receiver_id__isnull=False),
                violation_error_message=_("A digest is an e-mail to one of our own people."),
            ),
            models.CheckConstraint(
                name="message_of_something",
                condition=~Q(key="") & ~Q(kind=""),
                violation_error_message=_("A message says what it tells about."),
            ),
        ]

    def __str__(self):
        return f"{self.kind} {self.pk}"

    # ------------------------------------------------------------ verbs
    def _end(self, rows, now, state):
        """Keep neither address nor words, unless ``rows`` does not hold this message (any more)."""
        sealed = {name: Message._meta.get_field(name).seal(self.pk, text) for name, text in EMPTY.items()}
        ended = {"state": state, "ended_at": now, "leased_until": None, "problem": ""}
        return bool(rows.filter(pk=self.pk).update(**ended, **sealed))

    def _mine(self):
        """This row for as long as it is this attempt's: another worker's lease has another number."""
        return Message.objects.waiting().filter(pk=self.pk, attempts=self.attempts)

    def sent(self, now):
        """True unless the lease had passed to another worker meanwhile."""
        return self._end(self._mine(), now, self.State.SENT)

    def failed(self, now, problem):
        """Wait and try again; dead after the last attempt."""
        if self.attempts >= MOST:
            return self.refused(now, problem)
        due = now + PAUSES[self.attempts - 1]
        return bool(self._mine().update(due_at=due, leased_until=None, problem=problem[:100]))

    def refused(self, now, problem):
        """Dead at once: trying again would change nothing."""
        dead = {"state": self.State.DEAD, "ended_at": now, "leased_until": None, "problem": problem[:100]}
        return bool(self._mine().update(**dead))

    def put_back(self):
        """Free again, as if nobody had taken it: its channel is down, which is no fault of the message."""
        return bool(self._mine().update(leased_until=None, attempts=F("attempts") - 1))

    def gathered(self, now):
        """It stands in a digest now."""
        return self._end(Message.objects.waiting(), now, self.State.GATHERED)

    def stop(self, now):
        return self._end(Message.objects.waiting(), now, self.State.STOPPED)

    def give_up(self, now):
        """End a dead one for good; False when it is not dead (any more)."""
        return self._end(Message.objects.dead(), now, self.State.STOPPED)
