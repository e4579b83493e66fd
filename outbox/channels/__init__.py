"""The ways a message leaves: one small class each, chosen by settings.OUTBOX_CHANNELS.

A channel is made once a worker and has three methods::

    open()                       raises Unavailable when nothing can be sent this way just now
    send(message, letter)        hands the letter over; raises Refused when trying again would change nothing,
                                 Failed when it might
    close()                      lets go of connections; open() is called again before the next letter

``message.pk`` is the same at every attempt: it is what the receiving side may tell doubles by.
"""

from django.conf import settings
from django.utils.module_loading import import_string


class NotOffered(ValueError):
    """This portal has no such channel."""


class Unavailable(Exception):
    """Nothing can be sent this way just now: no fault of any message."""


class Refused(Exception):
    """The other side wants neither this message nor another attempt. The text is a class of fault, nothing more."""


class Failed(Exception):
    """It did not go well, another time it might. The text is a class of fault: what servers say names receivers."""


TASK = "task"  # the worker's own work (tasks.py): every portal has it, and nothing leaves by it


def offered(name, *, must=False):
    """Whether the portal has this channel; with ``must`` raises NotOffered when it has not."""
    if name == TASK or name in settings.OUTBOX_CHANNELS:
        return True
    if must:
        raise NotOffered(f"this portal sends nothing by {name}")
    return False


def made(name):
    """A new channel of that name. Raises NotOffered."""
    offered(name, must=True)
    return import_string(settings.OUTBOX_CHANNELS[name])()
