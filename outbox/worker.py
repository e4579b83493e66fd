"""Sends what is due, one message after another, until it is asked to stop.

A message is claimed and leased in one transaction, sent outside of any, and marked in another. Killed in between, the
worker leaves a message that another one sends again when the lease is over, with the same Message-ID: nothing is lost,
and doubled is at most what was in its hands, one message.
"""

import json
import logging
from datetime import timedelta

from django.db import Error, InterfaceError, OperationalError, close_old_connections, transaction
from django.utils import timezone

from . import channels, letters, tasks
from .channels import Failed, NotOffered, Refused, Unavailable
from .models import Message
from .models.message import LEASE

log = logging.getLogger("outbox")
PAUSES = [5, 15, 60]  # seconds that a channel rests when it is down, and down again


class Worker:
    def __init__(self, lease=LEASE):
        self.lease = lease
        self._channels, self._resting, self._falls = {}, {}, {}

    def step(self):
        """Send one message; False when none is due. Raises django.db.Error when the database is away."""
        now = timezone.now()
        resting = [name for name, until in self._resting.items() if until > now]
        message = Message.objects.claim(now, lease=self.lease, without=resting)
        if message is None:
            return False
        try:
            self._send(message)
        except Unavailable as fault:
            message.put_back()
            self._rest(message.channel, now, fault)
        except (Refused, NotOffered) as fault:
            problem = str(fault) if isinstance(fault, Refused) else type(fault).__name__
            message.refused(timezone.now(), problem)
            log.warning("message %s (%s) was refused: %s", message.pk, message.kind, problem)
        except Failed as fault:
            message.failed(timezone.now(), str(fault))
            log.warning("message %s (%s), attempt %s: %s", message.pk, message.kind, message.attempts, fault)
        except Error:
            raise
        except Exception as fault:  # one message that cannot be sent never keeps the others
            message.failed(timezone.now(), type(fault).__name__)
            log.exception("message %s (%s), attempt %s", message.pk, message.kind, message.attempts)
        return True

    def _send(self, message):
        if message.channel == channels.TASK:
            self._do(message)
            return
        channel = self._channel(message.channel)
        letter = letters.written(message)
        channel.open()
        channel.send(message, letter)
        self._falls.pop(message.channel, None)
        if not message.sent(timezone.now()):
            log.warning("message %s (%s) took longer than its lease", message.pk, message.kind)

    def _do(self, message):
        """The task and the end of its row together; undone when its lease has passed to another worker."""
        now = timezone.now()
        try:
            with transaction.atomic():
                tasks.run(message.kind, json.loads(message.words), now)
                if not message.sent(now):
                    transaction.set_rollback(True)
                    log.warning("task %s (%s) took longer than its lease", message.pk, message.kind)
        except (OperationalError, InterfaceError):  # the database's own trouble
            raise
        except Error as fault:
            raise Failed(type(fault).__name__) from fault

    def _channel(self, name):
        if name not in self._channels:
            self._channels[name] = channels.made(name)
        return self._channels[name]

    def _rest(self, name, now, fault):
        falls = self._falls[name] = self._falls.get(name, -1) + 1
        pause = PAUSES[min(falls, len(PAUSES) - 1)]
        self._resting[name] = now + timedelta(seconds=pause)
        log.warning("%s cannot be sent just now (%s); next look in %s s", name, fault, pause)

    def drain(self):
        """Send all that is due; returns how many attempts that took."""
        number = 0
        while self.step():
            number += 1
        self.rest()
        return number

    def rest(self):
        """Nothing is due: no connection is kept."""
        for channel in self._channels.values():
            channel.close()

    def run(self, stop, poll):
        """Until ``stop`` says so; between two looks it waits ``poll`` seconds."""
        while not stop:
            try:
                busy = self.step()
                if not busy:
                    Message.objects.bury_interrupted(timezone.now())
            except Error as fault:
                log.warning("the database is away (%s); the messages wait", type(fault).__name__)
                busy = False
            if not busy:
                self.rest()
                close_old_connections()
                stop.wait(poll)
        self.rest()
