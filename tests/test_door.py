"""The door of the admin: which addresses find anything behind it."""

from unittest import mock

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.http import Http404, HttpResponse
from django.test import Client, RequestFactory

from hyteportal.middleware import admin_door
from organisations.signin import visitor
from organisations.signin.visitor import FORWARDING, client_address, counted_address


def asked(settings, path="/admin/", *, cidrs=(), production=False, proxies=0, **meta):
    """What the door answers: 200 when it lets the request through."""
    settings.ADMIN_ALLOWED_CIDRS, settings.PRODUCTION, settings.HYTE_PROXIES = (
        list(cidrs),
        production,
        proxies,
    )
    door = admin_door(lambda request: HttpResponse("behind the door"))
    try:
        return door(RequestFactory().get(path, **{"REMOTE_ADDR": "127.0.0.1"} | meta)).status_code
    except Http404:
        return 404


@pytest.mark.parametrize("address", ["127.0.0.1", "127.8.8.8", "::1", "::ffff:127.0.0.1"])
def test_outside_production_the_machine_itself_comes_in(settings, address):
    assert asked(settings, REMOTE_ADDR=address) == 200


@pytest.mark.parametrize(
    "address", ["192.168.1.5", "10.0.0.1", "2001:db8::1", "::ffff:10.0.0.1", "", "unknown", "192.0.2.1"]
)
def test_outside_production_nobody_else_does(settings, address):
    assert asked(settings, REMOTE_ADDR=address) == 404


@pytest.mark.parametrize("address", ["127.0.0.1", "::1", "10.0.0.1", "203.0.113.9", "unknown"])
def test_in_production_without_a_list_the_second_factor_is_the_door(settings, address):
    assert asked(settings, production=True, REMOTE_ADDR=address) == 200


@pytest.mark.parametrize("production", [True, False])
@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("10.1.2.3", 200),
        ("::ffff:10.1.2.3", 200),
        ("2001:db8::7", 200),
        ("11.1.2.3", 404),
        ("2001:db9::7", 404),
        ("127.0.0.1", 404),  # the list is the whole answer
        ("garbage", 404),
    ],
)
def test_with_a_list_only_its_networks_come_in(settings, production, address, status):
    cidrs = ["10.0.0.0/8", "2001:db8::/32"]
    assert asked(settings, cidrs=cidrs, production=production, REMOTE_ADDR=address) == status


@pytest.mark.parametrize("header", FORWARDING)
@pytest.mark.parametrize("cidrs", [[], ["127.0.0.0/8", "::1/128"]], ids=["loopback", "listed"])
@pytest.mark.parametrize("address", ["127.0.0.1", "::1", "::ffff:127.0.0.1"])
def test_what_came_through_a_proxy_is_never_the_machine_itself(settings, header, cidrs, address):
    assert asked(settings, cidrs=cidrs, REMOTE_ADDR=address, **{header: "127.0.0.1"}) == 404


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, "10.1.1.1", "203.0.113.9"),  # nobody in front: the header is the visitor's own word
        (1, "10.1.1.1", "10.1.1.1"),
        (1, "6.6.6.6, 10.1.1.1", "10.1.1.1"),
        (2, "6.6.6.6, 10.1.1.1, 10.9.9.9", "10.1.1.1"),
        (1, " 2001:db8::1 ", "2001:db8::1"),
        (1, "::ffff:10.1.1.1", "10.1.1.1"),
        (2, "10.1.1.1", None),  # too few entries: it did not come through both
        (1, "", None),
        (1, None, None),
        (1, "10.1.1.1, nonsense", None),
        (1, "10.1.1.1:4711", "10.1.1.1"),  # some proxies write the port, too
        (1, "[2001:db8::1]:4711", "2001:db8::1"),
        (1, "[2001:db8::1]", "2001:db8::1"),
        (1, "fe80::1%eth0", "fe80::1"),
        (1, "10.1.1.1:port", None),
        (1, "[10.1.1.1", None),
        (1, "[]", None),
        (1, "unknown", None),
        (1, "١٠.1.1.1", None),
        (1, "6.6.6.6, " * 5000 + "10.1.1.1", "10.1.1.1"),
        (1, "127.0.0.1", None),
    ],
)
def test_the_address_is_the_one_our_outermost_proxy_saw(settings, proxies, forwarded, address):
    settings.HYTE_PROXIES = proxies
    meta = {"HTTP_X_FORWARDED_FOR": forwarded} if forwarded is not None else {}
    found = client_address(RequestFactory().get("/admin/", REMOTE_ADDR="203.0.113.9", **meta))
    assert (str(found) if found else None) == address


