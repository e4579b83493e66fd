"""Work that a web process promises and the worker does: messages of channel ``task``, which never leave the portal.

Whoever's data it takes, it is read by the worker in its own database role; the row names ids, or carries encrypted
words that nobody may compare in a request. A task runs in one transaction with the end of its row: once, or not at
all. An app registers its own in ``AppConfig.ready``.
"""

from .channels import TASK
from .sending import put as _put

_registered = {}


def register(kind, work):
    """``work(words, now)``; it may put messages. Raises ValueError for a name that is taken."""
    if _registered.get(kind, work) is not work:
        raise ValueError(f"there is a task {kind} already")
    _registered[kind] = work


def put(kind, *, key, words, due_at=None):
    """Promise it, inside the transaction of what asks for it; once for each key. Raises KeyError for an unknown one."""
    _registered[kind]
    return _put(kind, key=key, address="", language="", words=words, channel=TASK, due_at=due_at)


def run(kind, words, now):
    """Raises KeyError for a task of an app that is no more, and whatever the task raises."""
    return _registered[kind](words, now)
