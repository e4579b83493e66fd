"""A register on this machine for tests of imports: real HTTP on the loopback, every answer programmable.

    with Registry() as registry:
        settings.HYTE_IMPORT_TEST_ORIGINS = [registry.origin]
        registry.entities("Service", [{"id": "…"}], areas={("Municipality", "285"): ["…"]})
        registry.answer("/api/v11/Service/x", status=503, times=2)

Answers of one path are given in the order they were added; one with ``times`` goes after that many.
"""

import gzip
import json
import ssl
import threading
from collections import Counter, deque
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import NamedTuple
from urllib.parse import parse_qs, urlsplit

KINDS = ("Service", "ServiceChannel", "Organization", "GeneralDescription")
API = "/api/v11"


class Request(NamedTuple):
    """What was asked: path, query (the last value of each name) and headers (names in small letters)."""

    path: str
    query: dict
    headers: dict


class Answer:
    """One programmed answer. ``body`` is bytes or a function that writes to the handler itself."""

    def __init__(self, body=b"", status=200, headers=None, times=None, over=None, holding=None):
        self.body, self.status, self.headers = body, status, headers or {}
        self.left, self.over, self.holding = times, over, holding

    def fits(self, request):
        """An answer with ``over`` is for calls of more ids than that, one with ``holding`` for calls with that id."""
        ids = request.query.get("guids", "").split(",")
        return (self.over is None or len(ids) > self.over) and (self.holding is None or self.holding in ids)


