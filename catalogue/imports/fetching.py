"""HTTP of imports: allowed hosts alone, checked addresses, no redirects, bounded answers, patient retries."""

import http.client
import io
import ipaddress
import logging
import re
import socket
import ssl
import tempfile
import threading
import time
from contextlib import closing, suppress
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlencode, urlsplit

import urllib3
from django.conf import settings
from urllib3.connection import HTTPConnection, HTTPSConnection

from catalogue.imports.reading import Refused, envelope, fingerprint

log = logging.getLogger(__name__)

MOST_PAGES = 10_000
LONGEST_WAIT = 60
_HOST = re.compile(r"(?=.{1,253}\Z)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*")
_HEADERS = {"User-Agent": "Hyteportaali", "Accept": "application/json", "Accept-Encoding": "gzip"}


class Missing(Refused):
    """The register answered 404 or 410: it has no such thing (any more)."""


class Unavailable(Exception):
    """No usable answer after all attempts; ``status`` is the last one's, None when there was no answer."""

    def __init__(self, sentence, status=None):
        super().__init__(sentence)
        self.status = status


class TimedOut(Unavailable):
    """Twice no answer in time (or 504): asking for less may help."""


class _Again(Exception):
    """This attempt failed in a way that may pass."""

    def __init__(self, what, *, status=None, wait=0, slow=False):
        super().__init__(what)
        self.status, self.wait, self.slow = status, wait, slow


class Target(NamedTuple):
    """An address that may be asked; ``what`` is how logs and reports call it: never with a query string."""

    host: str
    port: int
    path: str
    test: bool

    @property
    def authority(self):
        return f"{self.host}:{self.port}" if self.test else self.host

    @property
    def what(self):
        return self.host + self.path.partition("?")[0][:200]


def allowed(url, params=None):
    """The target of an allowed address; Refused for any other host, scheme, port or trick of spelling."""
    # a host with other letters is written in its xn-- form: what looks alike is not asked
    if not isinstance(url, str) or re.search(r"[^\x21-\x7e]|\\", url) or len(url) > 2000:
        raise Refused("an address with spaces, backslashes or other than ASCII signs is not asked")
    try:
        parts = urlsplit(url)
        host, colon, port = parts.netloc.partition(":")
        host = host.removesuffix(".").lower()
        port = int(port) if colon and re.fullmatch("[0-9]{1,5}", port) else "" if colon else None
    except ValueError:
        raise Refused("this is no web address") from None
    rest = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    if not _HOST.fullmatch(host) or parts.fragment or not rest.startswith("/"):
        raise Refused("an address of this shape is not asked")
    if parts.scheme == "https" and port in (None, 443) and host in settings.HYTE_IMPORT_HOSTS:
        port, test = 443, False
    elif host == "127.0.0.1" and f"{parts.scheme}://{host}:{port}" in settings.HYTE_IMPORT_TEST_ORIGINS:
        test = True
    else:
        raise Refused(f"{host[:100]} is not among the hosts that imports may ask (HYTE_IMPORT_HOSTS)")
    if params:
        rest += ("&" if "?" in rest else "?") + urlencode(params, safe=",:", errors="replace")
    return Target(host, port, rest, test)


