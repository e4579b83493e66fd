"""Saved searches: words and filters, and how many services they find now."""

from django import forms
from django.contrib import admin
from django.utils.html import format_html
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from catalogue import snapshot
from catalogue.facets import FACETS
from catalogue.wording import count
from organisations.admin.base import PortalAdmin, name_column
from organisations.admin.fields import LONGEST_LIST, Checkboxes
from organisations.admin.history import HistoryMixin
from pathways import searches
from pathways.models import SavedSearch
from pathways.models.search import VISITORS, known

CHOSEN = [facet for facet in FACETS if facet.name != VISITORS]


_ANSWERS = {
    f"facet_{facet.name}": forms.MultipleChoiceField(label=facet.legend, required=False, widget=Checkboxes)
    for facet in CHOSEN
}


class SearchForm(type(forms.ModelForm)("Answers", (forms.ModelForm,), _ANSWERS)):
    class Meta:
        model = SavedSearch
        fields = []
        help_texts = {
            "key": _("A short name that never changes, such as exercise-groups."),
            "words_fi": _(
                "Searched as somebody would write them in the search box. Empty: the filters alone."
            ),
            "words_sv": _(
                "Searched as somebody would write them in the search box. Empty: the filters alone."
            ),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        options = known(get_language())
        for facet in CHOSEN:
            field = self.fields[f"facet_{facet.name}"]
            field.choices = list(options[facet.name].items())
            if len(field.choices) > LONGEST_LIST:
                field.widget = forms.SelectMultiple(choices=field.choices)
            self.initial[f"facet_{facet.name}"] = self.instance.facets.get(facet.name, [])

    def _post_clean(self):
        chosen = {facet.name: self.cleaned_data.get(f"facet_{facet.name}") for facet in CHOSEN}
        self.instance.facets = {name: list(values) for name, values in chosen.items() if values}
        super()._post_clean()


@admin.register(SavedSearch)
class SavedSearchAdmin(HistoryMixin, PortalAdmin):
    form = SearchForm
    list_display = ["shown_name", "key", "finds"]
    search_fields = ["name_fi", "name_sv", "key"]
    readonly_fields = ["finds"]
    untold = ["content_hash"]
    fieldsets = [
        (None, {"fields": ["name", "key", "words", "finds"]}),
        (_("Filters"), {"fields": [f"facet_{facet.name}" for facet in CHOSEN]}),
    ]
    shown_name = name_column(SavedSearch)

    def get_readonly_fields(self, request, obj=None):
        return [*super().get_readonly_fields(request, obj), *(["key"] if obj else [])]

    @admin.display(description=_("Finds now"))
    def finds(self, search):
        """How many public services, as the search page shows them in the language of this page."""
        if not search.pk:
            return ""
        now, language = snapshot.current(), get_language()
        number = count(searches.found(now, language, search.key).services.bit_count())
        return format_html('<a href="{}">{}</a>', searches.address(now, language, search.key), number)

    def _lay(self, row, record, request):
        """The filters of an old version stand in fields of their own."""
        super()._lay(row, record, request)
        record.facets = row.facets
