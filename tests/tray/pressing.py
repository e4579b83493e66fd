"""Buttons of the tray as a browser presses them, and what lies on the tray afterwards."""

from bs4 import BeautifulSoup
from django.core import signing
from django.urls import reverse
from django.utils.translation import override

from catalogue.tray import cookie

OWN = {"sec-fetch-site": "same-origin"}
COOKIE = "hyte_tray"


def address(name, language="fi", *words):
    with override(language):
        return reverse(name, args=words)


def press(client, name, language="fi", *, args=(), headers=OWN, **data):
    """Send a button of one of our own pages."""
    return client.post(address(name, language, *args), data, headers=headers)


def held(client):
    """The tray in the browser's cookie."""
    value = client.cookies[COOKIE].value if COOKIE in client.cookies else ""
    return cookie._read(value, cookie._SALT, cookie.AGE)


def hold(client, *items, **over):
    """A browser with these things on its tray."""
    client.cookies[COOKIE] = cookie.packed(cookie.Tray(items=items, **over))


def signed(value, **over):
    """A cookie that we wrote, whatever is in it."""
    return signing.dumps(value, **{"salt": cookie._SALT} | over)


def soup(answer):
    return BeautifulSoup(answer.content, "html5lib")