@pytest.mark.parametrize(
    ("proxies", "peer", "forwarded", "address"),
    [
        (
            0,
            "::ffff:203.0.113.9",
            None,
            "203.0.113.9",
        ),  # a socket of both kinds: not one network for all of IPv4
        (1, "203.0.113.9", "10.1.1.1", "10.1.1.1"),
        (2, "203.0.113.9", "10.1.1.1", "203.0.113.9"),
        (2, "203.0.113.9", "", "203.0.113.9"),
        (1, "203.0.113.9", "nonsense", "203.0.113.9"),
        (1, "127.0.0.1", "127.0.0.1", "127.0.0.1"),
        (1, "", None, "::"),  # behind a socket file
        (0, "unix:", None, "::"),
    ],
)
def test_attempts_are_always_counted_under_an_address_that_the_visitor_does_not_choose(
    settings, proxies, peer, forwarded, address
):
    settings.HYTE_PROXIES = proxies
    meta = {"HTTP_X_FORWARDED_FOR": forwarded} if forwarded is not None else {}
    request = RequestFactory().get("/", REMOTE_ADDR=peer, **meta)
    assert str(counted_address(request)) == address


def test_operators_are_told_once_that_visitors_cannot_be_told_apart(settings):
    settings.HYTE_PROXIES = 2
    visitor._tell.cache_clear()
    with mock.patch.object(visitor.log, "warning") as told:
        for number in range(3):
            counted_address(RequestFactory().get("/", HTTP_X_FORWARDED_FOR=f"10.1.1.{number}"))
    (call,) = told.call_args_list
    assert "HYTE_PROXIES" in call.args[0] and call.args[1:] == (2,)  # and nobody's address


def test_a_forged_entry_does_not_open_the_door(settings):
    allowed = {"cidrs": ["10.0.0.0/8"], "proxies": 1, "production": True}
    assert asked(settings, **allowed, HTTP_X_FORWARDED_FOR="10.1.1.1, 203.0.113.9") == 404
    assert asked(settings, **allowed, HTTP_X_FORWARDED_FOR="203.0.113.9, 10.1.1.1") == 200


@pytest.mark.parametrize("path", ["/admin", "/admin/", "/admin/login/", "/admin/catalogue/service/1/change/"])
def test_every_address_of_the_admin_stands_behind_the_door(settings, path):
    assert asked(settings, path, REMOTE_ADDR="192.0.2.1") == 404


@pytest.mark.parametrize("path", ["/", "/fi/", "/administration/", "/fi/admin/"])
def test_other_addresses_stand_before_it(settings, path):
    assert asked(settings, path, production=True, REMOTE_ADDR="192.0.2.1") == 200


@pytest.mark.parametrize("text", ["10.0.0.0/33", "10.0.0.1/8", "office", "10.0.0.0/8;10.0.0.1"])
def test_a_network_that_is_none_stops_the_start(settings, text):
    settings.ADMIN_ALLOWED_CIDRS = ["10.0.0.0/8", text]
    with pytest.raises(ImproperlyConfigured, match="ADMIN_ALLOWED_CIDRS"):
        admin_door(lambda request: None)


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["fi", "sv"])
def test_a_closed_door_looks_like_any_missing_page(settings, language):
    settings.DEBUG = False
    client = Client(REMOTE_ADDR="192.0.2.1", HTTP_ACCEPT_LANGUAGE=language)
    closed = client.get("/admin/login/")
    assert closed.status_code == 404
    assert f'<html lang="{language}"' in closed.text
    assert "admin" not in closed.text.split("</head>")[1].split("<footer")[0].replace("/admin/login/", "")
    assert "Content-Security-Policy" in closed.headers


def test_an_allowed_proxy_nobody_told_us_of_lets_nobody_in(settings):
    assert asked(settings, cidrs=["10.0.0.0/8"], REMOTE_ADDR="10.0.0.1") == 200
    forwarded = {"REMOTE_ADDR": "10.0.0.1", "HTTP_X_FORWARDED_FOR": "10.0.0.1, 8.8.8.8"}
    assert asked(settings, cidrs=["10.0.0.0/8"], **forwarded) == 404
