"""Imports ask the allowed hosts alone, at addresses of the open internet, with their own certificate."""

import socket
import ssl
import subprocess

import pytest
import urllib3
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from catalogue.imports import fetching
from catalogue.imports.fetching import Refused, Unavailable, allowed, is_public
from tests.catalogue.imports import asking
from tests.catalogue.imports.asking import HOST
from tests.registry import Registry

registry, client, waits, no_line = asking.registry, asking.client, asking.waits, asking.no_line
PUBLIC = "93.184.215.14"


@pytest.mark.parametrize(
    "url",
    [f"https://{HOST}/a?b=1", f"https://{HOST}:443/a", f"HTTPS://{HOST.upper()}./a", f"https://{HOST}", f"https://{HOST}?a=1"],
)  # fmt: skip
def test_an_allowed_host_is_known_in_its_honest_spellings(settings, url):
    settings.HYTE_IMPORT_HOSTS = [HOST]
    assert allowed(url)[:2] == (HOST, 443)


HOSTILE = [
    "https://127.0.0.1/", "https://127.1/", "https://0x7f000001/", "https://2130706433/", "https://017700000001/",
    "https://[::1]/", "https://[::ffff:127.0.0.1]/", "https://[::ffff:7f00:1]/", "https://0.0.0.0/", "https://0/",
    "https://169.254.169.254/latest/meta-data/", "https://10.0.0.1/", "https://172.16.0.1/", "https://192.168.1.1/",
    "https://localhost/", "https://localhost./", "http://localhost:8000/", "http://127.0.0.1/", "http://127.0.0.1:1/",
    f"https://{HOST}@127.0.0.1/", f"https://127.0.0.1@{HOST}/", f"https://a:b@{HOST}/", f"https://@{HOST}/",
    f"https://{HOST}\\@evil.example/", f"https://evil.example\\@{HOST}/", f"https://evil.example/@{HOST}/",
    f"https://evil.example#@{HOST}/", f"https://{HOST}#a", f"https://evil.example?@{HOST}/",
    f"https://{HOST}.evil.example/", f"https://evil-{HOST}/", f"https://x.{HOST}/", f"https://{HOST}../", "https://./",
    f"http://{HOST}/", f"http://{HOST}:443/", f"https://{HOST}:80/", f"https://{HOST}:8443/", f"https://{HOST}:/",
    f"https://{HOST}:443x/", f"https://{HOST}:-443/", f"https://{HOST}:+443/", f"https://{HOST}:０443/",
    f"https://{HOST}:000000443/", f"ftp://{HOST}/", "file:///etc/passwd", f"//{HOST}/", HOST, "", "https://", "https:///a",
    f" https://{HOST}/", f"https://{HOST}/\n", f"https://{HOST}/a b", f"ht\ntps://{HOST}/", f"https://\t{HOST}/",
    f"https://{HOST}\x00.evil.example/", f"https://{HOST}%2eevil.example/", "https://registry%2eexample.fi/",
    f"https://{HOST}/ä", f"https://{HOST}/\r\nHost: evil", f"https://[{HOST}]/", f"https://{HOST}/" + "a" * 3000,
    "https://" + "a" * 300 + ".fi/", "https://registry.example。evil.fi/",
    "https://r\xadegistry.example.fi/", "https://ｒegistry.example.fi/", f"https://{HOST}\u2044x/", f"https://{HOST}\u00ad.x/",
    f"https://{HOST};x/", f"https://{HOST},evil.example/", "https://*/", "https://regístry.example.fi/", None, 5, b"https://x",
]  # fmt: skip


@pytest.mark.parametrize("number", range(len(HOSTILE)))
def test_no_other_spelling_host_scheme_or_port_is_asked(registry, client, no_line, number):
    asked = []
    client.resolver = lambda host, port: asked.append(host) or [PUBLIC]
    with pytest.raises(Refused):
        client.get(HOSTILE[number])
    assert asked == []
    assert no_line == []


