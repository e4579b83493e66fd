"""The search form: django-filter checks what the address says, the snapshot and the index answer it."""

from functools import cached_property

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop, ngettext_lazy

from . import snapshot
from .facets import FACETS, narrowed, shown
from .models import Service
from .near import nearest, origin, position
from .search.finding import find

MAX_QUERY, MAX_WHERE = 100, 60
gettext_noop("Null characters are not allowed.")  # Django's own message, in our words
SORTS = {
    "best": _("Best match first"),
    "near": _("Nearest first"),
    "name": _("A–Ö"),
    "new": _("Newest first"),
}
_TOO_LONG = {
    "max_length": ngettext_lazy(
        "At most %(limit_value)d character. Now %(show_value)d.",
        "At most %(limit_value)d characters. Now %(show_value)d.",
        "limit_value",
    )
}


class _Values(forms.Field):
    """Several answers, each from ``known``; the same answer twice is one answer."""

    widget = forms.SelectMultiple

    def __init__(self, *args, known, **kwargs):
        super().__init__(*args, **kwargs)
        self.known = known

    def clean(self, value):
        values = list(dict.fromkeys(str(one) for one in value or ()))
        if wrong := [one for one in values if one not in self.known()]:
            raise forms.ValidationError(
                _("There is no such choice: %(value)s"),
                code="invalid_choice",
                params={"value": wrong[0][:40]},
            )
        return values


class _Filter(django_filters.Filter):
    field_class = _Values


class Answers(django_filters.FilterSet):
    """What the address may say; the facets are added to it once a version of the catalogue."""

    q = django_filters.CharFilter(
        label=_("What are you looking for?"), max_length=MAX_QUERY, error_messages=_TOO_LONG
    )
    where = django_filters.CharFilter(label=_("Where?"), max_length=MAX_WHERE, error_messages=_TOO_LONG)
    near = django_filters.CharFilter(label=_("Near me"), max_length=30, error_messages=_TOO_LONG)
    exactly = django_filters.CharFilter(max_length=1)
    sort = django_filters.ChoiceFilter(label=_("Order"), choices=list(SORTS.items()))

    class Meta:
        model = Service
        fields = []


class ServiceFilter:
    """What was asked and what was found.

    ``chosen`` holds the valid answers; whatever is wrong stands in ``form.errors`` and narrows nothing.
    """

    def __init__(self, data, language, now=None):
        self.snapshot = now = now or snapshot.current()
        self.language, self.options = language, now.labels(language).options
        self.form = now.kept(("form", language), lambda: _form(self.options))(data)
        self.form.is_valid()
        given = self.form.cleaned_data
        self.words, self.where = (given.get(name) or "" for name in ("q", "where"))
        self.near = "" if self.where else position(given.get("near") or "")
        self.exactly = given.get("exactly") == "1"
        self.chosen = {facet.name: given[facet.name] for facet in FACETS if given.get(facet.name)}
        self.finding = find(self.words, language, now, literal=self.exactly)
        self.origin = origin(self.near, self.where, self.finding.where, now, language)
        self.sorts = {key: SORTS[key] for key in self._sorts()}
        self.sort = given.get("sort") if given.get("sort") in self.sorts else next(iter(self.sorts))

    @property
    def sort_chosen(self):
        """The order when it is not the one that comes by itself."""
        return "" if self.sort == next(iter(self.sorts)) else self.sort

    def _sorts(self):
        found = ["best"] * self.finding.ordered + ["name", "new"]
        if self.origin and self.origin.point:
            found.insert(0 if self.origin.wished else 1, "near")
        return found

    @cached_property
    def sets(self):
        """{facet name or "": set of services}, see ``facets.narrowed``."""
        base = self.finding.services
        if self.origin and self.origin.town:
            base &= self.snapshot.having("municipality", [self.origin.town.pk])
        return narrowed(self.snapshot, base, self.chosen)

    @property
    def number(self):
        return self.sets[""].bit_count()

    def ids(self, start, stop):
        """The services of the page, in its order."""
        base = self.sets[""]
        if self.sort == "near":
            return [key for key, _distance in self.distances[start:stop]]
        if self.sort == "best":
            return self.finding.best(stop, base)[start:]
        order = "new" if self.sort == "new" else f"name_{self.language}"
        return self.snapshot.ordered(base, order, start, stop)

    @cached_property
    def distances(self):
        """[(service, kilometres or None)] of what was found, the nearest first; those without a point last."""
        return nearest(self.snapshot, self.sets[""], self.origin.point)

    @cached_property
    def facets(self):
        return shown(self.snapshot, self.sets, self.chosen, self.options)


def _form(options):
    """The class of the form with the facets: made once a version of the catalogue, it costs more than a search."""
    filters = {
        facet.name: _Filter(
            field_name=facet.name,
            label=facet.legend,
            known=_never_copied(frozenset(dict(options[facet.name]))),
        )
        for facet in FACETS
    }
    form = type("AnswersWithFacets", (Answers,), filters)(queryset=Service.objects.none()).get_form_class()
    form.base_fields = _Shared(form.base_fields)
    return form


class _Shared(dict):
    """Fields that no form changes, so that none needs copies of them."""

    def __deepcopy__(self, memo):
        return self


def _never_copied(values):
    """A function is handed on where forms copy what they hold."""
    return lambda: values
