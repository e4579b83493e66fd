"""What the admin does with answers no form of its own would send, and with two people at one record."""

from django import forms
from django.contrib import messages
from django.contrib.admin import SimpleListFilter
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

LONGEST_SEARCH = 200  # letters
MOST_WORDS = 10  # each searches every column of the list
MOST_ROWS = 50
ROWS_AT_HAND = 10  # how many may be added where there are many already


def is_key(model, value):
    """Whether the value could be the key of such a record: what the database cannot hold is none."""
    try:
        model._meta.pk.run_validators(model._meta.pk.to_python(value))
    except ValidationError:
        return False
    return "\0" not in str(value)


def only_keys(model, values):
    return [value for value in values if is_key(model, value)]


class RowsForm(forms.BaseInlineFormSet):
    default_error_messages = {
        **forms.BaseInlineFormSet.default_error_messages,
        "too_many_forms": _("There are too many rows."),
    }

    def clean(self):
        """The faults of a row's hidden fields are seen nowhere else."""
        super().clean()
        hidden = {self.model._meta.pk.name, self.fk.name}
        if any(hidden & set(form.errors) for form in self.forms if not self._should_delete_form(form)):
            raise ValidationError(_("Somebody removed a row of this form meanwhile. Load the page again."))


class GuardMixin:
    """For ModelAdmins."""

    def lookup_allowed(self, lookup, value, request=None):
        """Only what the filters beside the list write into its address."""
        return lookup in set(self._narrowing(request))

    def _narrowing(self, request):
        for item in self.get_list_filter(request):
            if isinstance(item, type) and issubclass(item, SimpleListFilter):
                yield item.parameter_name
                continue
            name = item if isinstance(item, str) else item[0]
            field = self.opts.get_field(name)
            yield f"{name}__isnull"
            yield f"{name}__{field.target_field.name}__exact" if field.is_relation else f"{name}__exact"

    def get_search_results(self, request, queryset, search_term):
        words = search_term.replace("\0", "")[:LONGEST_SEARCH].split()[:MOST_WORDS]
        return super().get_search_results(request, queryset, " ".join(words))

    def response_action(self, request, queryset):
        sent = request.POST.copy()
        sent.setlist(ACTION_CHECKBOX_NAME, only_keys(self.model, sent.getlist(ACTION_CHECKBOX_NAME)))
        request.POST = sent
        return super().response_action(request, queryset)

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """Django rolls back what it had begun; the other one of two savings has the name."""
        if "_saveasnew" in request.POST:
            request.POST = request.POST.copy()
            del request.POST["_saveasnew"]
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except IntegrityError:
            words = _("It is saved already, or the name is taken. Look at the list.")
            self.message_user(request, words, messages.ERROR)
            return HttpResponseRedirect(
                reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist")
            )


class RowsMixin:
    """For inlines: how many rows there may be, and what is said when one is gone."""

    formset = RowsForm
    view_on_site = False

    def get_max_num(self, request, obj=None, **kwargs):
        return 0 if self.max_num == 0 else self._most(obj)

    def get_formset(self, request, obj=None, **kwargs):
        return super().get_formset(request, obj, absolute_max=self._most(obj) + ROWS_AT_HAND, **kwargs)

    def _most(self, obj):
        """What is there already is never too much."""
        if obj is None or not obj.pk:
            return MOST_ROWS
        key = self.fk_name or next(
            field.name
            for field in self.model._meta.fields
            if field.is_relation and field.related_model is self.parent_model
        )
        there = self.model._default_manager.filter(**{key: obj.pk}).count()
        return max(MOST_ROWS, there + ROWS_AT_HAND)
