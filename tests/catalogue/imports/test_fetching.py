"""Imports believe no answer, follow none elsewhere, and wait patiently."""

import gzip
import logging
import os
import socket
import threading

import pytest

from catalogue.imports.fetching import Client, Missing, Refused, TimedOut, Unavailable, pages
from catalogue.imports.reading import whole
from tests.catalogue.imports import asking
from tests.registry import Registry

registry, client, waits = asking.registry, asking.client, asking.waits


def test_an_answer_comes_as_bytes_or_as_a_whole_file(registry, client, tmp_path):
    registry.answer("/a", json=[{"id": "ä"}])
    assert client.get(registry.url("/a"), {"page": 1, "guids": "a,b"}) == '[{"id": "ä"}]'.encode()
    assert client.get(registry.url("/a"), into=tmp_path / "a.json") == tmp_path / "a.json"
    assert whole(tmp_path / "a.json") == 1
    assert [path.name for path in tmp_path.iterdir()] == ["a.json"]


def test_a_request_says_who_asks_and_nothing_of_this_machine(registry, client, monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    registry.answer("/a", json=[], headers={"Set-Cookie": "a=b"})
    client.get(registry.url("/a?x=1"), {"y": "ä b"})
    client.get(registry.url("/a"))
    first, second = registry.requests
    assert first.query == {"x": "1", "y": "ä b"}
    assert first.headers == second.headers == {
        "user-agent": "Hyteportaali",
        "accept": "application/json",
        "accept-encoding": "gzip",
        "host": f"127.0.0.1:{registry.port}",
    }  # fmt: skip


def test_a_packed_answer_is_unpacked(registry, client):
    registry.answer("/a", body=gzip.compress(b"[1]"), headers={"Content-Encoding": "gzip"})
    assert client.get(registry.url("/a")) == b"[1]"


def test_the_files_of_a_client_go_with_it(registry):
    registry.pages("/a", [{"id": "1"}])
    with Client() as client:
        (path,) = pages(client, registry.url("/a"))
        assert path.exists()
    assert not path.exists()


# ------------------------------------------------------------ what is not followed
@pytest.mark.parametrize("status", [300, 301, 302, 303, 307, 308, 304])
def test_a_redirect_is_never_followed(registry, client, status):
    with Registry() as elsewhere:
        registry.redirect("/a", elsewhere.url("/b?key=salaisuus#x"), status)
        with pytest.raises(Refused) as refused:
            client.get(registry.url("/a?q=kysymys"))
        assert elsewhere.requests == []
        assert f"{elsewhere.origin}/b" in str(refused.value)
    assert len(registry.requests) == 1
    assert "salaisuus" not in str(refused.value)
    assert "kysymys" not in str(refused.value)


def test_a_redirect_without_a_place_or_with_a_secret_says_no_more_than_it_should(registry, client):
    registry.redirect("/a", "https://user:salaisuus@evil.example/x" + "y" * 500)
    registry.answer("/b", status=302)
    with pytest.raises(Refused) as refused:
        client.get(registry.url("/a"))
    assert "salaisuus" not in str(refused.value)
    assert len(str(refused.value)) < 400
    with pytest.raises(Refused, match="nowhere"):
        client.get(registry.url("/b"))


# ------------------------------------------------------------ trouble that may pass
@pytest.mark.parametrize("status", [429, 500, 502, 503])
def test_trouble_is_waited_out(registry, client, waits, status):
    registry.fail("/a", status, times=3).answer("/a", json=[1])
    assert client.get(registry.url("/a")) == b"[1]"
    assert waits == [1, 2, 4]


@pytest.mark.parametrize("status", [429, 500, 502, 503])
def test_trouble_without_end_is_unavailable_and_tells_the_status(registry, client, waits, status):
    registry.fail("/a", status)
    with pytest.raises(Unavailable) as unavailable:
        client.get(registry.url("/a"))
    assert unavailable.value.status == status
    assert not isinstance(unavailable.value, TimedOut)
    assert waits == [1, 2, 4]
    assert len(registry.requests) == 4


@pytest.mark.parametrize(
    ("said", "waited"),
    [("7", 7), ("0", 1), ("60", 60), ("100000", 60), ("-5", 1), ("Wed, 21 Oct 2026", 1), ("7.5", 1)],
)
def test_the_register_says_when_to_come_again(registry, client, waits, said, waited):
    registry.fail("/a", 429, headers={"Retry-After": said}, times=1).answer("/a", json=[])
    client.get(registry.url("/a"))
    assert waits == [waited]


@pytest.mark.parametrize("trouble", ["half", "broken_chunks"])
def test_half_an_answer_is_asked_again_and_never_taken_for_whole(registry, client, waits, tmp_path, trouble):
    getattr(registry, trouble)("/a", times=2)
    registry.answer("/a", json=[1])
    assert client.get(registry.url("/a"), into=tmp_path / "a.json").read_bytes() == b"[1]"
    getattr(registry, trouble)("/b")
    with pytest.raises(Unavailable):
        client.get(registry.url("/b"), into=tmp_path / "b.json")
    assert waits == [1, 2, 1, 2, 4]
    assert [path.name for path in tmp_path.iterdir()] == ["a.json"]


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"garbage\r\n\r\n",
        b"HTTP/1.1 999999 x\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 7\r\n\r\n[1]",
        b"HTTP/1.1 200 OK\r\nX: " + b"x" * 70_000 + b"\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 200 + b"\r\n[]",
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 3\r\n\r\n[1]",
    ],
)
def test_what_is_no_http_is_trouble(registry, client, line):
    registry.raw("/a", line)
    with pytest.raises(Unavailable):
        client.get(registry.url("/a"))
    assert len(registry.requests) == 4


