"""Every address of the site with something in each of its places, straight from the URLconf."""

from dataclasses import dataclass
from uuid import UUID

from django.urls import NoReverseMatch, URLPattern, get_resolver, reverse
from django.utils.translation import override

IN_PLACES = {
    "pk": 1,
    "number": 1,
    "keys": "m075",
    "kind": "exercise",
    "section": "pages",
    "object_id": "1",
    "app_label": "catalogue",
}
# Of referrals, whose ids are no numbers.
OF_REFERRALS = {"pk": UUID(int=1), "action": "note", "token": "x" * 43}
ADMIN = "admin"


@dataclass(frozen=True)
class Address:
    name: str
    path: str
    view: object
    places: tuple = ()  # names of what is filled in

    @property
    def public(self):
        return not getattr(self.view, "login_required", True)


def addresses(language="fi"):
    with override(language):
        return list(_walk(get_resolver().url_patterns, ""))


def _walk(patterns, namespace):
    for pattern in patterns:
        if not isinstance(pattern, URLPattern):
            yield from _walk(pattern.url_patterns, pattern.namespace or namespace)
        elif pattern.name:
            yield from _address(pattern, f"{namespace}:{pattern.name}" if namespace else pattern.name)


def _address(pattern, name):
    """Some take no words, some only figures: the first that fits. The admin's catch-all has no name."""
    places = tuple(get_resolver().reverse_dict.getlist(pattern.name)[0][0][0][1]) if ":" not in name else ()
    places = places or tuple(pattern.pattern.converters) or tuple(pattern.pattern.regex.groupindex)
    for known, word in ((IN_PLACES, "x"), (IN_PLACES, "1"), (IN_PLACES, "abc-def"), (OF_REFERRALS, "x")):
        try:
            path = reverse(name, kwargs={place: known.get(place, word) for place in places})
        except NoReverseMatch:
            continue
        yield Address(name, path, pattern.callback, places)
        return
    raise AssertionError(f"no example of {name} {places}")