class Registry:
    """The server. ``requests`` lists what was asked, ``sent`` counts the body's bytes per path.

    ``certificate`` is a file with key and certificate: it then speaks TLS.
    """

    def __init__(self, page_size=100, certificate=None):
        self.page_size, self.certificate = page_size, certificate
        self.requests, self.sent = [], Counter()
        self.kinds = {kind: {} for kind in KINDS}
        self.areas, self.archived = {kind: {} for kind in KINDS}, {kind: [] for kind in KINDS}
        self._answers = {}
        self._over = threading.Event()

    # ------------------------------------------------------------ running
    def __enter__(self):
        registry = self

        class Handler(_Handler):
            def do_GET(self):
                registry.serve(self)

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        if self.certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(self.certificate)
            # the handshake is the thread's: a client that turns away must not stop the server
            self._server.socket = context.wrap_socket(
                self._server.socket, server_side=True, do_handshake_on_connect=False
            )
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._over.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def port(self):
        return self._server.server_address[1]

    @property
    def origin(self):
        return f"http://127.0.0.1:{self.port}"

    def url(self, path):
        return self.origin + path

    def asked(self, path):
        """The requests for one path."""
        return [request for request in self.requests if request.path == path]

    # ------------------------------------------------------------ what it answers
    def entities(self, kind, records, *, areas=None, archived=()):
        """Serve these records; ``areas`` maps (area, code) to the ids found there, None: all everywhere."""
        self.kinds[kind] |= {record["id"]: record for record in records}
        self.areas[kind] |= areas or {}
        self.archived[kind] += archived
        return self

    def remove(self, kind, *ids):
        """Records that are there no more."""
        for gone in ids:
            self.kinds[kind].pop(gone, None)

    def answer(self, path, *, json=None, text=None, body=None, status=200, headers=None, **when):
        """Answer with JSON, text or bytes.

        ``times`` bounds how often, ``over`` to calls of more ids than that, ``holding`` to calls with that id.
        """
        if body is None:
            body = text.encode() if text is not None else b"" if json is None else _json(json)
        self._answers.setdefault(path, deque()).append(Answer(body, status, headers, **when))
        return self

    def fail(self, path, status=500, *, headers=None, **when):
        return self.answer(path, status=status, headers=headers, **when)

    def pages(self, path, items, *, size=None):
        """Serve a list in pages, whatever page is asked for."""
        return self.answer(path, body=lambda handler: self._page(handler, items, size or self.page_size))

    def redirect(self, path, to, status=302):
        return self.answer(path, status=status, headers={"Location": to})

    def half(self, path, body=b'[{"id": "a"}', *, missing=100, times=None):
        """A body that ends before its Content-Length."""
        headers = {"Content-Length": str(len(body) + missing), "Connection": "close"}
        return self.answer(path, body=body, headers=headers, times=times)

    def broken_chunks(self, path, *, times=None):
        raw = b'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n[{"id\r\nzz\r\n'
        return self.raw(path, raw, times=times)

    def raw(self, path, data, *, times=None):
        """These bytes and nothing else on the line: not even a status need be among them."""
        return self.answer(path, body=lambda handler: self._write(handler, data), status=None, times=times)

    def stall(self, path, first=b"", *, times=None):
        """Headers and perhaps a beginning, then silence until the test is over."""

        def body(handler):
            handler.head(200, {"Content-Length": "100000"})
            self._write(handler, first)
            self._over.wait(30)

        return self.answer(path, body=body, status=None, times=times)

    def drip(self, path, every=0.01, *, headers_too=False):
        """A byte now and then, without end: no single read times out."""

        def body(handler):
            if headers_too:
                self._write(handler, b"HTTP/1.1 200 OK\r\nX-Slow: ")
            else:
                handler.head(200, {"Connection": "close"})
            while self._write(handler, b" ") and not self._over.wait(every):
                pass

        return self.answer(path, body=body, status=None)

    def endless(self, path, *, length=None):
        """A body that never ends, or a gigabyte that says so; nothing of it is kept."""

        def body(handler):
            handler.head(200, {"Content-Length": str(length)} if length else {"Connection": "close"})
            piece = b'{"id": "' + b"x" * 65_000 + b'"},\n'
            self._write(handler, b"[")
            while not self._over.is_set() and self._write(handler, piece):
                pass

        return self.answer(path, body=body, status=None)

    def bomb(self, path, megabytes=200):
        """Spaces packed about a thousand to one."""
        packed = gzip.compress(b" " * 1_000_000) * megabytes
        return self.answer(path, body=packed, headers={"Content-Encoding": "gzip"})

    def deep(self, path, levels=100_000):
        return self.answer(path, body=b"[" * levels + b"]" * levels)

    # ------------------------------------------------------------ serving
    def serve(self, handler):
        parts = urlsplit(handler.path)
        query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
        headers = {name.lower(): value for name, value in handler.headers.items()}
        request = handler.request_made = Request(parts.path, query, headers)
        self.requests.append(request)
        handler.close_connection = True
        answer = self._programmed(request) or self._of_entities(request)
        if answer.status is None:
            answer.body(handler)
            return
        body = answer.body(handler) if callable(answer.body) else answer.body
        handler.head(answer.status, {"Content-Length": str(len(body))} | answer.headers)
        self._write(handler, body)

    def _programmed(self, request):
        answers = self._answers.get(request.path, ())
        for answer in list(answers):
            if answer.left != 0 and answer.fits(request):
                answer.left = None if answer.left is None else answer.left - 1
                return answer
        return None

    def _of_entities(self, request):
        match request.path.removeprefix(API).strip("/").split("/"):
            case [kind] if kind in KINDS:
                ended = {"Archived": self.archived[kind], "Withdrawn": []}
                return self._guid_page(
                    request, ended.get(request.query.get("status"), self.kinds[kind].values())
                )
            case [kind, "list"] if kind in KINDS:
                known = self.kinds[kind]
                ids = [name for name in request.query.get("guids", "").split(",") if name in known]
                return Answer(_json([known[name] for name in ids]))
            case [kind, "list", "area", area, code] | [kind, "list", "area", area, "code", code] if (
                kind in KINDS
            ):
                return self._guid_page(request, self._within(kind, area, code), whole=True)
            case [kind, "area", area, code] | [kind, "area", area, "code", code] if kind in KINDS:
                return self._guid_page(request, self._within(kind, area, code))
            case [kind, "archived", "list"] if kind in KINDS:
                start, many = int(request.query.get("skip", 0)), int(request.query.get("take", 100))
                return Answer(_json(self.archived[kind][start : start + many]))
            case [kind, name] if kind in KINDS and name in self.kinds[kind]:
                return Answer(_json(self.kinds[kind][name]))
        return Answer(b"", 404)

    def _within(self, kind, area, code):
        known, ids = self.kinds[kind], self.areas[kind].get((area, code))
        if ids is None:
            return [] if self.areas[kind] else list(known.values())
        return [known[name] for name in ids if name in known]

    def _guid_page(self, request, records, *, whole=False):
        items = list(records) if whole else [{"id": record["id"], "name": ""} for record in records]
        return Answer(_json(_paged(items, request, self.page_size)))

    def _page(self, handler, items, size):
        return _json(_paged(items, handler.request_made, size))

    def _write(self, handler, data):
        """Whether the other side still takes it."""
        path = urlsplit(handler.path).path
        try:
            for start in range(0, len(data), 65536):
                handler.wfile.write(data[start : start + 65536])
                self.sent[path] += len(data[start : start + 65536])
        except OSError:
            return False
        return True


class _Handler(BaseHTTPRequestHandler):
    """HTTP/1.1 without a word on the console; one request a connection."""

    protocol_version = "HTTP/1.1"

    def head(self, status, headers):
        self.send_response_only(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()

    def handle(self):
        try:
            super().handle()
        except OSError:  # the client hung up, as it should
            self.close_connection = True

    def finish(self):
        try:
            super().finish()
        except OSError:
            self.close_connection = True

    def log_message(self, *_):
        pass


def _paged(items, request, size):
    page = int(request.query.get("page", 1))
    count = -(-len(items) // size)
    return {
        "pageNumber": page, "pageSize": size, "pageCount": count,
        "itemList": items[(page - 1) * size : page * size],
    }  # fmt: skip


def _json(value):
    return json.dumps(value, ensure_ascii=False).encode()
