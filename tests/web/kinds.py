"""Each kind of public page in both languages: its address, fetched from the running portal and saved."""

import os
import re
from urllib.error import HTTPError
from urllib.request import ProxyHandler, build_opener

import django

from tests.browser.stack import environment
from tests.web.tools import Broken

LANGUAGES = ("fi", "sv")
SAMPLE = 7  # of the services and organisations, every so many-eth
# What the list of services is asked for.
LISTS = {
    "list": "",
    "list-second": "?page=2",
    "list-filtered": "?price=free&access=open",
    "list-words": "?q=a&sort=name",
    "list-nothing": "?q=qqxxqq&price=free",
    "list-error": "?municipality=xxx",
}
# Names of addresses without arguments.
PLAIN = ("home", "about", "privacy", "accessibility")
# What Lighthouse measures: indexable pages, one of each kind, and one in the other language.
MEASURED = ("fi-home", "fi-list", "fi-service", "fi-organisation", "fi-about", "sv-list")
_open = build_opener(ProxyHandler({})).open  # the portal is on this machine, whatever proxy is set


def fetched(url):
    """``(status, text)`` of one page."""
    try:
        with _open(url, timeout=60) as response:
            return response.status, response.read().decode()
    except HTTPError as error:
        with error:
            return error.code, error.read().decode()


def _of_sitemap(stack, section):
    """``{language: [path, …]}`` of one part of the sitemap."""
    text = fetched(f"{stack.url}/sitemap-{section}.xml")[1]
    paths = [one.removeprefix(stack.url) for one in re.findall(r"<loc>(.*?)</loc>", text)]
    return {code: [path for path in paths if path.startswith(f"/{code}/")] for code in LANGUAGES}


def addresses(stack):
    """``{name: path}``, such as ``fi-list-second: /fi/palvelut/?page=2``."""
    os.environ |= environment(stack.folder, HYTE_ORIGIN=stack.url)
    django.setup()
    from django.urls import reverse
    from django.utils.translation import override

    sections = {
        "service": _of_sitemap(stack, "services"),
        "organisation": _of_sitemap(stack, "organisations"),
    }
    found = {}
    for code in LANGUAGES:
        with override(code):
            found |= {f"{code}-{name}": reverse(name) for name in PLAIN}
            found |= {f"{code}-{name}": reverse("services") + query for name, query in LISTS.items()}
        found[f"{code}-missing"] = f"/{code}/xx-xx/"
        for kind, paths in sections.items():
            if not paths[code]:
                raise Broken(f"the sitemap has no {kind} in {code}")
            few = paths[code][::SAMPLE]
            found |= {f"{code}-{kind}{number or ''}": path for number, path in enumerate(few)}
    return found


def saved(stack, paths, folder):
    """The pages as files ``<name>.html``; returns the faults of their statuses."""
    faults = []
    for name, path in paths.items():
        status, text = fetched(stack.url + path)
        if status != (404 if name.endswith("-missing") else 200):
            faults.append(f"{name} {path}: status {status}")
        (folder / f"{name}.html").write_text(text)
    return faults
