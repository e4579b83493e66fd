"""A mail server for tests: as much of SMTP as a sender needs, on loopback, with faults on demand."""

import email
import email.policy
import socketserver
import threading
from contextlib import contextmanager, suppress


class Postbox(socketserver.ThreadingTCPServer):
    """``letters`` holds what came, parsed. ``answers`` tells what to say instead of 250: {"RCPT": "550 no"}.

    An answer may be a list (one for each time, then 250 again) or "" (hang up without a word). ``accepts`` is called
    with the number of letters so far when another has come, before its sender gets an answer; False drops it.
    """

    allow_reuse_address = daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _Session)
        self.letters, self.answers, self.connections = [], {}, 0
        self.accepts = lambda number: True

    @property
    def port(self):
        return self.server_address[1]

    def answer(self, word, good="250 ok"):
        said = self.answers.get(word, good)
        if isinstance(said, list):
            return said.pop(0) if said else good
        return said

    def numbers(self):
        return [letter["Message-ID"] for letter in self.letters]


class _Session(socketserver.StreamRequestHandler):
    def handle(self):
        self.server.connections += 1
        self._say("220 postbox")
        while line := self._line():
            word = line.split()[0].decode().upper() if line.split() else ""
            if word == "DATA":
                self._say("354 go on")
                letter = self._letter()
                if letter is None:
                    return
                said = self.server.answer("DATA")
                if not self.server.accepts(len(self.server.letters)):
                    return
                if said.startswith("250"):
                    self.server.letters.append(letter)
            else:
                said = self.server.answer(word, "221 bye" if word == "QUIT" else "250 ok")
            if not said:
                return
            self._say(said)
            if word == "QUIT":
                return

    def _say(self, words):
        with suppress(OSError):  # who asked may have been killed
            self.wfile.write(f"{words}\r\n".encode())

    def _line(self):
        with suppress(OSError):
            return self.rfile.readline()
        return b""

    def _letter(self):
        """A letter whose sender died in the midst of it is none: only the full stop ends one (RFC 5321, 4.1.1.4)."""
        lines = []
        while (line := self._line()) != b".\r\n":
            if not line.endswith(b"\n"):
                return None
            lines.append(line[1:] if line.startswith(b"..") else line)
        return email.message_from_bytes(b"".join(lines), policy=email.policy.default)


@contextmanager
def opened():
    with Postbox() as box:
        thread = threading.Thread(target=box.serve_forever, args=[0.05], daemon=True)
        thread.start()
        try:
            yield box
        finally:
            box.shutdown()
            thread.join()