def is_public(address):
    """Whether an IP address is one of the open internet; IPv6 that wraps IPv4 (mapped, 6to4, NAT64) never is."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return False
    wraps = ip.version == 6 and (ip.ipv4_mapped or ip.sixtofour or ip.teredo or ip.is_site_local)
    return ip.is_global and not (wraps or ip.is_multicast or ip.is_reserved)


def resolve(host, port):
    """The IP addresses of a host name, as texts."""
    return [found[4][0] for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


class Client:
    """Asks the registers. Use as a context manager: ``pages`` and ``by_ids`` keep their files in its folder.

    ``pause`` waits between attempts; ``timeout`` is (connect, read) and ``deadline`` bounds one whole attempt,
    in seconds; ``max_bytes`` bounds a body as unpacked; ``resolver`` gives a host's addresses.
    """

    def __init__(
        self, pause=time.sleep, attempts=4, timeout=(5, 60), max_bytes=50_000_000, *, deadline=300,
        resolver=None, context=None,
    ):  # fmt: skip
        self.pause, self.attempts, self.timeout, self.deadline = pause, attempts, timeout, deadline
        self.max_bytes, self.resolver, self.context = max_bytes, resolver or resolve, context
        self._folder, self._made = None, 0

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self._folder:
            self._folder.cleanup()
            self._folder = None

    def new_path(self):
        """Where the next answer may lie until the client is left."""
        self._folder = self._folder or tempfile.TemporaryDirectory(prefix="hyte-import-")
        self._made += 1
        return Path(self._folder.name, f"answer-{self._made}.json")

    def get(self, url, params=None, into=None):
        """The body of a 200: as bytes, or written to the path ``into``, which is whole or not there.

        Raises Refused (not allowed, redirect, 4xx, too large), Missing (404, 410), TimedOut, Unavailable.
        """
        target, attempt, slow = allowed(url, params), 0, 0
        while True:
            attempt += 1
            try:
                return self._kept(target, into)
            except _Again as again:
                log.info("%s attempt %d: %s", target.what, attempt, again)
                slow += again.slow
                if slow > 1 or attempt == self.attempts:
                    error = TimedOut if again.slow else Unavailable
                    sentence = f"{target.what} gave no usable answer in {attempt} attempts ({again})."
                    raise error(sentence, again.status) from None
                self.pause(min(max(2 ** (attempt - 1), again.wait), LONGEST_WAIT))

    def _kept(self, target, into):
        if into is None:
            self._attempt(target, file := io.BytesIO())
            return file.getvalue()
        part = Path(into).with_name(f".{Path(into).name}.part")
        try:
            with part.open("wb") as file:
                self._attempt(target, file)
            return part.replace(into)
        finally:
            part.unlink(missing_ok=True)

    def _attempt(self, target, file):
        """One request and its answer into ``file``; a timer cuts the line when it takes too long in all."""
        connection = self._connected(target)
        late = threading.Event()

        def cut(sock):
            late.set()
            with suppress(OSError):  # not SSLSocket's own, which would take the session from under the reader
                socket.socket.shutdown(sock, socket.SHUT_RDWR)

        timer = threading.Timer(self.deadline, cut, [connection.sock])
        timer.daemon = True
        timer.start()
        try:
            with closing(connection):
                connection.timeout = self.timeout[1]
                headers = _HEADERS | {"Host": target.authority}
                connection.request("GET", target.path, headers=headers, preload_content=False)
                with closing(connection.getresponse()) as answer:
                    self._judge(target, answer)
                    self._body(target, answer, file)
        except (urllib3.exceptions.HTTPError, http.client.HTTPException, OSError, ValueError) as error:
            slow = late.is_set() or isinstance(error, urllib3.exceptions.TimeoutError | TimeoutError)
            what = "too slow" if slow else f"broken answer, {type(error).__name__}"
            raise _Again(what, slow=slow) from None
        finally:
            timer.cancel()
        if late.is_set():  # a body without a length just ends when it is cut
            raise _Again("too slow", slow=True)

    def _connected(self, target):
        """A line to an address that was checked itself, so that no second look-up can lead elsewhere."""
        try:
            addresses = list(dict.fromkeys(self.resolver(target.host, target.port)))
        except (OSError, UnicodeError) as error:
            raise _Again("its name has no address") from error
        own = "127.0.0.1" if target.test else None
        if not addresses or not all(is_public(address) or address == own for address in addresses):
            raise Refused(f"{target.host} leads to an address that is not public; it is not asked.")
        kind, options = HTTPConnection, {}
        if not target.test:
            context = self.context or ssl.create_default_context()
            kind, options = HTTPSConnection, {"server_hostname": target.host, "ssl_context": context}
        for address in addresses[:4]:
            connection = kind(address, target.port, timeout=self.timeout[0], **options)
            try:
                connection.connect()
                return connection
            except (urllib3.exceptions.HTTPError, OSError, ValueError) as error:
                connection.close()
                failure = type(error).__name__
        raise _Again(f"no connection, {failure}")

    def _judge(self, target, answer):
        """Passes a 200 whose body may be read."""
        status, headers = answer.status, answer.headers
        if status in (408, 429, 500, 502, 503, 504):
            wait = headers.get("Retry-After", "").strip()
            wait = int(wait) if re.fullmatch("[0-9]{1,6}", wait) else 0
            raise _Again(f"status {status}", status=status, wait=wait, slow=status in (408, 504))
        if status in (404, 410):
            raise Missing(f"{target.what} is not there (status {status}).")
        if 300 <= status < 400:
            # without the query string and user, which may hold secrets
            place = re.sub(r"[^\x21-\x7e]|[?#].*|//[^/]*@", "", headers.get("Location", ""))[:200]
            raise Refused(f"{target.what} points to {place or 'nowhere'}; redirects are not followed.")
        if status != 200:
            raise Refused(f"{target.what} refuses with status {status}.")
        if headers.get("Content-Encoding", "identity").strip().lower() not in ("gzip", "identity", ""):
            raise Refused(f"{target.what} answers in an encoding that was not asked for.")

    def _body(self, target, answer, file):
        declared = answer.length_remaining or 0
        for chunk in answer.stream(65536, decode_content=True):
            if max(declared, file.tell() + len(chunk)) > self.max_bytes:
                raise Refused(f"{target.what} answers with more than {self.max_bytes} bytes.")
            file.write(chunk)


def pages(client, url, params=None):
    """The path of each page of a list, from page 1 to the last; each is a whole JSON file.

    Refused when the list grows as it is read, repeats itself, or has more than ``MOST_PAGES`` pages.
    """
    page, last, most, seen = 1, 1, MOST_PAGES, set()
    while page <= last:
        path = client.get(url, {**(params or {}), "page": page}, client.new_path())
        numbers = envelope(path)
        last = numbers.get("pageCount", 1)
        if not isinstance(last, int) or last > most:
            raise Refused(f"{allowed(url).what} has {last} pages, too many to be true.")
        if page == 1:  # records may come while the list is read, but not without end
            most = min(MOST_PAGES, last + max(10, last // 10))
        mark = fingerprint(path)
        if numbers.get("pageNumber", page) != page or mark in seen:
            raise Refused(f"{allowed(url).what} gives the same page again instead of page {page}.")
        seen |= {mark} if mark else set()  # empty pages are all alike
        yield path
        page += 1


def by_ids(client, url, ids, *, size=100, parameter="guids", failed=None):
    """``(path, ids)`` of each call that was answered, at most ``size`` ids a call; smaller ones when it struggles.

    An id that fails alone is put into the list ``failed`` as ``(id, error)``: Missing when the register has no
    such thing. Three other failures in a row, or what no smaller call can help, raise Unavailable or Refused.
    """
    ids, failed, in_a_row = list(dict.fromkeys(ids)), [] if failed is None else failed, 0
    waiting = [ids[start : start + size] for start in range(0, len(ids), size)][::-1]
    while waiting:
        batch = waiting.pop()
        try:
            path = client.get(url, {parameter: ",".join(batch)}, client.new_path())
        except (Missing, Unavailable) as error:
            if isinstance(error, Unavailable) and not isinstance(error, TimedOut) and error.status != 500:
                raise
            if len(batch) > 1:
                half = len(batch) // 2
                waiting += [batch[half:], batch[:half]]
                continue
            failed.append((batch[0], error))
            in_a_row = 0 if isinstance(error, Missing) else in_a_row + 1
            if in_a_row == 3:
                raise Unavailable(f"{allowed(url).what} fails for one id after another.") from error
            continue
        in_a_row = 0
        yield path, batch
