"""The search form: django-filter checks what the address says, the facets narrow."""

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop, ngettext_lazy

from . import search
from .facets import FACETS, narrowed, shown
from .models import Service

MAX_QUERY = 100
gettext_noop("Null characters are not allowed.")  # Django's own message, in our words
SORTS = {
    "best": _("Best match first"),
    "name": _("A–Ö"),
    "new": _("Newest first"),
}


class _Field(forms.MultipleChoiceField):
    default_error_messages = {"invalid_choice": _("There is no such choice: %(value)s")}

    def to_python(self, value):
        # the same answer twice is one answer
        return list(dict.fromkeys(super().to_python(value)))

    def validate(self, value):
        if wrong := [item for item in value if not self.valid_value(item)]:
            raise forms.ValidationError(
                self.error_messages["invalid_choice"], code="invalid_choice", params={"value": wrong[0][:40]}
            )


class _Filter(django_filters.MultipleChoiceFilter):
    field_class = _Field


class ServiceFilter(django_filters.FilterSet):
    """``chosen`` holds the valid answers; whatever is wrong stands in ``form.errors`` and narrows nothing."""

    q = django_filters.CharFilter(
        label=_("What are you looking for?"),
        max_length=MAX_QUERY,
        error_messages={
            "max_length": ngettext_lazy(
                "At most %(limit_value)d character. Now %(show_value)d.",
                "At most %(limit_value)d characters. Now %(show_value)d.",
                "limit_value",
            )
        },
    )
    sort = django_filters.ChoiceFilter(label=_("Order"), choices=list(SORTS.items()))

    class Meta:
        model = Service
        fields = []

    def __init__(self, data, language):
        super().__init__(data, queryset=Service.objects.published())
        self.language = language
        self.options = {facet.name: list(facet.options(language)) for facet in FACETS}
        for facet in FACETS:
            self.filters[facet.name] = _Filter(choices=self.options[facet.name], label=facet.legend)
            self.filters[facet.name].field_name = facet.name
        self.form.is_valid()
        answers = self.form.cleaned_data
        self.words = answers.get("q") or ""
        self.chosen = {facet.name: answers[facet.name] for facet in FACETS if answers.get(facet.name)}
        sorts = list(SORTS) if self.words else list(SORTS)[1:]
        self.sorts = {key: SORTS[key] for key in sorts}
        self.sort = answers.get("sort") if answers.get("sort") in sorts else sorts[0]

    @property
    def matching(self):
        return search.matching(Service.objects.published(), self.words)

    @property
    def results(self):
        """The services of the page, in its order."""
        services = narrowed(self.matching, self.chosen)
        if self.sort == "best":
            return search.best_first(services, self.words, self.language)
        return services.newest_first() if self.sort == "new" else services.by_name(self.language)

    @property
    def facets(self):
        return shown(self.matching, self.chosen, self.options)