def test_nobody_listening_is_unavailable(settings, client, waits):
    with socket.socket() as deaf:  # the port is ours and nobody else's, and no call is taken
        deaf.bind(("127.0.0.1", 0))
        origin = f"http://127.0.0.1:{deaf.getsockname()[1]}"
        settings.HYTE_IMPORT_TEST_ORIGINS = [origin]
        with pytest.raises(Unavailable) as unavailable:
            client.get(f"{origin}/a")
    assert unavailable.value.status is None
    assert waits == [1, 2, 4]


def test_a_gateway_that_times_out_is_asked_once_more(registry, client, waits):
    registry.fail("/a", 504, times=1).answer("/a", json=[1])
    assert client.get(registry.url("/a")) == b"[1]"
    registry.fail("/b", 504)
    with pytest.raises(TimedOut):
        client.get(registry.url("/b"))
    assert len(registry.asked("/b")) == 2
    assert waits == [1, 1]


@pytest.mark.parametrize("first", [b"", b'[{"id": 1}, '])
def test_a_body_that_stalls_times_out_after_one_more_try(registry, client, waits, first):
    client.timeout = (30, 0.15)
    registry.stall("/a", first)
    with pytest.raises(TimedOut):
        client.get(registry.url("/a"))
    assert waits == [1]  # between two tries; a slow register may not have read the second one yet


@pytest.mark.parametrize("headers_too", [True, False])
def test_a_slow_drip_is_cut_by_the_deadline(registry, client, waits, headers_too):
    client.deadline, client.timeout = 0.1, (30, 600)
    registry.drip("/a", headers_too=headers_too)
    with pytest.raises(TimedOut):
        client.get(registry.url("/a"))
    assert waits == [1]


def test_one_attempt_is_enough_to_be_called_slow(registry, client):
    client.attempts = 1
    registry.fail("/a", 504)
    with pytest.raises(TimedOut):
        client.get(registry.url("/a"))