@given(
    st.text(max_size=60)
    | st.lists(
        st.sampled_from(
            [*"/\\@:#?.%[]; \t\n\x00\u00ad０。", "https", "http", "://", HOST, "evil.example", "443", "a"]
        ),
        max_size=9,
    ).map("".join).map(lambda tail: f"https://{tail}")
)  # fmt: skip
@examples(max_examples=400, deadline=None)
def test_whatever_is_written_only_the_configured_host_is_accepted(url):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fetching.settings, "HYTE_IMPORT_HOSTS", [HOST])
        patch.setattr(fetching.settings, "HYTE_IMPORT_TEST_ORIGINS", [])
        try:
            target = allowed(url)
        except Refused:
            return
    assert target[:2] == (HOST, 443)
    assert not target.test
    # the library that connects reads the same host in it
    assert urllib3.util.parse_url(url).host.rstrip(".") == HOST


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "127.1.2.3", "::1", "::ffff:127.0.0.1", "::ffff:7f00:1", "::ffff:8.8.8.8", "::127.0.0.1", "0.0.0.0",  # noqa: S104
     "::", "169.254.169.254", "fe80::1", "fe80::1%eth0", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.0.1",
     "100.64.0.1", "198.18.0.1", "192.0.0.1", "192.0.2.1", "203.0.113.1", "224.0.0.1", "233.252.0.1", "240.0.0.1",
     "255.255.255.255", "fc00::1", "fd12::1", "fec0::1", "ff02::1", "2001:db8::1", "2002:7f00:1::", "2002:a00:1::1",
     "64:ff9b::7f00:1", "64:ff9b::a00:1", "64:ff9b:1::a00:1", "2001:0:7f00:1::1", "100::1", "0x7f000001", "2130706433",
     "127.1", "localhost", "", "evil"],
)  # fmt: skip
def test_an_address_inside_is_not_public(settings, no_line, client, address):
    assert not is_public(address)
    settings.HYTE_IMPORT_HOSTS = [HOST]
    for answer in ([address], [PUBLIC, address]):
        client.resolver = lambda host, port, answer=answer: answer
        with pytest.raises(Refused, match="not public"):
            client.get(f"https://{HOST}/a")
    assert no_line == []


@pytest.mark.parametrize("address", [PUBLIC, "8.8.8.8", "193.166.3.2", "2001:708:10::1", "2a00:1450:400f::5"])
def test_an_address_of_the_open_internet_is_public(address):
    assert is_public(address)


def test_the_line_goes_to_the_address_that_was_checked(settings, client, no_line):
    """The name is looked up once an attempt; a second answer, as in DNS rebinding, is never asked for."""
    settings.HYTE_IMPORT_HOSTS = [HOST]
    answers = iter([[PUBLIC], ["127.0.0.1"]])
    client.resolver = lambda host, port: next(answers)
    with pytest.raises(Refused, match="not public"):
        client.get(f"https://{HOST}/a")
    assert no_line == [(PUBLIC, 443)]


def test_a_host_without_an_address_is_unavailable_or_refused(settings, client, no_line):
    def unknown(host, port):
        raise socket.gaierror

    settings.HYTE_IMPORT_HOSTS = [HOST]
    client.resolver = unknown
    with pytest.raises(Unavailable):
        client.get(f"https://{HOST}/a")
    client.resolver = lambda host, port: []
    with pytest.raises(Refused):
        client.get(f"https://{HOST}/a")
    assert no_line == []


def test_the_own_resolver_gives_plain_addresses():
    assert fetching.resolve("127.0.0.1", 80) == ["127.0.0.1"]


# ------------------------------------------------------------ certificates
@pytest.fixture(scope="session")
def certificate(tmp_path_factory):
    """Makes a certificate for a name: the path of a file with its key."""

    def make(name):
        path = tmp_path_factory.mktemp("tls") / "both.pem"
        try:
            subprocess.run(
                ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
                 "-days", "2", "-subj", f"/CN={name}", "-addext", f"subjectAltName=DNS:{name}",
                 "-keyout", path, "-out", path.with_suffix(".crt")],
                check=True, capture_output=True,
            )  # fmt: skip
        except FileNotFoundError:
            pytest.skip("openssl is not installed")
        path.write_text(path.read_text() + path.with_suffix(".crt").read_text())
        return path

    return make


@pytest.fixture
def over_tls(settings, monkeypatch, client):
    """Asks the allowed host over TLS; the stubbed line ends at a registry here that has this certificate."""
    settings.HYTE_IMPORT_HOSTS = [HOST]
    client.resolver = lambda host, port: [PUBLIC]
    client.attempts = 1
    asked, dial = [], socket.create_connection

    def ask(served, trusted):
        with Registry(certificate=served) as registry:
            registry.answer("/a", json=[1])
            monkeypatch.setattr(
                urllib3.util.connection, "create_connection",
                lambda address, timeout=None, **_: asked.append(address) or dial(("127.0.0.1", registry.port), timeout),
            )  # fmt: skip
            client.context = ssl.create_default_context(cafile=trusted) if trusted else None
            try:
                return client.get(f"https://{HOST}/a"), registry.requests, asked
            except Unavailable as error:
                return error, registry.requests, asked

    return ask


def test_the_certificate_is_checked_for_the_name_although_the_line_goes_to_an_address(certificate, over_tls):
    path = certificate(HOST)
    body, requests, asked = over_tls(path, path)
    assert body == b"[1]"
    assert requests[0].headers["host"] == HOST
    assert asked == [(PUBLIC, 443)]


@pytest.mark.parametrize(("name", "trust"), [("other.example.fi", True), (HOST, False), (PUBLIC, True)])
def test_a_certificate_of_another_name_or_of_nobody_known_ends_it(certificate, over_tls, name, trust):
    path = certificate(name)
    error, requests, _ = over_tls(path, path if trust else None)
    assert "SSL" in str(error)
    assert requests == []
