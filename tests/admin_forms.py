"""Filling the admin's forms in tests: what a browser would send back of a page, with some answers changed."""

from datetime import timedelta

from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone

LONG_AGO = timezone.now() - timedelta(days=400)
LIST = "/admin/catalogue/service/"


def answers(response):
    """Every field of the page's main form as a browser sends it: ``{name: [values]}``."""
    form = BeautifulSoup(response.content, "html.parser").select_one("#content-main form[method=post]")
    found = {}
    for node in form.select("input[name], textarea[name], select[name]"):
        kind = node.get("type", "")
        if kind in {"submit", "button", "file"} or (
            kind in {"checkbox", "radio"} and not node.has_attr("checked")
        ):
            continue
        if node.name == "select":
            chosen = [one.get("value", "") for one in node.select("option[selected]")]
            if not chosen and not node.has_attr("multiple"):
                chosen = [one.get("value", "") for one in node.select("option")[:1]]
            found.setdefault(node["name"], []).extend(chosen)
        elif node.name == "textarea":
            lines = node.text.removeprefix("\n").replace("\n", "\r\n")
            found.setdefault(node["name"], []).append(lines)
        else:
            found.setdefault(node["name"], []).append(
                node.get("value", "on" if kind in {"checkbox", "radio"} else "")
            )
    return found


def send(client, path, **changed):
    """Open the page, change some answers (None takes one away) and save."""
    page = client.get(path)
    assert page.status_code == 200, page.status_code
    data = (
        answers(page) | {"_save": "1"} | {name: value for name, value in changed.items() if value is not None}
    )
    for name in [name for name, value in changed.items() if value is None]:
        data.pop(name, None)
    return client.post(path, data)


def faults(response):
    """The sentences of a refused form; a saved one has none."""
    if response.status_code == 302:
        return []
    page = BeautifulSoup(response.content, "html.parser")
    return [node.get_text(" ", strip=True) for node in page.select(".errorlist li")]


def told(response):
    """The messages of the page that follows."""
    page = BeautifulSoup(response.content, "html.parser")
    return [node.get_text(" ", strip=True) for node in page.select(".messagelist li")]


def form_of(record):
    return reverse(f"admin:{record._meta.app_label}_{record._meta.model_name}_change", args=[record.pk])


def row(prefix, **values):
    """Answers of the first empty row of an inline; its number of rows stays what the page says."""
    return {f"{prefix}-0-{name}": value for name, value in values.items()}