# ------------------------------------------------------------ what is never asked again
@pytest.mark.parametrize(
    ("status", "error"),
    [
        (404, Missing),
        (410, Missing),
        (400, Refused),
        (401, Refused),
        (403, Refused),
        (418, Refused),
        (204, Refused),
        (206, Refused),
        (501, Refused),
    ],
)
def test_what_will_not_pass_is_not_asked_again(registry, client, waits, status, error):
    registry.fail("/a", status)
    with pytest.raises(Refused) as refused:
        client.get(registry.url("/a"))
    assert type(refused.value) is error
    assert len(registry.requests) == 1
    assert waits == []


@pytest.mark.parametrize("length", [None, 900_000, 10**9, 10**18])
def test_an_endless_body_is_left_near_the_limit(registry, client, length):
    if length == 900_000:  # says less than the limit, and sends more than it says
        registry.endless("/a", length=length)
        assert len(client.get(registry.url("/a"))) == length
        return
    # what it sends and nobody reads waits in a buffer whose size is not the machine's own
    registry._server.socket.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 65_536)
    registry.endless("/a", length=length)
    with pytest.raises(Refused, match="more than 1000000 bytes"):
        client.get(registry.url("/a"))
    assert len(registry.requests) == 1
    # what stood in the buffers of both sides was sent too
    assert registry.sent["/a"] < 12_000_000


def test_a_packed_bomb_is_left_near_the_limit(registry, client, tmp_path):
    registry.bomb("/a", megabytes=200)
    with pytest.raises(Refused, match="more than 1000000 bytes"):
        client.get(registry.url("/a"), into=tmp_path / "a.json")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("encoding", ["br", "deflate", "zstd", "gzip, gzip", "gzip,br"])
def test_an_encoding_nobody_asked_for_is_refused(registry, client, encoding):
    registry.answer("/a", body=b"x", headers={"Content-Encoding": encoding})
    with pytest.raises(Refused, match="encoding"):
        client.get(registry.url("/a"))


@pytest.mark.parametrize(
    "content",
    [
        {"text": "<!DOCTYPE html><title>Kirjaudu</title>", "headers": {"Content-Type": "text/html"}},
        {"body": b""},
        {"body": '["ä"]'.encode("utf-16")},
        {"body": '["ä"]'.encode("latin-1")},
        {"body": b"[" * 100_000},
        {"body": gzip.compress(b'[{"id": 1}]' * 1000)[:-30], "headers": {"Content-Encoding": "gzip"}},
    ],
)
def test_an_answer_that_is_no_json_is_refused_when_it_is_read(registry, client, tmp_path, content):
    registry.answer("/a", **content)
    with pytest.raises(Refused, match="^a.json: "):
        whole(client.get(registry.url("/a"), into=tmp_path / "a.json"))


# ------------------------------------------------------------ what is written down
def test_the_log_has_host_path_status_and_attempt_but_no_query(registry, client, caplog):
    registry.fail("/a", 503, times=1).answer("/a", json=[])
    with caplog.at_level(logging.DEBUG):
        client.get(registry.url("/a?key=salaisuus"), {"word": "hakusana"})
    assert "127.0.0.1/a attempt 1: status 503" in caplog.text
    assert "salaisuus" not in caplog.text
    assert "hakusana" not in caplog.text


def test_errors_tell_no_query(registry, client):
    registry.fail("/a", 503)
    for url in (
        registry.url("/a?key=salaisuus"),
        registry.url("/b?key=salaisuus"),
        "https://evil.example/?salaisuus",
    ):
        with pytest.raises((Unavailable, Refused)) as error:
            client.get(url, {"word": "hakusana"})
        assert "salaisuus" not in str(error.value)
        assert "hakusana" not in str(error.value)


def test_no_thread_or_line_is_left_open(registry, client):
    registry.answer("/a", json=[])
    before = _open_lines()
    for _ in range(5):
        client.get(registry.url("/a"))
    assert _open_lines() <= before + 2


def _open_lines():
    """The register's own ends, in this process too, are closed first: its threads may be slower than the client."""
    for thread in threading.enumerate():
        if "process_request_thread" in thread.name:
            thread.join(600)
    return len(os.listdir("/proc/self/fd")) if os.path.isdir("/proc/self/fd") else 0
