"""What must hold for the HTML of every page, as functions that return faults."""

import re

import html5lib
from bs4 import BeautifulSoup

STRICT = {
    "default-src": {"'none'"},
    "script-src": {"'self'"},
    "style-src": {"'self'"},
    "base-uri": {"'none'"},
    "frame-ancestors": {"'none'"},
    "form-action": {"'self'"},
}
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def soup(html):
    return BeautifulSoup(html, "html5lib")


def faults_of(html, language):
    """What is wrong with one page, apart from its links and headers."""
    page = soup(html)
    found = [*invalid(html), *inline(page), *repeated_ids(page), *broken_references(page)]
    if (count := len(page.find_all("h1"))) != 1:
        found.append(f"{count} h1")
    if not title(page):
        found.append("no title")
    if page.html.get("lang") != language:
        found.append(f"html lang is {page.html.get('lang')}")
    if not page.find("main"):
        found.append("no main")
    return found


def title(page):
    return page.title.get_text(strip=True) if page.title else ""


def invalid(html):
    """The parse errors of a strict HTML parser."""
    parser = html5lib.HTMLParser()
    parser.parse(html)
    return [f"HTML, line {place[0]}: {code} {data}" for place, code, data in parser.errors]


def inline(page):
    """Scripts, styles and handlers inside the page; data blocks are none of them."""
    found = [f"inline {node.name}" for node in page.find_all(["script", "style"]) if _runs(node)]
    for node in page.find_all(True):
        found += [
            f"{node.name} has {name}"
            for name in node.attrs
            if name == "style" or re.match(r"on[a-z]+$", name)
        ]
    return found


def _runs(node):
    return not node.get("src") and node.get("type") not in {"application/ld+json", "application/json"}


def repeated_ids(page):
    ids = [node["id"] for node in page.find_all(id=True)]
    return [f"id {one} stands {ids.count(one)} times" for one in sorted(set(ids)) if ids.count(one) > 1]


def broken_references(page):
    """Attributes that name an element of the same page which is not there."""
    ids = {node["id"] for node in page.find_all(id=True)}
    found = []
    for attribute in ("for", "aria-labelledby", "aria-describedby", "aria-controls", "form"):
        for node in page.find_all(attrs={attribute: True}):
            value = node[attribute]
            names = value if isinstance(value, list) else value.split()
            found += [f"{attribute}={name} names nothing" for name in names if name not in ids]
    return found


def links(page):
    """Every address a page asks for or leads to."""
    found = set()
    for node in page.find_all(True):
        if node.name == "link" and {"canonical", "alternate"} & set(node.get("rel", [])):
            continue
        if node.name == "form" and node.get("method") == "post":  # leads nowhere until it is sent
            continue
        for attribute in ("href", "src", "action", "xlink:href"):
            if value := node.get(attribute):
                found.add(value)
        for candidate in (node.get("srcset") or "").split(","):
            if candidate.strip():
                found.add(candidate.split()[0])
    return found


def alternates(page):
    """{language: address} of the page's hreflang links."""
    nodes = page.find_all("link", rel="alternate", hreflang=True)
    return {node["hreflang"]: node["href"] for node in nodes}


def canonical(page):
    node = page.find("link", rel="canonical")
    return node["href"] if node else ""


def faults_of_headers(headers):
    found = [f"{name}: {headers.get(name)}" for name, value in HEADERS.items() if headers.get(name) != value]
    policy = {}
    for part in headers.get("Content-Security-Policy", "").split(";"):
        name, *values = part.split()
        policy[name] = set(values)
    found += [
        f"policy {name}: {policy.get(name)}" for name, values in STRICT.items() if policy.get(name) != values
    ]
    loose = {"'unsafe-inline'", "'unsafe-eval'", "*", "http:", "https:"}
    return found + [f"policy {name} is loose" for name, values in policy.items() if values & loose]
