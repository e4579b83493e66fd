"""Ends a process that works without end: between two pieces of work, never inside one."""

import os
import select
import signal
import socket


class Stop:
    """True once SIGTERM or SIGINT came, or the process that started this one is gone (``with_parent``).

    A signal also ends a wait at once: Python writes a byte to the socket that the wait listens to.
    """

    def __init__(self, *, with_parent=False):
        self._asked = False
        self._parent = os.getppid() if with_parent else None
        self._ear, mouth = socket.socketpair()
        self._mouth = mouth  # kept open
        for end in (self._ear, mouth):
            end.setblocking(False)
        signal.set_wakeup_fd(mouth.fileno(), warn_on_full_buffer=False)
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._ask)

    def _ask(self, number, frame):
        self._asked = True

    def __bool__(self):
        return self._asked or (self._parent is not None and os.getppid() != self._parent)

    def wait(self, seconds):
        if not self:
            select.select([self._ear], [], [], seconds)
